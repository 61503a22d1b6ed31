// SPDX-License-Identifier: GPL-3.0-or-later
// Runs: their states, when they end, what they keep; schedules, histories and settings.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <thread>

#include "field/error.h"
#include "training/config.h"
#include "training/learning_rate.h"
#include "training/preset.h"
#include "training/training.h"

namespace isochron {
namespace {

constexpr std::array kStates = {RunState::Idle,     RunState::Running,  RunState::Paused,
                                RunState::Stopping, RunState::Finished, RunState::Failed};

/// Its error halves with each step; at step `poison` its loss is no number any more.
class HalvingStage final : public Stage {
 public:
  explicit HalvingStage(std::int64_t planned = 0, std::int64_t poison = -1)
      : planned_(planned), poison_(poison) {}

  std::string kind() const override { return "halving"; }
  void step() override {
    ++steps_;
    value_ *= steps_ == poison_ ? std::nan("") : 0.5;
    finished_ = false;
  }
  std::int64_t steps() const override { return steps_; }
  std::int64_t plannedSteps() const override { return planned_; }
  Metrics metrics() override { return {steps_, 0.0, {{"loss", value_}, {kErrorMetric, error()}}}; }
  std::int64_t heldOutCount() const override { return 0; }
  Snapshot snapshot(std::int64_t) override { return {steps_, {}, {}}; }
  bool adjust(const std::string&, double) override { return false; }
  bool isSound() const override { return std::isfinite(value_); }
  void finish() override { finished_ = true; }
  void save(Archive& archive) const override {
    archive.metadata["steps"] = steps_;
    archive.metadata["value"] = value_;
  }
  void load(const Archive& archive) override {
    steps_ = archive.described("steps");
    value_ = archive.described("value");
  }

  double value() const { return value_; }
  bool isFinished() const { return finished_; }

 private:
  double error() const { return std::max(value_, 1e-3); }

  std::int64_t planned_;
  std::int64_t poison_;
  std::int64_t steps_ = 0;
  double value_ = 1.0;
  bool finished_ = false;
};

TrainingOptions everyTwoSteps(StopConditions stop = {}) {
  TrainingOptions options;
  options.stop = stop;
  options.metricsEvery = 2;
  return options;
}

void runToItsEnd(Training& training) {
  for (int i = 0; i < 100000; ++i)
    if (!training.advance()) return;
  QFAIL("it does not end");
}

}  // namespace

class TrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyTransitionIsAsThePredicatesSay();
  void aRunCanBePausedRightAfterItsStart();
  void stoppingEndsAPause();
  void onlyOneOfManyRequestsWins();

  void aRunEndsAfterItsPlannedSteps();
  void aRunEndsAsItWasAskedTo_data();
  void aRunEndsAsItWasAskedTo();
  void aRunEndsWhenTheErrorStagnates();
  void withoutAnErrorPatienceEndsNothing();
  void aStoppedRunIsSaved();
  void aFullDiskEndsNoRun();
  void aFinishedRunLastsUntilItIsWrittenOrStopped();
  void aLossThatIsNoNumberLeavesTheLastGoodState();
  void aRunIsTakenUpAfterAFailureWithItsHistoryInOrder();
  void aResumedRunKeepsItsHistory();
  void aPausedRunDoesNotHoldUpItsThread();
  void recordsByTimeTakeLittleOfIt();

  void historiesSurviveJson();
  void historiesAreWrittenAsCsv();
  void plateausHalveTheRate();
  void aCosineEndsAtTheLeastRate();
  void impossibleSchedulesAreRefused();

  void presetsInheritFromTheirParents();
  void badPresetsAreRefused();
  void settingsAreReadStrictly();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name)).toStdString();
  }
  void write(const char* name, const char* text) const { std::ofstream(path(name)) << text; }

  QTemporaryDir folder_;
};

void TrainingTest::everyTransitionIsAsThePredicatesSay() {
  using enum RunState;
  const std::map<std::pair<RunState, RunEvent>, RunState> allowed = {
      {{Idle, RunEvent::Start}, Running},     {{Finished, RunEvent::Start}, Running},
      {{Failed, RunEvent::Start}, Running},   {{Running, RunEvent::Pause}, Paused},
      {{Paused, RunEvent::Resume}, Running},  {{Running, RunEvent::Stop}, Stopping},
      {{Paused, RunEvent::Stop}, Stopping},   {{Running, RunEvent::Finish}, Finished},
      {{Paused, RunEvent::Finish}, Finished}, {{Stopping, RunEvent::Finish}, Finished},
      {{Running, RunEvent::Fail}, Failed},    {{Paused, RunEvent::Fail}, Failed},
      {{Stopping, RunEvent::Fail}, Failed}};
  for (const RunState state : kStates) {
    for (const RunEvent event : {RunEvent::Start, RunEvent::Pause, RunEvent::Resume, RunEvent::Stop,
                                 RunEvent::Finish, RunEvent::Fail}) {
      const auto found = allowed.find({state, event});
      const auto next = after(state, event);
      QCOMPARE(next.has_value(), found != allowed.end());
      if (next) QCOMPARE(*next, found->second);
    }
    QCOMPARE(canStart(state), state == Idle || state == Finished || state == Failed);
    QCOMPARE(canPause(state), state == Running);
    QCOMPARE(canResume(state), state == Paused);
    QCOMPARE(canStop(state), state == Running || state == Paused);
    QCOMPARE(isActive(state), state == Running || state == Paused || state == Stopping);
  }
}

void TrainingTest::aRunCanBePausedRightAfterItsStart() {
  RunControl control;
  QVERIFY(!control.raise(RunEvent::Pause));
  QVERIFY(control.raise(RunEvent::Start));
  QVERIFY(control.raise(RunEvent::Pause));
  QCOMPARE(control.state(), RunState::Paused);
  std::jthread resumer([&] { control.raise(RunEvent::Resume); });
  QVERIFY(control.mayGoOn());
}

void TrainingTest::stoppingEndsAPause() {
  RunControl control;
  control.raise(RunEvent::Start);
  control.raise(RunEvent::Pause);
  std::jthread stopper([&] { control.raise(RunEvent::Stop); });
  QVERIFY(!control.mayGoOn());
  QCOMPARE(control.state(), RunState::Stopping);
}

void TrainingTest::onlyOneOfManyRequestsWins() {
  RunControl control;
  std::atomic<int> won = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] { won += control.raise(RunEvent::Start) ? 1 : 0; });
  }
  QCOMPARE(won.load(), 1);
}

void TrainingTest::aRunEndsAfterItsPlannedSteps() {
  HalvingStage stage(7);
  RunControl control;
  Training training(stage, everyTwoSteps(), control);
  runToItsEnd(training);
  QCOMPARE(stage.steps(), std::int64_t{7});
  QCOMPARE(control.state(), RunState::Finished);
  QVERIFY(stage.isFinished());
  // Every second step, and the last.
  QCOMPARE(training.history().records().size(), std::size_t{4});
  QCOMPARE(training.history().last().step, std::int64_t{7});
  QCOMPARE(training.progress(), std::optional(1.0));
}

void TrainingTest::aRunEndsAsItWasAskedTo_data() {
  QTest::addColumn<int>("steps");
  QTest::addColumn<double>("error");
  QTest::addColumn<int>("last");
  QTest::newRow("after steps") << 5 << 0.0 << 5;
  QTest::newRow("at an error") << 0 << 0.1 << 4;  // 1/16, seen at an even step
  QTest::newRow("whichever is first") << 3 << 0.1 << 3;
}

void TrainingTest::aRunEndsAsItWasAskedTo() {
  QFETCH(int, steps);
  QFETCH(double, error);
  QFETCH(int, last);
  StopConditions stop;
  if (steps > 0) stop.steps = steps;
  if (error > 0.0) stop.error = error;
  HalvingStage stage;
  RunControl control;
  Training training(stage, everyTwoSteps(stop), control);
  runToItsEnd(training);
  QCOMPARE(stage.steps(), std::int64_t{last});
  QVERIFY(!training.ending().empty());
  QCOMPARE(training.endedBy(), std::optional(RunEnd::StopCondition));
}

void TrainingTest::aRunEndsWhenTheErrorStagnates() {
  HalvingStage stage;
  RunControl control;
  StopConditions stop;
  stop.patience = 3;
  Training training(stage, everyTwoSteps(stop), control);
  runToItsEnd(training);
  // The error is smallest from step 10 on; three more records.
  QCOMPARE(stage.steps(), std::int64_t{16});
}

void TrainingTest::withoutAnErrorPatienceEndsNothing() {
  MetricsHistory history;
  for (int i = 0; i < 9; ++i) history.add({i, 0.1 * i, {{"loss", 1.0}}});
  QCOMPARE(history.recordsSinceBestError(), std::int64_t{0});
  // One that is measured but no number is no improvement.
  history.add({9, 1.0, {{"loss", 1.0}, {kErrorMetric, std::nan("")}}});
  history.add({10, 1.1, {{"loss", 1.0}, {kErrorMetric, std::nan("")}}});
  QCOMPARE(history.recordsSinceBestError(), std::int64_t{2});
  history.add({11, 1.2, {{kErrorMetric, 0.5}}});
  history.add({12, 1.3, {{"loss", 1.0}}});
  QCOMPARE(history.recordsSinceBestError(), std::int64_t{1});
}

void TrainingTest::aStoppedRunIsSaved() {
  HalvingStage stage;
  RunControl control;
  TrainingOptions options = everyTwoSteps();
  options.file = path("stopped.isochron");
  Training training(stage, options, control);
  for (int i = 0; i < 3; ++i) QVERIFY(training.advance());
  QVERIFY(control.raise(RunEvent::Stop));
  QVERIFY(!training.advance());
  QCOMPARE(control.state(), RunState::Finished);
  QCOMPARE(training.endedBy(), std::optional(RunEnd::Request));
  QCOMPARE(Archive::read(options.file).described("steps").get<int>(), 3);
}

// A folder that is not there refuses files as a full disk does.
void TrainingTest::aFullDiskEndsNoRun() {
  HalvingStage stage;
  RunControl control;
  TrainingOptions options = everyTwoSteps();
  options.checkpointEvery = 0.0;
  options.file = path("gone") / "model.isochron";
  Training training(stage, options, control);
  for (int i = 0; i < 3; ++i) QVERIFY(training.advance());
  QVERIFY(training.unwritten());
  QVERIFY(!training.unwritten()->remedy().empty());
  QCOMPARE(stage.steps(), std::int64_t{3});
  std::filesystem::create_directory(path("gone"));
  QVERIFY(training.advance());
  QVERIFY(!training.unwritten());
  QCOMPARE(Archive::read(options.file).described("steps").get<int>(), 4);
}

void TrainingTest::aFinishedRunLastsUntilItIsWrittenOrStopped() {
  for (const bool stopped : {false, true}) {
    const char* folder = stopped ? "never" : "later";
    HalvingStage stage(4);
    RunControl control;
    TrainingOptions options = everyTwoSteps();
    options.checkpointEvery = 0.0;
    options.file = path(folder) / "model.isochron";
    Training training(stage, options, control);
    for (int i = 0; i < 8; ++i) QVERIFY(training.advance());
    QCOMPARE(stage.steps(), std::int64_t{4});
    QVERIFY(stage.isFinished());
    QCOMPARE(control.state(), RunState::Running);
    if (stopped)
      control.raise(RunEvent::Stop);
    else
      std::filesystem::create_directory(path(folder));
    QVERIFY(!training.advance());
    QCOMPARE(control.state(), RunState::Finished);
    QCOMPARE(training.endedBy(), std::optional(RunEnd::PlannedSteps));
    QCOMPARE(training.unwritten().has_value(), stopped);
    QCOMPARE(std::filesystem::exists(options.file), !stopped);
  }
}

void TrainingTest::aLossThatIsNoNumberLeavesTheLastGoodState() {
  HalvingStage stage(100, 7);
  RunControl control;
  TrainingOptions options = everyTwoSteps();
  options.file = path("good.isochron");
  Training training(stage, options, control);
  runToItsEnd(training);
  QCOMPARE(control.state(), RunState::Failed);
  QCOMPARE(stage.steps(), std::int64_t{6});
  QCOMPARE(stage.value(), 1.0 / 64.0);
  QVERIFY2(training.ending().find("at step 8; the state of step 6 was kept") != std::string::npos,
           training.ending().c_str());
  QCOMPARE(Archive::read(options.file).described("value").get<double>(), 1.0 / 64.0);
  QCOMPARE(training.endedBy(), std::optional(RunEnd::Failure));
}

void TrainingTest::aRunIsTakenUpAfterAFailureWithItsHistoryInOrder() {
  StopConditions stop;
  stop.steps = 12;
  TrainingOptions options = everyTwoSteps(stop);
  options.file = path("failed.isochron");
  HalvingStage failing(0, 7);
  RunControl control;
  Training before(failing, options, control);
  runToItsEnd(before);
  QCOMPARE(control.state(), RunState::Failed);
  // As version 0.1 wrote it: with the record of the failure.
  Archive written = Archive::read(options.file);
  MetricsHistory old = before.history();
  old.add({8, 1.0, {{"loss", 0.1}}});
  Archive older = before.archive();
  older.metadata["history"] = old.toJson();
  for (const Archive* archive : {&written, &older}) {
    HalvingStage stage;
    RunControl again;
    Training training(stage, options, again);
    training.resume(*archive);
    runToItsEnd(training);
    std::vector<std::int64_t> steps;
    for (const Metrics& record : training.history().records()) steps.push_back(record.step);
    QCOMPARE(steps, (std::vector<std::int64_t>{2, 4, 6, 8, 10, 12}));
  }
}

void TrainingTest::aResumedRunKeepsItsHistory() {
  TrainingOptions options = everyTwoSteps();
  options.stop.steps = 6;
  options.file = path("resumed.isochron");
  HalvingStage first;
  RunControl control;
  Training before(first, options, control);
  runToItsEnd(before);
  HalvingStage second;
  RunControl again;
  options.stop.steps = 10;
  Training training(second, options, again);
  training.resume(Archive::read(options.file));
  QCOMPARE(training.seconds(), before.seconds());
  runToItsEnd(training);
  QCOMPARE(second.value(), std::pow(0.5, 10));
  std::vector<std::int64_t> steps;
  for (const Metrics& record : training.history().records()) steps.push_back(record.step);
  QCOMPARE(steps, (std::vector<std::int64_t>{2, 4, 6, 8, 10}));
}

void TrainingTest::aPausedRunDoesNotHoldUpItsThread() {
  HalvingStage stage;
  RunControl control;
  Training training(stage, everyTwoSteps(), control);
  // The start may be raised by who asks for it; then a state to fall back on is kept all the same.
  QVERIFY(control.raise(RunEvent::Start));
  QVERIFY(training.advanceUnlessPaused());
  QVERIFY(control.raise(RunEvent::Pause));
  QVERIFY(training.advanceUnlessPaused());
  QCOMPARE(stage.steps(), std::int64_t{1});
  training.recordNow();
  training.recordNow();
  QCOMPARE(training.history().records().size(), std::size_t{1});
  QVERIFY(control.raise(RunEvent::Resume));
  QVERIFY(training.advanceUnlessPaused());
  QCOMPARE(stage.steps(), std::int64_t{2});
  QVERIFY(control.raise(RunEvent::Stop));
  QVERIFY(!training.advanceUnlessPaused());
  QCOMPARE(control.state(), RunState::Finished);
}

void TrainingTest::recordsByTimeTakeLittleOfIt() {
  HalvingStage stage;
  RunControl control;
  TrainingOptions options;
  options.metricsEvery = 0;
  options.stop.seconds = 0.5;
  Training training(stage, options, control);
  const auto start = std::chrono::steady_clock::now();
  while (training.advance()) {
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const std::size_t records = training.history().records().size();
  QVERIFY(records >= 2);
  QVERIFY2(static_cast<double>(records) <= 10.0 * took.count() + 2.0,
           qPrintable(QString::number(records)));
}

void TrainingTest::historiesSurviveJson() {
  MetricsHistory history;
  history.add({1, 0.1, {{"loss", 1.0 / 3.0}}});
  history.add({2, 0.2, {{"loss", std::nan("")}, {"error", 0.5}}});
  const Json json = Json::parse(history.toJson().dump());
  const MetricsHistory back = MetricsHistory::fromJson(json);
  QCOMPARE(back.records().size(), std::size_t{2});
  QCOMPARE(back.records()[0].find("loss"), std::optional(1.0 / 3.0));
  QVERIFY(!back.records()[0].find("error"));
  QVERIFY(!back.records()[1].find("loss"));
  QCOMPARE(back.records()[1].seconds, 0.2);
  QVERIFY_EXCEPTION_THROWN(MetricsHistory::fromJson(Json::array()), Error);
}

void TrainingTest::historiesAreWrittenAsCsv() {
  MetricsHistory history;
  history.add({10, 0.5, {{"loss", 0.25}}});
  history.add({20, 1.5, {{"loss", 0.125}, {"error", 0.5}}});
  QCOMPARE(history.toCsv(),
           std::string("step,seconds,loss,error\n10,0.5,0.25,\n20,1.5,0.125,0.5\n"));
}

void TrainingTest::plateausHalveTheRate() {
  LearningRate rate({.kind = ScheduleKind::Plateau, .initial = 1.0, .patience = 3});
  rate.epochEnded(1.0);
  for (int epoch = 0; epoch < 2; ++epoch) rate.epochEnded(1.0);
  QCOMPARE(rate.at(0), 1.0);
  const Json saved = rate.save();
  rate.epochEnded(0.99999);  // hardly better
  QCOMPARE(rate.at(0), 0.5);
  rate.load(saved);
  QCOMPARE(rate.at(0), 1.0);
  rate.epochEnded(0.9);
  for (int epoch = 0; epoch < 2; ++epoch) rate.epochEnded(0.9);
  QCOMPARE(rate.at(0), 1.0);
  for (int epoch = 0; epoch < 1000; ++epoch) rate.epochEnded(0.9);
  QCOMPARE(rate.at(0), 1e-6);
}

void TrainingTest::aCosineEndsAtTheLeastRate() {
  const LearningRate rate(
      {.kind = ScheduleKind::Cosine, .initial = 2.0, .least = 1.0, .steps = 100});
  QCOMPARE(rate.at(0), 2.0);
  QVERIFY(std::abs(rate.at(50) - 1.5) < 1e-12);
  QCOMPARE(rate.at(100), 1.0);
  QCOMPARE(rate.at(1000), 1.0);
}

void TrainingTest::impossibleSchedulesAreRefused() {
  QVERIFY_EXCEPTION_THROWN(LearningRate({.initial = 0.0}), Error);
  QVERIFY_EXCEPTION_THROWN(LearningRate({.initial = 1e-3, .least = 1e-2}), Error);
  QVERIFY_EXCEPTION_THROWN(LearningRate({.factor = 1.0}), Error);
  QVERIFY_EXCEPTION_THROWN(LearningRate({.patience = 0}), Error);
  QVERIFY_EXCEPTION_THROWN(LearningRate({.kind = ScheduleKind::Cosine}), Error);
  QVERIFY_EXCEPTION_THROWN((void)scheduleKindOf("linear"), Error);
}

void TrainingTest::presetsInheritFromTheirParents() {
  write("base.json", R"({"title": "b", "pca": {"components": 5, "seed": 1}, "other": {"a": 1}})");
  write("child.json", R"({"title": "c", "parent": "base", "pca": {"seed": 2}})");
  Json settings = presetSettings(path(""), "child", "pca");
  QCOMPARE(settings, (Json{{"components", 5}, {"seed", 2}}));
  QCOMPARE(presetSettings(path(""), "child", "other"), (Json{{"a", 1}}));
  QCOMPARE(presetTitle(path(""), "child"), std::string("c"));
  applySetting(settings, "seed=7");
  applySetting(settings, "name=cosine");
  QCOMPARE(settings, (Json{{"components", 5}, {"seed", 7}, {"name", "cosine"}}));
  QVERIFY_EXCEPTION_THROWN(applySetting(settings, "seed"), Error);
  QVERIFY_EXCEPTION_THROWN(applySetting(settings, "=3"), Error);
}

void TrainingTest::badPresetsAreRefused() {
  write("ring.json", R"({"parent": "ring2"})");
  write("ring2.json", R"({"parent": "ring"})");
  write("broken.json", "{");
  QVERIFY_EXCEPTION_THROWN(presetSettings(path(""), "ring", "pca"), Error);
  QVERIFY_EXCEPTION_THROWN(presetSettings(path(""), "broken", "pca"), Error);
  QVERIFY_EXCEPTION_THROWN(presetSettings(path(""), "absent", "pca"), Error);
  QVERIFY_EXCEPTION_THROWN(presetSettings(path(""), "../ring", "pca"), Error);
}

void TrainingTest::settingsAreReadStrictly() {
  const Json json = {{"count", 3}, {"rate", 1e-3}, {"name", "x"}, {"large", 1e12}, {"minus", -1}};
  ConfigReader reader(json, "settings");
  int count = 0, large = 0, absent = 9;
  double rate = 0.0, asNumber = 0.0;
  std::uint64_t minus = 0;
  std::string name;
  reader.read("count", count);
  reader.read("count", asNumber);
  reader.read("rate", rate);
  reader.read("absent", absent);
  QCOMPARE(count, 3);
  QCOMPARE(asNumber, 3.0);
  QCOMPARE(rate, 1e-3);
  QCOMPARE(absent, 9);
  QVERIFY_EXCEPTION_THROWN(reader.read("name", count), Error);
  QVERIFY_EXCEPTION_THROWN(reader.read("large", large), Error);
  QVERIFY_EXCEPTION_THROWN(reader.read("minus", minus), Error);
  QVERIFY_EXCEPTION_THROWN(reader.read("count", name), Error);
  reader.finish();  // each was asked for
  ConfigReader careless(json, "settings");
  careless.read("count", count);
  QVERIFY_EXCEPTION_THROWN(careless.finish(), Error);
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::TrainingTest)
#include "training_test.moc"
