// SPDX-License-Identifier: GPL-3.0-or-later
// RecipeSheet: the history of an earth as text, to be read, edited, saved, and made anew.
#pragma once

#include "sheet.h"

class QLabel;
class QPlainTextEdit;

namespace isochron {

/// Emits a recipe only where it can be made.
class RecipeSheet : public Sheet {
  Q_OBJECT
 public:
  explicit RecipeSheet(QWidget* parent);
  void start(const QString& recipe);
  /// Into the text, or says why not.
  void readFile(const QString& path);

  QPlainTextEdit* text() { return text_; }
  /// Why it cannot be made; empty: nothing is wrong, or nobody has asked yet.
  QString problem() const;

 Q_SIGNALS:
  void accepted(const QString& recipe);

 protected:
  void accept() override;
  QWidget* firstFocus() override;

 private:
  void openFile();
  void saveFile();
  void showProblem(const QString& sentence);

  QPlainTextEdit* text_;
  QLabel* problem_;
};

}  // namespace isochron
