// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/threads.h"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include "generators/parallel_in_order.h"

namespace isochron {

void useThreads(int threads) {
  const int count = threadCount(threads);
  at::set_num_threads(count);
  // OpenBLAS counts its threads by itself; other libraries follow LibTorch.
  using SetThreads = void (*)(int);
  if (auto* symbol = ::dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
    reinterpret_cast<SetThreads>(symbol)(count);
}

}  // namespace isochron
