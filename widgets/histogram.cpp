// SPDX-License-Identifier: GPL-3.0-or-later
#include "histogram.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "axis_ticks.h"
#include "plot_palette.h"

namespace isochron {

struct Histogram::Implementation {
  HistogramView view;
  QString quantity;
  QString unit;
  QCustomPlot* plot = nullptr;
  QCPBars* bars = nullptr;
  QCPBars* read = nullptr;
  QCPItemRect* band = nullptr;
  QCPItemRect* marked = nullptr;
  QCPItemStraightLine* mean = nullptr;
  std::optional<std::size_t> bar;

  double total() const {
    return static_cast<double>(
        std::accumulate(view.counts.begin(), view.counts.end(), std::int64_t{0}));
  }
  double middle(std::size_t i) const {
    return view.first + (static_cast<double>(i) + 0.5) * view.width;
  }
  double share(std::size_t i) const {
    return 100.0 * static_cast<double>(view.counts[i]) / std::max(total(), 1.0);
  }
};

namespace {

QCPItemRect* rectangle(QCustomPlot* plot) {
  auto* item = new QCPItemRect(plot);
  for (QCPItemPosition* corner : {item->topLeft, item->bottomRight})
    corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
  item->setLayer(QStringLiteral("background"));
  item->setPen(Qt::NoPen);
  return item;
}

void span(QCPItemRect* item, double from, double to) {
  item->topLeft->setCoords(from, 0.0);
  item->bottomRight->setCoords(to, 1.0);
}

QCPBars* barsOf(QCustomPlot* plot) {
  auto* bars = new QCPBars(plot->xAxis, plot->yAxis);
  bars->setWidthType(QCPBars::wtPlotCoords);
  bars->setPen(Qt::NoPen);
  bars->setAntialiased(false);
  return bars;
}

}  // namespace

Histogram::Histogram(QString quantity, QString unit, QWidget* parent)
    : QWidget(parent), implementation_(std::make_unique<Implementation>()) {
  Implementation& i = *implementation_;
  i.quantity = std::move(quantity);
  i.unit = std::move(unit);
  i.plot = new QCustomPlot(this);
  i.plot->setMinimumSize(160, 90);
  i.plot->setFocusPolicy(Qt::NoFocus);
  i.plot->installEventFilter(this);
  QSizePolicy place = i.plot->sizePolicy();
  place.setRetainSizeWhenHidden(true);
  i.plot->setSizePolicy(place);
  i.plot->setMouseTracking(true);
  i.plot->xAxis->setLabel(QStringLiteral("%1 (%2)").arg(i.quantity, i.unit));
  i.plot->yAxis->setLabel(QStringLiteral("%"));
  i.plot->axisRect()->setMinimumMargins(QMargins(4, 6, 10, 4));
  i.band = rectangle(i.plot);
  i.marked = rectangle(i.plot);
  i.bars = barsOf(i.plot);
  i.read = barsOf(i.plot);
  i.mean = new QCPItemStraightLine(i.plot);
  i.mean->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
  i.mean->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(i.plot);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Histogram of %1").arg(i.quantity));
  applyPalette();
  redraw();
}

Histogram::~Histogram() = default;

void Histogram::setView(HistogramView view) {
  implementation_->view = std::move(view);
  if (implementation_->bar && *implementation_->bar >= implementation_->view.counts.size())
    implementation_->bar.reset();
  redraw();
}

const HistogramView& Histogram::view() const { return implementation_->view; }

void Histogram::applyPalette() {
  Implementation& i = *implementation_;
  const QColor text = palette().color(QPalette::Text);
  const bool dark = palette().color(QPalette::Base).lightness() < 128;
  // Okabe and Ito's blue and orange, as in the loss plot.
  const QColor blue(dark ? 0x56b4e9 : 0x0072b2), orange(dark ? 0xff8c42 : 0xd55e00);
  QColor pale = orange, grey = text;
  pale.setAlpha(45);
  grey.setAlpha(28);
  applyPlotPalette(*i.plot, {i.plot->xAxis, i.plot->yAxis}, palette(), font());
  for (QCPAxis* axis : {i.plot->xAxis, i.plot->yAxis}) axis->grid()->setZeroLinePen(Qt::NoPen);
  i.bars->setBrush(blue);
  i.read->setBrush(orange);
  i.band->setBrush(grey);
  i.marked->setBrush(pale);
  i.mean->setPen(QPen(text, 1.5, Qt::DashLine));
}

void Histogram::redraw() {
  Implementation& i = *implementation_;
  // Empty axes would tell numbers that mean nothing.
  i.plot->setVisible(!i.view.counts.empty());
  QVector<double> at, share, readAt, readShare;
  for (std::size_t bar = 0; bar < i.view.counts.size(); ++bar) {
    at.append(i.middle(bar));
    share.append(i.share(bar));
    if (i.bar == bar) {
      readAt.append(at.last());
      readShare.append(share.last());
    }
  }
  for (QCPBars* bars : {i.bars, i.read}) bars->setWidth(i.view.width);
  i.bars->setData(at, share, true);
  i.read->setData(readAt, readShare, true);
  const double end = i.view.first + i.view.width * static_cast<double>(at.size());
  const double margin = at.isEmpty() ? 0.5 : 0.02 * (end - i.view.first);
  i.plot->xAxis->setRange(i.view.first - margin, end + margin);
  const double most = share.isEmpty() ? 1.0 : *std::max_element(share.begin(), share.end());
  i.plot->yAxis->setRange(0.0, std::max(1.06 * most, 1e-9));
  i.mean->setVisible(i.view.mean.has_value());
  i.band->setVisible(i.view.mean && i.view.deviation > 0.0);
  i.marked->setVisible(i.view.marked.has_value());
  if (i.view.mean) {
    i.mean->point1->setCoords(*i.view.mean, 0.0);
    i.mean->point2->setCoords(*i.view.mean, 1.0);
    span(i.band, *i.view.mean - i.view.deviation, *i.view.mean + i.view.deviation);
  }
  if (i.view.marked) span(i.marked, i.view.marked->first, i.view.marked->second);
  i.plot->setToolTip(readOut());
  i.plot->replot(QCustomPlot::rpQueuedReplot);
}

void Histogram::readAt(std::optional<double> value) {
  Implementation& i = *implementation_;
  const auto before = i.bar;
  i.bar.reset();
  if (value && i.view.width > 0.0) {
    const double place = std::floor((*value - i.view.first) / i.view.width);
    if (place >= 0.0 && place < static_cast<double>(i.view.counts.size()))
      i.bar = static_cast<std::size_t>(place);
  }
  if (i.bar != before) redraw();
}

QString Histogram::readOut() const {
  const Implementation& i = *implementation_;
  if (!i.bar) return {};
  const double from = i.view.first + static_cast<double>(*i.bar) * i.view.width;
  const int decimals = std::max(2, decimalsOf(i.view.width));
  const QLocale locale;
  return tr("%1 to %2 %3: %4 %")
      .arg(locale.toString(from, 'f', decimals),
           locale.toString(from + i.view.width, 'f', decimals), i.unit,
           locale.toString(i.share(*i.bar), 'f', 2));
}

QString Histogram::csv() const {
  const Implementation& i = *implementation_;
  QString text = QStringLiteral("from [%1],to [%1],nodes\n").arg(i.unit);
  for (std::size_t bar = 0; bar < i.view.counts.size(); ++bar) {
    const double from = i.view.first + static_cast<double>(bar) * i.view.width;
    text += QStringLiteral("%1,%2,%3\n")
                .arg(from, 0, 'g', 12)
                .arg(from + i.view.width, 0, 'g', 12)
                .arg(qint64{i.view.counts[bar]});
  }
  return text;
}

QPoint Histogram::pixelOf(std::size_t bar) const {
  const Implementation& i = *implementation_;
  i.plot->replot();  // what is queued decides where the axes lie
  return i.plot->mapTo(this, QPoint(static_cast<int>(i.plot->xAxis->coordToPixel(i.middle(bar))),
                                    i.plot->axisRect()->center().y()));
}

void Histogram::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  applyPalette();
  redraw();
}

void Histogram::keyPressEvent(QKeyEvent* event) {
  const Implementation& i = *implementation_;
  const bool left = event->key() == Qt::Key_Left, right = event->key() == Qt::Key_Right;
  if ((!left && !right) || i.view.counts.empty()) return QWidget::keyPressEvent(event);
  const std::size_t last = i.view.counts.size() - 1;
  const std::size_t bar = i.bar ? *i.bar : (left ? last + 1 : 0);
  const std::size_t next = left ? (bar > 0 ? bar - 1 : 0) : i.bar ? std::min(bar + 1, last) : 0;
  readAt(i.middle(next));
}

bool Histogram::eventFilter(QObject* watched, QEvent* event) {
  if (watched == implementation_->plot) {
    if (event->type() == QEvent::MouseMove || event->type() == QEvent::Enter)
      readAt(implementation_->plot->xAxis->pixelToCoord(
          static_cast<QSinglePointEvent*>(event)->position().x()));
    if (event->type() == QEvent::Leave) readAt(std::nullopt);
    if (event->type() == QEvent::MouseButtonPress) setFocus();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace isochron
