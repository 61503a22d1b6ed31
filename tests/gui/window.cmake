isochron_add_test(window_document_test SOURCES window_document_test.cpp LINK isochron::window)
isochron_add_test(window_live_test SOURCES window_live_test.cpp LINK isochron::window)
isochron_add_test(window_tools_test SOURCES window_tools_test.cpp LINK isochron::window)
isochron_add_test(window_main_test SOURCES window_main_test.cpp LINK isochron::window)
isochron_add_test(window_numbers_test SOURCES window_numbers_test.cpp LINK isochron::window)
isochron_add_test(window_workspaces_test SOURCES window_workspaces_test.cpp LINK isochron::window)
isochron_add_test(window_network_test SOURCES window_network_test.cpp
  LINK isochron::window isochron::learning)
isochron_add_test(window_files_test SOURCES window_files_test.cpp LINK isochron::window)
isochron_add_test(window_fit_test
  SOURCES window_fit_test.cpp LINK isochron::window isochron::learning)
add_test(NAME window_fit_german_test COMMAND window_fit_test)
set_tests_properties(window_fit_german_test PROPERTIES
  TIMEOUT ${ISOCHRON_TEST_SECONDS}
  ENVIRONMENT "OMP_WAIT_POLICY=passive;ISOCHRON_FIT_LOCALE=de_DE")
add_test(NAME window_fit_scale_2_test COMMAND window_fit_test)
set_tests_properties(window_fit_scale_2_test PROPERTIES
  TIMEOUT ${ISOCHRON_TEST_SECONDS} ENVIRONMENT "OMP_WAIT_POLICY=passive;QT_SCALE_FACTOR=2")
isochron_add_test(window_program_test SOURCES window_program_test.cpp)
target_compile_definitions(window_program_test PRIVATE
  ISOCHRON_PROGRAM="$<TARGET_FILE:isochron>")
target_link_libraries(window_program_test PRIVATE Qt6::Gui)
add_dependencies(window_program_test isochron)
isochron_add_test(window_pictures_test
  SOURCES window_pictures_test.cpp picture_compare.cpp LINK isochron::window isochron::learning)
target_compile_definitions(window_pictures_test PRIVATE
  ISOCHRON_BASELINES="${CMAKE_CURRENT_SOURCE_DIR}/baselines")
add_test(NAME window_pictures_scale_2_test COMMAND window_pictures_test)
set_tests_properties(window_pictures_scale_2_test PROPERTIES
  TIMEOUT ${ISOCHRON_TEST_SECONDS} ENVIRONMENT "OMP_WAIT_POLICY=passive;QT_SCALE_FACTOR=2")
