isochron_add_test(data_generators_test
  SOURCES data_generators_test.cpp
  LINK isochron::data)
isochron_add_test(generator_families_test
  SOURCES generator_families_test.cpp
  LINK isochron::data)
isochron_add_test(earth_recipe_test
  SOURCES earth_recipe_test.cpp
  LINK isochron::data)
