// SPDX-License-Identifier: GPL-3.0-or-later
// Projects under mouse and keys: saving, opening, what is asked, undo across workspaces, crashes.
#include <QCheckBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>

#include "explore/export_sheet.h"
#include "explore/gallery_panel.h"
#include "explore/recipe_sheet.h"
#include "generators/earth_recipe.h"
#include "project_fixture.h"
#include "project_sample.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

/// Between two pictures of one size, of 255.
int greatestDifference(const QImage& a, const QImage& b) {
  int greatest = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) {
      const QColor one = a.pixelColor(x, y), other = b.pixelColor(x, y);
      greatest =
          std::max({greatest, std::abs(one.red() - other.red()),
                    std::abs(one.green() - other.green()), std::abs(one.blue() - other.blue())});
    }
  return greatest;
}

void paint(TestWindow& window, double velocity) {
  window.document().setVelocity(
      paintLayer(window.document().grid(), window.document().model()->velocity(), 0.2, 0.4,
                 velocity),
      QStringLiteral("Fill layer"));
}

class ProjectWindowTest : public ProjectFixture {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { begin(); }
  void init() { QVERIFY(open()); }
  void cleanup() { window_.reset(); }

  void savedByKeysAndOpenedAgainItShowsTheSamePicture() {
    paint(*window_, 5.5);
    window_->document().setSource({1.25, 0.5});
    QTest::keyClick(&window_->view(), Qt::Key_2);
    QTest::keyClick(&window_->view(), Qt::Key_Y);
    QTest::keyClick(&window_->view(), Qt::Key_B);
    window_->findChild<GalleryPanel*>()->setSeed(77);
    QVERIFY(settle(*window_));
    const QImage before = window_->view().picture({600, 400}, 1.0);
    QVERIFY(window_->isWindowModified());
    saveAs(path("study.isochron-project"));
    QVERIFY(!window_->isWindowModified());
    QVERIFY2(window_->windowTitle().startsWith(QStringLiteral("study[*]")),
             qPrintable(window_->windowTitle()));

    window_.reset();
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    window_->openFile(path("study.isochron-project"));
    QTRY_COMPARE(window_->document().source(), (Point{1.25, 0.5}));
    QVERIFY(settle(*window_));
    QCOMPARE(window_->tools().tool(), Tool::Brush);
    QCOMPARE(window_->findChild<GalleryPanel*>()->seed(), std::uint64_t{77});
    QVERIFY(!window_->isWindowModified());
    const QImage after = window_->view().picture({600, 400}, 1.0);
    QVERIFY2(greatestDifference(before, after) <= 8, "rounding in the rays is not seen");
  }

  void theRecipeOfAnEarthIsKeptAndEdited() {
    auto* gallery = window_->findChild<GalleryPanel*>();
    gallery->button(ModelKind::Earth)->click();
    QTRY_VERIFY(!window_->document().origin().recipe.isEmpty());
    const QString recipe = window_->document().origin().recipe;
    QVERIFY(
        (earthVelocity(window_->document().grid(), parseEarthRecipe(recipe.toStdString(), "r")) ==
         window_->document().model()->velocity())
            .all());
    paint(*window_, 5.5);
    saveAs(path("earth.isochron-project"));
    window_.reset();
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    window_->openFile(path("earth.isochron-project"));
    QTRY_COMPARE(window_->document().origin().recipe, recipe);

    window_->findChild<GalleryPanel*>()->findChild<QPushButton*>(QStringLiteral("recipe"))->click();
    auto* sheet = window_->findChild<RecipeSheet*>();
    QVERIFY(sheet->isVisible());
    QCOMPARE(sheet->text()->toPlainText(), recipe);
    sheet->text()->setPlainText(QStringLiteral("{}"));
    button(*sheet, QStringLiteral("&Make"))->click();
    QVERIFY(sheet->isVisible() && sheet->problem().contains(QStringLiteral("no earth recipe")));
    EarthRecipe edited = parseEarthRecipe(recipe.toStdString(), "r");
    edited.events.push_back(EarthWater{0.4, {}, 1.6});
    sheet->text()->setPlainText(QString::fromStdString(recipeText(edited)));
    QVERIFY(sheet->problem().isEmpty());
    button(*sheet, QStringLiteral("&Make"))->click();
    QVERIFY(!sheet->isVisible());
    QTRY_COMPARE(window_->document().origin().title, QStringLiteral("Earth, edited"));
    QVERIFY((window_->document().model()->velocity().topRows(40) - 1.6).abs().maxCoeff() < 1e-9);
    QCOMPARE(window_->document().origin().recipe, QString::fromStdString(recipeText(edited)));
    window_->action(FrameCommandId::Undo)->trigger();
    QCOMPARE(window_->document().origin().recipe, recipe);
  }

  void ctrlSSavesAgainWithoutAsking() {
    saveAs(path("p.isochron-project"));
    paint(*window_, 6);
    QVERIFY2(window_->windowTitle().contains(QStringLiteral("(unsaved: the drawing)")),
             qPrintable(window_->windowTitle()));
    QTest::keyClick(window_.get(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(!window_->isWindowModified());
    QCOMPARE(readProject(path("p.isochron-project")).contents.drawing.model->max(), 6.0);
    QVERIFY(window_->findChild<QFileDialog*>() == nullptr);
  }

  void aSuffixIsAddedToATypedName() {
    saveAs(path("typed"));
    QVERIFY(QFile::exists(path("typed.isochron-project")));
  }

  void closingAsksSavesAndCloses() {
    saveAs(path("p.isochron-project"));
    window_->document().setSource({1, 0.1});
    window_->close();
    QVERIFY(window_->isVisible());
    auto* box = window_->findChild<QMessageBox*>(QStringLiteral("unsavedChanges"));
    QVERIFY2(box->informativeText().contains(QStringLiteral("the source")),
             qPrintable(box->informativeText()));
    box->button(QMessageBox::Save)->click();
    QTRY_VERIFY(!window_->isVisible());
    QCOMPARE(readProject(path("p.isochron-project")).contents.drawing.source, (Point{1, 0.1}));
  }

  void closingRightAfterSavingWaitsForTheFile() {
    saveAs(path("p.isochron-project"));
    paint(*window_, 4);
    window_->action(FrameCommandId::Save)->trigger();
    window_->close();
    QTRY_VERIFY(!window_->isVisible());
    QVERIFY(window_->findChild<QMessageBox*>() == nullptr);
    QCOMPARE(
        (readProject(path("p.isochron-project")).contents.drawing.model->velocity() == 4.0).any(),
        true);
  }

  void aSaveThatFailsIsToldAndTheWindowStays() {
    paint(*window_, 4);
    window_->projectActions().saver().save(QStringLiteral("/proc/nowhere/p.isochron-project"));
    QTRY_VERIFY2(tells(*window_, QStringLiteral("/proc/nowhere")),
                 qPrintable(told(*window_).join(QLatin1Char('\n'))));
    QVERIFY(window_->isWindowModified());
  }

  void aNewProjectAsksFirst() {
    paint(*window_, 4);
    window_->action(FrameCommandId::New)->trigger();
    window_->findChild<QMessageBox*>()->button(QMessageBox::Cancel)->click();
    QTRY_VERIFY(window_->findChild<QMessageBox*>() == nullptr);
    QVERIFY((window_->document().model()->velocity() == 4.0).any());
    window_->action(FrameCommandId::New)->trigger();
    window_->findChild<QMessageBox*>()->button(QMessageBox::Discard)->click();
    QTRY_VERIFY(!(window_->document().model()->velocity() == 4.0).any());
    QVERIFY(!window_->isWindowModified());
    QVERIFY(!window_->action(FrameCommandId::Undo)->isEnabled());
  }

  void aDroppedProjectOpens() {
    saveAs(path("p.isochron-project"));
    window_->action(FrameCommandId::New)->trigger();
    window_->document().setSource({1, 0.1});
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path("p.isochron-project"))});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(window_.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(window_.get(), &drop);
    QTRY_VERIFY(window_->windowTitle().startsWith(QStringLiteral("p[*]")));
    QVERIFY(window_->document().source() == middle(window_->document().grid()));
  }

  void recentProjectsAreListedBesideRecentModels() {
    saveAs(path("p.isochron-project"));
    window_->action(FrameCommandId::New)->trigger();
    QMenu* recent = window_->projectActions().recentMenu();
    Q_EMIT recent->aboutToShow();
    QCOMPARE(recent->actions().first()->text(), QStringLiteral("p.isochron-project"));
    recent->actions().first()->trigger();
    QTRY_VERIFY(window_->windowTitle().startsWith(QStringLiteral("p[*]")));
  }

  void aBadProjectLeavesThePictureAndIsTold() {
    QFile file(path("bad.isochron-project"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("nonsense");
    file.close();
    const ModelPointer before = window_->document().model();
    window_->openFile(path("bad.isochron-project"));
    QTRY_VERIFY(tells(*window_, QStringLiteral("bad.isochron-project")));
    QCOMPARE(window_->document().model(), before);
  }

  void nonsenseAboutTheViewChangesNothingElse_data() {
    QTest::addColumn<QString>("state");
    for (const char* state :
         {"3", "[]", "{\"view\": 3}", "{\"view\": {\"quantity\": 5, \"interval\": 1e-300}}",
          "{\"view\": {\"range\": [1, \"x\"], \"colour_map\": \"none\"}, \"seed\": -1}",
          "{\"tool\": \"hammer\", \"tool_settings\": {\"size\": 1e300, \"mode\": \"x\"}}",
          "{\"seed\": 1e300, \"tool_settings\": []}"})
      QTest::newRow(state) << QString::fromLatin1(state);
  }
  void nonsenseAboutTheViewChangesNothingElse() {
    QFETCH(QString, state);
    ProjectContents contents = window_->project().wholeContents();
    contents.drawing.source = {1, 0.1};
    contents.workspaces["explore"] = Json::parse(state.toStdString());
    contents.workspaces["nobody"] = "knows";
    contents.workspace = QStringLiteral("nobody");
    const QString file = path("p.isochron-project");
    writeProject(contents, placeOf(file), file);
    window_->openFile(file);
    QTRY_COMPARE(window_->document().source(), (Point{1, 0.1}));
    QVERIFY(settle(*window_));
    QCOMPARE(window_->current(), &window_->explore());
    QVERIFY(!window_->presenter().answer().contours.empty());
    // What belongs to a workspace that this program does not have is saved again.
    saveAs(file);
    QCOMPARE(readProject(file).contents.workspaces["nobody"], Json("knows"));
  }

  // --- pictures ---------------------------------------------------------------------------------

  void aPictureReopensAsTheProject_data() {
    QTest::addColumn<bool>("with");
    QTest::newRow("with the project") << true;
    QTest::newRow("without it") << false;
  }
  void aPictureReopensAsTheProject() {
    QFETCH(bool, with);
    paint(*window_, 6.25);
    auto* sheet = window_->findChild<ExportSheet*>();
    window_->action(CommandId::ExportPicture)->trigger();
    auto* choice = sheet->findChild<QCheckBox*>();
    QVERIFY2(choice->isChecked() && choice->isVisible(), "on by default");
    auto* line = sheet->findChild<QLineEdit*>(QStringLiteral("path"));
    line->setText(path("figure.svg"));
    QVERIFY(!choice->isEnabled());
    line->setText(path("figure.png"));
    QVERIFY(choice->isEnabled());
    choice->setChecked(with);
    button(*sheet, QStringLiteral("Export"))->click();
    QCOMPARE(QImage(path("figure.png")).size(), window_->view().size() * 2.0);
    QCOMPARE(holdsProject(path("figure.png")), with);
    if (!with) return;
    window_.reset();
    window_ = openWindow();
    window_->openFile(path("figure.png"));
    QTRY_COMPARE(window_->document().model()->max(), 6.25);
    QVERIFY(window_->projectActions().saver().path().isEmpty());
  }

  // --- undo across workspaces -------------------------------------------------------------------

  void undoTakesBackWhatWasDoneLastWhereverThatWas() {
    Project& project = window_->project();
    window_->document().setSource({1, 0.1});
    const std::uint64_t set = project.data().add(std::make_shared<const DataSet>(
        DataSet::open(writeDataSet(path("family.npy")).toStdString())));
    window_->document().setSource({2, 0.1});
    project.data().remove(set);
    const auto undo = [this] { QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier); };
    QVERIFY(window_->action(FrameCommandId::Undo)->text().contains(QStringLiteral("family")));
    undo();
    QCOMPARE(project.data().find(set)->title, QStringLiteral("family"));
    QVERIFY2(tells(*window_, QStringLiteral("remove data set family")),
             qPrintable(told(*window_).join(QLatin1Char('\n'))));
    undo();
    QCOMPARE(window_->document().source(), (Point{1, 0.1}));
    QVERIFY2(told(*window_).isEmpty(), "what is seen is not told");
    undo();
    QVERIFY(project.data().sets().empty());
    QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(project.data().find(set)->title, QStringLiteral("family"));
    undo();
    undo();
    QVERIFY(window_->document().source() == middle(window_->document().grid()));
  }

  void aRemovedModelComesBackAndAnswersAgain() {
    ModelLibrary& models = window_->project().models();
    trainedModel(1)->write(path("a.isochron").toStdString());
    const std::uint64_t first = models.add(QStringLiteral("trained"), trainedModel(2));
    QVERIFY2(!window_->project().history().canUndo(), "training is no step of the user");
    const std::uint64_t second =
        models.open(path("a.isochron"), readModel(path("a.isochron")).archive);
    models.remove(first);
    QCOMPARE(models.models().size(), std::size_t{1});
    window_->project().history().undo();
    QCOMPARE(models.models()[0].id, first);
    QCOMPARE(models.find(first)->archive->toBytes(), trainedModel(2)->toBytes());
    window_->project().history().undo();
    QVERIFY(models.find(second) == nullptr);
    window_->project().history().redo();
    QCOMPARE(models.find(second)->path, path("a.isochron"));
  }

  // --- crashes ----------------------------------------------------------------------------------

  void whatACrashLeftIsOfferedAndRestored() {
    const QString left = leaveWork();
    window_->autosave(plan());
    QTRY_VERIFY(tells(*window_, QStringLiteral("ended unexpectedly")));
    QVERIFY(tells(*window_, QStringLiteral("lost study")));
    QVERIFY(window_->document().source() == middle(window_->document().grid()));
    button(*window_, QStringLiteral("Restore"))->click();
    QTRY_COMPARE(window_->document().source(), (Point{1.5, 0.25}));
    QCOMPARE(window_->projectActions().saver().path(), path("lost.isochron-project"));
    QVERIFY2(window_->isWindowModified(), "it is not in its file");
    QTRY_VERIFY2(!QFile::exists(left), "it is safe in this program's own file");
    QCOMPARE(autosaved().size(), 1);
    window_->action(FrameCommandId::Save)->trigger();
    QTRY_VERIFY(autosaved().isEmpty());
    QCOMPARE(readProject(path("lost.isochron-project")).contents.drawing.source,
             (Point{1.5, 0.25}));
  }

  void discardedWorkIsGone() {
    const QString left = leaveWork();
    window_->autosave(plan());
    QTRY_VERIFY(button(*window_, QStringLiteral("Discard")) != nullptr);
    button(*window_, QStringLiteral("Discard"))->click();
    QVERIFY(!QFile::exists(left));
    QVERIFY(told(*window_).isEmpty());
  }

  void anOfferThatIsNotTakenComesAgain() {
    const QString left = leaveWork();
    window_->autosave(plan());
    QTRY_VERIFY(button(*window_, QStringLiteral("Restore")) != nullptr);
    window_.reset();
    QVERIFY(QFile::exists(left));
    window_ = openWindow();
    window_->autosave(plan());
    QTRY_VERIFY(button(*window_, QStringLiteral("Restore")) != nullptr);
  }

  void workThatCannotBeReadIsToldAndMayGo() {
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("autosave")));
    QFile file(path("autosave/x.isochron-project"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("nonsense");
    file.close();
    window_->autosave(plan());
    QTRY_VERIFY(tells(*window_, QStringLiteral("cannot be restored")));
    button(*window_, QStringLiteral("Discard"))->click();
    QVERIFY(autosaved().isEmpty());
  }

  void aStrokeInTheHandIsKeptToo() {
    window_->autosave(plan());
    QTest::keyClick(&window_->view(), Qt::Key_B);
    ToolSettings settings = window_->tools().settings();
    settings.value = 9.0;
    window_->tools().setSettings(settings);
    QTest::mousePress(&window_->view(), Qt::LeftButton, {}, pixel(*window_, {1.0, 0.3}));
    QTest::mouseMove(&window_->view(), pixel(*window_, {1.4, 0.4}));
    QTRY_COMPARE(autosaved().size(), 1);
    const QString file = path("autosave/") + autosaved().first();
    QTRY_COMPARE(readAutosaved(file).contents.drawing.model->max(), 9.0);
    QTest::mouseRelease(&window_->view(), Qt::LeftButton, {}, pixel(*window_, {1.4, 0.4}));
  }

  void aProgramThatEndsInOrderLeavesNothing() {
    window_->autosave(plan());
    paint(*window_, 4);
    QTRY_COMPARE(autosaved().size(), 1);
    window_.reset();
    QVERIFY(QDir(path("autosave")).entryList(QDir::Files).isEmpty());
  }

  void withoutEditsNothingIsWritten() {
    window_->openModelsThatShip();
    window_->autosave(plan());
    QVERIFY(settle(*window_));
    // Later changes are written after earlier ones.
    Q_EMIT window_->project().changed();
    QVERIFY(window_->projectActions().autosave()->isWaiting());
    QTRY_VERIFY(!window_->projectActions().autosave()->isWaiting());
    QVERIFY(!window_->projectActions().autosave()->isThere());
    QVERIFY(autosaved().isEmpty());
  }

 private:
  /// As a program would leave it that is killed while it works on lost.isochron-project.
  QString leaveWork() {
    QDir(folder_->path()).mkpath(QStringLiteral("autosave"));
    Project project;
    project.drawing().setSource({1.5, 0.25});
    const QString left = path("autosave/left.isochron-project");
    writeProject(project.wholeContents(),
                 {QStringLiteral("lost study"), {}, path("lost.isochron-project")}, left);
    return left;
  }
};

}  // namespace

QTEST_MAIN(ProjectWindowTest)
#include "project_window_test.moc"
