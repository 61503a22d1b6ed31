// SPDX-License-Identifier: GPL-3.0-or-later
// The window under mouse and keys: painting, undo, the source, rays, view options, closing.
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include "explore/gallery_panel.h"
#include "explore/receivers_panel.h"
#include "explore/source_panel.h"
#include "explore/view_panel.h"
#include "explore/work_progress.h"
#include "value_control.h"
#include "window_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

class WindowMainTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_); }
  void init() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
  }
  void cleanup() { window_.reset(); }

  void theFirstPictureIsFinished() {
    QVERIFY(!window_->presenter().answer().contours.empty());
    QVERIFY(window_->presenter().currentTraveltimes() != nullptr);
    QVERIFY(window_->document().source() == middle(window_->document().grid()));
    QVERIFY(window_->message().isEmpty());
  }

  void paintingChangesTheContoursInOneUndoStep() {
    Document& document = window_->document();
    const Array before = document.model()->velocity();
    const auto times = window_->presenter().answer().traveltimes;
    QTest::keyClick(&window_->view(), Qt::Key_B);
    QCOMPARE(window_->tools().tool(), Tool::Brush);
    drag(*window_, {{1.0, 0.3}, {1.2, 0.35}, {1.5, 0.4}, {1.8, 0.3}});
    const Array after = document.model()->velocity();
    QVERIFY((after != before).any());
    QCOMPARE(document.history().count(), 1);
    QVERIFY(settle(*window_));
    QVERIFY((window_->presenter().answer().traveltimes->time != times->time).any());
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY((document.model()->velocity() == before).all());
    QVERIFY(settle(*window_));
    QVERIFY((window_->presenter().answer().traveltimes->time == times->time).all());
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY((document.model()->velocity() == after).all());
  }

  void contoursFollowDuringTheStroke() {
    QTest::keyClick(&window_->view(), Qt::Key_B);
    QSignalSpy shown(&window_->presenter(), &ViewPresenter::answerShown);
    QTest::mousePress(&window_->view(), Qt::LeftButton, {}, pixel(*window_, {1.0, 0.3}));
    QTest::mouseMove(&window_->view(), pixel(*window_, {1.4, 0.4}));
    QTRY_VERIFY(!shown.isEmpty());
    QVERIFY(window_->tools().isPainting());
    QTest::mouseRelease(&window_->view(), Qt::LeftButton, {}, pixel(*window_, {1.4, 0.4}));
  }

  void coloursKeepTheirRangeDuringAStroke() {
    QTest::keyClick(&window_->view(), Qt::Key_B);
    ToolSettings settings = window_->tools().settings();
    settings.value = 9.0;
    window_->tools().setSettings(settings);
    const double max = window_->view().colouring().max;
    QTest::mousePress(&window_->view(), Qt::LeftButton, {}, pixel(*window_, {1.0, 0.3}));
    QTest::mouseMove(&window_->view(), pixel(*window_, {1.4, 0.4}));
    QCOMPARE(window_->document().model()->max(), 9.0);
    QCOMPARE(window_->view().colouring().max, max);
    QTest::mouseRelease(&window_->view(), Qt::LeftButton, {}, pixel(*window_, {1.4, 0.4}));
    QCOMPARE(window_->view().colouring().max, 9.0);
  }

  void draggingTheSourceIsOneStep() {
    Document& document = window_->document();
    const Point before = document.source();
    drag(*window_, {before, {2.0, 0.3}, {1.2, 0.25}});
    QVERIFY(distance(document.source(), {1.2, 0.25}) < 0.05);
    QCOMPARE(document.history().count(), 1);
    QVERIFY(settle(*window_));
    QCOMPARE(window_->presenter().answer().traveltimes->source, document.source());
    window_->action(FrameCommandId::Undo)->trigger();
    QCOMPARE(document.source(), before);
  }

  void aTypedSourceMoves() {
    auto* panel = window_->findChild<SourcePanel*>();
    auto boxes = panel->findChildren<NumberBox*>();
    typeInto(*boxes[0], QStringLiteral("1.25"));
    QCOMPARE(window_->document().source().x, 1.25);
    window_->document().setSource({3, 0.25});
    QCOMPARE(boxes[0]->value(), 3.0);
    QCOMPARE(boxes[1]->value(), 0.25);
  }

  void raysEndAtTheSourceAndFollowThePointer() {
    QTest::keyClick(&window_->view(), Qt::Key_Y);
    QVERIFY(settle(*window_));
    const std::size_t receivers = window_->document().receivers().size();
    QCOMPARE(window_->presenter().answer().rays.size(), receivers);
    drag(*window_, {{1.0, 0.8}});
    QVERIFY(settle(*window_));
    const auto& rays = window_->presenter().answer().rays;
    QCOMPARE(rays.size(), receivers + 1);
    QVERIFY(distance(rays.back().front(), {1.0, 0.8}) < 0.02);
    QCOMPARE(rays.back().back(), window_->document().source());
  }

  void receiversShowTheirTimes() {
    auto* panel = window_->findChild<ReceiversPanel*>();
    QTest::keyClick(&window_->view(), Qt::Key_E);
    drag(*window_, {{0.7, 0.6}});
    QVERIFY(settle(*window_));
    const QAbstractItemModel* table = panel->table().model();
    QCOMPARE(table->rowCount(), 10);
    const double time =
        window_->presenter().answer().traveltimes->at(window_->document().receivers().back());
    QCOMPARE(table->index(9, 2).data().toString(), QLocale().toString(time, 'f', 4));
    QVERIFY(panel->table().model()->setData(table->index(9, 0), 2.0));
    QCOMPARE(window_->document().receivers().back().x, 2.0);
  }

  void theReadOutTellsWhatIsUnderThePointer() {
    pointAt(*window_, {2.0, 0.4});
    const auto readOut = [this] {
      for (const QLabel* label : window_->findChildren<QLabel*>())
        if (label->text().startsWith(QStringLiteral("x = "))) return label->text();
      return QString();
    };
    QTRY_VERIFY(readOut().contains(QStringLiteral("T solver = ")));
    QVERIFY2(readOut().contains(QStringLiteral("km/s")), qPrintable(readOut()));
  }

  void numberKeysSwitchTheColours() {
    QTest::keyClick(&window_->view(), Qt::Key_2);
    QCOMPARE(window_->presenter().options().quantity, Quantity::Traveltime);
    const double longest = window_->presenter().answer().traveltimes->time.maxCoeff();
    QCOMPARE(window_->view().colouring().max, longest);
    QTest::keyClick(&window_->view(), Qt::Key_1);
    QCOMPARE(window_->view().colouring().max, window_->document().model()->max());
  }

  void aTypedIntervalGivesThoseContours() {
    ViewOptions options = window_->presenter().options();
    options.interval = 0.1;
    window_->presenter().setOptions(options);
    QVERIFY(settle(*window_));
    const auto& contours = window_->presenter().answer().contours;
    QVERIFY(std::abs(contours.at(1).level - 0.2) < 1e-12);
  }

  void aTypedColourRangeStaysUntilAutoReturns() {
    auto* panel = window_->findChild<ViewPanel*>();
    ViewOptions options = panel->options();
    options.range = std::pair(2.0, 3.0);
    panel->setOptions(options);
    Q_EMIT panel->optionsChanged(options);
    QCOMPARE(window_->view().colouring().min, 2.0);
    window_->document().setVelocity(
        paintLayer(window_->document().grid(), window_->document().model()->velocity(), 0, 1, 7),
        {});
    QCOMPARE(window_->view().colouring().max, 3.0);
    options.range.reset();
    Q_EMIT panel->optionsChanged(options);
    QCOMPARE(window_->view().colouring().min, 7.0);
  }

  void theGalleryLoadsAndAnotherOneDiffers() {
    auto* gallery = window_->findChild<GalleryPanel*>();
    QSignalSpy changed(&window_->document(), &Document::velocityChanged);
    gallery->button(ModelKind::RandomField)->click();
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(window_->document().origin().title.contains(QStringLiteral("seed 1")));
    const Array first = window_->document().model()->velocity();
    window_->action(CommandId::AnotherModel)->trigger();
    QTRY_COMPARE(changed.count(), 2);
    QVERIFY((window_->document().model()->velocity() != first).any());
    QVERIFY(!window_->document().isUnsaved());
    window_->action(FrameCommandId::Undo)->trigger();
    QVERIFY((window_->document().model()->velocity() == first).all());
  }

  void thumbnailsAreThere() {
    for (const ModelKindInfo& info : modelKinds())
      QVERIFY(!window_->findChild<GalleryPanel*>()->button(info.kind)->icon().isNull());
  }

  void aModelOfAnotherSizeFromTheGallery() {
    auto* gallery = window_->findChild<GalleryPanel*>();
    typeInto(*gallery->findChildren<NumberBox*>()[1], QStringLiteral("40"));
    gallery->button(ModelKind::Layers)->click();
    QTRY_COMPARE(window_->document().grid().nx, 40);
    QVERIFY(settle(*window_));
    QVERIFY(window_->presenter().currentTraveltimes() != nullptr);
  }

  void whatTakesLongShowsItsProgressAndCanBeCancelled() {
    auto* gallery = window_->findChild<GalleryPanel*>();
    const auto boxes = gallery->findChildren<NumberBox*>();
    typeInto(*boxes[1], QStringLiteral("4096"));
    typeInto(*boxes[2], QStringLiteral("4096"));
    const ModelPointer before = window_->document().model();
    gallery->button(ModelKind::Salt)->click();
    const auto cancel = [this]() -> QPushButton* {
      for (auto* progress : window_->findChildren<WorkProgress*>())
        if (progress->isVisible()) return progress->findChild<QPushButton*>();
      return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(cancel() != nullptr, 60000);
    QTest::mouseClick(cancel(), Qt::LeftButton);
    QVERIFY(window_->isSettled());
    QCOMPARE(window_->document().model(), before);
    // It has ended, not only its message: the next one is made at once.
    typeInto(*boxes[1], QStringLiteral("64"));
    typeInto(*boxes[2], QStringLiteral("64"));
    gallery->button(ModelKind::Lens)->click();
    QTRY_COMPARE(window_->document().grid().nx, 64);
    QVERIFY(cancel() == nullptr);
  }

  void aSolveThatIsCancelledLeavesNoOldTraveltimes() {
    Document& document = window_->document();
    const Grid large{2500, 2500, 0.002, 0.0004, {}};
    document.load(std::make_shared<const VelocityModel>(large, Array::Constant(2500, 2500, 3.0)),
                  {});
    window_->presenter().stopSolving();
    QVERIFY(settle(*window_));
    QVERIFY(window_->presenter().answer().contours.empty());
    QVERIFY(window_->presenter().currentTraveltimes() == nullptr);
    document.undo();
    QVERIFY(settle(*window_));
    QVERIFY(window_->presenter().currentTraveltimes() != nullptr);
  }

  void undoAndRedoSayWhyTheyAreOff() {
    QAction* undo = window_->action(FrameCommandId::Undo);
    QVERIFY(!undo->isEnabled());
    QVERIFY(undo->toolTip().contains(QStringLiteral("nothing")));
    window_->document().setSource({1, 0.1});
    QVERIFY(undo->isEnabled());
    QVERIFY(undo->text().contains(QStringLiteral("source"), Qt::CaseInsensitive));
  }

  void escapeDropsThePolygonAndEnterFillsIt() {
    QTest::keyClick(&window_->view(), Qt::Key_P);
    for (const Point p : {Point{1, 0.2}, Point{2, 0.2}, Point{1.5, 0.6}}) drag(*window_, {p});
    QVERIFY(window_->tools().hasPolygon());
    QTest::keyClick(&window_->view(), Qt::Key_Escape);
    QVERIFY(!window_->tools().hasPolygon());
    for (const Point p : {Point{1, 0.2}, Point{2, 0.2}, Point{1.5, 0.6}}) drag(*window_, {p});
    QTest::keyClick(&window_->view(), Qt::Key_Return);
    QCOMPARE(window_->document().history().count(), 1);
    QCOMPARE(window_->document().model()->at({1.5, 0.3}), 4.5);
  }

  void bracketKeysChangeTheBrush() {
    QTest::keyClick(&window_->view(), Qt::Key_B);
    const double size = window_->tools().settings().size;
    QTest::keyClick(&window_->view(), Qt::Key_BracketRight);
    QVERIFY(window_->tools().settings().size > size);
    QTest::keyClick(&window_->view(), Qt::Key_BracketLeft);
    QCOMPARE(window_->tools().settings().size, size);
  }

  void enterInAPanelLeadsBackToTheTools() {
    auto* box = window_->findChild<SourcePanel*>()->findChildren<NumberBox*>()[0];
    window_->findChild<QDockWidget*>(QStringLiteral("placesDock"))->raise();
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, QStringLiteral("1.5"));
    QTest::keyClick(box, Qt::Key_Return);
    QCOMPARE(window_->document().source().x, 1.5);
    QVERIFY(window_->view().hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_B);
    QCOMPARE(window_->tools().tool(), Tool::Brush);
  }

  void everyControlExplainsItself() {
    for (const ValueControl* control : window_->findChildren<ValueControl*>())
      QVERIFY2(control->toolTip().contains(QStringLiteral("default")),
               qPrintable(control->spec().name));
    for (const QAbstractSpinBox* box : window_->findChildren<QAbstractSpinBox*>()) {
      const QWidget* explained = box;
      while (explained != nullptr && explained->toolTip().isEmpty())
        explained = explained->parentWidget();
      QVERIFY2(explained != nullptr, qPrintable(box->accessibleName() + box->text()));
    }
  }

  void aControlReturnsToItsDefaultByADoubleClick() {
    ValueControl control({QStringLiteral("Size"), QStringLiteral("km"), 1, 10, 4, 1, 1, true, {}});
    control.setValue(7);
    QTest::mouseDClick(control.findChild<QLabel*>(), Qt::LeftButton);
    QCOMPARE(control.value(), 4.0);
  }

  void iconsTurnLightOnADarkPalette() {
    const QPalette before = QApplication::palette();
    const auto darkest = [this] {
      const QImage icon = window_->action(CommandId::ToolBrush)->icon().pixmap(24).toImage();
      int lightness = 255;
      for (int x = 0; x < icon.width(); ++x)
        for (int y = 0; y < icon.height(); ++y)
          if (icon.pixelColor(x, y).alpha() > 200)
            lightness = std::min(lightness, icon.pixelColor(x, y).lightness());
      return lightness;
    };
    QVERIFY(darkest() < 100);
    QApplication::setPalette(QPalette(QColor(50, 50, 54)));
    QTRY_VERIFY(darkest() > 150);
    QApplication::setPalette(before);
  }

  void theWindowFitsASmallScreen() {
    QVERIFY2(window_->minimumSizeHint().width() <= 1366, "wider than 1366");
    QVERIFY2(window_->minimumSizeHint().height() <= 740, "higher than 768 less a title bar");
  }

  void theLayoutIsRememberedAndReset() {
    auto* gallery = window_->findChild<QDockWidget*>(QStringLiteral("galleryDock"));
    gallery->hide();
    window_->close();
    window_.reset();
    TestWindow again;
    again.show();
    QVERIFY(QTest::qWaitForWindowExposed(&again));
    gallery = again.findChild<QDockWidget*>(QStringLiteral("galleryDock"));
    QVERIFY(!gallery->isVisible());
    again.action(FrameCommandId::ResetLayout)->trigger();
    QVERIFY(gallery->isVisible());
  }

  void unsavedChangesAreAskedAboutOnce() {
    window_->document().setVelocity(
        paintLayer(window_->document().grid(), window_->document().model()->velocity(), 0, 1, 7),
        {});
    QVERIFY(window_->isWindowModified());
    const auto answer = [this](QMessageBox::StandardButton button) {
      auto* box = window_->findChild<QMessageBox*>(QStringLiteral("unsavedChanges"));
      box->button(button)->click();
    };
    window_->close();
    QVERIFY(window_->isVisible());
    answer(QMessageBox::Cancel);
    QVERIFY(window_->isVisible());
    QTRY_VERIFY(!window_->findChild<QMessageBox*>(QStringLiteral("unsavedChanges")));
    window_->close();
    answer(QMessageBox::Discard);
    QTRY_VERIFY(!window_->isVisible());
  }

  void closingWhileSolvingEnds() {
    for (int round = 0; round < 4; ++round) {
      auto window = std::make_unique<TestWindow>(MainWindow::Layout::Standard);
      if (round % 2 == 0) window->show();
      const Grid large{1200, 1200, 0.01, 0.01, {}};
      window->document().load(
          std::make_shared<const VelocityModel>(large, Array::Constant(1200, 1200, 2.0)), {});
      if (round > 1) window->close();
    }
    QVERIFY(true);  // reaching this line is the test: nothing hangs, nothing is used after its end
  }

 private:
  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace

QTEST_MAIN(WindowMainTest)
#include "window_main_test.moc"
