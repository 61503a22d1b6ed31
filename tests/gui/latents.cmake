isochron_add_test(latents_map_test SOURCES latents_map_test.cpp LINK isochron::field isochron::widgets)
isochron_add_test(latents_workspace_test SOURCES latents_workspace_test.cpp
  LINK isochron::window isochron::learning)
if(ISOCHRON_SANITIZER)
  target_sources(latents_map_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/keep_libraries.cpp)
  target_sources(latents_workspace_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/keep_libraries.cpp)
endif()
