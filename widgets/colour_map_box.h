// SPDX-License-Identifier: GPL-3.0-or-later
// ColourMapBox: a choice of colour maps that shows their colours.
#pragma once

#include <QComboBox>

namespace isochron {

class ColourMapBox : public QComboBox {
  Q_OBJECT
 public:
  explicit ColourMapBox(QWidget* parent = nullptr);

  /// A name of colourMapNames().
  QString colourMap() const;
  /// Emits nothing; an unknown name changes nothing.
  void setColourMap(const QString& name);
  /// Turns the previews round with the map.
  void setInverted(bool inverted);

 Q_SIGNALS:
  /// The user chose another map.
  void colourMapChosen(const QString& name);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void drawPreviews();

  bool inverted_ = false;
};

}  // namespace isochron
