// SPDX-License-Identifier: GPL-3.0-or-later
// What both command-line programs are made of: help, exit status, Ctrl-C, complaints.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <stdexcept>
#include <stop_token>

namespace isochron::cli {

inline constexpr int kSuccess = 0;
inline constexpr int kFailure = 1;
inline constexpr int kBadInput = 2;

/// A command did what it could and still failed, for the reason that it holds: exit status 1.
class RunFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Adds the commands to a program; the token is raised by Ctrl-C.
using AddCommands = std::function<void(CLI::App& program, const std::stop_token& stop)>;

/// All of main(): runs the command that the arguments name and returns the exit status.
int runProgram(int argc, char** argv, const AddCommands& addCommands);

}  // namespace isochron::cli
