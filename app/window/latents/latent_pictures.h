// SPDX-License-Identifier: GPL-3.0-or-later
// LatentPictures: original, reconstruction, difference and the walked model, side by side.
#pragma once

#include <QWidget>
#include <array>

#include "field_view.h"
#include "latents/latent_answer.h"

class QLabel;

namespace isochron {

/// Velocities share one colour scale; the difference has its own, from 0.
class LatentPictures : public QWidget {
  Q_OBJECT
 public:
  enum Place { Original, Decoded, Difference, Walked, PlaceCount };

  explicit LatentPictures(QWidget* parent = nullptr);

  /// `title` is of the original; an answer without a part leaves its picture empty.
  void show(const LatentAnswer& answer, const QString& title);
  void setContoursShown(bool on);
  void setAspect(Aspect aspect);
  void resetZoom();
  FieldView& view(Place place) { return *views_[place]; }
  QString title(Place place) const;
  /// "x = 1.00 km, ...: original 3.21 km/s, ..."; empty where nothing is shown there.
  QString probeText(Point position) const;

 Q_SIGNALS:
  void probed(const QString& text);
  /// km, on the walked model's grid.
  void sourceDragged(isochron::Point position, bool finished);

 private:
  void setTitle(Place place, const QString& text, const QString& tip);
  void showReconstruction(const Reconstruction& reconstruction, const QString& title);
  void showWalked();
  Colouring velocityColours() const;

  std::array<FieldView*, PlaceCount> views_{};
  std::array<QLabel*, PlaceCount> titles_{};
  LatentAnswer answer_;
  bool contours_ = true;
};

}  // namespace isochron
