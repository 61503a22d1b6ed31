// SPDX-License-Identifier: GPL-3.0-or-later
// FlowLayout: widgets in rows, like words; as many rows as the width needs.
#pragma once

#include <QLayout>
#include <vector>

namespace isochron {

class FlowLayout : public QLayout {
 public:
  /// `spacing` between neighbours and between rows, pixels.
  explicit FlowLayout(int spacing);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;
  void setGeometry(const QRect& place) override;

 private:
  int arrange(const QRect& place, bool move) const;

  int gap_;
  std::vector<QLayoutItem*> items_;
};

}  // namespace isochron
