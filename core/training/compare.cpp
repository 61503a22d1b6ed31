// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/compare.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "eikonal/upwind_residual.h"
#include "field/error.h"
#include "generators/random_field.h"
#include "pinn/traveltime_errors.h"
#include "training/latent_pinn_field.h"
#include "training/pinn_stage.h"

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;

/// From answer to answer of a PINN that trains, times so much; and at least, s.
constexpr double kPause = 1.12, kShortestPause = 0.02;
/// Of training that gives no answers, s.
constexpr double kBetweenProgress = 0.5;

double since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A random field as slow and as fast as the model, on its grid.
VelocityModel randomFieldLike(const VelocityModel& model) {
  const Grid& grid = model.grid();
  Array field = gaussianRandomField(grid.nz, grid.nx, 4.0, 12.0, 1);
  const double least = field.minCoeff(), range = std::max(field.maxCoeff() - least, 1e-12);
  return {grid, model.min() + (model.max() - model.min()) * (field - least) / range};
}

class Comparing {
 public:
  Comparing(const ComparisonRequest& request, LatentPinn& latentPinn, const PinnConfig& config,
            const std::function<void(const Comparison&)>& tell, const std::stop_token& stop)
      : request_(request),
        latentPinn_(latentPinn),
        config_(config),
        tell_(tell),
        stop_(stop),
        reference_(referenceOf(request, stop)) {
    if (config_.optimiser.steps == 0) config_.optimiser.steps = stepsIn(request.seconds);
  }

  Comparison run(std::optional<double> trainingSeconds) {
    result_.trainingSeconds = trainingSeconds;
    solve();
    askLatentPinn();
    PinnStage anew(request_.model, request_.source, config_);
    train(anew, Contender::RandomWeights);
    const Archive donor = trainOnOther();
    PinnStage transferred(request_.model, request_.source, config_);
    transferred.beginWith(donor);
    train(transferred, Contender::Transfer);
    return result_;
  }

 private:
  static std::vector<float> referenceOf(const ComparisonRequest& request,
                                        const std::stop_token& stop) {
    const Grid& grid = request.model.grid();
    const VelocityModel fine = resample(request.model, 2 * grid.nx - 1, 2 * grid.nz - 1);
    const Array times = EikonalSolver().solve(fine, request.source, stop).time;
    std::vector<float> reference;
    for (int iz = 0; iz < grid.nz; ++iz)
      for (int ix = 0; ix < grid.nx; ++ix)
        reference.push_back(static_cast<float>(times(2 * iz, 2 * ix)));
    return reference;
  }

  void add(Contender contender, double seconds, double epochs, std::span<const float> times) {
    const double loss = upwindResidual(request_.model.field(),
                                       arrayOf(request_.model.grid(), times), request_.source)
                            .mean();
    if (result_.curves.empty() || result_.curves.back().contender != contender)
      result_.curves.push_back({contender, {}});
    result_.curves.back().answers.push_back(
        {seconds, epochs, loss, traveltimeErrors(times, reference_).rmae});
    if (tell_) tell_(result_);
  }

  /// As many as this machine seems to take in so many seconds: schedules end with the last one.
  std::int64_t stepsIn(double seconds) const {
    PinnConfig config = config_;
    config.optimiser.schedule = "constant";  // others would ask for an end
    PinnStage trial(request_.model, request_.source, config);
    trial.step();  // makes its working memory
    constexpr int kSteps = 20;
    const auto start = Clock::now();
    for (int i = 0; i < kSteps; ++i) trial.step();
    return std::max<std::int64_t>(1, std::llround(seconds * kSteps / since(start)));
  }

  void checkStop() const {
    if (stop_.stop_requested()) throw Cancelled();
  }

  void solve() {
    EikonalSolver solver;
    solver.solve(request_.model, request_.source, stop_);  // makes its working memory
    const auto start = Clock::now();
    const Array times = solver.solve(request_.model, request_.source, stop_).time;
    const double took = since(start);
    const std::vector<float> rounded(times.data(), times.data() + times.size());
    add(Contender::Solver, took, 0.0, rounded);
  }

  void askLatentPinn() {
    const auto start = Clock::now();
    LatentPinnField field(latentPinn_, request_.model.grid(), request_.source, config_.threads);
    AnswerCoefficients coefficients = field.coefficients(latentPinn_.encode(request_.model));
    const std::vector<float> times = field.traveltimes(coefficients);
    double seconds = since(start);
    add(Contender::LatentPinn, seconds, 0.0, times);
    if (!field.canRefine() || request_.refinementSteps == 0) return;
    add(Contender::Refined, seconds, 0.0, times);
    const auto beginning = Clock::now();
    const auto refiner = field.refiner(request_.model, coefficients);
    seconds += since(beginning);
    for (int steps = 0; steps < request_.refinementSteps;) {
      checkStop();
      const Refinement refinement = refiner->advance({.steps = 1, .stop = stop_});
      seconds += refinement.milliseconds / 1e3;
      steps += refinement.steps;
      coefficients.values = refiner->coefficients();
      if (refinement.steps > 0)
        add(Contender::Refined, seconds, steps, field.traveltimes(coefficients));
      if (refinement.outcome != RefinementOutcome::Unfinished || refinement.steps == 0) return;
    }
  }

  void train(PinnStage& stage, Contender contender) {
    const std::vector<Point> nodes = nodesOf(request_.model.grid());
    add(contender, 0.0, 0.0, stage.traveltimes(nodes));
    double seconds = 0.0, next = kShortestPause;
    while (seconds < request_.seconds && stage.isSound()) {
      checkStop();
      const auto start = Clock::now();
      stage.step();
      seconds += since(start);
      if (seconds < next && seconds < request_.seconds) continue;
      next = std::max(seconds * kPause, seconds + kShortestPause);
      add(contender, seconds, stage.epochs(), stage.traveltimes(nodes));
    }
  }

  Archive trainOnOther() {
    const VelocityModel other = request_.other ? *request_.other : randomFieldLike(request_.model);
    PinnStage stage(other, request_.source, config_);
    double next = kBetweenProgress;
    while (result_.donorSeconds < request_.seconds && stage.isSound()) {
      checkStop();
      const auto start = Clock::now();
      stage.step();
      result_.donorSeconds += since(start);
      if (result_.donorSeconds < next) continue;
      next += kBetweenProgress;
      if (tell_) tell_(result_);
    }
    result_.donorRmae = stage.metrics().find(kErrorMetric).value_or(0.0);
    Archive archive;
    stage.save(archive);
    return archive;
  }

  const ComparisonRequest& request_;
  LatentPinn& latentPinn_;
  PinnConfig config_;
  const std::function<void(const Comparison&)>& tell_;
  std::stop_token stop_;
  std::vector<float> reference_;
  Comparison result_;
};

}  // namespace

Comparison compare(const ComparisonRequest& request, LatentPinn& latentPinn,
                   std::optional<double> trainingSeconds, const PinnConfig& config,
                   const std::function<void(const Comparison&)>& tell,
                   const std::stop_token& stop) {
  return Comparing(request, latentPinn, config, tell, stop).run(trainingSeconds);
}

}  // namespace isochron
