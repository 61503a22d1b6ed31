// SPDX-License-Identifier: GPL-3.0-or-later
// ImportSheet: shows how a file will be read, and why, before it is loaded.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "project/model_source.h"
#include "sheet.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace isochron {

class DoubtRow;
class NumberBox;
class RowForm;

/// Asks by requested() for every change and is told by setAnswer(); accepted() hands over the
/// model that the preview showed, and how it was read: all models of a data set are read so. A
/// field that is in doubt is marked, and nothing is accepted before each was confirmed or changed.
/// Where the unit, the axes or the slices are changed, the other fields are guessed anew in the
/// light of that, except those that were changed by hand.
class ImportSheet : public Sheet {
  Q_OBJECT
 public:
  enum class Purpose { Model, DataSet };

  explicit ImportSheet(QWidget* parent, Purpose purpose = Purpose::Model);

  /// Opens for a file that was read with its guess, or that nobody could read (then as raw).
  void start(const FileAnswer& answer);
  /// The answer to the last requested().
  void setAnswer(const FileAnswer& answer);
  /// The sentence that says why the file cannot be loaded as it is; empty when it can.
  QString problem() const { return answer_.problem; }
  /// The fields in doubt that were neither confirmed nor changed.
  std::vector<ImportField> unsettled() const;
  DoubtRow& doubtRow(ImportField field) { return *doubts_.at(field); }

 Q_SIGNALS:
  void requested(const isochron::FileRequest& request);
  void accepted(const isochron::FileAnswer& answer);

 protected:
  void accept() override;
  QWidget* firstFocus() override;

 private:
  void build();
  RowForm* buildLayoutForm();
  void buildRawForm(RowForm* form);
  void connectAll();
  void connectDoubts();
  void addDoubtRow(ImportField field);
  void showDoubts();
  void showWhatIsLeft();
  void fillFromAnswer();
  void fillLayout(const ImportLayout& layout);
  void showRelevant();
  void showResult();
  QString resultText() const;
  void ask();
  void askForGuess();
  void askAnew();
  void forgetHand();
  void backToGuess();
  FileRequest request() const;
  ImportLayout layoutFromFields() const;
  std::optional<RawShape> rawFromFields() const;
  void fillRaw(const FileSummary& summary);

  Purpose purpose_;
  FileAnswer answer_;
  bool waiting_ = false;
  bool acceptWhenReady_ = false;
  bool filling_ = false;
  /// What was changed by hand, and the doubt that this settles.
  std::map<const QWidget*, std::optional<ImportField>> byHand_;

  QLabel* title_;
  QLabel* summary_;
  QLabel* preview_;
  QLabel* result_;
  QLabel* problem_;
  QLabel* left_;  // what is to be done before it can be opened
  QProgressBar* progress_;
  QComboBox* array_;
  QLabel* arrayReason_;
  QComboBox* axes_;
  QLabel* axesReason_;
  QComboBox* modelAxis_;
  NumberBox* index_;
  QLabel* indexReason_;
  QComboBox* unit_;
  QLabel* unitReason_;
  NumberBox* factor_;
  NumberBox* offset_;
  QLabel* mapReason_;
  NumberBox* black_;
  NumberBox* white_;
  NumberBox* dx_;
  NumberBox* dz_;
  QLabel* spacingReason_;
  QCheckBox* evenOut_;
  QWidget* directions_;
  QCheckBox* reverseX_;
  QCheckBox* reverseZ_;
  std::map<ImportField, DoubtRow*> doubts_;
  NumberBox* originX_;
  NumberBox* originZ_;
  QCheckBox* reduce_;
  NumberBox* reducedNx_;
  NumberBox* reducedNz_;
  QCheckBox* raw_;
  QWidget* rawFields_;
  QLineEdit* rawShape_;
  QComboBox* rawType_;
  QComboBox* rawOrder_;
  NumberBox* rawHeader_;
  RowForm* form_;
  QPushButton* open_;
  QPushButton* guess_;
  QPushButton* cancel_;
};

}  // namespace isochron
