// SPDX-License-Identifier: GPL-3.0-or-later
#include "message_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace isochron {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent), text_(new QLabel(this)), button_(new QPushButton(this)) {
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
  layout->addWidget(close);
  setAutoFillBackground(true);
  connect(close, &QToolButton::clicked, this, &MessageBar::clear);
  connect(button_, &QPushButton::clicked, this, [this] {
    const std::function<void()> action = action_;
    clear();
    if (action) action();
  });
  clear();
}

void MessageBar::show(Kind kind, const QString& sentence) { show(kind, sentence, {}, {}); }

void MessageBar::show(Kind kind, const QString& sentence, const QString& button,
                      std::function<void()> action) {
  const QColor base = palette().color(QPalette::Window);
  const bool dark = base.lightness() < 128;
  const QColor tint = kind == Kind::Problem ? QColor(dark ? 0x6e2b2b : 0xf9dcd8)
                                            : QColor(dark ? 0x24485e : 0xd9ecf8);
  setStyleSheet(QStringLiteral("isochron--MessageBar { background: %1; }").arg(tint.name()));
  text_->setText(sentence);
  button_->setText(button);
  button_->setVisible(!button.isEmpty());
  action_ = std::move(action);
  setVisible(true);
}

QString MessageBar::text() const { return text_->text(); }

void MessageBar::clear() {
  action_ = {};
  text_->clear();
  setVisible(false);
}

}  // namespace isochron
