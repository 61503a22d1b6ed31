// SPDX-License-Identifier: GPL-3.0-or-later
// ToolController: turns what the mouse does in the view into edits of the document.
#pragma once

#include <QObject>
#include <QPointF>
#include <functional>
#include <optional>

#include "project/document.h"
#include "tool_settings.h"

namespace isochron {

/// One drag is one undo step, with the result shown on the way. Knows no widget: positions come
/// in km, drafts go out as signals.
class ToolController : public QObject {
  Q_OBJECT
 public:
  /// `toPixels` tells how near two positions are on the screen.
  ToolController(Document& document, std::function<QPointF(Point)> toPixels,
                 QObject* parent = nullptr);

  Tool tool() const { return tool_; }
  void setTool(Tool tool);
  const ToolSettings& settings() const { return settings_; }
  void setSettings(const ToolSettings& settings);
  /// True between the press and the release of a drag that paints.
  bool isPainting() const { return painting_; }

  void begin(Point position);
  void move(Point position);
  void end(Point position);
  /// Drops the stroke or the polygon in the hand; the document is as before it.
  void cancel();

  /// Fills the polygon drawn so far; fewer than three corners are dropped.
  void closePolygon();
  void removeLastCorner();
  bool hasPolygon() const { return !polygon_.empty(); }

  /// The layer or gradient between two typed depths, km.
  void fillBetween(double firstDepth, double lastDepth);

 Q_SIGNALS:
  void toolChanged(isochron::Tool tool);
  void paintingChanged(bool painting);
  void draftChanged(const isochron::Polyline& draft, bool closed);
  /// The Move tool points at a place in the model.
  void pointedAt(isochron::Point position);
  /// What to do next, in words; empty when there is nothing to say.
  void hintChanged(const QString& hint);

 private:
  enum class Drag { None, Brush, Depths, Corner, FirstCorner, NewCorner, Body, Lasso, Point };

  void setPainting(bool painting);
  void dropStroke();
  Painting between(double firstDepth, double lastDepth) const;
  QString fillText() const;
  void beginPolygon(Point position);
  void movePolygon(Point position);
  void endPolygon(Point position);
  void showPolygon();
  bool near(Point a, Point b) const;
  /// The corner after whose edge to it `position` lies; the number of corners where none is near.
  std::size_t edgeAt(Point position) const;
  bool isInside(Point position) const;
  bool enclosesNothing() const;

  Document& document_;
  std::function<QPointF(Point)> toPixels_;
  Tool tool_ = Tool::Move;
  ToolSettings settings_;
  bool painting_ = false;
  Drag drag_ = Drag::None;
  Point start_;
  std::optional<BrushStroke> stroke_;
  Polyline polygon_;
  std::size_t corner_ = 0;  // the one being dragged
  Point last_;              // of the drag
};

}  // namespace isochron
