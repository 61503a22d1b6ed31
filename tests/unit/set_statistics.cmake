isochron_add_test(set_statistics_test SOURCES set_statistics_test.cpp LINK isochron::data)
