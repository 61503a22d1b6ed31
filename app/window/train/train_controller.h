// SPDX-License-Identifier: GPL-3.0-or-later
// TrainController: what the Train workspace does, without its widgets.
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <set>

#include "project/project.h"
#include "train/run_bar.h"
#include "train/run_record.h"
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
  RunState state() const { return shownState_; }
  RunBarState barState() const;
  /// The run at hand; null: none.
  const RunRecord* run() const { return run_ ? &*run_ : nullptr; }
  const TrainingUpdate& news() const { return news_; }
  QString sentence() const;
  /// Settings changed since the run began that only another run will follow.
  QStringList waitingChanges() const;
  /// Why nothing can be trained with this setup; empty: it can.
  QString cannotStart() const;
  /// Why that run cannot be continued now; empty: it can.
  QString cannotContinue(const QString& id) const;

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
  /// Reset left this run.
  void runLeft(const QString& id);
  /// The setup was changed to that of a run.
  void setupChanged();

 private:
  void go(std::optional<int> steps);
  void begin(std::optional<int> steps);
  void continueAtHand(std::optional<int> steps);
  void launch(TrainingJob job, std::optional<int> steps);
  Json settingsToContinue();
  void noteChanges(const Json& settings);
  std::shared_ptr<const DataSet> dataOf(const RunRecord& run);
  bool planIsReached() const;
  /// A run is under way, or its end was not told yet.
  bool isBusy() const;
  void leave();
  void receive(const TrainingUpdate& news);
  void end(const TrainingUpdate::End& end);
  void giveModel(std::shared_ptr<const Archive> model);
  void storeRun();

  Project& project_;
  RunStore store_;
  TrainSetup setup_;
  std::optional<RunRecord> run_;
  std::optional<RunRecord> before_;  // the run at hand as it was before it was continued
  TrainingUpdate news_;
  RunState shownState_ = RunState::Idle;
  double checkpointEvery_ = TrainingJob{}.checkpointEvery;
  QString unwritten_;               // as it was told last
  std::uint64_t model_ = 0;         // of the run at hand, in the project's library
  bool settled_ = true;             // no end of a run is to be told any more
  bool leaveAtEnd_ = false;         // Reset was asked for
  std::function<void()> afterEnd_;  // what was asked for before the end was told
  TrainingWorker worker_;           // last: stops first
};

}  // namespace isochron
