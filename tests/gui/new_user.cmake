isochron_add_test(new_user_test
  SOURCES new_user_test.cpp picture_compare.cpp LINK isochron::window isochron::learning)
target_compile_definitions(new_user_test PRIVATE
  ISOCHRON_BASELINES="${CMAKE_CURRENT_SOURCE_DIR}/baselines")
