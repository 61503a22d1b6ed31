// SPDX-License-Identifier: GPL-3.0-or-later
#include "loss_plot.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "flow_layout.h"
#include "loss_chart.h"

namespace isochron {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

QString number(double value) { return QLocale().toString(value, 'g', 4); }

QString swatchStyle(const QColor& colour) {
  return QStringLiteral(
             "QToolButton { border: none; border-bottom: 3px solid transparent; padding: 2px 5px; }"
             "QToolButton:checked { border-bottom-color: %1; }"
             "QToolButton:hover, QToolButton:focus { background: palette(midlight); }")
      .arg(colour.name());
}

}  // namespace

struct LossPlot::Implementation {
  LossRun run;
  std::vector<LossRun> ghosts;
  LossView view;
  std::map<QString, bool> shown;  // what was chosen, also for curves that come later
  std::optional<std::size_t> record;

  LossChart* chart = nullptr;
  FlowLayout* legend = nullptr;
  std::map<QString, QToolButton*> buttons;
  QCheckBox* weighted = nullptr;
  QCheckBox* logarithmic = nullptr;
  QComboBox* abscissa = nullptr;
  QPushButton* csv = nullptr;
  QLabel* readOut = nullptr;

  /// Where nobody has chosen, all but rates, which say little about how well it learns.
  bool isShown(const QString& name) const {
    const auto found = shown.find(name);
    if (found != shown.end()) return found->second;
    const LossCurve* curve = find(name);
    return curve == nullptr || curve->kind != LossCurve::Kind::Rate;
  }
  const LossCurve* find(const QString& name) const {
    for (const LossCurve& curve : run.curves)
      if (curve.name == name) return &curve;
    for (const LossRun& ghost : ghosts)
      for (const LossCurve& curve : ghost.curves)
        if (curve.name == name) return &curve;
    return nullptr;
  }
};

LossPlot::LossPlot(QWidget* parent)
    : QWidget(parent), implementation_(std::make_unique<Implementation>()) {
  Implementation& my = *implementation_;
  my.chart = new LossChart(this);
  my.chart->setMouseTracking(true);
  my.chart->installEventFilter(this);
  my.chart->setAccessibleName(tr("Curves"));
  my.weighted = new QCheckBox(tr("Weighted"), this);
  my.weighted->setToolTip(
      tr("Losses times their weights, as they add up to the total; else the bare terms.\n"
         "Changes the picture alone, not the run."));
  my.logarithmic = new QCheckBox(tr("Log axis"), this);
  my.logarithmic->setChecked(true);
  my.logarithmic->setToolTip(
      tr("Equal ratios at equal distances; values of 0 or less are left out.\n"
         "Changes the picture alone, not the run."));
  my.abscissa = new QComboBox(this);
  my.abscissa->addItems({tr("Steps"), tr("Seconds")});
  my.abscissa->setToolTip(
      tr("What runs along the axis: steps, or seconds of training.\n"
         "Changes the picture alone, not the run."));
  my.abscissa->setAccessibleName(tr("Axis"));
  my.csv = new QPushButton(tr("CSV..."), this);
  my.csv->setToolTip(tr("Write all records of the shown runs to a file."));
  my.readOut = new QLabel(this);
  my.readOut->setTextInteractionFlags(Qt::TextSelectableByMouse);
  my.readOut->setMinimumWidth(40);
  my.readOut->setWordWrap(true);

  constexpr int kGap = 2;
  my.legend = new FlowLayout(kGap);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4, 2, 4, 2);
  layout->setSpacing(2);
  layout->addLayout(my.legend);
  layout->addWidget(my.chart, 1);
  layout->addWidget(my.readOut);
  setFocusPolicy(Qt::StrongFocus);

  connect(my.weighted, &QCheckBox::toggled, this, &LossPlot::setWeighted);
  connect(my.logarithmic, &QCheckBox::toggled, this, &LossPlot::setLogarithmic);
  connect(my.abscissa, &QComboBox::currentIndexChanged, this,
          [this](int index) { setAbscissa(index == 0 ? Abscissa::Steps : Abscissa::Seconds); });
  connect(my.csv, &QPushButton::clicked, this, &LossPlot::exportRequested);
  setRun({});
}

LossPlot::~LossPlot() = default;

const LossRun& LossPlot::run() const { return implementation_->run; }
const std::vector<LossRun>& LossPlot::ghosts() const { return implementation_->ghosts; }
bool LossPlot::isWeighted() const { return implementation_->view.weighted; }
bool LossPlot::isLogarithmic() const { return implementation_->view.logarithmic; }
LossPlot::Abscissa LossPlot::abscissa() const {
  return implementation_->view.seconds ? Abscissa::Seconds : Abscissa::Steps;
}
bool LossPlot::isShown(const QString& curve) const { return implementation_->isShown(curve); }
QColor LossPlot::colourOf(const QString& curve) const {
  const LossCurve* found = implementation_->find(curve);
  return found ? implementation_->chart->colourOf(*found) : QColor();
}

void LossPlot::setRun(LossRun run) {
  Implementation& my = *implementation_;
  my.run = std::move(run);
  if (my.record && *my.record >= my.run.steps.size()) my.record.reset();
  updateLegend();
  redraw();
}

void LossPlot::setGhosts(std::vector<LossRun> ghosts) {
  implementation_->ghosts = std::move(ghosts);
  updateLegend();
  redraw();
}

void LossPlot::updateLegend() {
  Implementation& my = *implementation_;
  std::vector<const LossCurve*> curves;
  const auto collect = [&](const LossRun& run) {
    for (const LossCurve& curve : run.curves) {
      const bool known = std::any_of(curves.begin(), curves.end(),
                                     [&](const LossCurve* c) { return c->name == curve.name; });
      if (curve.kind != LossCurve::Kind::Unplotted && !known) curves.push_back(&curve);
    }
  };
  collect(my.run);
  for (const LossRun& ghost : my.ghosts) collect(ghost);
  std::stable_sort(curves.begin(), curves.end(),
                   [](const LossCurve* a, const LossCurve* b) { return a->kind < b->kind; });

  while (const QLayoutItem* item = my.legend->takeAt(0)) delete item;
  std::map<QString, QToolButton*> gone = std::exchange(my.buttons, {});
  for (const LossCurve* curve : curves) {
    QToolButton* button = nullptr;
    if (const auto found = gone.find(curve->name); found != gone.end()) {
      button = found->second;
      gone.erase(found);
    } else {
      button = new QToolButton(this);
      button->setCheckable(true);
      connect(button, &QToolButton::toggled, this,
              [this, name = curve->name](bool on) { setShown(name, on); });
    }
    my.legend->addWidget(button);
    my.buttons[curve->name] = button;
    button->setObjectName(curve->name);
    button->setText(curve->title);
    button->setToolTip(tr("Show or hide %1. Changes the picture alone.").arg(curve->title));
    button->setStyleSheet(swatchStyle(colourOf(curve->name)));
    const QSignalBlocker quiet(button);
    button->setChecked(my.isShown(curve->name));
  }
  for (const auto& [name, button] : gone) button->deleteLater();
  for (QWidget* control :
       {static_cast<QWidget*>(my.weighted), static_cast<QWidget*>(my.logarithmic),
        static_cast<QWidget*>(my.abscissa), static_cast<QWidget*>(my.csv)})
    my.legend->addWidget(control);
  my.csv->setEnabled(!my.run.steps.empty() || !my.ghosts.empty());
  my.csv->setToolTip(my.csv->isEnabled() ? tr("Write all records of the shown runs to a file.")
                                         : tr("There is nothing to write yet."));
}

void LossPlot::redraw() {
  Implementation& my = *implementation_;
  for (const auto& [name, button] : my.buttons) my.view.hidden[name] = !my.isShown(name);
  my.chart->show(my.run, my.ghosts, my.view);
  fitReadOut();
  showReading();
}

void LossPlot::setWeighted(bool weighted) {
  implementation_->view.weighted = weighted;
  const QSignalBlocker quiet(implementation_->weighted);
  implementation_->weighted->setChecked(weighted);
  redraw();
}

void LossPlot::setLogarithmic(bool logarithmic) {
  implementation_->view.logarithmic = logarithmic;
  const QSignalBlocker quiet(implementation_->logarithmic);
  implementation_->logarithmic->setChecked(logarithmic);
  showAll();
}

void LossPlot::setAbscissa(Abscissa abscissa) {
  implementation_->view.seconds = abscissa == Abscissa::Seconds;
  const QSignalBlocker quiet(implementation_->abscissa);
  implementation_->abscissa->setCurrentIndex(abscissa == Abscissa::Seconds ? 1 : 0);
  showAll();
}

void LossPlot::setShown(const QString& curve, bool shown) {
  Implementation& my = *implementation_;
  my.shown[curve] = shown;
  if (const auto found = my.buttons.find(curve); found != my.buttons.end()) {
    const QSignalBlocker quiet(found->second);
    found->second->setChecked(shown);
  }
  redraw();
}

void LossPlot::showAll() {
  implementation_->chart->followData();
  redraw();
}

void LossPlot::readAt(std::optional<double> abscissa) {
  Implementation& my = *implementation_;
  const std::vector<double>& at = my.view.seconds ? my.run.seconds : my.run.steps;
  my.record.reset();
  if (abscissa && !at.empty()) {
    const auto above = std::lower_bound(at.begin(), at.end(), *abscissa);
    auto nearest = above == at.end() ? above - 1 : above;
    if (nearest != at.begin() && *abscissa - *(nearest - 1) < *nearest - *abscissa) --nearest;
    my.record = static_cast<std::size_t>(nearest - at.begin());
  }
  showReading();
}

QString LossPlot::readOut() const {
  return implementation_->record ? reading(*implementation_->record) : QString();
}

QString LossPlot::reading(std::size_t i) const {
  const Implementation& my = *implementation_;
  const QLocale locale;
  QStringList values;
  for (const LossCurve& curve : my.run.curves) {
    if (curve.kind == LossCurve::Kind::Unplotted || !my.isShown(curve.name)) continue;
    const double value = drawnValues(curve, my.view)[i];
    if (!std::isfinite(value)) continue;
    const bool error = curve.kind == LossCurve::Kind::Error;
    values += curve.title + QLatin1Char(' ') +
              (error ? tr("%1 %").arg(number(100.0 * value)) : number(value));
  }
  return tr("step %1 (%2 s): %3")
      .arg(locale.toString(std::llround(my.run.steps[i])),
           locale.toString(my.run.seconds[i], 'f', 1), values.join(QStringLiteral(", ")));
}

void LossPlot::showReading() {
  Implementation& my = *implementation_;
  my.readOut->setText(my.record ? readOut()
                      : my.run.steps.empty()
                          ? tr("The curves begin with the first record.")
                          : tr("Point at a curve, or use the arrow keys, for values."));
  my.chart->markRecord(my.record);
}

QString LossPlot::csv() const {
  std::vector<LossRun> runs{implementation_->run};
  runs.insert(runs.end(), implementation_->ghosts.begin(), implementation_->ghosts.end());
  return toCsv(runs);
}

std::optional<QPoint> LossPlot::pixelOf(const QString& curve, int record) const {
  const auto inChart = implementation_->chart->pixelOf(curve, record);
  if (!inChart) return std::nullopt;
  return implementation_->chart->mapTo(this, *inChart);
}

void LossPlot::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange || !implementation_->chart) return;
  implementation_->chart->applyPalette(palette());
  updateLegend();
  redraw();
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
  Implementation& my = *implementation_;
  const auto last = static_cast<std::ptrdiff_t>(my.run.steps.size()) - 1;
  const auto now = my.record ? static_cast<std::ptrdiff_t>(*my.record) : last + 1;
  std::optional<std::ptrdiff_t> to;
  if (event->key() == Qt::Key_Left) to = now - 1;
  if (event->key() == Qt::Key_Right) to = now + 1;
  if (event->key() == Qt::Key_Home) return showAll();
  if (event->key() == Qt::Key_Escape && my.record) return readAt(std::nullopt);
  if (!to || last < 0) return QWidget::keyPressEvent(event);
  my.record = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(*to, 0, last));
  showReading();
}

void LossPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitReadOut();
}

/// A read-out may take several lines of a narrow plot; the chart must not jump when they come.
void LossPlot::fitReadOut() {
  Implementation& my = *implementation_;
  const auto lines = [&](const QString& text) {
    return fontMetrics()
        .boundingRect(0, 0, my.readOut->width(), 0, Qt::TextWordWrap, text)
        .height();
  };
  const QString longest =
      my.run.steps.empty() ? QString() : reading(my.run.steps.size() - 1) + QStringLiteral("00000");
  my.readOut->setFixedHeight(std::max(lines(longest), fontMetrics().lineSpacing()) + 4);
}

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
  Implementation& my = *implementation_;
  if (event->type() == QEvent::MouseMove || event->type() == QEvent::Enter) {
    readAt(my.chart->abscissaAt(static_cast<QSinglePointEvent*>(event)->position()));
  } else if (event->type() == QEvent::Leave) {
    readAt(std::nullopt);
  } else if (event->type() == QEvent::MouseButtonPress) {
    setFocus();
  } else if (event->type() == QEvent::MouseButtonDblClick) {
    showAll();
  }
  return QWidget::eventFilter(watched, event);
}

QString toCsv(const std::vector<LossRun>& runs) {
  std::vector<std::pair<QString, bool>> columns;  // name, and whether weighted
  const auto want = [&](const QString& name, bool weighted) {
    const std::pair<QString, bool> column(name, weighted);
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      columns.push_back(column);
  };
  for (const LossRun& run : runs)
    for (const LossCurve& curve : run.curves) {
      want(curve.name, false);
      if (!curve.weighted.empty() && curve.weighted != curve.values) want(curve.name, true);
    }
  QString text = QStringLiteral("run,step,seconds");
  for (const auto& [name, weighted] : columns)
    text += QLatin1Char(',') + name + (weighted ? QStringLiteral(" weighted") : QString());
  text += QLatin1Char('\n');
  const auto value = [](const LossRun& run, const QString& name, bool weighted, std::size_t i) {
    for (const LossCurve& curve : run.curves)
      if (curve.name == name)
        return weighted && !curve.weighted.empty() ? curve.weighted[i] : curve.values[i];
    return kNone;
  };
  for (const LossRun& run : runs) {
    QString name = run.name;
    name = QLatin1Char('"') + name.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
           QLatin1Char('"');
    for (std::size_t i = 0; i < run.steps.size(); ++i) {
      text += name + QLatin1Char(',') + QString::number(run.steps[i], 'f', 0) + QLatin1Char(',') +
              QString::number(run.seconds[i], 'g', 17);
      for (const auto& [column, weighted] : columns) {
        const double v = value(run, column, weighted, i);
        text += QLatin1Char(',');
        if (std::isfinite(v)) text += QString::number(v, 'g', 17);
      }
      text += QLatin1Char('\n');
    }
  }
  return text;
}

}  // namespace isochron
