// SPDX-License-Identifier: GPL-3.0-or-later
// The solver against closed forms and reference solutions, in smooth media.
#include <QTest>
#include <cmath>
#include <random>

#include "eikonal/closed_forms.h"
#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "npy.h"
#include "shared_data.h"

using namespace isochron;

namespace {

/// The paper's box with n x n nodes.
Grid box(int n) { return {n, n, 5.0 / (n - 1), 1.0 / (n - 1), {}}; }

constexpr double kV0 = 2.0, kGradient = 3.0;  // v = kV0 + kGradient z, km/s

VelocityModel gradientModel(const Grid& g) {
  Array v(g.nz, g.nx);
  for (int iz = 0; iz < g.nz; ++iz) v.row(iz) = kV0 + kGradient * g.z(iz);
  return {g, v};
}

struct Errors {
  double mean = 0.0;
  double max = 0.0;
};

template <typename Reference>
Errors relativeErrors(const Traveltimes& t, const Reference& reference) {
  Errors e;
  Eigen::Index count = 0;
  for (int iz = 0; iz < t.grid.nz; ++iz)
    for (int ix = 0; ix < t.grid.nx; ++ix) {
      const double exact = reference(iz, ix);
      if (!(exact > 0)) continue;
      const double error = std::abs(t.time(iz, ix) - exact) / exact;
      e.mean += error;
      e.max = std::max(e.max, error);
      ++count;
    }
  e.mean /= static_cast<double>(count);
  return e;
}

Errors gradientErrors(int n, Point source) {
  const Grid g = box(n);
  return relativeErrors(solveEikonal(gradientModel(g), source), [&](int iz, int ix) {
    return boxGradientTime(kV0, kGradient, 1.0, source, g.node(iz, ix));
  });
}

/// Smooth, with lateral and vertical changes: a few random cosines.
VelocityModel smoothRandomModel(const Grid& g, unsigned seed) {
  std::mt19937 random(seed);
  const auto uniform = [&] { return static_cast<double>(random()) / 4294967296.0; };
  Array v = Array::Constant(g.nz, g.nx, 3.0);
  for (int wave = 0; wave < 6; ++wave) {
    const double kx = 4 * uniform() / g.width(), kz = 4 * uniform() / g.depth(),
                 phase = 7 * uniform();
    for (int iz = 0; iz < g.nz; ++iz)
      for (int ix = 0; ix < g.nx; ++ix)
        v(iz, ix) += 0.15 * std::cos(6.28 * (kx * g.x(ix) + kz * g.z(iz)) + phase);
  }
  return {g, v};
}

double largestDifference(const Array& a, const Array& b) { return (a - b).abs().maxCoeff(); }

}  // namespace

class EikonalTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void referenceCasesMeetTheirBars_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("mean");
    QTest::newRow("const 128") << QStringLiteral("const_128") << 1e-9;
    QTest::newRow("grad 128") << QStringLiteral("grad_128") << 2.4e-5;
    QTest::newRow("grad 512") << QStringLiteral("grad_512") << 2.0e-6;
    QTest::newRow("grf 128") << QStringLiteral("grf_128") << 2.8e-4;
  }
  void referenceCasesMeetTheirBars() {
    QFETCH(QString, name);
    QFETCH(double, mean);
    const auto folder = tests::sharedData() / "eikonal";
    ISOCHRON_NEED_SHARED(folder / (name.toStdString() + "_v.npy"));
    const Array v = tests::loadNpy(folder / (name.toStdString() + "_v.npy"));
    const Array exact = tests::loadNpy(folder / (name.toStdString() + "_t.npy"));
    const int n = static_cast<int>(v.rows());
    const Grid g = box(n);
    const Traveltimes t = solveEikonal({g, v}, g.node(n / 2, n / 2));
    const Errors e = relativeErrors(t, exact);
    QVERIFY2(e.mean <= mean, qPrintable(QString::number(e.mean)));
  }

  void theClosedFormOfTheGradientIsTheReference() {
    const auto folder = tests::sharedData() / "eikonal";
    ISOCHRON_NEED_SHARED(folder / "grad_128_t.npy");
    const Array exact = tests::loadNpy(folder / "grad_128_t.npy");
    const Grid g = box(128);
    for (int iz = 0; iz < 128; ++iz)
      for (int ix = 0; ix < 128; ++ix)
        QVERIFY(std::abs(exact(iz, ix) - boxGradientTime(kV0, kGradient, 1.0, g.node(64, 64),
                                                         g.node(iz, ix))) < 1e-9);
  }

  void constantVelocityIsExactForSourcesAnywhere() {
    const Grid g{60, 45, 0.11, 0.02, {-2.0, 0.5}};
    const VelocityModel model(g, Array::Constant(45, 60, 3.3));
    for (const Point source : {g.node(0, 0), g.node(44, 59), g.node(20, 30), Point{-2.0, 0.913},
                               Point{1.0001, 0.5}, Point{0.3137, 1.01711}}) {
      const Traveltimes t = solveEikonal(model, source);
      const Errors e =
          relativeErrors(t, [&](int iz, int ix) { return distance(g.node(iz, ix), source) / 3.3; });
      QVERIFY2(e.max < 1e-9, qPrintable(QString::number(e.max)));
    }
  }

  void timesOnTheBordersOfBucketsEndToo() {
    // Constant velocities put many times exactly on a border between buckets; sources a rounding
    // error off a node put them just beside it.
    EikonalSolver solver;
    for (int i = 0; i < 400; ++i) {
      const Grid g{31 + i % 21, 21 + i % 21, 0.05, 0.02, {}};
      const VelocityModel model(g, Array::Constant(g.nz, g.nx, 1.0 + 0.25 * (i % 9)));
      const Point node = g.node(i % g.nz, i % g.nx);
      const Point source = g.clamp({node.x + (i % 5 - 2) * 2.8e-16, node.z + (i % 3 - 1) * 1e-14});
      const Errors e = relativeErrors(solver.solve(model, source), [&](int iz, int ix) {
        return distance(g.node(iz, ix), node) / model.max();
      });
      QVERIFY2(e.max < 1e-9, qPrintable(QString::number(e.max)));
    }
    const Grid g{51, 41, 0.05, 0.02, {}};
    solver.solve({g, Array::Constant(41, 51, 2.0)}, {0.50000000000000056, 0});
  }

  void sourcesOffTheNodesLoseNoOrder() {
    QVERIFY(gradientErrors(128, {2.5, 0.5}).mean <= 1e-4);
    std::mt19937 random(3);
    for (int i = 0; i < 20; ++i) {
      const Point source{5.0 * static_cast<double>(random()) / 4294967295.0,
                         static_cast<double>(random()) / 4294967295.0};
      const Errors e = gradientErrors(128, source);
      QVERIFY2(
          e.mean <= 1e-4,
          qPrintable(QStringLiteral("source %1, %2: %3").arg(source.x).arg(source.z).arg(e.mean)));
    }
  }

  void sourcesInCornersAndOnBordersLoseNoOrder() {
    for (const Point source : {Point{0, 0}, Point{5, 0}, Point{0, 1}, Point{5, 1}, Point{1.234, 0},
                               Point{5, 0.377}, Point{3.3, 1}})
      QVERIFY(gradientErrors(128, source).mean <= 1e-4);
  }

  void errorsFallWithTheSquareOfTheSpacing() {
    const Point source{1.7, 0.31};
    const double coarse = gradientErrors(65, source).mean;
    const double fine = gradientErrors(257, source).mean;
    const double order = std::log2(coarse / fine) / 2.0;
    QVERIFY2(order > 1.6, qPrintable(QStringLiteral("order %1").arg(order)));
  }

  void mirroredModelsGiveMirroredTimes() {
    // To within the discretisation error; the order of nodes with nearly equal times differs.
    const Grid g{161, 121, 0.025, 0.01, {}};
    const VelocityModel model = smoothRandomModel(g, 5);
    const Traveltimes t = solveEikonal(model, {1.23, 0.457});
    const double tolerance = 3e-4 * t.time.maxCoeff();
    const Traveltimes mirrored =
        solveEikonal({g, model.velocity().rowwise().reverse()}, {g.width() - 1.23, 0.457});
    QVERIFY(largestDifference(t.time, mirrored.time.rowwise().reverse()) < tolerance);
    const Traveltimes upended =
        solveEikonal({g, model.velocity().colwise().reverse()}, {1.23, g.depth() - 0.457});
    QVERIFY(largestDifference(t.time, upended.time.colwise().reverse()) < tolerance);
  }

  void timesAreReciprocal() {
    const Grid g{101, 101, 0.05, 0.01, {}};
    for (unsigned seed = 1; seed <= 5; ++seed) {
      const VelocityModel model = smoothRandomModel(g, seed);
      const Point a{0.613, 0.21}, b{4.377, 0.8333};
      const double there = solveEikonal(model, a).at(b), back = solveEikonal(model, b).at(a);
      QVERIFY2(std::abs(there - back) < 2e-3 * there,
               qPrintable(QStringLiteral("%1 and %2").arg(there).arg(back)));
    }
  }

  void timesScaleWithLengthAndInverselyWithVelocity() {
    for (unsigned seed = 11; seed <= 15; ++seed) {
      const Grid g{70, 50, 0.04, 0.03, {}};
      const VelocityModel model = smoothRandomModel(g, seed);
      const Point source{0.9, 0.77};
      const Array time = solveEikonal(model, source).time;
      const Array faster = solveEikonal({g, 2.0 * model.velocity()}, source).time;
      QVERIFY(largestDifference(time, 2.0 * faster) < 1e-12);
      const Grid larger{70, 50, 4 * g.dx, 4 * g.dz, {10.0, -3.0}};
      const Array longer =
          solveEikonal({larger, model.velocity()}, {10.0 + 4 * 0.9, -3.0 + 4 * 0.77}).time;
      QVERIFY(largestDifference(4.0 * time, longer) < 1e-9);
    }
  }

  void swappingTheAxesSwapsTheTimes() {
    const Grid g{70, 50, 0.04, 0.03, {}};
    const VelocityModel model = smoothRandomModel(g, 21);
    const Grid swapped{50, 70, 0.03, 0.04, {}};
    const Array time = solveEikonal(model, {0.9, 0.77}).time;
    const Array other = solveEikonal({swapped, model.velocity().transpose()}, {0.77, 0.9}).time;
    QVERIFY(largestDifference(time, other.transpose()) < 1e-4);
  }

  void everyReceiverOfAConstantModelHearsAtDistanceOverVelocity() {
    const Grid g = box(40);
    const Traveltimes t = solveEikonal({g, Array::Constant(40, 40, 2.0)}, {2.2, 0.4});
    for (const Point p :
         {Point{2.2, 0.4}, Point{2.21, 0.41}, Point{0, 0}, Point{5, 1}, Point{3.333, 0.7777}})
      QVERIFY(std::abs(t.at(p) - distance(p, t.source) / 2.0) < 1e-12);
  }

  void aSolverMayBeUsedAgainForOtherGrids() {
    EikonalSolver solver;
    const VelocityModel small = smoothRandomModel({30, 20, 0.1, 0.1, {}}, 1);
    const VelocityModel large = smoothRandomModel({90, 70, 0.1, 0.05, {}}, 2);
    const Array first = solver.solve(small, {1, 1}).time;
    solver.solve(large, {4, 2});
    QVERIFY((solver.solve(small, {1, 1}).time == first).all());
  }

  void theSmallestGridIsSolved() {
    const Grid g{2, 2, 1.0, 0.5, {}};
    const Traveltimes t = solveEikonal({g, Array::Constant(2, 2, 2.0)}, {0.25, 0.25});
    QVERIFY(std::abs(t.time(1, 1) - std::hypot(0.75, 0.25) / 2.0) < 1e-12);
  }

  void aSourceOutsideIsRefused() {
    const Grid g = box(20);
    QVERIFY_EXCEPTION_THROWN(solveEikonal(gradientModel(g), {5.1, 0.5}), Error);
    QVERIFY_EXCEPTION_THROWN(solveEikonal(gradientModel(g), {std::nan(""), 0.5}), Error);
  }

  void aRaisedStopTokenEndsTheSolve() {
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_EXCEPTION_THROWN(solveEikonal(gradientModel(box(128)), {1, 0.5}, stop.get_token()),
                             Cancelled);
  }
};

QTEST_APPLESS_MAIN(EikonalTest)
#include "eikonal_test.moc"
