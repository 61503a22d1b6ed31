// SPDX-License-Identifier: GPL-3.0-or-later
#include "receivers_panel.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "number_box.h"
#include "receivers_delegate.h"
#include "receivers_model.h"

namespace isochron {

ReceiversPanel::ReceiversPanel(QWidget* parent)
    : QWidget(parent),
      model_(new ReceiversModel(this)),
      table_(new QTableView(this)),
      remove_(new QPushButton(tr("Remove"), this)),
      export_(new QPushButton(tr("Export…"), this)),
      count_(new NumberBox(true, this)) {
  table_->setModel(model_);
  auto* delegate = new ReceiversDelegate(*model_, table_);
  table_->setItemDelegate(delegate);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->verticalHeader()->setDefaultSectionSize(table_->fontMetrics().height() + 6);
  table_->setTabKeyNavigation(false);
  table_->setMinimumHeight(110);
  table_->setAccessibleName(tr("Receivers"));
  auto* add = new QPushButton(tr("Add"), this);
  auto* line = new QPushButton(tr("Line at top"), this);
  auto* importing = new QPushButton(tr("Import…"), this);
  add->setToolTip(
      tr("Add a receiver in the middle of the top; then type its place into the table."));
  remove_->setToolTip(tr("Remove the selected receivers."));
  line->setToolTip(
      tr("Replace all receivers by a line of so many along the top, at equal distances."));
  importing->setToolTip(tr("Read the receivers' places from a text file with columns x and z."));
  export_->setToolTip(tr("Write receivers and times to a CSV file."));
  count_->setRange(1, 1000);
  count_->setValue(9);
  count_->setAccessibleName(tr("Number of receivers"));
  count_->setToolTip(tr("Receivers in the line, 1 to 1000; default 9."));

  auto* buttons = new QGridLayout;
  buttons->setSpacing(4);
  buttons->addWidget(add, 0, 0);
  buttons->addWidget(remove_, 0, 1);
  buttons->addWidget(importing, 0, 2);
  buttons->addWidget(count_, 1, 0);
  buttons->addWidget(line, 1, 1);
  buttons->addWidget(export_, 1, 2);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(table_, 1);
  layout->addLayout(buttons);

  connect(delegate, &ReceiversDelegate::refused, this, &ReceiversPanel::placeRefused);
  connect(model_, &ReceiversModel::moveAsked, this, &ReceiversPanel::moveAsked);
  connect(model_, &QAbstractItemModel::modelReset, this, &ReceiversPanel::adaptButtons);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &ReceiversPanel::adaptButtons);
  connect(add, &QPushButton::clicked, this, &ReceiversPanel::addAsked);
  connect(remove_, &QPushButton::clicked, this, [this] { Q_EMIT removeAsked(selectedRows()); });
  connect(line, &QPushButton::clicked, this, [this] {
    if (count_->takeTyped()) Q_EMIT lineAsked(count_->count());
  });
  connect(importing, &QPushButton::clicked, this, &ReceiversPanel::importAsked);
  connect(export_, &QPushButton::clicked, this, &ReceiversPanel::exportAsked);
  adaptButtons();
}

void ReceiversPanel::setGrid(const Grid& grid) { model_->setGrid(grid); }

void ReceiversPanel::setReceivers(const std::vector<Point>& receivers) {
  model_->setReceivers(receivers);
}

void ReceiversPanel::setTimes(const std::vector<double>& times) { model_->setTimes(times); }

std::vector<int> ReceiversPanel::selectedRows() const {
  std::vector<int> rows;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows())
    rows.push_back(index.row());
  return rows;
}

void ReceiversPanel::adaptButtons() {
  const bool some = model_->rowCount() > 0;
  const bool selected = table_->selectionModel()->hasSelection();
  remove_->setEnabled(selected);
  remove_->setToolTip(selected ? tr("Remove the selected receivers.")
                               : tr("Select rows of the table first."));
  export_->setEnabled(some);
  export_->setToolTip(some ? tr("Write receivers and times to a CSV file.")
                           : tr("There are no receivers."));
}

}  // namespace isochron
