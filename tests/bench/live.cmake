# bench_live: how many new contour pictures a second a dragged source gets, OpenGL apart.
if(ISOCHRON_GUI)
  find_package(VTK 9.1 REQUIRED COMPONENTS
    CommonCore CommonDataModel RenderingCore RenderingOpenGL2)
  add_executable(bench_live bench_live.cpp)
  target_compile_definitions(bench_live PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(bench_live PRIVATE
    isochron_options isochron::data isochron::eikonal isochron::widgets ${VTK_LIBRARIES})
  vtk_module_autoinit(TARGETS bench_live MODULES ${VTK_LIBRARIES})
endif()
