// SPDX-License-Identifier: GPL-3.0-or-later
// Which pair kernels this machine can run.
#include "nn/kernels/pair_kernels.h"

namespace isochron {

extern const PairKernels kPairKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
extern const PairKernels kPairKernelsAvx2;
extern const PairKernels kPairKernelsAvx512;
#endif

const PairKernels* pairKernelsOfMachine(int index) {
  if (index == 0) return &kPairKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
  if (index == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return &kPairKernelsAvx2;
  if (index == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return &kPairKernelsAvx512;
#endif
  return nullptr;
}

const PairKernels& pairKernels() {
  static const PairKernels& best = []() -> const PairKernels& {
    int index = 2;
    while (!pairKernelsOfMachine(index)) --index;
    return *pairKernelsOfMachine(index);
  }();
  return best;
}

}  // namespace isochron
