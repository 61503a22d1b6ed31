// SPDX-License-Identifier: GPL-3.0-or-later
// FieldView in a window: mouse, wheel, keys, and a life with changing parents.
#include <QApplication>
#include <QHBoxLayout>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <QWindow>

#include "colour_map_box.h"
#include "field/error.h"
#include "field_view.h"
#include "thumbnail.h"
#include "view_samples.h"

using namespace isochron;
using namespace isochron::tests;

Q_DECLARE_METATYPE(isochron::Point)

namespace {

Point pointAt(const QSignalSpy& spy, qsizetype call, int argument) {
  return spy.at(call).at(argument).value<Point>();
}

bool near(Point a, Point b, double tolerance) { return distance(a, b) <= tolerance; }

void turnWheel(FieldView& view, QPoint at, int units) {
  QWheelEvent event(at, view.mapToGlobal(at), {}, {0, units}, Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&view, &event);
}

QColor colourIn(FieldView& view, QPointF at) {
  const QImage picture = view.grabFramebuffer();
  return picture.pixelColor((at * picture.width() / view.width()).toPoint());
}

}  // namespace

class ViewWidgetTest : public QObject {
  Q_OBJECT

  std::unique_ptr<FieldView> view_;

  QPoint pixel(Point p) const { return view_->toWidget(p).toPoint(); }
  QWindow* window() const { return view_->windowHandle(); }
  // One pixel is 5 km / 500 here, or less.
  static constexpr double kPixel = 0.011;

  void drag(QPoint from, const std::vector<QPoint>& to, Qt::MouseButton button) {
    QTest::mousePress(window(), button, {}, from);
    for (const QPoint& at : to) QTest::mouseMove(window(), at);
    QTest::mouseRelease(window(), button, {}, to.back());
  }

  /// The screen's own pointer, which stays where it is when the view goes.
  void standStill(QPoint at) {
    QSignalSpy moved(view_.get(), &FieldView::pointerMoved);
    QTest::mouseMove(view_.get(), {4, 476});
    QTest::mouseMove(view_.get(), at);
    QTRY_VERIFY(!moved.isEmpty() && near(pointAt(moved, moved.count() - 1, 0), {1.5, 0.7}, kPixel));
  }

 private Q_SLOTS:
  void init() {
    view_ = std::make_unique<FieldView>();
    view_->resize(720, 480);
    view_->setAspect(Aspect::Stretched);
    view_->setField(sampleVelocity(), QStringLiteral("Velocity"), QStringLiteral("km/s"));
    view_->setContours(sampleContours(0.1), 0.1, QStringLiteral("s"));
    view_->setSource(sampleSource());
    view_->setReceivers({{1.0, 0.0}, {3.0, 0.2}});
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
  }
  void cleanup() { view_.reset(); }

  void draggingTheSourceReportsItsWay() {
    QSignalSpy dragged(view_.get(), &FieldView::sourceDragged);
    const QPoint target = pixel({3.5, 0.7});
    drag(pixel(sampleSource()), {pixel({2.6, 0.5}), pixel({3.0, 0.6}), target}, Qt::LeftButton);
    QVERIFY(dragged.count() >= 3);
    int finished = 0;
    for (const auto& call : dragged) finished += call.at(1).toBool() ? 1 : 0;
    QCOMPARE(finished, 1);
    QVERIFY(dragged.last().at(1).toBool());
    QVERIFY(near(pointAt(dragged, dragged.count() - 1, 0), {3.5, 0.7}, 2 * kPixel));
  }

  void theSourceIsDrawnWhereItIsDragged() {
    const QPointF target = view_->toWidget({4.0, 0.5});
    const QColor before = colourIn(*view_, target);
    drag(pixel(sampleSource()), {target.toPoint()}, Qt::LeftButton);
    const QColor after = colourIn(*view_, target);
    QVERIFY(after.red() > 180 && after.green() < 110);
    QVERIFY(before.red() < 180 || before.green() > 110);
  }

  void draggingOutsideStaysOnTheGrid() {
    QSignalSpy dragged(view_.get(), &FieldView::sourceDragged);
    drag(pixel(sampleSource()), {QPoint(719, 479)}, Qt::LeftButton);
    QVERIFY(near(pointAt(dragged, dragged.count() - 1, 0), {5.0, 1.0}, 1e-9));
  }

  void receiversAreDraggedByTheirIndex() {
    QSignalSpy dragged(view_.get(), &FieldView::receiverDragged);
    drag(pixel({3.0, 0.2}), {pixel({3.4, 0.4})}, Qt::LeftButton);
    QVERIFY(!dragged.isEmpty());
    QCOMPARE(dragged.last().at(0).toInt(), 1);
    QVERIFY(near(pointAt(dragged, dragged.count() - 1, 1), {3.4, 0.4}, 2 * kPixel));
    QVERIFY(dragged.last().at(2).toBool());
  }

  void receiversAreRemovedByRightClickOrDelete() {
    QSignalSpy removed(view_.get(), &FieldView::receiverRemoveRequested);
    QTest::mouseClick(window(), Qt::RightButton, {}, pixel({1.0, 0.0}));
    QCOMPARE(removed.count(), 1);
    QCOMPARE(removed.last().at(0).toInt(), 0);
    QTest::mouseMove(window(), pixel({3.0, 0.2}));
    QTest::keyClick(view_.get(), Qt::Key_Delete);
    QCOMPARE(removed.count(), 2);
    QCOMPARE(removed.last().at(0).toInt(), 1);
    QTest::mouseClick(window(), Qt::RightButton, {}, pixel({4.0, 0.8}));
    QCOMPARE(removed.count(), 2);
  }

  void strokesGoToTheTool() {
    QSignalSpy began(view_.get(), &FieldView::strokeBegan);
    QSignalSpy moved(view_.get(), &FieldView::strokeMoved);
    QSignalSpy ended(view_.get(), &FieldView::strokeEnded);
    QSignalSpy source(view_.get(), &FieldView::sourceDragged);
    drag(pixel({4.0, 0.6}), {pixel({4.2, 0.7}), pixel({4.4, 0.8})}, Qt::LeftButton);
    QCOMPARE(began.count(), 1);
    QVERIFY(moved.count() >= 2);
    QCOMPARE(ended.count(), 1);
    QVERIFY(source.isEmpty());
    QVERIFY(near(pointAt(began, 0, 0), {4.0, 0.6}, kPixel));
    QVERIFY(near(pointAt(ended, 0, 0), {4.4, 0.8}, kPixel));
  }

  void clicksOutsideThePlotDoNothing() {
    QSignalSpy began(view_.get(), &FieldView::strokeBegan);
    QSignalSpy clicked(view_.get(), &FieldView::doubleClicked);
    QTest::mouseClick(window(), Qt::LeftButton, {}, {6, 470});
    QTest::mouseClick(window(), Qt::LeftButton, {}, {700, 10});
    QVERIFY(began.isEmpty() && clicked.isEmpty());
  }

  void thePointerIsFollowed() {
    QSignalSpy moved(view_.get(), &FieldView::pointerMoved);
    QSignalSpy left(view_.get(), &FieldView::pointerLeft);
    QTest::mouseMove(window(), pixel({1.5, 0.7}));
    QVERIFY(!moved.isEmpty());
    QVERIFY(near(pointAt(moved, moved.count() - 1, 0), {1.5, 0.7}, kPixel));
    QTest::mouseMove(window(), {4, 476});
    QCOMPARE(left.count(), 1);
    QVERIFY(!view_->toField({4, 476}));
  }

  void aViewThatComesUnderAStillPointerIsReadAtOnce() {
    standStill(pixel({1.5, 0.7}));
    view_->hide();
    QSignalSpy moved(view_.get(), &FieldView::pointerMoved);
    view_->show();
    QTRY_VERIFY(!moved.isEmpty());
    QVERIFY(near(pointAt(moved, moved.count() - 1, 0), {1.5, 0.7}, kPixel));
  }

  void aFieldThatComesUnderAStillPointerIsReadAtOnce() {
    standStill(pixel({1.5, 0.7}));
    view_->setField(nullptr, {}, {});
    QSignalSpy moved(view_.get(), &FieldView::pointerMoved);
    view_->setField(sampleVelocity(), QStringLiteral("v"), {});
    QTRY_VERIFY(!moved.isEmpty());
    QVERIFY(near(pointAt(moved, moved.count() - 1, 0), {1.5, 0.7}, kPixel));
  }

  void theCursorTellsWhatCanBeGrabbed() {
    QTest::mouseMove(window(), pixel(sampleSource()));
    QCOMPARE(view_->cursor().shape(), Qt::OpenHandCursor);
    QTest::mousePress(window(), Qt::LeftButton, {}, pixel(sampleSource()));
    QCOMPARE(view_->cursor().shape(), Qt::ClosedHandCursor);
    QTest::mouseRelease(window(), Qt::LeftButton, {}, pixel(sampleSource()));
    QTest::mouseMove(window(), pixel({4.0, 0.8}));
    QCOMPARE(view_->cursor().shape(), Qt::CrossCursor);
    QTest::mouseMove(window(), {4, 476});
    QCOMPARE(view_->cursor().shape(), Qt::ArrowCursor);
  }

  void theWheelZoomsAboutThePointer() {
    const QPoint at = pixel({3.7, 0.3});
    const Point before = *view_->toField(at);
    const double across = view_->toWidget({4.0, 0}).x() - view_->toWidget({3.0, 0}).x();
    turnWheel(*view_, at, 360);
    QVERIFY(near(*view_->toField(at), before, 0.2 * kPixel));
    const double zoomed = view_->toWidget({4.0, 0}).x() - view_->toWidget({3.0, 0}).x();
    QVERIFY(std::abs(zoomed / across - 1.2 * 1.2 * 1.2) < 1e-6);
    turnWheel(*view_, at, -3600);
    const double back = view_->toWidget({4.0, 0}).x() - view_->toWidget({3.0, 0}).x();
    QVERIFY(std::abs(back - across) < 1e-6);
  }

  void middleButtonPans() {
    view_->zoom(4.0, {2.5, 0.5});
    const QPointF before = view_->toWidget({2.5, 0.5});
    drag({300, 200}, {{320, 190}, {340, 170}}, Qt::MiddleButton);
    QCOMPARE((view_->toWidget({2.5, 0.5}) - before).toPoint(), QPoint(40, -30));
  }

  void spaceAndDragPan() {
    QSignalSpy began(view_.get(), &FieldView::strokeBegan);
    view_->zoom(4.0, {2.5, 0.5});
    const QPointF before = view_->toWidget({2.5, 0.5});
    QTest::keyPress(view_.get(), Qt::Key_Space);
    drag({300, 200}, {{290, 210}}, Qt::LeftButton);
    QTest::keyRelease(view_.get(), Qt::Key_Space);
    QCOMPARE((view_->toWidget({2.5, 0.5}) - before).toPoint(), QPoint(-10, 10));
    QVERIFY(began.isEmpty());
    drag({300, 200}, {{290, 210}}, Qt::LeftButton);
    QCOMPARE(began.count(), 1);
  }

  void keysZoomPanAndReset() {
    const QPointF whole = view_->toWidget({5.0, 1.0});
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    const QPointF middle = view_->toWidget({2.5, 0.5});
    QTest::keyClick(view_.get(), Qt::Key_Right);
    QVERIFY(view_->toWidget({2.5, 0.5}).x() < middle.x());
    QTest::keyClick(view_.get(), Qt::Key_Down);
    QVERIFY(view_->toWidget({2.5, 0.5}).y() < middle.y());
    QTest::keyClick(view_.get(), Qt::Key_Left);
    QTest::keyClick(view_.get(), Qt::Key_Up);
    QCOMPARE(view_->toWidget({2.5, 0.5}).toPoint(), middle.toPoint());
    QTest::keyClick(view_.get(), Qt::Key_Home);
    QCOMPARE(view_->toWidget({5.0, 1.0}), whole);
    QTest::keyClick(view_.get(), Qt::Key_Plus);
    QVERIFY(view_->toWidget({5.0, 1.0}) != whole);
    QTest::keyClick(view_.get(), Qt::Key_0);
    QCOMPARE(view_->toWidget({5.0, 1.0}), whole);
  }

  void escapeTakesADragBack() {
    QSignalSpy dragged(view_.get(), &FieldView::sourceDragged);
    QTest::mousePress(window(), Qt::LeftButton, {}, pixel(sampleSource()));
    QTest::mouseMove(window(), pixel({4.0, 0.8}));
    QTest::keyClick(view_.get(), Qt::Key_Escape);
    QVERIFY(dragged.last().at(1).toBool());
    QVERIFY(near(pointAt(dragged, dragged.count() - 1, 0), sampleSource(), 1e-12));
    const auto count = dragged.count();
    QTest::mouseRelease(window(), Qt::LeftButton, {}, pixel({4.0, 0.8}));
    QCOMPARE(dragged.count(), count);
  }

  void doubleClickOnAnAxisResetsInThePlotIsReported() {
    QSignalSpy clicked(view_.get(), &FieldView::doubleClicked);
    const QPointF whole = view_->toWidget({5.0, 1.0});
    view_->zoom(3.0, {1.0, 0.2});
    QTest::mouseDClick(window(), Qt::LeftButton, {}, {20, 240});
    QCOMPARE(view_->toWidget({5.0, 1.0}), whole);
    QVERIFY(clicked.isEmpty());
    QTest::mouseDClick(window(), Qt::LeftButton, {}, pixel({4.0, 0.7}));
    QCOMPARE(clicked.count(), 1);
    QVERIFY(near(pointAt(clicked, 0, 0), {4.0, 0.7}, kPixel));
  }

  void anotherFieldOnTheSameGridKeepsTheZoom() {
    view_->zoom(3.0, {1.0, 0.2});
    const QPointF before = view_->toWidget({1.0, 0.2});
    view_->setField(sampleVelocity(), QStringLiteral("Velocity"), QStringLiteral("km/s"));
    QCOMPARE(view_->toWidget({1.0, 0.2}), before);
    const Grid other{64, 64, 0.1, 0.1, {}};
    view_->setField(std::make_shared<Field>(sampled(other, [](Point p) { return 2.0 + p.z; })),
                    QStringLiteral("Velocity"), QStringLiteral("km/s"));
    const double across = view_->toWidget({6.3, 0}).x() - view_->toWidget({0, 0}).x();
    QVERIFY(across > 400.0);
  }

  void theScreenShowsLowValuesAboveHighOnes() {
    Colouring grey;
    grey.map = QStringLiteral("grey");
    view_->setColouring(grey);
    view_->setContours({}, 0.1, QStringLiteral("s"));
    view_->setField(std::make_shared<Field>(
                        sampled(sampleGrid(), [](Point p) { return 2.0 + 3.0 * p.z + 0.1 * p.x; })),
                    QStringLiteral("Velocity"), QStringLiteral("km/s"));
    const int above = colourIn(*view_, view_->toWidget({4.5, 0.1})).red();
    const int below = colourIn(*view_, view_->toWidget({4.5, 0.9})).red();
    const int left = colourIn(*view_, view_->toWidget({0.3, 0.9})).red();
    QVERIFY(above + 100 < below);
    QVERIFY(left < below);
  }

  void aChangedParentKeepsThePicture() {
    const QImage before = view_->grabFramebuffer();
    const QSize size = view_->size();
    QVERIFY(!before.isNull());
    QWidget host;
    QHBoxLayout layout(&host);
    layout.setContentsMargins(0, 0, 0, 0);
    layout.addWidget(view_.get());
    host.resize(size);
    host.show();
    QVERIFY(QTest::qWaitForWindowExposed(&host));
    const QImage inside = view_->grabFramebuffer();
    view_->setParent(nullptr);
    view_->resize(size);
    view_->show();
    QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    const QImage after = view_->grabFramebuffer();
    QCOMPARE(inside, before);
    QCOMPARE(after, before);
  }

  void tinyAndEmptyViewsAreHarmless() {
    view_->setMinimumSize(0, 0);
    for (const QSize size : {QSize(1, 1), QSize(60, 40), QSize(300, 20), QSize(0, 0)}) {
      view_->resize(size);
      view_->grabFramebuffer();
      view_->toField({0, 0});
      turnWheel(*view_, {0, 0}, 120);
    }
    FieldView empty;
    empty.resize(300, 200);
    empty.show();
    QVERIFY(QTest::qWaitForWindowExposed(&empty));
    QVERIFY(!empty.grabFramebuffer().isNull());
    QVERIFY(!empty.toField({150, 100}));
    QTest::mouseClick(empty.windowHandle(), Qt::LeftButton, {}, {150, 100});
    turnWheel(empty, {150, 100}, 120);
    QTest::keyClick(&empty, Qt::Key_Plus);
    empty.resetView();
  }

  void aFieldOfNanShowsItsBackground() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    view_->setContours({}, 0.1, QStringLiteral("s"));
    view_->setField(std::make_shared<Field>(sampled(sampleGrid(), [&](Point) { return nan; })),
                    QStringLiteral("Velocity"), QStringLiteral("km/s"));
    QCOMPARE(colourIn(*view_, view_->toWidget({4.5, 0.6})),
             view_->palette().color(QPalette::Window));
  }

  void picturesAreWrittenOrTheErrorSaysWhy() {
    QTemporaryDir folder;
    const QString png = folder.filePath(QStringLiteral("a.png"));
    const QString svg = folder.filePath(QStringLiteral("a.svg"));
    view_->exportPng(png, {500, 300}, 2.0);
    view_->exportSvg(svg, {500, 300});
    QCOMPARE(QImage(png).size(), QSize(1000, 600));
    QFile file(svg);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY(text.contains("Depth z [km]") && text.contains("Velocity [km/s]"));
    QVERIFY(text.contains("Traveltime contours every 0.1 s"));
    QVERIFY(text.count("<polyline") + text.count("<path") > 20);
    QVERIFY_EXCEPTION_THROWN(
        view_->exportPng(folder.filePath(QStringLiteral("none/a.png")), {500, 300}, 1.0), Error);
    QVERIFY_EXCEPTION_THROWN(
        view_->exportSvg(folder.filePath(QStringLiteral("none/a.svg")), {500, 300}), Error);
  }

  void coloursAreChosenByName() {
    ColourMapBox box;
    QSignalSpy chosen(&box, &ColourMapBox::colourMapChosen);
    box.setColourMap(QStringLiteral("magma"));
    QCOMPARE(box.colourMap(), QStringLiteral("magma"));
    box.setColourMap(QStringLiteral("no such map"));
    QCOMPARE(box.colourMap(), QStringLiteral("magma"));
    QVERIFY(chosen.isEmpty());
    box.show();
    QTest::keyClick(&box, Qt::Key_Down);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.last().at(0).toString(), QStringLiteral("grey"));
  }

  void thumbnailsFillTheirSize() {
    const QImage small =
        thumbnail(*sampleVelocity(), sampleContours(0.2), {96, 60}, Colouring(), 2.0);
    QCOMPARE(small.size(), QSize(192, 120));
    QCOMPARE(small.devicePixelRatio(), 2.0);
    for (const QPoint corner : {QPoint(0, 0), QPoint(191, 0), QPoint(0, 119), QPoint(191, 119)}) {
      QCOMPARE(small.pixelColor(corner).alpha(), 255);
    }
    QVERIFY(thumbnail(Field(), {}, {96, 60}, Colouring(), 1.0).isNull());
  }
};

QTEST_MAIN(ViewWidgetTest)
#include "view_widget_test.moc"
