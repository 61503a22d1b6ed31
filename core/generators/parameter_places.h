// SPDX-License-Identifier: GPL-3.0-or-later
// The places of parameters in the lists of modelKinds(), for those kinds that have several.
#pragma once

namespace isochron::parameter {

// RandomField
enum { kAlpha, kTau, kSlowest, kFastest, kAnisotropy };
// Gradient
enum { kTop, kBottom };
// Checkerboard
enum { kRows, kContrast };
// PhaseSeparation
enum { kPhaseLeast, kPhaseMost, kPhaseSize, kPhaseEdge, kPhaseSlowest, kPhaseFastest };
// Earth
enum {
  kFolding,
  kFaulting,
  kBedContrast,
  kSlowBeds,
  kSaltShare,
  kWaterShare,
  kBlur,
  kEarthSlowest,
  kEarthFastest
};
// Drawing
enum { kEdits, kEditContrast, kDrawingSlowest, kDrawingFastest };
// Mixture: the kinds' shares come first, in the order of ModelKind.
enum {
  kTauLeast = 11,
  kTauMost,
  kAlphaLeast,
  kAlphaMost,
  kMostAnisotropy,
  kRecast,
  kMostContrast,
  kMixtureSlowest,
  kMixtureFastest
};

inline constexpr double kStandardAlpha = 2.5;

}  // namespace isochron::parameter
