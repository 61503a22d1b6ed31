// SPDX-License-Identifier: GPL-3.0-or-later
#include "sheet.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

namespace isochron {

Sheet::Sheet(QWidget* parent) : QWidget(parent), card_(new QFrame) {
  card_->setAutoFillBackground(true);
  cardLayout_ = new QVBoxLayout(card_);
  // On a small screen the card scrolls rather than being cut.
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(card_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::StyledPanel);
  scroll->setAutoFillBackground(true);
  scroll->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(this);
  layout->addStretch(1);
  layout->addWidget(scroll, 100, Qt::AlignHCenter);
  layout->addStretch(1);
  parent->installEventFilter(this);
  hide();
}

void Sheet::open() {
  setGeometry(parentWidget()->rect());
  show();
  raise();
  if (QWidget* first = firstFocus()) first->setFocus(Qt::OtherFocusReason);
}

void Sheet::close() {
  hide();
  parentWidget()->setFocus();
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

void Sheet::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape)
    Q_EMIT rejected();
  else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
    accept();
  else
    QWidget::keyPressEvent(event);
}

void Sheet::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), QColor(0, 0, 0, 90)); }

// What lies below the sheet is not for clicking while it asks.
void Sheet::mousePressEvent(QMouseEvent* event) { event->accept(); }

bool Sheet::focusNextPrevChild(bool next) {
  QWidget* const before = focusWidget();
  QWidget* candidate = before;
  while (candidate != nullptr) {
    candidate = next ? candidate->nextInFocusChain() : candidate->previousInFocusChain();
    if (candidate == before) return true;
    if (isAncestorOf(candidate) && candidate->isVisible() && candidate->isEnabled() &&
        (candidate->focusPolicy() & Qt::TabFocus) != 0 && candidate->focusProxy() == nullptr)
      break;
  }
  if (candidate != nullptr) candidate->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
  return true;
}

}  // namespace isochron
