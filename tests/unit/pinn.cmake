isochron_add_test(pinn_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/pinn_test.cpp LINK isochron::pinn)
isochron_add_test(refinement_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/refinement_test.cpp
  LINK isochron::pinn isochron::eikonal isochron::generators)
