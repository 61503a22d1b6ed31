# bench_phase_separation: patterns of two phases beside published ones, and what they cost.
add_executable(bench_phase_separation bench_phase_separation.cpp)
target_include_directories(bench_phase_separation PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_compile_definitions(bench_phase_separation PRIVATE
  ISOCHRON_DEFAULT_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data")
target_link_libraries(bench_phase_separation PRIVATE isochron_options isochron::data)
