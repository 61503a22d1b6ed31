// SPDX-License-Identifier: GPL-3.0-or-later
#include "view_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <vector>

#include "colour_map_box.h"
#include "number_box.h"
#include "number_text.h"

namespace isochron {
namespace {

constexpr double kMostShown = 1e9;

NumberBox* number(const QString& unit, double min, double max, const QString& name,
                  QWidget* parent) {
  auto* box = new NumberBox(false, parent);
  box->setRange(min, max);
  box->setSuffix(QLatin1Char(' ') + unit);
  box->setAccessibleName(name);
  return box;
}

QHBoxLayout* beside(QWidget* first, QWidget* second, int firstStretch = 0) {
  auto* layout = new QHBoxLayout;
  layout->setSpacing(6);
  layout->addWidget(first, firstStretch);
  layout->addWidget(second, 1);
  return layout;
}

}  // namespace

ViewPanel::ViewPanel(QWidget* parent) : QWidget(parent) {
  build();
  showOptions();
  connectAll();
}

void ViewPanel::build() {
  quantity_ = new QComboBox(this);
  for (int i = 0; i < kQuantityCount; ++i)
    quantity_->addItem(
        tr("%1 (key %2)").arg(quantityInfo(static_cast<Quantity>(i)).name).arg(i + 1), i);
  quantity_->setToolTip(tr("What the colours show."));
  contours_ = new QCheckBox(tr("Contours"), this);
  contours_->setToolTip(tr("Lines of equal traveltime from the source."));
  labels_ = new QCheckBox(tr("Labels"), this);
  labels_->setToolTip(tr("The traveltime in seconds on each contour."));
  autoInterval_ = new QCheckBox(tr("Auto"), this);
  autoInterval_->setToolTip(tr("A round interval that gives about 16 contours."));
  interval_ =
      number(QStringLiteral("s"), kLeastInterval, kMostInterval, tr("Contour interval"), this);
  interval_->setToolTip(
      tr("Traveltime from one contour to the next, %1 to %2; default: automatic.")
          .arg(numberText(kLeastInterval), numberText(kMostInterval, QStringLiteral("s"))));
  map_ = new ColourMapBox(this);
  map_->setToolTip(
      tr("The colours from low to high values. Default: Viridis, whose lightness grows evenly with "
         "the "
         "value, also for the colour-blind."));
  inverted_ = new QCheckBox(tr("Inverted"), this);
  inverted_->setToolTip(tr("Turn the colour map round."));
  interpolated_ = new QCheckBox(tr("Interpolated"), this);
  interpolated_->setToolTip(
      tr("Values between the nodes by interpolation, then coloured; off: one block of colour per "
         "node, as the numbers are. The solver interpolates, too."));
  autoRange_ = new QCheckBox(tr("Auto range"), this);
  autoRange_->setToolTip(tr("The colours reach from the smallest to the largest value."));
  min_ = number(QStringLiteral("km/s"), 0.0, kMostShown, tr("Lowest colour"), this);
  max_ = number(QStringLiteral("km/s"), 0.0, kMostShown, tr("Highest colour"), this);
  min_->setToolTip(
      tr("The value that has the first colour; smaller values have it, too. From 0 up to the last "
         "colour's value; default: automatic."));
  max_->setToolTip(
      tr("The value that has the last colour; larger values have it, too. From the first colour's "
         "value up; default: automatic."));
  aspect_ = new QComboBox(this);
  aspect_->addItem(tr("Fill the window"), static_cast<int>(Aspect::Stretched));
  aspect_->addItem(tr("Equal (1 km = 1 km)"), static_cast<int>(Aspect::Equal));
  aspect_->setToolTip(
      tr("Fill the window: depth and distance have scales of their own. Equal: a kilometre is as "
         "long in "
         "depth as along x."));
  rays_ = new QCheckBox(tr("Rays"), this);
  rays_->setToolTip(
      tr("Paths of the first arrivals at the receivers; with the Move tool, click "
         "for the ray from there."));
  receivers_ = new QCheckBox(tr("Receivers"), this);
  receivers_->setToolTip(tr("Show the receivers as triangles that can be dragged."));
  reset_ = new QPushButton(tr("Default view"), this);
  reset_->setToolTip(tr("Set everything in this panel back to its default."));

  for (QComboBox* box : {quantity_, static_cast<QComboBox*>(map_), aspect_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
  }
  auto* form = new QFormLayout(this);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setVerticalSpacing(5);
  form->addRow(tr("Colours show"), quantity_);
  form->addRow(tr("Colour map"), map_);
  form->addRow(inverted_, interpolated_);
  form->addRow(QString(), autoRange_);
  form->addRow(tr("Range"), beside(min_, max_, 1));
  form->addRow(contours_, labels_);
  form->addRow(tr("Interval"), beside(autoInterval_, interval_));
  form->addRow(tr("Aspect"), aspect_);
  form->addRow(rays_, receivers_);
  form->addRow(QString(), reset_);
}

void ViewPanel::connectAll() {
  for (QCheckBox* box :
       {contours_, labels_, autoInterval_, inverted_, interpolated_, autoRange_, rays_, receivers_})
    connect(box, &QCheckBox::toggled, this, &ViewPanel::readControls);
  for (QComboBox* box : {quantity_, aspect_})
    connect(box, &QComboBox::currentIndexChanged, this, &ViewPanel::readControls);
  connect(map_, &ColourMapBox::colourMapChosen, this, &ViewPanel::readControls);
  // A typed value turns its automatic choice off.
  connect(interval_, &NumberBox::valueChanged, this, [this] { typed(autoInterval_); });
  for (NumberBox* box : {min_, max_})
    connect(box, &NumberBox::valueChanged, this, [this] { typed(autoRange_); });
  connect(reset_, &QPushButton::clicked, this, [this] {
    setOptions({});
    Q_EMIT optionsChanged(options_);
  });
}

void ViewPanel::setOptions(const ViewOptions& options) {
  options_ = options;
  showOptions();
}

void ViewPanel::setAutomatic(double interval, double min, double max) {
  if (!options_.interval) interval_->setValue(interval);
  if (options_.range) return;
  showRange(min, max);
}

// The two bounds keep each other in order.
void ViewPanel::showRange(double min, double max) {
  min_->setRange(0.0, max);
  max_->setRange(min, kMostShown);
  min_->setValue(min);
  max_->setValue(max);
}

void ViewPanel::setNetworkAnswers(bool on) {
  auto* items = qobject_cast<QStandardItemModel*>(quantity_->model());
  for (int i = 0; i < kQuantityCount; ++i) {
    if (!needsNetwork(static_cast<Quantity>(i))) continue;
    items->item(i)->setEnabled(on);
    items->item(i)->setToolTip(
        on ? QString() : tr("There is no network, or it does not work on this drawing's grid."));
  }
}

void ViewPanel::showOptions() {
  std::vector<QSignalBlocker> quiet;
  for (QWidget* child : findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
    quiet.emplace_back(child);
  quantity_->setCurrentIndex(quantity_->findData(static_cast<int>(options_.quantity)));
  contours_->setChecked(options_.contours);
  labels_->setChecked(options_.labels);
  autoInterval_->setChecked(!options_.interval);
  if (options_.interval) interval_->setValue(*options_.interval);
  map_->setColourMap(options_.colourMap);
  map_->setInverted(options_.inverted);
  inverted_->setChecked(options_.inverted);
  interpolated_->setChecked(options_.interpolated);
  autoRange_->setChecked(!options_.range);
  if (options_.range) {
    showRange(options_.range->first, options_.range->second);
  }
  aspect_->setCurrentIndex(aspect_->findData(static_cast<int>(options_.aspect)));
  rays_->setChecked(options_.rays);
  receivers_->setChecked(options_.receivers);
  const QString unit = QLatin1Char(' ') + quantityInfo(options_.quantity).unit;
  min_->setSuffix(unit);
  max_->setSuffix(unit);
  labels_->setEnabled(options_.contours);
  labels_->setToolTip(options_.contours ? tr("The traveltime in seconds on each contour.")
                                        : tr("Contours are off."));
}

void ViewPanel::typed(QCheckBox* automatic) {
  const QSignalBlocker quiet(automatic);
  automatic->setChecked(false);
  readControls();
}

void ViewPanel::readControls() {
  const auto quantity = static_cast<Quantity>(quantity_->currentData().toInt());
  const bool sameQuantity = quantity == options_.quantity;
  options_.quantity = quantity;
  options_.contours = contours_->isChecked();
  options_.labels = labels_->isChecked();
  options_.interval.reset();
  if (!autoInterval_->isChecked()) options_.interval = interval_->value();
  options_.colourMap = map_->colourMap();
  options_.inverted = inverted_->isChecked();
  options_.interpolated = interpolated_->isChecked();
  options_.range.reset();
  // A typed range belongs to its quantity.
  if (sameQuantity && !autoRange_->isChecked())
    options_.range = std::pair(min_->value(), max_->value());
  options_.aspect = static_cast<Aspect>(aspect_->currentData().toInt());
  options_.rays = rays_->isChecked();
  options_.receivers = receivers_->isChecked();
  showOptions();
  Q_EMIT optionsChanged(options_);
}

}  // namespace isochron
