isochron_add_test(train_worker_test SOURCES train_worker_test.cpp LINK isochron::window)
isochron_add_test(train_transitions_test SOURCES train_transitions_test.cpp
  LINK isochron::window isochron::learning)
isochron_add_test(train_parts_test SOURCES train_parts_test.cpp LINK isochron::window)
isochron_add_test(train_workspace_test SOURCES train_workspace_test.cpp
  LINK isochron::window isochron::learning)
