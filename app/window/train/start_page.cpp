// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/start_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace isochron {
namespace {

constexpr double kTitleScale = 1.4;

}  // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent),
      title_(new QLabel(this)),
      sentence_(new QLabel(this)),
      button_(new QPushButton(this)),
      other_(new QPushButton(this)) {
  QFont large = title_->font();
  large.setPointSizeF(kTitleScale * large.pointSizeF());
  title_->setFont(large);
  for (QLabel* label : {title_, sentence_}) {
    label->setAlignment(Qt::AlignCenter);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  for (QPushButton* button : {button_, other_}) buttons->addWidget(button);
  buttons->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  layout->addStretch(1);
  layout->addWidget(title_);
  layout->addWidget(sentence_);
  layout->addLayout(buttons);
  layout->addStretch(1);
  connect(button_, &QPushButton::clicked, this, &StartPage::pressed);
  connect(other_, &QPushButton::clicked, this, &StartPage::otherPressed);
}

void StartPage::setContents(const QString& title, const QString& sentence, const Way& way,
                            const Way& other) {
  title_->setText(title);
  sentence_->setText(sentence);
  button_->setText(way.button);
  button_->setToolTip(way.tip);
  other_->setText(other.button);
  other_->setToolTip(other.tip);
  other_->setVisible(!other.button.isEmpty());
}

QString StartPage::sentence() const { return sentence_->text(); }

}  // namespace isochron
