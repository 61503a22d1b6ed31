# bench_train_window: what training loses of its speed while one looks on.
if(ISOCHRON_GUI)
  add_executable(bench_train_window bench_train_window.cpp)
  target_include_directories(bench_train_window PRIVATE
    ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/tests/gui)
  target_compile_definitions(bench_train_window PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(bench_train_window PRIVATE
    isochron_options isochron::window isochron::learning)
endif()
