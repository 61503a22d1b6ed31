// SPDX-License-Identifier: GPL-3.0-or-later
// LearningCommand: the commands that need LibTorch, which a program of their own runs.
#pragma once

#include <CLI/CLI.hpp>
#include <array>
#include <string>

namespace isochron::cli {

/// LibTorch brings some 300 libraries, which take longer to load than most commands take to run.
/// So isochron-cli links none of it: for these commands it becomes isochron-cli-learn, which lies
/// beside it and is given the same arguments.
struct LearningCommand {
  const char* words;  // as typed: "train", "bench training"
  const char* description;
};

inline constexpr std::array kLearningCommands = {
    LearningCommand{"train", "Learn from a family of velocity models"},
    LearningCommand{"predict", "Traveltimes from a trained latentPINN"},
    LearningCommand{"evaluate", "A trained latentPINN against the solver"},
    LearningCommand{"compare", "Training anew for one model against a trained latentPINN"},
    LearningCommand{"bench training", "Training and answers of the paper's network"},
    LearningCommand{"bench inference", "Answers of a trained latentPINN, step by step"},
};

/// For isochron-cli: shows all of them in its help.
void listLearningCommands(CLI::App& program);

/// For isochron-cli-learn: adds the command with these words, which must be one of those above.
CLI::App& addLearningCommand(CLI::App& program, const std::string& words);

/// `info --machine` asks the libraries that the others compute with.
inline constexpr const char* kMachineOption = "--machine";

/// True where the command line asks for one of them, for help with it, or for the machine.
bool isLearningCommand(int argc, const char* const* argv);

/// Replaces this process by isochron-cli-learn. Returns an exit status only where that fails, with
/// the reason told.
int becomeLearningProgram(char** argv);

}  // namespace isochron::cli
