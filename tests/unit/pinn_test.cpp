// SPDX-License-Identifier: GPL-3.0-or-later
// Ansatz, losses and collocation: values against what is known, gradients against differences.
#include <QTest>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "field/error.h"
#include "pinn/collocation.h"
#include "pinn/eikonal_loss.h"
#include "pinn/traveltime_errors.h"

using namespace isochron;

namespace {

const Grid kBox{51, 41, 0.1, 0.025, {0.0, 0.0}};  // 5 km x 1 km
const Point kSource{2.03, 0.41};
const Ansatz kAnsatz{AnsatzKind::Bounded, 2.0, 6.0};

std::vector<Point> somePoints() {
  std::vector<Point> points;
  for (int i = 0; i < 60; ++i)
    points.push_back({2.5 + 2.49 * std::sin(1.7 * i), 0.5 + 0.49 * std::cos(2.3 * i)});
  return points;
}

/// u for which the ansatz has that mean slowness.
float outputFor(double slowness) {
  const double part = (slowness - 1.0 / 6.0) / (1.0 / 2.0 - 1.0 / 6.0);
  return static_cast<float>(std::log(part / (1.0 - part)));
}

EikonalLossConfig configOf(Differentiation differentiation, ResidualNorm norm) {
  EikonalLossConfig config;
  config.differentiation = differentiation;
  config.norm = norm;
  config.residual = 0.7;
  config.semiconcavity = 0.01;
  config.semiconcavityBound = 0.3;
  if (differentiation != Differentiation::Upwind) config.viscosity = 0.02;
  return config;
}

std::vector<float> roughOutputs(std::size_t count) {
  std::vector<float> u(count);
  for (std::size_t i = 0; i < count; ++i)
    u[i] = static_cast<float>(0.3 * std::sin(2.9 * static_cast<double>(i)));
  return u;
}

}  // namespace

class PinnTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ansatzDerivatives_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("bounded") << "bounded";
    QTest::newRow("original") << "original";
  }
  void ansatzDerivatives() {
    QFETCH(QString, kind);
    const Ansatz ansatz{ansatzKindOf(kind.toStdString()), 2.0, 6.0};
    for (const double u : {-3.0, -0.4, 0.2, 1.7}) {
      const double h = 1e-5;
      const auto before = ansatz.at(u - h), at = ansatz.at(u), after = ansatz.at(u + h);
      QVERIFY(std::abs(at.first - (after.value - before.value) / (2 * h)) < 1e-9);
      QVERIFY(std::abs(at.second - (after.first - before.first) / (2 * h)) < 1e-9);
      if (ansatz.kind == AnsatzKind::Bounded) QVERIFY(at.value > 1.0 / 6.0 && at.value < 0.5);
    }
  }

  /// A constant velocity has a constant mean slowness, which solves the equation whatever the
  /// differences, off-node source and borders included.
  void constantVelocityHasNoResidual_data() {
    QTest::addColumn<int>("differentiation");
    QTest::newRow("upwind") << static_cast<int>(Differentiation::Upwind);
    QTest::newRow("central") << static_cast<int>(Differentiation::Central);
  }
  void constantVelocityHasNoResidual() {
    QFETCH(int, differentiation);
    EikonalLossConfig config;
    config.differentiation = static_cast<Differentiation>(differentiation);
    const CollocationStencil stencil(somePoints(), kSource, 0.1, 0.025, kBox);
    std::vector<float> u(stencil.positions().size(), outputFor(1.0 / 3.1));
    const std::vector<float> velocity(stencil.count(), 3.1f);
    const EikonalLossTerms terms = differencesLoss(config, kAnsatz, stencil, velocity, 1.0, u);
    QVERIFY(terms.residual < 1e-5);
  }

  /// T = |x - 4| / v beside the true arrival: a valley of T from which false rays start. Central
  /// differences are pleased with it (but at its very bottom); upwind ones are not there, and it is
  /// not semiconcave.
  void upwindSeesAFalseValley() {
    const double v = 4.0;
    std::vector<Point> points;
    for (int i = -3; i <= 3; ++i) points.push_back({4.0, 0.5 + 0.05 * i});
    const CollocationStencil stencil(points, {1.0, 0.5}, 0.1, 0.025, kBox);
    const std::vector<Point> positions = stencil.positions();
    std::vector<float> u;
    for (const Point& p : positions) {
      const double time = 0.6 + 0.9 * std::abs(p.x - 4.0) / v;
      u.push_back(outputFor(time / distance(p, {1.0, 0.5})));
    }
    const std::vector<float> velocity(stencil.count(), static_cast<float>(v));
    EikonalLossConfig config;
    config.semiconcavity = 0.01;
    const EikonalLossTerms terms = differencesLoss(config, kAnsatz, stencil, velocity, 1.0, u);
    QVERIFY(terms.residual > 0.9);
    QVERIFY(0.01 * terms.semiconcavity > 1.0);
  }

  void differencesGradient_data() {
    QTest::addColumn<int>("differentiation");
    QTest::addColumn<int>("norm");
    for (const auto d : {Differentiation::Upwind, Differentiation::Central})
      for (const auto n : {ResidualNorm::L1, ResidualNorm::L2, ResidualNorm::Velocity})
        QTest::addRow("%s %s", toText(d).c_str(), toText(n).c_str())
            << static_cast<int>(d) << static_cast<int>(n);
  }
  void differencesGradient() {
    QFETCH(int, differentiation);
    QFETCH(int, norm);
    const EikonalLossConfig config =
        configOf(static_cast<Differentiation>(differentiation), static_cast<ResidualNorm>(norm));
    const CollocationStencil stencil(somePoints(), kSource, 0.1, 0.025, kBox);
    const std::vector<float> start = roughOutputs(stencil.positions().size());
    const std::vector<float> velocity(stencil.count(), 3.7f);
    const auto lossAt = [&](std::vector<float> u) {
      return differencesLoss(config, kAnsatz, stencil, velocity, 1.0, u).total;
    };
    std::vector<float> gradient = start;
    const double share = 0.25;
    differencesLoss(config, kAnsatz, stencil, velocity, share, gradient);
    double scale = 0.0;
    for (const float g : gradient) scale = std::max(scale, std::abs(g / share));
    int compared = 0;
    for (std::size_t i = 0; i < start.size(); i += 7) {
      const auto difference = [&](float h) {
        std::vector<float> low = start, high = start;
        low[i] -= h;
        high[i] += h;
        return (lossAt(high) - lossAt(low)) / (static_cast<double>(high[i]) - low[i]);
      };
      // Where two steps disagree, a kink lies between: there is no derivative to compare with.
      const double coarse = difference(2e-3f), fine = difference(1e-3f);
      if (std::abs(coarse - fine) > 1e-3 * scale) continue;
      QVERIFY(std::abs(gradient[i] / share - fine) < 2e-3 * scale);
      ++compared;
    }
    QVERIFY(compared > 25);
  }

  void exactGradient_data() {
    QTest::addColumn<int>("norm");
    for (const auto n : {ResidualNorm::L1, ResidualNorm::L2, ResidualNorm::Velocity})
      QTest::addRow("%s", toText(n).c_str()) << static_cast<int>(n);
  }
  void exactGradient() {
    QFETCH(int, norm);
    const EikonalLossConfig config =
        configOf(Differentiation::Exact, static_cast<ResidualNorm>(norm));
    QCOMPARE(orderOf(config), 2);
    const CollocationStencil stencil(somePoints(), kSource, 0.1, 0.025, kBox);
    const std::vector<float> velocity(stencil.count(), 3.7f);
    std::vector<std::vector<float>> start(5);
    for (std::size_t c = 0; c < 5; ++c) {
      start[c] = roughOutputs(stencil.count() + c);
      start[c].erase(start[c].begin(), start[c].begin() + static_cast<std::ptrdiff_t>(c));
    }
    const auto loss = [&](std::vector<std::vector<float>>& jets, double share) {
      return exactLoss(config, kAnsatz, stencil, velocity, 0.4, 2.0, share,
                       [&](std::size_t c) { return std::span<float>(jets[c]); })
          .total;
    };
    auto gradient = start;
    loss(gradient, 1.0);
    for (std::size_t c = 0; c < 5; ++c) {
      double scale = 0.0;
      for (const float g : gradient[c]) scale = std::max(scale, std::abs(static_cast<double>(g)));
      int compared = 0;
      for (std::size_t i = 0; i < stencil.count(); i += 3) {
        const auto difference = [&](float h) {
          auto low = start, high = start;
          low[c][i] -= h;
          high[c][i] += h;
          const double width = static_cast<double>(high[c][i]) - low[c][i];
          return (loss(high, 1.0) - loss(low, 1.0)) / width;
        };
        const double coarse = difference(2e-3f), fine = difference(1e-3f);
        if (std::abs(coarse - fine) > 1e-3 * scale) continue;
        QVERIFY(std::abs(gradient[c][i] - fine) < 2e-3 * scale);
        ++compared;
      }
      QVERIFY(compared > 8);
    }
  }

  void labelGradient() {
    const std::vector<double> r = {0.5, 1.0, 2.0};
    const std::vector<float> labels = {0.1f, 0.4f, 0.5f};
    std::vector<float> u = {0.3f, -0.5f, 0.1f};
    const auto lossAt = [&](std::vector<float> at) {
      return labelLoss(kAnsatz, 1.0, r, labels, 1.0, at);
    };
    std::vector<float> gradient = u;
    labelLoss(kAnsatz, 2.0, r, labels, 0.5, gradient);
    for (std::size_t i = 0; i < u.size(); ++i) {
      std::vector<float> low = u, high = u;
      low[i] -= 1e-3f;
      high[i] += 1e-3f;
      QVERIFY(std::abs(gradient[i] - (lossAt(high) - lossAt(low)) / 2e-3) < 1e-4);
    }
  }

  void samplersStayInTheBox_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"grid", "random", "sobol", "adaptive"}) QTest::newRow(name) << name;
  }
  void samplersStayInTheBox() {
    QFETCH(QString, name);
    const Sampler sampler = samplerOf(name.toStdString());
    QCOMPARE(QString::fromStdString(toText(sampler)), name);
    RandomStream random(5), again(5);
    const ResidualMap map(kBox);
    const std::vector<Point> points = drawPoints(sampler, kBox, 500, random, map);
    QCOMPARE(points.size(), std::size_t{500});
    QVERIFY(points == drawPoints(sampler, kBox, 500, again, map));
    Point mean;
    for (const Point& p : points) {
      QVERIFY(kBox.contains(p));
      mean.x += p.x / 500;
      mean.z += p.z / 500;
    }
    QVERIFY(std::abs(mean.x - 2.5) < 0.25 && std::abs(mean.z - 0.5) < 0.05);
  }

  void gridSamplerTakesEachNodeOnce() {
    RandomStream random(3);
    const std::vector<Point> points =
        drawPoints(Sampler::Grid, kBox, 1 << 20, random, ResidualMap(kBox));
    QCOMPARE(points.size(), static_cast<std::size_t>(kBox.size()));
    std::set<std::pair<double, double>> distinct;
    for (const Point& p : points) distinct.insert({p.x, p.z});
    QCOMPARE(distinct.size(), points.size());
  }

  void sobolFillsEvenly() {
    RandomStream random(3);
    const std::vector<Point> points =
        drawPoints(Sampler::Sobol, kBox, 256, random, ResidualMap(kBox));
    // 16 x 16 boxes would hold one point each without the shift; with it, no column is crowded.
    std::vector<int> columns(16);
    for (const Point& p : points) ++columns[static_cast<std::size_t>(std::min(15.0, p.x / 5 * 16))];
    for (const int count : columns) QVERIFY(count >= 14 && count <= 18);
  }

  void adaptiveSamplerFollowsTheResidual() {
    ResidualMap map(kBox);
    for (int iz = 0; iz < kBox.nz; ++iz)
      for (int ix = 0; ix < kBox.nx; ++ix)
        map.add(kBox.node(iz, ix), kBox.x(ix) > 4.0 ? 1.0 : 0.01);
    RandomStream random(3);
    const std::vector<Point> points = drawPoints(Sampler::Adaptive, kBox, 4000, random, map);
    const auto right =
        std::count_if(points.begin(), points.end(), [](const Point& p) { return p.x > 4.0; });
    // A fifth of the box, weighted 1 + 1 / 0.21 against 1 + 0.01 / 0.21.
    QVERIFY(right > 2000);
    QVERIFY(right < 3200);
  }

  /// A residual that is no number, in a map that is empty or full: the sampler goes on without it.
  void aResidualThatIsNoNumberSaysNothing_data() {
    QTest::addColumn<double>("residual");
    QTest::newRow("not a number") << std::nan("");
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
  }
  void aResidualThatIsNoNumberSaysNothing() {
    QFETCH(double, residual);
    ResidualMap map(kBox), other(kBox);
    for (ResidualMap* each : {&map, &other})
      for (int ix = 0; ix < kBox.nx; ++ix) each->add(kBox.node(3, ix), 0.1 * ix);
    map.add({1.0, 0.1}, residual);
    map.add({1.0, 0.9}, residual);
    RandomStream random(3), again(3);
    QVERIFY(drawPoints(Sampler::Adaptive, kBox, 500, random, map) ==
            drawPoints(Sampler::Adaptive, kBox, 500, again, other));
    // One that an older run has stored.
    map.means()[5] = residual;
    QCOMPARE(drawPoints(Sampler::Adaptive, kBox, 500, random, map).size(), std::size_t{500});
  }

  /// Nodes are drawn in proportion to their cell's weight, on a grid with fewer nodes than cells
  /// and on one with more.
  void nodesAreDrawnByTheirWeight_data() {
    QTest::addColumn<int>("nx");
    QTest::addColumn<int>("nz");
    QTest::newRow("few") << 5 << 3;
    QTest::newRow("many") << 70 << 90;
  }
  void nodesAreDrawnByTheirWeight() {
    QFETCH(int, nx);
    QFETCH(int, nz);
    const Grid grid{nx, nz, 5.0 / (nx - 1), 1.0 / (nz - 1), {-2.0, 1.0}};
    ResidualMap map(grid);
    for (int iz = 0; iz < nz; ++iz)
      for (int ix = 0; ix < nx; ++ix) map.add(grid.node(iz, ix), 2 * ix < nx ? 0.0 : 1.0);
    const std::vector<double> weights = map.weights();
    double left = 0.0, all = 0.0;
    for (int iz = 0; iz < nz; ++iz)
      for (int ix = 0; ix < nx; ++ix) {
        const double weight = weights[static_cast<std::size_t>(map.cellOf(grid.node(iz, ix)))];
        all += weight;
        if (2 * ix < nx) left += weight;
      }
    constexpr int kDrawn = 20000;
    RandomStream random(8);
    int drawnLeft = 0;
    for (const Point& p : drawPoints(Sampler::Adaptive, grid, kDrawn, random, map)) {
      QVERIFY(grid.contains(p));
      if (2 * std::lround((p.x - grid.origin.x) / grid.dx) < nx) ++drawnLeft;
    }
    const double share = left / all;
    QVERIFY(share > 0.1 && share < 0.9);
    // Five standard deviations.
    QVERIFY(std::abs(drawnLeft / double{kDrawn} - share) <
            5.0 * std::sqrt(share * (1.0 - share) / kDrawn));
  }

  void errorsByDefinition() {
    const std::vector<float> reference = {0.0f, 1.0f, 3.0f}, times = {9.0f, 1.1f, 2.7f};
    const TraveltimeErrors errors = traveltimeErrors(times, reference);
    QVERIFY(std::abs(errors.rmae - 0.4 / 4.0) < 1e-6);
    QVERIFY(std::abs(errors.re - std::sqrt(0.1 / 10.0)) < 1e-6);
    const ErrorSummary summary = summarise({4.0, 1.0, 2.0, 3.0, 5.0});
    QCOMPARE(summary.mean, 3.0);
    QCOMPARE(summary.median, 3.0);
    QVERIFY(std::abs(summary.p95 - 4.8) < 1e-12);
    QCOMPARE(summary.worst, 5.0);
  }

  void unknownNamesAreRefused() {
    QVERIFY_EXCEPTION_THROWN((void)ansatzKindOf("x"), Error);
    QVERIFY_EXCEPTION_THROWN((void)residualNormOf("x"), Error);
    QVERIFY_EXCEPTION_THROWN((void)differentiationOf("x"), Error);
    QVERIFY_EXCEPTION_THROWN((void)samplerOf("x"), Error);
  }
};

QTEST_GUILESS_MAIN(PinnTest)
#include "pinn_test.moc"
