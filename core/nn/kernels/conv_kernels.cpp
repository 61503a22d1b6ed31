// SPDX-License-Identifier: GPL-3.0-or-later
// Which convolution kernels this machine can run.
#include "nn/kernels/conv_kernels.h"

#include "field/processor.h"

namespace isochron {

extern const ConvKernels kConvKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
extern const ConvKernels kConvKernelsAvx2;
extern const ConvKernels kConvKernelsAvx512;
#endif

const ConvKernels* convKernelsOfMachine(int index) {
  if (index == 0) return &kConvKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
  if (index == 1 && canRun(KernelSet::Avx2)) return &kConvKernelsAvx2;
  if (index == 2 && canRun(KernelSet::Avx512)) return &kConvKernelsAvx512;
#endif
  return nullptr;
}

const ConvKernels& convKernels() {
  static const ConvKernels& chosen = *convKernelsOfMachine(static_cast<int>(kernelSet()));
  return chosen;
}

}  // namespace isochron
