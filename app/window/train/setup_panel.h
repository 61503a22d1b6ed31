// SPDX-License-Identifier: GPL-3.0-or-later
// SetupPanel: what the next run is to be: stage, data, preset, settings, where it stops.
#pragma once

#include <QWidget>
#include <filesystem>

#include "train/train_controller.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace isochron {

class NumberBox;
class SettingsForm;

class SetupPanel : public QWidget {
  Q_OBJECT
 public:
  /// `presets`: the folder of the presets.
  SetupPanel(Project& project, TrainController& controller, std::filesystem::path presets,
             QWidget* parent = nullptr);

  QComboBox* stageBox() { return stage_; }
  QComboBox* dataBox() { return data_; }
  QComboBox* latentsBox() { return latents_; }
  QComboBox* presetBox() { return preset_; }
  SettingsForm* form() { return form_; }
  QLabel* notice() { return notice_; }
  QLabel* overridden() { return overridden_; }

 Q_SIGNALS:
  void openDataRequested();
  void problem(const QString& sentence);
  void resetRequested();

 private:
  void buildChoices();
  void buildStops();
  void connectAll();
  void listPresets();
  void listData();
  void listLatents();
  /// The preset's settings of the stage, all of them.
  void takePreset();
  void showSetup();
  void showOverridden();
  void showNotice();
  void stopsEdited();

  Project& project_;
  TrainController& controller_;
  std::filesystem::path presets_;
  QComboBox* stage_;
  QComboBox* data_;
  QPushButton* open_;
  QComboBox* latents_;
  QLabel* latentsLabel_;
  QLabel* parent_;
  QToolButton* orphan_;
  QComboBox* preset_;
  QToolButton* defaults_;
  QLabel* overridden_;  // what the data set says instead of the preset
  QLabel* notice_;
  QPushButton* apply_;
  QWidget* noticeBar_;
  SettingsForm* form_;
  QCheckBox* stopSteps_;
  QCheckBox* stopSeconds_;
  QCheckBox* stopError_;
  NumberBox* steps_;
  NumberBox* seconds_;
  NumberBox* error_;
  QWidget* choices_;
  QWidget* stops_;
};

}  // namespace isochron
