isochron_add_test(project_file_test SOURCES project_file_test.cpp LINK isochron::window)
isochron_add_test(project_window_test SOURCES project_window_test.cpp project_fixture.h
  LINK isochron::window)
isochron_add_test(project_opening_test SOURCES project_opening_test.cpp project_fixture.h
  LINK isochron::window)
isochron_add_test(project_kill_test SOURCES project_kill_test.cpp
  LINK isochron::window isochron::learning)
