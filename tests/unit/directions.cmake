isochron_add_test(principal_directions_test SOURCES principal_directions_test.cpp
  LINK isochron::directions isochron::data)
