// SPDX-License-Identifier: GPL-3.0-or-later
// What TrainController says of its state.
#include <QFileInfo>
#include <QLocale>

#include "train/setting_specs.h"
#include "train/train_controller.h"

namespace isochron {
namespace {

QString percent(double part) {
  return TrainController::tr("%1 %").arg(QLocale().toString(100.0 * part, 'f', 2));
}

}  // namespace

QString sizeText(const DataSet& data) {
  const QLocale locale;
  const Grid& grid = data.grid();
  const auto kilometres = [&](double length) { return locale.toString(length, 'g', 3); };
  return TrainController::tr("%1 models of %2 x %3 nodes, %4 x %5 km")
      .arg(locale.toString(qint64{data.count()}))
      .arg(grid.nx)
      .arg(grid.nz)
      .arg(kilometres(grid.width()), kilometres(grid.depth()));
}

RunBarState TrainController::barState() const { return {state(), cannotStart(), run_.has_value()}; }

QString TrainController::cannotStart() const {
  if (!library_.problem().isEmpty()) return library_.problem();
  if (!library_.isLoaded()) return tr("The stages are being loaded.");
  if (!store_.isRead()) return tr("The runs are being read.");
  if (afterOpening_) return tr("The run's data set is being opened.");
  if (project_.data().find(setup_.data) == nullptr)
    return tr("Choose a data set to train on first.");
  return {};
}

QString TrainController::cannotContinue(const QString& id) const {
  if (!library_.isLoaded()) return tr("The stages are being loaded.");
  const RunRecord* run = store_.find(id);
  if (run == nullptr) return tr("Choose a run first.");
  if (worker_.isBusy()) return tr("A run is under way: stop or reset it first.");
  if (store_.isHeldElsewhere(id)) return tr("Another window trains it: stop it there first.");
  if (store_.newestFile(id).empty()) return tr("It has kept nothing to go on with.");
  if (run->stage == "pca" && run->outcome == RunOutcome::Finished)
    return tr("All components are found; there is nothing more to learn.");
  return {};
}

QString TrainController::cannotRemove(const QString& id) const {
  if (store_.find(id) == nullptr) return tr("Choose a run first.");
  if (run_ && run_->id == id && worker_.isBusy()) return tr("It is under way: stop it first.");
  if (store_.isHeldElsewhere(id)) return tr("Another window trains it: stop it there first.");
  return {};
}

QStringList TrainController::waitingChanges() const {
  QStringList waiting;
  if (!run_) return waiting;
  if (run_->stage != setup_.stage) return worker_.isBusy() ? QStringList{tr("stage")} : waiting;
  const OpenDataSet* set = project_.data().find(setup_.data);
  if (set != nullptr && set->path != run_->data) waiting += tr("data set");
  const Json now = settingsNow(*run_);
  for (const SettingSpec& spec : settingSpecs(setup_.stage, setup_.settings)) {
    const Json value = setup_.settings.value(spec.key, Json());
    if (!spec.live && !(mayDifferOnContinuing(spec.key) && !isActive(state())) &&
        now.value(spec.key, Json()) != value)
      waiting += spec.label;
  }
  return waiting;
}

/// What a preset says of these is for the data set that it was made for.
Json TrainController::settingsOfData(const std::string& stage) const {
  const SplitSettings& split = project_.data().split();
  Json settings = {{"validation", split.validation}, {"test", split.test}, {"seed", split.seed}};
  // 0: those of all models, found when the run begins.
  if (stage == "latentpinn") settings.update(Json{{"slowest", 0.0}, {"fastest", 0.0}});
  return settings;
}

void TrainController::followData() {
  const OpenDataSet* chosen = project_.data().chosen();
  setup_.data = chosen ? chosen->id : 0;
  if (chosen && !setup_.settings.empty()) {
    setup_.settings.update(settingsOfData(setup_.stage));
    setup_.components.update(settingsOfData("pca"));
  }
  Q_EMIT stateChanged();
}

/// The settings stay what they are: a run's, not those of who chooses a set.
void TrainController::chooseForRun(const std::function<void()>& choose) {
  const Json settings = setup_.settings, components = setup_.components;
  choose();
  setup_.settings = settings;
  setup_.components = components;
  Q_EMIT setupChanged();
}

QString TrainController::overridden() const {
  const OpenDataSet* set = project_.data().find(setup_.data);
  if (set == nullptr) return {};
  const Json ofData = settingsOfData(setup_.stage);
  const auto value = [](const Json& of, const char* key) { return of.value(key, Json()); };
  const auto differs = [&](const char* key) {
    return ofData.contains(key) && value(setup_.settings, key) == value(ofData, key) &&
           value(setup_.standard, key) != value(ofData, key);
  };
  QStringList parts;
  for (const SettingSpec& spec : settingSpecs(setup_.stage, setup_.settings)) {
    const char* key = spec.key.c_str();
    if (spec.key == "slowest" || spec.key == "fastest" || !differs(key)) continue;
    parts += tr("%1 %2 (preset: %3)")
                 .arg(spec.label.toLower(), valueText(value(ofData, key)),
                      valueText(value(setup_.standard, key)));
  }
  if (differs("slowest") || differs("fastest")) {
    const QLocale locale;
    const SetFindings* found = project_.data().scanner().find(set->data.get());
    const bool known = found && found->range.second > 0.0;
    parts += tr("velocity bounds of its models%1 (preset: %2 to %3 km/s)")
                 .arg(known ? tr(", about %1 to %2 km/s")
                                  .arg(locale.toString(found->range.first, 'g', 3),
                                       locale.toString(found->range.second, 'g', 3))
                            : QString(),
                      valueText(value(setup_.standard, "slowest")),
                      valueText(value(setup_.standard, "fastest")));
  }
  if (parts.isEmpty()) return {};
  return tr("From the data set %1: %2.").arg(set->title, parts.join(QStringLiteral(", ")));
}

QString TrainController::planText() const {
  return tr("%1 is done: %2.").arg(run_->name, run_->ending);
}

QString TrainController::sentence() const {
  if (!run_) {
    const QString reason = cannotStart();
    return reason.isEmpty() ? tr("Ready: Play begins a new run.") : reason;
  }
  if (afterOpening_) return tr("%1: opening %2").arg(run_->name, QFileInfo(run_->data).fileName());
  const QLocale locale;
  // Of a run that has ended, or was only looked up, the state is what its record tells.
  const bool underWay = isTheThreads() && worker_.isBusy();
  const QString head = tr("%1: %2").arg(
      run_->name, underWay ? stateText(state()).toLower() : outcomeText(run_->outcome));
  if (!news_.preparing.empty() && underWay)
    return tr("%1, %2, %3 %")
        .arg(head, QString::fromStdString(news_.preparing))
        .arg(static_cast<int>(100.0 * news_.prepared));
  QStringList parts{news_.plannedSteps > 0
                        ? tr("step %1 of %2")
                              .arg(locale.toString(qint64{run_->steps}),
                                   locale.toString(qint64{news_.plannedSteps}))
                        : tr("step %1").arg(locale.toString(qint64{run_->steps}))};
  if (state() == RunState::Running && news_.stepsPerSecond > 0.0)
    parts += tr("%1 steps/s").arg(locale.toString(news_.stepsPerSecond, 'g', 3));
  if (const auto error = finalError(*run_)) parts += tr("error %1").arg(percent(*error));
  if (!unwritten_.isEmpty()) parts += tr("its file cannot be written");
  if (!underWay && !run_->ending.isEmpty()) parts += run_->ending;
  return head + QStringLiteral(", ") + parts.join(QStringLiteral(", "));
}

}  // namespace isochron
