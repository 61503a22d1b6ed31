isochron_add_test(nn_activation_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/nn_activation_test.cpp
  LINK isochron::nn)
isochron_add_test(nn_derivatives_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/nn_derivatives_test.cpp
  LINK isochron::nn)
isochron_add_test(nn_adam_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/nn_adam_test.cpp
  LINK isochron::nn)
isochron_add_test(nn_lbfgs_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/nn_lbfgs_test.cpp
  LINK isochron::nn)
isochron_add_test(nn_branch_trunk_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/nn_branch_trunk_test.cpp
  LINK isochron::nn)
isochron_add_test(nn_conv_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/nn_conv_test.cpp
  LINK isochron::nn)
