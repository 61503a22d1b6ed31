// SPDX-License-Identifier: GPL-3.0-or-later
// FieldInteraction: what presses, moves and releases mean, without a widget.
#include <QTest>

#include "field_interaction.h"

using namespace isochron;

namespace {

const Grid kGrid{101, 51, 0.05, 0.02, {}};  // 5 km x 1 km

struct Recorder {
  struct Move {
    Handle handle;
    Point position;
    bool finished;
  };
  std::vector<Move> moves;
  std::vector<Point> begun, strokes, ended;
  QPointF pan;

  FieldInteraction::Reactions reactions() {
    return {[this](Handle h, Point p, bool f) {
              moves.push_back({h, p, f});
            },
            [this](Point p, Qt::KeyboardModifiers) { begun.push_back(p); },
            [this](Point p, Qt::KeyboardModifiers) { strokes.push_back(p); },
            [this](Point p, Qt::KeyboardModifiers) { ended.push_back(p); },
            [this](QPointF d) { pan += d; }};
  }
};

}  // namespace

class ViewInteractionTest : public QObject {
  Q_OBJECT

  const std::vector<Point> receivers_{{1.0, 0.0}, {4.0, 0.0}};
  // 100 pixels per km across, 200 down, from (50, 30).
  const ViewTransform view_ =
      ViewTransform::whole(kGrid, {50, 30, 500, 200}, Aspect::Stretched, 1.0);
  const InteractionScene scene_{view_, Point{2.5, 0.5}, receivers_, 12.0};
  const QPointF source_ = view_.toPixel({2.5, 0.5});

 private Q_SLOTS:
  void handlesAreFoundWithinReach() {
    QVERIFY((handleAt(scene_, source_) == Handle{Handle::Kind::Source, 0}));
    QVERIFY((handleAt(scene_, source_ + QPointF(9, 0)) == Handle{Handle::Kind::Source, 0}));
    QVERIFY(!handleAt(scene_, source_ + QPointF(14, 0)));
    const QPointF second = view_.toPixel(receivers_[1]);
    QVERIFY((handleAt(scene_, second) == Handle{Handle::Kind::Receiver, 1}));
    // The triangle stands above its tip, also outside of the plot.
    QVERIFY((handleAt(scene_, second - QPointF(0, 12)) == Handle{Handle::Kind::Receiver, 1}));
  }

  void theNearestHandleWinsAndTheSourceATie() {
    const std::vector<Point> close{{2.55, 0.5}, {2.5, 0.5}};
    const InteractionScene scene{view_, Point{2.5, 0.5}, close, 12.0};
    QVERIFY((handleAt(scene, source_) == Handle{Handle::Kind::Source, 0}));
    QVERIFY((handleAt(scene, source_ + QPointF(5, 0)) == Handle{Handle::Kind::Receiver, 0}));
  }

  void handlesOutOfSightCannotBeGrabbed() {
    const ViewTransform zoomed = view_.zoomed(10.0, {1.0, 0.5});
    const InteractionScene scene{zoomed, Point{2.5, 0.5}, receivers_, 12.0};
    QVERIFY(!handleAt(scene, zoomed.toPixel({2.5, 0.5})));
  }

  void draggingReportsEveryMoveAndTheEndOnce() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    QVERIFY(mouse.press(scene_, source_ + QPointF(3, -2), Qt::LeftButton, {}));
    QVERIFY((mouse.held() == Handle{Handle::Kind::Source, 0}));
    mouse.move(scene_, source_ + QPointF(53, -2), {});
    mouse.move(scene_, source_ + QPointF(103, 18), {});
    mouse.release(scene_, source_ + QPointF(103, 18), Qt::LeftButton, {});
    QCOMPARE(record.moves.size(), std::size_t{3});
    // Where it was gripped does not matter: the handle moves as far as the pointer.
    QVERIFY(distance(record.moves[0].position, {3.0, 0.5}) < 1e-9);
    QVERIFY(distance(record.moves[1].position, {3.5, 0.6}) < 1e-9);
    QVERIFY(!record.moves[0].finished && !record.moves[1].finished && record.moves[2].finished);
    QVERIFY(record.moves[2].position == record.moves[1].position);
    QVERIFY(!mouse.held() && record.begun.empty());
  }

  void aClickOnAHandleMovesNothing() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    mouse.press(scene_, source_ + QPointF(4, 4), Qt::LeftButton, {});
    mouse.release(scene_, source_ + QPointF(4, 4), Qt::LeftButton, {});
    QVERIFY(record.moves.empty());
  }

  void draggedHandlesStayOnTheGrid() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    mouse.press(scene_, source_, Qt::LeftButton, {});
    mouse.move(scene_, {-4000, 9000}, {});
    QVERIFY(distance(record.moves.back().position, {0.0, 1.0}) < 1e-12);
  }

  void escapeReturnsTheHandle() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    mouse.press(scene_, source_, Qt::LeftButton, {});
    mouse.move(scene_, source_ + QPointF(50, 0), {});
    mouse.cancel();
    QVERIFY(record.moves.back().finished);
    QVERIFY(distance(record.moves.back().position, {2.5, 0.5}) < 1e-12);
    mouse.release(scene_, source_, Qt::LeftButton, {});
    QCOMPARE(record.moves.size(), std::size_t{2});
  }

  void aReceiverThatVanishesEndsItsDragQuietly() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    mouse.press(scene_, view_.toPixel(receivers_[1]), Qt::LeftButton, {});
    const std::vector<Point> none;
    const InteractionScene emptied{view_, std::nullopt, none, 12.0};
    mouse.move(emptied, {300, 100}, {});
    mouse.release(emptied, {300, 100}, Qt::LeftButton, {});
    QVERIFY(record.moves.empty());
  }

  void elsewhereTheToolDraws() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    QVERIFY(mouse.press(scene_, view_.toPixel({1.0, 0.5}), Qt::LeftButton, {}));
    mouse.move(scene_, view_.toPixel({1.2, 0.5}), {});
    mouse.move(scene_, {9000, 100}, {});  // outside: clamped to the border
    mouse.release(scene_, view_.toPixel({1.4, 0.5}), Qt::LeftButton, {});
    QCOMPARE(record.begun.size(), std::size_t{1});
    QCOMPARE(record.strokes.size(), std::size_t{2});
    QCOMPARE(record.ended.size(), std::size_t{1});
    QVERIFY(distance(record.begun[0], {1.0, 0.5}) < 1e-9);
    QCOMPARE(record.strokes[1].x, 5.0);
    QVERIFY(record.moves.empty());
  }

  void outsideThePlotNothingBegins() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    QVERIFY(!mouse.press(scene_, {20, 100}, Qt::LeftButton, {}));
    QVERIFY(!mouse.press(scene_, source_, Qt::RightButton, {}));
    QVERIFY(mouse.mode() == FieldInteraction::Mode::Idle);
    QVERIFY(record.begun.empty());
  }

  void middleButtonAndSpacePan() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    mouse.press(scene_, {200, 100}, Qt::MiddleButton, {});
    mouse.move(scene_, {230, 90}, {});
    mouse.release(scene_, {230, 90}, Qt::MiddleButton, {});
    mouse.setPanKey(true);
    mouse.press(scene_, source_, Qt::LeftButton, {});  // even on a handle
    mouse.move(scene_, source_ + QPointF(5, 5), {});
    mouse.release(scene_, source_ + QPointF(5, 5), Qt::LeftButton, {});
    QCOMPARE(record.pan, QPointF(35, -5));
    QVERIFY(record.moves.empty() && record.begun.empty());
  }

  void aSecondButtonDoesNotDisturbADrag() {
    Recorder record;
    FieldInteraction mouse(record.reactions());
    mouse.press(scene_, source_, Qt::LeftButton, {});
    mouse.press(scene_, source_, Qt::MiddleButton, {});
    mouse.release(scene_, source_, Qt::MiddleButton, {});
    QVERIFY(mouse.held().has_value());
  }
};

QTEST_GUILESS_MAIN(ViewInteractionTest)
#include "view_interaction_test.moc"
