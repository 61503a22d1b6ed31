// SPDX-License-Identifier: GPL-3.0-or-later
// Which kernels this machine can run.
#include "nn/kernels/mlp_kernels.h"

#include <type_traits>

#include "field/processor.h"

namespace isochron {

extern const MlpKernels<float> kFloatKernelsGeneric;
extern const MlpKernels<double> kDoubleKernelsGeneric;
#ifdef ISOCHRON_X86_KERNELS
extern const MlpKernels<float> kFloatKernelsAvx2;
extern const MlpKernels<double> kDoubleKernelsAvx2;
extern const MlpKernels<float> kFloatKernelsAvx512;
extern const MlpKernels<double> kDoubleKernelsAvx512;
#endif

namespace {

template <typename T>
const MlpKernels<T>* choose(const MlpKernels<float>& ofFloat, const MlpKernels<double>& ofDouble) {
  if constexpr (std::is_same_v<T, float>)
    return &ofFloat;
  else
    return &ofDouble;
}

}  // namespace

template <typename T>
const MlpKernels<T>* mlpKernelsOfMachine(int index) {
  if (index == 0) return choose<T>(kFloatKernelsGeneric, kDoubleKernelsGeneric);
#ifdef ISOCHRON_X86_KERNELS
  if (index == 1 && canRun(KernelSet::Avx2))
    return choose<T>(kFloatKernelsAvx2, kDoubleKernelsAvx2);
  if (index == 2 && canRun(KernelSet::Avx512))
    return choose<T>(kFloatKernelsAvx512, kDoubleKernelsAvx512);
#endif
  return nullptr;
}

template <typename T>
const MlpKernels<T>& mlpKernels() {
  static const MlpKernels<T>& chosen = *mlpKernelsOfMachine<T>(static_cast<int>(kernelSet()));
  return chosen;
}

template const MlpKernels<float>& mlpKernels<float>();
template const MlpKernels<double>& mlpKernels<double>();
template const MlpKernels<float>* mlpKernelsOfMachine<float>(int);
template const MlpKernels<double>* mlpKernelsOfMachine<double>(int);

}  // namespace isochron
