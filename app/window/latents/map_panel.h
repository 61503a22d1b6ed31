// SPDX-License-Identifier: GPL-3.0-or-later
// MapPanel: the latent map with the choice of its axes and colours, and the progress of its making.
#pragma once

#include <QWidget>
#include <memory>

#include "latents/latent_answer.h"
#include "latents/latent_workers.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace isochron {

class LatentMapView;
class NumberBox;

class MapPanel : public QWidget {
  Q_OBJECT
 public:
  enum class Colour { Error, MeanVelocity, Spread };

  explicit MapPanel(QWidget* parent = nullptr);

  /// Null: none. A map of the same family keeps what is looked at.
  void setMap(std::shared_ptr<const LatentMap> map);
  void setChosen(std::optional<int> index);
  /// Where the drawing, the walk and its ends are.
  void setPlaces(const LatentAnswer& answer, const Walk& walk);
  void showProgress(const MapUpdate& news);
  void setEmptyText(const QString& text);
  void showPicture(int index, const QImage& image);

  int across() const;  // of the map's directions, from 0
  int up() const;
  /// Kept within those that there are.
  void setDirections(int across, int up);
  LatentMapView* view() { return view_; }
  NumberBox* acrossBox() { return across_; }
  NumberBox* upBox() { return up_; }
  QComboBox* colours() { return colours_; }
  QPushButton* stopButton() { return stop_; }
  /// "500 models, mean relative error 11.0 %".
  QString summary() const;
  /// Size of the pictures that the pointer shows, logical pixels.
  static QSize pictureSize();

 Q_SIGNALS:
  void stopAsked();

 private:
  QWidget* buildControls();
  void buildProgress();
  void showDirections();
  void showPoints(bool keepView);
  void showPlaces();
  std::vector<double> shownValues() const;
  double scoreAlong(const std::vector<double>& scores, int direction) const;

  std::shared_ptr<const LatentMap> map_;
  LatentAnswer places_;  // without its pictures
  Walk walk_;
  LatentMapView* view_;
  NumberBox* across_;
  NumberBox* up_;
  QComboBox* colours_;
  QLabel* summary_;
  QProgressBar* progress_;
  QPushButton* stop_;
};

}  // namespace isochron
