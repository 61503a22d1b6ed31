# bench_gallery: how smoothly the gallery of a large data set scrolls.
if(ISOCHRON_GUI)
  add_executable(bench_gallery bench_gallery.cpp)
  target_compile_definitions(bench_gallery PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(bench_gallery PRIVATE isochron_options isochron::window)
endif()
