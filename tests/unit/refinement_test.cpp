// SPDX-License-Identifier: GPL-3.0-or-later
// What a residual says of a traveltime's error, and coefficients that are bettered by it.
#include <QTest>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "pinn/refinement.h"
#include "pinn/traveltime_error_estimate.h"
#include "pinn/traveltime_errors.h"

using namespace isochron;

namespace {

const Grid kBox{65, 49, 5.0 / 64, 1.0 / 48, {0.0, 0.0}};
const Point kSource{2.03, 0.41};
const Ansatz kAnsatz{AnsatzKind::Bounded, 1.8, 6.5};

/// Faster with depth, with a slow lens that rays go round.
VelocityModel lens() {
  Array velocity(kBox.nz, kBox.nx);
  for (int iz = 0; iz < kBox.nz; ++iz)
    for (int ix = 0; ix < kBox.nx; ++ix) {
      const Point p = kBox.node(iz, ix);
      const double away = std::hypot((p.x - 3.2) / 0.5, (p.z - 0.5) / 0.2);
      velocity(iz, ix) = 3.0 + 2.0 * p.z - 1.2 * std::exp(-away * away);
    }
  return {kBox, velocity};
}

std::vector<float> solvedTimes(const VelocityModel& model) {
  const Array solved = EikonalSolver().solve(model, kSource).time;
  std::vector<float> times;
  for (int iz = 0; iz < kBox.nz; ++iz)
    for (int ix = 0; ix < kBox.nx; ++ix) times.push_back(static_cast<float>(solved(iz, ix)));
  return times;
}

std::vector<float> timesOf(std::span<const float> slowness, std::span<const float> radii) {
  std::vector<float> times(slowness.size());
  for (std::size_t i = 0; i < times.size(); ++i) times[i] = radii[i] * slowness[i];
  return times;
}

/// A network with its first weights.
struct Network {
  BranchTrunkConfig config;
  std::vector<float> parameters;
  std::vector<UnitPoint> points;
  UnitPoint source{kSource.x / 2.5 - 1.0, kSource.z / 0.5 - 1.0};

  Network() {
    config.latents = 4;
    config.groups = 16;
    config.rank = 8;
    config.hidden = 16;
    config.trunkWidths = {48, 48};
    config.branchWidths = {16};
    parameters = BranchTrunk(config).initialParameters();
    for (const Point& p : MeanSlownessField::nodes(kBox))
      points.push_back({p.x / 2.5 - 1.0, p.z / 0.5 - 1.0});
  }
  MeanSlownessField field() const {
    return {std::make_unique<BranchTrunkField>(config, parameters, source, points), kBox};
  }
  static std::vector<float> latent() { return {0.3f, -0.2f, 0.1f, 0.5f}; }
};

std::vector<float> timesOf(MeanSlownessField& field, std::span<const float> coefficients,
                           std::span<const float> radii) {
  std::vector<float> slowness(radii.size());
  field.at(coefficients, kAnsatz, slowness);
  return timesOf(slowness, radii);
}

}  // namespace

class RefinementTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingIsLateInTheSolution() {
    const VelocityModel model(kBox, Array::Constant(kBox.nz, kBox.nx, 4.0));
    TraveltimeErrorEstimate estimate(model, kSource);
    const std::vector<float> exact(static_cast<std::size_t>(kBox.size()), 0.25f);
    for (const float error : estimate.of(exact)) QVERIFY(std::abs(error) < 1e-6f);
  }

  void firstOrderInTheError() {
    // s too large by 1 % everywhere: true s minus this one is -1 %.
    const VelocityModel model(kBox, Array::Constant(kBox.nz, kBox.nx, 4.0));
    TraveltimeErrorEstimate estimate(model, kSource);
    const std::vector<float> late(static_cast<std::size_t>(kBox.size()), 0.2525f);
    const std::span<const float> errors = estimate.of(late);
    for (std::size_t i = 0; i < errors.size(); ++i)
      if (estimate.radii()[i] > 0.0f) QVERIFY(std::abs(errors[i] + 0.0025f) < 1e-4f);
  }

  /// Newton's method, step after step, finds the first arrival from a start that knows nothing.
  void leadsToTheFirstArrival() {
    const VelocityModel model = lens();
    const std::vector<float> reference = solvedTimes(model);
    TraveltimeErrorEstimate estimate(model, kSource);
    std::vector<float> slowness(static_cast<std::size_t>(kBox.size()), 0.3f);
    const double before = traveltimeErrors(timesOf(slowness, estimate.radii()), reference).rmae;
    for (int step = 0; step < 25; ++step) {
      const std::span<const float> errors = estimate.of(slowness);
      for (std::size_t i = 0; i < slowness.size(); ++i)
        slowness[i] = std::clamp(slowness[i] + errors[i], 1.0f / 6.5f, 1.0f / 1.8f);
    }
    const double after = traveltimeErrors(timesOf(slowness, estimate.radii()), reference).rmae;
    QVERIFY2(before > 0.05 && after < 2e-4, qPrintable(QString::number(after)));
  }

  void refinedCoefficientsAreBetter() {
    const Network network;
    const VelocityModel model = lens();
    const std::vector<float> reference = solvedTimes(model);
    MeanSlownessField field = network.field();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    const Refinement refined = refine(field, kAnsatz, model, kSource, first);
    const TraveltimeErrorEstimate estimate(model, kSource);
    const double before = traveltimeErrors(timesOf(field, first, estimate.radii()), reference).rmae;
    const double after =
        traveltimeErrors(timesOf(field, refined.coefficients, estimate.radii()), reference).rmae;
    QVERIFY2(after < 0.1 * before && after < 0.01,
             qPrintable(QString("%1 -> %2").arg(before).arg(after)));
    // What it says of its own error, without a reference, is near to the truth.
    QVERIFY(std::abs(refined.errorBefore - before) < 0.5 * before);
    QVERIFY(refined.errorAfter < 2.0 * after + 0.002);
  }

  void neverWorse_data() {
    QTest::addColumn<int>("iterations");
    for (const int n : {0, 1, 2, 5}) QTest::addRow("%d", n) << n;
  }
  void neverWorse() {
    QFETCH(int, iterations);
    const Network network;
    const VelocityModel model = lens();
    MeanSlownessField field = network.field();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    RefinementOptions options;
    options.steps = iterations;
    const Refinement refined = refine(field, kAnsatz, model, kSource, first, options);
    QCOMPARE(refined.steps, iterations);
    QVERIFY(refined.errorAfter <= refined.errorBefore);
    if (iterations == 0) QCOMPARE(refined.coefficients, first);
  }

  void stopsWhenAsked() {
    const Network network;
    const VelocityModel model = lens();
    MeanSlownessField field = network.field();
    std::stop_source stop;
    stop.request_stop();
    RefinementOptions options;
    options.stop = stop.get_token();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    QCOMPARE(refine(field, kAnsatz, model, kSource, first, options).coefficients, first);
  }
};

QTEST_GUILESS_MAIN(RefinementTest)
#include "refinement_test.moc"
