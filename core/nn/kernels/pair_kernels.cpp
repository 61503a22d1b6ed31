// SPDX-License-Identifier: GPL-3.0-or-later
// Which pair kernels this machine can run.
#include "nn/kernels/pair_kernels.h"

#include "field/processor.h"

namespace isochron {

extern const PairKernels kPairKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
extern const PairKernels kPairKernelsAvx2;
extern const PairKernels kPairKernelsAvx512;
#endif

const PairKernels* pairKernelsOfMachine(int index) {
  if (index == 0) return &kPairKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
  if (index == 1 && canRun(KernelSet::Avx2)) return &kPairKernelsAvx2;
  if (index == 2 && canRun(KernelSet::Avx512)) return &kPairKernelsAvx512;
#endif
  return nullptr;
}

const PairKernels& pairKernels() {
  static const PairKernels& chosen = *pairKernelsOfMachine(static_cast<int>(kernelSet()));
  return chosen;
}

}  // namespace isochron
