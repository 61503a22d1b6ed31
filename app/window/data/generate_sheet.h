// SPDX-License-Identifier: GPL-3.0-or-later
// GenerateSheet: which models to make, how many, and into which file; with samples to look at.
#pragma once

#include <memory>
#include <vector>

#include "data/sample_source.h"
#include "sheet.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace isochron {

class ColourLegend;
class NumberBox;
class ValueControl;

/// Nothing is written before accepted().
class GenerateSheet : public Sheet {
  Q_OBJECT
 public:
  explicit GenerateSheet(QWidget* parent);

  /// Opens with what was asked for last. `folder` is where the file is proposed; `colourMap` is
  /// that of the samples; patches can be cut from `set`, where there is any.
  void start(const QString& folder, const QString& colourMap,
             const std::shared_ptr<const DataSet>& set = {});
  /// Why it cannot begin; empty: it can.
  QString problem() const;
  GenerateRequest request() const;
  bool isSettled() const { return !samples_.isBusy(); }

  QComboBox* kindBox() { return kind_; }
  NumberBox* countBox() { return count_; }
  NumberBox* nxBox() { return nx_; }
  NumberBox* nzBox() { return nz_; }
  NumberBox* seedBox() { return seed_; }
  QLineEdit* fileLine() { return file_; }
  QPushButton* generateButton() { return generate_; }
  QPushButton* cancelButton() { return cancel_; }
  const std::vector<ValueControl*>& parameters() const { return parameters_; }
  /// Those that are shown.
  const std::vector<QLabel*>& pictures() const { return pictures_; }
  QString note() const;

 Q_SIGNALS:
  void accepted(const isochron::GenerateRequest& request);

 protected:
  void accept() override;
  QWidget* firstFocus() override;

 private:
  void build();
  QFormLayout* buildForm();
  QWidget* buildSamples();
  QWidget* buildButtons();
  void connectAll();
  void offerPatches(const std::shared_ptr<const DataSet>& set);
  bool makesPatches() const;
  void takeKind();
  void changed();
  void proposeFile();
  void browse();
  void reset();
  void showSamples(const SampleAnswer& answer);
  void showNote();
  QString fileProblem() const;

  QString folder_;
  QString colourMap_;
  bool fileTyped_ = false;
  QString sampleProblem_;
  std::shared_ptr<const PatchOrigin> patches_;  // of the set that is chosen
  SampleSource samples_;

  QComboBox* kind_;
  QLabel* description_;
  NumberBox* count_;
  NumberBox* nx_;
  NumberBox* nz_;
  NumberBox* width_;
  NumberBox* depth_;
  QLabel* spacing_;
  NumberBox* seed_;
  QWidget* parameterBox_;
  std::vector<ValueControl*> parameters_;
  QLineEdit* file_;
  QToolButton* browse_;
  QLabel* note_;
  std::vector<QLabel*> pictures_;
  ColourLegend* legend_;
  QPushButton* defaults_;
  QPushButton* generate_;
  QPushButton* cancel_;
};

}  // namespace isochron
