// SPDX-License-Identifier: GPL-3.0-or-later
// Figure: the values that a field view shows, and the marks that follow the pointer.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "colour_maps.h"
#include "field/contours.h"
#include "field/field.h"
#include "field_image.h"

namespace isochron {

/// Everything that belongs in an exported picture. Positions in km.
struct Figure {
  std::shared_ptr<const Field> field;
  QString quantity;
  QString unit;
  Colouring colouring;
  bool smooth = true;  // colours between the nodes; else one block a node
  ValueRange values;   // of the field
  std::vector<Contour> contours;
  double interval = 0.0;
  QString contourUnit;
  QString contourQuantity;
  bool contourLabels = true;
  std::vector<Contour> reference;  // dashed over the contours, to compare with
  QString referenceQuantity;
  std::vector<Polyline> rays;
  std::optional<Point> source;
  std::vector<Point> receivers;

  /// The range that the colours span: the colouring's, or that of the values.
  ValueRange colourRange() const {
    if (colouring.min < colouring.max) return {colouring.min, colouring.max};
    return values;
  }
};

/// Something on the field that can be dragged.
struct Handle {
  enum class Kind { Source, Receiver };
  Kind kind = Kind::Source;
  int index = 0;  // of the receiver
  friend bool operator==(const Handle&, const Handle&) = default;
};

/// What only the screen shows.
struct Marks {
  std::optional<Handle> active;  // under the pointer or held
  std::optional<Point> pointer;  // km
  std::optional<Point> brush;    // radii, km
  Polyline draft;
  bool draftClosed = false;
  bool focused = false;
};

}  // namespace isochron
