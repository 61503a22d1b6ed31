# bench_training: a training step and a whole field of the paper's network, against the machine's
# SGEMM peak and the same in Python (training_peer.py, which it runs where PyTorch is there).
find_package(OpenMP REQUIRED COMPONENTS CXX)
add_executable(bench_training ${CMAKE_CURRENT_LIST_DIR}/training_step.cpp)
target_compile_definitions(bench_training PRIVATE
  ISOCHRON_TRAINING_PEER="${CMAKE_CURRENT_LIST_DIR}/training_peer.py")
target_link_libraries(bench_training PRIVATE
  isochron_options isochron::nn isochron::data OpenMP::OpenMP_CXX)
