// SPDX-License-Identifier: GPL-3.0-or-later
// The Train workspace under mouse and keys: a data set, principal components, a small latentPINN,
// and what is done with runs.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

#include "data_sets.h"
#include "field/error.h"
#include "field_view.h"
#include "loss_plot.h"
#include "message_bar.h"
#include "number_box.h"
#include "train/run_list.h"
#include "train/settings_form.h"
#include "train/setup_panel.h"
#include "train/start_page.h"
#include "train/train_workspace.h"
#include "train/training_view.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr int kLong = 120000;  // ms, for a loaded machine

}  // namespace

class TrainWorkspaceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    QVERIFY(folder_.isValid());
    data_ = writeSet(folder_.filePath(QStringLiteral("fields.npy")), 60, paperGrid(24, 20));
  }
  void init() {
    static int number = 0;
    runs_ = folder_.filePath(QStringLiteral("runs%1").arg(++number)).toStdString();
    project_ = std::make_unique<Project>();
    open();
    QVERIFY(QTest::qWaitForWindowActive(workspace_.get()));
    QVERIFY(runsAreRead());
  }
  void cleanup() {
    workspace_.reset();
    project_.reset();
  }

  void withoutDataThePlayButtonSaysWhyItIsOff() {
    QVERIFY(!bar().playButton()->isEnabled());
    QVERIFY(bar().playButton()->toolTip().contains(QStringLiteral("data set")));
    QVERIFY(bar().sentence().contains(QStringLiteral("data set")));
    key(Qt::Key_Space);
    QCOMPARE(state(), RunState::Idle);
    // One sentence says what to do, in the place of the picture, with a button that does it.
    StartPage& start = workspace_->start();
    QVERIFY(start.isVisible());
    QVERIFY(start.sentence().contains(QStringLiteral("in Data")));
    QSignalSpy asked(workspace_.get(), &Workspace::workspaceAsked);
    QTest::mouseClick(start.button(), Qt::LeftButton);
    QCOMPARE(asked.value(0).value(0).toString(), QStringLiteral("data"));
    QVERIFY(start.otherButton()->isVisible());
    project_->data().add(data_);
    QVERIFY(bar().playButton()->isEnabled());
    QVERIFY(start.sentence().contains(QStringLiteral("60 models")));
    prepareSmallPinn();
    QTest::mouseClick(start.button(), Qt::LeftButton);
    QVERIFY(reaches(RunState::Running));
    QVERIFY(!start.isVisible());
  }

  void everyPresetAndStageGivesAFormWithoutAnUndescribedSetting() {
    for (const StageKind& kind : stageKinds()) {
      choose(workspace_->setup().stageBox(), QString::fromStdString(kind.title));
      for (int i = 0; i < workspace_->setup().presetBox()->count(); ++i) {
        choose(workspace_->setup().presetBox(), workspace_->setup().presetBox()->itemText(i));
        const TrainSetup& setup = controller().setup();
        QCOMPARE(setup.stage, kind.name);
        QVERIFY(!setup.settings.empty());
        std::string missing;
        for (const std::string& key : undescribedSettings(kind.name, setup.settings))
          missing += key + ' ';
        QVERIFY2(missing.empty(), (kind.name + ": " + missing).c_str());
        for (const SettingSpec& spec : settingSpecs(kind.name, setup.settings)) {
          const Json& value = setup.settings[spec.key];
          if (spec.type == SettingSpec::Type::Choice)
            QVERIFY2(spec.choices.contains(valueText(value)), spec.key.c_str());
          else if (value.is_number())
            QVERIFY2(value.get<double>() >= spec.min && value.get<double>() <= spec.max,
                     spec.key.c_str());
        }
      }
    }
  }

  // The form must not offer what the stage refuses.
  void theBoundsOfEverySettingAreThoseThatItsStageAccepts() {
    for (const StageKind& kind : stageKinds()) {
      const Json standard = completeSettings(kind.name, Json::object());
      for (const SettingSpec& spec : settingSpecs(kind.name, standard)) {
        std::vector<Json> values;
        if (spec.type == SettingSpec::Type::Whole)
          values = {static_cast<std::int64_t>(spec.min), static_cast<std::int64_t>(spec.max)};
        if (spec.type == SettingSpec::Type::Real) values = {spec.min, spec.max};
        if (spec.type == SettingSpec::Type::Switch) values = {false, true};
        for (const QString& choice : spec.choices)
          values.push_back(standard[spec.key].is_number() ? Json(choice.toLongLong())
                                                          : Json(choice.toStdString()));
        QVERIFY2(!values.empty(), spec.key.c_str());
        for (const Json& value : values) {
          Json settings = settingsThatAllow(spec.key, value);
          settings[spec.key] = value;
          try {
            const Json complete = completeSettings(kind.name, settings);
            QCOMPARE(complete[spec.key], value);
          } catch (const Error& refusal) {
            QFAIL((kind.name + ", " + spec.key + " = " + value.dump() + ": " + refusal.what())
                      .c_str());
          }
        }
      }
    }
  }

  void componentsAreFoundAndServeAsLatents() {
    project_->data().add(data_);
    findComponents();
    QCOMPARE(state(), RunState::Finished);
    QVERIFY(bar().sentence().contains(QStringLiteral("error")));
    QVERIFY(workspace_->view().picture());
    QVERIFY(workspace_->view().picture()->snapshot.find("reconstruction"));
    QCOMPARE(workspace_->runs().tree()->topLevelItemCount(), 1);
    // All is found: Play explains it.
    key(Qt::Key_Space);
    QVERIFY(workspace_->message().text().contains(QStringLiteral("done")));
    // Stage 2 offers them.
    choose(workspace_->setup().stageBox(), QStringLiteral("latentPINN"));
    QComboBox* latents = workspace_->setup().latentsBox();
    QVERIFY(latents->isVisible());
    QCOMPARE(latents->count(), 2);
    choose(latents, latents->itemText(1));
    prepareSmallPinn();
    QVERIFY(!workspace_->setup().notice()->isVisible());  // nothing has to wait
    key(Qt::Key_N);                                       // leaves the components' run
    QVERIFY(workspace_->plot().ghosts().empty());         // their error is another
    QVERIFY(reaches(RunState::Paused));
    QVERIFY2(controller().run()->latents.contains(QStringLiteral("PCA")),
             qPrintable(controller().run()->latents));
  }

  void keysPlayPauseStepAndReset() {
    beginSmallPinn();
    QVERIFY(bar().playButton()->text() == QStringLiteral("Pause"));
    key(Qt::Key_Space);
    QCOMPARE(state(), RunState::Paused);
    QVERIFY(settlesAtPause());
    const std::int64_t steps = controller().run()->steps;
    bar().findChild<NumberBox*>()->setValue(3);
    key(Qt::Key_N);
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps == steps + 3; }, kLong));
    QVERIFY(reaches(RunState::Paused));
    key(Qt::Key_Space);
    QCOMPARE(state(), RunState::Running);
    QVERIFY(!bar().stepButton()->isEnabled());
    QVERIFY(bar().stepButton()->toolTip().contains(QStringLiteral("pause it first")));
    const QString id = controller().run()->id;
    key(Qt::Key_R);
    QVERIFY(QTest::qWaitFor([&] { return controller().run() == nullptr; }, kLong));
    QCOMPARE(state(), RunState::Idle);
    // It is kept, and stays in sight as a ghost.
    QVERIFY(controller().store().find(id));
    QCOMPARE(workspace_->plot().ghosts().size(), std::size_t{1});
    QVERIFY(workspace_->plot().run().steps.empty());
  }

  void theErrorFallsAndThePictureShowsNetworkAndSolver() {
    beginSmallPinn(Qt::Key_N);
    QVERIFY(reaches(RunState::Paused));
    QVERIFY(settlesAtPause());  // with the record of the first step
    stopAfter(QStringLiteral("400"));
    key(Qt::Key_Space);
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps == 400; }, kLong));
    const std::vector<Metrics>& records = controller().run()->history.records();
    QVERIFY(records.size() >= 2);
    QVERIFY(*finalError(*controller().run()) < 0.7 * *records.front().find(kErrorMetric));
    const auto newest = [&] {
      const TrainingPicture* picture = workspace_->view().picture();
      return picture && picture->snapshot.step == 400 ? picture : nullptr;
    };
    QVERIFY(QTest::qWaitFor([&] { return newest() != nullptr; }, kLong));
    QVERIFY(!newest()->contours.empty() && !newest()->reference.empty());
    QVERIFY(workspace_->view().caption().contains(QStringLiteral("solver")));
    // Another model held out is shown although the run has ended.
    auto* model = workspace_->view().findChild<NumberBox*>();
    QVERIFY(model->maximum() > 1);
    model->stepBy(1);
    QVERIFY(QTest::qWaitFor([&] { return workspace_->view().picture()->heldOut == 1; }, kLong));
    key(Qt::Key_4);
    key(Qt::Key_5);
    QVERIFY(grabbed());
  }

  void liveSettingsActLiveAndStructuralOnesSayThatTheyWait() {
    beginSmallPinn();
    type("learning_rate", QStringLiteral("1e-4"));
    QVERIFY(QTest::qWaitFor(
        [&] {
          const auto& records = controller().run()->history.records();
          return !records.empty() &&
                 records.back().find("learning_rate").value_or(1.0) <= 1e-4 * 1.0001;
        },
        kLong));
    QVERIFY(changesOf(*controller().run())
                .join(QLatin1Char(' '))
                .contains(QStringLiteral("Learning rate 0.0001 from step")));
    QVERIFY(!workspace_->setup().notice()->isVisible());
    for (const QLabel* label : workspace_->setup().form()->findChildren<QLabel*>())
      QVERIFY2(!label->text().contains(QLatin1Char('*')), qPrintable(label->text()));
    type("points", QStringLiteral("30"));
    QVERIFY(workspace_->setup().notice()->isVisible());
    QVERIFY(workspace_->setup().notice()->text().contains(QStringLiteral("Collocation points")));
    QCOMPARE(state(), RunState::Running);  // and the run goes on
    key(Qt::Key_R);
    QVERIFY(QTest::qWaitFor([&] { return controller().run() == nullptr; }, kLong));
    QVERIFY(!workspace_->setup().notice()->isVisible());
    key(Qt::Key_N);
    QVERIFY(reaches(RunState::Paused));
    QCOMPARE(controller().run()->settings["points"], Json(30));
  }

  void aRunIsContinuedAfterTheProgramWasClosed() {
    beginSmallPinn();
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps > 20; }, kLong));
    const QString id = controller().run()->id;
    workspace_.reset();  // while it runs
    open();
    QVERIFY(runsAreRead());
    const RunRecord* left = controller().store().find(id);
    QVERIFY(left && left->outcome == RunOutcome::Interrupted);
    QVERIFY(left->steps > 20);
    const std::int64_t steps = left->steps;
    workspace_->runs().select(id);
    click(workspace_->runs(), "Continue");
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps > steps + 5; }, kLong));
    QCOMPARE(controller().run()->history.records().front().step <= steps, true);
    key(Qt::Key_Space);
    QVERIFY(settlesAtPause());
    // Revert: as if it had not been continued.
    controller().stop(Ending::Revert);
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(QTest::qWaitFor([&] { return controller().store().find(id)->steps == steps; }, kLong));
  }

  void aNewRunThatIsRevertedLeavesNothing() {
    beginSmallPinn();
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps > 5; }, kLong));
    controller().stop(Ending::Revert);
    QVERIFY(QTest::qWaitFor([&] { return controller().run() == nullptr; }, kLong));
    QVERIFY(controller().store().runs().empty());
    QVERIFY(std::filesystem::is_empty(runs_));
  }

  void aRunGoesOnBeyondItsPlanWhenAsked() {
    beginSmallPinn();
    stopAfter(QStringLiteral("30"));
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Finished; },
                            kLong));
    const std::int64_t steps = controller().run()->steps;  // 30, where typing was quick enough
    QVERIFY(steps >= 30);
    key(Qt::Key_Space);
    QVERIFY(!workspace_->message().text().isEmpty());
    QCOMPARE(state(), RunState::Finished);
    click(workspace_->message(), "As far again");
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps == steps + 30; }, kLong));
    QCOMPARE(controller().store().runs().size(), std::size_t{1});
  }

  void aBranchBeginsWithTheWeightsOfItsParent() {
    beginSmallPinn();
    stopAfter(QStringLiteral("300"));
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Finished; },
                            kLong));
    const double learnt = *finalError(*controller().run());
    const QString name = controller().run()->name;
    workspace_->runs().select(controller().run()->id);
    click(workspace_->runs(), "Branch from here");
    type("learning_rate", QStringLiteral("1e-4"));
    key(Qt::Key_N);
    QVERIFY(reaches(RunState::Paused));
    QVERIFY(QTest::qWaitFor([&] { return finalError(*controller().run()).has_value(); }, kLong));
    QCOMPARE(controller().run()->parent, name);
    QVERIFY2(*finalError(*controller().run()) < 1.5 * learnt,
             qPrintable(QString::number(*finalError(*controller().run()))));
    QCOMPARE(controller().store().runs().size(), std::size_t{2});
  }

  void theModelAnswersInExploreWhileItLearns() {
    beginSmallPinn();
    QVERIFY(QTest::qWaitFor(
        [&] {
          return std::any_of(project_->models().models().begin(), project_->models().models().end(),
                             [](const TrainedModel& m) { return m.kind() == "latentpinn"; });
        },
        kLong));
    workspace_->runs().select(controller().run()->id);
    key(Qt::Key_Space);
    controller().useModel(controller().run()->id);
    QVERIFY(project_->models().current());
    QCOMPARE(project_->models().current()->kind(), std::string("latentpinn"));
  }

  void aProjectBringsSetupAndRunsBack() {
    beginSmallPinn();
    stopAfter(QStringLiteral("20"));
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Finished; },
                            kLong));
    type("points", QStringLiteral("77"));
    const QString id = controller().run()->id;
    workspace_->runs().setCompared(id, true);
    const Json state = Json::parse(workspace_->projectState().dump());
    workspace_.reset();
    open();
    QVERIFY(controller().run() == nullptr);
    workspace_->restoreProjectState(state);
    QCOMPARE(workspace_->projectState(), state);  // also before the runs are read
    QVERIFY(runsAreRead());
    QCOMPARE(workspace_->projectState(), state);
    QCOMPARE(controller().setup().settings["points"], Json(77));
    QCOMPARE(controller().run()->id, id);
    QVERIFY(!workspace_->plot().run().steps.empty());
    // What makes no sense changes nothing.
    workspace_->restoreProjectState({{"settings", {{"nonsense", 1}}}});
    QCOMPARE(workspace_->projectState(), state);
  }

  // Two windows, one folder of runs.
  void anotherWindowNeitherContinuesNorRemovesWhatIsTrained() {
    beginSmallPinn();
    const QString id = controller().run()->id;
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps > 5; }, kLong));
    Project otherProject;
    TrainController other(otherProject, runs_);
    QStringList problems;
    connect(&other, &TrainController::problem, this,
            [&](const QString& sentence) { problems += sentence; });
    QVERIFY(QTest::qWaitFor([&] { return other.store().isRead(); }, kLong));
    const RunRecord* seen = other.store().find(id);
    QVERIFY(seen);
    QCOMPARE(seen->outcome, RunOutcome::Running);  // not interrupted: its window is there
    QVERIFY2(other.cannotContinue(id).contains(QStringLiteral("nother window")),
             qPrintable(other.cannotContinue(id)));
    QVERIFY(other.cannotRemove(id).contains(QStringLiteral("nother window")));
    other.continueRun(id);
    QVERIFY(other.run() == nullptr);
    other.removeRun(id);
    QCOMPARE(problems.size(), 1);
    QVERIFY2(problems.front().contains(QStringLiteral("another window")),
             qPrintable(problems.front()));
    // A new run of the other window gets files of its own.
    QVERIFY(other.store().fresh("latentpinn", QStringLiteral("latentPINN")).id != id);
    // Here it goes on, and once it has ended, the other window may have it.
    const std::int64_t steps = controller().run()->steps;
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps > steps; }, kLong));
    controller().stop(Ending::Keep);
    QVERIFY(
        QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Stopped; }, kLong));
    other.store().readLater();
    QVERIFY(QTest::qWaitFor([&] { return other.store().find(id)->outcome == RunOutcome::Stopped; },
                            kLong));
    QVERIFY2(other.cannotRemove(id).isEmpty(), qPrintable(other.cannotRemove(id)));
    other.removeRun(id);
    QVERIFY(!other.store().find(id));
    // And this one hears of it.
    controller().store().readLater();
    QVERIFY(QTest::qWaitFor([&] { return controller().run() == nullptr; }, kLong));
  }

  void aRunThatGoesOnSaysNothingOfItsLastEnd() {
    beginSmallPinn(Qt::Key_N);
    QVERIFY(reaches(RunState::Paused));
    controller().stop(Ending::Keep);
    QVERIFY(
        QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Stopped; }, kLong));
    QVERIFY2(bar().sentence().contains(QStringLiteral("stopped")), qPrintable(bar().sentence()));
    stopAfter(QString::number(controller().run()->steps + 2));
    key(Qt::Key_Space);
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Finished; },
                            kLong));
    key(Qt::Key_Space);
    QVERIFY(workspace_->message().text().contains(QStringLiteral("is done")));
    workspace_->message().findChild<QPushButton*>()->click();  // as far again
    QVERIFY(
        QTest::qWaitFor([&] { return isActive(state()) || controller().run()->steps > 1; }, kLong));
    QVERIFY2(workspace_->message().text().isEmpty(), qPrintable(workspace_->message().text()));
    workspace_->runs().select(controller().run()->id);
    if (isActive(state())) {
      QVERIFY2(!workspace_->runs().details().contains(QStringLiteral("it was")),
               qPrintable(workspace_->runs().details()));
      QVERIFY2(!bar().sentence().contains(QStringLiteral("it was")), qPrintable(bar().sentence()));
    }
  }

  void theKeysOfTheRunWorkAfterEachOfThem() {
    project_->data().add(data_);
    choose(workspace_->setup().stageBox(), QStringLiteral("latentPINN"));
    prepareSmallPinn();
    // With the keyboard on Step and on the number beside it, which go off while the run steps.
    auto* count = bar().findChild<NumberBox*>();
    for (QWidget* at : {static_cast<QWidget*>(bar().stepButton()), static_cast<QWidget*>(count)}) {
      at->setFocus();
      const std::int64_t steps = controller().run() ? controller().run()->steps : 0;
      QTest::mouseClick(bar().stepButton(), Qt::LeftButton);
      QVERIFY(QTest::qWaitFor(
          [&] { return controller().run() && controller().run()->steps > steps; }, kLong));
      QVERIFY(reaches(RunState::Paused));
      // The bar is told a moment after the state has changed.
      QVERIFY(QTest::qWaitFor([&] { return bar().stepButton()->isEnabled(); }, kLong));
      const QWidget* now = QApplication::focusWidget();
      QVERIFY2(now == at || now == bar().playButton(),
               now ? now->metaObject()->className() : "nothing");
    }
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(reaches(RunState::Running));
    QTest::mouseClick(bar().stopButton(), Qt::LeftButton, {}, QPoint(5, 5));
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(
        QTest::qWaitFor([&] { return controller().run()->outcome == RunOutcome::Stopped; }, kLong));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_R);
    QVERIFY(QTest::qWaitFor([&] { return controller().run() == nullptr; }, kLong));
  }

  void theDataSetSaysItsSplitAndItsVelocities() {
    const auto setting = [&](const char* key) { return controller().setup().settings[key]; };
    choose(workspace_->setup().stageBox(), QStringLiteral("latentPINN"));
    QCOMPARE(setting("slowest").get<double>(), 2.0);  // the preset's
    project_->data().setSplit({0.2, 0.1, 7});
    project_->data().add(data_);
    QCOMPARE(controller().setup().data, project_->data().chosen()->id);
    QCOMPARE(setting("validation").get<double>(), 0.2);
    QCOMPARE(setting("test").get<double>(), 0.1);
    QCOMPARE(setting("seed").get<int>(), 7);
    QCOMPARE(setting("slowest").get<double>(), 0.0);  // of all its models
    QCOMPARE(setting("fastest").get<double>(), 0.0);
    QCOMPARE(controller().setup().components["seed"].get<int>(), 7);
    const QLabel* said = workspace_->setup().overridden();
    QVERIFY(said->isVisible());
    for (const char* word : {"fields", "validation share", "test share", "seed", "2 to 6 km/s"})
      QVERIFY2(said->text().contains(QLatin1String(word)), qPrintable(said->text()));
    // What is typed holds, and is no longer said to be the data's.
    type("seed", QStringLiteral("3"));
    QCOMPARE(setting("seed").get<int>(), 3);
    QVERIFY(!said->text().contains(QStringLiteral("seed")));
    // Another set is chosen here or in Data: it is the same choice.
    const std::uint64_t first = controller().setup().data;
    const auto second =
        writeSet(folder_.filePath(QStringLiteral("others.npy")), 40, paperGrid(24, 20));
    project_->data().add(second);
    QCOMPARE(controller().setup().data, project_->data().chosen()->id);
    choose(workspace_->setup().dataBox(), QStringLiteral("fields (60 models)"));
    QCOMPARE(project_->data().chosen()->id, first);
    QVERIFY(said->text().contains(QStringLiteral("fields")));
    project_->data().setSplit({0.1, 0.1, 0});
    QCOMPARE(setting("validation").get<double>(), 0.1);
  }

  void filesAreOpenedAsideAndToldInPlaceWhereTheyCannotBe() {
    QVERIFY(workspace_->open(folder_.filePath(QStringLiteral("fields.npy")),
                             Workspace::Opening::AskHow));
    QVERIFY(QTest::qWaitFor([&] { return project_->data().sets().size() == 1; }, kLong));
    QSignalSpy failed(workspace_.get(), &Workspace::openFailed);
    workspace_->open(folder_.filePath(QStringLiteral("nothing.npy")), Workspace::Opening::AskHow);
    QVERIFY(QTest::qWaitFor([&] { return failed.count() == 1; }, kLong));
    QVERIFY(workspace_->message().text().contains(QStringLiteral("nothing.npy")));
  }

  void impossibleSettingsAreToldInPlace() {
    project_->data().add(data_);
    choose(workspace_->setup().stageBox(), QStringLiteral("Principal components"));
    type("components", QStringLiteral("500"));
    key(Qt::Key_Space);
    QVERIFY(reaches(RunState::Failed));
    QVERIFY2(
        QTest::qWaitFor(
            [&] { return workspace_->message().text().contains(QStringLiteral("components")); },
            kLong),
        qPrintable(workspace_->message().text()));
    type("components", QStringLiteral("6"));
    key(Qt::Key_Space);
    QVERIFY(reaches(RunState::Finished));
  }

  void everyControlExplainsItself() {
    project_->data().add(data_);
    for (const QWidget* control : workspace_->findChildren<QWidget*>()) {
      const bool inside = qobject_cast<const QAbstractSpinBox*>(control->parentWidget()) ||
                          qobject_cast<const QTabBar*>(control->parentWidget()) ||
                          qobject_cast<const MessageBar*>(control->parentWidget()) ||
                          control->objectName().startsWith(QStringLiteral("qt_"));
      const bool off =
          control->testAttribute(Qt::WA_WState_ExplicitShowHide) && control->isHidden();
      if (inside || off ||
          !(qobject_cast<const QAbstractButton*>(control) ||
            qobject_cast<const QComboBox*>(control) ||
            qobject_cast<const QAbstractSpinBox*>(control)))
        continue;
      QVERIFY2(!control->toolTip().isEmpty(),
               qPrintable(QLatin1String(control->metaObject()->className()) + QLatin1Char(' ') +
                          control->objectName()));
    }
  }

 private:
  void open() {
    workspace_ = std::make_unique<TrainWorkspace>(*project_, runs_);
    workspace_->setWindowFlag(Qt::Window);
    workspace_->resize(1366, 700);
    workspace_->show();
    workspace_->arrange();
    workspace_->activateWindow();
  }
  bool runsAreRead() {
    return QTest::qWaitFor([&] { return controller().store().isRead(); }, kLong);
  }
  TrainController& controller() { return workspace_->controller(); }
  RunBar& bar() { return workspace_->bar(); }
  RunState state() { return controller().state(); }
  void key(Qt::Key key) {
    workspace_->view().view().setFocus();
    QTest::keyClick(workspace_.get(), key);
  }
  /// What a value needs beside it, as its tip says.
  static Json settingsThatAllow(const std::string& key, const Json& value) {
    if (key == "derivatives" && value == "exact") return {{"network", "mlp"}};
    if (key == "points" && value == 0) return {{"labels", 1.0}};
    if (key == "least_aspect" && value > 0.0) return {{"greatest_aspect", value}};
    if (key == "greatest_aspect" && value > 0.0) return {{"least_aspect", 0.1}};
    return Json::object();
  }
  bool reaches(RunState wanted) {
    return QTest::qWaitFor([&] { return state() == wanted; }, kLong);
  }
  /// A picture that is asked for after the pause comes from a thread that has seen the pause.
  bool settlesAtPause() {
    constexpr std::int64_t kNeverAskedFor = 1000;
    bool came = false;
    QObject context;
    connect(&controller(), &TrainController::pictureCame, &context,
            [&](const std::shared_ptr<const TrainingPicture>& picture) {
              came = came || (picture && picture->heldOut == kNeverAskedFor);
            });
    controller().showHeldOut(kNeverAskedFor);
    const bool settled =
        QTest::qWaitFor([&] { return came && state() == RunState::Paused; }, kLong);
    controller().showHeldOut(workspace_->view().heldOut());
    return settled;
  }
  static void choose(QComboBox* box, const QString& text) {
    const int index = box->findText(text);
    QVERIFY2(index >= 0, qPrintable(text));
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
  }
  void type(const std::string& key, const QString& text) {
    QWidget* box = workspace_->setup().form()->control(key);
    QVERIFY2(box, key.c_str());
    box->setFocus();
    auto* line = box->findChild<QLineEdit*>();
    line->selectAll();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Return);
  }
  static void click(QWidget& in, const char* text) {
    for (auto* button : in.findChildren<QPushButton*>())
      if (button->text() == QLatin1String(text)) {
        QVERIFY2(button->isEnabled(), qPrintable(button->toolTip()));
        button->click();
        return;
      }
    QFAIL(text);
  }
  void stopAfter(const QString& steps) {
    for (auto* line : workspace_->setup().findChildren<QAbstractSpinBox*>())
      if (line->accessibleName() == QStringLiteral("Stop after steps")) {
        auto* edit = line->findChild<QLineEdit*>();
        edit->selectAll();
        QTest::keyClicks(edit, steps);
        QTest::keyClick(edit, Qt::Key_Return);
      }
    QCOMPARE(controller().setup().stop.steps, std::optional<std::int64_t>(steps.toLongLong()));
  }
  bool grabbed() { return !workspace_->grab().isNull(); }
  void findComponents() {
    choose(workspace_->setup().stageBox(), QStringLiteral("Principal components"));
    type("components", QStringLiteral("6"));
    key(Qt::Key_Space);
    QVERIFY(reaches(RunState::Finished));
    QVERIFY(QTest::qWaitFor([&] { return !project_->models().models().empty(); }, kLong));
  }
  /// Of those settings that make a step short.
  void prepareSmallPinn() {
    TrainSetup setup = controller().setup();
    setup.settings.update(Json{{"sums", 8},
                               {"rank", 4},
                               {"hidden", 8},
                               {"trunk_width", 32},
                               {"trunk_depth", 2},
                               {"branch_width", 32},
                               {"branch_depth", 1},
                               {"points", 60},
                               {"models", 8},
                               {"warm_up", 20},
                               {"steps", 100000},
                               {"validation", 0.1},
                               {"test", 0.1},
                               {"validation_models", 6},
                               {"threads", 1}});
    setup.components["components"] = 6;
    controller().setSetup(setup);
    Q_EMIT controller().setupChanged();
  }
  void beginSmallPinn(Qt::Key with = Qt::Key_Space) {
    project_->data().add(data_);
    choose(workspace_->setup().stageBox(), QStringLiteral("latentPINN"));
    prepareSmallPinn();
    key(with);
    QVERIFY(state() != RunState::Idle);
    QVERIFY(QTest::qWaitFor([&] { return controller().run()->steps > 0; }, kLong));
  }

  QTemporaryDir folder_;
  std::shared_ptr<const DataSet> data_;
  std::filesystem::path runs_;
  std::unique_ptr<Project> project_;
  std::unique_ptr<TrainWorkspace> workspace_;
};

QTEST_MAIN(TrainWorkspaceTest)
#include "train_workspace_test.moc"
