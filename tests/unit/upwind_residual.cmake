isochron_add_test(upwind_residual_test
  SOURCES upwind_residual_test.cpp LINK isochron::eikonal)
