// SPDX-License-Identifier: GPL-3.0-or-later
// Handing images and triangles to VTK without copying them.
#include "vtk_layer.h"

#include <vtkPointData.h>

#include <cassert>

namespace isochron {

VtkImageActor::VtkImageActor() {
  // VTK modulates with the actor's colour, white by default.
  texture_->SetColorModeToDirectScalars();
  texture_->RepeatOff();
  texture_->EdgeClampOn();
  texture_->MipmapOff();
  mapper_->SetInputData(data_);
  actor_->SetMapper(mapper_);
  actor_->SetTexture(texture_);
  actor_->VisibilityOff();
}

void VtkImageActor::setImage(const QImage& image, bool smooth) {
  texture_->SetInterpolate(smooth);
  if (!image_.isNull() && image.cacheKey() == image_.cacheKey()) return;
  assert(image.format() == QImage::Format_RGBA8888 && image.bytesPerLine() == 4 * image.width());
  image_ = image;
  vtkNew<vtkUnsignedCharArray> pixels;
  pixels->SetNumberOfComponents(4);
  // VTK only reads; the array keeps its hands off memory that it does not own (save = 1).
  pixels->SetArray(const_cast<uchar*>(image_.constBits()), image_.sizeInBytes(), 1);
  vtkNew<vtkImageData> data;
  data->SetDimensions(image_.width(), image_.height(), 1);
  data->GetPointData()->SetScalars(pixels);
  texture_->SetInputData(data);
}

void VtkImageActor::set(const QImage& image, bool smooth, const std::vector<Quad>& quads,
                        double height) {
  if (quads.empty() || image.isNull()) {
    hide();
    return;
  }
  setImage(image, smooth);
  vtkNew<vtkPoints> points;
  vtkNew<vtkFloatArray> places;
  vtkNew<vtkCellArray> triangles;
  places->SetNumberOfComponents(2);
  for (const Quad& quad : quads) {
    const vtkIdType first = points->GetNumberOfPoints();
    for (std::size_t i = 0; i < 4; ++i) {
      const int right = i == 1 || i == 2 ? 1 : 0;
      const int bottom = i >= 2 ? 1 : 0;
      points->InsertNextPoint(quad.corners[i].x(), height - quad.corners[i].y(), 0.0);
      places->InsertNextTuple2((quad.source.x() + right * quad.source.width()) / image.width(),
                               (quad.source.y() + bottom * quad.source.height()) / image.height());
    }
    triangles->InsertNextCell({first, first + 1, first + 2});
    triangles->InsertNextCell({first, first + 2, first + 3});
  }
  data_->SetPoints(points);
  data_->SetPolys(triangles);
  data_->GetPointData()->SetTCoords(places);
  actor_->VisibilityOn();
}

VtkMeshActor::VtkMeshActor() {
  mapper_->SetInputData(data_);
  actor_->SetMapper(mapper_);
  actor_->VisibilityOff();
}

void VtkMeshActor::set(const std::vector<Shape>& shapes, const DeviceSpace& space) {
  mesh_.clear();
  for (const Shape& shape : shapes) mesh_.add(shape, space);
  actor_->SetVisibility(!mesh_.corners.empty());
  if (mesh_.corners.empty()) return;
  offsets_.resize(mesh_.corners.size() / 3 + 1);
  for (std::size_t i = 0; i < offsets_.size(); ++i) offsets_[i] = static_cast<std::int32_t>(3 * i);

  vtkNew<vtkFloatArray> coordinates;
  coordinates->SetNumberOfComponents(3);
  coordinates->SetArray(mesh_.points.data(), static_cast<vtkIdType>(mesh_.points.size()), 1);
  vtkNew<vtkPoints> points;
  points->SetData(coordinates);
  vtkNew<vtkUnsignedCharArray> colours;
  colours->SetNumberOfComponents(4);
  colours->SetArray(mesh_.colours.data(), static_cast<vtkIdType>(mesh_.colours.size()), 1);
  vtkNew<vtkTypeInt32Array> offsets;
  offsets->SetArray(offsets_.data(), static_cast<vtkIdType>(offsets_.size()), 1);
  vtkNew<vtkTypeInt32Array> corners;
  corners->SetArray(mesh_.corners.data(), static_cast<vtkIdType>(mesh_.corners.size()), 1);
  vtkNew<vtkCellArray> triangles;
  triangles->SetData(offsets, corners);
  data_->SetPoints(points);
  data_->SetPolys(triangles);
  data_->GetPointData()->SetScalars(colours);
}

VtkLayer::VtkLayer(vtkRenderer& renderer, int images) {
  for (int i = 0; i < images; ++i) {
    images_.push_back(std::make_unique<VtkImageActor>());
    images_.back()->addTo(renderer);
  }
  shapes_.addTo(renderer);
  texts_.addTo(renderer);
}

void VtkLayer::set(const DrawList& list, const DeviceSpace& space) {
  assert(list.images.size() <= images_.size());
  for (std::size_t i = 0; i < images_.size(); ++i) {
    if (i >= list.images.size()) {
      images_[i]->hide();
      continue;
    }
    const PlacedImage& placed = list.images[i];
    const QRectF& target = placed.target;
    const std::array<QPointF, 4> corners{
        target.topLeft() * space.scale, target.topRight() * space.scale,
        target.bottomRight() * space.scale, target.bottomLeft() * space.scale};
    images_[i]->set(placed.image, placed.smooth, {{placed.source, corners}}, space.height);
  }
  shapes_.set(list.shapes, space);
  std::vector<VtkImageActor::Quad> quads;
  for (const TextAtlas::Sprite& sprite : atlas_.place(list.texts, space.scale)) {
    quads.push_back({QRectF(sprite.source), sprite.corners});
  }
  texts_.set(atlas_.image(), true, quads, space.height);
}

}  // namespace isochron
