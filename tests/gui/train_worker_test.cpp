// SPDX-License-Identifier: GPL-3.0-or-later
// The training thread: what it is asked for it does, in any order, and it never keeps the window.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <semaphore>

#include "train/training_worker.h"
#include "train_toy_stage.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr int kSoon = 20000;  // ms; far more than anything here takes

}  // namespace

class TrainWorkerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    record_ = std::make_shared<ToyRecord>();
    worker_ = std::make_unique<TrainingWorker>();
    all_ = {};
    news_.clear();
    connect(worker_.get(), &TrainingWorker::published, this, [this](const TrainingUpdate& news) {
      news_.push_back(news);
      all_.insert(all_.end(), news.records.begin(), news.records.end());
    });
  }
  void cleanup() {
    worker_.reset();
    QCOMPARE(record_->alive.load(), 0);  // nobody runs on
  }

  void aRunEndsAfterItsPlannedStepsAndSaysSo() {
    QVERIFY(worker_->start(toyJob(record_, 300)));
    QVERIFY(worker_->state() != RunState::Idle);  // at once, not when the thread wakes
    QVERIFY(ended());
    QCOMPARE(worker_->state(), RunState::Finished);
    QCOMPARE(record_->steps.load(), std::int64_t{300});
    const TrainingUpdate& last = news_.back();
    QCOMPARE(last.steps, std::int64_t{300});
    QCOMPARE(last.progress, std::optional(1.0));
    QCOMPARE(last.end->by, RunEnd::PlannedSteps);
    QVERIFY2(last.end->reason.find("300") != std::string::npos, last.end->reason.c_str());
    QCOMPARE(all_.back().step, std::int64_t{300});
  }

  void recordsComeOnceEachAndInOrder() {
    QVERIFY(worker_->start(toyJob(record_)));
    QVERIFY(QTest::qWaitFor([&] { return all_.size() > 4; }, kSoon));
    worker_->stop(Ending::Keep);
    QVERIFY(ended());
    for (std::size_t i = 1; i < all_.size(); ++i) QVERIFY(all_[i - 1].step < all_[i].step);
  }

  // Each takes its time at least, however fast the steps are; how slow the machine is does not
  // matter.
  void newsAreGoverned() {
    constexpr qint64 kBetweenRecords = 100, kBetweenNews = 250, kBetweenPictures = 500;  // ms
    QElapsedTimer watch;
    watch.start();
    worker_->show(0);
    QVERIFY(worker_->start(toyJob(record_)));
    const auto pictures = [&] {
      return std::count_if(news_.begin(), news_.end(),
                           [](const TrainingUpdate& n) { return n.picture != nullptr; });
    };
    QVERIFY(QTest::qWaitFor([&] { return pictures() >= 4 && news_.size() >= 8; }, kSoon));
    // The first of each comes at once.
    QVERIFY(watch.elapsed() >= kBetweenNews * (std::ssize(news_) - 2));
    QVERIFY(watch.elapsed() >= kBetweenPictures * (pictures() - 2));
    QVERIFY(watch.elapsed() >= kBetweenRecords * (std::ssize(all_) - 2));
    worker_->stop(Ending::Keep);
    QVERIFY(ended());
  }

  void startThenPauseAtOnceLosesNeither() {
    for (int i = 0; i < 50; ++i) {
      QVERIFY(worker_->start(toyJob(record_)));
      QVERIFY(worker_->pause());
      QCOMPARE(worker_->state(), RunState::Paused);
      QVERIFY(worker_->resume());
      QVERIFY(QTest::qWaitFor([&] { return record_->steps > 0; }, kSoon));
      QVERIFY(worker_->stop(Ending::Keep));
      QVERIFY(ended());
      news_.clear();
      record_->steps = 0;
    }
  }

  void aPauseHoldsAndShowsTheStepItStoppedAt() {
    QVERIFY(worker_->start(toyJob(record_)));
    QVERIFY(QTest::qWaitFor([&] { return record_->steps > 100; }, kSoon));
    QVERIFY(worker_->pause());
    // The pause is told of once the step under way is done, with the record of that step.
    QVERIFY(QTest::qWaitFor(
        [&] { return !all_.empty() && all_.back().step == record_->steps.load(); }, kSoon));
    const std::int64_t steps = record_->steps;
    QVERIFY(worker_->resume());
    QVERIFY(QTest::qWaitFor([&] { return record_->steps > steps; }, kSoon));
  }

  void stepTakesAsManyAsAskedAndPauses() {
    QVERIFY(worker_->step(1, toyJob(record_)));
    QTRY_COMPARE(worker_->state(), RunState::Paused);
    QCOMPARE(record_->steps.load(), std::int64_t{1});
    QVERIFY(worker_->step(25));
    QTRY_COMPARE_WITH_TIMEOUT(worker_->state(), RunState::Paused, kSoon);
    QCOMPARE(record_->steps.load(), std::int64_t{26});
    QVERIFY(!worker_->step(0));
    QVERIFY(worker_->resume());
    QVERIFY(QTest::qWaitFor([&] { return record_->steps > 1000; }, kSoon));  // no budget is left
    QVERIFY(!worker_->step(3));
  }

  void aPictureComesWhenAskedForEvenWhilePausedAndAfterTheEnd() {
    QVERIFY(worker_->step(5, toyJob(record_)));
    QTRY_COMPARE(worker_->state(), RunState::Paused);
    QVERIFY(noPictures());
    for (const std::int64_t model : {2, 0}) {
      worker_->show(model);
      QVERIFY(QTest::qWaitFor([&] { return pictureOf(model) != nullptr; }, kSoon));
      QCOMPARE(pictureOf(model)->snapshot.step, std::int64_t{5});
      QCOMPARE(pictureOf(model)->snapshot.find("velocity")->values(0, 0),
               static_cast<double>(model + 1));
    }
    worker_->stop(Ending::Keep);
    QVERIFY(ended());
    worker_->show(1);
    QVERIFY(QTest::qWaitFor([&] { return pictureOf(1) != nullptr; }, kSoon));
  }

  void adjustmentsHoldFromTheNextStepOn() {
    QVERIFY(worker_->step(1, toyJob(record_)));
    QTRY_COMPARE(worker_->state(), RunState::Paused);
    worker_->adjust("learning_rate", 0.5);
    worker_->adjust("learning_rate", 0.25);
    QTRY_COMPARE(record_->rate.load(), 0.25);
    worker_->adjust("learning_rate", -1.0);
    QVERIFY(worker_->step(1));
    QVERIFY(QTest::qWaitFor(
        [&] {
          return std::any_of(news_.begin(), news_.end(),
                             [](const TrainingUpdate& n) { return !n.problem.empty(); });
        },
        kSoon));
    QTRY_COMPARE(worker_->state(), RunState::Paused);  // a refused value ends nothing
  }

  void stopConditionsCanBeChangedWhileItRuns() {
    QVERIFY(worker_->start(toyJob(record_)));
    QVERIFY(QTest::qWaitFor([&] { return record_->steps > 10; }, kSoon));
    StopConditions stop;
    stop.error = 1e-3;
    worker_->setStopConditions(stop);
    QVERIFY(ended());
    QVERIFY(record_->steps >= 999);
  }

  void keptResultsAreWrittenAndRevertedOnesAreNot() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("a.isochron").toStdString();
    TrainingJob job = toyJob(record_);
    job.file = file;
    QVERIFY(worker_->step(7, job));
    QTRY_COMPARE(worker_->state(), RunState::Paused);
    QVERIFY(worker_->stop(Ending::Keep));
    QVERIFY(ended());
    QVERIFY(news_.back().end->written);
    QCOMPARE(news_.back().end->by, RunEnd::Request);
    QVERIFY(news_.back().model != nullptr);
    QCOMPARE(Archive::read(file).described("steps").get<int>(), 7);

    news_.clear();
    job.before = file;
    QVERIFY(worker_->step(3, job));
    QTRY_COMPARE(worker_->state(), RunState::Paused);
    QVERIFY(worker_->stop(Ending::Revert));
    QVERIFY(ended());
    QCOMPARE(news_.back().end->ending, Ending::Revert);
    QCOMPARE(Archive::read(file).described("steps").get<int>(), 7);

    news_.clear();
    all_.clear();
    QVERIFY(worker_->step(3, job));
    QTRY_COMPARE(worker_->state(), RunState::Paused);
    QVERIFY(worker_->stop(Ending::Keep));
    QVERIFY(ended());
    QCOMPARE(Archive::read(file).described("steps").get<int>(), 10);
    QCOMPARE(all_.front().step, std::int64_t{7});  // the earlier run's records come along
    QVERIFY(!std::filesystem::exists(unfinished(file)));
  }

  void aStageThatCannotBeMadeFailsInOneSentence() {
    TrainingJob job;
    job.make = [](const Preparation&) -> std::unique_ptr<Stage> {
      throw Error("fields.npy", "holds no models", "give another file");
    };
    QVERIFY(worker_->start(job));
    QVERIFY(ended());
    QCOMPARE(worker_->state(), RunState::Failed);
    QCOMPARE(news_.back().end->reason,
             std::string("fields.npy: holds no models; give another file"));
    QVERIFY(worker_->start(toyJob(record_, 5)));  // and nothing is broken
    QTRY_COMPARE(worker_->state(), RunState::Finished);
  }

  void aStepThatThrowsFailsAndKeepsWhatWasLearnt() {
    QTemporaryDir folder;
    record_->onStep = [](std::int64_t step) {
      if (step == 9) throw Error("model 3", "is no velocity", "mend the file");
    };
    TrainingJob job = toyJob(record_);
    job.file = folder.filePath("a.isochron").toStdString();
    QVERIFY(worker_->start(job));
    QVERIFY(ended());
    QCOMPARE(worker_->state(), RunState::Failed);
    QCOMPARE(news_.back().end->by, RunEnd::Failure);
    QCOMPARE(Archive::read(job.file).described("steps").get<int>(), 8);
  }

  void aFileThatCannotBeWrittenEndsNoRunAndLosesNothing() {
    QTemporaryDir folder;
    const std::filesystem::path disk = folder.filePath("disk").toStdString();
    TrainingJob job = toyJob(record_, 2000);
    job.file = disk / "a.isochron";
    job.checkpointEvery = 0.0;
    QVERIFY(worker_->start(job));
    // All steps are done, and the run lasts until its file is there.
    const auto isTold = [&] { return !news_.empty() && !news_.back().unwritten.empty(); };
    QVERIFY(QTest::qWaitFor([&] { return isTold() && record_->steps == 2000; }, kSoon));
    QCOMPARE(worker_->state(), RunState::Running);
    // Who stops it keeps the result in the memory, and is told so.
    QVERIFY(worker_->stop(Ending::Keep));
    QVERIFY(ended());
    QVERIFY(isTold() && !news_.back().end->written);
    QVERIFY(!worker_->isBusy());
    // Once there is room, it is written all the same: at the latest before another run begins.
    std::filesystem::create_directory(disk);
    QVERIFY(worker_->start(toyJob(std::make_shared<ToyRecord>(), 1)));
    QVERIFY(QTest::qWaitFor([&] { return std::filesystem::exists(job.file); }, kSoon));
    QCOMPARE(Archive::read(job.file).described("steps").get<int>(), 2000);
  }

  void stoppingDuringThePreparationCancelsIt() {
    TrainingJob job;
    std::binary_semaphore inside(0);
    job.make = [&](const Preparation& preparation) -> std::unique_ptr<Stage> {
      inside.release();
      while (true) {
        preparation.at("waiting", 0.5);
        std::this_thread::yield();
      }
    };
    QVERIFY(worker_->start(job));
    inside.acquire();
    QVERIFY(QTest::qWaitFor(
        [&] {
          return std::any_of(news_.begin(), news_.end(),
                             [](const TrainingUpdate& n) { return n.preparing == "waiting"; });
        },
        kSoon));
    QVERIFY(worker_->stop(Ending::Keep));
    QVERIFY(ended());
    QCOMPARE(worker_->state(), RunState::Finished);
    QVERIFY(!news_.back().end->written);
  }

  void closingEndsTheThreadAndLeavesACheckpoint() {
    QTemporaryDir folder;
    for (const bool paused : {false, true}) {
      TrainingJob job = toyJob(record_);
      job.file = folder.filePath("a.isochron").toStdString();
      QVERIFY(worker_->start(job));
      QVERIFY(QTest::qWaitFor([&] { return record_->steps > 10; }, kSoon));
      if (paused) QVERIFY(worker_->pause());
      worker_.reset();
      QCOMPARE(record_->alive.load(), 0);
      const Archive left = Archive::read(unfinished(job.file));
      QVERIFY(left.described("steps").get<std::int64_t>() > 10);
      init();
    }
  }

  void theWindowIsNeverKeptWaiting() {
    // A step that lasts until it is told to end: whatever waited for it would wait for ever.
    std::binary_semaphore inside(0), goOn(0);
    record_->onStep = [&](std::int64_t step) {
      if (step != 2) return;
      inside.release();
      goOn.acquire();
    };
    QVERIFY(worker_->start(toyJob(record_)));
    inside.acquire();
    QVERIFY(worker_->pause());
    worker_->adjust("learning_rate", 0.1);
    worker_->show(1);
    QVERIFY(worker_->resume());
    QVERIFY(worker_->pause());
    QVERIFY(worker_->stop(Ending::Keep));
    goOn.release();
    QVERIFY(ended());
  }

 private:
  bool ended() {
    return QTest::qWaitFor(
        [&] {
          return std::any_of(news_.begin(), news_.end(),
                             [](const TrainingUpdate& n) { return n.end.has_value(); });
        },
        kSoon);
  }
  bool noPictures() const {
    return std::all_of(news_.begin(), news_.end(),
                       [](const TrainingUpdate& n) { return n.picture == nullptr; });
  }
  const TrainingPicture* pictureOf(std::int64_t model) const {
    for (const TrainingUpdate& n : news_)
      if (n.picture && n.picture->heldOut == model) return n.picture.get();
    return nullptr;
  }

  std::shared_ptr<ToyRecord> record_;
  std::unique_ptr<TrainingWorker> worker_;
  std::vector<TrainingUpdate> news_;
  std::vector<Metrics> all_;
};

QTEST_GUILESS_MAIN(TrainWorkerTest)
#include "train_worker_test.moc"
