// SPDX-License-Identifier: GPL-3.0-or-later
// Quantity: what an array holds, by the name and the unit that its file gives it.
#pragma once

#include <string>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/statements.h"

namespace isochron {

enum class Quantity {
  PVelocity,
  Velocity,
  Slowness,
  SVelocity,
  Perturbation,
  Coordinate,
  Other,
  Unknown
};

/// By the name alone: "vp", "P-wave velocity", "slowness", "rho", "X"; Unknown where it says
/// nothing.
Quantity quantityNamed(const std::string& name);

/// An array that can be a model.
struct ArrayCandidate {
  std::string name;         // what the array is called in the file
  std::string description;  // its long name, where there is one
  std::string unit;         // as written, where there is one
};

/// Candidates of which no more than the names is known.
std::vector<ArrayCandidate> named(const std::vector<std::string>& names);

/// Which of them is the velocity.
struct ArrayChoice {
  std::size_t index = 0;
  std::string reason;               // a clause; empty where there is only one
  std::vector<ImportDoubt> doubts;  // where none stands out
};

/// The one asked for by its name, or the one that is named or measured as a P velocity. Throws
/// Error where there is none, or none of that name; `kind` is the file's kind for the message.
ArrayChoice chooseArray(const FileBytes& file, const std::vector<ArrayCandidate>& candidates,
                        const std::string& wanted, const std::string& kind);

/// Tells of the choice.
void apply(const ArrayChoice& choice, FileStatements& says);

}  // namespace isochron
