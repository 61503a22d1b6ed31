// SPDX-License-Identifier: GPL-3.0-or-later
// The document: what counts as one step, what undo gives back, and what it costs.
#include "project/document.h"

#include <QSignalSpy>
#include <QtTest>

namespace {

using namespace isochron;

const Grid kGrid{64, 32, 0.1, 0.05, {}};

ModelPointer model(double velocity, const Grid& grid = kGrid) {
  return std::make_shared<const VelocityModel>(grid, Array::Constant(grid.nz, grid.nx, velocity));
}

bool same(const Document& document, const Array& velocity) {
  return (document.model()->velocity() == velocity).all();
}

/// A stroke from one place to another, previewed on the way as the mouse would.
void paint(Document& document, Point from, Point to, double velocity) {
  BrushStroke stroke(document.grid(), document.model()->velocity(),
                     {BrushMode::Value, velocity, 0.4, 0.2, 0.7});
  for (int i = 0; i <= 10; ++i) {
    const double t = i / 10.0;
    stroke.moveTo({from.x + t * (to.x - from.x), from.z + t * (to.z - from.z)});
    document.previewVelocity(stroke.velocity());
  }
  document.setVelocity({stroke.velocity(), stroke.changed()}, QStringLiteral("stroke"));
}

class WindowDocumentTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aNewDocumentIsComplete() {
    const Document document(model(3.0), {QStringLiteral("start"), {}, {}});
    QVERIFY(distance(document.source(), {3.15, 0.775}) < 1e-12);
    QCOMPARE(document.receivers().size(), std::size_t{9});
    QVERIFY(!document.isUnsaved());
    QVERIFY(!document.canUndo());
  }

  void aStrokeIsOneStepAndUndoGivesBackTheExactVelocities() {
    Document document(model(3.0), {});
    const Array before = document.model()->velocity();
    paint(document, {1, 0.3}, {5, 1.1}, 4.7);
    const Array after = document.model()->velocity();
    QVERIFY(!same(document, before));
    QCOMPARE(document.history().count(), 1);
    document.undo();
    QVERIFY(same(document, before));
    document.redo();
    QVERIFY(same(document, after));
  }

  void aDraggedSourceIsOneStep() {
    Document document(model(3.0), {});
    const Point before = document.source();
    for (int i = 0; i < 20; ++i) document.previewSource({0.1 * i, 0.05 * i});
    document.setSource({2.0, 1.0});
    QCOMPARE(document.history().count(), 1);
    document.undo();
    QCOMPARE(document.source(), before);
    document.redo();
    QCOMPARE(document.source(), (Point{2.0, 1.0}));
  }

  void aDragBackToTheStartIsNoStep() {
    Document document(model(3.0), {});
    const Point start = document.source();
    document.previewSource({1, 1});
    document.setSource(start);
    QCOMPARE(document.history().count(), 0);
    QCOMPARE(document.source(), start);
  }

  void placesOutsideAreKeptInside() {
    Document document(model(3.0), {});
    document.setSource({-100, 100});
    QCOMPARE(document.source(), (Point{0.0, kGrid.end().z}));
    document.addReceiver({100, -100});
    QCOMPARE(document.receivers().back(), (Point{kGrid.end().x, 0.0}));
  }

  void receiversThatDoNotExistAreNotTouched() {
    Document document(model(3.0), {});
    const auto before = document.receivers();
    document.moveReceiver(99, {1, 1});
    document.removeReceiver(-1);
    document.previewReceiver(9, {1, 1});
    QVERIFY(document.receivers() == before);
    QCOMPARE(document.history().count(), 0);
  }

  void receiversAreAddedMovedAndRemovedWithUndo() {
    Document document(model(3.0), {});
    const auto start = document.receivers();
    document.addReceiver({1, 0.5});
    document.moveReceiver(9, {2, 0.5});
    document.removeReceiver(0);
    QCOMPARE(document.receivers().size(), std::size_t{9});
    QCOMPARE(document.receivers().back(), (Point{2, 0.5}));
    for (int i = 0; i < 3; ++i) document.undo();
    QVERIFY(document.receivers() == start);
  }

  void loadingIsUndoneWithSourceReceiversAndTitle() {
    Document document(model(3.0), {QStringLiteral("first"), {}, {}});
    paint(document, {1, 1}, {2, 1}, 5);
    document.setSource({1, 1});
    const Array painted = document.model()->velocity();
    const Grid other{20, 40, 0.3, 0.01, {1, 2}};
    document.load(model(2.0, other), {QStringLiteral("second"), QStringLiteral("/a/b.npy"), {}});
    QCOMPARE(document.grid(), other);
    QVERIFY(other.contains(document.source()));
    for (const Point& receiver : document.receivers()) QVERIFY(other.contains(receiver));
    QVERIFY(!document.isUnsaved());
    document.undo();
    QCOMPARE(document.grid(), kGrid);
    QCOMPARE(document.source(), (Point{1, 1}));
    QCOMPARE(document.origin().title, QStringLiteral("first"));
    QVERIFY(same(document, painted));
    QVERIFY(document.isUnsaved());
    document.redo();
    QCOMPARE(document.origin().title, QStringLiteral("second"));
  }

  void aModelOfTheSameExtentKeepsSourceAndReceivers() {
    Document document(model(3.0), {});
    document.setSource({1.5, 0.5});
    document.load(model(4.0), {});
    QCOMPARE(document.source(), (Point{1.5, 0.5}));
  }

  void theUnsavedMarkFollowsTheVelocitiesThroughUndo() {
    Document document(model(3.0), {});
    document.setSource({1, 1});
    QVERIFY2(!document.isUnsaved(), "the source is not part of the model's file");
    paint(document, {1, 1}, {2, 1}, 5);
    QVERIFY(document.isUnsaved());
    document.undo();
    QVERIFY(!document.isUnsaved());
    document.redo();
    QVERIFY(document.isUnsaved());
  }

  void aModelCanComeWithItsPlacesInOneStep() {
    Document document(model(3.0), {});
    document.load(model(4.0), {}, {1.5, 0.5}, {{0.5, 0.0}}, QStringLiteral("Put on another grid"));
    QCOMPARE(document.source(), (Point{1.5, 0.5}));
    QCOMPARE(document.receivers().size(), std::size_t{1});
    QCOMPARE(document.undoText(), QStringLiteral("Put on another grid"));
    document.undo();
    QCOMPARE(document.model()->max(), 3.0);
    QCOMPARE(document.receivers().size(), std::size_t{kFirstReceivers});
  }

  void aCancelledPreviewLeavesNothing() {
    Document document(model(3.0), {});
    const ModelPointer before = document.model();
    document.previewVelocity(Array::Constant(kGrid.nz, kGrid.nx, 5.0));
    QVERIFY(document.isUnsaved());
    document.cancelPreview();
    QCOMPARE(document.model(), before);
    QVERIFY(!document.isUnsaved());
    QCOMPARE(document.history().count(), 0);
  }

  void undoInTheMiddleOfAStrokeDropsTheStroke() {
    Document document(model(3.0), {});
    paint(document, {1, 1}, {2, 1}, 5);
    document.previewVelocity(Array::Constant(kGrid.nz, kGrid.nx, 6.0));
    document.undo();
    QVERIFY(same(document, Array::Constant(kGrid.nz, kGrid.nx, 3.0)));
  }

  void undoHoldsTheChangedRectangleOnly() {
    const Grid large{1000, 1000, 0.01, 0.01, {}};
    Document document(model(3.0, large), {});
    for (int i = 0; i < 50; ++i) {
      const Painting dot{document.model()->velocity() + 0.0, {10, 10, 20, 20}};
      document.setVelocity(dot, {});
    }
    QCOMPARE(document.historyBytes(), std::size_t{50 * 2 * 100 * sizeof(double)});
  }

  void undoStaysWithinItsBudgetAndNeverGivesAWrongModel() {
    Document document(model(3.0), {});
    constexpr std::size_t kStep = 2 * 64 * 32 * sizeof(double);
    document.setHistoryBudget(10 * kStep);
    for (int i = 1; i <= 100; ++i) {
      const Array velocity = Array::Constant(kGrid.nz, kGrid.nx, 3.0 + 0.01 * i);
      document.setVelocity({velocity, {0, 0, kGrid.nx, kGrid.nz}}, {});
      QVERIFY(document.historyBytes() <= 10 * kStep);
    }
    int steps = 0;
    while (document.canUndo()) {
      document.undo();
      ++steps;
      QVERIFY(same(document, Array::Constant(kGrid.nz, kGrid.nx, 3.0 + 0.01 * (100 - steps))));
    }
    QCOMPARE(steps, 10);
    document.undo();  // nothing left: no change, no crash
    QVERIFY(same(document, Array::Constant(kGrid.nz, kGrid.nx, 3.9)));
    for (int i = 0; i < steps; ++i) document.redo();
    QVERIFY(same(document, Array::Constant(kGrid.nz, kGrid.nx, 4.0)));
  }

  void aStepLargerThanTheBudgetCanStillBeUndone() {
    Document document(model(3.0), {});
    document.setHistoryBudget(1);
    paint(document, {1, 1}, {2, 1}, 5);
    QVERIFY(document.canUndo());
    document.undo();
    QVERIFY(same(document, Array::Constant(kGrid.nz, kGrid.nx, 3.0)));
  }

  void everyChangeIsTold() {
    Document document(model(3.0), {});
    const QSignalSpy velocity(&document, &Document::velocityChanged);
    const QSignalSpy source(&document, &Document::sourceChanged);
    const QSignalSpy receivers(&document, &Document::receiversChanged);
    document.setSource({1, 1});
    document.addReceiver({1, 1});
    paint(document, {1, 1}, {1, 1}, 5);
    QCOMPARE(source.count(), 1);
    QCOMPARE(receivers.count(), 1);
    QVERIFY(velocity.count() >= 2);
  }
};

}  // namespace

QTEST_GUILESS_MAIN(WindowDocumentTest)
#include "window_document_test.moc"
