// SPDX-License-Identifier: GPL-3.0-or-later
// Spacing from a file's name or from the shape of a well-known model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace isochron {

struct SpacingGuess {
  double dx = 0.0;  // km
  double dz = 0.0;  // km
  std::string reason;
};

/// "marmousi_12.5m.npy", "bp_12.5x6.25m.bin", "model-0.01km.npy"; x before z where no letters say
/// otherwise: "vel_z6.25m_x12.5m.segy", "dx20_dz10.bin".
std::optional<SpacingGuess> spacingFromName(const std::string& fileName);

/// OpenFWI, Marmousi, BP 2004: models that everybody has, known by their number of nodes.
std::optional<SpacingGuess> spacingFromShape(std::int64_t nx, std::int64_t nz);

/// "12.5 m": a length in km for people.
std::string metresText(double km);

}  // namespace isochron
