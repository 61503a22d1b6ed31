// SPDX-License-Identifier: GPL-3.0-or-later
// ExportSheet: what to write, where, and how large.
#pragma once

#include "exports.h"
#include "sheet.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace isochron {

class NumberBox;
class RowForm;

class ExportSheet : public Sheet {
  Q_OBJECT
 public:
  explicit ExportSheet(QWidget* parent);
  /// Opens with a kind and a file to propose (without extension).
  void start(ExportKind kind, const QString& proposedPath, QSize viewSize);
  void setProblem(const QString& sentence);

 Q_SIGNALS:
  void accepted(const isochron::ExportRequest& request);

 protected:
  void accept() override;
  QWidget* firstFocus() override;

 private:
  void adaptToKind();
  void adaptToFormat();
  void browse();
  ExportRequest request() const;

  QString replacing_;  // a file that is there, and that the user was told about

  QComboBox* kind_;
  QLineEdit* path_;
  RowForm* form_;
  QWidget* sizeRow_;
  NumberBox* width_;
  NumberBox* height_;
  NumberBox* scale_;
  QCheckBox* project_;
  QLabel* note_;
  QLabel* problem_;
};

}  // namespace isochron
