// SPDX-License-Identifier: GPL-3.0-or-later
#include "view_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <vector>

#include "colour_map_box.h"

namespace isochron {
namespace {

QDoubleSpinBox* spin(const QString& unit, double min, double max, int decimals, double step,
                     const QString& name, QWidget* parent) {
  auto* box = new QDoubleSpinBox(parent);
  box->setDecimals(decimals);
  box->setRange(min, max);
  box->setSingleStep(step);
  box->setSuffix(QLatin1Char(' ') + unit);
  box->setKeyboardTracking(false);
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
  autoInterval_->setToolTip(tr("Choose a round interval from the longest traveltime."));
  interval_ = spin(QStringLiteral("s"), kLeastInterval, kMostInterval, 4, 0.01,
                   tr("Contour interval"), this);
  interval_->setToolTip(
      tr("Traveltime between two contours, 0.0001 to 1000 s; default automatic."));
  map_ = new ColourMapBox(this);
  map_->setToolTip(tr("Colours from low to high; default Viridis, even in lightness."));
  inverted_ = new QCheckBox(tr("Inverted"), this);
  inverted_->setToolTip(tr("High values dark instead of low ones."));
  autoRange_ = new QCheckBox(tr("Auto range"), this);
  autoRange_->setToolTip(tr("Colours run from the smallest to the largest value."));
  min_ = spin(QStringLiteral("km/s"), 0.0, 100.0, 2, 0.1, tr("Lowest colour"), this);
  max_ = spin(QStringLiteral("km/s"), 0.0, 100.0, 2, 0.1, tr("Highest colour"), this);
  min_->setToolTip(tr("The value of the first colour, 0 to 100; smaller values take it too."));
  max_->setToolTip(tr("The value of the last colour, 0 to 100; larger values take it too."));
  aspect_ = new QComboBox(this);
  aspect_->addItem(tr("Fill the window"), static_cast<int>(Aspect::Stretched));
  aspect_->addItem(tr("Equal (1 km = 1 km)"), static_cast<int>(Aspect::Equal));
  aspect_->setToolTip(tr("Whether a kilometre of depth is as long as one of distance."));
  rays_ = new QCheckBox(tr("Rays"), this);
  rays_->setToolTip(
      tr("Paths of the first arrivals at the receivers; with the Move tool, click "
         "for the ray from there."));
  receivers_ = new QCheckBox(tr("Receivers"), this);
  receivers_->setToolTip(tr("Show the receivers as handles."));
  reset_ = new QPushButton(tr("Default view"), this);
  reset_->setToolTip(tr("Bring all of these back to their defaults."));

  for (QComboBox* box : {quantity_, static_cast<QComboBox*>(map_), aspect_}) {
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(12);
  }
  auto* form = new QFormLayout(this);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->setVerticalSpacing(5);
  form->addRow(tr("Colours show"), quantity_);
  form->addRow(tr("Colour map"), map_);
  form->addRow(inverted_, autoRange_);
  form->addRow(tr("Range"), beside(min_, max_, 1));
  form->addRow(contours_, labels_);
  form->addRow(tr("Interval"), beside(autoInterval_, interval_));
  form->addRow(tr("Aspect"), aspect_);
  form->addRow(rays_, receivers_);
  form->addRow(QString(), reset_);
}

void ViewPanel::connectAll() {
  for (QCheckBox* box :
       {contours_, labels_, autoInterval_, inverted_, autoRange_, rays_, receivers_})
    connect(box, &QCheckBox::toggled, this, &ViewPanel::readControls);
  for (QComboBox* box : {quantity_, aspect_})
    connect(box, &QComboBox::currentIndexChanged, this, &ViewPanel::readControls);
  connect(map_, &ColourMapBox::colourMapChosen, this, &ViewPanel::readControls);
  // A typed value turns its automatic choice off.
  connect(interval_, &QDoubleSpinBox::valueChanged, this, [this] { typed(autoInterval_); });
  for (QDoubleSpinBox* box : {min_, max_})
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] { typed(autoRange_); });
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
  const QSignalBlocker quietInterval(interval_);
  const QSignalBlocker quietMin(min_);
  const QSignalBlocker quietMax(max_);
  if (!options_.interval) interval_->setValue(interval);
  if (options_.range) return;
  min_->setValue(min);
  max_->setValue(max);
}

void ViewPanel::setNetworkAnswers(bool on) {
  auto* items = qobject_cast<QStandardItemModel*>(quantity_->model());
  for (int i = 0; i < kQuantityCount; ++i) {
    if (!needsNetwork(static_cast<Quantity>(i))) continue;
    items->item(i)->setEnabled(on);
    items->item(i)->setToolTip(on ? QString() : tr("No network answers for this drawing."));
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
  autoRange_->setChecked(!options_.range);
  if (options_.range) {
    min_->setValue(options_.range->first);
    max_->setValue(options_.range->second);
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
