// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/split_panel.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <algorithm>

#include "number_box.h"

namespace isochron {
namespace {

constexpr int kMostSeed = 999999999;

NumberBox* percent(const QString& name, const QString& tip, QWidget* parent) {
  auto* box = new NumberBox(false, parent);
  box->setRange(0.0, 100.0 * kLargestShare);
  box->setSingleStep(1.0);
  box->setSuffix(QStringLiteral(" %"));
  box->setAccessibleName(name);
  box->setToolTip(tip);
  return box;
}

}  // namespace

const std::vector<StageSplit>& stageSplits() {
  static const std::vector<StageSplit> splits = {
      {"latentpinn", QT_TRANSLATE_NOOP("SplitPanel", "latentPINN"), {0.02, 0.02, 0}},
      {"pca", QT_TRANSLATE_NOOP("SplitPanel", "principal components"), {0.05, 0.05, 0}},
      {"autoencoder", QT_TRANSLATE_NOOP("SplitPanel", "autoencoder"), {0.05, 0.05, 0}}};
  return splits;
}

SplitPanel::SplitPanel(QWidget* parent)
    : QWidget(parent),
      stage_(new QComboBox(this)),
      validation_(
          percent(tr("Validation share"),
                  tr("Models that are kept out of training to measure the error during it.\n"
                     "0 to 90 %, default 2 %. A new run in Train takes this share."),
                  this)),
      test_(percent(tr("Test share"),
                    tr("Models that are kept for a final test and not used in training at all.\n"
                       "0 to 90 %, default 2 %. A new run in Train takes this share."),
                    this)),
      seed_(new NumberBox(true, this)),
      text_(new QLabel(this)) {
  for (const StageSplit& split : stageSplits()) stage_->addItem(tr(split.title));
  stage_->addItem(tr("custom"));
  stage_->setAccessibleName(tr("Defaults of"));
  stage_->setToolTip(tr("Sets the default shares of this stage of training."));
  seed_->setRange(0, kMostSeed);
  seed_->setAccessibleName(tr("Seed"));
  seed_->setToolTip(
      tr("Random seed that decides which model goes into which part.\n0 to 999999999, "
         "default 0. A new run in Train takes this seed."));
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  text_->setMinimumHeight(2 * fontMetrics().height());
  auto* form = new QFormLayout(this);
  form->setContentsMargins(6, 4, 6, 4);
  form->setVerticalSpacing(3);
  form->addRow(tr("De&faults of"), stage_);
  form->addRow(tr("&Validation share"), validation_);
  form->addRow(tr("&Test share"), test_);
  form->addRow(tr("Se&ed"), seed_);
  form->addRow(text_);
  connect(stage_, &QComboBox::activated, this, &SplitPanel::takeStage);
  for (NumberBox* box : {validation_, test_, seed_})
    connect(box, &NumberBox::valueChanged, this, &SplitPanel::edited);
  takeStage();
}

void SplitPanel::setSettings(const SplitSettings& settings) {
  // 100 * (7 / 100) is not 7.
  if (settings != this->settings()) {
    validation_->setValue(100.0 * settings.validation);
    test_->setValue(100.0 * settings.test);
    seed_->setValue(static_cast<double>(settings.seed));
  }
  for (NumberBox* box : {validation_, test_, seed_}) box->restore();
  edited();
}

SplitSettings SplitPanel::settings() const {
  return {validation_->value() / 100.0, test_->value() / 100.0,
          static_cast<std::uint64_t>(seed_->value())};
}

void SplitPanel::takeStage() {
  const auto chosen = static_cast<std::size_t>(stage_->currentIndex());
  if (chosen >= stageSplits().size()) return;
  setSettings(stageSplits()[chosen].settings);
}

void SplitPanel::edited() {
  showStage();
  Q_EMIT settingsChanged();
}

void SplitPanel::showStage() {
  const std::vector<StageSplit>& splits = stageSplits();
  const auto same = [this](std::size_t i) {
    const SplitSettings now = settings();
    const SplitSettings& other = stageSplits()[i].settings;
    return std::abs(now.validation - other.validation) < 1e-9 &&
           std::abs(now.test - other.test) < 1e-9 && now.seed == other.seed;
  };
  const auto chosen = static_cast<std::size_t>(stage_->currentIndex());
  if (chosen < splits.size() && same(chosen)) return;
  std::size_t i = 0;
  while (i < splits.size() && !same(i)) ++i;
  stage_->setCurrentIndex(static_cast<int>(i));
}

void SplitPanel::showParts(const std::vector<Part>& parts) {
  const QLocale locale;
  const auto count = [&](Part part) {
    return locale.toString(qint64{std::count(parts.begin(), parts.end(), part)});
  };
  text_->setText(parts.empty()
                     ? QString()
                     : tr("%1 for training, %2 for validation, %3 for test")
                           .arg(count(Part::Training), count(Part::Validation), count(Part::Test)));
}

void SplitPanel::showProblem(const QString& sentence) { text_->setText(sentence); }

QString SplitPanel::text() const { return text_->text(); }

}  // namespace isochron
