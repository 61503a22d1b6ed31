// SPDX-License-Identifier: GPL-3.0-or-later
// SettingsForm: the settings of a stage as controls, made from their descriptions.
#pragma once

#include <QWidget>
#include <map>
#include <string>

#include "train/setting_specs.h"

class QFormLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace isochron {

/// Each setting has its name, unit, bounds, typed entry, a tooltip, and beside it a button that
/// brings the default back, there while it differs.
class SettingsForm : public QWidget {
  Q_OBJECT
 public:
  explicit SettingsForm(QWidget* parent = nullptr);

  /// Other settings, all of `stage`; `standard` are those that a setting returns to.
  void setSettings(const std::string& stage, const Json& settings, const Json& standard);
  const Json& settings() const { return settings_; }
  const Json& standard() const { return standard_; }
  /// Changes one without telling, where there is one of that key.
  void setValue(const std::string& key, const Json& value);
  /// Marks the settings that differ from those of the run that is under way; empty: there is none.
  void setRunning(const Json& running);
  /// The control of a setting; null where there is none.
  QWidget* control(const std::string& key) const;
  QToolButton* resetButton(const std::string& key) const;

 Q_SIGNALS:
  void changed(const std::string& key, bool live);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Row {
    SettingSpec spec;
    QLabel* label = nullptr;
    QWidget* control = nullptr;
    QToolButton* reset = nullptr;
  };

  void addRow(QFormLayout* form, const SettingSpec& spec);
  QWidget* makeControl(const SettingSpec& spec);
  void edited(const std::string& key, const Json& value);
  void showValue(const Row& row);
  void showMarks(const Row& row);

  QVBoxLayout* groups_;
  Json settings_, standard_, running_;
  std::map<std::string, Row> rows_;
};

}  // namespace isochron
