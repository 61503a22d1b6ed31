// SPDX-License-Identifier: GPL-3.0-or-later
// SettingSpec: what a setting of a stage is called, may be, and does, for people.
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "training/archive.h"

namespace isochron {

struct SettingSpec {
  enum class Type { Real, Whole, Choice, Switch, Text };
  enum class Group { Run, Loss, Learning, Network, Sampling, Machine };

  std::string key;  // of the stage's config
  QString label;
  QString unit;  // empty for none
  QString tip;   // what it does, in one or two sentences
  Group group = Group::Run;
  Type type = Type::Real;
  double min = 0.0;
  double max = 1.0;
  bool live = false;    // acts on the run that is under way; else it needs a reset
  QStringList choices;  // as the config has them
};

/// One for each setting of the stage, in the order in which they are shown; translated. A setting
/// that is not described gets its key as its label and a type from its value.
std::vector<SettingSpec> settingSpecs(const std::string& stage, const Json& settings);

/// The keys that have no description of their own: none, tests say.
std::vector<std::string> undescribedSettings(const std::string& stage, const Json& settings);

/// A run may be continued with another value than it began with, although the setting is not live.
bool mayDifferOnContinuing(const std::string& key);

QString title(SettingSpec::Group group);

/// The whole tooltip: what it does, its bounds, its default, and whether it acts live.
QString toolTip(const SettingSpec& spec, const Json& standard);

/// "0.004", "cosine", "1e-06": a value as it is typed.
QString valueText(const Json& value);

}  // namespace isochron
