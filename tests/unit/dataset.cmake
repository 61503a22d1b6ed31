isochron_add_test(dataset_test SOURCES dataset_test.cpp LINK isochron::data)
