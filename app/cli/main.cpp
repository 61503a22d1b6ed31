// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli: everything that computes, without a window. It starts at once: what needs LibTorch
// is in isochron-cli-learn.
#include "bench_command.h"
#include "convert_command.h"
#include "generate_command.h"
#include "info_command.h"
#include "learning_commands.h"
#include "program.h"
#include "solve_command.h"

namespace isochron::cli {
namespace {

void addCommands(CLI::App& program, const std::stop_token& stop) {
  addInfoCommand(program);
  addConvertCommand(program, stop);
  addGenerateCommand(program, stop);
  addSolveCommand(program, stop);
  addBenchCommand(program, stop);
  listLearningCommands(program);
}

}  // namespace
}  // namespace isochron::cli

int main(int argc, char** argv) {
  if (isochron::cli::isLearningCommand(argc, argv))
    return isochron::cli::becomeLearningProgram(argv);
  return isochron::cli::runProgram(argc, argv, isochron::cli::addCommands);
}
