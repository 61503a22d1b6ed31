// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution kernels for AVX2 machines.
#include <cstdint>
#include <type_traits>

namespace isochron {
namespace {
constexpr std::int64_t kVectorBytes = 32;
constexpr int kTileOutputs = 2;
constexpr int kTileNodes = 4;
constexpr int kTileInputs = 1;
}  // namespace
}  // namespace isochron

#include "nn/kernels/conv_kernels_body.h"

namespace isochron {

extern const ConvKernels kConvKernelsAvx2;
constinit const ConvKernels kConvKernelsAvx2 = convKernelsNamed("AVX2");

}  // namespace isochron
