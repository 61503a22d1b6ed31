// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/doubt_row.h"

#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace isochron {

DoubtRow::DoubtRow(QWidget* parent)
    : QFrame(parent), text_(new QLabel(this)), confirm_(new QCheckBox(tr("It is right"), this)) {
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  confirm_->setToolTip(
      tr("Confirm the field above as it is. Changing it settles the doubt, too; until then the "
         "file cannot be opened."));
  setFrameShape(QFrame::StyledPanel);
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::ToolTipBase);
  tint();
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 3, 6, 3);
  layout->addWidget(text_, 1);
  layout->addWidget(confirm_);
  connect(confirm_, &QCheckBox::toggled, this, &DoubtRow::settledChanged);
}

/// Styles paint the text of a box to tick in the window's colour, whatever its role.
void DoubtRow::tint() {
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText, colours.color(QPalette::ToolTipText));
  for (QWidget* part : {static_cast<QWidget*>(text_), static_cast<QWidget*>(confirm_)})
    part->setPalette(colours);
}

void DoubtRow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) tint();
  QFrame::changeEvent(event);
}

void DoubtRow::setDoubts(const QStringList& sentences) {
  const QString text = tr("In doubt: %1.").arg(sentences.join(QStringLiteral("; ")));
  doubt_ = !sentences.isEmpty();
  if (text == text_->text()) return;
  text_->setText(text);
  const QSignalBlocker quiet(confirm_);
  confirm_->setChecked(false);
}

bool DoubtRow::isSettled() const { return !doubt_ || confirm_->isChecked(); }

void DoubtRow::settle() { confirm_->setChecked(true); }

QString DoubtRow::text() const { return text_->text(); }

}  // namespace isochron
