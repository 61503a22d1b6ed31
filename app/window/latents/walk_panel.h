// SPDX-License-Identifier: GPL-3.0-or-later
// WalkPanel: the controls of a walk through the latents.
#pragma once

#include <QWidget>

#include "latents/latent_answer.h"
#include "latents/latent_map.h"

class QLabel;
class QPushButton;
class QRadioButton;
class QStackedWidget;

namespace isochron {

class NumberBox;
class ValueControl;

class WalkPanel : public QWidget {
  Q_OBJECT
 public:
  explicit WalkPanel(QWidget* parent = nullptr);

  /// Sets without telling. The titles are those of the walk's ends.
  void setWalk(const Walk& walk, const QString& first, const QString& second);
  /// Null: there is nowhere to walk to.
  void setMap(const LatentMap* map);
  /// A remark on the walked model; empty: none.
  void setRemark(const QString& text);
  /// A reason why there is no model to use; empty: there is.
  void setCannotUse(const QString& reason);

  ValueControl* deviations() { return deviations_; }
  ValueControl* fraction() { return fraction_; }
  NumberBox* direction() { return direction_; }
  QRadioButton* along() { return along_; }
  QRadioButton* between() { return between_; }
  QPushButton* firstButton() { return setFirst_; }
  QPushButton* secondButton() { return setSecond_; }
  QPushButton* resetButton() { return reset_; }
  QPushButton* useButton() { return use_; }
  QString remark() const;

 Q_SIGNALS:
  void walkChanged(const isochron::Walk& walk);
  void firstAsked();
  void secondAsked();
  void resetAsked();
  void useAsked();

 private:
  QWidget* buildAlong();
  QWidget* buildBetween();
  void showShare();
  void tell();

  Walk walk_;
  std::vector<double> shares_;
  QRadioButton* along_;
  QRadioButton* between_;
  QStackedWidget* pages_;
  NumberBox* direction_;
  QLabel* share_;
  ValueControl* deviations_;
  ValueControl* fraction_;
  QLabel* first_;
  QLabel* second_;
  QPushButton* setFirst_;
  QPushButton* setSecond_;
  QPushButton* reset_;
  QPushButton* use_;
  QLabel* remark_;
};

}  // namespace isochron
