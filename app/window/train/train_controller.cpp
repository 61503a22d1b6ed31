// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/train_controller.h"

#include <QFileInfo>
#include <algorithm>

#include "field/error.h"
#include "train/setting_specs.h"

namespace isochron {
namespace {

bool isLive(const std::string& stage, const Json& settings, const std::string& key) {
  const std::vector<SettingSpec> specs = settingSpecs(stage, settings);
  return std::any_of(specs.begin(), specs.end(),
                     [&](const SettingSpec& spec) { return spec.key == key && spec.live; });
}

/// A checkpoint that was left is the run's state now; the next one must not replace it.
void takeUpCheckpoint(const std::filesystem::path& file) {
  std::error_code failure;
  if (!std::filesystem::exists(unfinished(file), failure)) return;
  std::filesystem::rename(unfinished(file), file, failure);
  if (failure)
    throw Error(file.string(), "cannot be replaced (" + failure.message() + ")",
                "give yourself the right to write in its folder");
}

RunOutcome outcomeOf(RunEnd end) {
  switch (end) {
    case RunEnd::PlannedSteps:
    case RunEnd::StopCondition:
      return RunOutcome::Finished;
    case RunEnd::Request:
      return RunOutcome::Stopped;
    case RunEnd::Failure:
      break;
  }
  return RunOutcome::Failed;
}

}  // namespace

TrainController::TrainController(Project& project, std::filesystem::path runsFolder,
                                 QObject* parent)
    : QObject(parent), project_(project), store_(std::move(runsFolder)) {
  connect(&sets_, &SetOpener::opened, this, &TrainController::dataIsOpen);
  connect(&models_, &ModelOpener::opened, this, &TrainController::modelIsRead);
  connect(&library_, &LearningLoader::loaded, this, [this] {
    if (!library_.problem().isEmpty()) Q_EMIT problem(library_.problem());
    Q_EMIT stateChanged();
  });
  connect(&worker_, &TrainingWorker::stateChanged, this, &TrainController::stateChanged);
  connect(&worker_, &TrainingWorker::published, this, &TrainController::receive);
  connect(&store_, &RunStore::changed, this, &TrainController::followStore);
  store_.readLater();
}

TrainController::~TrainController() = default;

void TrainController::setSetup(const TrainSetup& setup) {
  setup_ = setup;
  worker_.setStopConditions(setup.stop);
  Q_EMIT stateChanged();
}

void TrainController::restore(const TrainSetup& setup, const QString& run) {
  setup_ = setup;
  worker_.setStopConditions(setup.stop);
  if (const RunRecord* known = store_.find(run); known != nullptr && !worker_.isBusy())
    take(*known);
  Q_EMIT setupChanged();
  Q_EMIT runChanged();
  Q_EMIT stateChanged();
}

void TrainController::change(const std::string& key, const Json& value, bool live) {
  setup_.settings[key] = value;
  const bool sameStage = run_ && run_->stage == setup_.stage;
  if (live && sameStage && isActive(state()) && value.is_number())
    worker_.adjust(key, value.get<double>());
  Q_EMIT stateChanged();
}

void TrainController::setStopConditions(const StopConditions& stop) {
  setup_.stop = stop;
  worker_.setStopConditions(stop);
}

// --- requests -----------------------------------------------------------------------------------

void TrainController::play() { go(std::nullopt); }
void TrainController::step(int count) { go(count); }

void TrainController::go(std::optional<int> steps) {
  if (canResume(worker_.state())) {
    if (steps)
      worker_.step(*steps);
    else
      worker_.resume();
    return;
  }
  if (!canStart(worker_.state())) return;
  // The last run has ended, but is still being put away: its news are on their way.
  if (worker_.isBusy()) {
    afterEnd_.go = [this, steps] { go(steps); };
    return;
  }
  if (const QString reason = cannotStart(); !reason.isEmpty()) return Q_EMIT problem(reason);
  // Another stage was chosen: the run at hand stays in the history.
  if (run_ && run_->stage != setup_.stage) leave();
  if (run_ && !store_.newestFile(run_->id).empty())
    continueAtHand(steps);
  else
    begin(steps);
}

void TrainController::begin(std::optional<int> steps) {
  const OpenDataSet* set = project_.data().find(setup_.data);
  const RunRecord* parent = store_.find(setup_.parent);
  QString fresh;
  try {
    RunRecord run =
        store_.fresh(setup_.stage, QString::fromStdString(stageKind(setup_.stage).runTitle));
    fresh = run.id;
    run.preset = setup_.preset;
    run.settings = completeSettings(setup_.stage, setup_.settings);
    run.standard = setup_.standard;
    run.data = set->path;
    StageRequest request{setup_.stage, run.settings, set->data, nullptr, setup_.components, {}};
    if (parent != nullptr && setup_.stage == "latentpinn") {
      run.parent = parent->name;
      run.latents = parent->latents;
      request.beginWith = store_.newestFile(parent->id);
    } else if (stageKind(setup_.stage).needsLatents) {
      const TrainedModel* latents = project_.models().find(setup_.latents);
      run.latents = latents ? latents->title : tr("principal components of the same models");
      if (latents) request.latents = latents->archive;
    }
    store_.store(run);
    take(run);
    TrainingJob job;
    job.make = stageMaker(request);
    launch(std::move(job), steps);
  } catch (const Error& failure) {
    store_.release(fresh);
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void TrainController::continueAtHand(std::optional<int> steps) {
  try {
    if (planIsReached()) return Q_EMIT planIsDone(planText());
    const std::shared_ptr<const DataSet> data = dataOf(*run_);
    if (data == nullptr) return openDataThen([this, steps] { continueAtHand(steps); });
    const Json settings = completeSettings(run_->stage, settingsToContinue());
    store_.hold(run_->id);
    const std::filesystem::path file = store_.modelFile(run_->id);
    takeUpCheckpoint(file);
    StageRequest request{run_->stage, settings, data, nullptr, setup_.components, {}};
    if (run_->stage == "latentpinn") request.beginWith = file;
    before_ = *run_;
    noteChanges(settings);
    run_->outcome = RunOutcome::Running;
    run_->ending.clear();
    store_.store(*run_);
    TrainingJob job;
    job.make = stageMaker(request);
    job.before = file;
    launch(std::move(job), steps);
  } catch (const Error& failure) {
    if (before_) run_ = *std::exchange(before_, std::nullopt);
    store_.release(run_->id);
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void TrainController::launch(TrainingJob job, std::optional<int> steps) {
  job.stop = setup_.stop;
  job.file = store_.modelFile(run_->id);
  job.checkpointEvery = checkpointEvery_;
  job.giveModels = run_->stage == "latentpinn";
  news_ = {};
  afterEnd_ = {};
  run_->history = {};
  number_ = worker_.run() + 1;
  Q_EMIT begun();
  if (steps)
    worker_.step(*steps, std::move(job));
  else
    worker_.start(std::move(job));
  Q_EMIT runChanged();
}

/// Another window may have gone on with the run that was looked at, or removed it.
void TrainController::followStore() {
  const bool isOurs = run_ && (worker_.isBusy() || afterEnd_.leave);
  if (run_ && !isOurs && store_.isRead()) {
    const RunRecord* known = store_.find(run_->id);
    if (known == nullptr) return leave();
    if (known->outcome != run_->outcome || known->steps != run_->steps) {
      take(*known);
      Q_EMIT runChanged();
    }
  }
  Q_EMIT stateChanged();
}

/// Makes it the run at hand.
void TrainController::take(const RunRecord& run) {
  run_ = run;
  before_.reset();
  news_ = {};
  unwritten_.clear();
  number_ = 0;
  model_ = 0;
}

/// The run's own, and of the setup what may change under way.
Json TrainController::settingsToContinue() {
  Json settings = settingsNow(*run_);
  if (setup_.stage != run_->stage) return settings;
  for (const auto& [key, value] : setup_.settings.items())
    if (settings.contains(key) &&
        (mayDifferOnContinuing(key) || isLive(run_->stage, settings, key)))
      settings[key] = value;
  return settings;
}

/// What the run at hand is continued with and did not have before.
void TrainController::noteChanges(const Json& settings) {
  const Json before = settingsNow(*run_);
  for (const auto& [key, value] : settings.items()) {
    if (before.value(key, Json()) == value) continue;
    if (value.is_number() && !mayDifferOnContinuing(key))
      run_->adjustments.push_back({run_->steps, key, value.get<double>()});
    else
      run_->settings[key] = value;
  }
}

bool TrainController::planIsReached() const {
  if (run_->outcome != RunOutcome::Finished) return false;
  if (run_->stage == "pca") return true;
  const StopConditions& stop = setup_.stop;
  if (stop.steps && run_->steps >= *stop.steps) return true;
  if (stop.seconds && run_->seconds >= *stop.seconds) return true;
  if (const auto error = finalError(*run_); stop.error && error && *error <= *stop.error)
    return true;
  for (const char* key : {"steps", "epochs"}) {
    const Json then = run_->settings.value(key, Json()), now = setup_.settings.value(key, Json());
    if (!then.is_number() || then == 0) continue;
    const bool more = now.is_number() && (now == 0 || now > then) && setup_.stage == run_->stage;
    return !more && (key == std::string("epochs") || run_->steps >= then.get<std::int64_t>());
  }
  return false;
}

void TrainController::goBeyond() {
  if (!run_ || worker_.isBusy() || run_->stage == "pca") return;
  for (const char* key : {"steps", "epochs"}) {
    const Json then = run_->settings.value(key, Json());
    if (then.is_number() && then != 0) setup_.settings[key] = 2 * then.get<std::int64_t>();
  }
  StopConditions& stop = setup_.stop;
  if (stop.steps && run_->steps >= *stop.steps) *stop.steps += run_->steps;
  if (stop.seconds && run_->seconds >= *stop.seconds) *stop.seconds += run_->seconds;
  stop.error.reset();
  Q_EMIT setupChanged();
  continueAtHand(std::nullopt);
}

void TrainController::reset() {
  afterOpening_ = nullptr;
  sets_.cancel();
  worker_.stop(Ending::Keep);
  afterEnd_ = {true, nullptr};
  if (!worker_.isBusy()) fulfilWish();
}

void TrainController::fulfilWish() {
  const Wish wish = std::exchange(afterEnd_, {});
  if (wish.leave) leave();
  if (wish.go) wish.go();
}

void TrainController::leave() {
  if (!run_) return;
  const QString id = run_->id;
  store_.release(id);
  run_.reset();
  before_.reset();
  news_ = {};
  model_ = 0;
  Q_EMIT pictureCame(nullptr);
  Q_EMIT runLeft(id);
  Q_EMIT runChanged();
  Q_EMIT stateChanged();
}

void TrainController::continueRun(const QString& id) {
  const RunRecord* chosen = store_.find(id);
  if (chosen == nullptr || !cannotContinue(id).isEmpty()) return;
  const RunRecord run = *chosen;
  if (run_ && run_->id != id) leave();
  setup_.stage = run.stage;
  setup_.preset = run.preset;
  setup_.settings = settingsNow(run);
  setup_.standard = run.standard;
  setup_.parent.clear();
  take(run);
  Q_EMIT setupChanged();
  Q_EMIT runChanged();
  continueAtHand(std::nullopt);
}

void TrainController::branchFrom(const QString& id) {
  const RunRecord* run = store_.find(id);
  if (run == nullptr) return;
  setup_.stage = run->stage;
  setup_.preset = run->preset;
  setup_.settings = settingsNow(*run);
  setup_.standard = run->standard;
  setup_.parent = id;
  if (!worker_.isBusy()) leave();
  Q_EMIT setupChanged();
}

/// That of the library, which is chosen then; null: it has to be opened.
std::shared_ptr<const DataSet> TrainController::dataOf(const RunRecord& run) {
  for (const OpenDataSet& set : project_.data().sets()) {
    if (set.path != run.data) continue;
    const std::shared_ptr<const DataSet> data = set.data;
    const std::uint64_t id = set.id;
    setup_.data = id;
    if (!project_.data().chosen() || project_.data().chosen()->id != id)
      chooseForRun([&] { project_.data().choose(id); });
    return data;
  }
  return nullptr;
}

/// The set of the run at hand.
void TrainController::openDataThen(std::function<void()> go) {
  afterOpening_ = std::move(go);
  sets_.open({run_->data, {}, {}});
  Q_EMIT stateChanged();
}

void TrainController::dataIsOpen(const OpenSetAnswer& answer) {
  const auto go = std::exchange(afterOpening_, nullptr);
  if (answer.data == nullptr) {
    Q_EMIT problem(answer.problem);
  } else {
    chooseForRun([&] { project_.data().add(answer.data); });
    if (go && run_ && dataOf(*run_)) go();
  }
  Q_EMIT stateChanged();
}

void TrainController::removeRun(const QString& id) {
  if (run_ && run_->id == id) {
    if (worker_.isBusy()) return;
    leave();
  }
  try {
    store_.remove(id);
  } catch (const Error& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void TrainController::useModel(const QString& id) {
  const RunRecord* run = store_.find(id);
  if (run == nullptr || run->stage != "latentpinn") return;
  ModelLibrary& models = project_.models();
  if (run_ && run_->id == id && model_ != 0) return models.setCurrent(model_);
  const QString path = QString::fromStdString(store_.newestFile(id).string());
  for (const TrainedModel& model : models.models())
    if (model.path == path) return models.setCurrent(model.id);
  usedRun_ = id;
  models_.open(path);
}

/// Of a run that was chosen to answer.
void TrainController::modelIsRead(const ReadModel& read) {
  if (read.archive == nullptr) return Q_EMIT problem(read.problem);
  const RunRecord* run = store_.find(usedRun_);
  if (run == nullptr) return;  // it was removed meanwhile
  ModelLibrary& models = project_.models();
  const std::uint64_t added = models.add(run->name, read.archive);
  models.setPath(added, read.path);
  models.setCurrent(added);
}

// --- news ---------------------------------------------------------------------------------------

void TrainController::receive(const TrainingUpdate& news) {
  if (!run_ || news.run != number_) return;
  const std::vector<Metrics>& records = news.records;
  for (const Metrics& record : records) run_->history.add(record);
  run_->adjustments.insert(run_->adjustments.end(), news.adjustments.begin(),
                           news.adjustments.end());
  news_ = news;
  news_.records.clear();
  news_.adjustments.clear();
  if (news.steps > 0) {
    run_->steps = news.steps;
    run_->seconds = news.seconds;
  }
  if (news.model) giveModel(news.model);
  if (news.picture) Q_EMIT pictureCame(news.picture);
  news_.picture.reset();
  news_.model.reset();
  if (QString now = QString::fromStdString(news.unwritten); now != unwritten_)
    Q_EMIT writingFailed(unwritten_ = std::move(now));
  if (!news.problem.empty()) Q_EMIT problem(QString::fromStdString(news.problem));
  if (news.end) end(*news.end);
  Q_EMIT runChanged();
  Q_EMIT stateChanged();
}

void TrainController::end(const TrainingUpdate::End& end) {
  if (end.ending == Ending::Revert && before_) {
    // As if it had not been continued.
    run_ = before_;
    storeRun();
  } else if (end.ending == Ending::Revert && end.by != RunEnd::Failure) {
    afterEnd_.leave = true;
    store_.remove(run_->id);
  } else {
    run_->ending = QString::fromStdString(end.reason);
    if (end.ending == Ending::Keep && !end.written)
      run_->ending += tr("; its model cannot be written");
    run_->outcome = outcomeOf(end.by);
    storeRun();
    if (end.written && model_ != 0)
      project_.models().setPath(model_,
                                QString::fromStdString(store_.modelFile(run_->id).string()));
  }
  before_.reset();
  // What is not written yet will be.
  if (end.ending == Ending::Revert || end.written) store_.release(run_->id);
  fulfilWish();
}

void TrainController::giveModel(std::shared_ptr<const Archive> model) {
  if (model_ == 0 || project_.models().find(model_) == nullptr)
    model_ = project_.models().add(run_->name, std::move(model));
  else
    project_.models().update(model_, std::move(model));
}

void TrainController::storeRun() {
  try {
    store_.store(*run_);
  } catch (const Error& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

}  // namespace isochron
