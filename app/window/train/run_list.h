// SPDX-License-Identifier: GPL-3.0-or-later
// RunList: all runs with their results, and what can be done with one of them.
#pragma once

#include <QWidget>
#include <set>

#include "train/train_controller.h"

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace isochron {

/// A tick beside a run compares it: its curves are drawn as ghosts.
class RunList : public QWidget {
  Q_OBJECT
 public:
  explicit RunList(TrainController& controller, QWidget* parent = nullptr);

  /// Ids of the ticked runs.
  QStringList compared() const;
  void setCompared(const QString& id, bool compared);
  QString selected() const;
  void select(const QString& id);
  QTreeWidget* tree() { return tree_; }
  QString details() const;

 Q_SIGNALS:
  void comparedChanged();
  /// Shows the setup, since the next run was prepared there.
  void setupRequested();

 private:
  void build();
  void fill();
  void showSelected();
  void showRun(QTreeWidgetItem* item, const RunRecord& run);
  QString detailsOf(const RunRecord& run) const;

  TrainController& controller_;
  std::set<QString> compared_;
  QTreeWidget* tree_;
  QLabel* details_;
  QPushButton* continue_;
  QPushButton* branch_;
  QPushButton* use_;
  QPushButton* remove_;
  bool filling_ = false;
};

}  // namespace isochron
