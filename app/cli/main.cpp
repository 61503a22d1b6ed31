// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli: everything that computes, without a window.
#include <CLI/CLI.hpp>
#include <iostream>
#include <new>

#include "bench_command.h"
#include "convert_command.h"
#include "field/error.h"
#include "generate_command.h"
#include "info_command.h"
#include "interruption.h"
#include "memory_settings.h"
#include "progress.h"
#include "solve_command.h"
#include "train_command.h"

namespace isochron::cli {
namespace {

constexpr int kSuccess = 0;
constexpr int kFailure = 1;
constexpr int kBadInput = 2;

void addCommands(CLI::App& program, const std::stop_token& stop) {
  addInfoCommand(program);
  addConvertCommand(program, stop);
  addGenerateCommand(program, stop);
  addSolveCommand(program, stop);
  addTrainCommand(program, stop);
  addBenchCommand(program, stop);
}

int parseAndRun(int argc, char** argv) {
  const Interruption interruption;
  CLI::App program("Isochron: seismic velocity models and their traveltimes.", "isochron-cli");
  program.set_version_flag("--version", "isochron-cli " ISOCHRON_VERSION);
  // None is allowed here, so that an unknown one is complained about by name.
  program.require_subcommand(0, 1);
  program.get_formatter()->column_width(34);
  program.footer(
      "Lengths in km, velocities in km/s, times in s; x before z, z downward; arrays are [iz, "
      "ix].\n"
      "Results go to standard output, messages to standard error.\n"
      "Exit status: 0 success, 1 failure, 2 bad input or bad usage.\n"
      "`isochron-cli COMMAND --help` tells more, with examples.");
  addCommands(program, interruption.token());
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);
    printMessage(std::string(error.what()) + "; see --help");
    return kBadInput;
  }
  if (program.get_subcommands().empty()) {
    printMessage("a subcommand is needed; see --help");
    return kBadInput;
  }
  if (!std::cout.flush()) {
    printMessage("standard output cannot be written");
    return kFailure;
  }
  return kSuccess;
}

}  // namespace
}  // namespace isochron::cli

int main(int argc, char** argv) {
  using isochron::cli::printMessage;
  isochron::keepFreedFields();
  try {
    return isochron::cli::parseAndRun(argc, argv);
  } catch (const isochron::Error& error) {
    std::cout.flush();
    printMessage(error.what());
    return isochron::cli::kBadInput;
  } catch (const isochron::Cancelled&) {
    printMessage("interrupted; no file was changed");
  } catch (const std::bad_alloc&) {
    printMessage("there is not enough memory for this");
  } catch (const std::exception& error) {
    printMessage(error.what());
  }
  return isochron::cli::kFailure;
}
