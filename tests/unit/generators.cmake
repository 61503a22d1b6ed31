isochron_add_test(data_generators_test
  SOURCES data_generators_test.cpp
  LINK isochron::data)
