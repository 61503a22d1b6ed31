// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels for AVX2 machines.
#include <cstdint>
#include <type_traits>

namespace isochron {
namespace {
constexpr std::int64_t kVectorBytes = 32;
constexpr std::int64_t kTileRows = 4;
}  // namespace
}  // namespace isochron

#include "nn/kernels/mlp_kernels_body.h"
#include "nn/kernels/pair_kernels_body.h"

namespace isochron {

extern const MlpKernels<float> kFloatKernelsAvx2;
extern const MlpKernels<double> kDoubleKernelsAvx2;
constinit const MlpKernels<float> kFloatKernelsAvx2 = kernels<float>("AVX2");
constinit const MlpKernels<double> kDoubleKernelsAvx2 = kernels<double>("AVX2");

extern const PairKernels kPairKernelsAvx2;
constinit const PairKernels kPairKernelsAvx2 = pairKernelsNamed("AVX2");

}  // namespace isochron
