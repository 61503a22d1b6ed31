// SPDX-License-Identifier: GPL-3.0-or-later
// SetSplit: which models of a set are for training, for validation and for the test at the end.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

namespace isochron {

enum class Part : std::uint8_t { Training, Validation, Test };

/// As the settings of a training: parts of one, and the seed of the permutation.
struct SplitSettings {
  double validation = 0.02;
  double test = 0.02;
  std::uint64_t seed = 0;
  friend bool operator==(const SplitSettings&, const SplitSettings&) = default;
};

/// Of validation and of test, as parts of one.
inline constexpr double kLargestShare = 0.9;

/// One part for each of `count` models: what splitModels() gives. Throws Error as that does.
std::vector<Part> partsOf(std::int64_t count, const SplitSettings& settings);

/// "validation", translated.
QString partName(Part part);

}  // namespace isochron
