// SPDX-License-Identifier: GPL-3.0-or-later
// The residual of traveltimes at nodes: small for first arrivals, and as large as the slope is
// wrong.
#include <QTest>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "eikonal/upwind_residual.h"

using namespace isochron;

class UpwindResidualTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void exactTimesOfAConstantMediumHaveNone() {
    const Grid g{40, 30, 0.1, 0.04, {0.5, 0.2}};
    const Field velocity{g, Array::Constant(30, 40, 2.5)};
    for (const Point source : {g.node(12, 14), g.node(7, 11), g.node(0, 0)}) {
      Array time(30, 40);
      for (int iz = 0; iz < 30; ++iz)
        for (int ix = 0; ix < 40; ++ix) time(iz, ix) = distance(g.node(iz, ix), source) / 2.5;
      QVERIFY(upwindResidual(velocity, time, source).maxCoeff() < 1e-9);
      // A tenth too slow everywhere is a residual of a tenth.
      const Array late = upwindResidual(velocity, 1.1 * time, source);
      const Array expected = (time > 0.0).select(Array::Constant(30, 40, 0.1), 0.0);
      QVERIFY((late - expected).abs().maxCoeff() < 1e-9);
    }
  }

  void solvedTimesHaveLittle() {
    const Grid g{101, 61, 0.05, 0.03, {}};
    Array v(g.nz, g.nx);
    for (int iz = 0; iz < g.nz; ++iz)
      for (int ix = 0; ix < g.nx; ++ix)
        v(iz, ix) = 3.0 + 0.5 * std::sin(1.3 * g.x(ix)) * std::cos(2.0 * g.z(iz));
    const VelocityModel model(g, v);
    const Point source{2.0, 0.9};
    const Array time = solveEikonal(model, source).time;
    QVERIFY(upwindResidual(model.field(), time, source).mean() < 0.01);
    // Times of another medium do not solve this one.
    const Field faster{g, 1.5 * v};
    QVERIFY(std::abs(upwindResidual(faster, time, source).mean() - 0.5) < 0.02);
  }
};

QTEST_APPLESS_MAIN(UpwindResidualTest)
#include "upwind_residual_test.moc"
