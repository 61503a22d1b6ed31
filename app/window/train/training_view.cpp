// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <array>

#include "field_view.h"
#include "number_box.h"

namespace isochron {
namespace {

struct Quantity {
  const char* field;  // of the snapshot
  const char* title;
  const char* unit;
  const char* map;
};

constexpr std::array kQuantities = {
    Quantity{"velocity", QT_TRANSLATE_NOOP("TrainingView", "Velocity"), "km/s", "viridis"},
    Quantity{"traveltime", QT_TRANSLATE_NOOP("TrainingView", "Traveltime of the network"), "s",
             "viridis"},
    Quantity{"reference", QT_TRANSLATE_NOOP("TrainingView", "Traveltime of the solver"), "s",
             "viridis"},
    Quantity{"reconstruction", QT_TRANSLATE_NOOP("TrainingView", "Reconstruction"), "km/s",
             "viridis"},
    Quantity{"error", QT_TRANSLATE_NOOP("TrainingView", "Error"), "", "magma"},
    Quantity{"residual", QT_TRANSLATE_NOOP("TrainingView", "Residual"), "", "magma"}};

const Quantity& quantityOf(const QString& field) {
  for (const Quantity& quantity : kQuantities)
    if (field == QLatin1String(quantity.field)) return quantity;
  return kQuantities.front();
}

}  // namespace

TrainingView::TrainingView(QWidget* parent)
    : QWidget(parent),
      model_(new NumberBox(true, this)),
      quantity_(new QComboBox(this)),
      view_(new FieldView(this)),
      caption_(new QLabel(this)) {
  auto* modelLabel = new QLabel(tr("Validation &model"), this);
  modelLabel->setBuddy(model_);
  model_->setAccessibleName(tr("Validation model"));
  model_->setToolTip(
      tr("Which of the validation models, which are not trained on, is shown.\n"
         "Changes the picture alone, not the run."));
  modelLabel->setToolTip(model_->toolTip());
  auto* quantityLabel = new QLabel(tr("&Show"), this);
  quantityLabel->setBuddy(quantity_);
  quantity_->setToolTip(
      tr("What the colours are; keys 1 to 5.\n"
         "Changes the picture alone, not the run."));
  quantity_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  caption_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  view_->setAspect(Aspect::Stretched);  // as in the other places of work
  view_->setMinimumSize(240, 160);
  view_->setAccessibleName(tr("Validation model, as the stage sees it"));
  auto* top = new QHBoxLayout;
  top->setContentsMargins(6, 2, 6, 0);
  for (QWidget* widget : {static_cast<QWidget*>(modelLabel), static_cast<QWidget*>(model_),
                          static_cast<QWidget*>(quantityLabel), static_cast<QWidget*>(quantity_)})
    top->addWidget(widget);
  top->addWidget(caption_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addLayout(top);
  layout->addWidget(view_, 1);
  connect(model_, &NumberBox::valueChanged, this, [this] { Q_EMIT heldOutChosen(heldOut()); });
  connect(quantity_, &QComboBox::currentIndexChanged, this, &TrainingView::showPicture);
  setHeldOutCount(0);
  setPicture(nullptr);
}

std::int64_t TrainingView::heldOut() const { return model_->count() - 1; }
QString TrainingView::caption() const { return caption_->text(); }

void TrainingView::setHeldOutCount(std::int64_t count) {
  count_ = count;
  model_->setTotal(count);
  model_->setEnabled(count > 0);
}

void TrainingView::setPicture(std::shared_ptr<const TrainingPicture> picture) {
  picture_ = std::move(picture);
  listQuantities();
  showPicture();
}

void TrainingView::listQuantities() {
  QStringList fields;
  if (picture_)
    for (const auto& [name, field] : picture_->snapshot.fields)
      fields += QString::fromStdString(name);
  QStringList known;
  for (int i = 0; i < quantity_->count(); ++i) known += quantity_->itemData(i).toString();
  quantity_->setEnabled(!fields.isEmpty());
  if (fields == known) return;
  const QSignalBlocker quiet(quantity_);
  const QString before = quantity_->currentData().toString();
  quantity_->clear();
  for (const QString& field : fields) quantity_->addItem(tr(quantityOf(field).title), field);
  // What a stage makes of the model is more to look at than the model.
  const int made = quantity_->findData(QStringLiteral("reconstruction"));
  const int kept = quantity_->findData(before);
  quantity_->setCurrentIndex(std::max(0, known.isEmpty() && made >= 0 ? made : kept));
}

void TrainingView::choose(int quantity) {
  if (quantity >= 0 && quantity < quantity_->count()) quantity_->setCurrentIndex(quantity);
}

void TrainingView::showField(const QString& name) {
  const Quantity& quantity = quantityOf(name);
  // The field lives as long as its picture.
  const Field* field = picture_->snapshot.find(name.toStdString());
  const bool times = picture_->snapshot.find("reference") != nullptr;
  const QString unit = name == QLatin1String("error")
                           ? (times ? QStringLiteral("s") : QStringLiteral("km/s"))
                           : QString::fromLatin1(quantity.unit);
  Colouring colouring;
  colouring.map = QString::fromLatin1(quantity.map);
  // Network and solver, field and reconstruction share their colours.
  const Field* shared = nullptr;
  if (name == QLatin1String("traveltime")) shared = picture_->snapshot.find("reference");
  if (name == QLatin1String("reconstruction")) shared = picture_->snapshot.find("velocity");
  if (shared != nullptr) {
    colouring.min = shared->values.minCoeff();
    colouring.max = shared->values.maxCoeff();
  }
  view_->setField({picture_, field}, tr(quantity.title), unit);
  view_->setColouring(colouring);
}

void TrainingView::showPicture() {
  if (!picture_) {
    view_->setField(nullptr, {}, {});
    view_->setContours({}, 1.0, QStringLiteral("s"));
    view_->setReferenceContours({}, {});
    caption_->setText(tr("The picture comes with the first step."));
    return;
  }
  showField(quantity_->currentData().toString());
  view_->setContours(picture_->contours, picture_->interval > 0.0 ? picture_->interval : 1.0,
                     QStringLiteral("s"), tr("Network's traveltime"));
  view_->setReferenceContours(picture_->reference, tr("solver"));
  caption_->setText(measured());
}

/// The error of this one model, in words.
QString TrainingView::measured() const {
  const Snapshot& snapshot = picture_->snapshot;
  const QString step = tr("step %1").arg(QLocale().toString(qint64{snapshot.step}));
  const Field* error = snapshot.find("error");
  if (error == nullptr) return step;
  if (const Field* reference = snapshot.find("reference")) {
    const double rmae = error->values.mean() / reference->values.mean();
    return tr("%1: error of this model against the solver %2 %")
        .arg(step, QLocale().toString(100.0 * rmae, 'f', 2));
  }
  const Field* velocity = snapshot.find("velocity");
  const double spread = (velocity->values - velocity->values.mean()).matrix().norm();
  return tr("%1: error of this reconstruction %2 %")
      .arg(step, QLocale().toString(100.0 * error->values.matrix().norm() / spread, 'f', 1));
}

}  // namespace isochron
