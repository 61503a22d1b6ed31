// SPDX-License-Identifier: GPL-3.0-or-later
// ReceiversDelegate: types places into the table of receivers, with the window's entry for numbers.
#pragma once

#include <QStyledItemDelegate>

namespace isochron {

class ReceiversModel;

/// What is refused stays open in its cell, with its sentence, until it is mended or Esc is pressed.
/// Where the view closes the cell all the same, refused() tells what was not taken.
class ReceiversDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  explicit ReceiversDelegate(const ReceiversModel& model, QObject* parent = nullptr);

  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void setModelData(QWidget* editor, QAbstractItemModel* model,
                    const QModelIndex& index) const override;

 Q_SIGNALS:
  void refused(const QString& sentence) const;

 protected:
  bool eventFilter(QObject* editor, QEvent* event) override;

 private:
  const ReceiversModel& model_;
};

}  // namespace isochron
