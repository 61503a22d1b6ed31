// SPDX-License-Identifier: GPL-3.0-or-later
// FieldInteraction: what a press, a move and a release mean: dragging a handle, a stroke of the
// tool, or panning. Knows no widget, so that every rule can be tested alone.
#pragma once

#include <QPointF>
#include <Qt>
#include <functional>
#include <optional>
#include <vector>

#include "figure.h"
#include "view_transform.h"

namespace isochron {

/// What can be hit, at the moment of an event.
struct InteractionScene {
  ViewTransform transform;
  std::optional<Point> source;
  const std::vector<Point>& receivers;
  double handleSize = 12.0;  // of a receiver's triangle, logical pixels
};

/// The handle within the reach of a finger or pointer, the nearest one; a tie goes to the source.
std::optional<Handle> handleAt(const InteractionScene& scene, QPointF pixel);

/// The pixel moved inside the plot, as km, clamped to the grid.
Point positionAt(const ViewTransform& transform, QPointF pixel);

class FieldInteraction {
 public:
  enum class Mode { Idle, DraggingHandle, Stroking, Panning };

  /// What the owner does about it; all must be set. Positions lie inside the grid.
  struct Reactions {
    /// finished comes once per drag, and only if the handle has moved.
    std::function<void(Handle, Point, bool finished)> handleMoved;
    std::function<void(Point, Qt::KeyboardModifiers)> strokeBegan;
    std::function<void(Point, Qt::KeyboardModifiers)> strokeMoved;
    std::function<void(Point, Qt::KeyboardModifiers)> strokeEnded;
    std::function<void(QPointF pixels)> panned;
  };

  explicit FieldInteraction(Reactions reactions) : reactions_(std::move(reactions)) {}

  /// True where the press is used.
  bool press(const InteractionScene& scene, QPointF pixel, Qt::MouseButton button,
             Qt::KeyboardModifiers modifiers);
  void move(const InteractionScene& scene, QPointF pixel, Qt::KeyboardModifiers modifiers);
  void release(const InteractionScene& scene, QPointF pixel, Qt::MouseButton button,
               Qt::KeyboardModifiers modifiers);
  /// Escape: the handle returns to where it was. A stroke or a pan ends where it is.
  void cancel();
  /// While the space bar is down, the left button pans.
  void setPanKey(bool down) { panKey_ = down; }

  Mode mode() const { return mode_; }
  bool panKey() const { return panKey_; }
  /// The handle that is held.
  std::optional<Handle> held() const;

 private:
  void dragTo(const InteractionScene& scene, QPointF pixel);

  Reactions reactions_;
  Mode mode_ = Mode::Idle;
  Qt::MouseButton button_ = Qt::NoButton;
  bool panKey_ = false;
  Handle handle_;
  bool moved_ = false;
  Point start_;   // of the handle, km
  Point last_;    // position of handle or stroke, km
  QPointF grip_;  // from the pointer to the handle, pixels
  QPointF lastPixel_;
  Qt::KeyboardModifiers lastModifiers_;
};

}  // namespace isochron
