// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/set_split.h"

#include <QCoreApplication>

#include "data/dataset.h"

namespace isochron {

std::vector<Part> partsOf(std::int64_t count, const SplitSettings& settings) {
  const DataSplit split = splitModels(count, settings.validation, settings.test, settings.seed);
  std::vector<Part> parts(static_cast<std::size_t>(count), Part::Training);
  for (const std::int64_t model : split.validation)
    parts[static_cast<std::size_t>(model)] = Part::Validation;
  for (const std::int64_t model : split.test) parts[static_cast<std::size_t>(model)] = Part::Test;
  return parts;
}

QString partName(Part part) {
  switch (part) {
    case Part::Training:
      return QCoreApplication::translate("SetSplit", "training");
    case Part::Validation:
      return QCoreApplication::translate("SetSplit", "validation");
    case Part::Test:
      return QCoreApplication::translate("SetSplit", "test");
  }
  return {};
}

}  // namespace isochron
