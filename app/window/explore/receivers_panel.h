// SPDX-License-Identifier: GPL-3.0-or-later
// ReceiversPanel: the table of receivers with their times, and what fills it.
#pragma once

#include <QWidget>
#include <vector>

#include "field/grid.h"

class QPushButton;
class QTableView;

namespace isochron {

class NumberBox;
class ReceiversModel;

class ReceiversPanel : public QWidget {
  Q_OBJECT
 public:
  explicit ReceiversPanel(QWidget* parent = nullptr);
  /// Places are typed within the grid.
  void setGrid(const Grid& grid);
  void setReceivers(const std::vector<Point>& receivers);
  void setTimes(const std::vector<double>& times);
  ReceiversModel& model() { return *model_; }
  QTableView& table() { return *table_; }

 Q_SIGNALS:
  void addAsked();
  void moveAsked(int index, isochron::Point position);
  void removeAsked(std::vector<int> indices);
  void lineAsked(int count);
  /// A place that was typed and not taken, with the sentence that says why.
  void placeRefused(const QString& sentence);
  void importAsked();
  void exportAsked();

 private:
  std::vector<int> selectedRows() const;
  void adaptButtons();

  ReceiversModel* model_;
  QTableView* table_;
  QPushButton* remove_;
  QPushButton* export_;
  NumberBox* count_;
};

}  // namespace isochron
