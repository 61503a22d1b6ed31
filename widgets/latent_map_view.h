// SPDX-License-Identifier: GPL-3.0-or-later
// LatentMapView: models as points on two axes, coloured, to point at and to choose from.
#pragma once

#include <QColor>
#include <QImage>
#include <QPointF>
#include <QString>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "colour_maps.h"

namespace isochron {

/// One model. Points that are not finite are not drawn.
struct MapPoint {
  double x = 0.0;
  double y = 0.0;
  double value = 0.0;  // its colour
};

/// A place with a name beside it.
struct MapMark {
  enum class Shape { Star, Cross, Disc };
  QString name;
  double x = 0.0;
  double y = 0.0;
  Shape shape = Shape::Disc;
};

/// Shows values, computes nothing but pixels. The pointer over a point tells which it is, and shows
/// the picture that it is then given; a click chooses. The arrow keys choose the next point to the
/// left, right, above and below; the wheel zooms about the pointer, a drag pans, a double click or
/// Home shows all, + and - zoom about the middle.
class LatentMapView : public QWidget {
  Q_OBJECT
 public:
  explicit LatentMapView(QWidget* parent = nullptr);
  ~LatentMapView() override;

  /// Other points show all of them anew, unless `keepView`. The chosen one stays where it is kept.
  void setPoints(std::vector<MapPoint> points, bool keepView = false);
  void setAxisTitles(const QString& across, const QString& up);
  /// min < max; `title` stands at the legend, with its unit.
  void setColouring(const Colouring& colouring, const QString& title);
  void setChosen(std::optional<int> index);
  std::optional<int> chosen() const;
  void setMarks(std::vector<MapMark> marks);
  /// A dashed line, and where on it one stands.
  void setPath(std::vector<QPointF> path, std::optional<QPointF> place);
  /// Shown beside the point while the pointer is over it.
  void setHoverPicture(int index, const QImage& image, const QString& caption);
  /// Said in the middle while there are no points.
  void setEmptyText(const QString& text);

  void showAll();
  void zoom(double factor);
  std::optional<int> hovered() const;
  /// In this widget's pixels; empty where the point is out of sight.
  std::optional<QPoint> pixelOf(int index) const;
  std::optional<QPoint> pixelOf(QPointF place) const;
  /// The label with picture and caption, for tests.
  QWidget* hoverCard() const;

 Q_SIGNALS:
  void pointHovered(int index);
  void pointLeft();
  void pointChosen(int index);

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void hover(QPointF pixel);
  void leave();
  void step(int across, int up);

  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace isochron
