// SPDX-License-Identifier: GPL-3.0-or-later
// The Data workspace under mouse and keys: making, opening, looking at, parting, using, removing.
#include <QAbstractButton>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScrollBar>
#include <QSlider>
#include <QStandardPaths>
#include <QToolButton>
#include <QWheelEvent>
#include <numeric>

#include "colour_legend.h"
#include "colour_map_box.h"
#include "data/data_workspace.h"
#include "data/gallery_bar.h"
#include "data/gallery_view.h"
#include "data/job_bar.h"
#include "data/model_panel.h"
#include "data/set_list.h"
#include "data/split_panel.h"
#include "data/statistics_panel.h"
#include "data_sets.h"
#include "generators/patches.h"
#include "histogram.h"
#include "import/import_sheet.h"
#include "project/project_actions.h"
#include "value_control.h"
#include "window_fixture.h"

namespace isochron::tests {
namespace {

constexpr int kLong = 60000;  // ms, for a loaded machine
constexpr std::int64_t kModels = 2500;

}  // namespace

class DataWorkspaceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    QStandardPaths::setTestModeEnabled(true);
    isolateSettings(folder_);
    QVERIFY(folder_.isValid());
    set_ = writeSet(folder_.filePath(QStringLiteral("fields.npy")), kModels);
  }
  void init() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+1")));
    QCOMPARE(window_->current(), window_->workspace(QStringLiteral("data")));
  }
  void cleanup() { window_.reset(); }

  // --- an empty project ------------------------------------------------------------------------

  void emptyItSaysWhatToDo() {
    QStringList buttons;
    for (const auto* button : data().centralWidget()->findChildren<QToolButton*>())
      if (button->isVisible()) buttons.append(button->text().remove(QLatin1Char('&')));
    QCOMPARE(buttons, QStringList({QStringLiteral("Generate…"), QStringLiteral("Open…")}));
    bool told = false;
    for (const auto* label : data().centralWidget()->findChildren<QLabel*>())
      told =
          told || (label->isVisible() && label->text().startsWith(QStringLiteral("No data set")));
    QVERIFY(told);
    QVERIFY(!data().action(DataCommandId::Remove)->isEnabled());
    QVERIFY(
        data().action(DataCommandId::Remove)->toolTip().contains(QStringLiteral("No data set")));
  }

  void theSheetComesWithGAndGoesWithEscape() {
    QTest::keyClick(window_.get(), Qt::Key_G);
    QVERIFY(data().generateSheet().isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!data().generateSheet().isVisible());
    QVERIFY(library().sets().empty());
  }

  // --- generating ------------------------------------------------------------------------------

  void modelsAreLookedAtBeforeTheyAreMade() {
    GenerateSheet& sheet = openSheet();
    QVERIFY(QTest::qWaitFor([&] { return sheet.isSettled() && hasPicture(sheet, 5); }, kLong));
    const QImage before = sheet.pictures()[0]->pixmap(Qt::ReturnByValue).toImage();
    type(sheet.seedBox(), QStringLiteral("77"));
    QVERIFY(QTest::qWaitFor([&] { return sheet.isSettled(); }, kLong));
    QVERIFY(sheet.pictures()[0]->pixmap(Qt::ReturnByValue).toImage() != before);
    choose(sheet.kindBox(), QStringLiteral("Salt"));
    QCOMPARE(sheet.parameters().size(), modelKindInfo(ModelKind::Salt).parameters.size());
    type(sheet.countBox(), QStringLiteral("2"));
    QVERIFY(QTest::qWaitFor([&] { return sheet.isSettled() && !hasPicture(sheet, 2); }, kLong));
    QVERIFY(hasPicture(sheet, 1));
    QVERIFY(QDir(folder_.path()).entryList({QStringLiteral("salt*")}).isEmpty());
  }

  void typedNumbersMakeASet() {
    const QString path = folder_.filePath(QStringLiteral("made.npy"));
    GenerateSheet& sheet = openSheet();
    type(sheet.countBox(), QStringLiteral("300"));
    type(sheet.nxBox(), QStringLiteral("24"));
    type(sheet.nzBox(), QStringLiteral("20"));
    type(sheet.seedBox(), QStringLiteral("5"));
    type(sheet.fileLine(), path);
    QTest::keyClick(sheet.fileLine(), Qt::Key_Return);
    QVERIFY(!sheet.isVisible());
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 1; }, kLong));
    const OpenDataSet& made = library().sets()[0];
    QCOMPARE(made.data->count(), std::int64_t{300});
    QCOMPARE(made.data->grid(), smallGrid());
    const Array expected = generate(ModelKind::RandomField, smallGrid(), 5 + 299).velocity();
    QVERIFY((made.data->read(299).velocity() - expected).abs().maxCoeff() < 1e-6);
    QCOMPARE(data().chosen()->id, made.id);
    QCOMPARE(data().models().rowCount(), 300);
    QVERIFY(data().list().list()->currentItem()->text().contains(QStringLiteral("300 models")));
    QVERIFY(data().gallery().hasFocus());
    QVERIFY(!data().jobBar().isVisible());
  }

  void aSetThatWasMadeKnowsItsGridForEver() {
    QVERIFY(!window_->isWindowModified());
    const QString path = folder_.filePath(QStringLiteral("box.npy"));
    GenerateSheet& sheet = openSheet();
    type(sheet.countBox(), QStringLiteral("12"));
    type(sheet.nxBox(), QStringLiteral("24"));
    type(sheet.nzBox(), QStringLiteral("20"));
    type(sheet.seedBox(), QStringLiteral("5"));
    type(sheet.fileLine(), path);
    QTest::mouseClick(sheet.generateButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 1; }, kLong));
    QVERIFY2(window_->isWindowModified(), "the project has something new");
    const GeneratorRecord made = library().sets()[0].data->summary().generator.value();
    QCOMPARE(made.kind, std::string("random-field"));
    QCOMPARE(made.seed, std::optional<std::uint64_t>(5));
    // A new project, in which the file is opened as anybody's.
    window_->action(FrameCommandId::New)->trigger();
    window_->findChild<QMessageBox*>()->button(QMessageBox::Discard)->click();
    QTRY_VERIFY(library().sets().empty());
    QVERIFY(!window_->isWindowModified());
    window_->openFile(path);
    QVERIFY(QTest::qWaitFor([&] { return data().importSheet().isVisible(); }, kLong));
    for (const auto* label : data().importSheet().findChildren<QLabel*>())
      QVERIFY2(!label->text().contains(QStringLiteral("assumed")), qPrintable(label->text()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 1; }, kLong));
    QCOMPARE(library().sets()[0].data->grid(), smallGrid());
    QVERIFY(library().sets()[0].data->spacingKnown());
    QVERIFY(library().sets()[0].data->summary().generator == made);
    QVERIFY(data().list().list()->currentItem()->toolTip().contains(QStringLiteral("seed 5")));
    // What is cut out of it knows as much; neighbours are what a later seed gives.
    const QString part = folder_.filePath(QStringLiteral("part.npy"));
    data().gallery().setFocus();
    QTest::keyClick(&data().gallery(), Qt::Key_Right);
    QTest::keyClick(&data().gallery(), Qt::Key_Right, Qt::ShiftModifier);
    data().exportModelsTo(part);
    QVERIFY(QTest::qWaitFor([&] { return !data().job().isRunning(); }, kLong));
    const DataSet cut = DataSet::open(part.toStdString());
    QCOMPARE(cut.grid(), smallGrid());
    QCOMPARE(cut.summary().generator->seed, std::optional<std::uint64_t>(6));
  }

  void aNewProjectBeginsClean() {
    addSet();
    data().exportHistogramTo(QStringLiteral("/proc/nowhere/h.csv"));
    QVERIFY(!data().message().isEmpty());
    data().action(DataCommandId::ShowTest)->trigger();
    type(data().split().seedBox(), QStringLiteral("9"));
    const int width = data().gallery().thumbnailSize().width();
    data().gallery().setThumbnailWidth(200);
    openSheet();
    window_->projectActions().saver().startNew();
    QVERIFY2(data().message().isEmpty(), qPrintable(data().message()));
    QVERIFY(!data().generateSheet().isVisible());
    QCOMPARE(data().split().settings().seed, std::uint64_t{0});
    QCOMPARE(data().bar().filter(), std::optional<Part>());
    QCOMPARE(data().gallery().thumbnailSize().width(), width);
    QVERIFY(data().action(DataCommandId::Generate)->isEnabled());
  }

  void whatAnEarlierProjectAskedForDoesNotComeIntoThisOne() {
    GenerateSheet& sheet = openSheet();
    type(sheet.countBox(), QStringLiteral("3000"));
    type(sheet.nxBox(), QStringLiteral("32"));
    type(sheet.nzBox(), QStringLiteral("32"));
    type(sheet.fileLine(), folder_.filePath(QStringLiteral("earlier.npy")));
    QTest::mouseClick(sheet.generateButton(), Qt::LeftButton);
    QVERIFY(data().job().isRunning());
    window_->projectActions().saver().startNew();
    QVERIFY(QTest::qWaitFor([&] { return !data().job().isRunning(); }, kLong));
    QVERIFY(library().sets().empty());
    QVERIFY2(data().message().contains(QStringLiteral("earlier.npy")),
             qPrintable(data().message()));
  }

  void theChosenSetAndItsSplitAreTheProjects() {
    addSet();
    const std::uint64_t first = library().chosen()->id;
    const std::uint64_t second = library().add(writeSet(folder_.filePath("other.npy"), 20));
    QCOMPARE(library().chosen()->id, second);
    QCOMPARE(data().chosen()->id, second);
    data().list().list()->setCurrentRow(0);
    QCOMPARE(library().chosen()->id, first);
    type(data().split().seedBox(), QStringLiteral("9"));
    QCOMPARE(library().split().seed, std::uint64_t{9});
    library().choose(second);
    QCOMPARE(data().list().chosen(), second);
    QCOMPARE(data().models().rowCount(), 20);
    // The file of the project knows both.
    const QString file = folder_.filePath(QStringLiteral("p.isochron-project"));
    library().choose(first);
    writeProject(window_->project().wholeContents(), placeOf(file), file);
    library().choose(second);
    type(data().split().seedBox(), QStringLiteral("1"));
    window_->project().replace(readProject(file).contents);
    QCOMPARE(library().chosen()->path, set_path());
    QCOMPARE(library().split().seed, std::uint64_t{9});
    QCOMPARE(data().split().settings().seed, std::uint64_t{9});
    // A set that goes hands over to its neighbour.
    library().remove(library().chosen()->id);
    QCOMPARE(library().chosen()->path, folder_.filePath("other.npy"));
    QVERIFY(QTest::qWaitFor(
        [&] {
          const SetFindings* found = library().scanner().find(library().chosen()->data.get());
          return found != nullptr && found->complete;
        },
        kLong));
  }

  void parametersOfTheKindGoIntoTheModels() {
    const QString path = folder_.filePath(QStringLiteral("narrow.npy"));
    GenerateSheet& sheet = openSheet();
    type(sheet.countBox(), QStringLiteral("20"));
    type(sheet.nxBox(), QStringLiteral("16"));
    type(sheet.nzBox(), QStringLiteral("16"));
    for (ValueControl* control : sheet.parameters()) {
      if (control->spec().name != QStringLiteral("Fastest")) continue;
      typeInto(control->box(), QStringLiteral("3"), Qt::Key_Tab);
    }
    type(sheet.fileLine(), path);
    QTest::mouseClick(sheet.generateButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 1; }, kLong));
    for (int i = 0; i < 20; ++i) QVERIFY(library().sets()[0].data->read(i).max() <= 3.0 + 1e-6);
  }

  void whatCannotBeMadeIsSaidBeforehand() {
    GenerateSheet& sheet = openSheet();
    QVERIFY(QTest::qWaitFor([&] { return sheet.isSettled(); }, kLong));
    QCOMPARE(sheet.problem(), QString());
    const auto control = [&](const char* name) -> ValueControl* {
      for (ValueControl* candidate : sheet.parameters())
        if (candidate->spec().name == QLatin1String(name)) return candidate;
      return nullptr;
    };
    typeInto(control("Slowest")->box(), QStringLiteral("7"), Qt::Key_Tab);
    QVERIFY(QTest::qWaitFor([&] { return !sheet.problem().isEmpty(); }, kLong));
    QVERIFY(!sheet.generateButton()->isEnabled());
    QVERIFY(sheet.note().contains(QStringLiteral("slowest")));
    control("Slowest")->reset();
    QVERIFY(QTest::qWaitFor([&] { return sheet.problem().isEmpty(); }, kLong));
    type(sheet.fileLine(), QStringLiteral("/no/such/folder/a.npy"));
    QVERIFY(sheet.problem().contains(QStringLiteral("no such folder")));
    type(sheet.fileLine(), folder_.filePath(QStringLiteral("a.txt")));
    QVERIFY(sheet.problem().contains(QStringLiteral(".npy")));
    QTest::keyClick(sheet.fileLine(), Qt::Key_Return);
    QVERIFY(sheet.isVisible());
    type(sheet.fileLine(), folder_.filePath(QStringLiteral("fields.npy")));
    QCOMPARE(sheet.problem(), QString());
    QVERIFY(sheet.note().contains(QStringLiteral("replaced")));
  }

  void patchesAreCutFromTheChosenSet() {
    // Without a set there is nothing to cut.
    QVERIFY(openSheet().kindBox()->findText(QStringLiteral("Patches of"), Qt::MatchStartsWith) < 0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    addSet();
    GenerateSheet& sheet = openSheet();
    const int entry = sheet.kindBox()->findText(QStringLiteral("Patches of"), Qt::MatchStartsWith);
    QVERIFY(entry >= 0);
    sheet.kindBox()->setCurrentIndex(entry);
    QCOMPARE(sheet.parameters().size(), patchParameters().size());
    QVERIFY(QTest::qWaitFor([&] { return sheet.isSettled() && hasPicture(sheet, 5); }, kLong));
    type(sheet.countBox(), QStringLiteral("12"));
    type(sheet.nxBox(), QStringLiteral("30"));
    type(sheet.nzBox(), QStringLiteral("20"));
    type(sheet.fileLine(), folder_.filePath(QStringLiteral("cut.npy")));
    QTest::mouseClick(sheet.generateButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 2; }, kLong));
    const DataSet& made = *library().sets()[1].data;
    QCOMPARE(made.count(), std::int64_t{12});
    QCOMPARE(made.grid().nx, 30);
    QVERIFY((made.read(0).velocity() != made.read(1).velocity()).any());
    for (int i = 0; i < 12; ++i)
      QVERIFY(made.read(i).min() >= 2.0 - 1e-6 && made.read(i).max() <= 6.0 + 1e-6);
  }

  void aMixtureHasRoomForItsParameters() {
    GenerateSheet& sheet = openSheet();
    choose(sheet.kindBox(), QStringLiteral("Mixture"));
    QCOMPARE(sheet.parameters().size(), modelKindInfo(ModelKind::Mixture).parameters.size());
    // Those out of sight come into sight with the keyboard, and the buttons stay where they are.
    QVERIFY(QTest::qWaitFor([&] { return sheet.isSettled(); }, kLong));
    NumberBox* last = &sheet.parameters().back()->box();
    QVERIFY(last->visibleRegion().isEmpty());
    last->setFocus();
    QVERIFY(QTest::qWaitFor([&] { return !last->visibleRegion().isEmpty(); }, kLong));
    QVERIFY(!sheet.generateButton()->visibleRegion().isEmpty());
  }

  void cancelledInTheMiddleNothingIsLeft() {
    QVERIFY(startLongWork());
    QVERIFY(data().jobBar().isVisible());
    QVERIFY(data().jobBar().sentence().contains(QStringLiteral("left")));
    QVERIFY(!data().action(DataCommandId::Generate)->isEnabled());
    QTest::mouseClick(data().jobBar().cancelButton(), Qt::LeftButton);
    QVERIFY(QTest::qWaitFor([&] { return !data().job().isRunning(); }, kLong));
    QVERIFY(!data().jobBar().isVisible());
    QVERIFY(data().message().contains(QStringLiteral("cancelled")));
    QVERIFY(library().sets().empty());
    QVERIFY(QDir(work_.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
    QVERIFY(data().action(DataCommandId::Generate)->isEnabled());
  }

  void closingAsksWhileWorkGoesOn() {
    QVERIFY(startLongWork());
    window_->close();
    QVERIFY(window_->isVisible());
    QVERIFY(data().message().contains(QStringLiteral("not finished")));
    data().job().cancel();
    QVERIFY(QTest::qWaitFor([&] { return !data().job().isRunning(); }, kLong));
    QVERIFY(data().mayClose());
  }

  // --- opening ---------------------------------------------------------------------------------

  void aFileShowsItsGuessBeforeItIsOpened() {
    window_->openFile(set_path());
    QVERIFY(QTest::qWaitFor([&] { return data().importSheet().isVisible(); }, kLong));
    QVERIFY(library().sets().empty());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return library().sets().size() == 1; }, kLong));
    QVERIFY(!data().importSheet().isVisible());
    QCOMPARE(library().sets()[0].data->count(), kModels);
  }

  void aDroppedFileDoesTheSameAndEscapeOpensNothing() {
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(set_path())});
    QDragEnterEvent enter({600, 400}, Qt::CopyAction, &files, Qt::LeftButton, {});
    QApplication::sendEvent(window_.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(600, 400), Qt::CopyAction, &files, Qt::LeftButton, {});
    QApplication::sendEvent(window_.get(), &drop);
    QVERIFY(QTest::qWaitFor([&] { return data().importSheet().isVisible(); }, kLong));
    QVERIFY(!data().action(DataCommandId::Generate)->isEnabled());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!data().importSheet().isVisible());
    QVERIFY(data().action(DataCommandId::Generate)->isEnabled());
    QVERIFY(library().sets().empty());
  }

  void keysBelongToAnOpenSheet() {
    addSet();
    openSheet();
    data().generateSheet().kindBox()->setFocus();
    QTest::keyClick(data().generateSheet().kindBox(), Qt::Key_Delete);
    QTest::keyClick(data().generateSheet().kindBox(), Qt::Key_3);
    QCOMPARE(library().sets().size(), std::size_t{1});
    QCOMPARE(data().models().rowCount(), static_cast<int>(kModels));
  }

  void aBrokenFileIsOneSentenceAndNothingIsLost() {
    addSet();
    const QString path = folder_.filePath(QStringLiteral("broken.npy"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x93NUMPY\x01\x00garbage", 15);
    file.close();
    for (const auto opening : {Workspace::Opening::Directly, Workspace::Opening::AskHow}) {
      QSignalSpy failed(window_.get(), &MainWindow::openFailed);
      window_->openFile(path, opening);
      QVERIFY(QTest::qWaitFor([&] { return failed.count() == 1; }, kLong));
      QVERIFY(data().message().contains(QStringLiteral("broken.npy")));
      QCOMPARE(library().sets().size(), std::size_t{1});
      QCOMPARE(data().models().rowCount(), static_cast<int>(kModels));
    }
  }

  // --- looking ---------------------------------------------------------------------------------

  void theNumbersAreThoseOfTheModels() {
    addSet();
    QVERIFY(scanned());
    double min = 1e9, max = 0.0, sum = 0.0;
    for (std::int64_t i = 0; i < kModels; ++i) {
      const VelocityModel model = set_->read(i);
      min = std::min(min, model.min());
      max = std::max(max, model.max());
      sum += model.velocity().mean();
    }
    const QLocale c = QLocale::c();
    const QString text = data().statistics().text();
    QVERIFY2(text.contains(QStringLiteral("Mean %1 km/s").arg(c.toString(sum / kModels, 'f', 3))),
             qPrintable(text));
    QVERIFY(text.contains(
        QStringLiteral("Range %1 to %2").arg(c.toString(min, 'f', 3), c.toString(max, 'f', 3))));
    const std::vector<std::int64_t>& bars = data().statistics().histogram().view().counts;
    QCOMPARE(std::accumulate(bars.begin(), bars.end(), std::int64_t{0}), kModels * set_->nodes());
    QCOMPARE(data().bar().legend().colouring().min, min);
    QCOMPARE(data().bar().legend().colouring().max, max);
  }

  void thePicturesOfWhatIsSeenComeWhereverItScrolls() {
    addSet();
    QVERIFY(scanned());
    GalleryView& gallery = data().gallery();
    for (const double place : {1.0, 0.3, 0.7, 0.0}) {
      gallery.verticalScrollBar()->setValue(
          static_cast<int>(place * gallery.verticalScrollBar()->maximum()));
      const auto [first, last] = gallery.visibleRows();
      QVERIFY(last > first && last - first < 200);
      QVERIFY(QTest::qWaitFor([&] { return data().models().thumbnails().isSettled(); }, kLong));
      for (int row = first; row <= last; ++row)
        QVERIFY(!data().models().index(row).data(Qt::DecorationRole).value<QImage>().isNull());
    }
  }

  void theChosenModelIsShownWithItsNumbers() {
    addSet();
    data().gallery().setFocus();
    QTest::keyClick(&data().gallery(), Qt::Key_End);
    QCOMPARE(data().detail().model(), kModels - 1);
    QVERIFY(QTest::qWaitFor([&] { return data().detail().isSettled(); }, kLong));
    const VelocityModel model = set_->read(kModels - 1);
    QVERIFY((data().detail().shown()->velocity() == model.velocity()).all());
    const QLocale c = QLocale::c();
    QVERIFY(data().detail().text().startsWith(
        QStringLiteral("%1 to %2 km/s, mean %3 km/s")
            .arg(c.toString(model.min(), 'f', 3), c.toString(model.max(), 'f', 3),
                 c.toString(model.velocity().mean(), 'f', 3))));
    QCOMPARE(data().statistics().histogram().view().marked->first, model.min());
  }

  void aTypedNumberGoesToItsModel() {
    addSet();
    type(data().detail().numberBox(), QStringLiteral("1234"));
    QTest::keyClick(data().detail().numberBox(), Qt::Key_Return);
    QCOMPARE(data().gallery().currentIndex().row(), 1233);
    QVERIFY(data().gallery().viewport()->rect().intersects(
        data().gallery().visualRect(data().gallery().currentIndex())));
  }

  void theSizeOfThePicturesFollowsSliderAndWheel() {
    addSet();
    const int columns = data().gallery().columns();
    data().bar().sizeSlider()->setValue(GalleryView::kMostWidth);
    QCOMPARE(data().gallery().thumbnailSize().width(), GalleryView::kMostWidth);
    QVERIFY(data().gallery().columns() < columns);
    QWheelEvent turn(QPointF(50, 50), data().gallery().viewport()->mapToGlobal(QPointF(50, 50)), {},
                     {0, -120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(data().gallery().viewport(), &turn);
    QVERIFY(data().gallery().thumbnailSize().width() < GalleryView::kMostWidth);
    QCOMPARE(data().bar().sizeSlider()->value(), data().gallery().thumbnailSize().width());
  }

  // --- parting ---------------------------------------------------------------------------------

  void keysShowOnePartOfTheSplit() {
    addSet();
    const SplitSettings settings = data().split().settings();
    const DataSplit split = splitModels(kModels, settings.validation, settings.test, settings.seed);
    data().gallery().setFocus();
    QTest::keyClick(&data().gallery(), Qt::Key_3);
    QCOMPARE(data().models().rowCount(), static_cast<int>(split.validation.size()));
    QCOMPARE(data().models().modelAt(0), split.validation[0]);
    QTest::keyClick(&data().gallery(), Qt::Key_4);
    QCOMPARE(data().models().rowCount(), static_cast<int>(split.test.size()));
    QTest::keyClick(&data().gallery(), Qt::Key_2);
    QCOMPARE(data().models().rowCount(), static_cast<int>(split.train.size()));
    QTest::keyClick(&data().gallery(), Qt::Key_1);
    QCOMPARE(data().models().rowCount(), static_cast<int>(kModels));
    const QModelIndex held = data().models().index(static_cast<int>(split.test[0]));
    QCOMPARE(held.data(GalleryModel::PartRole).toInt(), static_cast<int>(Part::Test));
    QVERIFY(held.data(Qt::ToolTipRole).toString().contains(QStringLiteral("test")));
  }

  void aSplitThatLeavesNothingIsRefusedInASentence() {
    addSet();
    type(data().split().validationBox(), QStringLiteral("60"));
    type(data().split().testBox(), QStringLiteral("60"));
    QVERIFY(data().split().text().contains(QStringLiteral("no model")));
    type(data().split().testBox(), QStringLiteral("10"));
    QVERIFY(data().split().text().contains(QStringLiteral("1500 for validation")));
  }

  // --- using, removing, writing ----------------------------------------------------------------

  void enterPutsTheModelIntoTheDrawingAsOneStep() {
    addSet();
    const ModelPointer before = window_->document().model();
    data().gallery().setFocus();
    QTest::keyClick(&data().gallery(), Qt::Key_Right);
    QVERIFY(QTest::qWaitFor([&] { return data().detail().isSettled(); }, kLong));
    QTest::keyClick(&data().gallery(), Qt::Key_Return);
    QVERIFY((window_->document().model()->velocity() == set_->read(1).velocity()).all());
    QCOMPARE(window_->document().grid(), set_->grid());
    QCOMPARE(window_->document().origin().title, QStringLiteral("fields, model 2"));
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window_->document().model(), before);
  }

  void aDoubleClickDoesTheSameAndTheNoteLeadsThere() {
    addSet();
    const QPoint place = data().gallery().visualRect(data().models().index(3)).center();
    QTest::mouseClick(data().gallery().viewport(), Qt::LeftButton, {}, place);
    QVERIFY(QTest::qWaitFor([&] { return data().detail().isSettled(); }, kLong));
    QTest::mouseDClick(data().gallery().viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(window_->document().origin().title, QStringLiteral("fields, model 4"));
    for (auto* button : data().centralWidget()->findChildren<QPushButton*>())
      if (button->isVisible() && button->text() == QStringLiteral("Show in Explore"))
        QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(window_->current(), &window_->explore());
  }

  void removingASetCanBeUndone() {
    addSet();
    data().gallery().setFocus();
    QTest::keyClick(&data().gallery(), Qt::Key_Delete);
    QVERIFY(library().sets().empty());
    QCOMPARE(data().models().rowCount(), 0);
    QVERIFY(QFile::exists(set_path()));
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(library().sets().size(), std::size_t{1});
    QCOMPARE(data().models().rowCount(), static_cast<int>(kModels));
  }

  void theSelectionIsExported() {
    addSet();
    data().gallery().setFocus();
    QTest::keyClick(&data().gallery(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&data().gallery(), Qt::Key_Right, Qt::ShiftModifier);
    const QString path = folder_.filePath(QStringLiteral("some.npy"));
    data().exportModelsTo(path);
    QVERIFY(QTest::qWaitFor([&] { return !data().job().isRunning(); }, kLong));
    const auto some = openOn(path, smallGrid());
    QCOMPARE(some->count(), std::int64_t{3});
    QVERIFY((some->read(2).velocity() == set_->read(2).velocity()).all());
    QVERIFY(data().message().contains(QStringLiteral("3 models")));
    // Never over the file that the models come from.
    data().exportModelsTo(set_path());
    QVERIFY(!data().job().isRunning());
    QVERIFY(data().message().contains(QStringLiteral("another name")));
  }

  void theStatisticsOfEveryModelAreExported() {
    addSet();
    QVERIFY(scanned());
    const QString path = folder_.filePath(QStringLiteral("models.csv"));
    data().exportStatisticsTo(path);
    QVERIFY(QTest::qWaitFor([&] { return !data().job().isRunning(); }, kLong));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), kModels + 1);
    const QList<QByteArray> last = lines.last().split(',');
    QCOMPARE(last[0].toLongLong(), kModels);
    QVERIFY(std::abs(last[4].toDouble() - set_->read(kModels - 1).max()) < 1e-5);
  }

  // --- appearance ------------------------------------------------------------------------------

  void itFitsASmallScreen() {
    addSet();
    QVERIFY(data().minimumSizeHint().width() <= 1366);
    QVERIFY(data().minimumSizeHint().height() <= 700);
    for (const auto* label : data().findChildren<QLabel*>())
      if (label->isVisible() && !label->text().isEmpty() && !label->wordWrap())
        QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    openSheet();
    GenerateSheet& sheet = data().generateSheet();
    for (QWidget* part :
         {static_cast<QWidget*>(sheet.generateButton()), static_cast<QWidget*>(sheet.fileLine()),
          static_cast<QWidget*>(sheet.kindBox())})
      QVERIFY(!part->visibleRegion().isEmpty());
  }

  void everyControlSaysWhatItIsFor() {
    addSet();
    openSheet();
    for (QWidget* control : data().findChildren<QWidget*>()) {
      const bool asks = qobject_cast<QAbstractButton*>(control) ||
                        qobject_cast<QComboBox*>(control) ||
                        qobject_cast<QAbstractSpinBox*>(control) || qobject_cast<QSlider*>(control);
      const bool inner = control->objectName().startsWith(QStringLiteral("qt_")) ||
                         qobject_cast<QComboBox*>(control->parentWidget()) ||
                         qobject_cast<ValueControl*>(control->parentWidget()) ||
                         data().importSheet().isAncestorOf(control);
      if (!asks || inner || !control->isVisible()) continue;
      QVERIFY2(!control->toolTip().isEmpty(),
               qPrintable(QLatin1String(control->metaObject()->className()) + QLatin1Char(' ') +
                          control->accessibleName() + control->objectName()));
    }
  }

  void theKeysAreListed() {
    QStringList keys;
    for (const ShortcutSection& section : data().shortcuts())
      for (const auto& [key, does] : section.rows) keys.append(key);
    for (const char* key : {"G", "Ctrl+D", "Del", "Home, End"})
      QVERIFY2(keys.contains(QLatin1String(key)), key);
  }

 private:
  DataWorkspace& data() {
    return *qobject_cast<DataWorkspace*>(window_->workspace(QStringLiteral("data")));
  }
  DataLibrary& library() { return window_->project().data(); }
  QString set_path() const { return folder_.filePath(QStringLiteral("fields.npy")); }
  void addSet() {
    library().add(set_);
    QCOMPARE(data().models().rowCount(), static_cast<int>(kModels));
  }
  bool scanned() {
    return QTest::qWaitFor([&] { return data().isSettled(); }, kLong);
  }
  GenerateSheet& openSheet() {
    data().action(DataCommandId::Generate)->trigger();
    return data().generateSheet();
  }
  static bool hasPicture(GenerateSheet& sheet, std::size_t i) {
    return !sheet.pictures()[i]->pixmap(Qt::ReturnByValue).isNull();
  }
  static void choose(QComboBox* box, const QString& text) {
    QVERIFY2(box->findText(text) >= 0, qPrintable(text));
    box->setCurrentIndex(box->findText(text));
  }
  /// As with the keyboard; a number counts once the field is left.
  static void type(QWidget* field, const QString& text) {
    field->setFocus();
    auto* line = qobject_cast<QLineEdit*>(field);
    if (line == nullptr) line = field->findChild<QLineEdit*>();
    line->selectAll();
    QTest::keyClicks(line, text);
    if (line != field) QTest::keyClick(line, Qt::Key_Tab);
  }
  /// A generation that takes a while, into work_, well under way.
  bool startLongWork() {
    GenerateSheet& sheet = openSheet();
    type(sheet.countBox(), QStringLiteral("200000"));
    type(sheet.nxBox(), QStringLiteral("32"));
    type(sheet.nzBox(), QStringLiteral("32"));
    type(sheet.fileLine(), work_.filePath(QStringLiteral("many.npy")));
    if (!QTest::qWaitFor([&] { return sheet.isSettled(); }, kLong)) return false;
    QTest::mouseClick(sheet.generateButton(), Qt::LeftButton);
    return QTest::qWaitFor(
               [&] { return data().jobBar().sentence().contains(QStringLiteral("left")); },
               kLong) &&
           data().job().isRunning();
  }

  QTemporaryDir folder_;
  QTemporaryDir work_;
  std::shared_ptr<const DataSet> set_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::DataWorkspaceTest)
#include "data_workspace_test.moc"
