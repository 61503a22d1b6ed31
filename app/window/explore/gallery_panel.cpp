// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPixmap>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

#include "number_box.h"
#include "number_text.h"

namespace isochron {
namespace {

constexpr QSize kThumbnail{104, 60};  // logical pixels
constexpr int kButtonMargins = 16;
constexpr double kLeastExtent = 0.01;  // km

/// With the locale's decimal mark.
QString inLocale(QString text) {
  static const QRegularExpression kPoint(QStringLiteral("(?<=\\d)\\.(?=\\d)"));
  return text.replace(kPoint, QLocale().decimalPoint());
}

NumberBox* nodes(const QString& name, QWidget* parent) {
  auto* box = new NumberBox(true, parent);
  box->setRange(8, 4096);
  box->setValue(128);
  box->setAccessibleName(name);
  return box;
}

NumberBox* length(double standard, const QString& name, QWidget* parent) {
  auto* box = new NumberBox(false, parent);
  box->setRange(kLeastExtent, 1000.0);
  box->setValue(standard);
  box->setSuffix(QStringLiteral(" km"));
  box->setAccessibleName(name);
  return box;
}

}  // namespace

GalleryPanel::GalleryPanel(QWidget* parent)
    : QWidget(parent),
      seed_(new NumberBox(true, this)),
      nx_(nodes(tr("Nodes in x"), this)),
      nz_(nodes(tr("Nodes in z"), this)),
      width_(length(5.0, tr("Width"), this)),
      depth_(length(1.0, tr("Depth"), this)) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 2, 6, 2);
  layout->setSpacing(4);
  auto* strip = new QWidget(this);
  auto* row = new QHBoxLayout(strip);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(2);
  for (const ModelKindInfo& info : modelKinds()) {
    auto* button = new QToolButton(strip);
    button->setText(QString::fromStdString(info.title));
    button->setToolTip(tr("%1 Replaces the model; undo brings the old one back.")
                           .arg(inLocale(QString::fromStdString(info.description))));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize(kThumbnail);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, [this, kind = info.kind] {
      if (refusesNumber()) return;
      last_ = kind;
      Q_EMIT modelAsked(kind, seed());
    });
    row->addWidget(button);
    buttons_.push_back(button);
  }
  row->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(strip);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setMinimumHeight(kThumbnail.height() + fontMetrics().height() + kButtonMargins +
                           scroll->horizontalScrollBar()->sizeHint().height());
  layout->addWidget(buildControls());
  layout->addWidget(scroll, 1);
}

QWidget* GalleryPanel::buildControls() {
  auto* controls = new QWidget(this);
  auto* another = new QPushButton(tr("Another one"), controls);
  another->setToolTip(tr("Make another model of the last kind, with the next seed (M)."));
  auto* recipe = new QPushButton(tr("Recipe…"), controls);
  recipe->setObjectName(QStringLiteral("recipe"));
  recipe->setToolTip(
      tr("The geological history of an earth as text, to edit and to save: of the "
         "drawing, or of this seed where the drawing has none."));
  seed_->setRange(0, 999999);
  seed_->setValue(1);
  seed_->setSingleStep(1.0);
  seed_->setToolTip(tr(
      "Number that the random model is made from, 0 to 999999; default 1. The same seed gives the "
      "same model on every machine."));
  nx_->setToolTip(tr("Nodes of the next model along x, 8 to 4096; default 128."));
  nz_->setToolTip(tr("Nodes of the next model in depth, 8 to 4096; default 128."));
  width_->setToolTip(
      tr("Width of the next model, %1 to 1000 km; default 5.").arg(numberText(kLeastExtent)));
  depth_->setToolTip(
      tr("Depth of the next model, %1 to 1000 km; default 1.").arg(numberText(kLeastExtent)));
  auto* grid = new QGridLayout(controls);
  grid->setContentsMargins(0, 0, 6, 0);
  grid->setSpacing(4);
  grid->addWidget(new QLabel(tr("Seed"), controls), 0, 0);
  grid->addWidget(seed_, 0, 1);
  grid->addWidget(another, 0, 2);
  grid->addWidget(recipe, 0, 3);
  grid->addWidget(new QLabel(tr("Nodes"), controls), 1, 0);
  grid->addWidget(nx_, 1, 1);
  grid->addWidget(nz_, 1, 2);
  grid->addWidget(new QLabel(tr("Extent"), controls), 2, 0);
  grid->addWidget(width_, 2, 1);
  grid->addWidget(depth_, 2, 2);
  connect(another, &QPushButton::clicked, this, &GalleryPanel::makeAnother);
  connect(recipe, &QPushButton::clicked, this, &GalleryPanel::recipeAsked);
  connect(seed_, &NumberBox::valueChanged, this, &GalleryPanel::thumbnailsAsked);
  connect(width_, &NumberBox::valueChanged, this, &GalleryPanel::thumbnailsAsked);
  connect(depth_, &NumberBox::valueChanged, this, &GalleryPanel::thumbnailsAsked);
  return controls;
}

std::uint64_t GalleryPanel::seed() const { return static_cast<std::uint64_t>(seed_->value()); }

void GalleryPanel::setSeed(std::uint64_t seed) {
  const auto most = static_cast<std::uint64_t>(seed_->maximum());
  seed_->setValue(static_cast<double>(std::min(seed, most)));
}

Grid GalleryPanel::grid() const {
  Grid grid;
  grid.nx = nx_->count();
  grid.nz = nz_->count();
  grid.dx = width_->value() / (grid.nx - 1);
  grid.dz = depth_->value() / (grid.nz - 1);
  return grid;
}

QSize GalleryPanel::thumbnailSize() const { return kThumbnail; }

void GalleryPanel::setThumbnails(const std::vector<QImage>& images) {
  for (std::size_t i = 0; i < std::min(images.size(), buttons_.size()); ++i) {
    buttons_[i]->setIcon(QIcon(QPixmap::fromImage(images[i])));
  }
}

// A model of older numbers than are shown would not be the one that was asked for.
bool GalleryPanel::refusesNumber() {
  NumberBox* const refused = refusedNumber(*this);
  if (refused != nullptr) refused->setFocus();
  return refused != nullptr;
}

void GalleryPanel::makeAnother() {
  if (refusesNumber()) return;
  seed_->stepBy(1);
  Q_EMIT modelAsked(last_, seed());
}

QToolButton* GalleryPanel::button(ModelKind kind) const {
  for (std::size_t i = 0; i < buttons_.size(); ++i)
    if (modelKinds()[i].kind == kind) return buttons_[i];
  return nullptr;
}

}  // namespace isochron
