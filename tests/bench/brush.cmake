# bench_brush: how long a touch of the brush takes to the contours of solver and network, drawn.
if(ISOCHRON_GUI)
  find_package(VTK 9.1 REQUIRED COMPONENTS
    CommonCore CommonDataModel RenderingCore RenderingOpenGL2)
  add_executable(bench_brush bench_brush.cpp)
  target_include_directories(bench_brush PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(bench_brush PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(bench_brush PRIVATE
    isochron_options isochron::window isochron_learning ${VTK_LIBRARIES})
  vtk_module_autoinit(TARGETS bench_brush MODULES ${VTK_LIBRARIES})
endif()
