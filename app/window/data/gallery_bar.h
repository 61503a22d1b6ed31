// SPDX-License-Identifier: GPL-3.0-or-later
// GalleryBar: what the gallery shows, and how: filter, size, colours, legend.
#pragma once

#include <QWidget>
#include <optional>

#include "colour_maps.h"
#include "project/set_split.h"

class QBoxLayout;
class QComboBox;
class QSlider;

namespace isochron {

class ColourLegend;
class ColourMapBox;

class GalleryBar : public QWidget {
  Q_OBJECT
 public:
  explicit GalleryBar(QWidget* parent = nullptr);

  std::optional<Part> filter() const;
  void setFilter(std::optional<Part> part);
  int thumbnailWidth() const;
  /// Sets without telling.
  void setThumbnailWidth(int width);
  QString colourMap() const;
  /// Without telling; an unknown name changes nothing.
  void setColourMap(const QString& name);
  /// The legend's.
  void setColouring(const Colouring& colouring);
  ColourLegend& legend() { return *legend_; }
  QSize minimumSizeHint() const override;
  QComboBox* filterBox() { return filter_; }
  QSlider* sizeSlider() { return size_; }
  ColourMapBox* colourMapBox() { return map_; }

 Q_SIGNALS:
  void filterChanged();
  void thumbnailWidthChanged(int width);
  void colourMapChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QBoxLayout* rows_;
  QComboBox* filter_;
  QSlider* size_;
  ColourMapBox* map_;
  ColourLegend* legend_;
};

}  // namespace isochron
