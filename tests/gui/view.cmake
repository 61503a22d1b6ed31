# FieldView and the other widgets: pure parts first, then in a window, then as pictures.
foreach(name transform scales lines interaction)
  isochron_add_test(view_${name}_test
    SOURCES view_${name}_test.cpp LINK isochron::field isochron::widgets)
endforeach()
isochron_add_test(view_widget_test
  SOURCES view_widget_test.cpp LINK isochron::field isochron::widgets)
isochron_add_test(view_pictures_test
  SOURCES view_pictures_test.cpp picture_compare.cpp LINK isochron::field isochron::widgets)
target_compile_definitions(view_pictures_test PRIVATE
  ISOCHRON_BASELINES="${CMAKE_CURRENT_SOURCE_DIR}/baselines")
