// SPDX-License-Identifier: GPL-3.0-or-later
// Which kernels this machine can run.
#include "nn/kernels/mlp_kernels.h"

#include <type_traits>

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

constexpr int kMachines = 3;

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
  if (index == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return choose<T>(kFloatKernelsAvx2, kDoubleKernelsAvx2);
  if (index == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return choose<T>(kFloatKernelsAvx512, kDoubleKernelsAvx512);
#endif
  return nullptr;
}

template <typename T>
const MlpKernels<T>& mlpKernels() {
  static const MlpKernels<T>& best = [&]() -> const MlpKernels<T>& {
    int index = kMachines - 1;
    while (!mlpKernelsOfMachine<T>(index)) --index;
    return *mlpKernelsOfMachine<T>(index);
  }();
  return best;
}

template const MlpKernels<float>& mlpKernels<float>();
template const MlpKernels<double>& mlpKernels<double>();
template const MlpKernels<float>* mlpKernelsOfMachine<float>(int);
template const MlpKernels<double>* mlpKernelsOfMachine<double>(int);

}  // namespace isochron
