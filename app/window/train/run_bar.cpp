// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_bar.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>
#include <cmath>

#include "icons.h"
#include "number_box.h"

namespace isochron {
namespace {

constexpr int kMostSteps = 100000;
constexpr int kProgressParts = 1000;

/// Disabled with the reason as the tooltip, or enabled with what it does.
void setReason(QToolButton* button, const QString& reason, const QString& tip) {
  button->setEnabled(reason.isEmpty());
  button->setToolTip(reason.isEmpty() ? tip : reason + QLatin1Char('\n') + tip);
}

}  // namespace

QString durationText(double seconds) {
  const auto whole = static_cast<qint64>(std::llround(seconds));
  if (whole < 60) return RunBar::tr("%1 s").arg(whole);
  if (whole < 3600) return RunBar::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return RunBar::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString stateText(RunState state) {
  switch (state) {
    case RunState::Idle:
      return RunBar::tr("Ready");
    case RunState::Running:
      return RunBar::tr("Running");
    case RunState::Paused:
      return RunBar::tr("Paused");
    case RunState::Stopping:
      return RunBar::tr("Stopping");
    case RunState::Finished:
      return RunBar::tr("Finished");
    case RunState::Failed:
      return RunBar::tr("Failed");
  }
  return {};
}

RunBar::RunBar(QWidget* parent)
    : QWidget(parent),
      play_(new QToolButton(this)),
      step_(new QToolButton(this)),
      count_(new NumberBox(true, this)),
      reset_(new QToolButton(this)),
      stop_(new QToolButton(this)),
      sentence_(new QLabel(this)),
      progress_(new QProgressBar(this)) {
  buildButtons();
  sentence_->setTextFormat(Qt::PlainText);
  sentence_->setMinimumWidth(60);
  sentence_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  progress_->setRange(0, kProgressParts);
  progress_->setFixedWidth(190);
  progress_->setAccessibleName(tr("Progress"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->setSpacing(4);
  for (QWidget* widget :
       {static_cast<QWidget*>(play_), static_cast<QWidget*>(step_), static_cast<QWidget*>(count_),
        static_cast<QWidget*>(reset_), static_cast<QWidget*>(stop_)})
    layout->addWidget(widget);
  layout->addSpacing(8);
  layout->addWidget(sentence_, 1);
  layout->addWidget(progress_);
  drawIcons();
  setState({});
  setProgress({}, std::nullopt, std::nullopt);
}

void RunBar::buildButtons() {
  for (QToolButton* button : {play_, step_, reset_, stop_}) {
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
  }
  step_->setText(tr("Step"));
  reset_->setText(tr("Reset"));
  stop_->setText(tr("Stop"));
  // Play and Pause share a place; it must not change its width.
  play_->setText(tr("Pause"));
  const int width = play_->sizeHint().width();
  play_->setText(tr("Play"));
  play_->setMinimumWidth(std::max(width, play_->sizeHint().width()) + 4);
  count_->setRange(1, kMostSteps);
  count_->setValue(1);
  count_->setAccessibleName(tr("Steps at a time"));
  count_->setToolTip(tr("How many steps Step takes, 1 to %1, default 1.\n"
                        "Changes nothing about the run.")
                         .arg(QLocale().toString(kMostSteps)));
  auto* endings = new QMenu(stop_);
  QAction* keep = endings->addAction(tr("Stop and &keep the result"));
  QAction* revert = endings->addAction(tr("Stop and &revert to before this run"));
  stop_->setMenu(endings);
  stop_->setPopupMode(QToolButton::MenuButtonPopup);
  connect(keep, &QAction::triggered, this, [this] { Q_EMIT stopRequested(Ending::Keep); });
  connect(revert, &QAction::triggered, this, [this] { Q_EMIT stopRequested(Ending::Revert); });
  connect(stop_, &QToolButton::clicked, this, [this] { Q_EMIT stopRequested(Ending::Keep); });
  connect(play_, &QToolButton::clicked, this, &RunBar::togglePlay);
  connect(step_, &QToolButton::clicked, this, &RunBar::takeStep);
  connect(reset_, &QToolButton::clicked, this, &RunBar::reset);
}

void RunBar::setState(const RunBarState& state) {
  state_ = state;
  const QWidget* worked = QApplication::focusWidget();
  const bool ours = worked != nullptr && (worked == this || isAncestorOf(worked));
  const bool running = canPause(state.state);
  const bool goesOn = canResume(state.state);
  QString cannotGo;
  if (state.state == RunState::Stopping)
    cannotGo = tr("It is stopping: the current step has to end first.");
  else if (!running && !goesOn)
    cannotGo = state.cannotStart;
  play_->setText(running ? tr("Pause") : tr("Play"));
  setReason(play_, cannotGo,
            running ? tr("Pause the run after the current step; nothing is lost (Space).")
                    : tr("Train, or go on with the run (Space)."));
  setReason(step_, running ? tr("It is running: pause it first.") : cannotGo,
            tr("Take the number of steps beside it, then pause (N)."));
  count_->setEnabled(step_->isEnabled());
  setReason(reset_, state.canReset ? QString() : tr("There is no run to leave."),
            tr("Leave this run, which stays in the history, and begin anew with the settings as "
               "they are now (R)."));
  setReason(stop_, canStop(state.state) ? QString() : tr("No run is under way."),
            tr("End the run and keep its result. The menu has another way: back to what was before "
               "the run."));
  drawIcons();
  // A button that goes off would pass the keyboard on to whatever comes next, which may take the
  // run's keys for something else.
  if (ours && (worked == this || !worked->isEnabled()))
    (play_->isEnabled() ? static_cast<QWidget*>(play_) : this)->setFocus();
}

void RunBar::setProgress(const QString& sentence, std::optional<double> part,
                         std::optional<double> remaining) {
  sentence_->setText(sentence);
  sentence_->setToolTip(sentence);
  progress_->setVisible(part.has_value());
  if (!part) return;
  progress_->setValue(static_cast<int>(std::lround(*part * kProgressParts)));
  const QString percent = tr("%1 %").arg(static_cast<int>(*part * 100.0));
  progress_->setFormat(remaining && *part < 1.0
                           ? tr("%1, %2 left").arg(percent, durationText(*remaining))
                           : percent);
}

int RunBar::stepCount() const { return count_->count(); }
QString RunBar::sentence() const { return sentence_->text(); }

void RunBar::togglePlay() {
  if (!play_->isEnabled()) return;
  if (canPause(state_.state))
    Q_EMIT pauseRequested();
  else
    Q_EMIT playRequested();
}

void RunBar::takeStep() {
  if (!step_->isEnabled()) return;
  if (!count_->takeTyped()) return count_->setFocus();
  Q_EMIT stepRequested(count_->count());
}

void RunBar::reset() {
  if (reset_->isEnabled()) Q_EMIT resetRequested();
}

void RunBar::drawIcons() {
  const QString play = canPause(state_.state) ? QStringLiteral("pause") : QStringLiteral("play");
  play_->setIcon(lineIcon(play, palette()));
  step_->setIcon(lineIcon(QStringLiteral("step"), palette()));
  reset_->setIcon(lineIcon(QStringLiteral("reset"), palette()));
  stop_->setIcon(lineIcon(QStringLiteral("stop"), palette()));
}

void RunBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) drawIcons();
}

}  // namespace isochron
