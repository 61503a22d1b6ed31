// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold in media as rough as they come: causality, no false minima, rays that arrive.
#include <QTest>
#include <cmath>
#include <random>

#include "eikonal/eikonal_solver.h"
#include "eikonal/rays.h"

using namespace isochron;

namespace {

constexpr int kModels = 1000;

/// Lognormal velocities with a correlation of `cells` cells, velocities within a factor of 10.
VelocityModel lognormalModel(const Grid& g, int cells, std::mt19937& random) {
  std::normal_distribution<double> normal;
  Array field(g.nz, g.nx);
  const int nz = g.nz / cells + 2, nx = g.nx / cells + 2;
  Array coarse(nz, nx);
  for (double& v : coarse.reshaped()) v = normal(random);
  const Grid coarseGrid{nx, nz, static_cast<double>(cells), static_cast<double>(cells), {}};
  for (int iz = 0; iz < g.nz; ++iz)
    for (int ix = 0; ix < g.nx; ++ix)
      field(iz, ix) =
          interpolate(coarseGrid, coarse, {static_cast<double>(ix), static_cast<double>(iz)});
  const Array v = (0.8 * field).exp().cwiseMax(1.0 / std::sqrt(10.0)).cwiseMin(std::sqrt(10.0));
  return {g, 3.0 * v};
}

/// Sources on nodes, on borders, in corners and anywhere.
Point someSource(const Grid& g, int i, std::mt19937& random) {
  const auto uniform = [&] { return static_cast<double>(random()) / 4294967295.0; };
  const Point anywhere{g.origin.x + uniform() * g.width(), g.origin.z + uniform() * g.depth()};
  switch (i % 5) {
    case 0:
      return g.node(static_cast<int>(random() % static_cast<unsigned>(g.nz)),
                    static_cast<int>(random() % static_cast<unsigned>(g.nx)));
    case 1:
      return {anywhere.x, g.origin.z};
    case 2:
      return {g.end().x, g.end().z};
    default:
      return anywhere;
  }
}

bool isLocalMinimum(const Traveltimes& t, int iz, int ix) {
  const double here = t.time(iz, ix);
  return !((iz > 0 && t.time(iz - 1, ix) < here) || (ix > 0 && t.time(iz, ix - 1) < here) ||
           (iz + 1 < t.grid.nz && t.time(iz + 1, ix) < here) ||
           (ix + 1 < t.grid.nx && t.time(iz, ix + 1) < here));
}

bool isWithinACell(const Grid& g, Point a, Point b) {
  return std::abs(a.x - b.x) < g.dx * (1 + 1e-6) && std::abs(a.z - b.z) < g.dz * (1 + 1e-6);
}

/// Empty where everything holds.
QString whatFails(const VelocityModel& model, const Traveltimes& t) {
  for (int iz = 0; iz < t.grid.nz; ++iz)
    for (int ix = 0; ix < t.grid.nx; ++ix) {
      const double time = t.time(iz, ix), r = distance(t.grid.node(iz, ix), t.source);
      const QString at = QStringLiteral(" at iz %1, ix %2").arg(iz).arg(ix);
      if (!std::isfinite(time)) return QStringLiteral("not finite") + at;
      if (time < r / model.max() * (1 - 1e-9)) return QStringLiteral("faster than vmax") + at;
      if (!isWithinACell(t.grid, t.grid.node(iz, ix), t.source) && isLocalMinimum(t, iz, ix))
        return QStringLiteral("a local minimum") + at;
    }
  return {};
}

}  // namespace

class RoughMediaTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aThousandLognormalModelsAreCausalAndTheirRaysArrive() {
    std::mt19937 random(2026);
    EikonalSolver solver;
    for (int i = 0; i < kModels; ++i) {
      const int n = 40 + i % 31;
      const Grid g{n, 80 - i % 41, i % 2 == 0 ? 0.05 : 0.01, i % 3 == 0 ? 0.05 : 0.01, {-1.0, 0.3}};
      const VelocityModel model = lognormalModel(g, 1 + i % 4, random);
      const Traveltimes t = solver.solve(model, someSource(g, i, random));
      const QString failure = whatFails(model, t);
      QVERIFY2(failure.isEmpty(), qPrintable(QStringLiteral("model %1: ").arg(i) + failure));
      for (int k = 0; k < 10; ++k) {
        const Point from = someSource(g, k, random);
        const Polyline ray = traceRay(t, from);
        QCOMPARE(ray.front(), g.clamp(from));
        QCOMPARE(ray.back(), t.source);
        QVERIFY2(ray.size() < 100000, "the ray wanders");
        for (std::size_t piece = 1; piece < ray.size(); ++piece)
          QVERIFY2(isWithinACell(g, ray[piece - 1], ray[piece]), "the ray jumps");
      }
    }
  }

  void aSharpContrastOfTenIsCausal() {
    const Grid g{90, 60, 0.05, 0.01, {}};
    Array v = Array::Constant(60, 90, 1.0);
    v.block(20, 30, 15, 40) = 10.0;
    v.block(28, 35, 4, 20) = 1.0;
    const VelocityModel model(g, v);
    for (const Point source :
         {Point{0.0, 0.0}, Point{2.2, 0.3}, g.node(30, 40), Point{4.4, 0.55}}) {
      const QString failure = whatFails(model, solveEikonal(model, source));
      QVERIFY2(failure.isEmpty(), qPrintable(failure));
    }
  }
};

QTEST_APPLESS_MAIN(RoughMediaTest)
#include "rough_media_test.moc"
