// SPDX-License-Identifier: GPL-3.0-or-later
// LearningRate: how large the optimiser's steps are, as training goes on.
#pragma once

#include <cstdint>
#include <string>

#include "training/archive.h"

namespace isochron {

enum class ScheduleKind { Constant, Plateau, Cosine };

/// Constant: `initial` all along. Plateau: times `factor` whenever the loss of an epoch has not
/// been the smallest so far, by at least 0.01 %, for `patience` epochs in a row. Cosine: from
/// `initial` to `least` along half a cosine over `steps` steps (Loshchilov and Hutter, 2017,
/// without restarts).
struct Schedule {
  ScheduleKind kind = ScheduleKind::Plateau;
  double initial = 1e-3;
  double least = 1e-6;
  double factor = 0.5;     // plateau
  int patience = 20;       // plateau, epochs
  std::int64_t steps = 0;  // cosine
};

/// "constant", "plateau", "cosine". The second throws Error for any other.
std::string toText(ScheduleKind kind);
ScheduleKind scheduleKindOf(const std::string& text);

class LearningRate {
 public:
  /// Throws Error for rates, factors or counts that make no sense.
  explicit LearningRate(const Schedule& schedule);

  /// For the step with that number, counted from 0.
  double at(std::int64_t step) const;
  /// Changes the initial rate, and with it all that follow. Throws Error as the constructor does.
  void setInitial(double rate);
  /// Tells the loss of the epoch that has just ended.
  void epochEnded(double loss);

  Json save() const;
  void load(const Json& state);

 private:
  Schedule schedule_;
  double reduced_ = 1.0;
  double best_;
  int stagnating_ = 0;
};

}  // namespace isochron
