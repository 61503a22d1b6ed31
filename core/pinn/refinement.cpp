// SPDX-License-Identifier: GPL-3.0-or-later
#include "pinn/refinement.h"

#include <algorithm>
#include <cmath>

#include "eikonal/local_minima.h"

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kFirstDamping = 1e-4, kEasier = 0.3, kHarder = 10.0, kLeastDamping = 1e-7,
                 kMostDamping = 1e4;
// A step that takes less of the error than this is idle; so many in a row, and nothing more comes.
constexpr double kIdle = 0.003;
constexpr int kMostIdleSteps = 3;
// An answer farther off than this, of T, when nothing more comes is not what was asked for.
constexpr double kExpressed = 0.01;

}  // namespace

Refiner::Refiner(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model,
                 Point source, std::vector<float> coefficients)
    : field_(field),
      ansatz_(ansatz),
      grid_(model.grid()),
      source_(source),
      estimate_(model, source),
      damping_(kFirstDamping) {
  const GridStride stride = MeanSlownessField::stride(grid_);
  std::vector<float> radii, velocity;
  for (int iz = 0; iz < grid_.nz; iz += stride.z)
    for (int ix = 0; ix < grid_.nx; ix += stride.x) {
      asked_.push_back(static_cast<std::size_t>(iz) * static_cast<std::size_t>(grid_.nx) +
                       static_cast<std::size_t>(ix));
      radii.push_back(estimate_.radii()[asked_.back()]);
      velocity.push_back(static_cast<float>(model.velocity()(iz, ix)));
    }
  best_ = first_ = at(std::move(coefficients));
  double meanTime = 0.0;
  for (const std::size_t node : asked_) meanTime += static_cast<double>(estimate_.arrivals()[node]);
  meanTime /= static_cast<double>(asked_.size());
  norm_.emplace(CubicEnlargement::known(grid_.nx, stride.x),
                CubicEnlargement::known(grid_.nz, stride.z), stride.x * grid_.dx,
                stride.z * grid_.dz, velocity, meanTime);
  fit_.emplace(field, ansatz, std::move(radii));
}

Refiner::Answer Refiner::at(std::vector<float> coefficients) {
  Answer answer{std::move(coefficients), std::vector<float>(estimate_.radii().size())};
  field_.at(answer.coefficients, ansatz_, answer.times);
  estimate_.lookAt(answer.times);
  for (std::size_t i = 0; i < answer.times.size(); ++i) answer.times[i] *= estimate_.radii()[i];
  answer.minima = localMinima(grid_, answer.times, source_);
  return answer;
}

Refiner::Error Refiner::errorOf(const Answer& answer) const {
  const std::span<const float> arrivals = estimate_.arrivals();
  double misfit = 0.0, squaredMisfit = 0.0, sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const double arrival = arrivals[i], difference = answer.times[i] - arrival;
    misfit += std::abs(difference);
    squaredMisfit += difference * difference;
    sum += arrival;
    squares += arrival * arrival;
  }
  return {misfit / sum, std::sqrt(squaredMisfit / squares)};
}

void Refiner::linearise() {
  std::vector<float> misfit;
  misfit.reserve(asked_.size());
  for (const std::size_t node : asked_)
    misfit.push_back(estimate_.arrivals()[node] - best_.times[node]);
  fit_->linearise(best_.coefficients);
  norm_->weigh(misfit);
  fit_->setMisfit(misfit, *norm_);
  linearised_ = true;
}

void Refiner::step() {
  if (!linearised_) linearise();
  const Eigen::VectorXd change = fit_->step(damping_);
  std::vector<float> coefficients = best_.coefficients;
  for (std::size_t i = 0; i < coefficients.size(); ++i)
    coefficients[i] += static_cast<float>(change[static_cast<Eigen::Index>(i)]);
  Answer next = at(std::move(coefficients));
  // Both by the arrivals that are known now.
  const Error before = errorOf(best_), after = errorOf(next);
  const bool better = after.mean < before.mean &&
                      after.rootMeanSquare <= errorOf(first_).rootMeanSquare &&
                      next.minima <= best_.minima;
  if (!better) {
    damping_ *= kHarder;
    return;
  }
  idleSteps_ = after.mean > (1.0 - kIdle) * before.mean ? idleSteps_ + 1 : 0;
  best_ = std::move(next);
  damping_ = std::max(kEasier * damping_, kLeastDamping);
  linearised_ = false;
}

bool Refiner::isFinished() const { return idleSteps_ >= kMostIdleSteps || damping_ > kMostDamping; }

Refinement Refiner::advance(const RefinementOptions& options) {
  const auto start = Clock::now();
  const auto elapsed = [&] {
    return std::chrono::duration<double, std::milli>(Clock::now() - start);
  };
  Refinement result;
  const Answer before = best_;
  std::chrono::duration<double, std::milli> longest{0.0};
  // A step that would end after the time is not begun.
  const auto hasTime = [&] { return !options.time || elapsed() + longest < *options.time; };
  while (result.steps < options.steps && !isFinished() && hasTime() &&
         !options.stop.stop_requested()) {
    const auto began = elapsed();
    step();
    ++result.steps;
    longest = std::max(longest, elapsed() - began);
  }
  result.coefficients = best_.coefficients;
  result.errorBefore = errorOf(before).mean;
  result.errorAfter = errorOf(best_).mean;
  if (isFinished())
    result.outcome = result.errorAfter < kExpressed ? RefinementOutcome::Finished
                                                    : RefinementOutcome::Inexpressible;
  result.milliseconds = elapsed().count();
  return result;
}

Refinement refine(MeanSlownessField& field, const Ansatz& ansatz, const VelocityModel& model,
                  Point source, std::vector<float> coefficients, const RefinementOptions& options) {
  const auto start = Clock::now();
  Refiner refiner(field, ansatz, model, source, std::move(coefficients));
  RefinementOptions left = options;
  if (left.time) *left.time -= Clock::now() - start;
  Refinement result = refiner.advance(left);
  result.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  return result;
}

}  // namespace isochron
