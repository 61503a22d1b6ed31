// SPDX-License-Identifier: GPL-3.0-or-later
// Which convolution kernels this machine can run.
#include "nn/kernels/conv_kernels.h"

namespace isochron {

extern const ConvKernels kConvKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
extern const ConvKernels kConvKernelsAvx2;
extern const ConvKernels kConvKernelsAvx512;
#endif

const ConvKernels* convKernelsOfMachine(int index) {
  if (index == 0) return &kConvKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
  if (index == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return &kConvKernelsAvx2;
  if (index == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return &kConvKernelsAvx512;
#endif
  return nullptr;
}

const ConvKernels& convKernels() {
  static const ConvKernels& best = []() -> const ConvKernels& {
    int index = 2;
    while (!convKernelsOfMachine(index)) --index;
    return *convKernelsOfMachine(index);
  }();
  return best;
}

}  // namespace isochron
