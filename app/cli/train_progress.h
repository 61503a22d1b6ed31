// SPDX-License-Identifier: GPL-3.0-or-later
// TrainProgress: how far a training run is, how well it does, and how long it will take.
#pragma once

#include <chrono>

#include "training/training.h"

namespace isochron::cli {

/// On standard error: on a terminal one line that is rewritten, elsewhere a line now and then.
class TrainProgress {
 public:
  TrainProgress();
  /// Clears the line on a terminal.
  ~TrainProgress();
  TrainProgress(const TrainProgress&) = delete;
  TrainProgress& operator=(const TrainProgress&) = delete;

  /// Before the first step: what is being done, and how much of it, in [0, 1].
  void preparing(const char* what, double done);
  void update(const Stage& stage, const Training& training);

 private:
  template <typename InWords>
  void show(const InWords& inWords);

  using Clock = std::chrono::steady_clock;

  bool terminal_;
  bool shown_ = false;
  Clock::time_point next_;
};

}  // namespace isochron::cli
