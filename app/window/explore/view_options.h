// SPDX-License-Identifier: GPL-3.0-or-later
// ViewOptions: how the picture is drawn; not part of the document, so not undone.
#pragma once

#include <QString>
#include <optional>
#include <utility>

#include "answers/quantity.h"
#include "field_view.h"
#include "training/archive.h"

namespace isochron {

struct QuantityInfo {
  QString name;   // for menus: "Residual"
  QString title;  // for the legend: "|v |∇T| − 1|"
  QString unit;
};

/// Translated.
QuantityInfo quantityInfo(Quantity quantity);

/// Bounds of a contour interval, s.
inline constexpr double kLeastInterval = 1e-4;
inline constexpr double kMostInterval = 1000.0;

struct ViewOptions {
  Quantity quantity = Quantity::Velocity;
  bool contours = true;
  std::optional<double> interval;  // s; empty: chosen from the range
  bool labels = true;
  QString colourMap = QStringLiteral("viridis");
  bool inverted = false;
  std::optional<std::pair<double, double>> range;  // empty: the range of the values
  bool interpolated = true;  // between the nodes; else one block of colour a node
  Aspect aspect = Aspect::Stretched;
  bool rays = false;
  bool receivers = true;
};

/// As JSON, and back: what is missing or makes no sense is as in `standard`. Throws Json::exception
/// where `json` is no object.
Json toJson(const ViewOptions& options);
ViewOptions viewOptionsFrom(const Json& json, const ViewOptions& standard);

}  // namespace isochron
