// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/gallery_view.h"

#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>

#include "data/gallery_model.h"

namespace isochron {
namespace {

constexpr int kMargin = 5;  // around a picture
constexpr int kBorder = 6;  // around all
constexpr double kAspect = 0.58;

QSize pictureSize(int width) { return {width, static_cast<int>(width * kAspect)}; }

}  // namespace

QColor partColour(int part, bool dark) {
  // Okabe and Ito's orange and purple, as in the other plots.
  if (part == static_cast<int>(Part::Validation)) return QColor(dark ? 0xff8c42 : 0xd55e00);
  return QColor(dark ? 0xb39ddb : 0x6a4fb3);
}

GalleryView::GalleryView(QWidget* parent)
    : QAbstractItemView(parent), thumbnail_(pictureSize(kStandardWidth)) {
  setSelectionMode(ExtendedSelection);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
  setEditTriggers(NoEditTriggers);
  setMouseTracking(true);
  setAccessibleName(tr("Gallery"));
}

QSize GalleryView::cell() const {
  return {thumbnail_.width() + 2 * kMargin,
          thumbnail_.height() + 2 * kMargin + fontMetrics().height()};
}

int GalleryView::rowCount() const { return model() == nullptr ? 0 : model()->rowCount(); }

int GalleryView::columns() const {
  return std::max(1, (viewport()->width() - 2 * kBorder) / cell().width());
}

void GalleryView::setThumbnailWidth(int width) {
  const QSize size = pictureSize(std::clamp(width, kLeastWidth, kMostWidth));
  if (size == thumbnail_) return;
  const QModelIndex anchor =
      currentIndex().isValid() && viewport()->rect().intersects(visualRect(currentIndex()))
          ? currentIndex()
      : model() ? model()->index(std::max(0, visibleRows().first), 0)
                : QModelIndex();
  thumbnail_ = size;
  updateGeometries();
  scrollTo(anchor, PositionAtCenter);
  viewport()->update();
  tellVisible();
  Q_EMIT thumbnailWidthChanged(size.width());
}

std::pair<int, int> GalleryView::visibleRows() const {
  if (rowCount() == 0) return {-1, -1};
  const int height = cell().height(), across = columns();
  const int top = std::max(0, verticalOffset() - kBorder) / height;
  const int bottom = std::max(0, verticalOffset() - kBorder + viewport()->height() - 1) / height;
  return {std::min(top * across, rowCount() - 1),
          std::min((bottom + 1) * across - 1, rowCount() - 1)};
}

void GalleryView::tellVisible() {
  told_ = visibleRows();
  if (told_.first >= 0) Q_EMIT visibleRowsChanged(told_.first, told_.second);
}

int GalleryView::verticalOffset() const { return verticalScrollBar()->value(); }

QRect GalleryView::rectOf(int row) const {
  const QSize size = cell();
  const int across = columns();
  // The room that is left is shared, so that the grid fills the width.
  const int spare = (viewport()->width() - 2 * kBorder - across * size.width()) / across;
  return {kBorder + (row % across) * (size.width() + std::max(0, spare)),
          kBorder + (row / across) * size.height() - verticalOffset(), size.width(), size.height()};
}

QRect GalleryView::visualRect(const QModelIndex& index) const {
  return index.isValid() ? rectOf(index.row()) : QRect();
}

QModelIndex GalleryView::indexAt(const QPoint& point) const {
  if (rowCount() == 0) return {};
  const int row = nearestRow(point);
  return rectOf(row).contains(point) ? model()->index(row, 0) : QModelIndex();
}

int GalleryView::nearestRow(QPoint position) const {
  const int across = columns();
  const int pitch = std::max(1, (viewport()->width() - 2 * kBorder) / across);
  const int column = std::clamp((position.x() - kBorder) / pitch, 0, across - 1);
  const int line = std::max(0, position.y() + verticalOffset() - kBorder) / cell().height();
  return static_cast<int>(
      std::clamp<std::int64_t>(std::int64_t{line} * across + column, 0, rowCount() - 1));
}

void GalleryView::scrollTo(const QModelIndex& index, ScrollHint hint) {
  if (!index.isValid()) return;
  const QRect rect = visualRect(index);
  const int height = viewport()->height();
  int shift = 0;
  if (hint == PositionAtCenter)
    shift = rect.center().y() - height / 2;
  else if (rect.top() < 0 || hint == PositionAtTop)
    shift = rect.top() - kMargin;
  else if (rect.bottom() >= height || hint == PositionAtBottom)
    shift = rect.bottom() - height + kMargin;
  verticalScrollBar()->setValue(verticalScrollBar()->value() + shift);
}

void GalleryView::updateGeometries() {
  const int lines = (rowCount() + columns() - 1) / columns();
  const int height = lines * cell().height() + 2 * kBorder;
  verticalScrollBar()->setSingleStep(std::max(1, cell().height() / 3));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setRange(0, std::max(0, height - viewport()->height()));
  QAbstractItemView::updateGeometries();
  if (visibleRows() != told_) tellVisible();
}

void GalleryView::resizeEvent(QResizeEvent* event) {
  const std::pair<int, int> before = told_;
  QAbstractItemView::resizeEvent(event);
  // Another number of columns must not carry the reader elsewhere.
  if (before.first > 0 && visibleRows().first != before.first && model() != nullptr)
    scrollTo(model()->index(std::min(before.first, rowCount() - 1), 0), PositionAtTop);
}

void GalleryView::reset() {
  QAbstractItemView::reset();
  updateGeometries();
  tellVisible();
}

void GalleryView::scrollContentsBy(int dx, int dy) {
  viewport()->scroll(dx, dy);
  if (visibleRows() != told_) tellVisible();
}

void GalleryView::wheelEvent(QWheelEvent* event) {
  if ((event->modifiers() & Qt::ControlModifier) == 0) return QAbstractItemView::wheelEvent(event);
  constexpr int kStep = 16;
  setThumbnailWidth(thumbnail_.width() + (event->angleDelta().y() > 0 ? kStep : -kStep));
  event->accept();
}

QModelIndex GalleryView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
  if (rowCount() == 0) return {};
  const int across = columns();
  const int page = std::max(1, viewport()->height() / cell().height()) * across;
  const int last = rowCount() - 1;
  int row = currentIndex().isValid() ? currentIndex().row() : 0;
  const auto by = [&](int step) {
    // Up and down stay in their column; where there is none, they stay.
    const int next = row + step;
    if (std::abs(step) == across && (next < 0 || next > last)) return;
    row = std::clamp(next, 0, last);
  };
  switch (action) {
    case MoveLeft:
    case MovePrevious:
      by(-1);
      break;
    case MoveRight:
    case MoveNext:
      by(1);
      break;
    case MoveUp:
      by(-across);
      break;
    case MoveDown:
      by(across);
      break;
    case MovePageUp:
      by(-page);
      break;
    case MovePageDown:
      by(page);
      break;
    case MoveHome:
      row = 0;
      break;
    case MoveEnd:
      row = last;
      break;
  }
  return model()->index(row, 0);
}

void GalleryView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags flags) {
  if (rowCount() == 0) return;
  // From where the selection began to where it is now: all rows between, as text is selected.
  const int one = nearestRow(rect.topLeft()), other = nearestRow(rect.bottomRight());
  const int first = std::min(one, other), last = std::max(one, other);
  selectionModel()->select(QItemSelection(model()->index(first, 0), model()->index(last, 0)),
                           flags);
}

QRegion GalleryView::visualRegionForSelection(const QItemSelection& selection) const {
  QRegion region;
  const auto [first, last] = visibleRows();
  for (const QItemSelectionRange& range : selection)
    for (int row = std::max(range.top(), first); row <= std::min(range.bottom(), last); ++row)
      region += rectOf(row);
  return region;
}

void GalleryView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  const auto [first, last] = visibleRows();
  if (first < 0) {
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect(), Qt::AlignCenter, tr("No model is in this part."));
  }
  for (int row = std::max(0, first); row <= last; ++row) {
    const QRect rect = rectOf(row);
    if (rect.intersects(event->rect())) paintCell(painter, model()->index(row, 0), rect);
  }
}

void GalleryView::paintCell(QPainter& painter, const QModelIndex& index, const QRect& rect) const {
  const bool selected = selectionModel() != nullptr && selectionModel()->isSelected(index);
  const bool dark = palette().color(QPalette::Base).lightness() < 128;
  const QRect frame = rect.adjusted(1, 1, -1, -1);
  if (selected) {
    const auto group = hasFocus() ? QPalette::Active : QPalette::Inactive;
    painter.fillRect(frame, palette().color(group, QPalette::Highlight));
  }
  const QRect picture(rect.topLeft() + QPoint(kMargin, kMargin), thumbnail_);
  const QImage image = index.data(Qt::DecorationRole).value<QImage>();
  if (image.isNull())
    painter.fillRect(picture, palette().color(QPalette::AlternateBase));
  else
    painter.drawImage(picture, image);
  const QPalette::ColorRole ink = selected ? QPalette::HighlightedText : QPalette::Text;
  painter.setPen(palette().color(ink));
  if (index.data(GalleryModel::UnreadableRole).toBool())
    painter.drawText(picture, Qt::AlignCenter | Qt::TextWordWrap, tr("cannot be read"));
  const QRect line(picture.left(), picture.bottom() + 2, picture.width(), fontMetrics().height());
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
  const QVariant part = index.data(GalleryModel::PartRole);
  if (part.isValid() && part.toInt() != static_cast<int>(Part::Training)) {
    const QString word = partName(static_cast<Part>(part.toInt()));
    const bool room =
        line.width() > fontMetrics().horizontalAdvance(word + index.data().toString());
    painter.setPen(selected ? palette().color(ink) : partColour(part.toInt(), dark));
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, room ? word : word.left(1));
  }
  if (index == currentIndex() && hasFocus()) {
    painter.setPen(QPen(palette().color(QPalette::Text), 1, Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(frame.adjusted(0, 0, -1, -1));
  }
}

}  // namespace isochron
