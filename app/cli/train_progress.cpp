// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_progress.h"

#include <unistd.h>

#include <iostream>
#include <sstream>

#include "progress.h"

namespace isochron::cli {
namespace {

using namespace std::chrono_literals;

std::string inWords(const Stage& stage, const Training& training) {
  std::ostringstream text;
  text.precision(4);
  text << "training: step " << stage.steps();
  if (stage.plannedSteps() > 0) text << " of " << stage.plannedSteps();
  if (!training.history().empty())
    for (const auto& [name, value] : training.history().last().values)
      if (name == "loss" || name == kErrorMetric) text << ", " << name << ' ' << value;
  const double progress = training.progress().value_or(0.0);
  if (progress > 0.0)
    text << ", " << durationInWords(training.seconds() / progress * (1.0 - progress)) << " left";
  return text.str();
}

}  // namespace

TrainProgress::TrainProgress()
    : terminal_(::isatty(STDERR_FILENO) == 1),
      next_(Clock::now() + (terminal_ ? Clock::duration(500ms) : 5s)) {}

TrainProgress::~TrainProgress() {
  if (shown_ && terminal_) std::cerr << "\r\033[K" << std::flush;
}

template <typename InWords>
void TrainProgress::show(const InWords& inWords) {
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + (terminal_ ? Clock::duration(200ms) : 10s);
  if (terminal_)
    std::cerr << '\r' << inWords() << "\033[K" << std::flush;
  else
    printMessage(inWords());
  shown_ = true;
}

void TrainProgress::preparing(const char* what, double done) {
  show([&] { return what + (": " + std::to_string(static_cast<int>(100.0 * done)) + " %"); });
}

void TrainProgress::update(const Stage& stage, const Training& training) {
  show([&] { return inWords(stage, training); });
}

}  // namespace isochron::cli
