isochron_add_test(png_chunk_test SOURCES png_chunk_test.cpp LINK isochron::archive)
