// SPDX-License-Identifier: GPL-3.0-or-later
// FieldView's mouse, wheel, gestures and keys.
#include <QCursor>
#include <QPinchGesture>
#include <cmath>

#include "field_view_implementation.h"

namespace isochron {
namespace {

constexpr double kWheelZoom = 1.2;  // per notch
constexpr double kKeyZoom = 1.25;   // per key
constexpr double kKeyPan = 0.1;     // of the plot
constexpr double kNotch = 120.0;    // wheel units

}  // namespace

// --- pointer ---------------------------------------------------------------------------------

void FieldView::Implementation::moveHandle(Handle handle, Point position, bool finished) {
  if (handle.kind == Handle::Kind::Source) {
    figure.source = position;
    changeField();
    Q_EMIT widget.sourceDragged(position, finished);
    return;
  }
  const auto index = static_cast<std::size_t>(handle.index);
  if (index >= figure.receivers.size()) return;
  figure.receivers[index] = position;
  changeField();
  Q_EMIT widget.receiverDragged(handle.index, position, finished);
}

void FieldView::Implementation::leave() {
  if (!pointerInside) return;
  pointerInside = false;
  marks.pointer.reset();
  marks.active.reset();
  changeMarks();
  Q_EMIT widget.pointerLeft();
}

/// The view may have come under a pointer that stands still.
void FieldView::Implementation::findPointer() {
  QMetaObject::invokeMethod(
      &widget,
      [this] {
        const bool busy = interaction.mode() != FieldInteraction::Mode::Idle;
        if (widget.underMouse() && !pointerInside && !busy)
          follow(widget.mapFromGlobal(QCursor::pos()));
      },
      Qt::QueuedConnection);
}

void FieldView::Implementation::follow(QPointF pixel) {
  if (!transform().valid()) return;
  updateCursor(pixel);
  const bool dragging = interaction.mode() != FieldInteraction::Mode::Idle;
  const auto handle = dragging ? interaction.held() : handleAt(scene(), pixel);
  if (handle != marks.active) {
    marks.active = handle;
    changeMarks();
  }
  if (!dragging && !transform().plot().contains(pixel)) {
    const auto active = marks.active;
    leave();
    marks.active = active;  // a handle on the border can be grabbed from outside
    return;
  }
  pointerInside = true;
  marks.pointer = positionAt(transform(), pixel);
  if (marks.brush) changeMarks();
  Q_EMIT widget.pointerMoved(*marks.pointer);
}

void FieldView::Implementation::updateCursor(QPointF pixel) {
  using Mode = FieldInteraction::Mode;
  const Mode mode = interaction.mode();
  Qt::CursorShape shape = Qt::ArrowCursor;
  if (mode == Mode::DraggingHandle || mode == Mode::Panning) {
    shape = Qt::ClosedHandCursor;
  } else if (mode == Mode::Stroking) {
    shape = Qt::CrossCursor;
  } else if (handleAt(scene(), pixel) || interaction.panKey()) {
    shape = Qt::OpenHandCursor;
  } else if (transform().plot().contains(pixel)) {
    shape = Qt::CrossCursor;
  }
  if (widget.cursor().shape() != shape) widget.setCursor(shape);
}

bool FieldView::Implementation::mousePress(QMouseEvent& event) {
  if (!transform().valid()) return false;
  if (event.button() == Qt::RightButton) {
    const auto handle = handleAt(scene(), event.position());
    if (!handle || handle->kind != Handle::Kind::Receiver) return false;
    Q_EMIT widget.receiverRemoveRequested(handle->index);
    return true;
  }
  const bool used = interaction.press(scene(), event.position(), event.button(), event.modifiers());
  follow(event.position());
  return used;
}

bool FieldView::Implementation::mouseMove(QMouseEvent& event) {
  if (!transform().valid()) return false;
  interaction.move(scene(), event.position(), event.modifiers());
  follow(event.position());
  return true;
}

bool FieldView::Implementation::mouseRelease(QMouseEvent& event) {
  if (!transform().valid()) return false;
  interaction.release(scene(), event.position(), event.button(), event.modifiers());
  follow(event.position());
  return true;
}

bool FieldView::Implementation::mouseDoubleClick(QMouseEvent& event) {
  if (!transform().valid() || event.button() != Qt::LeftButton) return false;
  if (handleAt(scene(), event.position())) return mousePress(event);
  if (transform().plot().contains(event.position())) {
    Q_EMIT widget.doubleClicked(positionAt(transform(), event.position()));
  } else {
    widget.resetView();
  }
  return true;
}

bool FieldView::Implementation::wheel(QWheelEvent& event) {
  if (!transform().valid()) return false;
  const double notches = event.angleDelta().y() / kNotch;
  if (notches == 0.0) return false;
  widget.zoom(std::pow(kWheelZoom, notches), positionAt(transform(), event.position()));
  follow(event.position());
  return true;
}

bool FieldView::Implementation::pinch(QGestureEvent& event) {
  auto* gesture = static_cast<QPinchGesture*>(event.gesture(Qt::PinchGesture));
  if (gesture == nullptr || !transform().valid()) return false;
  const QPointF at = widget.mapFromGlobal(gesture->centerPoint());
  widget.zoom(gesture->scaleFactor(), positionAt(transform(), at));
  return true;
}

bool FieldView::Implementation::nativeGesture(QNativeGestureEvent& event) {
  if (event.gestureType() != Qt::ZoomNativeGesture || !transform().valid()) return false;
  widget.zoom(1.0 + event.value(), positionAt(transform(), event.position()));
  return true;
}

// --- keys --------------------------------------------------------------------------------------

bool FieldView::Implementation::keyPress(QKeyEvent& event) {
  if (!transform().valid()) return false;
  const QRectF plot = transform().plot();
  const Point middle = transform().toField(plot.center());
  const auto pan = [&](double x, double z) {
    setView(transform().panned({x * kKeyPan * plot.width(), z * kKeyPan * plot.height()}));
  };
  switch (event.key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      widget.zoom(kKeyZoom, middle);
      return true;
    case Qt::Key_Minus:
      widget.zoom(1.0 / kKeyZoom, middle);
      return true;
    case Qt::Key_Left:
      pan(1, 0);
      return true;
    case Qt::Key_Right:
      pan(-1, 0);
      return true;
    case Qt::Key_Up:
      pan(0, 1);
      return true;
    case Qt::Key_Down:
      pan(0, -1);
      return true;
    case Qt::Key_0:
    case Qt::Key_Home:
      widget.resetView();
      return true;
    case Qt::Key_Space:
      if (!event.isAutoRepeat()) interaction.setPanKey(true);
      return true;
    case Qt::Key_Escape:
      if (interaction.mode() == FieldInteraction::Mode::Idle) return false;
      interaction.cancel();
      return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      if (!marks.active || marks.active->kind != Handle::Kind::Receiver) return false;
      Q_EMIT widget.receiverRemoveRequested(marks.active->index);
      return true;
    default:
      return false;
  }
}

bool FieldView::Implementation::keyRelease(QKeyEvent& event) {
  if (event.key() != Qt::Key_Space) return false;
  if (!event.isAutoRepeat()) interaction.setPanKey(false);
  return true;
}

// --- dispatch ------------------------------------------------------------

bool FieldView::event(QEvent* event) {
  auto& self = *implementation_;
  bool used = false;
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      used = self.mousePress(*static_cast<QMouseEvent*>(event));
      break;
    case QEvent::MouseMove:
      used = self.mouseMove(*static_cast<QMouseEvent*>(event));
      break;
    case QEvent::MouseButtonRelease:
      used = self.mouseRelease(*static_cast<QMouseEvent*>(event));
      break;
    case QEvent::MouseButtonDblClick:
      used = self.mouseDoubleClick(*static_cast<QMouseEvent*>(event));
      break;
    case QEvent::Wheel:
      used = self.wheel(*static_cast<QWheelEvent*>(event));
      break;
    case QEvent::KeyPress:
      used = self.keyPress(*static_cast<QKeyEvent*>(event));
      break;
    case QEvent::KeyRelease:
      used = self.keyRelease(*static_cast<QKeyEvent*>(event));
      break;
    case QEvent::Gesture:
      used = self.pinch(*static_cast<QGestureEvent*>(event));
      break;
    case QEvent::NativeGesture:
      used = self.nativeGesture(*static_cast<QNativeGestureEvent*>(event));
      break;
    case QEvent::Leave:
      self.leave();
      break;
    case QEvent::Enter:
    case QEvent::Resize:
      self.findPointer();
      break;
    case QEvent::FocusIn:
    case QEvent::FocusOut: {
      const auto reason = static_cast<QFocusEvent*>(event)->reason();
      const bool byKey = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
      self.marks.focused = event->type() == QEvent::FocusIn && byKey;
      self.interaction.setPanKey(false);
      self.changeMarks();
      break;
    }
    case QEvent::Hide:
      self.interaction.cancel();
      self.leave();
      break;
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::LanguageChange:
      self.changeField();
      break;
    default:
      break;
  }
  if (used) {
    event->accept();
    return true;
  }
  return QOpenGLWidget::event(event);
}

}  // namespace isochron
