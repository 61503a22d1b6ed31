// SPDX-License-Identifier: GPL-3.0-or-later
// The latent map with mouse and keys: pointing, choosing, zooming, panning.
#include <QLabel>
#include <QSignalSpy>
#include <QtTest>

#include "latent_map_view.h"

namespace {

using namespace isochron;

class LatentsMapTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    view_ = std::make_unique<LatentMapView>();
    view_->resize(500, 400);
    Colouring colouring;
    colouring.min = 0;
    colouring.max = 3;
    view_->setColouring(colouring, QStringLiteral("value"));
    view_->setPoints({{-2, 0, 0}, {0, 1, 1}, {0.5, -1, 2}, {2, 0.5, 3}});
    QCursor::setPos(0, 0);
    view_->move(40, 40);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    QTRY_VERIFY(view_->pixelOf(0).has_value());
    chart_ = view_->childAt(view_->rect().center());
    QVERIFY(chart_ != nullptr);
  }
  void cleanup() { view_.reset(); }

  void thePointUnderThePointerIsTold() {
    QSignalSpy hovered(view_.get(), &LatentMapView::pointHovered);
    QSignalSpy left(view_.get(), &LatentMapView::pointLeft);
    moveTo(*view_->pixelOf(2) + QPoint(2, -1));
    QTRY_COMPARE(hovered.size(), 1);
    QCOMPARE(hovered.front().front().toInt(), 2);
    QCOMPARE(view_->hovered(), std::optional<int>(2));
    moveTo(*view_->pixelOf(2) + QPoint(40, 40));
    QTRY_COMPARE(left.size(), 1);
    QVERIFY(!view_->hovered());
  }

  void itsPictureIsShownBesideItWhileThePointerIsThere() {
    QImage image(60, 40, QImage::Format_RGB32);
    image.fill(Qt::red);
    moveTo(*view_->pixelOf(3));
    QTRY_COMPARE(view_->hovered(), std::optional<int>(3));
    view_->setHoverPicture(1, image, QStringLiteral("another"));  // came too late
    QVERIFY(!view_->hoverCard()->isVisible());
    view_->setHoverPicture(3, image, QStringLiteral("Seed 3"));
    QVERIFY(view_->hoverCard()->isVisible());
    QVERIFY(view_->rect().contains(view_->hoverCard()->geometry()));
    bool captioned = false;
    for (const QLabel* label : view_->hoverCard()->findChildren<QLabel*>())
      captioned |= label->text() == QStringLiteral("Seed 3");
    QVERIFY(captioned);
    moveTo(*view_->pixelOf(0));
    QTRY_VERIFY(!view_->hoverCard()->isVisible());
  }

  void aClickChoosesAndADragPans() {
    QSignalSpy chosen(view_.get(), &LatentMapView::pointChosen);
    click(*view_->pixelOf(1) + QPoint(1, 1));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.front().front().toInt(), 1);
    click(*view_->pixelOf(1) + QPoint(40, 40));
    QCOMPARE(chosen.size(), 1);
    const QPoint before = *view_->pixelOf(1);
    QTest::mousePress(chart_, Qt::LeftButton, {}, inChart(before));
    QTest::mouseMove(chart_, inChart(before + QPoint(30, 20)));
    QTest::mouseMove(chart_, inChart(before + QPoint(60, 40)));
    QTest::mouseRelease(chart_, Qt::LeftButton, {}, inChart(before + QPoint(60, 40)));
    QCOMPARE(chosen.size(), 1);
    const QPoint way = *view_->pixelOf(1) - before;
    QVERIFY2((way - QPoint(60, 40)).manhattanLength() <= 4,
             qPrintable(QStringLiteral("%1, %2").arg(way.x()).arg(way.y())));
  }

  void arrowKeysGoToTheNextPointInTheirDirection() {
    QSignalSpy chosen(view_.get(), &LatentMapView::pointChosen);
    const auto expect = [&](Qt::Key key, int from, int to) {
      view_->setChosen(from);
      chosen.clear();
      QTest::keyClick(view_.get(), key);
      QCOMPARE(chosen.size(), 1);
      QCOMPARE(chosen.front().front().toInt(), to);
    };
    expect(Qt::Key_Right, 0, 1);
    expect(Qt::Key_Right, 1, 2);
    expect(Qt::Key_Left, 3, 2);
    expect(Qt::Key_Up, 0, 3);
    expect(Qt::Key_Down, 0, 2);
    view_->setChosen(3);
    chosen.clear();
    QTest::keyClick(view_.get(), Qt::Key_Right);  // there is none beyond
    QCOMPARE(chosen.size(), 0);
    view_->setChosen({});
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(chosen.front().front().toInt(), 0);
  }

  void modelsAtOnePlaceAreAllReached() {
    view_->setPoints({{1, 1, 0}, {1, 1, 1}, {1, 1, 2}});
    QSignalSpy chosen(view_.get(), &LatentMapView::pointChosen);
    view_->setChosen(0);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(chosen.back().front().toInt(), 1);
    view_->setChosen(1);
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QCOMPARE(chosen.back().front().toInt(), 2);
  }

  void keysZoomAndHomeShowsAll() {
    const QPoint first = *view_->pixelOf(0), last = *view_->pixelOf(3);
    const auto width = [&] {
      return view_->pixelOf(QPointF(0.5, 0))->x() - view_->pixelOf(QPointF(0, 0))->x();
    };
    const int before = width();
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    QVERIFY(width() > 1.2 * before);
    QTest::keyClick(view_.get(), Qt::Key_Minus);
    QVERIFY(std::abs(width() - before) <= 1);
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    QTest::keyClick(view_.get(), Qt::Key_Home);
    QCOMPARE(*view_->pixelOf(0), first);
    QCOMPARE(*view_->pixelOf(3), last);
  }

  void theWheelZoomsAboutThePointer() {
    const QPoint about = *view_->pixelOf(1);
    const QPointF beside(0.5, 1);  // as high as the point, so that it stays in sight
    const int before = view_->pixelOf(beside)->x() - about.x();
    QWheelEvent wheel(inChart(about), chart_->mapToGlobal(inChart(about)), {}, {0, 120},
                      Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(chart_, &wheel);
    QVERIFY((*view_->pixelOf(1) - about).manhattanLength() <= 2);
    QVERIFY(view_->pixelOf(beside)->x() - view_->pixelOf(1)->x() > before);
    // A look from near stays while the same family is filled up.
    view_->setPoints({{-2, 0, 0}, {0, 1, 1}, {0.5, -1, 2}, {2, 0.5, 3}, {9, 9, 1}}, true);
    QVERIFY((*view_->pixelOf(1) - about).manhattanLength() <= 2);
    view_->showAll();
    QVERIFY(view_->pixelOf(4).has_value());
  }

  void marksAreInSightAndPointsThatAreNoneDoNoHarm() {
    view_->setMarks({{QStringLiteral("Drawing"), 6, 4, MapMark::Shape::Star}});
    QVERIFY(view_->pixelOf(QPointF(6, 4)).has_value());
    const double none = std::nan("");
    view_->setPoints({{none, none, none}, {0, 0, 1}});
    QVERIFY(view_->pixelOf(1).has_value());
    view_->grab();
    view_->setPoints({});
    view_->setMarks({});
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QVERIFY(!view_->grab().isNull());
  }

  void pointsShowTheColoursOfTheirValues() {
    const auto at = [&](int index) {
      const QImage picture = view_->grab().toImage();
      return picture.pixelColor(*view_->pixelOf(index) * picture.devicePixelRatio());
    };
    const ColourTable table = colourTable(QStringLiteral("viridis"));
    for (const int i : {0, 3}) {
      const QColor expected = colourAt(table, i / 3.0), seen = at(i);
      QVERIFY2(std::abs(expected.red() - seen.red()) < 12 &&
                   std::abs(expected.green() - seen.green()) < 12 &&
                   std::abs(expected.blue() - seen.blue()) < 12,
               qPrintable(expected.name() + QLatin1Char(' ') + seen.name()));
    }
  }

 private:
  QPoint inChart(QPoint point) { return chart_->mapFrom(view_.get(), point); }
  void moveTo(QPoint point) { QTest::mouseMove(chart_, inChart(point)); }
  void click(QPoint point) { QTest::mouseClick(chart_, Qt::LeftButton, {}, inChart(point)); }

  std::unique_ptr<LatentMapView> view_;
  QWidget* chart_ = nullptr;
};

}  // namespace

QTEST_MAIN(LatentsMapTest)
#include "latents_map_test.moc"
