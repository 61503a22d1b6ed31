// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "field/error.h"

namespace isochron {
namespace {

constexpr double kHardly = 1e-4;

void require(bool condition, const char* what, const char* remedy) {
  if (!condition) throw Error("learning rate", what, remedy);
}

}  // namespace

std::string toText(ScheduleKind kind) {
  switch (kind) {
    case ScheduleKind::Constant:
      return "constant";
    case ScheduleKind::Plateau:
      return "plateau";
    case ScheduleKind::Cosine:
      return "cosine";
  }
  return "unknown";
}

ScheduleKind scheduleKindOf(const std::string& text) {
  for (const ScheduleKind kind :
       {ScheduleKind::Constant, ScheduleKind::Plateau, ScheduleKind::Cosine})
    if (toText(kind) == text) return kind;
  throw Error("schedule", "'" + text + "' is not known", "use constant, plateau or cosine");
}

LearningRate::LearningRate(const Schedule& schedule)
    : schedule_(schedule), best_(std::numeric_limits<double>::infinity()) {
  require(schedule.initial > 0.0 && std::isfinite(schedule.initial), "is not positive",
          "start with 1e-3");
  require(schedule.least >= 0.0 && schedule.least <= schedule.initial,
          "the least is above the initial one or negative", "leave it at 1e-6");
  require(schedule.factor > 0.0 && schedule.factor < 1.0, "the factor is not between 0 and 1",
          "use 0.5");
  require(schedule.patience > 0, "the patience is not positive", "use 20 epochs");
  require(schedule.kind != ScheduleKind::Cosine || schedule.steps > 0,
          "a cosine needs to know where it ends", "set the number of steps or epochs");
}

double LearningRate::at(std::int64_t step) const {
  switch (schedule_.kind) {
    case ScheduleKind::Constant:
      return schedule_.initial;
    case ScheduleKind::Plateau:
      return std::max(schedule_.least, schedule_.initial * reduced_);
    case ScheduleKind::Cosine:
      break;
  }
  const double done =
      std::min(1.0, static_cast<double>(step) / static_cast<double>(schedule_.steps));
  return schedule_.least +
         0.5 * (schedule_.initial - schedule_.least) * (1.0 + std::cos(std::numbers::pi * done));
}

void LearningRate::setInitial(double rate) {
  require(rate > 0.0 && std::isfinite(rate), "is not positive", "start with 1e-3");
  schedule_.initial = rate;
  schedule_.least = std::min(schedule_.least, rate);
}

void LearningRate::epochEnded(double loss) {
  if (loss < best_ * (1.0 - kHardly)) {
    best_ = loss;
    stagnating_ = 0;
  } else if (++stagnating_ >= schedule_.patience) {
    reduced_ *= schedule_.factor;
    stagnating_ = 0;
  }
}

Json LearningRate::save() const {
  return {{"reduced", reduced_},
          {"best", std::isfinite(best_) ? Json(best_) : Json()},
          {"stagnating", stagnating_}};
}

void LearningRate::load(const Json& state) {
  reduced_ = state.at("reduced");
  const Json& best = state.at("best");
  best_ = best.is_null() ? std::numeric_limits<double>::infinity() : best.get<double>();
  stagnating_ = state.at("stagnating");
}

}  // namespace isochron
