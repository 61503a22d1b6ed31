// SPDX-License-Identifier: GPL-3.0-or-later
// What a residual says of a traveltime's error, and coefficients that are bettered by it.
#include <ATen/Parallel.h>

#include <QTest>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "eikonal/local_minima.h"
#include "generators/generators.h"
#include "pinn/refinement.h"
#include "pinn/traveltime_error_estimate.h"
#include "pinn/traveltime_errors.h"

using namespace isochron;

namespace {

const Grid kBox{65, 49, 5.0 / 64, 1.0 / 48, {0.0, 0.0}};
const Point kSource{2.03, 0.41};
const Ansatz kAnsatz{AnsatzKind::Bounded, 1.4, 6.5};

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

/// A network with its first weights: it knows nothing, and all that it gets right is refinement's.
struct Network {
  BranchTrunkConfig config;
  std::vector<float> parameters;
  std::vector<UnitPoint> points;
  UnitPoint source{kSource.x / 2.5 - 1.0, kSource.z / 0.5 - 1.0};

  explicit Network(int groups = 16, int rank = 8) {
    config.latents = 4;
    config.groups = groups;
    config.rank = rank;
    config.hidden = 16;
    config.trunkWidths = {48, 48};
    config.branchWidths = {16};
    parameters = BranchTrunk(config).initialParameters();
    for (const Point& p : MeanSlownessField::nodes(kBox))
      points.push_back({p.x / 2.5 - 1.0, p.z / 0.5 - 1.0});
  }
  MeanSlownessField field(int threads = 1) const {
    return {std::make_unique<BranchTrunkField>(config, parameters, source, points, threads), kBox};
  }
  static std::vector<float> latent() { return {0.3f, -0.2f, 0.1f, 0.5f}; }
};

std::vector<float> radii() {
  std::vector<float> radii;
  for (int iz = 0; iz < kBox.nz; ++iz)
    for (int ix = 0; ix < kBox.nx; ++ix)
      radii.push_back(static_cast<float>(distance(kBox.node(iz, ix), kSource)));
  return radii;
}

std::vector<float> timesOf(MeanSlownessField& field, std::span<const float> coefficients) {
  std::vector<float> slowness(static_cast<std::size_t>(kBox.size()));
  field.at(coefficients, kAnsatz, slowness);
  return timesOf(slowness, radii());
}

std::vector<float> slownessOf(std::span<const float> times) {
  const std::vector<float> r = radii();
  std::vector<float> slowness(times.size());
  for (std::size_t i = 0; i < times.size(); ++i) slowness[i] = r[i] > 0.0f ? times[i] / r[i] : 1.0f;
  return slowness;
}

VelocityModel generated(const QString& kind, std::uint64_t seed) {
  for (const ModelKindInfo& info : modelKinds())
    if (QString::fromStdString(info.name) == kind) return generate(info.kind, kBox, seed);
  throw std::logic_error("no such kind");
}

}  // namespace

class RefinementTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSolutionIsItsOwnArrival() {
    const VelocityModel model(kBox, Array::Constant(kBox.nz, kBox.nx, 4.0));
    TraveltimeErrorEstimate estimate(model, kSource);
    estimate.lookAt(std::vector<float>(static_cast<std::size_t>(kBox.size()), 0.25f));
    for (std::size_t i = 0; i < estimate.arrivals().size(); ++i)
      QVERIFY(std::abs(estimate.arrivals()[i] - 0.25f * estimate.radii()[i]) < 1e-6f);
  }

  void arrivalsAreRightWhereTheOrderIs() {
    // All is late by a quarter, and nothing too early.
    const VelocityModel model(kBox, Array::Constant(kBox.nz, kBox.nx, 4.0));
    TraveltimeErrorEstimate estimate(model, kSource);
    estimate.lookAt(std::vector<float>(static_cast<std::size_t>(kBox.size()), 0.3125f));
    for (std::size_t i = 0; i < estimate.arrivals().size(); ++i)
      QVERIFY(std::abs(estimate.arrivals()[i] - 0.25f * estimate.radii()[i]) < 1e-6f);
  }

  /// A field that starts a wave of its own is told what it would be without.
  void aFalseMinimumIsSeen() {
    const VelocityModel model = lens();
    const std::vector<float> reference = solvedTimes(model);
    std::vector<float> slowness = slownessOf(reference);
    QCOMPARE(localMinima(kBox, reference, kSource), 0);
    const std::vector<float> r = radii();
    for (int iz = 5; iz < 15; ++iz)
      for (int ix = 50; ix < 60; ++ix)
        slowness[static_cast<std::size_t>(iz * kBox.nx + ix)] *= 0.3f;
    QVERIFY(localMinima(kBox, timesOf(slowness, r), kSource) > 0);
    TraveltimeErrorEstimate estimate(model, kSource);
    estimate.lookAt(slowness);
    const double error = traveltimeErrors(estimate.arrivals(), reference).rmae;
    QVERIFY2(error < 0.01, qPrintable(QString::number(error)));
  }

  /// From a start that knows nothing: what follows from what followed from it, a few times.
  void leadsToTheFirstArrival_data() {
    QTest::addColumn<QString>("kind");
    for (const ModelKindInfo& info : modelKinds())
      QTest::newRow(info.name.c_str()) << QString::fromStdString(info.name);
  }
  void leadsToTheFirstArrival() {
    QFETCH(QString, kind);
    const VelocityModel model = generated(kind, 5);
    const std::vector<float> reference = solvedTimes(model);
    TraveltimeErrorEstimate estimate(model, kSource);
    std::vector<float> slowness(reference.size(), 0.3f);
    for (int look = 0; look < 8; ++look) {
      estimate.lookAt(slowness);
      slowness = slownessOf(estimate.arrivals());
    }
    const double error = traveltimeErrors(estimate.arrivals(), reference).rmae;
    QVERIFY2(error < 5e-3, qPrintable(QString::number(error)));
  }

  void neverHarms_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("seed");
    for (const ModelKindInfo& info : modelKinds())
      for (const int seed : {1, 2, 3})
        QTest::addRow("%s %d", info.name.c_str(), seed)
            << QString::fromStdString(info.name) << seed;
  }
  /// Neither the mean error, nor its root mean square, nor by false minima; however few the steps.
  void neverHarms() {
    QFETCH(QString, kind);
    QFETCH(int, seed);
    const Network network;
    const VelocityModel model = generated(kind, static_cast<std::uint64_t>(seed));
    const std::vector<float> reference = solvedTimes(model);
    MeanSlownessField field = network.field();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    const TraveltimeErrors before = traveltimeErrors(timesOf(field, first), reference);
    QCOMPARE(localMinima(kBox, timesOf(field, first), kSource), 0);
    Refiner refiner(field, kAnsatz, model, kSource, first);
    RefinementOptions options;
    for (const int steps : {1, 2, 5, 60}) {
      options.steps = steps;
      refiner.advance(options);
      const std::vector<float> times = timesOf(field, refiner.coefficients());
      const TraveltimeErrors after = traveltimeErrors(times, reference);
      QVERIFY2(
          after.rmae <= 1.02 * before.rmae && after.re <= 1.02 * before.re,
          qPrintable(QString("%1 steps: %2 -> %3").arg(steps).arg(before.rmae).arg(after.rmae)));
      QCOMPARE(localMinima(kBox, times, kSource), 0);
    }
    const double left =
        traveltimeErrors(timesOf(field, refiner.coefficients()), reference).rmae / before.rmae;
    QVERIFY2(left < 0.5, qPrintable(QString::number(left)));
  }

  void whatItSaysOfItsErrorIsNearTheTruth() {
    const Network network;
    const VelocityModel model = lens();
    const std::vector<float> reference = solvedTimes(model);
    MeanSlownessField field = network.field();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    const Refinement refined = refine(field, kAnsatz, model, kSource, first);
    const double before = traveltimeErrors(timesOf(field, first), reference).rmae;
    const double after = traveltimeErrors(timesOf(field, refined.coefficients), reference).rmae;
    QVERIFY2(after < 0.1 * before && after < 0.01,
             qPrintable(QString("%1 -> %2").arg(before).arg(after)));
    QVERIFY(std::abs(refined.errorBefore - before) < 0.1 * before);
    QVERIFY(std::abs(refined.errorAfter - after) < 0.2 * after + 0.001);
  }

  void stepsAreCounted_data() {
    QTest::addColumn<int>("steps");
    for (const int n : {0, 1, 2, 5}) QTest::addRow("%d", n) << n;
  }
  void stepsAreCounted() {
    QFETCH(int, steps);
    const Network network;
    MeanSlownessField field = network.field();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    RefinementOptions options;
    options.steps = steps;
    const VelocityModel model = lens();
    const Refinement refined = refine(field, kAnsatz, model, kSource, first, options);
    QCOMPARE(refined.steps, steps);
    QCOMPARE(refined.outcome, RefinementOutcome::Unfinished);
    QVERIFY(refined.errorAfter <= refined.errorBefore);
    if (steps == 0) QCOMPARE(refined.coefficients, first);
  }

  /// In two goes as in one.
  void goesOnWhereItWas() {
    const Network network;
    MeanSlownessField field = network.field();
    const std::vector<float> first = field.network().coefficients(Network::latent());
    const VelocityModel model = lens();
    RefinementOptions options;
    options.steps = 12;
    const Refinement atOnce = refine(field, kAnsatz, model, kSource, first, options);
    Refiner refiner(field, kAnsatz, model, kSource, first);
    options.steps = 6;
    const Refinement half = refiner.advance(options);
    QVERIFY(half.errorAfter > atOnce.errorAfter);
    refiner.advance(options);
    QCOMPARE(refiner.coefficients(), atOnce.coefficients);
  }

  void endsWhereNothingMoreIsToGain() {
    const Network network;
    MeanSlownessField field = network.field();
    const VelocityModel model(kBox, Array::Constant(kBox.nz, kBox.nx, 4.0));
    Refiner refiner(field, kAnsatz, model, kSource,
                    field.network().coefficients(Network::latent()));
    RefinementOptions options;
    options.steps = 1000;
    const Refinement refined = refiner.advance(options);
    QCOMPARE(refined.outcome, RefinementOutcome::Finished);
    QVERIFY(refined.steps < options.steps && refined.errorAfter < 0.01);
    const Refinement again = refiner.advance(options);
    QCOMPARE(again.outcome, RefinementOutcome::Finished);
    QCOMPARE(again.steps, 0);
  }

  void saysThatFewFunctionsCannotExpressTheAnswer() {
    const Network network(4, 1);
    MeanSlownessField field = network.field();
    const VelocityModel model = generated("checkerboard", 1);
    RefinementOptions options;
    options.steps = 1000;
    const Refinement refined = refine(field, kAnsatz, model, kSource,
                                      field.network().coefficients(Network::latent()), options);
    QCOMPARE(refined.outcome, RefinementOutcome::Inexpressible);
    QVERIFY(refined.steps < options.steps && refined.errorAfter < refined.errorBefore);
  }

  void sameOnAnyNumberOfThreads() {
    const Network network;
    const VelocityModel model = generated("salt", 1);
    const auto refined = [&](int threads) {
      at::set_num_threads(threads);
      MeanSlownessField field = network.field(threads);
      RefinementOptions options;
      options.steps = 15;
      return refine(field, kAnsatz, model, kSource, field.network().coefficients(Network::latent()),
                    options)
          .coefficients;
    };
    const std::vector<float> one = refined(1);
    QCOMPARE(refined(2), one);
    QCOMPARE(refined(3), one);
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
