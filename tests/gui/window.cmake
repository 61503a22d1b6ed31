isochron_add_test(window_document_test SOURCES window_document_test.cpp LINK isochron::window)
isochron_add_test(window_live_test SOURCES window_live_test.cpp LINK isochron::window)
isochron_add_test(window_tools_test SOURCES window_tools_test.cpp LINK isochron::window)
isochron_add_test(window_main_test SOURCES window_main_test.cpp LINK isochron::window)
isochron_add_test(window_files_test SOURCES window_files_test.cpp LINK isochron::window)
isochron_add_test(window_program_test SOURCES window_program_test.cpp)
target_compile_definitions(window_program_test PRIVATE
  ISOCHRON_PROGRAM="$<TARGET_FILE:isochron>")
target_link_libraries(window_program_test PRIVATE Qt6::Gui)
add_dependencies(window_program_test isochron)
# Keys go to the active window of the display: one test at a time has it.
set_tests_properties(window_main_test window_files_test window_program_test PROPERTIES
  RESOURCE_LOCK display)
# Locks are taken in every order inside Mesa and X; more of them than the detector can hold.
if("thread" IN_LIST ISOCHRON_SANITIZER)
  set_tests_properties(window_main_test window_files_test window_program_test PROPERTIES
    ENVIRONMENT "TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan_gui.supp:detect_deadlocks=0")
endif()
