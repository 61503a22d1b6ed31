// SPDX-License-Identifier: GPL-3.0-or-later
// Rays: they end at the source, follow the first arrival, and take the time they should.
#include <QTest>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "eikonal/rays.h"
#include "field/error.h"

using namespace isochron;

namespace {

VelocityModel gradientModel(const Grid& g) {
  Array v(g.nz, g.nx);
  for (int iz = 0; iz < g.nz; ++iz) v.row(iz) = 2.0 + 3.0 * g.z(iz);
  return {g, v};
}

VelocityModel hillyModel(const Grid& g) {
  Array v(g.nz, g.nx);
  for (int iz = 0; iz < g.nz; ++iz)
    for (int ix = 0; ix < g.nx; ++ix)
      v(iz, ix) = 3.0 + 0.8 * std::sin(1.9 * g.x(ix)) * std::cos(5.0 * g.z(iz)) + g.z(iz);
  return {g, v};
}

}  // namespace

class RaysTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void raysInAConstantMediumAreStraight() {
    const Grid g{50, 40, 0.1, 0.03, {}};
    const Traveltimes t = solveEikonal({g, Array::Constant(40, 50, 2.0)}, {1.234, 0.567});
    const Point from{4.7, 0.1};
    for (const Point p : traceRay(t, from)) {
      const double across =
          (p.x - from.x) * (t.source.z - from.z) - (p.z - from.z) * (t.source.x - from.x);
      QVERIFY(std::abs(across) / distance(from, t.source) < 1e-6);
    }
  }

  void timeAlongEveryRayAgreesWithTheTraveltimeInSmoothMedia() {
    const Grid g{128, 128, 5.0 / 127, 1.0 / 127, {}};
    for (const VelocityModel& model : {gradientModel(g), hillyModel(g)})
      for (const Point source : {g.node(64, 64), Point{0.0, 0.0}, Point{3.217, 0.881}}) {
        const Traveltimes t = solveEikonal(model, source);
        for (int iz = 0; iz < 128; iz += 9)
          for (int ix = 0; ix < 128; ix += 9) {
            const Polyline ray = traceRay(t, g.node(iz, ix));
            QCOMPARE(ray.back(), source);
            const double along = timeAlong(model, ray), time = t.time(iz, ix);
            QVERIFY2(std::abs(along - time) <= 0.005 * time,
                     qPrintable(QStringLiteral("iz %1 ix %2: %3 s along, T = %4 s")
                                    .arg(iz)
                                    .arg(ix)
                                    .arg(along)
                                    .arg(time)));
          }
      }
  }

  void aRayFromTheSourceIsThatPoint() {
    const Grid g{30, 30, 0.1, 0.1, {}};
    const Traveltimes t = solveEikonal(gradientModel(g), {1.0, 1.05});
    QCOMPARE(traceRay(t, {1.0, 1.05}), (Polyline{{1.0, 1.05}}));
  }

  void timeAlongALineInALinearMediumIsTheLogarithm() {
    const Grid g{30, 41, 0.1, 0.025, {}};
    const double exact = std::log(5.0 / 2.0) / 3.0;
    QVERIFY(std::abs(timeAlong(gradientModel(g), {{1, 0}, {1, 1}}) - exact) < 1e-7);
  }

  void aReceiverOutsideIsRefused() {
    const Grid g{30, 30, 0.1, 0.1, {}};
    const Traveltimes t = solveEikonal(gradientModel(g), {1, 1});
    QVERIFY_EXCEPTION_THROWN(traceRay(t, {-1, 1}), Error);
  }
};

QTEST_APPLESS_MAIN(RaysTest)
#include "rays_test.moc"
