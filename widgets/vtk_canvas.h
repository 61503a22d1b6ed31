// SPDX-License-Identifier: GPL-3.0-or-later
// VtkCanvas: VTK's render window inside an OpenGL context that Qt owns.
#pragma once

#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkRenderer.h>

#include <QColor>
#include <QSize>

#include "vtk_layer.h"

namespace isochron {

/// Lives and dies while its context is current: a new context needs a new canvas.
class VtkCanvas {
 public:
  VtkCanvas();
  ~VtkCanvas();
  VtkCanvas(const VtkCanvas&) = delete;
  VtkCanvas& operator=(const VtkCanvas&) = delete;

  /// Size in device pixels, and how many of them make a logical one. True where they changed: then
  /// both lists must be set again.
  bool resize(QSize size, double scale);
  void setBackground(const QColor& colour);
  void setField(const DrawList& list);
  void setMarks(const DrawList& list);
  /// Draws into a framebuffer of Qt, opaque.
  void render(unsigned int framebuffer);

 private:
  void copyTo(unsigned int framebuffer);

  vtkNew<vtkGenericOpenGLRenderWindow> window_;
  vtkNew<vtkRenderer> renderer_;
  VtkLayer field_;
  VtkLayer marks_;
  QSize size_;
  DeviceSpace space_;
};

}  // namespace isochron
