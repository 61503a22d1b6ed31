// SPDX-License-Identifier: GPL-3.0-or-later
// LossChart: the drawing of LossPlot's curves on axes, by QCustomPlot.
#pragma once

#include <QColor>
#include <map>
#include <optional>
#include <vector>

#include "loss_plot.h"
#include "plot_palette.h"

namespace isochron {

/// What is drawn of the values.
struct LossView {
  bool weighted = false;
  bool logarithmic = true;
  bool seconds = false;  // along the abscissa; else steps
  std::map<QString, bool> hidden;
};

/// Weighted or not, as the view says.
const std::vector<double>& drawnValues(const LossCurve& curve, const LossView& view);

/// Losses on the left axis, errors in percent on the right one, rates on one beside that.
class LossChart : public QCustomPlot {
  Q_OBJECT
 public:
  explicit LossChart(QWidget* parent = nullptr);

  QColor colourOf(const LossCurve& curve) const;
  void applyPalette(const QPalette& palette);

  void show(const LossRun& run, const std::vector<LossRun>& ghosts, const LossView& view);
  /// A line through that record and dots on its values.
  void markRecord(std::optional<std::size_t> record);
  /// The axes span all values again, and grow with them.
  void followData() { following_ = true; }

  /// Step or second at a pixel of this chart; empty outside of the axes.
  std::optional<double> abscissaAt(QPointF pixel) const;
  std::optional<QPoint> pixelOf(const QString& curve, int record);

 private:
  struct Drawn {
    QString curve;
    QColor colour;
    QCPGraph* graph;
  };

  void draw(const LossRun& run, const LossView& view, bool ghost);
  QPen penOf(const LossCurve& curve, bool ghost) const;
  QCPAxis* axisOf(LossCurve::Kind kind) const;
  void prepareAxes(const LossView& view);
  void scaleAxes();
  void fit(QCPAxis* axis, const std::vector<QCPRange>& ranges);

  QCPAxis* errors_;
  QCPAxis* rates_;
  QCPItemLine* cursor_;
  std::vector<QCPItemTracer*> dots_;
  std::vector<Drawn> drawn_;  // of the run, not of ghosts
  bool following_ = true;
  bool dark_ = false;
};

}  // namespace isochron
