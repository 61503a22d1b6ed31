// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_list.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace isochron {
namespace {

enum Column { kName, kError, kSteps, kTime };

void setReason(QPushButton* button, const QString& reason, const QString& tip) {
  button->setEnabled(reason.isEmpty());
  button->setToolTip(reason.isEmpty() ? tip : reason + QLatin1Char('\n') + tip);
}

}  // namespace

RunList::RunList(TrainController& controller, QWidget* parent)
    : QWidget(parent),
      controller_(controller),
      tree_(new QTreeWidget(this)),
      details_(new QLabel),
      continue_(new QPushButton(tr("Continue"), this)),
      branch_(new QPushButton(tr("Branch from here"), this)),
      use_(new QPushButton(tr("Use in Explore"), this)),
      remove_(new QPushButton(tr("Remove"), this)) {
  build();
  connect(tree_, &QTreeWidget::itemSelectionChanged, this, &RunList::showSelected);
  connect(tree_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
    if (filling_ || column != kName) return;
    setCompared(item->data(kName, Qt::UserRole).toString(), item->checkState(kName) == Qt::Checked);
  });
  connect(continue_, &QPushButton::clicked, this, [this] { controller_.continueRun(selected()); });
  connect(branch_, &QPushButton::clicked, this, [this] {
    controller_.branchFrom(selected());
    Q_EMIT setupRequested();
  });
  connect(use_, &QPushButton::clicked, this, [this] { controller_.useModel(selected()); });
  connect(remove_, &QPushButton::clicked, this, [this] { controller_.removeRun(selected()); });
  connect(&controller_.store(), &RunStore::changed, this, &RunList::fill);
  connect(&controller_, &TrainController::runChanged, this, &RunList::showSelected);
  connect(&controller_, &TrainController::stateChanged, this, &RunList::showSelected);
  fill();
}

void RunList::build() {
  tree_->setHeaderLabels({tr("Run"), tr("Error"), tr("Steps"), tr("Time")});
  tree_->setRootIsDecorated(false);
  tree_->setUniformRowHeights(true);
  tree_->setAlternatingRowColors(true);
  tree_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  tree_->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
  tree_->header()->setStretchLastSection(false);
  tree_->setAccessibleName(tr("Runs"));
  tree_->setToolTip(
      tr("A tick compares the run: its curves are drawn behind those of the run at "
         "hand."));
  details_->setWordWrap(true);
  details_->setTextFormat(Qt::PlainText);
  details_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  details_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* area = new QScrollArea(this);
  area->setWidget(details_);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setMinimumHeight(90);
  auto* buttons = new QGridLayout;
  buttons->addWidget(continue_, 0, 0);
  buttons->addWidget(branch_, 0, 1);
  buttons->addWidget(use_, 1, 0);
  buttons->addWidget(remove_, 1, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->addWidget(tree_, 3);
  layout->addWidget(area, 2);
  layout->addLayout(buttons);
}

QStringList RunList::compared() const { return {compared_.begin(), compared_.end()}; }

void RunList::setCompared(const QString& id, bool compared) {
  const bool changes = compared ? compared_.insert(id).second : compared_.erase(id) > 0;
  if (!changes) return;
  fill();
  Q_EMIT comparedChanged();
}

QString RunList::selected() const {
  const QList<QTreeWidgetItem*> items = tree_->selectedItems();
  return items.isEmpty() ? QString() : items.front()->data(kName, Qt::UserRole).toString();
}

void RunList::select(const QString& id) {
  for (int i = 0; i < tree_->topLevelItemCount(); ++i)
    if (tree_->topLevelItem(i)->data(kName, Qt::UserRole).toString() == id)
      tree_->setCurrentItem(tree_->topLevelItem(i));
}

QString RunList::details() const { return details_->text(); }

void RunList::fill() {
  const QString before = selected();
  filling_ = true;
  tree_->clear();
  const std::vector<RunRecord>& runs = controller_.store().runs();
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    auto* item = new QTreeWidgetItem(tree_);
    item->setData(kName, Qt::UserRole, run->id);
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(kName, compared_.contains(run->id) ? Qt::Checked : Qt::Unchecked);
    const RunRecord* now = controller_.run();
    showRun(item, now && now->id == run->id ? *now : *run);
  }
  filling_ = false;
  std::erase_if(compared_, [&](const QString& id) { return !controller_.store().find(id); });
  select(before);
  if (selected().isEmpty() && tree_->topLevelItemCount() > 0)
    tree_->setCurrentItem(tree_->topLevelItem(0));
  showSelected();
}

void RunList::showRun(QTreeWidgetItem* item, const RunRecord& run) {
  const QLocale locale;
  const auto error = finalError(run);
  item->setText(kName, run.name);
  item->setText(kError,
                error ? tr("%1 %").arg(locale.toString(100.0 * *error, 'f', 2)) : QString());
  item->setText(kSteps, locale.toString(qint64{run.steps}));
  item->setText(kTime, durationText(run.seconds));
  for (const int column : {kError, kSteps, kTime})
    item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  item->setToolTip(kName, detailsOf(run));
}

QString RunList::detailsOf(const RunRecord& run) const {
  const RunRecord* now = controller_.run();
  const bool elsewhere = run.outcome == RunOutcome::Running && !(now && now->id == run.id);
  QStringList lines{tr("%1, %2").arg(
      run.name, elsewhere ? tr("running in another window") : outcomeText(run.outcome))};
  if (!run.ending.isEmpty()) lines.front() += QStringLiteral(": ") + run.ending;
  lines += tr("Data: %1").arg(QFileInfo(run.data).fileName());
  if (!run.latents.isEmpty()) lines += tr("Latents: %1").arg(run.latents);
  if (!run.parent.isEmpty()) lines += tr("Began with: %1").arg(run.parent);
  const QStringList changes = changesOf(run);
  const QString preset = QString::fromStdString(run.preset);
  lines += changes.isEmpty()
               ? tr("Settings: preset %1").arg(preset)
               : tr("Settings: preset %1, but %2").arg(preset, changes.join(QStringLiteral(", ")));
  return lines.join(QLatin1Char('\n'));
}

void RunList::showSelected() {
  const QString id = selected();
  const RunRecord* now = controller_.run();
  const bool atHand = now && now->id == id;
  const RunRecord* run = atHand ? now : controller_.store().find(id);
  if (now && !filling_)
    for (int i = 0; i < tree_->topLevelItemCount(); ++i)
      if (tree_->topLevelItem(i)->data(kName, Qt::UserRole).toString() == now->id) {
        filling_ = true;
        showRun(tree_->topLevelItem(i), *now);
        filling_ = false;
      }
  details_->setText(run ? detailsOf(*run)
                        : tr("No run yet. Each run is listed here with its settings and results."));
  const QString none = run ? QString() : tr("Choose a run first.");
  setReason(continue_, controller_.cannotContinue(id),
            tr("Go on with this run where it ended, with its settings."));
  setReason(branch_,
            !run                         ? none
            : run->stage != "latentpinn" ? tr("Only a latentPINN can begin with another's weights.")
            : controller_.store().newestFile(id).empty() ? tr("It has kept nothing to begin with.")
                                                         : QString(),
            tr("Prepare a new run that begins with this one's weights, and may have other data, "
               "losses and rates."));
  setReason(use_,
            !run                                         ? none
            : run->stage != "latentpinn"                 ? tr("Only a latentPINN answers drawings.")
            : controller_.store().newestFile(id).empty() ? tr("It has kept no model yet.")
                                                         : QString(),
            tr("Let this model answer what is drawn in Explore."));
  setReason(remove_, controller_.cannotRemove(id), tr("Forget this run and delete its files."));
}

}  // namespace isochron
