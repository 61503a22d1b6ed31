# Listed here, run as a script too (cmake -P): core includes neither Qt nor VTK, and the programs
# that link core alone need neither library. isochron-cli does without LibTorch too: it has to
# start at once.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  add_test(NAME core_is_pure COMMAND ${CMAKE_COMMAND}
    -DCORE=${CMAKE_SOURCE_DIR}/core -DPROGRAM=$<TARGET_FILE:isochron-cli>
    -DLEARNING_PROGRAM=$<TARGET_FILE:isochron-cli-learn> -DREADELF=${CMAKE_READELF} -P ${CMAKE_CURRENT_LIST_FILE})
  return()
endif()

file(GLOB_RECURSE sources ${CORE}/*.h ${CORE}/*.cpp)
list(LENGTH sources count)
if(count LESS 10)
  message(FATAL_ERROR "only ${count} sources found in ${CORE}")
endif()
foreach(source IN LISTS sources)
  file(STRINGS ${source} foreign REGEX "#[ ]*include[ ]*[<\"](Q[A-Z]|Qt|vtk)")
  if(foreign)
    message(FATAL_ERROR "${source}: ${foreign}")
  endif()
endforeach()

# The libraries that a program itself asks for; what those ask for is not ours to choose.
function(expect_none program libraries)
  execute_process(COMMAND ${READELF} --dynamic ${program}
    OUTPUT_VARIABLE dynamic RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR NOT dynamic MATCHES "NEEDED")
    message(FATAL_ERROR "${READELF} cannot tell what ${program} needs")
  endif()
  if(dynamic MATCHES "NEEDED[^\n]*lib(${libraries})[^\n]*")
    message(FATAL_ERROR "${program} links ${CMAKE_MATCH_0}")
  endif()
endfunction()

expect_none(${PROGRAM} "Qt|vtk|torch|c10")
expect_none(${LEARNING_PROGRAM} "Qt|vtk")
