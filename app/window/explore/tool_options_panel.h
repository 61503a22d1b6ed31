// SPDX-License-Identifier: GPL-3.0-or-later
// ToolOptionsPanel: the settings of the drawing tool in the hand.
#pragma once

#include <QWidget>

#include "tool_settings.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace isochron {

class ValueControl;

class ToolOptionsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ToolOptionsPanel(QWidget* parent = nullptr);

  void setTool(Tool tool);
  /// Adapts the bounds and defaults that depend on the model.
  void setGrid(const Grid& grid);
  ToolSettings settings() const;
  void setSettings(const ToolSettings& settings);

 Q_SIGNALS:
  void settingsChanged(const isochron::ToolSettings& settings);
  /// Fill the layer or gradient between two depths, km.
  void fillRequested(double firstDepth, double lastDepth);

 private:
  void build();
  void adaptSize();
  void showRelevant();
  void announce();

  Tool tool_ = Tool::Move;
  Grid grid_;
  QLabel* help_;
  QComboBox* mode_;
  QWidget* modeRow_;
  QComboBox* sizeUnit_;
  QWidget* unitRow_;
  ValueControl* value_;
  ValueControl* added_;
  ValueControl* size_;
  ValueControl* softness_;
  ValueControl* top_;
  ValueControl* bottom_;
  ValueControl* firstDepth_;
  ValueControl* lastDepth_;
  QPushButton* fill_;
};

}  // namespace isochron
