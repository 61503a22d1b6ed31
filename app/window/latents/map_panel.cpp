// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/map_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "latent_map_view.h"
#include "number_box.h"

namespace isochron {
namespace {

constexpr QSize kPicture{128, 74};
/// Of the values, left out at either end of the colours: one odd model would take them all.
constexpr double kOutliers = 0.01;
/// Of the colours, as a part of the values.
constexpr double kLeastSpan = 0.02;

NumberBox* directionBox(int standard, const QString& name, const QString& tip, QWidget* parent) {
  auto* box = new NumberBox(true, parent);
  box->setRange(1, 1);
  box->setValue(standard);
  box->setAccessibleName(name);
  box->setToolTip(tip);
  return box;
}

QString percent(double fraction) {
  return QLocale().toString(100 * fraction, 'f', 1) + QStringLiteral(" %");
}

QString axisTitle(const LatentMap& map, int direction) {
  if (direction >= map.directions.count()) return {};
  return MapPanel::tr("direction %1 (%2) [SD]")
      .arg(direction + 1)
      .arg(percent(map.directions.shares(direction)));
}

Colouring coloursOf(const std::vector<double>& values) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double fraction) {
    return sorted[static_cast<std::size_t>(
        std::lround(fraction * static_cast<double>(sorted.size() - 1)))];
  };
  Colouring colouring;
  colouring.min = at(kOutliers);
  colouring.max = at(1.0 - kOutliers);
  // Values that are the same but for rounding are to look so.
  const double least = kLeastSpan * std::max(std::abs(colouring.max), 1e-6);
  if (colouring.max - colouring.min < least) {
    colouring.min -= least / 2;
    colouring.max += least / 2;
  }
  return colouring;
}

QString remaining(double seconds) {
  if (seconds < 0.0) return {};
  return MapPanel::tr(", %1 s left").arg(QLocale().toString(std::ceil(seconds), 'f', 0));
}

}  // namespace

MapPanel::MapPanel(QWidget* parent)
    : QWidget(parent),
      view_(new LatentMapView(this)),
      summary_(new QLabel(this)),
      progress_(new QProgressBar(this)),
      stop_(new QPushButton(tr("Stop"), this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->setSpacing(4);
  layout->addWidget(buildControls());
  layout->addWidget(view_, 1);
  buildProgress();
  auto* foot = new QHBoxLayout;
  foot->addWidget(summary_, 1);
  foot->addWidget(progress_, 1);
  foot->addWidget(stop_);
  layout->addLayout(foot);
  view_->setMinimumSize(240, 160);
  view_->setToolTip(QString());
}

void MapPanel::buildProgress() {
  summary_->setToolTip(tr("‖v − decoded‖ / ‖v − mean‖ over all nodes of all models on the map."));
  summary_->setMinimumWidth(40);
  progress_->setTextVisible(true);
  progress_->hide();
  stop_->setToolTip(tr("Make the map of the models that are encoded already."));
  stop_->hide();
  connect(stop_, &QPushButton::clicked, this, &MapPanel::stopAsked);
}

QWidget* MapPanel::buildControls() {
  auto* controls = new QWidget(this);
  across_ = directionBox(1, tr("Direction across"),
                         tr("Principal direction along the horizontal axis, default 1.\nThe first "
                            "is the one in which the velocities of the models differ most."),
                         controls);
  up_ = directionBox(2, tr("Direction up"),
                     tr("Principal direction along the vertical axis, default 2."), controls);
  up_->setRange(1, 2);
  up_->setValue(2);
  colours_ = new QComboBox(controls);
  colours_->addItems({tr("relative error"), tr("mean velocity"), tr("spread of velocities")});
  colours_->setAccessibleName(tr("Colours"));
  colours_->setToolTip(tr("What the colours of the points tell of each model."));
  auto* all = new QPushButton(tr("All"), controls);
  all->setToolTip(tr("Show all models (Home; or double click the map)."));
  auto* row = new QHBoxLayout(controls);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(new QLabel(tr("Across"), controls));
  row->addWidget(across_);
  row->addWidget(new QLabel(tr("Up"), controls));
  row->addWidget(up_);
  row->addWidget(new QLabel(tr("Colours"), controls));
  row->addWidget(colours_, 1);
  row->addWidget(all);
  for (NumberBox* box : {across_, up_})
    connect(box, &NumberBox::valueChanged, this, &MapPanel::showDirections);
  connect(colours_, &QComboBox::currentIndexChanged, this, [this] { showPoints(true); });
  connect(all, &QPushButton::clicked, view_, &LatentMapView::showAll);
  return controls;
}

QSize MapPanel::pictureSize() { return kPicture; }
int MapPanel::across() const { return across_->count() - 1; }
int MapPanel::up() const { return up_->count() - 1; }
QString MapPanel::summary() const { return summary_->text(); }

void MapPanel::setDirections(int across, int up) {
  across_->setValue(across + 1);
  up_->setValue(up + 1);
  showDirections();
}

void MapPanel::showDirections() {
  showPoints(false);
  showPlaces();
}

void MapPanel::setMap(std::shared_ptr<const LatentMap> map) {
  const bool same = map_ && map && map_->archive == map->archive && map_->family == map->family;
  map_ = std::move(map);
  const int most = map_ ? std::max(1, static_cast<int>(map_->directions.count())) : 1;
  const bool first = across_->maximum() <= 1.0;
  for (NumberBox* box : {across_, up_}) {
    box->setRange(1, std::max(most, box == up_ ? 2 : 1));
    if (first && box == up_) box->setValue(2);
  }
  summary_->clear();
  if (map_)
    summary_->setText(tr("%1 models, relative error %2")
                          .arg(QLocale().toString(static_cast<qlonglong>(map_->count())),
                               percent(map_->familyError)));
  showPoints(same);
}

double MapPanel::scoreAlong(const std::vector<double>& scores, int direction) const {
  const auto index = static_cast<std::size_t>(direction);
  return index < scores.size() ? scores[index] : 0.0;
}

std::vector<double> MapPanel::shownValues() const {
  switch (static_cast<Colour>(colours_->currentIndex())) {
    case Colour::MeanVelocity:
      return map_->meanVelocity;
    case Colour::Spread:
      return map_->spread;
    case Colour::Error:
      break;
  }
  std::vector<double> percents = map_->error;
  for (double& error : percents) error *= 100.0;
  return percents;
}

void MapPanel::showPoints(bool keepView) {
  if (!map_) return view_->setPoints({});
  const auto colour = static_cast<Colour>(colours_->currentIndex());
  const bool errors = colour == Colour::Error;
  const auto score = [&](Eigen::Index model, int direction) {
    return direction < map_->scores.cols() ? map_->scores(model, direction) : 0.0;
  };
  const std::vector<double> values = shownValues();
  std::vector<MapPoint> points;
  for (std::int64_t i = 0; i < map_->count(); ++i)
    points.push_back({score(i, across()), score(i, up()), values[static_cast<std::size_t>(i)]});
  Colouring colouring = coloursOf(values);
  if (errors) colouring.map = QStringLiteral("magma");
  const QString titles[] = {tr("relative error [%]"), tr("mean velocity [km/s]"),
                            tr("standard deviation of velocities [km/s]")};
  view_->setColouring(colouring, titles[static_cast<int>(colour)]);
  view_->setAxisTitles(axisTitle(*map_, across()), axisTitle(*map_, up()));
  view_->setPoints(std::move(points), keepView);
}

void MapPanel::setChosen(std::optional<int> index) { view_->setChosen(index); }

void MapPanel::setPlaces(const LatentAnswer& answer, const Walk& walk) {
  places_ = answer;
  places_.reconstruction.reset();
  places_.walked.reset();
  walk_ = walk;
  showPlaces();
}

void MapPanel::showPlaces() {
  const auto place = [&](const std::vector<double>& scores) {
    return QPointF(scoreAlong(scores, across()), scoreAlong(scores, up()));
  };
  std::vector<MapMark> marks;
  const auto mark = [&](const std::vector<double>& scores, const QString& name,
                        MapMark::Shape shape) {
    if (scores.empty()) return;
    const QPointF at = place(scores);
    marks.push_back({name, at.x(), at.y(), shape});
  };
  mark(places_.firstScores, tr("A"), MapMark::Shape::Disc);
  mark(places_.secondScores, tr("B"), MapMark::Shape::Disc);
  mark(places_.drawingScores, tr("Drawing"), MapMark::Shape::Star);
  view_->setMarks(std::move(marks));
  if (places_.walkedScores.empty()) return view_->setPath({}, std::nullopt);
  const QPointF at = place(places_.walkedScores);
  std::vector<QPointF> path;
  if (!places_.firstScores.empty()) {
    path = {place(places_.firstScores), place(places_.secondScores)};
  } else if (!places_.chosenScores.empty()) {
    constexpr double kFar = 4.0;  // as far as the slider goes
    for (const double deviations : {-kFar, kFar}) {
      std::vector<double> end = places_.chosenScores;
      const auto direction = static_cast<std::size_t>(walk_.direction);
      if (direction < end.size()) end[direction] += deviations;
      path.push_back(place(end));
    }
  }
  view_->setPath(std::move(path), at);
}

void MapPanel::showProgress(const MapUpdate& news) {
  const bool busy = !news.last;
  progress_->setVisible(busy);
  stop_->setVisible(busy);
  summary_->setVisible(!busy);
  progress_->setRange(0, static_cast<int>(std::max<std::int64_t>(news.total, 1)));
  progress_->setValue(static_cast<int>(news.done));
  const QLocale locale;
  progress_->setFormat(news.total == 0
                           ? tr("Loading the latents…")
                           : tr("%1 of %2 encoded%3")
                                 .arg(locale.toString(static_cast<qlonglong>(news.done)),
                                      locale.toString(static_cast<qlonglong>(news.total)),
                                      remaining(news.secondsLeft)));
}

void MapPanel::setEmptyText(const QString& text) { view_->setEmptyText(text); }

void MapPanel::showPicture(int index, const QImage& image) {
  if (!map_ || index < 0 || index >= map_->count()) return;
  const auto at = static_cast<std::size_t>(index);
  const QLocale locale;
  view_->setHoverPicture(
      index, image,
      tr("%1: mean %2 km/s, error %3")
          .arg(nameOf(map_->family.at(index)), locale.toString(map_->meanVelocity[at], 'f', 2),
               percent(map_->error[at])));
}

}  // namespace isochron
