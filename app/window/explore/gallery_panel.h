// SPDX-License-Identifier: GPL-3.0-or-later
// GalleryPanel: the kinds of models that the program makes, to click on.
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "generators/generators.h"

class QToolButton;

namespace isochron {

class NumberBox;

class GalleryPanel : public QWidget {
  Q_OBJECT
 public:
  explicit GalleryPanel(QWidget* parent = nullptr);

  std::uint64_t seed() const;
  /// Kept within its bounds.
  void setSeed(std::uint64_t seed);
  Grid grid() const;
  QSize thumbnailSize() const;  // logical pixels
  void setThumbnails(const std::vector<QImage>& images);
  QToolButton* button(ModelKind kind) const;
  /// Asks for the kind made last with the next seed.
  void makeAnother();

 Q_SIGNALS:
  void modelAsked(isochron::ModelKind kind, std::uint64_t seed);
  /// The history of an earth is to be shown.
  void recipeAsked();
  /// Seed or extent changed: the thumbnails are out of date.
  void thumbnailsAsked();

 private:
  QWidget* buildControls();
  bool refusesNumber();

  NumberBox* seed_;
  NumberBox* nx_;
  NumberBox* nz_;
  NumberBox* width_;
  NumberBox* depth_;
  std::vector<QToolButton*> buttons_;
  ModelKind last_ = ModelKind::RandomField;
};

}  // namespace isochron
