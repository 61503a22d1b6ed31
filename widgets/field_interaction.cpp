// SPDX-License-Identifier: GPL-3.0-or-later
// The state machine of the mouse.
#include "field_interaction.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isochron {
namespace {

constexpr double kReach = 11.0;  // logical pixels about a handle

double distanceTo(QPointF a, QPointF b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

Point handlePosition(const InteractionScene& scene, Handle handle) {
  return handle.kind == Handle::Kind::Source
             ? *scene.source
             : scene.receivers[static_cast<std::size_t>(handle.index)];
}

bool exists(const InteractionScene& scene, Handle handle) {
  if (handle.kind == Handle::Kind::Source) return scene.source.has_value();
  return handle.index >= 0 && static_cast<std::size_t>(handle.index) < scene.receivers.size();
}

}  // namespace

std::optional<Handle> handleAt(const InteractionScene& scene, QPointF pixel) {
  const QRectF seen = scene.transform.plot().adjusted(-1.0, -1.0, 1.0, 1.0);
  std::optional<Handle> nearest;
  double least = kReach;
  const auto offer = [&](Handle handle, QPointF at, double reachAbove) {
    if (!seen.contains(at)) return;
    // A triangle stands on its tip: both ends of it are near enough to grab.
    const double away =
        std::min(distanceTo(pixel, at), distanceTo(pixel, at - QPointF(0, reachAbove)));
    if (away > least || (nearest && away == least)) return;
    least = away;
    nearest = handle;
  };
  if (scene.source) {
    offer({Handle::Kind::Source, 0}, scene.transform.toPixel(*scene.source), 0.0);
  }
  for (std::size_t i = 0; i < scene.receivers.size(); ++i) {
    offer({Handle::Kind::Receiver, static_cast<int>(i)},
          scene.transform.toPixel(scene.receivers[i]), 0.6 * scene.handleSize);
  }
  return nearest;
}

Point positionAt(const ViewTransform& transform, QPointF pixel) {
  const QRectF plot = transform.plot();
  const QPointF inside(std::clamp(pixel.x(), plot.left(), plot.right()),
                       std::clamp(pixel.y(), plot.top(), plot.bottom()));
  return transform.grid.clamp(transform.toField(inside));
}

std::optional<Handle> FieldInteraction::held() const {
  if (mode_ != Mode::DraggingHandle) return std::nullopt;
  return handle_;
}

bool FieldInteraction::press(const InteractionScene& scene, QPointF pixel, Qt::MouseButton button,
                             Qt::KeyboardModifiers modifiers) {
  if (mode_ != Mode::Idle) return true;
  const bool pans = button == Qt::MiddleButton || (button == Qt::LeftButton && panKey_);
  if (!pans && button != Qt::LeftButton) return false;
  button_ = button;
  lastPixel_ = pixel;
  lastModifiers_ = modifiers;
  if (pans) {
    mode_ = Mode::Panning;
    return true;
  }
  if (const auto handle = handleAt(scene, pixel)) {
    mode_ = Mode::DraggingHandle;
    handle_ = *handle;
    moved_ = false;
    start_ = last_ = handlePosition(scene, handle_);
    grip_ = scene.transform.toPixel(start_) - pixel;
    return true;
  }
  if (!scene.transform.plot().contains(pixel)) return false;
  mode_ = Mode::Stroking;
  last_ = positionAt(scene.transform, pixel);
  reactions_.strokeBegan(last_, modifiers);
  return true;
}

void FieldInteraction::dragTo(const InteractionScene& scene, QPointF pixel) {
  if (!exists(scene, handle_)) return;
  const Point position = positionAt(scene.transform, pixel + grip_);
  if (position == last_ || pixel == lastPixel_) return;
  last_ = position;
  moved_ = true;
  reactions_.handleMoved(handle_, position, false);
}

void FieldInteraction::move(const InteractionScene& scene, QPointF pixel,
                            Qt::KeyboardModifiers modifiers) {
  lastModifiers_ = modifiers;
  switch (mode_) {
    case Mode::Idle:
      break;
    case Mode::DraggingHandle:
      dragTo(scene, pixel);
      break;
    case Mode::Stroking:
      last_ = positionAt(scene.transform, pixel);
      reactions_.strokeMoved(last_, modifiers);
      break;
    case Mode::Panning:
      reactions_.panned(pixel - lastPixel_);
      break;
  }
  lastPixel_ = pixel;
}

void FieldInteraction::release(const InteractionScene& scene, QPointF pixel, Qt::MouseButton button,
                               Qt::KeyboardModifiers modifiers) {
  if (mode_ == Mode::Idle || button != button_) return;
  const Mode ended = mode_;
  if (ended == Mode::DraggingHandle) dragTo(scene, pixel);
  mode_ = Mode::Idle;
  if (ended == Mode::DraggingHandle && moved_) reactions_.handleMoved(handle_, last_, true);
  if (ended == Mode::Stroking) {
    reactions_.strokeEnded(positionAt(scene.transform, pixel), modifiers);
  }
}

void FieldInteraction::cancel() {
  const Mode ended = mode_;
  mode_ = Mode::Idle;
  if (ended == Mode::DraggingHandle && moved_) reactions_.handleMoved(handle_, start_, true);
  if (ended == Mode::Stroking) reactions_.strokeEnded(last_, lastModifiers_);
}

}  // namespace isochron
