// SPDX-License-Identifier: GPL-3.0-or-later
// The table of all settings of all stages.
#pragma once

#include <vector>

#include "train/setting_specs.h"

namespace isochron {

/// Texts untranslated. A setting of several stages that means the same has one row.
struct SettingRow {
  const char* stages;  // names, with blanks between them
  const char* key;
  const char* label;
  const char* unit;
  SettingSpec::Group group;
  SettingSpec::Type type;
  double min;
  double max;
  bool live;
  std::vector<const char*> choices;
  const char* tip;
};

const std::vector<SettingRow>& settingTable();

}  // namespace isochron
