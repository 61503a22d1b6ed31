// SPDX-License-Identifier: GPL-3.0-or-later
// GalleryModel: the models of a set as rows for a view, those of one part or all.
#pragma once

#include <QAbstractListModel>
#include <memory>
#include <optional>
#include <vector>

#include "data/set_statistics.h"
#include "data/thumbnail_source.h"
#include "project/set_split.h"

namespace isochron {

/// Rows are models in the order of the file; pictures come when they have been wanted.
class GalleryModel : public QAbstractListModel {
  Q_OBJECT
 public:
  /// DecorationRole is a QImage; DisplayRole the model's number, counted from 1.
  enum Role { ModelRole = Qt::UserRole, PartRole, UnreadableRole };

  explicit GalleryModel(QObject* parent = nullptr);

  void setDataSet(std::shared_ptr<const DataSet> data);
  const std::shared_ptr<const DataSet>& dataSet() const { return data_; }
  void setStatistics(std::shared_ptr<const SetStatistics> statistics);
  /// One part for each model; empty: nothing is split.
  void setParts(std::vector<Part> parts);
  /// Rows of that part alone; empty: all.
  void setFilter(std::optional<Part> part);
  std::optional<Part> filter() const { return filter_; }

  std::int64_t modelAt(int row) const;
  /// -1 where the filter leaves it out.
  int rowOf(std::int64_t model) const;
  /// Draws the pictures of these rows, and of as many before and after them.
  void want(int first, int last);

  ThumbnailSource& thumbnails() { return thumbnails_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 private:
  void listRows();
  QString toolTip(std::int64_t model) const;

  std::shared_ptr<const DataSet> data_;
  std::shared_ptr<const SetStatistics> statistics_;
  std::vector<Part> parts_;
  std::optional<Part> filter_;
  std::vector<std::int64_t> rows_;  // only while something is left out
  ThumbnailSource thumbnails_;
};

}  // namespace isochron
