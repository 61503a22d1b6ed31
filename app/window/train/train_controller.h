// SPDX-License-Identifier: GPL-3.0-or-later
// TrainController: what the Train workspace does, without its widgets.
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <set>

#include "learning/learning_loader.h"
#include "project/model_opener.h"
#include "project/project.h"
#include "project/set_opener.h"
#include "train/run_bar.h"
#include "train/run_store.h"
#include "train/stage_factory.h"
#include "train/training_worker.h"

namespace isochron {

/// What the next run is to be.
struct TrainSetup {
  std::string stage = "latentpinn";
  std::string preset;
  Json settings = Json::object();    // all of the stage's
  Json standard = Json::object();    // all, as the preset has them
  Json components = Json::object();  // of principal components that are learnt first
  std::uint64_t data = 0;            // in the project's library; 0: none
  std::uint64_t latents = 0;         // in the project's library; 0: components are learnt first
  QString parent;                    // id of a run whose weights it begins with; empty: none
  StopConditions stop;
};

/// "500 models of 128 x 128 nodes, 5 x 1 km".
QString sizeText(const DataSet& data);

/// One run is at hand: under way, or the last one until Reset leaves it. Play goes on with it.
class TrainController : public QObject {
  Q_OBJECT
 public:
  TrainController(Project& project, std::filesystem::path runsFolder, QObject* parent = nullptr);
  ~TrainController() override;

  RunStore& store() { return store_; }
  const TrainSetup& setup() const { return setup_; }
  void setSetup(const TrainSetup& setup);
  /// As a project kept them: the setup, and the run at hand, where it is still known and no other
  /// is under way.
  void restore(const TrainSetup& setup, const QString& run);
  /// The setup's data set becomes the chosen one; split, seed and velocity bounds become its, where
  /// the preset says something else.
  void followData();
  /// A setting of the setup, which acts at once where it is live and a run is under way.
  void change(const std::string& key, const Json& value, bool live);
  void setStopConditions(const StopConditions& stop);
  /// Of runs from now on: how often what was learnt goes to the disk, seconds.
  void setCheckpointEvery(double seconds) { checkpointEvery_ = seconds; }
  void showHeldOut(std::optional<std::int64_t> heldOut) { worker_.show(heldOut); }

  // --- requests ------------------------------------------------------------------------------
  void play();
  void pause() { worker_.pause(); }
  void step(int count);
  void stop(Ending ending) { worker_.stop(ending); }
  void reset();
  void continueRun(const QString& id);
  /// Goes on with the run at hand once more as far as was planned.
  void goBeyond();
  /// The next run is to begin with that one's weights and settings.
  void branchFrom(const QString& id);
  void removeRun(const QString& id);
  /// Makes the run's model the one that answers in Explore.
  void useModel(const QString& id);

  // --- state ---------------------------------------------------------------------------------
  /// Of the run at hand; Idle where it is not, or no longer, the thread's.
  RunState state() const { return isTheThreads() ? worker_.state() : RunState::Idle; }
  RunBarState barState() const;
  /// The run at hand; null: none.
  const RunRecord* run() const { return run_ ? &*run_ : nullptr; }
  const TrainingUpdate& news() const { return news_; }
  QString sentence() const;
  /// What the chosen data set says instead of the preset, a sentence; empty: nothing.
  QString overridden() const;
  /// Settings changed since the run began that only another run will follow.
  QStringList waitingChanges() const;
  /// The stages are there; before, they are being loaded, and settings are not known.
  const LearningLoader& library() const { return library_; }
  /// So are the runs.
  bool isReady() const { return library_.isLoaded() && store_.isRead(); }
  /// Why nothing can be trained with this setup; empty: it can.
  QString cannotStart() const;
  /// Why that run cannot be continued now; empty: it can.
  QString cannotContinue(const QString& id) const;
  /// Why that run cannot be removed now; empty: it can.
  QString cannotRemove(const QString& id) const;

 Q_SIGNALS:
  void stateChanged();
  /// The run at hand has new numbers, or is another one.
  void runChanged();
  void pictureCame(std::shared_ptr<const isochron::TrainingPicture> picture);
  void problem(const QString& sentence);
  /// The run goes on, but this keeps its file from being written; empty: no longer.
  void writingFailed(const QString& sentence);
  /// All that was planned is done: whoever wants to go on says so with goBeyond().
  void planIsDone(const QString& sentence);
  /// A run begins or goes on: what was said of the last one holds no longer.
  void begun();
  /// Reset left this run.
  void runLeft(const QString& id);
  /// The setup was changed to that of a run.
  void setupChanged();

 private:
  void go(std::optional<int> steps);
  void begin(std::optional<int> steps);
  void continueAtHand(std::optional<int> steps);
  void take(const RunRecord& run);
  void launch(TrainingJob job, std::optional<int> steps);
  Json settingsToContinue();
  void noteChanges(const Json& settings);
  std::shared_ptr<const DataSet> dataOf(const RunRecord& run);
  void openDataThen(std::function<void()> go);
  void dataIsOpen(const OpenSetAnswer& answer);
  bool planIsReached() const;
  QString planText() const;
  bool isTheThreads() const { return run_ && number_ != 0 && number_ == worker_.run(); }
  void leave();
  void followStore();
  void chooseForRun(const std::function<void()>& choose);
  Json settingsOfData(const std::string& stage) const;
  void modelIsRead(const ReadModel& read);
  void fulfilWish();
  void receive(const TrainingUpdate& news);
  void end(const TrainingUpdate::End& end);
  void giveModel(std::shared_ptr<const Archive> model);
  void storeRun();

  Project& project_;
  RunStore store_;
  TrainSetup setup_;
  std::optional<RunRecord> run_;
  std::uint64_t number_ = 0;         // of the run at hand, for the thread; 0: not started here
  std::optional<RunRecord> before_;  // the run at hand as it was before it was continued
  TrainingUpdate news_;
  double checkpointEvery_ = TrainingJob{}.checkpointEvery;
  std::uint64_t model_ = 0;  // of the run at hand, in the project's library
  struct Wish {
    bool leave = false;
    std::function<void()> go;
  };
  Wish afterEnd_;      // what was asked for while the run's end is not told yet
  QString unwritten_;  // as it was told last
  std::function<void()> afterOpening_;
  QString usedRun_;  // whose model is being read to answer
  LearningLoader library_;
  SetOpener sets_;
  ModelOpener models_;
  TrainingWorker worker_;  // last: stops first
};

}  // namespace isochron
