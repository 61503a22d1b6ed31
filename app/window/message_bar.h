// SPDX-License-Identifier: GPL-3.0-or-later
// MessageBar: one sentence at the top of the view, in place of a dialog.
#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QPushButton;

namespace isochron {

class MessageBar : public QFrame {
  Q_OBJECT
 public:
  enum class Kind { Note, Problem };

  explicit MessageBar(QWidget* parent = nullptr);

  void show(Kind kind, const QString& sentence);
  /// With a button that does something about it.
  void show(Kind kind, const QString& sentence, const QString& button,
            std::function<void()> action);
  /// With two of them.
  void show(Kind kind, const QString& sentence, const QString& button, std::function<void()> action,
            const QString& other, std::function<void()> otherAction);
  QString text() const;
  void clear();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void tint();

  Kind kind_ = Kind::Note;
  QLabel* text_;
  QPushButton* button_;
  QPushButton* other_;
  std::function<void()> action_;
  std::function<void()> otherAction_;
};

}  // namespace isochron
