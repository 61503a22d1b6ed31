// SPDX-License-Identifier: GPL-3.0-or-later
// StartPage: what lies where the picture will be while there is no run.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace isochron {

/// One sentence on what to do, the button that does it, and another way where there is one.
class StartPage : public QWidget {
  Q_OBJECT
 public:
  explicit StartPage(QWidget* parent = nullptr);

  struct Way {
    QString button;
    QString tip;
  };
  void setContents(const QString& title, const QString& sentence, const Way& way,
                   const Way& other = {});
  QString sentence() const;
  QPushButton* button() { return button_; }
  QPushButton* otherButton() { return other_; }

 Q_SIGNALS:
  void pressed();
  void otherPressed();

 private:
  QLabel* title_;
  QLabel* sentence_;
  QPushButton* button_;
  QPushButton* other_;
};

}  // namespace isochron
