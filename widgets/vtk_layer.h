// SPDX-License-Identifier: GPL-3.0-or-later
// VtkLayer: a draw list as three kinds of VTK actors: images, triangles, texts.
#pragma once

#include <vtkActor2D.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkRenderer.h>
#include <vtkTexture.h>
#include <vtkTexturedActor2D.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include <array>
#include <memory>
#include <vector>

#include "text_atlas.h"
#include "triangle_mesh.h"

namespace isochron {

/// Rectangles that show parts of one image, in one draw call.
class VtkImageActor {
 public:
  struct Quad {
    QRectF source;                   // pixels of the image, y down
    std::array<QPointF, 4> corners;  // from the upper left one clockwise, device pixels, y down
  };

  VtkImageActor();
  void addTo(vtkRenderer& renderer) { renderer.AddViewProp(actor_); }
  void set(const QImage& image, bool smooth, const std::vector<Quad>& quads, double height);
  void hide() { actor_->VisibilityOff(); }

 private:
  void setImage(const QImage& image, bool smooth);

  vtkNew<vtkTexturedActor2D> actor_;
  vtkNew<vtkPolyDataMapper2D> mapper_;
  vtkNew<vtkPolyData> data_;
  vtkNew<vtkTexture> texture_;
  QImage image_;  // the texture's pixels live in it
};

/// Coloured triangles in one draw call.
class VtkMeshActor {
 public:
  VtkMeshActor();
  void addTo(vtkRenderer& renderer) { renderer.AddViewProp(actor_); }
  void set(const std::vector<Shape>& shapes, const DeviceSpace& space);

 private:
  vtkNew<vtkActor2D> actor_;
  vtkNew<vtkPolyDataMapper2D> mapper_;
  vtkNew<vtkPolyData> data_;
  TriangleMesh mesh_;  // VTK's arrays point into it
  std::vector<std::int32_t> offsets_;
};

class VtkLayer {
 public:
  /// Room for `images` images beneath the shapes.
  VtkLayer(vtkRenderer& renderer, int images);
  void set(const DrawList& list, const DeviceSpace& space);

 private:
  std::vector<std::unique_ptr<VtkImageActor>> images_;
  VtkMeshActor shapes_;
  VtkImageActor texts_;
  TextAtlas atlas_;
};

}  // namespace isochron
