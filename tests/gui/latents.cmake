isochron_add_test(latents_map_test SOURCES latents_map_test.cpp LINK isochron::field isochron::widgets)
isochron_add_test(latents_workspace_test SOURCES latents_workspace_test.cpp
  LINK isochron::window isochron::learning)
