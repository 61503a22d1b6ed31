// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the Train workspace: settings as controls, numbers as they are typed, runs as they
// are remembered, curves as they are made of them, and the run's buttons.
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <cmath>
#include <fstream>

#include "field/error.h"
#include "number_box.h"
#include "train/loss_curves.h"
#include "train/run_bar.h"
#include "train/run_store.h"
#include "train/settings_form.h"
#include "train/training_update.h"

using namespace isochron;

namespace {

const Json kSettings = {{"learning_rate", 4e-3}, {"points", 384},  {"schedule", "cosine"},
                        {"residual", 1.0},       {"steps", 20000}, {"threads", 0}};

RunRecord sample() {
  RunRecord run;
  run.id = QStringLiteral("run-0007");
  run.name = QStringLiteral("latentPINN 2");
  run.stage = "latentpinn";
  run.preset = "grf";
  run.settings = kSettings;
  run.standard = kSettings;
  run.settings["points"] = 100;
  run.settings["residual"] = 2.0;
  run.data = QStringLiteral("/data/fields.npy");
  run.adjustments = {{150, "residual", 0.5}};
  run.outcome = RunOutcome::Finished;
  run.ending = QStringLiteral("all 300 steps are done");
  run.steps = 300;
  run.seconds = 12.5;
  run.history.add({100, 4.0, {{"loss", 0.4}, {"residual", 0.2}, {"error", 0.05}}});
  run.history.add({200, 8.0, {{"loss", 0.1}, {"residual", 0.1}, {"error", 0.03}}});
  run.history.add({300, 12.0, {{"loss", 0.05}, {"residual", 0.08}}});
  return run;
}

}  // namespace

class TrainPartsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale::c()); }

  // --- numbers -------------------------------------------------------------------------------
  void numbersAreTypedAsPeopleWriteThem_data() {
    QTest::addColumn<bool>("whole");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<double>("value");
    QTest::newRow("exponent") << false << "4e-3" << 4e-3;
    QTest::newRow("decimal") << false << "0.25" << 0.25;
    QTest::newRow("beyond the bounds: refused") << false << "77" << 1.0;
    QTest::newRow("no number: refused") << false << "e-" << 1.0;
    QTest::newRow("whole") << true << "7" << 7.0;
    QTest::newRow("with exponent, whole all the same") << true << "1e1" << 10.0;
    QTest::newRow("not whole: refused") << true << "2.5" << 1.0;
  }
  void numbersAreTypedAsPeopleWriteThem() {
    QFETCH(bool, whole);
    QFETCH(QString, typed);
    QFETCH(double, value);
    NumberBox box(whole);
    box.setRange(0.0, 10.0);
    box.setSuffix(QStringLiteral(" km"));
    box.setValue(1.0);
    box.show();
    QSignalSpy changed(&box, &NumberBox::valueChanged);
    box.findChild<QLineEdit*>()->selectAll();
    QTest::keyClicks(&box, typed);
    QTest::keyClick(&box, Qt::Key_Return);
    QCOMPARE(box.value(), value);
    QCOMPARE(changed.count(), value == 1.0 ? 0 : 1);
    QCOMPARE(box.isRefused(), value == 1.0);
    QCOMPARE(box.text(), value == 1.0 ? typed : QLocale().toString(value) + QStringLiteral(" km"));
  }

  void arrowsGoByTheSecondDigit() {
    NumberBox box(false);
    box.setRange(1e-9, 10.0);
    box.setValue(4e-3);
    QTest::keyClick(&box, Qt::Key_Up);
    QVERIFY(std::abs(box.value() - 4.1e-3) < 1e-12);
    box.setValue(1e-3);
    QTest::keyClick(&box, Qt::Key_Down);
    QVERIFY(std::abs(box.value() - 9.9e-4) < 1e-12);
    box.setValue(10.0);
    QTest::keyClick(&box, Qt::Key_Up);
    QCOMPARE(box.value(), 10.0);
  }

  void aNumberThatIsOnlyLookedAtKeepsAllItsDigits() {
    NumberBox box(false);
    box.setRange(0.0, 1.0);
    box.setValue(1.0 / 3.0);
    box.show();
    QSignalSpy changed(&box, &NumberBox::valueChanged);
    QTest::keyClick(&box, Qt::Key_Return);
    QCOMPARE(box.value(), 1.0 / 3.0);
    QCOMPARE(changed.count(), 0);
  }

  // --- settings ------------------------------------------------------------------------------
  void everySettingIsAControlWithNameUnitBoundsDefaultAndEffect() {
    SettingsForm form;
    form.setSettings("latentpinn", kSettings, kSettings);
    QVERIFY(undescribedSettings("latentpinn", kSettings).empty());
    for (const auto& [key, value] : kSettings.items()) {
      QWidget* control = form.control(key);
      QVERIFY2(control, key.c_str());
      QVERIFY(!control->accessibleName().isEmpty());
      const QString tip = control->toolTip();
      QVERIFY2(tip.contains(QStringLiteral("efault")), qPrintable(tip));
      QVERIFY2(tip.contains(QStringLiteral("Reset")) || tip.contains(QStringLiteral("at once")),
               qPrintable(tip));
    }
    auto* points = qobject_cast<NumberBox*>(form.control("points"));
    QVERIFY(points && points->text().contains(QStringLiteral("per source")));
  }

  void aChoiceOfNumbersStaysANumber() {
    SettingsForm form;
    const Json settings = {{"channels", 1}};
    form.setSettings("autoencoder", settings, settings);
    auto* box = qobject_cast<QComboBox*>(form.control("channels"));
    QVERIFY(box);
    QCOMPARE(box->currentText(), QStringLiteral("1"));
    box->setCurrentText(QStringLiteral("3"));
    QCOMPARE(form.settings()["channels"], Json(3));
  }

  void aValueBeyondTheUsualBoundsIsShownAsItIs() {
    SettingsForm form;
    const Json settings = {{"points", 3000000}};
    form.setSettings("latentpinn", settings, settings);
    auto* points = qobject_cast<NumberBox*>(form.control("points"));
    QVERIFY(points);
    QCOMPARE(points->value(), 3000000.0);
  }

  void aSettingThatNobodyDescribedIsThereAllTheSame() {
    SettingsForm form;
    const Json settings = {{"brand_new", 3}};
    form.setSettings("latentpinn", settings, settings);
    QVERIFY(form.control("brand_new"));
    QCOMPARE(undescribedSettings("latentpinn", settings), std::vector<std::string>{"brand_new"});
  }

  void editsAreToldWithWhetherTheyActLive() {
    SettingsForm form;
    form.setSettings("latentpinn", kSettings, kSettings);
    form.show();
    std::vector<std::pair<std::string, bool>> told;
    connect(&form, &SettingsForm::changed, this,
            [&](const std::string& key, bool live) { told.emplace_back(key, live); });
    type(form.control("learning_rate"), QStringLiteral("1e-3"));
    type(form.control("points"), QStringLiteral("50"));
    qobject_cast<QComboBox*>(form.control("schedule"))->setCurrentText(QStringLiteral("constant"));
    const std::vector<std::pair<std::string, bool>> expected = {
        {"learning_rate", true}, {"points", false}, {"schedule", false}};
    QCOMPARE(told, expected);
    QCOMPARE(form.settings()["learning_rate"], Json(1e-3));
    QCOMPARE(form.settings()["points"], Json(50));
    QVERIFY(form.settings()["points"].is_number_integer());
    QCOMPARE(form.settings()["schedule"], Json("constant"));
  }

  void theButtonBesideASettingBringsTheDefaultBack() {
    SettingsForm form;
    form.setSettings("latentpinn", kSettings, kSettings);
    form.show();
    QToolButton* reset = form.resetButton("points");
    QVERIFY(!reset->isVisible());
    type(form.control("points"), QStringLiteral("50"));
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(form.settings()["points"], Json(384));
    QVERIFY(!reset->isVisible());
  }

  void theWheelScrollsThePanelAndChangesNoNumber() {
    SettingsForm form;
    form.setSettings("latentpinn", kSettings, kSettings);
    form.resize(300, 400);
    form.show();
    QWidget* points = form.control("points");
    form.control("learning_rate")->setFocus();
    const QPoint at(5, 5);
    QWheelEvent wheel(at, points->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(points, &wheel);
    QCOMPARE(form.settings()["points"], Json(384));
  }

  void whatDiffersFromTheRunUnderWayIsMarked() {
    SettingsForm form;
    form.setSettings("latentpinn", kSettings, kSettings);
    form.show();
    form.setRunning(kSettings);
    const auto marked = [&] {
      int count = 0;
      for (const QLabel* label : form.findChildren<QLabel*>())
        count += label->text().endsWith(QLatin1Char('*')) ? 1 : 0;
      return count;
    };
    QCOMPARE(marked(), 0);
    type(form.control("points"), QStringLiteral("50"));
    QCOMPARE(marked(), 1);
  }

  // --- runs ----------------------------------------------------------------------------------
  void aRunSurvivesBeingStored() {
    const RunRecord run = sample();
    const RunRecord back = runRecordOf(Json::parse(toJson(run).dump()));
    QCOMPARE(toJson(back), toJson(run));
    QVERIFY(back.adjustments == run.adjustments);
    QVERIFY_EXCEPTION_THROWN(runRecordOf(Json::array()), Error);
    Json newer = toJson(run);
    newer["isochron_run"] = 99;
    QVERIFY_EXCEPTION_THROWN(runRecordOf(newer), Error);
  }

  void aRunSaysWhatItDidDifferently() {
    const QStringList changes = changesOf(sample());
    QCOMPARE(changes.size(), 3);
    const QString text = changes.join(QLatin1Char(';'));
    QVERIFY2(text.contains(QStringLiteral("Collocation points 100")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("Residual weight 2")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("0.5 from step 150")), qPrintable(text));
    QCOMPARE(finalError(sample()), std::optional(0.03));
  }

  void runsAreFoundAgainAndGetNewNames() {
    QTemporaryDir folder;
    const std::filesystem::path place = folder.filePath("runs").toStdString();
    {
      RunStore store(place);
      store.read();
      QVERIFY(store.isRead() && store.runs().empty());
      for (int i = 0; i < 3; ++i) store.store(store.fresh("pca", QStringLiteral("PCA")));
      QCOMPARE(store.runs()[1].name, QStringLiteral("PCA 2"));
    }
    RunStore again(place);
    again.read();
    QCOMPARE(again.runs().size(), std::size_t{3});
    // What was running when the program ended was interrupted.
    QCOMPARE(again.runs()[0].outcome, RunOutcome::Interrupted);
    again.remove(again.runs()[0].id);
    const RunRecord fourth = again.fresh("pca", QStringLiteral("PCA"));
    QCOMPARE(fourth.name, QStringLiteral("PCA 4"));
    QCOMPARE(fourth.id, QStringLiteral("run-0004"));
    RunStore third(place);
    third.read();
    QCOMPARE(third.runs().size(), std::size_t{2});
    // A number that another window has taken is not taken again.
    QCOMPARE(third.fresh("pca", QStringLiteral("PCA")).id, QStringLiteral("run-0005"));
  }

  void anInterruptedRunKnowsFromItsCheckpointHowFarItCame() {
    QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    RunStore store(place);
    RunRecord run = store.fresh("latentpinn", QStringLiteral("latentPINN"));
    store.store(run);
    Archive left;
    left.metadata = {
        {"steps", 40}, {"training_seconds", 2.5}, {"history", sample().history.toJson()}};
    left.write(unfinished(store.modelFile(run.id)));
    store.release(run.id);  // as when the program ends
    RunStore again(place);
    again.read();
    QCOMPARE(again.runs()[0].steps, std::int64_t{40});
    QCOMPARE(again.runs()[0].history.records().size(), std::size_t{3});
    QCOMPARE(again.newestFile(run.id), unfinished(store.modelFile(run.id)));
  }

  void aRunBelongsToOneWindowAtATime() {
    QTemporaryDir folder;
    RunStore here(folder.path().toStdString());
    const RunRecord run = here.fresh("pca", QStringLiteral("PCA"));
    here.store(run);
    RunStore there(folder.path().toStdString());
    there.read();
    QVERIFY(there.isHeldElsewhere(run.id) && !here.isHeldElsewhere(run.id));
    QCOMPARE(there.find(run.id)->outcome, RunOutcome::Running);
    QVERIFY_EXCEPTION_THROWN(there.hold(run.id), Error);
    QVERIFY_EXCEPTION_THROWN(there.remove(run.id), Error);
    QVERIFY(there.find(run.id));
    here.release(run.id);
    there.hold(run.id);
    QVERIFY_EXCEPTION_THROWN(here.remove(run.id), Error);
    there.remove(run.id);
    // No lock, record or model is left.
    QVERIFY(std::filesystem::is_empty(folder.path().toStdString()));
  }

  void whatAnotherWindowStoresIsReadAgain() {
    QTemporaryDir folder;
    RunStore here(folder.path().toStdString()), there(folder.path().toStdString());
    there.read();
    QSignalSpy changed(&there, &RunStore::changed);
    RunRecord run = here.fresh("pca", QStringLiteral("PCA"));
    here.store(run);
    there.readLater();
    QTRY_COMPARE(there.runs().size(), std::size_t{1});
    run.steps = 12;
    run.outcome = RunOutcome::Finished;
    here.store(run);
    here.release(run.id);
    there.readLater();
    QTRY_COMPARE(there.find(run.id)->steps, std::int64_t{12});
    here.remove(run.id);
    there.readLater();
    QTRY_VERIFY(there.runs().empty());
    QCOMPARE(changed.count(), 3);
  }

  void damagedRecordsAreLeftAlone() {
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("run-0001.json"));
    std::ofstream(file.toStdString()) << "{";
    RunStore store(folder.path().toStdString());
    store.read();
    QVERIFY(store.runs().empty());
    QVERIFY(QFile::exists(file));
    QCOMPARE(store.fresh("pca", QStringLiteral("PCA")).id, QStringLiteral("run-0002"));
  }

  // --- curves --------------------------------------------------------------------------------
  void curvesHaveTheWeightsThatHeldWhenTheyWereMeasured() {
    const LossRun curves = lossRunOf(sample());
    QCOMPARE(curves.steps, (std::vector<double>{100, 200, 300}));
    QCOMPARE(curves.curves.size(), std::size_t{3});
    const LossCurve& residual = curves.curves[1];
    QCOMPARE(residual.values, (std::vector<double>{0.2, 0.1, 0.08}));
    QCOMPARE(residual.weighted, (std::vector<double>{2.0 * 0.2, 0.5 * 0.1, 0.5 * 0.08}));
    QCOMPARE(curves.curves[2].kind, LossCurve::Kind::Error);
    QVERIFY(std::isnan(curves.curves[2].values[2]));
  }

  // --- the run's buttons ---------------------------------------------------------------------
  void buttonsAreEnabledAsTheStateSays_data() {
    QTest::addColumn<int>("state");
    for (const RunState state : {RunState::Idle, RunState::Running, RunState::Paused,
                                 RunState::Stopping, RunState::Finished, RunState::Failed})
      QTest::newRow(toText(state).c_str()) << static_cast<int>(state);
  }
  void buttonsAreEnabledAsTheStateSays() {
    QFETCH(int, state);
    const auto s = static_cast<RunState>(state);
    RunBar bar;
    bar.setState({s, {}, true});
    const bool startable = canStart(s) || canResume(s);
    QCOMPARE(bar.playButton()->isEnabled(), startable || canPause(s));
    QCOMPARE(bar.playButton()->text(),
             canPause(s) ? QStringLiteral("Pause") : QStringLiteral("Play"));
    QCOMPARE(bar.stepButton()->isEnabled(), startable);
    QCOMPARE(bar.stopButton()->isEnabled(), canStop(s));
    bar.setState({s, QStringLiteral("No data."), false});
    QCOMPARE(bar.playButton()->isEnabled(), canResume(s) || canPause(s));
    QVERIFY(!bar.resetButton()->isEnabled());
    // What is off says why before it says what it would do.
    for (QToolButton* button :
         {bar.playButton(), bar.stepButton(), bar.resetButton(), bar.stopButton()})
      QCOMPARE(button->toolTip().count(QLatin1Char('\n')) >= 1, !button->isEnabled());
    if (canStart(s)) QVERIFY(bar.playButton()->toolTip().startsWith(QStringLiteral("No data.")));
  }

  void buttonsAskForWhatTheySay() {
    RunBar bar;
    bar.show();
    QSignalSpy play(&bar, &RunBar::playRequested), pause(&bar, &RunBar::pauseRequested),
        step(&bar, &RunBar::stepRequested), stop(&bar, &RunBar::stopRequested);
    QTest::mouseClick(bar.playButton(), Qt::LeftButton);
    type(bar.findChild<NumberBox*>(), QStringLiteral("12"));
    QTest::mouseClick(bar.stepButton(), Qt::LeftButton);
    bar.setState({RunState::Running, {}, true});
    QTest::mouseClick(bar.playButton(), Qt::LeftButton);
    QTest::mouseClick(bar.stepButton(), Qt::LeftButton);  // off while it runs
    bar.stopButton()->menu()->actions().at(1)->trigger();
    QCOMPARE(play.count(), 1);
    QCOMPARE(pause.count(), 1);
    QCOMPARE(step.count(), 1);
    QCOMPARE(step[0][0].toInt(), 12);
    QCOMPARE(stop[0][0].value<Ending>(), Ending::Revert);
  }

  void durationsAreToldInWords() {
    QCOMPARE(durationText(44.6), QStringLiteral("45 s"));
    QCOMPARE(durationText(200), QStringLiteral("3 min 20 s"));
    QCOMPARE(durationText(7500), QStringLiteral("2 h 5 min"));
  }

 private:
  static void type(QWidget* box, const QString& text) {
    box->setFocus();
    box->findChild<QLineEdit*>()->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Return);
  }
};

QTEST_MAIN(TrainPartsTest)
#include "train_parts_test.moc"
