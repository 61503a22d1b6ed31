// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli-learn: what isochron-cli becomes for the commands that need LibTorch.
#include <unistd.h>

#include "bench_inference_command.h"
#include "bench_training_command.h"
#include "compare_command.h"
#include "evaluate_command.h"
#include "field/processor.h"
#include "machine_command.h"
#include "predict_command.h"
#include "program.h"
#include "train_command.h"

namespace isochron::cli {
namespace {

/// Each is named in learning_commands.h too, where isochron-cli finds it.
void addCommands(CLI::App& program, const std::stop_token& stop) {
  addTrainCommand(program, stop);
  addPredictCommand(program, stop);
  addEvaluateCommand(program, stop);
  addCompareCommand(program, stop);
  addBenchTrainingCommand(program, stop);
  addBenchInferenceCommand(program, stop);
  addMachineCommand(program);
}

}  // namespace
}  // namespace isochron::cli

int main(int argc, char** argv) {
  // isochron-cli has chosen. Started by itself, this program has loaded OpenBLAS already, which
  // looks for the choice once: it begins again.
  if (isochron::chooseOpenBlasKernels()) ::execv("/proc/self/exe", argv);
  return isochron::cli::runProgram(argc, argv, isochron::cli::addCommands);
}
