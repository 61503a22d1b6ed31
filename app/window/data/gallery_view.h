// SPDX-License-Identifier: GPL-3.0-or-later
// GalleryView: the rows of a GalleryModel as thumbnails in a grid that scrolls.
#pragma once

#include <QAbstractItemView>

namespace isochron {

/// All cells have one size, so that nothing is laid out: a million rows are as light as ten. Arrow
/// keys, Page, Home and End move; Shift and Ctrl select several; Enter or a double click activates;
/// Ctrl and the wheel change the size.
class GalleryView : public QAbstractItemView {
  Q_OBJECT
 public:
  static constexpr int kLeastWidth = 56;
  static constexpr int kMostWidth = 280;
  static constexpr int kStandardWidth = 112;

  explicit GalleryView(QWidget* parent = nullptr);

  /// Logical pixels of a picture.
  QSize thumbnailSize() const { return thumbnail_; }
  /// Kept within the bounds; keeps in sight what is.
  void setThumbnailWidth(int width);
  int columns() const;
  /// The rows that are seen now; -1 for both while there are none.
  std::pair<int, int> visibleRows() const;

  QRect visualRect(const QModelIndex& index) const override;
  void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
  QModelIndex indexAt(const QPoint& point) const override;

 Q_SIGNALS:
  void visibleRowsChanged(int first, int last);
  void thumbnailWidthChanged(int width);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void updateGeometries() override;
  void reset() override;
  QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
  int horizontalOffset() const override { return 0; }
  int verticalOffset() const override;
  bool isIndexHidden(const QModelIndex&) const override { return false; }
  void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) override;
  QRegion visualRegionForSelection(const QItemSelection& selection) const override;

 private:
  QSize cell() const;
  int rowCount() const;
  int nearestRow(QPoint viewportPosition) const;
  QRect rectOf(int row) const;
  void tellVisible();
  void paintCell(QPainter& painter, const QModelIndex& index, const QRect& rect) const;

  QSize thumbnail_;
  std::pair<int, int> told_{-1, -1};
};

/// The colour of the marks of validation and test.
QColor partColour(int part, bool dark);

}  // namespace isochron
