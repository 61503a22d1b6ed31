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
  connect(&worker_, &TrainingWorker::stateChanged, this, [this](RunState state) {
    shownState_ = state;
    Q_EMIT stateChanged();
  });
  connect(&worker_, &TrainingWorker::published, this, &TrainController::receive);
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
  if (const RunRecord* known = store_.find(run); known != nullptr && !isBusy()) {
    run_ = *known;
    before_.reset();
    news_ = {};
    model_ = 0;
  }
  Q_EMIT setupChanged();
  Q_EMIT runChanged();
  Q_EMIT stateChanged();
}

void TrainController::change(const std::string& key, const Json& value, bool live) {
  setup_.settings[key] = value;
  const bool sameStage = run_ && run_->stage == setup_.stage;
  if (live && sameStage && isActive(worker_.state()) && value.is_number())
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
  if (!settled_) {
    afterEnd_ = [this, steps] { go(steps); };
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
  try {
    RunRecord run =
        store_.fresh(setup_.stage, QString::fromStdString(stageKind(setup_.stage).title));
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
    run_ = run;
    before_.reset();
    model_ = 0;
    TrainingJob job;
    job.make = stageMaker(request);
    launch(std::move(job), steps);
  } catch (const Error& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void TrainController::continueAtHand(std::optional<int> steps) {
  try {
    const std::filesystem::path file = store_.modelFile(run_->id);
    // A checkpoint that was left is the run's state now; the next one must not replace it.
    if (std::filesystem::exists(unfinished(file))) std::filesystem::rename(unfinished(file), file);
    before_ = *run_;
    const Json settings = completeSettings(run_->stage, settingsToContinue());
    if (planIsReached()) {
      Q_EMIT planIsDone(tr("%1 is done: %2.").arg(run_->name, run_->ending));
      return;
    }
    StageRequest request{run_->stage, settings, dataOf(*run_), nullptr, setup_.components, {}};
    if (run_->stage == "latentpinn") request.beginWith = file;
    noteChanges(settings);
    run_->outcome = RunOutcome::Running;
    run_->ending.clear();
    store_.store(*run_);
    TrainingJob job;
    job.make = stageMaker(request);
    job.before = file;
    launch(std::move(job), steps);
  } catch (const std::exception& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void TrainController::launch(TrainingJob job, std::optional<int> steps) {
  job.stop = setup_.stop;
  job.file = store_.modelFile(run_->id);
  job.checkpointEvery = checkpointEvery_;
  job.giveModels = run_->stage == "latentpinn";
  news_ = {};
  leaveAtEnd_ = false;
  settled_ = false;
  unwritten_.clear();
  run_->history = {};
  if (steps)
    worker_.step(*steps, std::move(job));
  else
    worker_.start(std::move(job));
  Q_EMIT runChanged();
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
  if (!run_ || isBusy() || run_->stage == "pca") return;
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
  afterEnd_ = nullptr;
  worker_.stop(Ending::Keep);
  if (isBusy())
    leaveAtEnd_ = true;
  else
    leave();
}

void TrainController::leave() {
  if (!run_) return;
  const QString id = run_->id;
  run_.reset();
  before_.reset();
  news_ = {};
  model_ = 0;
  leaveAtEnd_ = false;
  shownState_ = RunState::Idle;
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
  try {
    setup_.stage = run.stage;
    setup_.preset = run.preset;
    setup_.settings = settingsNow(run);
    setup_.standard = run.standard;
    setup_.parent.clear();
    (void)dataOf(run);
    run_ = run;
    model_ = 0;
    Q_EMIT setupChanged();
    Q_EMIT runChanged();
    continueAtHand(std::nullopt);
  } catch (const std::exception& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void TrainController::branchFrom(const QString& id) {
  const RunRecord* run = store_.find(id);
  if (run == nullptr) return;
  setup_.stage = run->stage;
  setup_.preset = run->preset;
  setup_.settings = settingsNow(*run);
  setup_.standard = run->standard;
  setup_.parent = id;
  if (!isBusy()) leave();
  Q_EMIT setupChanged();
}

/// That of the library, or opened anew. The setup follows. Throws Error where it is gone.
std::shared_ptr<const DataSet> TrainController::dataOf(const RunRecord& run) {
  for (const OpenDataSet& set : project_.data().sets()) {
    if (set.path != run.data) continue;
    setup_.data = set.id;
    return set.data;
  }
  setup_.data = project_.data().open(run.data);
  return project_.data().find(setup_.data)->data;
}

void TrainController::removeRun(const QString& id) {
  if (run_ && run_->id == id) {
    if (isBusy()) return;
    leave();
  }
  store_.remove(id);
}

void TrainController::useModel(const QString& id) {
  const RunRecord* run = store_.find(id);
  if (run == nullptr || run->stage != "latentpinn") return;
  try {
    ModelLibrary& models = project_.models();
    if (run_ && run_->id == id && model_ != 0) return models.setCurrent(model_);
    const std::filesystem::path file = store_.newestFile(id);
    const QString path = QString::fromStdString(file.string());
    const auto same = std::find_if(models.models().begin(), models.models().end(),
                                   [&](const TrainedModel& model) { return model.path == path; });
    if (same != models.models().end()) return models.setCurrent(same->id);
    const auto added = models.add(run->name, std::make_shared<const Archive>(Archive::read(file)));
    models.setPath(added, path);
    models.setCurrent(added);
  } catch (const Error& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

// --- news ---------------------------------------------------------------------------------------

void TrainController::receive(const TrainingUpdate& news) {
  if (!run_ || news.run != worker_.run()) return;
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
    store_.remove(run_->id);
    leaveAtEnd_ = true;
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
  settled_ = true;
  if (leaveAtEnd_) leave();
  if (const auto next = std::exchange(afterEnd_, nullptr)) next();
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
