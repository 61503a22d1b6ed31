// SPDX-License-Identifier: GPL-3.0-or-later
// The convolution kernels for any machine.
#include <cstdint>
#include <type_traits>

namespace isochron {
namespace {
constexpr std::int64_t kVectorBytes = 16;
constexpr int kTileOutputs = 2;
constexpr int kTileNodes = 4;
constexpr int kTileInputs = 1;
}  // namespace
}  // namespace isochron

#include "nn/kernels/conv_kernels_body.h"

namespace isochron {

extern const ConvKernels kConvKernelsGeneric;
constinit const ConvKernels kConvKernelsGeneric = convKernelsNamed("generic");

}  // namespace isochron
