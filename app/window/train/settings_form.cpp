// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/settings_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "number_box.h"

namespace isochron {
namespace {

using Type = SettingSpec::Type;

/// Takes its place in the layout whether it is shown or not, so that rows do not jump.
QToolButton* resetButton(QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(QStringLiteral("↺"));
  button->setAutoRaise(true);
  button->setFixedWidth(button->fontMetrics().horizontalAdvance(QStringLiteral("↺")) + 8);
  QSizePolicy policy = button->sizePolicy();
  policy.setRetainSizeWhenHidden(true);
  button->setSizePolicy(policy);
  return button;
}

}  // namespace

SettingsForm::SettingsForm(QWidget* parent) : QWidget(parent), groups_(new QVBoxLayout(this)) {
  groups_->setContentsMargins(0, 0, 0, 0);
  groups_->setSpacing(6);
}

void SettingsForm::setSettings(const std::string& stage, const Json& settings,
                               const Json& standard) {
  while (QLayoutItem* item = groups_->takeAt(0)) {
    // What is being clicked now may be among them.
    if (item->widget()) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  rows_.clear();
  settings_ = settings;
  standard_ = standard;
  running_ = Json();
  QFormLayout* form = nullptr;
  std::optional<SettingSpec::Group> group;
  for (const SettingSpec& spec : settingSpecs(stage, settings)) {
    if (group != spec.group) {
      group = spec.group;
      auto* box = new QGroupBox(title(spec.group), this);
      form = new QFormLayout(box);
      form->setContentsMargins(6, 4, 2, 4);
      form->setVerticalSpacing(3);
      form->setRowWrapPolicy(QFormLayout::WrapLongRows);
      form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
      groups_->addWidget(box);
    }
    addRow(form, spec);
  }
  groups_->addStretch(1);
}

void SettingsForm::addRow(QFormLayout* form, const SettingSpec& spec) {
  Row& row = rows_[spec.key];
  row.spec = spec;
  row.label = new QLabel(spec.label, this);
  row.control = makeControl(spec);
  row.control->setObjectName(QString::fromStdString(spec.key));
  row.control->setAccessibleName(spec.label);
  row.label->setBuddy(row.control);
  row.reset = isochron::resetButton(this);
  auto* field = new QHBoxLayout;
  field->setSpacing(0);
  field->addWidget(row.control, 1);
  field->addWidget(row.reset);
  form->addRow(row.label, field);
  const QString tip = isochron::toolTip(spec, standard_.value(spec.key, Json()));
  row.label->setToolTip(tip);
  row.control->setToolTip(tip);
  row.reset->setToolTip(
      tr("Back to %1, the preset's value.").arg(valueText(standard_.value(spec.key, Json()))));
  row.reset->setAccessibleName(tr("%1: back to the preset's value").arg(spec.label));
  connect(row.reset, &QToolButton::clicked, this, [this, key = spec.key] {
    setValue(key, standard_.value(key, Json()));
    Q_EMIT changed(key, rows_.at(key).spec.live);
  });
  showValue(row);
  showMarks(row);
}

QWidget* SettingsForm::makeControl(const SettingSpec& spec) {
  const std::string key = spec.key;
  if (spec.type == Type::Switch) {
    auto* box = new QCheckBox(this);
    connect(box, &QCheckBox::toggled, this, [this, key](bool on) { edited(key, on); });
    return box;
  }
  if (spec.type == Type::Choice) {
    auto* box = new QComboBox(this);
    box->addItems(spec.choices);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->installEventFilter(this);
    box->setFocusPolicy(Qt::StrongFocus);
    connect(box, &QComboBox::currentTextChanged, this, [this, key](const QString& text) {
      // Some choices are numbers.
      edited(key, settings_[key].is_number() ? Json(text.toLongLong()) : Json(text.toStdString()));
    });
    return box;
  }
  if (spec.type == Type::Text) {
    auto* line = new QLineEdit(this);
    connect(line, &QLineEdit::editingFinished, this,
            [this, key, line] { edited(key, line->text().toStdString()); });
    return line;
  }
  auto* box = new NumberBox(spec.type == Type::Whole, this);
  // A preset or the command line may go beyond what is useful to most.
  double min = spec.min, max = spec.max;
  for (const Json* known : {&settings_, &standard_})
    if (const Json value = known->value(key, Json()); value.is_number()) {
      min = std::min(min, value.get<double>());
      max = std::max(max, value.get<double>());
    }
  box->setRange(min, max);
  box->setSuffix(spec.unit.isEmpty() ? QString() : QLatin1Char(' ') + spec.unit);
  box->installEventFilter(this);
  box->setFocusPolicy(Qt::StrongFocus);
  const bool whole = spec.type == Type::Whole;
  connect(box, &NumberBox::valueChanged, this, [this, key, whole](double value) {
    edited(key, whole ? Json(static_cast<std::int64_t>(value)) : Json(value));
  });
  return box;
}

void SettingsForm::edited(const std::string& key, const Json& value) {
  if (settings_[key] == value) return;
  settings_[key] = value;
  showMarks(rows_.at(key));
  Q_EMIT changed(key, rows_.at(key).spec.live);
}

void SettingsForm::setValue(const std::string& key, const Json& value) {
  const auto found = rows_.find(key);
  if (found == rows_.end()) return;
  settings_[key] = value;
  showValue(found->second);
  showMarks(found->second);
}

void SettingsForm::setRunning(const Json& running) {
  running_ = running;
  for (const auto& [key, row] : rows_) showMarks(row);
}

void SettingsForm::showValue(const Row& row) {
  const Json& value = settings_[row.spec.key];
  const QSignalBlocker quiet(row.control);
  if (auto* check = qobject_cast<QCheckBox*>(row.control)) check->setChecked(value == true);
  if (auto* box = qobject_cast<QComboBox*>(row.control)) box->setCurrentText(valueText(value));
  if (auto* line = qobject_cast<QLineEdit*>(row.control)) line->setText(valueText(value));
  if (auto* box = qobject_cast<NumberBox*>(row.control))
    box->setValue(value.is_number() ? value.get<double>() : 0.0);
}

void SettingsForm::showMarks(const Row& row) {
  const std::string& key = row.spec.key;
  row.reset->setVisible(settings_[key] != standard_.value(key, Json()));
  const bool waits =
      running_.is_object() && running_.contains(key) && running_[key] != settings_[key];
  QFont font = row.label->font();
  font.setItalic(waits);
  row.label->setFont(font);
  row.label->setText(waits ? row.spec.label + QStringLiteral(" *") : row.spec.label);
}

QWidget* SettingsForm::control(const std::string& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : found->second.control;
}

QToolButton* SettingsForm::resetButton(const std::string& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() ? nullptr : found->second.reset;
}

/// The wheel scrolls the panel; it must not change numbers in passing.
bool SettingsForm::eventFilter(QObject* watched, QEvent* event) {
  const auto* widget = qobject_cast<QWidget*>(watched);
  if (event->type() != QEvent::Wheel || !widget || widget->hasFocus())
    return QWidget::eventFilter(watched, event);
  event->ignore();
  return true;
}

}  // namespace isochron
