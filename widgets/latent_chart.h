// SPDX-License-Identifier: GPL-3.0-or-later
// LatentChart: the drawing of LatentMapView's points and marks on axes, by QCustomPlot.
#pragma once

#include <optional>
#include <vector>

#include "latent_map_view.h"
#include "plot_palette.h"

namespace isochron {

class LatentChart : public QCustomPlot {
  Q_OBJECT
 public:
  explicit LatentChart(QWidget* parent = nullptr);

  void applyPalette(const QPalette& palette);
  void setPoints(std::vector<MapPoint> points);
  void setTitles(const QString& across, const QString& up);
  void setColouring(const Colouring& colouring, const QString& title);
  void setChosen(std::optional<int> index);
  void setHovered(std::optional<int> index);
  void setMarks(std::vector<MapMark> marks);
  void setPath(std::vector<QPointF> path, std::optional<QPointF> place);
  void setEmptyText(const QString& text);
  /// All points, with a margin, unless the user has looked closer.
  void fit();
  void followData() { following_ = true; }
  void zoomAboutMiddle(double factor);

  const std::vector<MapPoint>& points() const { return points_; }
  std::optional<int> chosen() const { return chosen_; }
  std::optional<int> hovered() const { return hovered_; }
  /// The point nearest to a pixel, within the reach of a pointer.
  std::optional<int> pointAt(QPointF pixel) const;
  QPointF toPixel(double x, double y) const;
  bool isInside(QPointF pixel) const;

 private:
  class Picture;

  void redraw();
  void drawPoints(QCPPainter& painter) const;
  void drawWalk(QCPPainter& painter) const;
  void drawMarks(QCPPainter& painter) const;
  void drawNames(QCPPainter& painter) const;
  void drawName(QCPPainter& painter, const QRectF& place, const QString& name) const;
  void drawRing(QCPPainter& painter, int index, double radius, const QPen& pen) const;
  QColor colourOf(double value) const;

  std::vector<MapPoint> points_;
  std::vector<MapMark> marks_;
  std::vector<QPointF> path_;
  std::optional<QPointF> place_;
  std::optional<int> chosen_;
  std::optional<int> hovered_;
  QString emptyText_;
  Colouring colouring_;
  ColourTable table_;
  QCPColorScale* legend_;
  bool following_ = true;
};

}  // namespace isochron
