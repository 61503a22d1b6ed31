// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/receivers_delegate.h"

#include <QKeyEvent>

#include "explore/receivers_model.h"
#include "number_box.h"

namespace isochron {
namespace {

/// Whether the view would take what is typed, and close the editor.
bool endsEditing(const QEvent& event) {
  if (event.type() == QEvent::FocusOut) return true;
  if (event.type() != QEvent::KeyPress) return false;
  switch (static_cast<const QKeyEvent&>(event).key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
      return true;
    default:
      return false;
  }
}

}  // namespace

ReceiversDelegate::ReceiversDelegate(const ReceiversModel& model, QObject* parent)
    : QStyledItemDelegate(parent), model_(model) {}

QWidget* ReceiversDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                         const QModelIndex& index) const {
  const Grid& grid = model_.grid();
  auto* box = new NumberBox(false, parent);
  box->setFrame(false);
  box->setButtonSymbols(QAbstractSpinBox::NoButtons);
  box->setUnit(QStringLiteral("km"));
  box->setRangeName(tr("the model"));
  if (index.column() == 0)
    box->setRange(grid.origin.x, grid.end().x);
  else
    box->setRange(grid.origin.z, grid.end().z);
  return box;
}

void ReceiversDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  auto* box = static_cast<NumberBox*>(editor);
  box->setValue(index.data(Qt::EditRole).toDouble());
  box->selectAll();
}

void ReceiversDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                     const QModelIndex& index) const {
  auto* box = static_cast<NumberBox*>(editor);
  if (box->takeTyped())
    model->setData(index, box->value(), Qt::EditRole);
  else
    Q_EMIT refused(box->problem());
}

bool ReceiversDelegate::eventFilter(QObject* editor, QEvent* event) {
  auto* box = qobject_cast<NumberBox*>(editor);
  if (box == nullptr || !endsEditing(*event) || box->takeTyped())
    return QStyledItemDelegate::eventFilter(editor, event);
  if (event->type() == QEvent::FocusOut) return false;  // for the box itself
  return true;
}

}  // namespace isochron
