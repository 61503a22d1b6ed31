// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <filesystem>
#include <iostream>
#include <new>

#include "field/error.h"
#include "field/processor.h"
#include "interruption.h"
#include "memory_settings.h"
#include "progress.h"
#include "usage.h"

namespace isochron::cli {
namespace {

int parseAndRun(int argc, char** argv, const AddCommands& addCommands) {
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
    printMessage(usageSentence(program, error));
    return kBadInput;
  }
  if (program.get_subcommands().empty()) {
    printMessage(missingCommand(program) + "; see isochron-cli --help");
    return kBadInput;
  }
  if (!std::cout.flush()) {
    printMessage("standard output cannot be written");
    return kFailure;
  }
  return kSuccess;
}

}  // namespace

int runProgram(int argc, char** argv, const AddCommands& addCommands) {
  keepFreedFields();
  try {
    (void)kernelSet();  // complains about a choice that cannot be followed
    return parseAndRun(argc, argv, addCommands);
  } catch (const Error& error) {
    std::cout.flush();
    printMessage(error.what());
    return kBadInput;
  } catch (const Cancelled&) {
    printMessage("interrupted; no file was changed");
  } catch (const std::bad_alloc&) {
    printMessage("there is not enough memory for this");
  } catch (const RunFailed& error) {
    printMessage(error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    printMessage(error.path1().string() + ": cannot be used (" + error.code().message() +
                 "); give another path");
    return kBadInput;
  } catch (const std::exception&) {
    // What libraries throw is written for those who program with them.
    printMessage("something went wrong that should not; please report it, with the command");
  }
  return kFailure;
}

}  // namespace isochron::cli
