// SPDX-License-Identifier: GPL-3.0-or-later
// SetList: the data sets that are open, one of them chosen.
#pragma once

#include <QList>
#include <QWidget>
#include <cstdint>
#include <vector>

class QAction;
class QListWidget;

namespace isochron {

struct SetRow {
  std::uint64_t id = 0;
  QString text;  // may have several lines
  QString toolTip;
};

class SetList : public QWidget {
  Q_OBJECT
 public:
  /// Buttons below the list do these.
  explicit SetList(const QList<QAction*>& actions, QWidget* parent = nullptr);

  /// Keeps the choice where its set is still there, else takes its neighbour.
  void setRows(const std::vector<SetRow>& rows);
  /// 0: none.
  std::uint64_t chosen() const;
  void choose(std::uint64_t id);
  QListWidget* list() { return list_; }

 Q_SIGNALS:
  void chosenChanged(std::uint64_t id);

 private:
  void showTexts(const std::vector<SetRow>& rows);

  QListWidget* list_;
  bool filling_ = false;
};

}  // namespace isochron
