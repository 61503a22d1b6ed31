// SPDX-License-Identifier: GPL-3.0-or-later
// RunBar: Play/Pause, Step, Reset, Stop, and the state of the run in words.
#pragma once

#include <QWidget>
#include <optional>

#include "train/training_update.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace isochron {

class NumberBox;

/// What the buttons are enabled from.
struct RunBarState {
  RunState state = RunState::Idle;
  QString cannotStart;  // why no run can be started now; empty: it can
  bool canReset = false;
};

class RunBar : public QWidget {
  Q_OBJECT
 public:
  explicit RunBar(QWidget* parent = nullptr);

  void setState(const RunBarState& state);
  /// One sentence, a part in [0, 1] (empty: nobody knows), and seconds that remain.
  void setProgress(const QString& sentence, std::optional<double> part,
                   std::optional<double> remaining);
  int stepCount() const;
  QString sentence() const;

  QToolButton* playButton() { return play_; }
  QToolButton* stepButton() { return step_; }
  QToolButton* resetButton() { return reset_; }
  QToolButton* stopButton() { return stop_; }

  /// As the buttons do; for keys. Nothing where the button is disabled.
  void togglePlay();
  void takeStep();
  void reset();

 Q_SIGNALS:
  void playRequested();
  void pauseRequested();
  void stepRequested(int count);
  void resetRequested();
  void stopRequested(isochron::Ending ending);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void buildButtons();
  void drawIcons();

  RunBarState state_;
  QToolButton* play_;
  QToolButton* step_;
  NumberBox* count_;
  QToolButton* reset_;
  QToolButton* stop_;
  QLabel* sentence_;
  QProgressBar* progress_;
};

/// "45 s", "3 min 20 s", "2 h 5 min".
QString durationText(double seconds);

/// "running", "paused": the state for people.
QString stateText(RunState state);

}  // namespace isochron
