# matio and NetCDF's own library write the files that our readers must read.
find_package(PkgConfig REQUIRED)
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)
pkg_check_modules(NETCDF REQUIRED IMPORTED_TARGET netcdf)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(HDF5 REQUIRED MODULE COMPONENTS C)

add_library(isochron_data_samples STATIC data_samples.cpp data_library_samples.cpp
  statement_samples.cpp)
target_include_directories(isochron_data_samples PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(isochron_data_samples
  PUBLIC isochron::data Qt6::Test
  PRIVATE isochron_options
    PkgConfig::MATIO PkgConfig::NETCDF PkgConfig::LIBZIP PNG::PNG ZLIB::ZLIB hdf5::hdf5)

isochron_add_test(data_formats_test SOURCES data_formats_test.cpp LINK isochron_data_samples)
isochron_add_test(data_bad_input_test SOURCES data_bad_input_test.cpp LINK isochron_data_samples)
isochron_add_test(data_bad_header_test SOURCES data_bad_header_test.cpp LINK isochron_data_samples)
isochron_add_test(data_guess_test SOURCES data_guess_test.cpp LINK isochron_data_samples)
isochron_add_test(data_named_arrays_test
  SOURCES data_named_arrays_test.cpp LINK isochron_data_samples)
isochron_add_test(data_statements_test SOURCES data_statements_test.cpp LINK isochron_data_samples)
isochron_add_test(data_write_test SOURCES data_write_test.cpp LINK isochron::data)
isochron_add_test(receivers_test SOURCES receivers_test.cpp LINK isochron::data)
isochron_add_test(text_models_test SOURCES text_models_test.cpp LINK isochron_data_samples)
isochron_add_test(trace_files_test SOURCES trace_files_test.cpp LINK isochron_data_samples)
isochron_add_test(header_files_test SOURCES header_files_test.cpp LINK isochron_data_samples)
