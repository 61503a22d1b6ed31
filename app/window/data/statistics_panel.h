// SPDX-License-Identifier: GPL-3.0-or-later
// StatisticsPanel: the velocities of a set, as a histogram and in numbers.
#pragma once

#include <QWidget>
#include <optional>
#include <utility>

#include "project/set_scanner.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace isochron {

class Histogram;

class StatisticsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit StatisticsPanel(QWidget* parent = nullptr);

  /// Null: no set is chosen.
  void setFindings(const SetFindings* findings);
  /// The range of the model that is looked at, km/s; marked in the histogram.
  void setMarked(std::optional<std::pair<double, double>> range);
  Histogram& histogram() { return *histogram_; }
  /// The numbers in words.
  QString text() const;
  QToolButton* haltButton() { return halt_; }

 Q_SIGNALS:
  /// To go no further through the set, or to go on.
  void haltAsked(bool halt);

 private:
  void build();
  void showProgress(const SetFindings* findings);
  void showProblem(const SetStatistics* statistics);

  std::optional<std::pair<double, double>> marked_;
  Histogram* histogram_;
  QLabel* numbers_;
  QLabel* progressText_;
  QProgressBar* progress_;
  QToolButton* halt_;
  QLabel* problem_;
};

}  // namespace isochron
