// SPDX-License-Identifier: GPL-3.0-or-later
#include "row_form.h"

#include <QLabel>

namespace isochron {
namespace {

QWidget* labelOf(const QString& text) { return text.isEmpty() ? nullptr : new QLabel(text); }

}  // namespace

RowForm::RowForm() { setColumnStretch(1, 1); }

void RowForm::addRow(QWidget* label, QWidget* field) {
  const int row = rowCount();
  addWidget(field, row, 1);
  if (label == nullptr) return;
  addWidget(label, row, 0);
  labels_.insert(field, label);
  if (auto* text = qobject_cast<QLabel*>(label)) text->setBuddy(field);
}

void RowForm::addRow(const QString& label, QWidget* field) { addRow(labelOf(label), field); }

void RowForm::addRow(const QString& label, QLayout* field) {
  const int row = rowCount();
  addLayout(field, row, 1);
  if (QWidget* text = labelOf(label)) addWidget(text, row, 0);
}

void RowForm::addRow(QWidget* wide) { addWidget(wide, rowCount(), 0, 1, 2); }

void RowForm::setRowVisible(QWidget* field, bool visible) {
  field->setVisible(visible);
  if (QWidget* label = labels_.value(field)) label->setVisible(visible);
}

}  // namespace isochron
