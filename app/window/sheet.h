// SPDX-License-Identifier: GPL-3.0-or-later
// Sheet: a card over the view that asks something in place, without a dialog window.
#pragma once

#include <QFrame>
#include <QWidget>

class QScrollArea;
class QVBoxLayout;

namespace isochron {

/// Covers its parent, dims it, and holds a card in the middle, which grows and shrinks with what it
/// shows. Enter accepts, Esc rejects, Tab
/// stays inside.
class Sheet : public QWidget {
  Q_OBJECT
 public:
  explicit Sheet(QWidget* parent);
  void open();
  void close();

 Q_SIGNALS:
  void rejected();

 protected:
  virtual void accept() = 0;
  /// Where the keyboard goes when the sheet opens.
  virtual QWidget* firstFocus() = 0;
  QVBoxLayout* cardLayout() { return cardLayout_; }
  QFrame* card() { return card_; }

  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void place();

  QScrollArea* scroll_;
  QFrame* card_;
  QVBoxLayout* cardLayout_;
};

}  // namespace isochron
