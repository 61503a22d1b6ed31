isochron_add_test(painting_test SOURCES painting_test.cpp LINK isochron::field)
