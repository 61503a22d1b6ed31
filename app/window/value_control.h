// SPDX-License-Identifier: GPL-3.0-or-later
// ValueControl: one number with its name, unit, bounds, slider, typed entry and default.
#pragma once

#include <QString>
#include <QWidget>

class QLabel;
class QSlider;

namespace isochron {

class NumberBox;

struct ValueSpec {
  QString name;  // "Softness"
  QString unit;  // "km/s"; empty for none
  double min = 0.0;
  double max = 1.0;
  double standard = 0.5;  // the default
  double step = 0.1;
  int decimals = 2;          // of bounds and default, where they are told
  bool logarithmic = false;  // the slider's scale
  QString tip;               // what it does
};

/// Slider and box show one value; the box takes numbers as NumberBox does. A double click on the
/// name or the slider, or the context menu, brings the default back.
class ValueControl : public QWidget {
  Q_OBJECT
 public:
  explicit ValueControl(ValueSpec spec, QWidget* parent = nullptr);

  double value() const;
  /// Sets without telling.
  void setValue(double value);
  /// Changes unit, bounds and default; the value is kept within the bounds.
  void setSpec(const ValueSpec& spec);
  const ValueSpec& spec() const { return spec_; }
  /// Disabled with a reason that the tooltip tells; an empty reason enables.
  void setDisabledBecause(const QString& reason);
  void reset();
  NumberBox& box() { return *box_; }

 Q_SIGNALS:
  void valueChanged(double value);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void applySpec();
  void showOnSlider();
  double fromSlider() const;
  void take(double value);
  double rounded(double value) const;
  QString standardText() const;

  ValueSpec spec_;
  QString reason_;
  QLabel* name_;
  QSlider* slider_;
  NumberBox* box_;
};

}  // namespace isochron
