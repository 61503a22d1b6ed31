// SPDX-License-Identifier: GPL-3.0-or-later
#include "nn/flat_lbfgs.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace isochron {
namespace {

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

void addScaled(std::vector<double>& to, double factor, std::span<const float> from) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * from[i];
}

double dot(const std::vector<double>& a, std::span<const float> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// -H gradient by the two loops of algorithm 7.4.
std::vector<float> directionOf(const FlatLbfgs& state) {
  std::vector<double> q(state.gradient.begin(), state.gradient.end());
  std::vector<double> alpha(state.pairs.size());
  for (std::size_t i = state.pairs.size(); i-- > 0;) {
    const FlatLbfgs::Pair& pair = state.pairs[i];
    alpha[i] = dot(q, pair.move) / dot(pair.move, pair.change);
    addScaled(q, -alpha[i], pair.change);
  }
  if (!state.pairs.empty()) {
    const FlatLbfgs::Pair& last = state.pairs.back();
    const double scale = dot(last.move, last.change) / dot(last.change, last.change);
    for (double& value : q) value *= scale;
  }
  for (std::size_t i = 0; i < state.pairs.size(); ++i) {
    const FlatLbfgs::Pair& pair = state.pairs[i];
    addScaled(q, alpha[i] - dot(q, pair.change) / dot(pair.move, pair.change), pair.move);
  }
  std::vector<float> direction(q.size());
  std::transform(q.begin(), q.end(), direction.begin(),
                 [](double value) { return static_cast<float>(-value); });
  return direction;
}

/// The loss along a line.
struct Trial {
  double t = 0.0;
  double loss = 0.0;
  double slope = 0.0;
  std::vector<float> parameters, gradient;
};

/// The minimum of the cubic through two values and slopes, kept off the ends of the bracket;
/// formula 3.59.
double cubicMinimum(const Trial& a, const Trial& b) {
  const double d1 = a.slope + b.slope - 3.0 * (a.loss - b.loss) / (a.t - b.t);
  const double square = d1 * d1 - a.slope * b.slope;
  const double least = std::min(a.t, b.t), most = std::max(a.t, b.t);
  double t = 0.5 * (least + most);
  if (square >= 0.0) {
    const double d2 = std::copysign(std::sqrt(square), b.t - a.t);
    t = b.t - (b.t - a.t) * (b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2);
  }
  const double margin = 0.1 * (most - least);
  return std::isfinite(t) ? std::clamp(t, least + margin, most - margin) : 0.5 * (least + most);
}

class LineSearch {
 public:
  LineSearch(const FlatLbfgs& state, std::span<const float> start, std::vector<float> direction,
             const FlatLbfgs::Loss& evaluate)
      : state_(state), start_(start), direction_(std::move(direction)), evaluate_(evaluate) {
    origin_.loss = state.loss;
    origin_.slope = dot(direction_, state.gradient);
  }

  bool isDescent() const { return origin_.slope < 0.0; }

  /// A point that fulfils both conditions, or the lowest seen; empty where none is lower.
  std::optional<Trial> from(double t) {
    constexpr double kLonger = 2.0;
    Trial before = origin_;
    while (left()) {
      Trial trial = at(t);
      if (!std::isfinite(trial.loss)) {
        t = 0.5 * (before.t + t);
        continue;
      }
      if (!decreases(trial) || (before.t > 0.0 && trial.loss >= before.loss))
        return zoom(std::move(before), std::move(trial));
      if (isFlat(trial)) return trial;
      if (trial.slope >= 0.0) return zoom(std::move(trial), std::move(before));
      t = kLonger * trial.t;
      before = std::move(trial);
    }
    return lowest(std::move(before));
  }

 private:
  bool left() const { return evaluations_ < state_.mostEvaluations; }
  bool decreases(const Trial& trial) const {
    return trial.loss <= origin_.loss + state_.sufficientDecrease * trial.t * origin_.slope;
  }
  bool isFlat(const Trial& trial) const {
    return std::abs(trial.slope) <= -state_.curvature * origin_.slope;
  }
  std::optional<Trial> lowest(Trial trial) const {
    if (trial.t > 0.0 && trial.loss < origin_.loss) return trial;
    return {};
  }

  Trial at(double t) {
    ++evaluations_;
    Trial trial;
    trial.t = t;
    trial.parameters.resize(start_.size());
    trial.gradient.resize(start_.size());
    for (std::size_t i = 0; i < start_.size(); ++i)
      trial.parameters[i] = static_cast<float>(start_[i] + t * direction_[i]);
    trial.loss = evaluate_(trial.parameters, trial.gradient);
    trial.slope = dot(direction_, trial.gradient);
    return trial;
  }

  /// `low` is the lower end of a bracket that holds a point as wanted, its slope towards `high`
  /// falling.
  std::optional<Trial> zoom(Trial low, Trial high) {
    while (left()) {
      Trial trial = at(cubicMinimum(low, high));
      if (!std::isfinite(trial.loss) || !decreases(trial) || trial.loss >= low.loss) {
        high = std::move(trial);
        continue;
      }
      if (isFlat(trial)) return trial;
      if (trial.slope * (high.t - low.t) >= 0.0) high = std::move(low);
      low = std::move(trial);
    }
    return lowest(std::move(low));
  }

  const FlatLbfgs& state_;
  std::span<const float> start_;
  std::vector<float> direction_;
  const FlatLbfgs::Loss& evaluate_;
  Trial origin_;
  int evaluations_ = 0;
};

void remember(FlatLbfgs& state, std::span<const float> parameters, const Trial& found) {
  FlatLbfgs::Pair pair{found.parameters, found.gradient};
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    pair.move[i] -= parameters[i];
    pair.change[i] -= state.gradient[i];
  }
  // Only such a pair keeps the matrix positive definite; rounding can break what Wolfe promises.
  const double size = std::sqrt(dot(pair.move, pair.move) * dot(pair.change, pair.change));
  if (!(dot(pair.move, pair.change) > 1e-8 * size)) return;
  if (state.pairs.size() >= state.history) state.pairs.erase(state.pairs.begin());
  state.pairs.push_back(std::move(pair));
}

std::optional<Trial> search(const FlatLbfgs& state, std::span<const float> parameters,
                            const FlatLbfgs::Loss& evaluate) {
  LineSearch line(state, parameters, directionOf(state), evaluate);
  if (!line.isDescent()) return {};
  // With nothing known of the curvature: a move of length 1 at most.
  const double first = state.pairs.empty()
                           ? std::min(1.0, 1.0 / std::sqrt(dot(state.gradient, state.gradient)))
                           : 1.0;
  return line.from(first);
}

}  // namespace

double FlatLbfgs::step(std::span<float> parameters, const Loss& evaluate) {
  if (gradient.empty()) {
    gradient.resize(parameters.size());
    loss = evaluate(parameters, gradient);
  }
  std::optional<Trial> found = search(*this, parameters, evaluate);
  if (!found && !pairs.empty()) {
    pairs.clear();
    found = search(*this, parameters, evaluate);
  }
  if (!found) return loss;
  remember(*this, parameters, *found);
  std::copy(found->parameters.begin(), found->parameters.end(), parameters.begin());
  gradient = std::move(found->gradient);
  loss = found->loss;
  return loss;
}

void FlatLbfgs::forget() {
  pairs.clear();
  gradient.clear();
}

}  // namespace isochron
