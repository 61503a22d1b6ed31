// SPDX-License-Identifier: GPL-3.0-or-later
// SplitPanel: how a set is parted for training, validation and test.
#pragma once

#include <QWidget>

#include "project/set_split.h"

class QComboBox;
class QLabel;

namespace isochron {

class NumberBox;

/// Settings and what comes of them.
class SplitPanel : public QWidget {
  Q_OBJECT
 public:
  explicit SplitPanel(QWidget* parent = nullptr);

  SplitSettings settings() const;
  /// Kept within the bounds, and told.
  void setSettings(const SplitSettings& settings);
  /// Counts of the parts, or the sentence that says why there are none.
  void showParts(const std::vector<Part>& parts);
  void showProblem(const QString& sentence);
  QString text() const;

  NumberBox* validationBox() { return validation_; }
  NumberBox* testBox() { return test_; }
  NumberBox* seedBox() { return seed_; }
  QComboBox* stageBox() { return stage_; }

 Q_SIGNALS:
  void settingsChanged();

 private:
  void takeStage();
  void edited();
  void showStage();

  QComboBox* stage_;
  NumberBox* validation_;
  NumberBox* test_;
  NumberBox* seed_;
  QLabel* text_;
};

/// What a stage parts by default, as the settings of its training have it.
struct StageSplit {
  const char* stage;  // "pca", "autoencoder", "latentpinn"
  const char* title;
  SplitSettings settings;
};
const std::vector<StageSplit>& stageSplits();

}  // namespace isochron
