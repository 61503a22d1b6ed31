// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/device.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <torch/cuda.h>

#include "field/error.h"
#include "generators/parallel_in_order.h"

namespace isochron {

torch::Device deviceOf(const std::string& name) {
  const std::string place = "device '" + name + "'";
  try {
    const torch::Device device(name);
    if (device.is_cpu()) return device;
    if (!device.is_cuda()) throw Error(place, "is not supported", "use cpu or cuda:0");
    if (!torch::cuda::is_available())
      throw Error(place, "there is no CUDA here, or LibTorch was built without it", "use cpu");
    const auto count = static_cast<std::int64_t>(torch::cuda::device_count());
    if (device.index() >= count)
      throw Error(place, "there are " + std::to_string(count) + " CUDA devices only", "use cuda:0");
    return device;
  } catch (const c10::Error&) {
    throw Error(place, "is not known", "use cpu or cuda:0");
  }
}

void useThreads(int threads) {
  const int count = threadCount(threads);
  at::set_num_threads(count);
  // OpenBLAS counts its threads by itself; other libraries follow LibTorch.
  using SetThreads = void (*)(int);
  if (auto* symbol = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
    reinterpret_cast<SetThreads>(symbol)(count);
}

}  // namespace isochron
