# The Data workspace: its parts alone, then all of it under mouse and keys.
isochron_add_test(data_parts_test SOURCES data_parts_test.cpp LINK isochron::window)
isochron_add_test(import_sheet_test SOURCES import_sheet_test.cpp LINK isochron::window)
isochron_add_test(data_workspace_test SOURCES data_workspace_test.cpp LINK isochron::window)
