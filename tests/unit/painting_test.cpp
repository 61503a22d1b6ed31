// SPDX-License-Identifier: GPL-3.0-or-later
// What the drawing tools do to velocities.
#include "field/painting.h"

#include <QtTest>

namespace {

using namespace isochron;

const Grid kGrid{41, 21, 0.1, 0.05, {1.0, 2.0}};  // x 1..5 km, z 2..3 km

Array flat(double velocity = 3.0) { return Array::Constant(kGrid.nz, kGrid.nx, velocity); }

/// True where nothing outside the rectangle differs.
bool sameOutside(const Array& a, const Array& b, const NodeRectangle& r) {
  for (int iz = 0; iz < a.rows(); ++iz)
    for (int ix = 0; ix < a.cols(); ++ix) {
      const bool inside = ix >= r.ix0 && ix < r.ix1 && iz >= r.iz0 && iz < r.iz1;
      if (!inside && a(iz, ix) != b(iz, ix)) return false;
    }
  return true;
}

class PaintingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aHardDabPaintsTheEllipseAndNothingElse() {
    BrushStroke stroke(kGrid, flat(), {BrushMode::Value, 5.0, 0.35, 0.12, 0.0});
    const Point centre{3.0, 2.5};
    const NodeRectangle nodes = stroke.moveTo(centre);
    QVERIFY(sameOutside(stroke.velocity(), flat(), nodes));
    QCOMPARE(nodes, stroke.changed());
    for (int iz = 0; iz < kGrid.nz; ++iz)
      for (int ix = 0; ix < kGrid.nx; ++ix) {
        const double d =
            std::hypot((kGrid.x(ix) - centre.x) / 0.35, (kGrid.z(iz) - centre.z) / 0.12);
        QCOMPARE(stroke.velocity()(iz, ix), d <= 1.0 ? 5.0 : 3.0);
      }
  }

  void theResultDependsOnThePathNotOnTheNumberOfReports() {
    const Brush brush{BrushMode::Add, 0.7, 0.4, 0.2, 0.8};
    BrushStroke coarse(kGrid, flat(), brush);
    BrushStroke fine(kGrid, flat(), brush);
    coarse.moveTo({1.5, 2.2});
    coarse.moveTo({4.5, 2.8});
    for (int i = 0; i <= 60; ++i) fine.moveTo({1.5 + i * 0.05, 2.2 + i * 0.01});
    QVERIFY((coarse.velocity() - fine.velocity()).abs().maxCoeff() < 1e-9);
    QVERIFY((coarse.velocity() - 3.7).abs().minCoeff() < 1e-9);
  }

  void crossingOnesOwnPathAddsOnce() {
    BrushStroke stroke(kGrid, flat(), {BrushMode::Add, 1.0, 0.5, 0.3, 0.5});
    for (int i = 0; i < 20; ++i) stroke.moveTo({i % 2 == 0 ? 2.0 : 4.0, 2.5});
    QVERIFY(stroke.velocity().maxCoeff() <= 4.0);
  }

  void aBrushBelowACellPaintsTheNearestNode() {
    BrushStroke stroke(kGrid, flat(), {BrushMode::Value, 4.0, 1e-6, 1e-6, 0.0});
    stroke.moveTo({3.05, 2.525});  // in the middle of a cell
    QVERIFY((stroke.velocity() == 4.0).any());
  }

  void outsideTheGridNothingHappens() {
    BrushStroke stroke(kGrid, flat(), {BrushMode::Value, 4.0, 0.2, 0.2, 0.5});
    QVERIFY(stroke.moveTo({-9.0, 40.0}).empty());
    QVERIFY((stroke.velocity() == 3.0).all());
    QVERIFY(stroke.changed().empty());
  }

  void smoothingLowersAStepAndKeepsAConstant() {
    Array step = flat(2.0);
    step.rightCols(20) = 4.0;
    BrushStroke stroke(kGrid, step, {BrushMode::Smooth, 0.0, 1.0, 0.5, 0.0});
    stroke.moveTo({3.0, 2.5});
    const auto steepest = [](const Array& v) {
      return (v.row(10).rightCols(40) - v.row(10).leftCols(40)).abs().maxCoeff();
    };
    QVERIFY(steepest(stroke.velocity()) < 0.6 * steepest(step));
    QVERIFY((smoothed(flat(), 5, 3) - 3.0).abs().maxCoeff() < 1e-12);
  }

  void velocitiesStaySane_data() {
    QTest::addColumn<double>("value");
    QTest::newRow("far too slow") << -100.0;
    QTest::newRow("far too fast") << 1e9;
  }
  void velocitiesStaySane() {
    QFETCH(double, value);
    const double bound = value < 0 ? kSlowestPaint : kFastestPaint;
    for (const BrushMode mode : {BrushMode::Value, BrushMode::Add}) {
      BrushStroke stroke(kGrid, flat(), {mode, value, 0.3, 0.3, 0.0});
      stroke.moveTo({3.0, 2.5});
      QCOMPARE(stroke.velocity()(10, 20), bound);
    }
    const Polyline square{{2, 2.2}, {4, 2.2}, {4, 2.8}, {2, 2.8}};
    QCOMPARE(paintPolygon(kGrid, flat(), square, value).velocity(10, 20), bound);
    QCOMPARE(paintLayer(kGrid, flat(), 2.4, 2.6, value).velocity(10, 20), bound);
  }

  void aPolygonFillsItsInsideByTheEvenOddRule() {
    // A bow tie: the middle of the left and right wings is inside, above and below are not.
    const Polyline bow{{2, 2.2}, {4, 2.8}, {4, 2.2}, {2, 2.8}};
    const Painting painted = paintPolygon(kGrid, flat(), bow, 5.0);
    const auto at = [&](Point p) { return interpolate(kGrid, painted.velocity, p); };
    QCOMPARE(at({2.2, 2.5}), 5.0);
    QCOMPARE(at({3.8, 2.5}), 5.0);
    QCOMPARE(at({3.0, 2.25}), 3.0);
    QCOMPARE(at({3.0, 2.75}), 3.0);
    QVERIFY(sameOutside(painted.velocity, flat(), painted.changed));
  }

  void aPolygonOfTwoCornersChangesNothing() {
    const Painting painted = paintPolygon(kGrid, flat(), {{2, 2.2}, {4, 2.8}}, 5.0);
    QVERIFY(painted.changed.empty());
    QVERIFY((painted.velocity == 3.0).all());
  }

  void aLayerTakesBothItsDepthsInEitherOrder() {
    const Painting down = paintLayer(kGrid, flat(), 2.2, 2.4, 5.0);
    const Painting up = paintLayer(kGrid, flat(), 2.4, 2.2, 5.0);
    QVERIFY((down.velocity == up.velocity).all());
    QCOMPARE(down.changed, (NodeRectangle{0, 4, 41, 9}));
    QVERIFY((down.velocity.middleRows(4, 5) == 5.0).all());
    QVERIFY(sameOutside(down.velocity, flat(), down.changed));
  }

  void aGradientRunsLinearlyBetweenItsDepths() {
    const Painting painted = paintGradient(kGrid, flat(), 2.0, 3.0, 2.0, 5.0);
    for (int iz = 0; iz < kGrid.nz; ++iz)
      QVERIFY((painted.velocity.row(iz) - (2.0 + 3.0 * (kGrid.z(iz) - 2.0))).abs().maxCoeff() <
              1e-12);
  }

  void rectanglesUnite() {
    QCOMPARE(united({1, 2, 3, 4}, {}), (NodeRectangle{1, 2, 3, 4}));
    QCOMPARE(united({1, 2, 3, 4}, {0, 3, 2, 9}), (NodeRectangle{0, 2, 3, 9}));
  }
};

}  // namespace

QTEST_APPLESS_MAIN(PaintingTest)
#include "painting_test.moc"
