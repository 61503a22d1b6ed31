// SPDX-License-Identifier: GPL-3.0-or-later
// ReceiversModel: receivers and their traveltimes as a table.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "field/grid.h"

namespace isochron {

/// Columns x (km), z (km), both editable, and the solver's time (s). An edit is only asked for, and
/// one outside of the grid is not taken.
class ReceiversModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void setGrid(const Grid& grid) { grid_ = grid; }
  const Grid& grid() const { return grid_; }
  void setReceivers(const std::vector<Point>& receivers);
  /// Shown when there are as many as receivers; else they belong to older ones.
  void setTimes(const std::vector<double>& times);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 Q_SIGNALS:
  void moveAsked(int index, isochron::Point position);

 private:
  Grid grid_;
  std::vector<Point> receivers_;
  std::vector<double> times_;
};

}  // namespace isochron
