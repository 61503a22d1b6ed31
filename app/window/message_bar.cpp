// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_bar.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace isochron {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      text_(new QLabel(this)),
      button_(new QPushButton(this)),
      other_(new QPushButton(this)) {
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  auto* close = new QToolButton(this);
  close->setText(QStringLiteral("✕"));
  close->setAutoRaise(true);
  close->setToolTip(tr("Close this message."));
  close->setAccessibleName(tr("Close"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(10, 5, 6, 5);
  layout->addWidget(text_, 1);
  layout->addWidget(button_);
  layout->addWidget(other_);
  layout->addWidget(close);
  setAutoFillBackground(true);
  connect(close, &QToolButton::clicked, this, &MessageBar::clear);
  const auto does = [this](QPushButton* button, std::function<void()> MessageBar::*member) {
    connect(button, &QPushButton::clicked, this, [this, member] {
      const std::function<void()> action = this->*member;
      clear();
      if (action) action();
    });
  };
  does(button_, &MessageBar::action_);
  does(other_, &MessageBar::otherAction_);
  clear();
}

void MessageBar::show(Kind kind, const QString& sentence) { show(kind, sentence, {}, {}); }

void MessageBar::show(Kind kind, const QString& sentence, const QString& button,
                      std::function<void()> action) {
  show(kind, sentence, button, std::move(action), {}, {});
}

void MessageBar::show(Kind kind, const QString& sentence, const QString& button,
                      std::function<void()> action, const QString& other,
                      std::function<void()> otherAction) {
  kind_ = kind;
  tint();
  text_->setText(sentence);
  button_->setText(button);
  button_->setVisible(!button.isEmpty());
  action_ = std::move(action);
  other_->setText(other);
  other_->setVisible(!other.isEmpty());
  otherAction_ = std::move(otherAction);
  setVisible(true);
}

void MessageBar::tint() {
  const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
  const QColor tint = kind_ == Kind::Problem ? QColor(dark ? 0x6e2b2b : 0xf9dcd8)
                                             : QColor(dark ? 0x24485e : 0xd9ecf8);
  const QString sheet = QStringLiteral("isochron--MessageBar { background: %1; }").arg(tint.name());
  if (styleSheet() != sheet) setStyleSheet(sheet);
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) tint();
  QFrame::changeEvent(event);
}

QString MessageBar::text() const { return text_->text(); }

void MessageBar::clear() {
  action_ = {};
  otherAction_ = {};
  text_->clear();
  setVisible(false);
}

}  // namespace isochron
