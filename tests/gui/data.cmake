# The Data workspace: its parts alone, then all of it under mouse and keys, then as pictures.
isochron_add_test(data_parts_test SOURCES data_parts_test.cpp LINK isochron::window)
isochron_add_test(data_workspace_test SOURCES data_workspace_test.cpp LINK isochron::window)
isochron_add_test(data_pictures_test
  SOURCES data_pictures_test.cpp picture_compare.cpp LINK isochron::window)
target_compile_definitions(data_pictures_test PRIVATE
  ISOCHRON_BASELINES="${CMAKE_CURRENT_SOURCE_DIR}/baselines")
add_test(NAME data_pictures_scale_2_test COMMAND data_pictures_test)
set_tests_properties(data_pictures_scale_2_test PROPERTIES
  TIMEOUT ${ISOCHRON_TEST_SECONDS} ENVIRONMENT "OMP_WAIT_POLICY=passive;QT_SCALE_FACTOR=2")
if(ISOCHRON_SANITIZER)
  foreach(target data_parts_test data_workspace_test data_pictures_test)
    target_sources(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/keep_libraries.cpp)
  endforeach()
endif()
