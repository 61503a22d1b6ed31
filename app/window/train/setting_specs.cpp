// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/setting_specs.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <limits>

#include "train/setting_table.h"

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Settings", text); }

SettingSpec translated(const SettingRow& row) {
  SettingSpec spec;
  spec.key = row.key;
  spec.label = tr(row.label);
  spec.unit = row.unit[0] == '\0' ? QString() : tr(row.unit);
  spec.tip = tr(row.tip);
  spec.group = row.group;
  spec.type = row.type;
  spec.min = row.min;
  spec.max = row.max;
  spec.live = row.live;
  for (const char* choice : row.choices) spec.choices += QString::fromLatin1(choice);
  return spec;
}

SettingSpec guessed(const std::string& key, const Json& value) {
  SettingSpec spec;
  spec.key = key;
  spec.label = QString::fromStdString(key);
  spec.tip = tr("A setting of this stage.");
  spec.group = SettingSpec::Group::Machine;
  constexpr double kLarge = 1e9;
  spec.min = -kLarge;
  spec.max = kLarge;
  spec.type = value.is_boolean()          ? SettingSpec::Type::Switch
              : value.is_number_integer() ? SettingSpec::Type::Whole
              : value.is_number()         ? SettingSpec::Type::Real
                                          : SettingSpec::Type::Text;
  return spec;
}

bool describes(const SettingRow& row, const std::string& stage, const std::string& key) {
  const std::string stages = row.stages;
  return key == row.key && stages.find(stage) != std::string::npos;
}

}  // namespace

std::vector<SettingSpec> settingSpecs(const std::string& stage, const Json& settings) {
  std::vector<SettingSpec> specs;
  for (const SettingRow& row : settingTable())
    if (settings.contains(row.key) && describes(row, stage, row.key))
      specs.push_back(translated(row));
  for (const std::string& key : undescribedSettings(stage, settings))
    specs.push_back(guessed(key, settings[key]));
  std::stable_sort(specs.begin(), specs.end(),
                   [](const SettingSpec& a, const SettingSpec& b) { return a.group < b.group; });
  return specs;
}

std::vector<std::string> undescribedSettings(const std::string& stage, const Json& settings) {
  std::vector<std::string> keys;
  const std::vector<SettingRow>& table = settingTable();
  for (const auto& [key, value] : settings.items()) {
    // Runs of version 0.1 have one; all stages compute on the processor.
    if (key == "device") continue;
    if (std::none_of(table.begin(), table.end(), [&, name = key](const SettingRow& row) {
          return describes(row, stage, name);
        }))
      keys.push_back(key);
  }
  return keys;
}

bool mayDifferOnContinuing(const std::string& key) {
  return key == "steps" || key == "epochs" || key == "validation_models" || key == "threads";
}

QString title(SettingSpec::Group group) {
  switch (group) {
    case SettingSpec::Group::Run:
      return tr("Length of the run");
    case SettingSpec::Group::Loss:
      return tr("Loss");
    case SettingSpec::Group::Learning:
      return tr("Optimisation");
    case SettingSpec::Group::Network:
      return tr("Network");
    case SettingSpec::Group::Sampling:
      return tr("Data and points");
    case SettingSpec::Group::Machine:
      return tr("Machine and random numbers");
  }
  return {};
}

QString toolTip(const SettingSpec& spec, const Json& standard) {
  QString text = spec.tip + QLatin1Char('\n');
  const auto number = [&](double value) {
    return spec.type == SettingSpec::Type::Whole ? QLocale().toString(std::int64_t(value))
                                                 : QLocale().toString(value, 'g', 6);
  };
  const QString unit = spec.unit.isEmpty() ? QString() : QLatin1Char(' ') + spec.unit;
  if (spec.type == SettingSpec::Type::Real || spec.type == SettingSpec::Type::Whole)
    text += tr("From %1 to %2%3, default %4.")
                .arg(number(spec.min), number(spec.max), unit, valueText(standard));
  else
    text += tr("Default: %1.").arg(valueText(standard));
  text += QLatin1Char('\n');
  text += spec.live ? tr("A change acts on the current run at once.")
                    : tr("A change acts on the next run: it waits for Reset.");
  return text;
}

QString valueText(const Json& value) {
  if (value.is_string()) return QString::fromStdString(value.get<std::string>());
  if (value.is_boolean()) return value.get<bool>() ? tr("on") : tr("off");
  if (value.is_number_unsigned()) return QLocale().toString(value.get<quint64>());
  if (value.is_number_integer()) return QLocale().toString(value.get<qint64>());
  if (value.is_number()) return QLocale().toString(value.get<double>(), 'g', 6);
  return QString::fromStdString(value.dump());
}

}  // namespace isochron
