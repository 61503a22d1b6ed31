// SPDX-License-Identifier: GPL-3.0-or-later
// Validators of numbers on the command line, whose complaints read as ours do; they add nothing to
// the help, unlike CLI11's own.
#pragma once

#include <CLI/CLI.hpp>

namespace isochron::cli {

/// For counts and positions.
CLI::Validator notNegative();
CLI::Validator positive();
/// Within [least, most].
CLI::Validator within(double least, double most);

}  // namespace isochron::cli
