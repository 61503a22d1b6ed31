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

namespace isochron::cli {
namespace {

/// CLI11's complaint as one of ours: its own words for values that it cannot use speak of types.
std::string complaint(const CLI::ParseError& error) {
  std::string text = error.what();
  const auto between = [&](const std::string& before, const std::string& after) {
    const std::size_t begin = text.find(before) + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
  };
  if (text.starts_with("Could not convert: ") && text.find(" = ") != std::string::npos)
    return between("Could not convert: ", " = ") + ": '" + text.substr(text.find(" = ") + 3) +
           "' cannot be understood";
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr &&
      text.find(" required ") != std::string::npos)
    return between("", ": ") + ": its value is missing";
  return text;
}

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
    printMessage(complaint(error) + "; see --help");
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
