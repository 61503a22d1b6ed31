// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning_commands.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "arguments.h"
#include "field/processor.h"
#include "program.h"
#include "progress.h"

namespace isochron::cli {
namespace {

constexpr const char* kLearningProgram = "isochron-cli-learn";

/// The command of that name, made if it is not there yet, to hold others.
CLI::App& group(CLI::App& parent, const std::string& name) {
  const auto found =
      parent.get_subcommands([&](const CLI::App* child) { return child->get_name() == name; });
  return found.empty() ? *parent.add_subcommand(name)->require_subcommand(1) : *found.front();
}

CLI::App& add(CLI::App& program, const LearningCommand& command) {
  const std::vector<std::string> names = split(command.words, ' ');
  CLI::App* parent = &program;
  for (std::size_t i = 0; i + 1 < names.size(); ++i) parent = &group(*parent, names[i]);
  return *parent->add_subcommand(names.back(), command.description);
}

}  // namespace

void listLearningCommands(CLI::App& program) {
  for (const LearningCommand& command : kLearningCommands) add(program, command);
}

CLI::App& addLearningCommand(CLI::App& program, const std::string& words) {
  for (const LearningCommand& command : kLearningCommands)
    if (words == command.words) return add(program, command);
  throw std::logic_error("'" + words + "' is missing in kLearningCommands");
}

bool isLearningCommand(int argc, const char* const* argv) {
  // No option before a command takes a value.
  std::string typed;
  for (int i = 1; i < argc; ++i)
    if (argv[i][0] != '-') typed += std::string(argv[i]) + ' ';
  if (typed.starts_with("info ") && std::any_of(argv + 1, argv + argc, [](const char* word) {
        return std::strcmp(word, kMachineOption) == 0;
      }))
    return true;
  return std::any_of(kLearningCommands.begin(), kLearningCommands.end(),
                     [&](const LearningCommand& command) {
                       return typed.starts_with(command.words + std::string(" "));
                     });
}

int becomeLearningProgram(char** argv) {
  std::error_code ignored;
  const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", ignored);
  const std::filesystem::path program = own.parent_path() / kLearningProgram;
  chooseOpenBlasKernels();
  ::execv(program.c_str(), argv);
  printMessage(program.string() + ": cannot be started (" + std::generic_category().message(errno) +
               "); it comes with isochron-cli and belongs beside it: install both");
  return kFailure;
}

}  // namespace isochron::cli
