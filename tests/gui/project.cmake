isochron_add_test(project_file_test SOURCES project_file_test.cpp LINK isochron::window)
isochron_add_test(project_window_test SOURCES project_window_test.cpp LINK isochron::window)
isochron_add_test(project_kill_test SOURCES project_kill_test.cpp
  LINK isochron::window isochron::learning)
