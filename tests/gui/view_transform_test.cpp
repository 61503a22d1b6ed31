// SPDX-License-Identifier: GPL-3.0-or-later
// ViewTransform: km and pixels, zoom, pan, aspect.
#include <QTest>

#include "view_transform.h"

using namespace isochron;

namespace {

const Grid kGrid{501, 101, 0.01, 0.01, {1.0, -0.2}};  // 5 km x 1 km, not at the origin
const QRectF kArea(60, 20, 800, 400);

ViewTransform whole(Aspect aspect) { return ViewTransform::whole(kGrid, kArea, aspect, 1.0); }

void compareNear(double actual, double expected, double tolerance) {
  if (std::abs(actual - expected) > tolerance) {
    QFAIL(qPrintable(QStringLiteral("%1 instead of %2").arg(actual).arg(expected)));
  }
}

}  // namespace

class ViewTransformTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stretchedPlotFillsTheArea() {
    const auto view = whole(Aspect::Stretched);
    QCOMPARE(view.plot(), kArea);
    compareNear(view.visible().first.x, 1.0, 1e-12);
    compareNear(view.visible().last.z, 0.8, 1e-12);
  }

  void equalPlotHasTheSameScaleBothWays() {
    const auto view = whole(Aspect::Equal);
    QCOMPARE(view.pixelsPerKm(), QSizeF(160, 160));
    QCOMPARE(view.plot(), QRectF(60, 140, 800, 160));
  }

  void depthGrowsDownward() {
    const auto view = whole(Aspect::Stretched);
    QVERIFY(view.toPixel({2.0, 0.5}).y() > view.toPixel({2.0, 0.1}).y());
    QVERIFY(view.toPixel({3.0, 0.1}).x() > view.toPixel({2.0, 0.1}).x());
  }

  void pixelsAndKmAreInverse_data() {
    QTest::addColumn<bool>("equal");
    QTest::addColumn<double>("zoom");
    QTest::newRow("equal, whole") << true << 1.0;
    QTest::newRow("equal, zoomed") << true << 7.3;
    QTest::newRow("stretched, whole") << false << 1.0;
    QTest::newRow("stretched, zoomed") << false << 7.3;
  }
  void pixelsAndKmAreInverse() {
    QFETCH(bool, equal);
    QFETCH(double, zoom);
    const auto view = whole(equal ? Aspect::Equal : Aspect::Stretched).zoomed(zoom, {4.2, 0.3});
    for (const Point p : {Point{1.0, -0.2}, Point{3.7, 0.41}, Point{6.0, 0.8}}) {
      const Point back = view.toField(view.toPixel(p));
      compareNear(back.x, p.x, 1e-9);
      compareNear(back.z, p.z, 1e-9);
    }
  }

  void zoomKeepsThePositionUnderItsPixel() {
    const auto view = whole(Aspect::Stretched).zoomed(3.0, {3.0, 0.3});
    const Point about{3.4, 0.25};
    const QPointF before = view.toPixel(about);
    const QPointF after = view.zoomed(1.7, about).toPixel(about);
    compareNear(after.x(), before.x(), 0.01);
    compareNear(after.y(), before.y(), 0.01);
  }

  void zoomNeverLeavesTheModel() {
    auto view = whole(Aspect::Equal);
    for (int i = 0; i < 12; ++i) {
      view = view.zoomed(2.0, {6.0, 0.8});
      QVERIFY(view.visible().last.x <= 6.0 + 1e-9);
      QVERIFY(view.visible().last.z <= 0.8 + 1e-9);
      QVERIFY(view.zoom <= view.maximumZoom());
    }
    view = view.zoomed(1e-6, {1.0, -0.2});
    QCOMPARE(view.zoom, 1.0);
    compareNear(view.visible().width(), 5.0, 1e-9);
  }

  void panMovesTheModelWithThePointer() {
    const auto view = whole(Aspect::Stretched).zoomed(4.0, {3.5, 0.3});
    const Point p{3.5, 0.3};
    const QPointF moved = view.panned({30.0, -12.0}).toPixel(p) - view.toPixel(p);
    compareNear(moved.x(), 30.0, 1e-6);
    compareNear(moved.y(), -12.0, 1e-6);
  }

  void panStopsAtTheEdge() {
    const auto view = whole(Aspect::Stretched).zoomed(4.0, {3.5, 0.3}).panned({1e6, 1e6});
    compareNear(view.visible().first.x, 1.0, 1e-9);
    compareNear(view.visible().first.z, -0.2, 1e-9);
    // What was dragged beyond the edge is not owed on the way back.
    QVERIFY(view.panned({-10.0, 0.0}).visible().first.x > 1.0);
  }

  void plotEdgesFallBetweenDevicePixels() {
    const auto view = ViewTransform::whole(kGrid, {60.3, 20.7, 799.1, 411.9}, Aspect::Equal, 1.5);
    const QRectF plot = view.plot();
    for (const double edge : {plot.left(), plot.top(), plot.width(), plot.height()}) {
      compareNear(edge * 1.5, std::round(edge * 1.5), 1e-9);
    }
  }

  void noAreaIsInvalid() {
    QVERIFY(!ViewTransform().valid());
    QVERIFY(!ViewTransform::whole(kGrid, QRectF(0, 0, 0, 100), Aspect::Equal, 1.0).valid());
    QVERIFY(whole(Aspect::Equal).valid());
  }
};

QTEST_GUILESS_MAIN(ViewTransformTest)
#include "view_transform_test.moc"
