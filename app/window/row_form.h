// SPDX-License-Identifier: GPL-3.0-or-later
// RowForm: labels and fields in rows that can be hidden.
#pragma once

#include <QGridLayout>
#include <QHash>

namespace isochron {

/// In place of QFormLayout where rows come and go: that of Qt 6.4 writes beyond its memory once a
/// hidden row holds text that wraps.
class RowForm : public QGridLayout {
 public:
  RowForm();

  void addRow(const QString& label, QWidget* field);
  void addRow(const QString& label, QLayout* field);
  void addRow(QWidget* label, QWidget* field);
  /// Over both columns.
  void addRow(QWidget* wide);
  /// With its label. It takes no room while it is hidden.
  void setRowVisible(QWidget* field, bool visible);

 private:
  QHash<QWidget*, QWidget*> labels_;  // by field
};

}  // namespace isochron
