// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/choice_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "elided.h"
#include "number_box.h"

namespace isochron {
namespace {

constexpr int kTitleCharacters = 18;
constexpr int kSetRole = Qt::UserRole;
constexpr int kKindRole = Qt::UserRole + 1;

QString latentsTitle(const TrainedModel& model) {
  const std::string kind = model.kind();
  if (kind == "pca") return ChoiceBar::tr("%1 (principal components)").arg(model.title);
  if (kind == "autoencoder") return ChoiceBar::tr("%1 (autoencoder)").arg(model.title);
  return ChoiceBar::tr("%1 (latentPINN)").arg(model.title);
}

QComboBox* box(const QString& name, const QString& tip, QWidget* parent) {
  auto* result = new ElidedComboBox(parent);
  result->setAccessibleName(name);
  result->setToolTip(tip);
  result->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  result->setMinimumContentsLength(kTitleCharacters);
  return result;
}

}  // namespace

ChoiceBar::ChoiceBar(QWidget* parent)
    : QFrame(parent),
      latents_(
          box(tr("Latents"),
              tr("The trained stage 1 whose latents are looked at; a latentPINN holds its own, "
                 "and its traveltimes stand beside the solver's."),
              this)),
      families_(
          box(tr("Models"), tr("The models on the map: of an open data set, or generated."), this)),
      count_(new NumberBox(true, this)),
      chosen_(new ElidedLabel(this)),
      drawing_(new QPushButton(tr("Drawing"), this)) {
  count_->setRange(kFewestModels, kMostModels);
  count_->setValue(static_cast<double>(FamilyChoice().count));
  count_->setSingleStep(100);
  count_->setAccessibleName(tr("Number of models"));
  count_->setToolTip(
      tr("Models on the map, 10 to 2,000, default 500: an even choice from all of a data set, or "
         "the first seeds. Changing it encodes them anew."));
  chosen_->setToolTip(
      tr("The model that the pictures show. Click a point of the map for another."));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 3, 8, 3);
  layout->setSpacing(6);
  const auto named = [&](const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text, this);
    label->setBuddy(buddy);
    layout->addWidget(label);
    layout->addWidget(buddy);
  };
  named(tr("Latents of"), latents_);
  layout->addSpacing(10);
  named(tr("Models"), families_);
  named(tr("at most"), count_);
  layout->addSpacing(10);
  layout->addWidget(new QLabel(tr("Chosen:"), this));
  layout->addWidget(chosen_, 1);
  layout->addWidget(drawing_);
  connect(latents_, &QComboBox::activated, this, [this](int index) {
    if (index + 1 == latents_->count())
      Q_EMIT openAsked();
    else
      Q_EMIT latentsChosen(latents_->itemData(index).toULongLong());
  });
  connect(families_, &QComboBox::activated, this, &ChoiceBar::tellFamily);
  connect(count_, &NumberBox::valueChanged, this, &ChoiceBar::tellFamily);
  connect(drawing_, &QPushButton::clicked, this, &ChoiceBar::drawingAsked);
  setLists({}, {});
  setChosenTitle({}, true);
}

void ChoiceBar::setLists(const std::vector<TrainedModel>& models,
                         const std::vector<OpenDataSet>& sets) {
  const QSignalBlocker quietLatents(latents_), quietFamilies(families_);
  latents_->clear();
  for (const TrainedModel& model : models)
    if (hasLatents(model.kind()))
      latents_->addItem(latentsTitle(model), QVariant::fromValue<qulonglong>(model.id));
  if (latents_->count() == 0)
    latents_->addItem(tr("none is open"), QVariant::fromValue<qulonglong>(0));
  latents_->insertSeparator(latents_->count());
  latents_->addItem(tr("Open…"));
  families_->clear();
  const auto add = [this](const QString& title, std::uint64_t set, int kind) {
    families_->addItem(title);
    families_->setItemData(families_->count() - 1, QVariant::fromValue<qulonglong>(set), kSetRole);
    families_->setItemData(families_->count() - 1, kind, kKindRole);
  };
  for (const OpenDataSet& set : sets) add(set.title, set.id, 0);
  if (!sets.empty()) families_->insertSeparator(families_->count());
  std::vector<ModelKindInfo> kinds = variedKinds();
  // What networks are trained on comes first.
  std::stable_partition(kinds.begin(), kinds.end(), [](const ModelKindInfo& info) {
    return info.kind == ModelKind::RandomField;
  });
  for (const ModelKindInfo& info : kinds)
    add(tr("%1, generated").arg(QString::fromStdString(info.title)), 0,
        static_cast<int>(info.kind));
}

void ChoiceBar::setChoice(std::uint64_t latents, const FamilyChoice& family) {
  const QSignalBlocker quietLatents(latents_), quietFamilies(families_);
  latents_->setCurrentIndex(
      std::max(0, latents_->findData(QVariant::fromValue<qulonglong>(latents))));
  for (int i = 0; i < families_->count(); ++i) {
    const QVariant set = families_->itemData(i, kSetRole);
    if (!set.isValid() || set.toULongLong() != family.dataSet) continue;
    const int kind = families_->itemData(i, kKindRole).toInt();
    if (family.dataSet != 0 || kind == static_cast<int>(family.kind)) families_->setCurrentIndex(i);
  }
  count_->setValue(static_cast<double>(family.count));
}

void ChoiceBar::setChosenTitle(const QString& title, bool isDrawing) {
  chosen_->setText(title);
  drawing_->setEnabled(!isDrawing);
  drawing_->setToolTip(isDrawing ? tr("The drawing is chosen.")
                                 : tr("Look at the drawing of Explore (D)."));
}

QString ChoiceBar::chosenTitle() const { return chosen_->text(); }

void ChoiceBar::tellFamily() {
  FamilyChoice family;
  family.dataSet = families_->currentData(kSetRole).toULongLong();
  family.kind = static_cast<ModelKind>(families_->currentData(kKindRole).toInt());
  family.count = count_->count();
  Q_EMIT familyChosen(family);
}

}  // namespace isochron
