// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the arguments of a command, in our own words.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace isochron::cli {

/// One sentence without its stop: the option, what is wrong with it, and what is possible. CLI11's
/// own sentences speak of types and counts.
std::string usageSentence(const CLI::App& program, const CLI::ParseError& error);

/// "a command is missing; choose one of info, convert, ..."
std::string missingCommand(const CLI::App& app);

}  // namespace isochron::cli
