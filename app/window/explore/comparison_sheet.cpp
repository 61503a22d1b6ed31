// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/comparison_sheet.h"

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <cmath>

#include "curve_colours.h"
#include "curves_chart.h"
#include "field/error.h"
#include "formats/write_field.h"
#include "learning/comparing.h"
#include "number_box.h"
#include "resource_folder.h"
#include "training/preset.h"

namespace isochron {
namespace {

constexpr double kSeconds = 30.0;
constexpr int kRefinementSteps = 100;
constexpr std::array kOrder = {Contender::RandomWeights, Contender::Transfer, Contender::LatentPinn,
                               Contender::Refined, Contender::Solver};

QString titleOf(Contender contender) {
  switch (contender) {
    case Contender::RandomWeights:
      return ComparisonSheet::tr("PINN from random weights");
    case Contender::Transfer:
      return ComparisonSheet::tr("PINN from another model's weights");
    case Contender::LatentPinn:
      return ComparisonSheet::tr("Network, no training");
    case Contender::Refined:
      return ComparisonSheet::tr("Network, refined");
    case Contender::Solver:
      return ComparisonSheet::tr("Solver");
  }
  return {};
}

QString secondsInWords(double seconds) {
  const QLocale locale;
  if (seconds < 0.1)
    return ComparisonSheet::tr("%1 ms").arg(locale.toString(1e3 * seconds, 'g', 3));
  if (seconds < 90.0) return ComparisonSheet::tr("%1 s").arg(locale.toString(seconds, 'g', 3));
  return timeInWords(seconds);
}

QString percent(double share) { return QLocale().toString(100.0 * share, 'g', 3); }

QString sentenceOf(const BreakEven& even) {
  const QString to = even.reached ? ComparisonSheet::tr("%1 takes %2 to that error")
                                  : ComparisonSheet::tr("%1 has not come to that error in %2");
  const QString way = to.arg(titleOf(even.against), secondsInWords(even.seconds));
  if (!even.pairs)
    return (even.reached ? ComparisonSheet::tr("%1: training never pays for itself.")
                         : ComparisonSheet::tr("%1: train longer to see."))
        .arg(way);
  const QString count = QLocale().toString(std::ceil(*even.pairs), 'f', 0);
  return (even.reached
              ? ComparisonSheet::tr("%1: training has paid for itself after %2 models and sources.")
              : ComparisonSheet::tr(
                    "%1: training has paid for itself after %2 models and sources at most."))
      .arg(way, count);
}

/// Against either PINN and the solver, for the network's answer as it is.
QString breakEvenText(const Comparison& comparison) {
  if (!comparison.trainingSeconds || comparison.find(Contender::Transfer) == nullptr) return {};
  QStringList lines;
  for (const BreakEven& even : comparison.breakEvens()) {
    if (even.answer != Contender::LatentPinn) continue;
    if (lines.isEmpty())
      lines << ComparisonSheet::tr("Training the network took %1; its error here is %2 %.")
                   .arg(timeInWords(*comparison.trainingSeconds), percent(even.rmae));
    lines << sentenceOf(even);
  }
  return lines.join(QLatin1Char('\n'));
}

}  // namespace

ComparisonSheet::ComparisonSheet(QWidget* parent)
    : Sheet(parent),
      seconds_(new NumberBox(false, card())),
      run_(new QPushButton(card())),
      export_(new QPushButton(tr("&Export curves…"), card())),
      close_(new QPushButton(tr("Close"), card())),
      abscissa_(new QComboBox(card())),
      progress_(new QLabel(card())),
      errors_(new CurvesChart(tr("RMAE [%]"), true, card())),
      residuals_(new CurvesChart(tr("residual [%]"), true, card())),
      table_(new QTableWidget(static_cast<int>(kOrder.size()), 5, card())),
      breakEven_(new QLabel(card())) {
  buildForm();
  connect(run_, &QPushButton::clicked, this, &ComparisonSheet::accept);
  connect(export_, &QPushButton::clicked, this, &ComparisonSheet::exportCurves);
  connect(close_, &QPushButton::clicked, this, &Sheet::rejected);
  connect(this, &Sheet::rejected, &job_, &LongJob::cancel);
  connect(abscissa_, &QComboBox::currentIndexChanged, this, [this] { show(shown_); });
  connect(&job_, &LongJob::progressed, this, &ComparisonSheet::take);
  connect(&job_, &LongJob::finished, this, &ComparisonSheet::ended);
}

void ComparisonSheet::buildForm() {
  card()->setMinimumWidth(820);
  auto* title = new QLabel(tr("Training a PINN anew for this drawing"), card());
  QFont bold = title->font();
  bold.setBold(true);
  bold.setPointSizeF(bold.pointSizeF() * 1.2);
  title->setFont(bold);
  auto* note = new QLabel(
      tr("One network for this model and source alone, from random weights and from the weights "
         "that it learnt on a random field (transfer), beside the trained network and the solver. "
         "Errors are against the solver on a grid of half the spacing; one processor core each."),
      card());
  note->setWordWrap(true);
  seconds_->setRange(1.0, 3600.0);
  seconds_->setValue(kSeconds);
  seconds_->setSuffix(tr(" s"));
  seconds_->setAccessibleName(tr("Training of each PINN"));
  seconds_->setToolTip(
      tr("Training of each PINN, 1 to 3600 s; default 30. Longer gives smaller "
         "errors; three are trained, one after the other."));
  run_->setDefault(true);
  run_->setObjectName(QStringLiteral("run"));
  abscissa_->addItems({tr("over seconds"), tr("over epochs")});
  abscissa_->setToolTip(
      tr("Seconds of work, or epochs: how often every node of the grid could "
         "have been a collocation point. Refinement counts steps."));
  abscissa_->setAccessibleName(tr("Abscissa"));
  export_->setToolTip(tr("Write all curves as csv."));
  close_->setToolTip(tr("Back to the drawing; what runs is stopped (Esc)."));
  table_->setObjectName(QStringLiteral("comparisonTable"));
  table_->setHorizontalHeaderLabels(
      {QString(), tr("Time"), tr("Epochs"), tr("RMAE [%]"), tr("Residual [%]")});
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setFocusPolicy(Qt::NoFocus);
  table_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  breakEven_->setTextFormat(Qt::PlainText);
  breakEven_->setWordWrap(true);
  breakEven_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* top = new QHBoxLayout;
  top->addWidget(new QLabel(tr("Train each for"), card()));
  top->addWidget(seconds_);
  top->addWidget(run_);
  top->addWidget(progress_, 1);
  top->addWidget(abscissa_);
  auto* charts = new QHBoxLayout;
  charts->addWidget(errors_, 1);
  charts->addWidget(residuals_, 1);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(export_);
  buttons->addStretch(1);
  buttons->addWidget(close_);
  cardLayout()->setContentsMargins(18, 14, 18, 14);
  cardLayout()->addWidget(title);
  cardLayout()->addWidget(note);
  cardLayout()->addLayout(top);
  cardLayout()->addLayout(charts, 1);
  cardLayout()->addWidget(table_);
  cardLayout()->addWidget(breakEven_);
  cardLayout()->addLayout(buttons);
}

QWidget* ComparisonSheet::firstFocus() { return seconds_; }

void ComparisonSheet::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) showTable(shown_);  // charts see to themselves
  Sheet::changeEvent(event);
}

void ComparisonSheet::start(const ComparedCase& compared) {
  if (!(compared == case_)) {
    case_ = compared;
    show({});
  }
  showProgress();
  open();
}

/// Run, or Stop.
void ComparisonSheet::accept() {
  if (job_.isRunning()) return job_.cancel();
  if (NumberBox* refused = refusedNumber(*this)) return refused->setFocus();
  run();
}

void ComparisonSheet::run() {
  show({});
  latest_ = {};
  const ComparisonRequest request{.model = *case_.model,
                                  .source = case_.source,
                                  .seconds = seconds_->value(),
                                  .refinementSteps = kRefinementSteps,
                                  .other = {}};
  const auto total = static_cast<std::int64_t>(std::ceil(request.trainingSeconds()));
  job_.start(tr("Comparing"), total,
             [this, request, network = case_.network](const std::stop_token& stop,
                                                      const LongJob::Progress& progress) {
               Json settings = presetSettings(resourceFolder() / "presets", "grf", "pinn");
               settings["steps"] = 0;  // as many as the seconds hold
               settings["threads"] = 1;
               const auto tell = [&](const Comparison& sofar) {
                 {
                   const std::scoped_lock lock(mutex_);
                   latest_ = sofar;
                 }
                 progress(static_cast<std::int64_t>(sofar.trainedSeconds()));
               };
               const Comparison result = runComparison(*network, request, settings, tell, stop);
               const std::scoped_lock lock(mutex_);
               latest_ = result;
             });
  showProgress();
}

void ComparisonSheet::take() {
  Comparison latest;
  {
    const std::scoped_lock lock(mutex_);
    latest = latest_;
  }
  show(latest);
  showProgress();
}

void ComparisonSheet::ended(LongJob::Outcome outcome, const QString& problem) {
  take();
  if (outcome == LongJob::Outcome::Failed) progress_->setText(problem);
  if (outcome == LongJob::Outcome::Cancelled) progress_->setText(tr("Stopped."));
}

void ComparisonSheet::showProgress() {
  const bool running = job_.isRunning();
  run_->setText(running ? tr("&Stop") : tr("&Run"));
  run_->setToolTip(running ? tr("End it; what there is stays.")
                           : tr("Train and measure all of them, one after the other."));
  seconds_->setEnabled(!running);
  export_->setEnabled(!running && !shown_.curves.empty());
  progress_->setText(running ? tr("%1 of %2 s").arg(job_.done()).arg(job_.total()) : QString());
}

void ComparisonSheet::show(const Comparison& comparison) {
  shown_ = comparison;
  const bool epochs = abscissa_->currentIndex() == 1;
  std::vector<ChartCurve> errors, residuals;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    const ComparedCurve* curve = comparison.find(kOrder[i]);
    if (curve == nullptr) continue;
    ChartCurve error{
        .x = {}, .y = {}, .colour = static_cast<int>(i), .isLevel = !trains(kOrder[i])};
    ChartCurve residual = error;
    for (const ComparedAnswer& answer : curve->answers) {
      // What needs no epoch stands where the first one would.
      const double at =
          epochs ? std::max(answer.epochs, error.isLevel ? 1.0 : 0.0) : answer.seconds;
      error.x.push_back(at);
      error.y.push_back(answer.rmae);
      residual.x.push_back(at);
      residual.y.push_back(answer.loss);
    }
    errors.push_back(std::move(error));
    residuals.push_back(std::move(residual));
  }
  const QString along = epochs ? tr("epochs") : tr("seconds");
  errors_->show(errors, along);
  residuals_->show(residuals, along);
  showTable(comparison);
  breakEven_->setText(breakEvenText(comparison));
  breakEven_->setVisible(!breakEven_->text().isEmpty());
}

void ComparisonSheet::showTable(const Comparison& comparison) {
  const bool dark = palette().color(QPalette::Base).lightness() < 128;
  const QLocale locale;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    QStringList cells = {titleOf(kOrder[i]), {}, {}, {}, {}};
    if (const ComparedCurve* curve = comparison.find(kOrder[i])) {
      const ComparedAnswer& last = curve->answers.back();
      cells = {cells.front(), secondsInWords(last.seconds),
               trains(kOrder[i]) ? locale.toString(last.epochs, 'f', 0)
               : kOrder[i] == Contender::Refined
                   ? tr("%1 steps").arg(locale.toString(last.epochs, 'f', 0))
                   : QString(),
               percent(last.rmae), percent(last.loss)};
    }
    for (int column = 0; column < cells.size(); ++column) {
      auto* item = new QTableWidgetItem(cells[column]);
      if (column > 0) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      if (column == 0) {
        QPixmap swatch(12, 12);
        swatch.fill(curveColour(static_cast<int>(i), dark));
        item->setIcon(QIcon(swatch));
      }
      table_->setItem(static_cast<int>(i), column, item);
    }
  }
  table_->resizeRowsToContents();
  int height = table_->horizontalHeader()->sizeHint().height() + 2 * table_->frameWidth();
  for (int row = 0; row < table_->rowCount(); ++row) height += table_->rowHeight(row);
  table_->setFixedHeight(height);
}

void ComparisonSheet::exportCurves() {
  const QString path = QFileDialog::getSaveFileName(
      this, tr("Export the curves"), QStringLiteral("comparison.csv"), tr("CSV (*.csv)"));
  if (path.isEmpty()) return;
  try {
    writeFileAtomically(path.toStdString(), shown_.toCsv());
    progress_->setText(tr("Wrote %1.").arg(path));
  } catch (const Error& error) {
    progress_->setText(QString::fromUtf8(error.what()));
  }
}

}  // namespace isochron
