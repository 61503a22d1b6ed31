// SPDX-License-Identifier: GPL-3.0-or-later
// Field painter: from a figure's values to what is drawn, for screen and files alike.
#pragma once

#include "draw_list.h"
#include "figure.h"
#include "figure_layout.h"
#include "figure_style.h"

namespace isochron {

/// The colours of a field, kept until something that they depend on changes.
class ColouredField {
 public:
  /// The image for a view of the figure on a screen with `scale` device pixels per logical one.
  const QImage& image(const Figure& figure, const ViewTransform& transform, double scale);
  /// The nodes that the last image shows.
  const NodeSelection& nodes() const { return nodes_; }

 private:
  std::shared_ptr<const Field> field_;
  Colouring colouring_;
  NodeSelection nodes_;
  QImage image_;
};

/// Field, contours, rays, axes and legend.
DrawList paintField(const Figure& figure, const FigureLayout& layout, const FigureStyle& style,
                    ColouredField& colours, double scale);

/// Handles, brush and draft: what changes while the pointer moves.
DrawList paintMarks(const Figure& figure, const Marks& marks, const FigureLayout& layout,
                    const FigureStyle& style);

/// "Traveltime contours every 0.1 s"; empty where there are none.
QString contourNote(const Figure& figure);

}  // namespace isochron
