// SPDX-License-Identifier: GPL-3.0-or-later
// ViewPanel: the controls of ViewOptions.
#pragma once

#include <QWidget>

#include "view_options.h"

class QCheckBox;
class QComboBox;
class QPushButton;

namespace isochron {

class ColourMapBox;
class NumberBox;

class ViewPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ViewPanel(QWidget* parent = nullptr);

  const ViewOptions& options() const { return options_; }
  /// Shows without telling.
  void setOptions(const ViewOptions& options);
  /// What the automatic choices came to, for the fields that are not typed.
  void setAutomatic(double interval, double min, double max);
  /// Which quantities can be shown depends on whether a network answers.
  void setNetworkAnswers(bool on);

 Q_SIGNALS:
  void optionsChanged(const isochron::ViewOptions& options);

 private:
  void build();
  void connectAll();
  void showOptions();
  void readControls();
  void typed(QCheckBox* automatic);
  void showRange(double min, double max);

  ViewOptions options_;
  QComboBox* quantity_;
  QCheckBox* contours_;
  QCheckBox* labels_;
  QCheckBox* autoInterval_;
  NumberBox* interval_;
  ColourMapBox* map_;
  QCheckBox* inverted_;
  QCheckBox* interpolated_;
  QCheckBox* autoRange_;
  NumberBox* min_;
  NumberBox* max_;
  QComboBox* aspect_;
  QCheckBox* rays_;
  QCheckBox* receivers_;
  QPushButton* reset_;
};

}  // namespace isochron
