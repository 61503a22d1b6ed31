// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/gallery_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <algorithm>

#include "colour_legend.h"
#include "colour_map_box.h"
#include "data/gallery_view.h"

namespace isochron {
namespace {

constexpr int kEveryModel = -1;
constexpr int kLeastLegend = 120;
constexpr int kThreePictures = 400;

QLabel* labelOf(const QString& text, QWidget* buddy, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setBuddy(buddy);
  label->setToolTip(buddy->toolTip());
  return label;
}

}  // namespace

GalleryBar::GalleryBar(QWidget* parent)
    : QWidget(parent),
      filter_(new QComboBox(this)),
      size_(new QSlider(Qt::Horizontal, this)),
      map_(new ColourMapBox(this)),
      legend_(new ColourLegend(QStringLiteral("km/s"), this)) {
  filter_->addItem(tr("all models"), kEveryModel);
  for (const Part part : {Part::Training, Part::Validation, Part::Test})
    filter_->addItem(tr("%1 only").arg(partName(part)), static_cast<int>(part));
  filter_->setToolTip(tr("Which part of the set the gallery shows; see the split on the left."));
  filter_->setAccessibleName(tr("Show"));
  size_->setRange(GalleryView::kLeastWidth, GalleryView::kMostWidth);
  size_->setValue(GalleryView::kStandardWidth);
  size_->setFixedWidth(90);
  size_->setFocusPolicy(Qt::TabFocus);
  size_->setAccessibleName(tr("Size"));
  size_->setToolTip(tr("Width of the pictures, %1 to %2 pixels, default %3.\nCtrl and the wheel in "
                       "the gallery do the same.")
                        .arg(GalleryView::kLeastWidth)
                        .arg(GalleryView::kMostWidth)
                        .arg(GalleryView::kStandardWidth));
  map_->setAccessibleName(tr("Colours"));
  map_->setToolTip(tr("The colour map of all pictures here. One scale holds for the whole set."));
  map_->setMinimumWidth(map_->minimumSizeHint().width());
  legend_->setMinimumWidth(kLeastLegend);
  rows_ = new QBoxLayout(QBoxLayout::LeftToRight, this);
  rows_->setContentsMargins(6, 3, 6, 3);
  rows_->setSpacing(6);
  auto* first = new QHBoxLayout;
  first->addWidget(labelOf(tr("S&how"), filter_, this));
  first->addWidget(filter_);
  first->addWidget(labelOf(tr("Si&ze"), size_, this));
  first->addWidget(size_);
  first->addStretch(1);
  auto* second = new QHBoxLayout;
  second->addWidget(map_);
  second->addWidget(legend_, 1);
  rows_->addLayout(first);
  rows_->addLayout(second, 1);
  connect(filter_, &QComboBox::currentIndexChanged, this, &GalleryBar::filterChanged);
  connect(size_, &QSlider::valueChanged, this, &GalleryBar::thumbnailWidthChanged);
  connect(map_, &ColourMapBox::colourMapChosen, this, &GalleryBar::colourMapChanged);
}

/// In two rows, and for three standard pictures beside each other.
QSize GalleryBar::minimumSizeHint() const {
  const QMargins margins = rows_->contentsMargins();
  int width = kThreePictures;
  for (int i = 0; i < rows_->count(); ++i)
    width = std::max(width, rows_->itemAt(i)->minimumSize().width());
  return {width + margins.left() + margins.right(), rows_->minimumSize().height()};
}

void GalleryBar::resizeEvent(QResizeEvent* event) {
  const QMargins margins = rows_->contentsMargins();
  const int inOne = margins.left() + margins.right() + 2 * rows_->spacing() +
                    rows_->itemAt(0)->sizeHint().width() + map_->sizeHint().width() + kLeastLegend;
  rows_->setDirection(width() < inOne ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  QWidget::resizeEvent(event);
}

std::optional<Part> GalleryBar::filter() const {
  const int part = filter_->currentData().toInt();
  return part == kEveryModel ? std::nullopt : std::optional(static_cast<Part>(part));
}

void GalleryBar::setFilter(std::optional<Part> part) {
  filter_->setCurrentIndex(filter_->findData(part ? static_cast<int>(*part) : kEveryModel));
}

int GalleryBar::thumbnailWidth() const { return size_->value(); }

void GalleryBar::setThumbnailWidth(int width) {
  const QSignalBlocker quiet(size_);
  size_->setValue(width);
}

QString GalleryBar::colourMap() const { return map_->colourMap(); }

void GalleryBar::setColourMap(const QString& name) { map_->setColourMap(name); }

void GalleryBar::setColouring(const Colouring& colouring) { legend_->setColouring(colouring); }

}  // namespace isochron
