// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/set_list.h"

#include <QAction>
#include <QHBoxLayout>
#include <QListWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace isochron {

SetList::SetList(const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent), list_(new QListWidget(this)) {
  list_->setAccessibleName(tr("Data sets"));
  list_->setWordWrap(true);
  list_->setSpacing(1);
  list_->setMinimumHeight(60);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(2);
  for (QAction* action : actions) {
    auto* button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    buttons->addWidget(button);
  }
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->setSpacing(4);
  layout->addWidget(list_, 1);
  layout->addLayout(buttons);
  connect(list_, &QListWidget::currentRowChanged, this, [this] {
    if (!filling_) Q_EMIT chosenChanged(chosen());
  });
}

void SetList::setRows(const std::vector<SetRow>& rows) {
  const auto sameSet = [this, &rows](std::size_t i) {
    return list_->item(static_cast<int>(i))->data(Qt::UserRole).toULongLong() == rows[i].id;
  };
  bool same = static_cast<std::size_t>(list_->count()) == rows.size();
  for (std::size_t i = 0; same && i < rows.size(); ++i) same = sameSet(i);
  if (same) return showTexts(rows);
  const std::uint64_t before = chosen();
  const int place = list_->currentRow();
  filling_ = true;
  list_->clear();
  for (const SetRow& row : rows) {
    auto* item = new QListWidgetItem(list_);
    item->setData(Qt::UserRole, QVariant::fromValue<qulonglong>(row.id));
  }
  showTexts(rows);
  choose(before);
  if (chosen() == 0 && !rows.empty())
    list_->setCurrentRow(std::clamp(place, 0, list_->count() - 1));
  filling_ = false;
  if (chosen() != before) Q_EMIT chosenChanged(chosen());
}

void SetList::showTexts(const std::vector<SetRow>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    list_->item(static_cast<int>(i))->setText(rows[i].text);
    list_->item(static_cast<int>(i))->setToolTip(rows[i].toolTip);
  }
}

std::uint64_t SetList::chosen() const {
  const QListWidgetItem* item = list_->currentItem();
  return item == nullptr ? 0 : item->data(Qt::UserRole).toULongLong();
}

void SetList::choose(std::uint64_t id) {
  for (int i = 0; i < list_->count(); ++i)
    if (list_->item(i)->data(Qt::UserRole).toULongLong() == id) list_->setCurrentRow(i);
}

}  // namespace isochron
