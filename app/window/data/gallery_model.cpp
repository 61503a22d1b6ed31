// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/gallery_model.h"

#include <QLocale>
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace isochron {
namespace {

constexpr std::int64_t kMostRows = std::numeric_limits<int>::max();

}  // namespace

GalleryModel::GalleryModel(QObject* parent) : QAbstractListModel(parent) {
  connect(&thumbnails_, &ThumbnailSource::arrived, this,
          [this](const std::vector<std::int64_t>& models) {
            int first = std::numeric_limits<int>::max(), last = -1;
            for (const std::int64_t model : models) {
              const int row = rowOf(model);
              if (row < 0) continue;
              first = std::min(first, row);
              last = std::max(last, row);
            }
            if (last >= 0)
              Q_EMIT dataChanged(index(first), index(last), {Qt::DecorationRole, UnreadableRole});
          });
}

void GalleryModel::setDataSet(std::shared_ptr<const DataSet> data) {
  if (data == data_) return;
  beginResetModel();
  data_ = std::move(data);
  statistics_.reset();
  parts_.clear();
  thumbnails_.setData(data_);
  listRows();
  endResetModel();
}

void GalleryModel::setStatistics(std::shared_ptr<const SetStatistics> statistics) {
  statistics_ = std::move(statistics);
}

void GalleryModel::setParts(std::vector<Part> parts) {
  if (parts == parts_) return;
  if (filter_) beginResetModel();
  parts_ = std::move(parts);
  listRows();
  if (filter_)
    endResetModel();
  else if (rowCount() > 0)
    Q_EMIT dataChanged(index(0), index(rowCount() - 1), {PartRole});
}

void GalleryModel::setFilter(std::optional<Part> part) {
  if (part == filter_) return;
  beginResetModel();
  filter_ = part;
  listRows();
  endResetModel();
}

void GalleryModel::listRows() {
  rows_.clear();
  if (!filter_) return;
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (parts_[i] == *filter_) rows_.push_back(static_cast<std::int64_t>(i));
}

int GalleryModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !data_) return 0;
  return static_cast<int>(std::min(filter_ ? std::ssize(rows_) : data_->count(), kMostRows));
}

std::int64_t GalleryModel::modelAt(int row) const {
  return filter_ ? rows_[static_cast<std::size_t>(row)] : row;
}

int GalleryModel::rowOf(std::int64_t model) const {
  if (!data_ || model < 0 || model >= std::min(data_->count(), kMostRows)) return -1;
  if (!filter_) return static_cast<int>(model);
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), model);
  if (found == rows_.end() || *found != model) return -1;
  return static_cast<int>(found - rows_.begin());
}

void GalleryModel::want(int first, int last) {
  std::vector<std::int64_t> models;
  const int page = last - first + 1;
  const auto add = [&](int from, int to) {
    for (int row = std::max(0, from); row <= std::min(to, rowCount() - 1); ++row)
      models.push_back(modelAt(row));
  };
  // What is seen first; then what scrolling shows next.
  add(first, last);
  add(last + 1, last + page);
  add(first - page, first - 1);
  thumbnails_.want(models);
}

QVariant GalleryModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const std::int64_t model = modelAt(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return QLocale().toString(qint64{model} + 1);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
      return toolTip(model);
    case Qt::DecorationRole:
      return thumbnails_.image(model);
    case ModelRole:
      return QVariant::fromValue<qint64>(model);
    case PartRole:
      return parts_.empty() ? QVariant()
                            : QVariant(static_cast<int>(parts_[static_cast<std::size_t>(model)]));
    case UnreadableRole:
      return thumbnails_.isUnreadable(model);
    default:
      return {};
  }
}

QString GalleryModel::toolTip(std::int64_t model) const {
  const QLocale locale;
  const auto place = static_cast<std::size_t>(model);
  QString text = tr("Model %1").arg(locale.toString(qint64{model} + 1));
  if (!parts_.empty()) text += tr(", %1").arg(partName(parts_[place]));
  if (!statistics_ || place >= statistics_->models.size()) return text;
  const ModelStatistics& found = statistics_->models[place];
  if (std::isnan(found.mean)) return tr("%1: cannot be read").arg(text);
  return tr("%1: %2 to %3 km/s, mean %4 km/s")
      .arg(text, locale.toString(found.min, 'f', 2), locale.toString(found.max, 'f', 2),
           locale.toString(found.mean, 'f', 2));
}

}  // namespace isochron
