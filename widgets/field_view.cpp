// SPDX-License-Identifier: GPL-3.0-or-later
// The widget: Qt's events in, draw lists out.
#include "field_view.h"

#include <QFontInfo>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QOpenGLContext>
#include <QPinchGesture>
#include <QSurfaceFormat>
#include <QWheelEvent>
#include <cmath>

#include "field_interaction.h"
#include "field_painter.h"
#include "figure_export.h"
#include "vtk_canvas.h"

namespace isochron {
namespace {

constexpr double kWheelZoom = 1.2;  // per notch
constexpr double kKeyZoom = 1.25;   // per key
constexpr double kKeyPan = 0.1;     // of the plot
constexpr double kNotch = 120.0;    // wheel units

QSurfaceFormat contextForVtk() {
  QSurfaceFormat format;
  format.setRenderableType(QSurfaceFormat::OpenGL);
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  return format;
}

}  // namespace

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

FieldInteraction::Reactions FieldView::Implementation::reactions() {
  FieldInteraction::Reactions result;
  result.handleMoved = [this](Handle handle, Point p, bool finished) {
    moveHandle(handle, p, finished);
  };
  result.strokeBegan = [this](Point p, Qt::KeyboardModifiers m) {
    Q_EMIT widget.strokeBegan(p, m);
  };
  result.strokeMoved = [this](Point p, Qt::KeyboardModifiers m) {
    Q_EMIT widget.strokeMoved(p, m);
  };
  result.strokeEnded = [this](Point p, Qt::KeyboardModifiers m) {
    Q_EMIT widget.strokeEnded(p, m);
  };
  result.panned = [this](QPointF pixels) { setView(transform().panned(pixels)); };
  return result;
}

FigureStyle FieldView::Implementation::style() const {
  return figureStyle(widget.palette(), QFontInfo(widget.font()).pixelSize());
}

const FigureLayout& FieldView::Implementation::currentLayout() {
  if (!layoutStale && layoutSize == widget.size()) return layout;
  view.snap = widget.devicePixelRatioF();
  layout = layOut(figure, style(), widget.size(), view);
  layoutSize = widget.size();
  layoutStale = false;
  fieldStale = marksStale = true;
  return layout;
}

InteractionScene FieldView::Implementation::scene() {
  return {transform(), figure.source, figure.receivers, style().font};
}

void FieldView::Implementation::changeField() {
  layoutStale = fieldStale = marksStale = true;
  widget.update();
}

void FieldView::Implementation::changeMarks() {
  marksStale = true;
  widget.update();
}

void FieldView::Implementation::setView(const ViewTransform& changed) {
  view = changed;
  changeField();
}

void FieldView::Implementation::releaseCanvas() {
  QObject::disconnect(contextLoss);
  if (!canvas) return;
  widget.makeCurrent();
  canvas.reset();
  widget.doneCurrent();
}

void FieldView::Implementation::paint() {
  const double scale = widget.devicePixelRatioF();
  // Not in resizeGL: a new context of an old size brings none.
  const bool resized = canvas->resize(widget.size() * scale, scale);
  const FigureLayout& placed = currentLayout();
  const FigureStyle colouring = style();
  if (fieldStale || resized) {
    canvas->setBackground(colouring.background);
    canvas->setField(paintField(figure, placed, colouring, colours, scale));
  }
  if (marksStale || resized) canvas->setMarks(paintMarks(figure, marks, placed, colouring));
  fieldStale = marksStale = false;
  canvas->render(widget.defaultFramebufferObject());
}

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

// --- the widget --------------------------------------------------------------------------------

FieldView::FieldView(QWidget* parent)
    : QOpenGLWidget(parent), implementation_(std::make_unique<Implementation>(*this)) {
  setFormat(contextForVtk());
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(320, 220);
  grabGesture(Qt::PinchGesture);
  setAccessibleName(tr("Velocity model with traveltime contours"));
}

FieldView::~FieldView() { implementation_->releaseCanvas(); }

void FieldView::setField(std::shared_ptr<const Field> field, const QString& quantity,
                         const QString& unit) {
  auto& self = *implementation_;
  const bool sameGrid = field && self.figure.field && field->grid == self.figure.field->grid;
  self.figure.field = std::move(field);
  self.figure.quantity = quantity;
  self.figure.unit = unit;
  if (self.figure.field) self.figure.values = valueRange(self.figure.field->values);
  if (self.figure.field && !sameGrid) {
    const Aspect aspect = self.view.aspect;
    self.view = ViewTransform::whole(self.figure.field->grid, {}, aspect, devicePixelRatioF());
  }
  self.changeField();
}

void FieldView::setColouring(const Colouring& colouring) {
  implementation_->figure.colouring = colouring;
  implementation_->changeField();
}

void FieldView::setContours(std::vector<Contour> contours, double interval, const QString& unit,
                            const QString& quantity) {
  Figure& figure = implementation_->figure;
  figure.contours = std::move(contours);
  figure.interval = interval;
  figure.contourUnit = unit;
  figure.contourQuantity = quantity.isEmpty() ? tr("Traveltime") : quantity;
  implementation_->changeField();
}

void FieldView::setSource(std::optional<Point> source) {
  implementation_->figure.source = source;
  implementation_->changeField();
}

void FieldView::setReceivers(std::vector<Point> receivers) {
  implementation_->figure.receivers = std::move(receivers);
  implementation_->changeField();
}

void FieldView::setRays(std::vector<Polyline> rays) {
  implementation_->figure.rays = std::move(rays);
  implementation_->changeField();
}

void FieldView::setBrushOutline(std::optional<Point> radii) {
  implementation_->marks.brush = radii;
  implementation_->changeMarks();
}

void FieldView::setDraft(Polyline draft, bool closed) {
  implementation_->marks.draft = std::move(draft);
  implementation_->marks.draftClosed = closed;
  implementation_->changeMarks();
}

void FieldView::setAspect(Aspect aspect) {
  implementation_->view.aspect = aspect;
  implementation_->changeField();
}

void FieldView::setContourLabels(bool on) {
  implementation_->figure.contourLabels = on;
  implementation_->changeField();
}

void FieldView::setSmooth(bool on) {
  implementation_->figure.smooth = on;
  implementation_->changeField();
}

const Colouring& FieldView::colouring() const { return implementation_->figure.colouring; }

Aspect FieldView::aspect() const { return implementation_->view.aspect; }

void FieldView::resetView() {
  auto& self = *implementation_;
  if (!self.figure.field) return;
  self.setView(
      ViewTransform::whole(self.figure.field->grid, {}, self.view.aspect, devicePixelRatioF()));
}

void FieldView::zoom(double factor, Point about) {
  auto& self = *implementation_;
  if (!self.transform().valid() || !(factor > 0.0)) return;
  self.setView(self.transform().zoomed(factor, about));
}

std::optional<Point> FieldView::toField(QPointF widgetPosition) const {
  const ViewTransform& transform = implementation_->transform();
  if (!transform.valid() || !transform.plot().contains(widgetPosition)) return std::nullopt;
  return positionAt(transform, widgetPosition);
}

QPointF FieldView::toWidget(Point p) const {
  const ViewTransform& transform = implementation_->transform();
  return transform.valid() ? transform.toPixel(p) : QPointF();
}

QImage FieldView::picture(QSize size, double scale) {
  auto& self = *implementation_;
  return figureImage(self.figure, self.view, size, scale, self.style().font);
}

void FieldView::exportPng(const QString& path, QSize size, double scale) {
  writePng(picture(size, scale), path);
}

void FieldView::exportSvg(const QString& path, QSize size) {
  auto& self = *implementation_;
  writeSvg(self.figure, self.view, size, self.style().font, path);
}

void FieldView::initializeGL() {
  auto& self = *implementation_;
  self.releaseCanvas();
  makeCurrent();
  // Moving to another window gives a new context; VTK's resources die with the old one.
  self.contextLoss = connect(context(), &QOpenGLContext::aboutToBeDestroyed, this,
                             [this] { implementation_->releaseCanvas(); });
  self.canvas = std::make_unique<VtkCanvas>();
  self.layoutStale = true;
}

void FieldView::resizeGL(int /*width*/, int /*height*/) { implementation_->layoutStale = true; }

void FieldView::paintGL() {
  if (implementation_->canvas && !size().isEmpty()) implementation_->paint();
}

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
