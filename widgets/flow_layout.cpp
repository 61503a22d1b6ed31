// SPDX-License-Identifier: GPL-3.0-or-later
#include "flow_layout.h"

#include <algorithm>

namespace isochron {

FlowLayout::FlowLayout(int spacing) : gap_(spacing) { setContentsMargins(0, 0, 0, 0); }

FlowLayout::~FlowLayout() {
  for (QLayoutItem* item : items_) delete item;
}

void FlowLayout::addItem(QLayoutItem* item) { items_.push_back(item); }

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index < 0 || index >= count() ? nullptr : items_[static_cast<std::size_t>(index)];
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* item = itemAt(index);
  if (item != nullptr) items_.erase(items_.begin() + index);
  return item;
}

int FlowLayout::heightForWidth(int width) const { return arrange({0, 0, width, 0}, false); }

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
  return size;
}

void FlowLayout::setGeometry(const QRect& place) {
  QLayout::setGeometry(place);
  arrange(place, true);
}

/// The height that it takes.
int FlowLayout::arrange(const QRect& place, bool move) const {
  int y = place.y();
  for (auto first = items_.begin(); first != items_.end();) {
    int width = 0, height = 0;
    auto last = first;
    for (; last != items_.end(); ++last) {
      const QSize size = (*last)->isEmpty() ? QSize() : (*last)->sizeHint();
      if (last != first && width + size.width() > place.width()) break;
      width += size.width() + gap_;
      height = std::max(height, size.height());
    }
    int x = place.x();
    for (; first != last; ++first) {
      if ((*first)->isEmpty()) continue;
      const QSize size = (*first)->sizeHint();
      if (move) (*first)->setGeometry({{x, y + (height - size.height()) / 2}, size});
      x += size.width() + gap_;
    }
    y += height + (first == items_.end() ? 0 : gap_);
  }
  return y - place.y();
}

}  // namespace isochron
