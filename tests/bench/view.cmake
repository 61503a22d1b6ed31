# bench_view: how long drawing takes on the CPU, software OpenGL apart.
if(ISOCHRON_GUI)
  find_package(VTK 9.1 REQUIRED COMPONENTS
    CommonCore CommonDataModel RenderingCore RenderingOpenGL2)
  add_executable(bench_view bench_view.cpp)
  target_compile_definitions(bench_view PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(bench_view PRIVATE
    isochron_options isochron::field isochron::widgets ${VTK_LIBRARIES})
  vtk_module_autoinit(TARGETS bench_view MODULES ${VTK_LIBRARIES})
endif()
