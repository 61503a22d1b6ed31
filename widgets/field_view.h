// SPDX-License-Identifier: GPL-3.0-or-later
// FieldView: a field as colours with contours, rays, handles, axes and legend, drawn by VTK.
#pragma once

#include <QOpenGLWidget>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "colour_maps.h"
#include "field/contours.h"
#include "field/field.h"
#include "view_transform.h"

namespace isochron {

/// Shows values, computes nothing but pixels. One left-button drag goes to the handle under the
/// pointer, else to the tool (strokeBegan, strokeMoved, strokeEnded). Wheel zooms about the
/// pointer, middle button or Space + drag pans, double click on an axis resets the view.
/// All positions are km in the field's coordinates.
class FieldView : public QOpenGLWidget {
  Q_OBJECT
 public:
  explicit FieldView(QWidget* parent = nullptr);
  ~FieldView() override;

  // --- what is shown -----------------------------------------------------------------------
  /// Keeps zoom and pan where the grid stays the same, resets them where it changes.
  void setField(std::shared_ptr<const Field> field, const QString& quantity, const QString& unit);
  void setColouring(const Colouring& colouring);
  /// Lines with labels in `unit`; `interval` decides the decimals. A note above the plot says
  /// "<quantity> contours every <interval> <unit>"; an empty quantity is "Traveltime".
  void setContours(std::vector<Contour> contours, double interval, const QString& unit,
                   const QString& quantity = {});
  /// Dashed lines over the contours, of the same levels, to compare with; told in the note.
  void setReferenceContours(std::vector<Contour> contours, const QString& quantity);
  void setSource(std::optional<Point> source);
  void setReceivers(std::vector<Point> receivers);
  void setRays(std::vector<Polyline> rays);
  /// The outline that follows the pointer while painting; radii in km. Empty: none.
  void setBrushOutline(std::optional<Point> radii);
  /// The polygon or line that a tool is drawing.
  void setDraft(Polyline draft, bool closed);
  void setAspect(Aspect aspect);
  void setContourLabels(bool on);
  /// Colours between the nodes (on, the default), or one block a node.
  void setSmooth(bool on);

  const Colouring& colouring() const;
  Aspect aspect() const;

  // --- zoom and pan --------------------------------------------------------------------------
  void resetView();
  void zoom(double factor, Point about);
  /// km at a widget position (logical pixels) and back; positions outside the axes give nothing.
  std::optional<Point> toField(QPointF widgetPosition) const;
  QPointF toWidget(Point p) const;

  // --- pictures ------------------------------------------------------------------------------
  /// The whole figure at `size` logical pixels times `scale`. Throws Error where it cannot write.
  QImage picture(QSize size, double scale);
  void exportPng(const QString& path, QSize size, double scale);
  void exportSvg(const QString& path, QSize size);

 Q_SIGNALS:
  void sourceDragged(isochron::Point position, bool finished);
  void receiverDragged(int index, isochron::Point position, bool finished);
  void receiverRemoveRequested(int index);
  void pointerMoved(isochron::Point position);
  void pointerLeft();
  void strokeBegan(isochron::Point position, Qt::KeyboardModifiers modifiers);
  void strokeMoved(isochron::Point position, Qt::KeyboardModifiers modifiers);
  void strokeEnded(isochron::Point position, Qt::KeyboardModifiers modifiers);
  void doubleClicked(isochron::Point position);

 protected:
  void initializeGL() override;
  void resizeGL(int width, int height) override;
  void paintGL() override;
  bool event(QEvent* event) override;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace isochron
