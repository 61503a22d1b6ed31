// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels for any machine.
#include <cstdint>
#include <type_traits>

namespace isochron {
namespace {
constexpr std::int64_t kVectorBytes = 16;
constexpr std::int64_t kTileRows = 4;
}  // namespace
}  // namespace isochron

#include "nn/kernels/mlp_kernels_body.h"
#include "nn/kernels/pair_kernels_body.h"

namespace isochron {

extern const MlpKernels<float> kFloatKernelsGeneric;
extern const MlpKernels<double> kDoubleKernelsGeneric;
constinit const MlpKernels<float> kFloatKernelsGeneric = kernels<float>("generic");
constinit const MlpKernels<double> kDoubleKernelsGeneric = kernels<double>("generic");

extern const PairKernels kPairKernelsGeneric;
constinit const PairKernels kPairKernelsGeneric = pairKernelsNamed("generic");

}  // namespace isochron
