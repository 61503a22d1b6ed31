// SPDX-License-Identifier: GPL-3.0-or-later
// The widget: Qt's events in, draw lists out.
#include "field_view.h"

#include <QFontInfo>
#include <QOpenGLContext>
#include <QSurfaceFormat>

#include "field_view_implementation.h"
#include "figure_export.h"

namespace isochron {
namespace {

QSurfaceFormat contextForVtk() {
  QSurfaceFormat format;
  format.setRenderableType(QSurfaceFormat::OpenGL);
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  return format;
}

}  // namespace

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
  if (!self.figure.field) self.leave();
  self.changeField();
  self.findPointer();
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

void FieldView::setReferenceContours(std::vector<Contour> contours, const QString& quantity) {
  Figure& figure = implementation_->figure;
  figure.reference = std::move(contours);
  figure.referenceQuantity = quantity;
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

}  // namespace isochron
