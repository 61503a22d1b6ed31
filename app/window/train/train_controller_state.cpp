// SPDX-License-Identifier: GPL-3.0-or-later
// What TrainController says of its state.
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

bool TrainController::isBusy() const { return isActive(worker_.state()) || !settled_; }

RunBarState TrainController::barState() const { return {state(), cannotStart(), run_.has_value()}; }

QString TrainController::cannotStart() const {
  if (project_.data().find(setup_.data) == nullptr)
    return tr("Choose a data set to learn from first.");
  return {};
}

QString TrainController::cannotContinue(const QString& id) const {
  const RunRecord* run = store_.find(id);
  if (run == nullptr) return tr("Choose a run first.");
  if (isBusy()) return tr("A run is under way: stop or reset it first.");
  if (store_.newestFile(id).empty()) return tr("It has kept nothing to go on with.");
  if (run->stage == "pca" && run->outcome == RunOutcome::Finished)
    return tr("All components are found; there is nothing more to learn.");
  return {};
}

QStringList TrainController::waitingChanges() const {
  QStringList waiting;
  if (!run_) return waiting;
  if (run_->stage != setup_.stage) return isBusy() ? QStringList{tr("stage")} : waiting;
  const Json now = settingsNow(*run_);
  for (const SettingSpec& spec : settingSpecs(setup_.stage, setup_.settings)) {
    const Json value = setup_.settings.value(spec.key, Json());
    if (!spec.live && !(mayDifferOnContinuing(spec.key) && !isActive(state())) &&
        now.value(spec.key, Json()) != value)
      waiting += spec.label;
  }
  return waiting;
}

QString TrainController::sentence() const {
  if (!run_) {
    const QString reason = cannotStart();
    return reason.isEmpty() ? tr("Ready: Play begins a new run.") : reason;
  }
  const QLocale locale;
  QString head = tr("%1: %2").arg(run_->name, stateText(state()).toLower());
  if (!news_.preparing.empty())
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
  if (!isActive(state()) && !run_->ending.isEmpty()) parts += run_->ending;
  return head + QStringLiteral(", ") + parts.join(QStringLiteral(", "));
}

}  // namespace isochron