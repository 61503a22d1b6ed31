// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels for AVX-512 machines.
#include <cstdint>
#include <type_traits>

namespace isochron {
namespace {
constexpr std::int64_t kVectorBytes = 64;
constexpr std::int64_t kTileRows = 12;
}  // namespace
}  // namespace isochron

#include "nn/kernels/mlp_kernels_body.h"
#include "nn/kernels/pair_kernels_body.h"

namespace isochron {

extern const MlpKernels<float> kFloatKernelsAvx512;
extern const MlpKernels<double> kDoubleKernelsAvx512;
constinit const MlpKernels<float> kFloatKernelsAvx512 = kernels<float>("AVX-512");
constinit const MlpKernels<double> kDoubleKernelsAvx512 = kernels<double>("AVX-512");

extern const PairKernels kPairKernelsAvx512;
constinit const PairKernels kPairKernelsAvx512 = pairKernelsNamed("AVX-512");

}  // namespace isochron
