// SPDX-License-Identifier: GPL-3.0-or-later
// ChoiceBar: which latents, and which models to look at through them.
#pragma once

#include <QFrame>
#include <utility>
#include <vector>

#include "latents/latents_controller.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace isochron {

class NumberBox;

class ChoiceBar : public QFrame {
  Q_OBJECT
 public:
  explicit ChoiceBar(QWidget* parent = nullptr);

  /// Those that hold latents, from the libraries. Sets without telling.
  void setLists(const std::vector<TrainedModel>& models, const std::vector<OpenDataSet>& sets);
  void setChoice(std::uint64_t latents, const FamilyChoice& family);
  void setChosenTitle(const QString& title, bool isDrawing);

  QComboBox* latents() { return latents_; }
  QComboBox* families() { return families_; }
  NumberBox* count() { return count_; }
  QPushButton* drawingButton() { return drawing_; }
  QString chosenTitle() const;

 Q_SIGNALS:
  void latentsChosen(std::uint64_t id);
  void openAsked();
  void familyChosen(const isochron::FamilyChoice& family);
  void drawingAsked();

 private:
  void tellFamily();

  QComboBox* latents_;
  QComboBox* families_;
  NumberBox* count_;
  QLabel* chosen_;
  QPushButton* drawing_;
};

}  // namespace isochron
