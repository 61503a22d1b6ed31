// SPDX-License-Identifier: GPL-3.0-or-later
// Every request to the training thread from every state of a run, in random order, with a stage of
// no work and with one that learns: nothing hangs, and no run is lost.
// Lasts ISOCHRON_WALK_SECONDS for each stage, 3 where that is not set.
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <random>
#include <set>

#include "data_sets.h"
#include "quantile.h"
#include "train/stage_factory.h"
#include "train/training_worker.h"
#include "train_toy_stage.h"
#include "train_watched_stage.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kHang = 60000;  // ms; far more than anything here takes
constexpr std::uint64_t kSeed = 20261121;

double walkSeconds() {
  bool given = false;
  const double seconds = qEnvironmentVariable("ISOCHRON_WALK_SECONDS").toDouble(&given);
  return given ? seconds : 3.0;
}

StageRequest smallPinn(std::shared_ptr<const DataSet> data, std::int64_t steps) {
  const Json settings = {{"sums", 4},         {"rank", 2},         {"hidden", 4},
                         {"trunk_width", 12}, {"trunk_depth", 1},  {"branch_width", 12},
                         {"branch_depth", 1}, {"points", 20},      {"models", 4},
                         {"warm_up", 20},     {"steps", steps},    {"validation", 0.1},
                         {"test", 0.1},       {"threads", 2},      {"validation_models", 2},
                         {"labels", 0.1},     {"label_points", 10}};
  const Json components = {{"components", 4}, {"oversampling", 4}, {"threads", 2}};
  return {"latentpinn", completeSettings("latentpinn", settings), std::move(data),
          nullptr,      completeSettings("pca", components),      {}};
}

enum class Request {
  Start,
  StartWithSteps,
  Pause,
  Resume,
  Step,
  StopAndKeep,
  StopAndRevert,
  Show,
  ShowNothing,
  Adjust,
  SetStopConditions
};
constexpr int kRequests = 11;
constexpr std::array kRequestNames = {"start",
                                      "start with steps",
                                      "pause",
                                      "resume",
                                      "step",
                                      "stop and keep",
                                      "stop and revert",
                                      "show",
                                      "show nothing",
                                      "adjust",
                                      "set stop conditions"};

/// The event that a request raises where it is one of the state's.
std::optional<RunEvent> eventOf(Request request) {
  switch (request) {
    case Request::Start:
    case Request::StartWithSteps:
      return RunEvent::Start;
    case Request::Pause:
      return RunEvent::Pause;
    case Request::Resume:
    case Request::Step:
      return RunEvent::Resume;
    case Request::StopAndKeep:
    case Request::StopAndRevert:
      return RunEvent::Stop;
    default:
      return std::nullopt;
  }
}

/// Where the thread alone may have brought the run meanwhile, it included.
std::set<RunState> statesFrom(RunState state) {
  switch (state) {
    case RunState::Running:
      return {RunState::Running, RunState::Paused, RunState::Finished, RunState::Failed};
    case RunState::Paused:  // a step under way may be the last
      return {RunState::Paused, RunState::Finished, RunState::Failed};
    case RunState::Stopping:
      return {RunState::Stopping, RunState::Finished, RunState::Failed};
    default:
      return {state};
  }
}

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

class TrainTransitionsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    data_ = writeSet(folder_.filePath(QStringLiteral("fields.npy")), 40, paperGrid(20, 16));
  }
  void init() {
    generator_.seed(kSeed);
    watch_ = std::make_shared<Watch>();
    seen_.clear();
    runs_.clear();
    times_.clear();
    started_ = 0;
    open();
  }
  void cleanup() {
    close();
    QCOMPARE(watch_->alive.load(), 0);  // nobody trains on
  }

  void anIdleThreadRefusesAllButAStart() {
    makeJob_ = [] { return toyJob(std::make_shared<ToyRecord>(), 5); };
    for (int i = 0; i < kRequests; ++i) {
      const auto request = static_cast<Request>(i);
      const bool start = eventOf(request) == RunEvent::Start;
      QCOMPARE(worker_->state(), RunState::Idle);
      QCOMPARE(ask(request), start);
      QCOMPARE(worker_->state() == RunState::Idle, !start);
      close();
      open();
    }
  }

  void everyRequestFromEveryStateInRandomOrder_data() {
    QTest::addColumn<bool>("learns");
    QTest::newRow("a stage of no work") << false;
    QTest::newRow("a small latentPINN") << true;
  }
  void everyRequestFromEveryStateInRandomOrder() {
    QFETCH(bool, learns);
    makeJob_ = [this, learns] { return randomJob(learns); };
    walk();
    if (QTest::currentTestFailed()) return;
    comeToTheEnd();
    if (QTest::currentTestFailed()) return;
    for (const auto& [number, run] : runs_)
      QVERIFY2(run.endings == 1 || (run.mayBeCut && run.endings == 0),
               qPrintable(QStringLiteral("run %1 ended %2 times").arg(number).arg(run.endings)));
    QVERIFY(started_ > 5);
    QVERIFY2(neverAsked().isEmpty(), qPrintable(neverAsked()));
    tellTimes();
  }

 private:
  struct Run {
    std::filesystem::path file;
    bool reverted = false;  // as was asked
    bool mayBeCut = false;  // the thread was ended before the run's end was heard of
    int endings = 0;
    std::int64_t steps = 0;
    std::int64_t lastRecord = -1;
  };

  static QString nameOf(RunState state, int request) {
    return QStringLiteral("%1 while %2")
        .arg(QLatin1String(kRequestNames.at(static_cast<std::size_t>(request))),
             QString::fromStdString(toText(state)));
  }

  /// A request that was not made from each state yet; empty: all were.
  QString neverAsked() const {
    for (const RunState state : {RunState::Running, RunState::Paused, RunState::Stopping,
                                 RunState::Finished, RunState::Failed})
      for (int request = 0; request < kRequests; ++request)
        if (!seen_.contains({state, request})) return nameOf(state, request);
    return {};
  }

  /// Any, but rather one that was not made from this state yet.
  int nextRequest(RunState state) {
    const int any = static_cast<int>(random(kRequests));
    for (int i = 0; i < kRequests && random(2) == 0; ++i) {
      const int next = (any + i) % kRequests;
      if (!seen_.contains({state, next})) return next;
    }
    return any;
  }

  unsigned random(unsigned below) { return static_cast<unsigned>(generator_()) % below; }

  void open() {
    worker_ = std::make_unique<TrainingWorker>();
    connect(worker_.get(), &TrainingWorker::published, this, &TrainTransitionsTest::hear);
    first_ = started_;
    newest_ = {};
    held_.reset();
  }
  void close() {
    worker_.reset();
    for (auto& [number, run] : runs_)
      if (number > first_) run.mayBeCut = run.endings == 0;
  }

  // --- what is heard -------------------------------------------------------------------------
  void hear(const TrainingUpdate& news) {
    QVERIFY2(first_ + news.run <= started_, "news of a run that was never started");
    Run& run = runs_[first_ + news.run];
    newest_ = news;
    if (news.steps > 0) run.steps = news.steps;
    for (const Metrics& record : news.records) {
      QVERIFY2(record.step > run.lastRecord, "records are out of order");
      run.lastRecord = record.step;
    }
    if (news.picture) pictured_ = news.picture->heldOut;
    if (!news.end) return;
    endedAt_ = Clock::now();
    ++run.endings;
    checkEnd(run, *news.end);
  }

  /// What was learnt is in its file, or, reverted, in none.
  void checkEnd(const Run& run, const TrainingUpdate::End& end) {
    QVERIFY(!end.reason.empty());
    QCOMPARE(end.ending == Ending::Revert, run.reverted || run.steps == 0);
    if (run.file.empty()) return;
    QVERIFY(!std::filesystem::exists(unfinished(run.file)));
    QCOMPARE(end.written, end.ending == Ending::Keep);
    QCOMPARE(std::filesystem::exists(run.file), end.written);
    if (!end.written) return;
    QCOMPARE(Archive::read(run.file).described("steps").get<std::int64_t>(), run.steps);
    std::filesystem::remove(run.file);
  }

  // --- what is asked -------------------------------------------------------------------------
  TrainingJob randomJob(bool learns) {
    constexpr std::array<std::int64_t, 3> kPlans = {30, 4000, 0};
    const std::int64_t planned = kPlans.at(random(kPlans.size()));
    const unsigned kind = random(8);
    StageMaker make = learns ? stageMaker(smallPinn(data_, planned))
                             : toyJob(std::make_shared<ToyRecord>(), planned).make;
    if (kind == 0)
      make = [](const Preparation&) -> std::unique_ptr<Stage> {
        throw Error("stage", "cannot be made", "mend it");
      };
    TrainingJob job;
    job.make = [make, watch = watch_](const Preparation& preparation) -> std::unique_ptr<Stage> {
      return std::make_unique<WatchedStage>(make(preparation), watch);
    };
    if (kind < 6)
      job.file = folder_.filePath(QStringLiteral("run%1.isochron").arg(started_ + 1)).toStdString();
    if (kind == 1) job.checkpointEvery = 0.05;
    job.giveModels = learns;
    return job;
  }

  bool begin(std::int64_t steps) {
    const TrainingJob job = makeJob_();
    runs_[++started_].file = job.file;  // before: news may come at once
    if (steps > 0 ? worker_->step(steps, job) : worker_->start(job)) return true;
    runs_.erase(started_--);
    return false;
  }

  bool stop(Ending ending) {
    if (!canStop(worker_->state())) return worker_->stop(ending);
    // Before, for the end may be heard of at once.
    const bool reverted = std::exchange(runs_[started_].reverted, ending == Ending::Revert);
    if (worker_->stop(ending)) return true;
    runs_[started_].reverted = reverted;
    return false;
  }

  bool ask(Request request) {
    const auto few = static_cast<std::int64_t>(1 + random(30));
    switch (request) {
      case Request::Start:
        return begin(0);
      case Request::StartWithSteps:
        return begin(few);
      case Request::Pause:
        return worker_->pause();
      case Request::Resume:
        return worker_->resume();
      case Request::Step:
        return worker_->step(few);
      case Request::StopAndKeep:
        return stop(Ending::Keep);
      case Request::StopAndRevert:
        return stop(Ending::Revert);
      case Request::Show:
        worker_->show(static_cast<std::int64_t>(random(4)));
        return false;
      case Request::ShowNothing:
        worker_->show(std::nullopt);
        return false;
      case Request::Adjust:
        worker_->adjust(random(4) == 0 ? "nonsense" : "learning_rate", 1e-4 * (1.0 + random(9)));
        return false;
      case Request::SetStopConditions:
        worker_->setStopConditions(
            {random(2) == 0 ? std::nullopt : std::optional(few * 100), {}, {}, 0});
        return false;
    }
    return false;
  }

  // --- the walk ------------------------------------------------------------------------------
  void walk() {
    const Clock::time_point start = Clock::now();
    const auto lasted = [&] { return milliseconds(Clock::now() - start); };
    while (lasted() < 1000.0 * walkSeconds() || (!neverAsked().isEmpty() && lasted() < kHang)) {
      takeOneStep();
      if (QTest::currentTestFailed()) return;
      if (random(3) == 0) QCoreApplication::sendPostedEvents();
      if (random(5) == 0) std::this_thread::yield();
      const unsigned chance = random(300);
      if (chance == 0) comeToTheEnd();
      if (chance == 1) {  // as when the window is closed
        close();
        open();
      }
      if (chance > 1 && chance < 80) letItStep();
    }
  }

  /// What the state forbids is refused, what it allows is done; the thread alone may have moved on
  /// between the look at the state and the request.
  void takeOneStep() {
    const RunState before = worker_->state();
    const int number = nextRequest(before);
    const auto request = static_cast<Request>(number);
    const std::optional<RunEvent> event = eventOf(request);
    seen_.insert({before, number});
    if (held_) {  // a pause that was told of is left by requests alone, and no step is taken in it
      QCOMPARE(before, RunState::Paused);
      QCOMPARE(watch_->steps.load(), *held_);
    }
    const bool underWay = isUnderWay();
    const std::uint64_t startedBefore = started_;
    const Clock::time_point asked = Clock::now();
    const bool done = ask(request);
    times_["a request returns"].push_back(milliseconds(Clock::now() - asked));
    if (!event) return;
    if (done) held_.reset();
    bool mayBeDone = false, mayBeRefused = false;
    for (const RunState state : statesFrom(before))
      (after(state, *event) ? mayBeDone : mayBeRefused) = true;
    QVERIFY2(done ? mayBeDone : mayBeRefused, qPrintable(nameOf(before, number)));
    QCOMPARE(started_ - startedBefore, std::uint64_t{done && event == RunEvent::Start});
    QCOMPARE(worker_->run(), started_ - first_);
    if (done && event == RunEvent::Pause && random(2) == 0) pauseHolds(asked, underWay);
    if (done && event == RunEvent::Stop && random(4) == 0) stopEnds(asked, underWay);
  }

  /// There is a stage, and its steps are being taken.
  bool isUnderWay() const {
    return newest_.run == worker_->run() && newest_.steps > 0 && !newest_.end;
  }

  /// A picture that is asked for after the pause comes from a thread that has seen the pause.
  void pauseHolds(Clock::time_point asked, bool underWay) {
    constexpr std::int64_t kNeverAskedFor = 1000;
    const std::int64_t wanted = kNeverAskedFor + ++pauses_;
    worker_->show(wanted);
    QVERIFY2(
        QTest::qWaitFor([&] { return pictured_ == wanted || worker_->state() != RunState::Paused; },
                        kHang),
        "a pause hangs");
    if (underWay) times_["a pause is told"].push_back(milliseconds(Clock::now() - asked));
    if (worker_->state() == RunState::Paused) held_ = watch_->steps.load();
  }

  void stopEnds(Clock::time_point asked, bool underWay) {
    const Run& run = runs_[started_];
    QVERIFY2(QTest::qWaitFor([&] { return run.endings == 1; }, kHang), "a stop hangs");
    const char* what = underWay ? "a stop is told" : "a stop while it prepares is told";
    times_[what].push_back(milliseconds(endedAt_ - asked));
  }

  void letItStep() {
    const std::int64_t steps = watch_->steps;
    QVERIFY2(
        QTest::qWaitFor(
            [&] { return watch_->steps > steps || worker_->state() != RunState::Running; }, kHang),
        "a step hangs");
  }

  void comeToTheEnd() {
    stop(Ending::Keep);
    held_.reset();
    if (started_ > first_)
      QVERIFY2(QTest::qWaitFor([&] { return runs_[started_].endings == 1; }, kHang),
               "a run is lost");
  }

  /// The bar is 200 ms; how busy the machine is decides no test.
  void tellTimes() {
    for (const auto& [what, times] : times_)
      qInfo("%s: %s after %.1f ms at the median, %.1f ms at most, of %zu; %llu runs",
            QTest::currentDataTag(), what.c_str(), quantile(times, 0.5), quantile(times, 1.0),
            times.size(), static_cast<unsigned long long>(started_));
  }

  QTemporaryDir folder_;
  std::shared_ptr<const DataSet> data_;
  std::mt19937_64 generator_;
  std::function<TrainingJob()> makeJob_;
  std::shared_ptr<Watch> watch_;
  std::unique_ptr<TrainingWorker> worker_;
  std::set<std::pair<RunState, int>> seen_;
  std::map<std::uint64_t, Run> runs_;  // by their number, counted through all workers
  std::uint64_t started_ = 0;
  std::uint64_t first_ = 0;  // runs that were started before this worker
  TrainingUpdate newest_;
  Clock::time_point endedAt_;
  std::int64_t pauses_ = 0;
  std::int64_t pictured_ = -1;
  std::optional<std::int64_t> held_;                  // steps when a pause was told of
  std::map<std::string, std::vector<double>> times_;  // ms
};

QTEST_GUILESS_MAIN(TrainTransitionsTest)
#include "train_transitions_test.moc"
