# Listed here, run as a script too (cmake -P): no workspace's folder under app/window includes
# another's, nor does what several workspaces share include any of them. Only workspaces.cpp, which
# lists them, may.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  add_test(NAME workspaces_stand_alone COMMAND ${CMAKE_COMMAND}
    -DWINDOW=${CMAKE_SOURCE_DIR}/app/window -P ${CMAKE_CURRENT_LIST_FILE})
  return()
endif()

cmake_minimum_required(VERSION 3.20)
# The folders that hold a workspace: <name>/<name>_workspace.h.
file(GLOB headers RELATIVE ${WINDOW} ${WINDOW}/*/*_workspace.h)
foreach(header IN LISTS headers)
  get_filename_component(folder ${header} DIRECTORY)
  list(APPEND workspaces ${folder})
endforeach()
list(LENGTH workspaces count)
if(count LESS 4)
  message(FATAL_ERROR "only ${count} workspaces found in ${WINDOW}: ${workspaces}")
endif()

file(GLOB_RECURSE sources RELATIVE ${WINDOW} ${WINDOW}/*.h ${WINDOW}/*.cpp)
list(REMOVE_ITEM sources workspaces.cpp)
foreach(source IN LISTS sources)
  string(REGEX MATCH "^[^/]+" own ${source})
  file(STRINGS ${WINDOW}/${source} includes REGEX "^[ ]*#[ ]*include[ ]*\"")
  foreach(include IN LISTS includes)
    string(REGEX REPLACE "^[^\"]*\"([^\"]*)\".*" "\\1" header ${include})
    string(REGEX REPLACE "^(\\.\\./)+" "" header ${header})
    string(REGEX MATCH "^[^/]+" folder ${header})
    # core has a folder "data", too.
    if(folder IN_LIST workspaces AND NOT folder STREQUAL own AND EXISTS ${WINDOW}/${header})
      message(FATAL_ERROR "${source}: ${include}")
    endif()
  endforeach()
endforeach()
