// SPDX-License-Identifier: GPL-3.0-or-later
// LossPlot: what a training run measured, as curves over its steps or seconds.
#pragma once

#include <QString>
#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "curve_colours.h"

namespace isochron {

/// One measured number over a run. NaN and infinity where a record lacks it.
struct LossCurve {
  /// Loss terms have a weight; errors are figures of merit, parts of one, drawn bold and in percent
  /// on an axis of their own; rates have another axis, and are hidden at first; what is beside the
  /// point is in the CSV alone.
  enum class Kind { Loss, Error, Rate, Unplotted };

  QString name;   // "residual", what CSV and tests call it
  QString title;  // "Residual"
  Kind kind = Kind::Loss;
  std::vector<double> values;
  std::vector<double> weighted;  // of a loss, times its weight; empty: as the values
  int colour = 0;                // of kCurveColours: the same for the same quantity, in every run
};

/// All curves of one run; every vector has as many entries as `steps`.
struct LossRun {
  QString name;                 // "Run 3"
  std::vector<double> steps;    // ascending
  std::vector<double> seconds;  // ascending
  std::vector<LossCurve> curves;
};

/// A line of names, then a line per record of each run; weighted losses where they differ.
QString toCsv(const std::vector<LossRun>& runs);

/// Shows values, knows no training. The run in colours, earlier runs behind it as ghosts in the
/// same colours, paler; a button for each curve shows and hides it; the pointer or the arrow keys
/// read the values of one record. The wheel zooms the axis under it or the abscissa, a drag pans,
/// a double click or Home shows all.
class LossPlot : public QWidget {
  Q_OBJECT
 public:
  enum class Abscissa { Steps, Seconds };

  explicit LossPlot(QWidget* parent = nullptr);
  ~LossPlot() override;

  void setRun(LossRun run);
  void setGhosts(std::vector<LossRun> ghosts);
  const LossRun& run() const;
  const std::vector<LossRun>& ghosts() const;

  void setWeighted(bool weighted);
  void setLogarithmic(bool logarithmic);
  void setAbscissa(Abscissa abscissa);
  bool isWeighted() const;
  bool isLogarithmic() const;
  Abscissa abscissa() const;
  void setShown(const QString& curve, bool shown);
  bool isShown(const QString& curve) const;
  void showAll();

  /// Reads the record nearest to that step or second; the pointer does the same.
  void readAt(std::optional<double> abscissa);
  /// What is read: "step 1,200 (3.4 s): Loss 0.0123, ..."; empty while nothing is.
  QString readOut() const;
  QString csv() const;
  /// Of a curve that is there; invalid for others.
  QColor colourOf(const QString& curve) const;
  /// Of the curve as it is drawn now, in this widget's pixels; empty where it has no such point.
  std::optional<QPoint> pixelOf(const QString& curve, int record) const;

 Q_SIGNALS:
  void exportRequested();

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void updateLegend();
  void redraw();
  QString reading(std::size_t record) const;
  void showReading();
  void fitReadOut();

  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace isochron
