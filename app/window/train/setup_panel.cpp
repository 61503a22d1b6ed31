// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/setup_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "elided.h"
#include "field/error.h"
#include "number_box.h"
#include "train/settings_form.h"
#include "training/preset.h"

namespace isochron {
namespace {

const std::string kFirstPreset = "grf";

QComboBox* choice(QWidget* parent, const QString& name, const QString& tip) {
  auto* box = new ElidedComboBox(parent);
  box->setAccessibleName(name);
  box->setToolTip(tip);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(12);
  return box;
}

NumberBox* stopBox(bool whole, double max, double value, const QString& unit, QWidget* parent) {
  auto* box = new NumberBox(whole, parent);
  box->setRange(whole ? 1.0 : 1e-9, max);
  box->setSuffix(unit.isEmpty() ? QString() : QLatin1Char(' ') + unit);
  box->setValue(value);
  return box;
}

/// What a preset does not say of a stage is left to the stage's defaults.
Json settingsOrNone(const std::filesystem::path& presets, const std::string& name,
                    const std::string& stage) {
  try {
    return presetSettings(presets, name, stage);
  } catch (const Error&) {
    return Json::object();
  }
}

}  // namespace

SetupPanel::SetupPanel(Project& project, TrainController& controller, std::filesystem::path presets,
                       QWidget* parent)
    : QWidget(parent),
      project_(project),
      controller_(controller),
      presets_(std::move(presets)),
      form_(new SettingsForm) {
  buildChoices();
  buildStops();
  noticeBar_ = new QFrame(this);
  notice_ = new QLabel(noticeBar_);
  notice_->setWordWrap(true);
  notice_->setTextFormat(Qt::PlainText);
  apply_ = new QPushButton(tr("Reset"), noticeBar_);
  apply_->setToolTip(
      tr("Leave the run, which stays in the history; Play then begins a new one with "
         "these settings."));
  auto* noticeLayout = new QHBoxLayout(noticeBar_);
  noticeLayout->setContentsMargins(8, 4, 4, 4);
  noticeLayout->addWidget(notice_, 1);
  noticeLayout->addWidget(apply_);
  noticeBar_->setAutoFillBackground(true);
  noticeBar_->setBackgroundRole(QPalette::ToolTipBase);
  notice_->setForegroundRole(QPalette::ToolTipText);
  noticeBar_->hide();

  auto* content = new QWidget;
  auto* inside = new QVBoxLayout(content);
  inside->setContentsMargins(6, 4, 6, 4);
  inside->addWidget(stops_);
  inside->addWidget(form_, 1);
  auto* area = new QScrollArea(this);
  area->setWidget(content);
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2);
  layout->addWidget(choices_);
  layout->addWidget(noticeBar_);
  layout->addWidget(area, 1);
  overridden_ = new QLabel(this);
  overridden_->setWordWrap(true);
  overridden_->setTextFormat(Qt::PlainText);
  overridden_->setContentsMargins(8, 2, 8, 2);
  overridden_->setToolTip(
      tr("Split and seed are those of the panel Split in Data, velocity bounds those of the data "
         "set. What you change below holds until another data set is chosen."));
  layout->insertWidget(1, overridden_);
  connectAll();
  listPresets();
  listData();
  listLatents();
  takePreset();
  showSetup();
}

void SetupPanel::buildChoices() {
  choices_ = new QWidget(this);
  auto* form = new QFormLayout(choices_);
  form->setContentsMargins(8, 4, 8, 2);
  form->setVerticalSpacing(3);
  stage_ = choice(choices_, tr("Stage"), tr("What is trained. Another stage waits for Reset."));
  for (const StageKind& kind : stageKinds()) {
    stage_->addItem(QString::fromStdString(kind.title), QString::fromStdString(kind.name));
    stage_->setItemData(stage_->count() - 1, QString::fromStdString(kind.description),
                        Qt::ToolTipRole);
  }
  data_ = choice(
      choices_, tr("Data set"),
      tr("The velocity models to train on: the set that is chosen in Data, and everywhere. For a "
         "run, another set waits for Reset."));
  open_ = new QPushButton(tr("Open..."), choices_);
  open_->setToolTip(tr("Open a file with many velocity models: npy, npz, HDF5, SEG-Y and others."));
  auto* dataRow = new QHBoxLayout;
  dataRow->addWidget(data_, 1);
  dataRow->addWidget(open_);
  latents_ = choice(choices_, tr("Latents"),
                    tr("What describes a model to stage 2: a stage 1 that was trained before, or "
                       "principal components that are computed first. Others wait for Reset."));
  latentsLabel_ = new QLabel(tr("&Latents"), choices_);
  latentsLabel_->setBuddy(latents_);
  parent_ = new QLabel(choices_);
  parent_->setWordWrap(true);
  orphan_ = new QToolButton(choices_);
  orphan_->setText(QStringLiteral("✕"));
  orphan_->setAutoRaise(true);
  orphan_->setToolTip(tr("Begin with random weights instead."));
  orphan_->setAccessibleName(orphan_->toolTip());
  auto* latentsRow = new QHBoxLayout;
  latentsRow->addWidget(latents_, 1);
  latentsRow->addWidget(parent_, 1);
  latentsRow->addWidget(orphan_);
  preset_ = choice(choices_, tr("Preset"),
                   tr("Settings to start from. Choosing one replaces all settings below; it waits "
                      "for Reset."));
  defaults_ = new QToolButton(choices_);
  defaults_->setText(QStringLiteral("↺"));
  defaults_->setAutoRaise(true);
  defaults_->setToolTip(tr("All settings back to the preset's."));
  defaults_->setAccessibleName(defaults_->toolTip());
  auto* presetRow = new QHBoxLayout;
  presetRow->addWidget(preset_, 1);
  presetRow->addWidget(defaults_);
  // A label before a row of several has to be told whose it is.
  const auto label = [this](const QString& text, QWidget* of) {
    auto* made = new QLabel(text, choices_);
    made->setBuddy(of);
    return made;
  };
  form->addRow(label(tr("S&tage"), stage_), stage_);
  form->addRow(label(tr("&Data set"), data_), dataRow);
  form->addRow(latentsLabel_, latentsRow);
  form->addRow(label(tr("&Preset"), preset_), presetRow);
}

void SetupPanel::buildStops() {
  stops_ = new QGroupBox(tr("Stop, whichever comes first"));
  auto* form = new QFormLayout(stops_);
  form->setContentsMargins(6, 4, 2, 4);
  form->setVerticalSpacing(3);
  constexpr double kMostSteps = 1e9, kMostSeconds = 1e7;
  stopSteps_ = new QCheckBox(tr("after"), stops_);
  stopSeconds_ = new QCheckBox(tr("after"), stops_);
  stopError_ = new QCheckBox(tr("at an error of"), stops_);
  steps_ = stopBox(true, kMostSteps, 2000, tr("steps"), stops_);
  seconds_ = stopBox(false, kMostSeconds, 30, tr("s of training"), stops_);
  error_ = stopBox(false, 100.0, 2.0, tr("%"), stops_);
  const auto tips = [](QCheckBox* check, NumberBox* box, const QString& name, const QString& tip) {
    check->setToolTip(tip);
    check->setAccessibleName(name);
    box->setToolTip(tip);
    box->setAccessibleName(name);
  };
  const QString live = tr("\nA change acts on the current run at once.");
  tips(stopSteps_, steps_, tr("Stop after steps"),
       tr("The run ends after so many steps in all, from 1 to 1e9.") + live);
  tips(stopSeconds_, seconds_, tr("Stop after seconds"),
       tr("The run ends after so many seconds of training, pauses not counted, up to 1e7.") + live);
  tips(stopError_, error_, tr("Stop at an error"),
       tr("The run ends as soon as the validation error is this small, up to 100 %.") + live);
  form->addRow(stopSteps_, steps_);
  form->addRow(stopSeconds_, seconds_);
  form->addRow(stopError_, error_);
}

void SetupPanel::connectAll() {
  connect(stage_, &QComboBox::activated, this, [this] {
    TrainSetup setup = controller_.setup();
    setup.stage = stage_->currentData().toString().toStdString();
    setup.parent.clear();
    controller_.setSetup(setup);
    takePreset();
    showSetup();
  });
  connect(data_, &QComboBox::activated, this,
          [this] { project_.data().choose(data_->currentData().toULongLong()); });
  const auto follow = [this] {
    controller_.followData();
    showSetup();
  };
  connect(&project_.data(), &DataLibrary::chosenChanged, this, follow);
  connect(&project_.data(), &DataLibrary::splitChanged, this, follow);
  connect(&project_.data().scanner(), &SetScanner::found, this, &SetupPanel::showOverridden);
  connect(&controller_.library(), &LearningLoader::loaded, this, [this] {
    takePreset();
    showSetup();
  });
  connect(latents_, &QComboBox::activated, this, [this] {
    TrainSetup setup = controller_.setup();
    setup.latents = latents_->currentData().toULongLong();
    controller_.setSetup(setup);
  });
  const auto again = [this] {
    takePreset();
    showSetup();
  };
  connect(preset_, &QComboBox::activated, this, again);
  connect(defaults_, &QToolButton::clicked, this, again);
  connect(orphan_, &QToolButton::clicked, this, [this] {
    TrainSetup setup = controller_.setup();
    setup.parent.clear();
    controller_.setSetup(setup);
    showSetup();
  });
  connect(open_, &QPushButton::clicked, this, &SetupPanel::openDataRequested);
  connect(apply_, &QPushButton::clicked, this, &SetupPanel::resetRequested);
  connect(form_, &SettingsForm::changed, this, [this](const std::string& key, bool live) {
    controller_.change(key, form_->settings()[key], live);
    defaults_->setEnabled(form_->settings() != form_->standard());
    showOverridden();
  });
  for (QCheckBox* check : {stopSteps_, stopSeconds_, stopError_})
    connect(check, &QCheckBox::toggled, this, &SetupPanel::stopsEdited);
  for (NumberBox* box : {steps_, seconds_, error_})
    connect(box, &NumberBox::valueChanged, this, &SetupPanel::stopsEdited);
  connect(&project_.data(), &DataLibrary::listChanged, this, &SetupPanel::listData);
  connect(&project_.models(), &ModelLibrary::listChanged, this, &SetupPanel::listLatents);
  connect(&controller_, &TrainController::setupChanged, this, &SetupPanel::showSetup);
  connect(&controller_, &TrainController::stateChanged, this, &SetupPanel::showNotice);
}

void SetupPanel::listPresets() {
  for (const std::string& name : presetNames(presets_)) {
    preset_->addItem(QString::fromStdString(name), QString::fromStdString(name));
    preset_->setItemData(preset_->count() - 1, QString::fromStdString(presetTitle(presets_, name)),
                         Qt::ToolTipRole);
  }
  preset_->setCurrentIndex(std::max(0, preset_->findText(QString::fromStdString(kFirstPreset))));
}

void SetupPanel::listData() {
  const TrainSetup& setup = controller_.setup();
  const QSignalBlocker quiet(data_);
  data_->clear();
  for (const OpenDataSet& set : project_.data().sets())
    data_->addItem(
        tr("%1 (%2 models)").arg(set.title, QLocale().toString(qint64{set.data->count()})),
        QVariant::fromValue<qulonglong>(set.id));
  for (int i = 0; i < data_->count(); ++i)
    data_->setItemData(i, sizeText(*project_.data().sets()[static_cast<std::size_t>(i)].data),
                       Qt::ToolTipRole);
  data_->setEnabled(data_->count() > 0);
  if (data_->count() == 0) data_->setPlaceholderText(tr("none is open"));
  data_->setCurrentIndex(data_->findData(QVariant::fromValue<qulonglong>(setup.data)));
}

void SetupPanel::listLatents() {
  const TrainSetup& setup = controller_.setup();
  const QSignalBlocker quiet(latents_);
  latents_->clear();
  latents_->addItem(tr("principal components, computed first"), QVariant::fromValue<qulonglong>(0));
  for (const TrainedModel& model : project_.models().models())
    if (model.kind() == "pca" || model.kind() == "autoencoder")
      latents_->addItem(
          tr("%1 (%2)").arg(model.title, QString::fromStdString(stageKind(model.kind()).title)),
          QVariant::fromValue<qulonglong>(model.id));
  latents_->setCurrentIndex(
      std::max(0, latents_->findData(QVariant::fromValue<qulonglong>(setup.latents))));
}

void SetupPanel::takePreset() {
  if (!controller_.library().isLoaded()) return;  // it comes back once that is
  try {
    TrainSetup setup = controller_.setup();
    setup.preset = preset_->currentText().toStdString();
    setup.settings =
        completeSettings(setup.stage, settingsOrNone(presets_, setup.preset, setup.stage));
    setup.components = completeSettings("pca", settingsOrNone(presets_, setup.preset, "pca"));
    setup.standard = setup.settings;
    controller_.setSetup(setup);
    controller_.followData();
  } catch (const Error& failure) {
    Q_EMIT problem(QString::fromUtf8(failure.what()));
  }
}

void SetupPanel::showSetup() {
  const TrainSetup& setup = controller_.setup();
  stage_->setCurrentIndex(stage_->findData(QString::fromStdString(setup.stage)));
  if (const int preset = preset_->findText(QString::fromStdString(setup.preset)); preset >= 0)
    preset_->setCurrentIndex(preset);
  data_->setCurrentIndex(data_->findData(QVariant::fromValue<qulonglong>(setup.data)));
  const RunRecord* parent = controller_.store().find(setup.parent);
  const bool latents = stageKind(setup.stage).needsLatents;
  latentsLabel_->setVisible(latents);
  latents_->setVisible(latents && parent == nullptr);
  parent_->setVisible(latents && parent != nullptr);
  orphan_->setVisible(latents && parent != nullptr);
  if (parent) parent_->setText(tr("and weights of %1").arg(parent->name));
  form_->setSettings(setup.stage, setup.settings, setup.standard);
  defaults_->setEnabled(setup.settings != setup.standard);
  const QSignalBlocker a(stopSteps_), b(stopSeconds_), c(stopError_), d(steps_), e(seconds_),
      f(error_);
  stopSteps_->setChecked(setup.stop.steps.has_value());
  stopSeconds_->setChecked(setup.stop.seconds.has_value());
  stopError_->setChecked(setup.stop.error.has_value());
  if (setup.stop.steps) steps_->setValue(static_cast<double>(*setup.stop.steps));
  if (setup.stop.seconds) seconds_->setValue(*setup.stop.seconds);
  if (setup.stop.error) error_->setValue(100.0 * *setup.stop.error);
  showOverridden();
  showNotice();
}

void SetupPanel::stopsEdited() {
  // Typing a number means it.
  if (auto* box = qobject_cast<NumberBox*>(sender())) {
    const QSignalBlocker a(stopSteps_), b(stopSeconds_), c(stopError_);
    (box == steps_ ? stopSteps_ : box == seconds_ ? stopSeconds_ : stopError_)->setChecked(true);
  }
  StopConditions stop;
  if (stopSteps_->isChecked()) stop.steps = static_cast<std::int64_t>(steps_->value());
  if (stopSeconds_->isChecked()) stop.seconds = seconds_->value();
  if (stopError_->isChecked()) stop.error = error_->value() / 100.0;
  controller_.setStopConditions(stop);
}

void SetupPanel::showOverridden() {
  const QString sentence = controller_.overridden();
  overridden_->setText(sentence);
  overridden_->setVisible(!sentence.isEmpty());
}

void SetupPanel::showNotice() {
  const RunRecord* run = controller_.run();
  form_->setRunning(run && run->stage == controller_.setup().stage ? settingsNow(*run) : Json());
  const QStringList waiting = controller_.waitingChanges();
  noticeBar_->setVisible(!waiting.isEmpty());
  if (!waiting.isEmpty())
    notice_->setText(tr("%1 goes on as it began; Reset makes these hold: %2.")
                         .arg(run->name, waiting.join(QStringLiteral(", "))));
}

}  // namespace isochron
