// SPDX-License-Identifier: GPL-3.0-or-later
#include "sheet.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

namespace isochron {

Sheet::Sheet(QWidget* parent) : QWidget(parent), scroll_(new QScrollArea(this)), card_(new QFrame) {
  card_->setAutoFillBackground(true);
  cardLayout_ = new QVBoxLayout(card_);
  scroll_->setWidget(card_);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::StyledPanel);
  scroll_->setAutoFillBackground(true);
  parent->installEventFilter(this);
  card_->installEventFilter(this);
  hide();
}

// As large as its content; on a small screen it scrolls rather than being cut.
void Sheet::place() {
  constexpr int kMargin = 12;
  const int frame = 2 * scroll_->frameWidth();
  const int scrollBar = scroll_->verticalScrollBar()->sizeHint().width();
  const QSize room = size() - QSize(2 * kMargin, 2 * kMargin);
  const QSize content = card_->sizeHint().expandedTo(card_->minimumSize());
  const int height = card_->hasHeightForWidth() ? card_->heightForWidth(content.width()) : 0;
  QSize wanted(content.width() + frame, std::max(content.height(), height) + frame);
  if (wanted.height() > room.height()) wanted.rwidth() += scrollBar;
  wanted = wanted.boundedTo(room);
  scroll_->setGeometry((width() - wanted.width()) / 2, (QWidget::height() - wanted.height()) / 2,
                       wanted.width(), wanted.height());
}

void Sheet::open() {
  setGeometry(parentWidget()->rect());
  show();
  raise();
  place();
  if (QWidget* first = firstFocus()) first->setFocus(Qt::OtherFocusReason);
}

void Sheet::close() {
  hide();
  parentWidget()->setFocus();
}

bool Sheet::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize) {
    setGeometry(parentWidget()->rect());
    if (isVisible()) place();
  }
  // A sentence came or went.
  if (watched == card_ && event->type() == QEvent::LayoutRequest && isVisible()) place();
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
