// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution kernels for AVX-512 machines.
#include <cstdint>
#include <type_traits>

namespace isochron {
namespace {
constexpr std::int64_t kVectorBytes = 64;
constexpr int kTileOutputs = 4;
constexpr int kTileNodes = 4;
constexpr int kTileInputs = 2;
}  // namespace
}  // namespace isochron

#include "nn/kernels/conv_kernels_body.h"

namespace isochron {

extern const ConvKernels kConvKernelsAvx512;
constinit const ConvKernels kConvKernelsAvx512 = convKernelsNamed("AVX-512");

}  // namespace isochron
