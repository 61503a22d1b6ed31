// SPDX-License-Identifier: GPL-3.0-or-later
// TrainingView: a validation model, as the stage sees it while it trains.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "train/training_update.h"

class QComboBox;
class QLabel;

namespace isochron {

class FieldView;
class NumberBox;

/// Shows pictures; asks for the model that was chosen. Keys 1 to 5 choose what is shown.
class TrainingView : public QWidget {
  Q_OBJECT
 public:
  explicit TrainingView(QWidget* parent = nullptr);

  void setHeldOutCount(std::int64_t count);
  void setPicture(std::shared_ptr<const TrainingPicture> picture);
  const TrainingPicture* picture() const { return picture_.get(); }
  /// The model that is wanted, counted from 0.
  std::int64_t heldOut() const;
  FieldView& view() { return *view_; }
  /// The quantity of that number among those of the stage; nothing where there is none.
  void choose(int quantity);
  QString caption() const;

 Q_SIGNALS:
  void heldOutChosen(std::int64_t heldOut);

 private:
  void listQuantities();
  void showPicture();
  void showField(const QString& name);
  QString measured() const;

  std::shared_ptr<const TrainingPicture> picture_;
  std::int64_t count_ = 0;
  NumberBox* model_;
  QComboBox* quantity_;
  FieldView* view_;
  QLabel* caption_;
};

}  // namespace isochron
