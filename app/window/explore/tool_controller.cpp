// SPDX-License-Identifier: GPL-3.0-or-later
#include "tool_controller.h"

#include <QLineF>
#include <QPolygonF>
#include <algorithm>

namespace isochron {
namespace {

constexpr double kNearPixels = 8.0;
// Distance of the ends of a line against its length: above, it encloses next to nothing.
constexpr double kStraight = 0.8;

}  // namespace

Point brushRadii(const ToolSettings& settings, const Grid& grid) {
  const double radius = settings.size / 2;
  if (settings.sizeUnit == BrushUnit::Kilometres) return {radius, radius};
  return {radius * grid.dx, radius * grid.dz};
}

Brush brushFor(const ToolSettings& settings, const Grid& grid) {
  const Point radii = brushRadii(settings, grid);
  const double value = settings.mode == BrushMode::Add ? settings.added : settings.value;
  return {settings.mode, value, radii.x, radii.z, settings.softness};
}

ToolController::ToolController(Document& document, std::function<QPointF(Point)> toPixels,
                               QObject* parent)
    : QObject(parent), document_(document), toPixels_(std::move(toPixels)) {
  // Undo, redo or another model in the middle of a stroke: what is in the hand is void.
  connect(&document_, &Document::recorded, this, &ToolController::dropStroke);
}

void ToolController::setTool(Tool tool) {
  if (tool == tool_) return;
  cancel();
  tool_ = tool;
  Q_EMIT toolChanged(tool);
}

void ToolController::setSettings(const ToolSettings& settings) { settings_ = settings; }

void ToolController::setPainting(bool painting) {
  if (painting == painting_) return;
  painting_ = painting;
  Q_EMIT paintingChanged(painting);
}

void ToolController::begin(Point position) {
  start_ = position;
  switch (tool_) {
    case Tool::Move:
      drag_ = Drag::Point;
      Q_EMIT pointedAt(position);
      return;
    case Tool::Receivers:
      document_.addReceiver(position);
      return;
    case Tool::Brush:
      setPainting(true);
      stroke_.emplace(document_.grid(), document_.model()->velocity(),
                      brushFor(settings_, document_.grid()));
      drag_ = Drag::Brush;
      return move(position);
    case Tool::Polygon:
      return beginPolygon(position);
    case Tool::Layer:
    case Tool::Gradient:
      setPainting(true);
      drag_ = Drag::Depths;
      return;
  }
}

void ToolController::move(Point position) {
  switch (drag_) {
    case Drag::None:
      return;
    case Drag::Point:
      Q_EMIT pointedAt(position);
      return;
    case Drag::Brush:
      if (!stroke_->moveTo(position).empty()) document_.previewVelocity(stroke_->velocity());
      return;
    case Drag::Depths: {
      document_.cancelPreview();
      document_.previewVelocity(between(start_.z, position.z).velocity);
      const Grid& grid = document_.grid();
      Q_EMIT draftChanged({{grid.origin.x, start_.z},
                           {grid.end().x, start_.z},
                           {grid.end().x, position.z},
                           {grid.origin.x, position.z}},
                          true);
      return;
    }
    default:
      return movePolygon(position);
  }
}

void ToolController::end(Point position) {
  const Drag drag = std::exchange(drag_, Drag::None);
  if (drag == Drag::Brush) {
    const BrushStroke stroke = *std::move(stroke_);
    stroke_.reset();
    document_.setVelocity({stroke.velocity(), stroke.changed()},
                          settings_.mode == BrushMode::Smooth ? tr("Smooth") : tr("Brush stroke"));
  } else if (drag == Drag::Depths) {
    document_.cancelPreview();
    Q_EMIT draftChanged({}, false);
    if (!near(start_, position)) fillBetween(start_.z, position.z);
  } else if (drag != Drag::None && drag != Drag::Point) {
    drag_ = drag;
    return endPolygon(position);
  }
  setPainting(false);
}

void ToolController::cancel() {
  const bool shown = painting_;
  dropStroke();
  if (shown) document_.cancelPreview();
  polygon_.clear();
  Q_EMIT draftChanged({}, false);
  Q_EMIT hintChanged({});
}

void ToolController::dropStroke() {
  const bool drewDepths = drag_ == Drag::Depths;
  stroke_.reset();
  drag_ = Drag::None;
  setPainting(false);
  if (drewDepths) Q_EMIT draftChanged({}, false);
}

// --- layer and gradient -------------------------------------------------------------------------

Painting ToolController::between(double firstDepth, double lastDepth) const {
  const Grid& grid = document_.grid();
  const Array& velocity = document_.model()->velocity();
  // The gradient's top velocity belongs to the shallower depth, whichever way the mouse went.
  const auto [top, bottom] = std::minmax(firstDepth, lastDepth);
  if (tool_ == Tool::Gradient)
    return paintGradient(grid, velocity, top, bottom, settings_.top, settings_.bottom);
  return paintLayer(grid, velocity, top, bottom, settings_.value);
}

QString ToolController::fillText() const {
  return tool_ == Tool::Gradient ? tr("Fill gradient") : tr("Fill layer");
}

void ToolController::fillBetween(double firstDepth, double lastDepth) {
  document_.setVelocity(between(firstDepth, lastDepth), fillText());
}

// --- polygon ------------------------------------------------------------------------------------

bool ToolController::near(Point a, Point b) const {
  return QLineF(toPixels_(a), toPixels_(b)).length() < kNearPixels;
}

std::size_t ToolController::edgeAt(Point position) const {
  const QPointF at = toPixels_(position);
  for (std::size_t i = 0; i < polygon_.size(); ++i) {
    const QPointF a = toPixels_(polygon_[i]);
    const QPointF edge = toPixels_(polygon_[(i + 1) % polygon_.size()]) - a;
    const double length = QPointF::dotProduct(edge, edge);
    if (length == 0.0) continue;
    const double share = std::clamp(QPointF::dotProduct(at - a, edge) / length, 0.0, 1.0);
    if (QLineF(at, a + share * edge).length() < kNearPixels) return i + 1;
  }
  return polygon_.size() + 1;
}

bool ToolController::isInside(Point position) const {
  QPolygonF outline;
  for (const Point& corner : polygon_) outline.append(toPixels_(corner));
  return outline.containsPoint(toPixels_(position), Qt::OddEvenFill);
}

// A drag that does not come back, as of somebody who wants to move a body that is painted already.
bool ToolController::enclosesNothing() const {
  double length = 0.0;
  for (std::size_t i = 1; i < polygon_.size(); ++i)
    length += QLineF(toPixels_(polygon_[i - 1]), toPixels_(polygon_[i])).length();
  const double apart = QLineF(toPixels_(polygon_.front()), toPixels_(polygon_.back())).length();
  return apart > kStraight * length;
}

void ToolController::beginPolygon(Point position) {
  last_ = position;
  const bool closed = polygon_.size() >= 3;
  const auto hit = std::find_if(polygon_.begin(), polygon_.end(),
                                [&](Point corner) { return near(corner, position); });
  corner_ = static_cast<std::size_t>(hit - polygon_.begin());
  if (hit != polygon_.end()) {
    drag_ = closed && corner_ == 0 ? Drag::FirstCorner : Drag::Corner;
  } else if (const std::size_t after = edgeAt(position); closed && after <= polygon_.size()) {
    corner_ = after;
    polygon_.insert(polygon_.begin() + static_cast<std::ptrdiff_t>(after), position);
    drag_ = Drag::Corner;
  } else if (closed && isInside(position)) {
    drag_ = Drag::Body;
  } else {
    polygon_.push_back(position);
    drag_ = polygon_.size() == 1 ? Drag::Lasso : closed ? Drag::NewCorner : Drag::Corner;
  }
  showPolygon();
}

void ToolController::movePolygon(Point position) {
  // A click moves the hand a little, too.
  if ((drag_ == Drag::FirstCorner || drag_ == Drag::NewCorner) && near(position, start_)) return;
  if (drag_ == Drag::FirstCorner) drag_ = Drag::Corner;
  if (drag_ == Drag::NewCorner) {
    // Not a spike to where the drag ends.
    polygon_.pop_back();
    drag_ = Drag::None;
  } else if (drag_ == Drag::Body) {
    if (last_ == start_ && near(position, start_)) return;
    for (Point& corner : polygon_)
      corner = {corner.x + position.x - last_.x, corner.z + position.z - last_.z};
    last_ = position;
  } else if (drag_ == Drag::Corner) {
    polygon_[corner_] = position;
  } else if (!near(position, polygon_.back())) {
    polygon_.push_back(position);
  }
  showPolygon();
}

void ToolController::endPolygon(Point) {
  const Drag drag = std::exchange(drag_, Drag::None);
  if (drag == Drag::FirstCorner) return closePolygon();
  if (drag == Drag::Body && last_ == start_) {
    polygon_.push_back(start_);  // a click: bodies may be concave
    return showPolygon();
  }
  if (drag != Drag::Lasso || polygon_.size() < 3) return;
  if (!enclosesNothing()) return closePolygon();
  polygon_.clear();
  showPolygon();
  Q_EMIT hintChanged(
      tr("Nothing was painted: an outline drawn in one drag has to lead back to where it began. "
         "Undo takes back a body that was painted before."));
}

void ToolController::closePolygon() {
  const Polyline corners = std::exchange(polygon_, {});
  drag_ = Drag::None;
  showPolygon();
  document_.setVelocity(
      paintPolygon(document_.grid(), document_.model()->velocity(), corners, settings_.value),
      tr("Fill polygon"));
}

void ToolController::removeLastCorner() {
  if (polygon_.empty()) return;
  polygon_.pop_back();
  drag_ = Drag::None;
  showPolygon();
}

void ToolController::showPolygon() {
  Q_EMIT draftChanged(polygon_, polygon_.size() > 2);
  Q_EMIT hintChanged(polygon_.empty()
                         ? QString()
                         : tr("Click to add corners; drag a corner, an edge or the whole. Enter or "
                              "a click on the first corner fills the polygon, Backspace removes "
                              "the last corner, Esc drops the polygon."));
}

}  // namespace isochron
