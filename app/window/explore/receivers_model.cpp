// SPDX-License-Identifier: GPL-3.0-or-later
#include "receivers_model.h"

#include <QLocale>

#include "number_text.h"

namespace isochron {

void ReceiversModel::setReceivers(const std::vector<Point>& receivers) {
  if (receivers.size() == receivers_.size()) {
    receivers_ = receivers;
    if (!receivers.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 1));
    return;
  }
  beginResetModel();
  receivers_ = receivers;
  endResetModel();
}

void ReceiversModel::setTimes(const std::vector<double>& times) {
  if (times == times_) return;
  times_ = times;
  if (!receivers_.empty()) Q_EMIT dataChanged(index(0, 2), index(rowCount() - 1, 2));
}

int ReceiversModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(receivers_.size());
}

int ReceiversModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : 3;
}

QVariant ReceiversModel::data(const QModelIndex& index, int role) const {
  const auto row = static_cast<std::size_t>(index.row());
  if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if ((role != Qt::DisplayRole && role != Qt::EditRole) || row >= receivers_.size()) return {};
  if (index.column() == 2)
    return times_.size() == receivers_.size() ? QLocale().toString(times_[row], 'f', 4)
                                              : QStringLiteral("…");
  const double value = index.column() == 0 ? receivers_[row].x : receivers_[row].z;
  return role == Qt::EditRole ? QVariant(value) : QVariant(numberText(value));
}

bool ReceiversModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  bool isNumber = false;
  const double number = value.toDouble(&isNumber);
  if (role != Qt::EditRole || !isNumber || !index.isValid()) return false;
  Point position = receivers_[static_cast<std::size_t>(index.row())];
  (index.column() == 0 ? position.x : position.z) = number;
  if (!grid_.contains(position)) return false;
  Q_EMIT moveAsked(index.row(), position);
  return true;
}

QVariant ReceiversModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role == Qt::ToolTipRole && orientation == Qt::Horizontal && section == 2)
    return tr("The solver's traveltime from the source to this receiver.");
  if (role != Qt::DisplayRole) return {};
  if (orientation == Qt::Vertical) return section + 1;
  return std::vector<QString>{tr("x (km)"), tr("z (km)"), tr("time (s)")}.at(
      static_cast<std::size_t>(section));
}

Qt::ItemFlags ReceiversModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  return index.column() < 2 ? flags | Qt::ItemIsEditable : flags;
}

}  // namespace isochron
