// SPDX-License-Identifier: GPL-3.0-or-later
// Histogram: how often which values occur, as bars.
#pragma once

#include <QString>
#include <QWidget>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace isochron {

/// Bars of one width side by side, and what is marked among them.
struct HistogramView {
  double first = 0.0;  // where the first bar begins
  double width = 0.0;
  std::vector<std::int64_t> counts;
  std::optional<double> mean;
  double deviation = 0.0;                           // a band about the mean
  std::optional<std::pair<double, double>> marked;  // a range, as that of one model
};

/// Knows values alone. Bars are told in per cent of all; the pointer, or the arrow keys, read one.
class Histogram : public QWidget {
  Q_OBJECT
 public:
  /// `quantity` and `unit` as in "Velocity" and "km/s".
  Histogram(QString quantity, QString unit, QWidget* parent = nullptr);
  ~Histogram() override;

  void setView(HistogramView view);
  const HistogramView& view() const;

  /// Reads the bar at that value; empty or outside: none.
  void readAt(std::optional<double> value);
  /// "3.00 to 3.06 km/s: 2.1 %"; empty while nothing is read.
  QString readOut() const;
  /// A line of names, then one for each bar: its bounds and its count.
  QString csv() const;
  /// Of the middle of a bar, in this widget's pixels.
  QPoint pixelOf(std::size_t bar) const;

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void applyPalette();
  void redraw();

  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace isochron
