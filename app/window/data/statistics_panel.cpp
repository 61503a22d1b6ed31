// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/statistics_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "histogram.h"
#include "long_job.h"

namespace isochron {
namespace {

constexpr int kMostBars = 96;
constexpr int kParts = 1000;

HistogramView viewOf(const SetStatistics& statistics) {
  HistogramBars bars = statistics.values.bars(kMostBars);
  HistogramView view;
  view.first = bars.first;
  view.width = bars.width;
  view.counts = std::move(bars.counts);
  if (statistics.moments.count > 0.0) view.mean = statistics.moments.mean;
  view.deviation = statistics.moments.deviation();
  return view;
}

}  // namespace

StatisticsPanel::StatisticsPanel(QWidget* parent)
    : QWidget(parent),
      histogram_(new Histogram(tr("Velocity"), QStringLiteral("km/s"), this)),
      numbers_(new QLabel(this)),
      progressText_(new QLabel(this)),
      progress_(new QProgressBar(this)),
      halt_(new QToolButton(this)),
      problem_(new QLabel(this)) {
  build();
  connect(halt_, &QToolButton::toggled, this, &StatisticsPanel::haltAsked);
  setFindings(nullptr);
}

void StatisticsPanel::build() {
  numbers_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  numbers_->setWordWrap(true);
  numbers_->setToolTip(
      tr("Over all nodes of the models read so far. Dashed in the histogram: the mean;\n"
         "grey: one standard deviation about it; coloured: the chosen model."));
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  progressText_->setWordWrap(true);
  progress_->setRange(0, kParts);
  progress_->setTextVisible(false);
  progress_->setFixedHeight(5);
  progress_->setAccessibleName(tr("Models read"));
  halt_->setCheckable(true);
  halt_->setText(tr("Pause"));
  halt_->setToolTip(
      tr("Stop reading this set for now; press again to continue.\n"
         "The numbers of the models read so far stay."));
  halt_->setFocusPolicy(Qt::StrongFocus);
  auto* row = new QHBoxLayout;
  row->addWidget(progressText_, 1);
  row->addWidget(halt_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->setSpacing(3);
  layout->addWidget(histogram_, 1);
  layout->addWidget(numbers_);
  layout->addLayout(row);
  layout->addWidget(progress_);
  layout->addWidget(problem_);
}

QString StatisticsPanel::text() const { return numbers_->text(); }

void StatisticsPanel::setMarked(std::optional<std::pair<double, double>> range) {
  if (range == marked_) return;
  marked_ = range;
  HistogramView view = histogram_->view();
  view.marked = marked_;
  histogram_->setView(std::move(view));
}

void StatisticsPanel::setFindings(const SetFindings* findings) {
  const SetStatistics* statistics = findings == nullptr ? nullptr : findings->statistics.get();
  HistogramView view = statistics == nullptr ? HistogramView() : viewOf(*statistics);
  view.marked = marked_;
  histogram_->setView(std::move(view));
  const QLocale locale;
  if (statistics == nullptr || statistics->moments.count == 0.0)
    numbers_->setText(findings != nullptr && !findings->complete ? tr("Reading the first models…")
                                                                 : QString());
  else
    numbers_->setText(
        tr("Mean %1 km/s, standard deviation %2 km/s\nRange %3 to %4 km/s\n"
           "%5 velocities in %6 models")
            .arg(locale.toString(statistics->moments.mean, 'f', 3),
                 locale.toString(statistics->moments.deviation(), 'f', 3),
                 locale.toString(statistics->min, 'f', 3), locale.toString(statistics->max, 'f', 3),
                 locale.toString(static_cast<qint64>(statistics->moments.count)),
                 locale.toString(qint64{findings->seen()} - qint64{statistics->unreadable})));
  showProgress(findings);
  showProblem(statistics);
}

void StatisticsPanel::showProgress(const SetFindings* findings) {
  const bool running = findings != nullptr && !findings->complete;
  for (QWidget* part : {static_cast<QWidget*>(progress_), static_cast<QWidget*>(progressText_),
                        static_cast<QWidget*>(halt_)})
    part->setVisible(running);
  if (!running) return;
  const QLocale locale;
  const QSignalBlocker quiet(halt_);
  halt_->setChecked(findings->halted);
  const double part =
      static_cast<double>(findings->seen()) / static_cast<double>(findings->data->count());
  progress_->setValue(static_cast<int>(part * kParts));
  QString text = tr("%1 of %2 models read")
                     .arg(locale.toString(qint64{findings->seen()}),
                          locale.toString(qint64{findings->data->count()}));
  if (findings->halted)
    text += tr(", paused");
  else if (findings->remaining >= 0.0)
    text += tr(", %1 left").arg(timeInWords(findings->remaining));
  progressText_->setText(text);
}

void StatisticsPanel::showProblem(const SetStatistics* statistics) {
  const bool bad = statistics != nullptr && statistics->unreadable > 0;
  problem_->setVisible(bad);
  if (!bad) return;
  const QString first = QString::fromStdString(statistics->problem);
  problem_->setText(statistics->unreadable == 1
                        ? first
                        : tr("%1 models cannot be read. The first: %2")
                              .arg(QLocale().toString(qint64{statistics->unreadable}), first));
}

}  // namespace isochron
