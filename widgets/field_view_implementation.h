// SPDX-License-Identifier: GPL-3.0-or-later
// FieldView::Implementation: what a field view holds, between its events and its drawing.
#pragma once

#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include "field_interaction.h"
#include "field_painter.h"
#include "field_view.h"
#include "vtk_canvas.h"

namespace isochron {

struct FieldView::Implementation {
  explicit Implementation(FieldView& owner) : widget(owner), interaction(reactions()) {}

  FieldView& widget;
  Figure figure;
  Marks marks;
  ViewTransform view;  // zoom and centre; the layout gives it its area
  FieldInteraction interaction;
  ColouredField colours;
  std::unique_ptr<VtkCanvas> canvas;
  FigureLayout layout;
  QSize layoutSize;
  bool layoutStale = true;
  bool fieldStale = true;
  bool marksStale = true;
  bool pointerInside = false;
  QMetaObject::Connection contextLoss;

  FieldInteraction::Reactions reactions();
  FigureStyle style() const;
  const FigureLayout& currentLayout();
  const ViewTransform& transform() { return currentLayout().transform; }
  InteractionScene scene();

  void changeField();
  void changeMarks();
  void setView(const ViewTransform& changed);
  void releaseCanvas();
  void paint();

  void moveHandle(Handle handle, Point position, bool finished);
  void follow(QPointF pixel);
  void leave();
  void findPointer();
  void updateCursor(QPointF pixel);

  bool mousePress(QMouseEvent& event);
  bool mouseMove(QMouseEvent& event);
  bool mouseRelease(QMouseEvent& event);
  bool mouseDoubleClick(QMouseEvent& event);
  bool wheel(QWheelEvent& event);
  bool keyPress(QKeyEvent& event);
  bool keyRelease(QKeyEvent& event);
  bool pinch(QGestureEvent& event);
  bool nativeGesture(QNativeGestureEvent& event);
};

}  // namespace isochron
