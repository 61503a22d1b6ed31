// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latent_pictures.h"
#include "number_words.h"

#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <algorithm>

namespace isochron {
namespace {

constexpr QSize kSmallestView{220, 150};

QString velocityUnit() { return QStringLiteral("km/s"); }

QString kmPerSecond(double value, int decimals = 2) {
  return QLocale().toString(value, 'f', decimals) + QStringLiteral(" km/s");
}

}  // namespace

LatentPictures::LatentPictures(QWidget* parent) : QWidget(parent) {
  auto* layout = new QGridLayout(this);
  layout->setContentsMargins(0, 2, 0, 0);
  layout->setSpacing(0);
  const std::array<QString, PlaceCount> names = {tr("Original"), tr("Reconstruction"),
                                                 tr("Difference"), tr("Walk")};
  for (int i = 0; i < PlaceCount; ++i) {
    const auto place = static_cast<std::size_t>(i);
    titles_[place] = new QLabel(this);
    titles_[place]->setTextFormat(Qt::PlainText);
    titles_[place]->setContentsMargins(10, 2, 6, 0);
    titles_[place]->setWordWrap(true);
    views_[place] = new FieldView(this);
    views_[place]->setMinimumSize(kSmallestView);
    views_[place]->setAccessibleName(names[place]);
    views_[place]->setAspect(Aspect::Stretched);
    const int row = 2 * (i / 2);
    layout->addWidget(titles_[place], row, i % 2);
    layout->addWidget(views_[place], row + 1, i % 2);
    layout->setRowStretch(row + 1, 1);
    layout->setColumnStretch(i % 2, 1);
    connect(views_[place], &FieldView::pointerMoved, this,
            [this](Point position) { Q_EMIT probed(probeText(position)); });
    connect(views_[place], &FieldView::pointerLeft, this, [this] { Q_EMIT probed({}); });
  }
  connect(views_[Walked], &FieldView::sourceDragged, this, &LatentPictures::sourceDragged);
  show({}, {});
}

QString LatentPictures::title(Place place) const { return titles_[place]->text(); }

void LatentPictures::setTitle(Place place, const QString& text, const QString& tip) {
  titles_[place]->setText(text);
  titles_[place]->setToolTip(tip);
}

Colouring LatentPictures::velocityColours() const {
  const Reconstruction& shown = *answer_.reconstruction;
  double low = std::min(shown.original->min(), shown.decoded->values.minCoeff());
  double high = std::max(shown.original->max(), shown.decoded->values.maxCoeff());
  // The whole family's range: the colours stay while one goes from model to model.
  if (answer_.map) {
    low = std::min(low, answer_.map->slowest);
    high = std::max(high, answer_.map->fastest);
  }
  Colouring colouring;
  colouring.min = low;
  colouring.max = std::max(high, low + 1e-3);  // a constant model has a range, too
  return colouring;
}

void LatentPictures::show(const LatentAnswer& answer, const QString& title) {
  answer_ = answer;
  if (!answer.reconstruction) {
    for (FieldView* view : views_) view->setField(nullptr, {}, {});
    setTitle(Original, tr("Original"), {});
    setTitle(Decoded, tr("Reconstruction"), {});
    setTitle(Difference, tr("Difference"), {});
    setTitle(Walked, tr("Walk"), {});
  } else {
    showReconstruction(*answer.reconstruction, title);
  }
  showWalked();
}

void LatentPictures::showReconstruction(const Reconstruction& shown, const QString& title) {
  const Colouring velocities = velocityColours();
  views_[Original]->setField({shown.original, &shown.original->field()}, tr("Velocity"),
                             velocityUnit());
  views_[Decoded]->setField(shown.decoded, tr("Velocity"), velocityUnit());
  views_[Original]->setColouring(velocities);
  views_[Decoded]->setColouring(velocities);
  views_[Difference]->setField(shown.difference, tr("Difference"), velocityUnit());
  Colouring differences;
  differences.map = QStringLiteral("magma");
  differences.max = std::max(shown.largest, 1e-6);
  views_[Difference]->setColouring(differences);
  setTitle(Original, tr("Original: %1").arg(title), tr("The model as it is: %1").arg(title));
  setTitle(Decoded, tr("Reconstruction: relative error %1").arg(percentWords(shown.relative)),
           tr("The model as its latents have it. The relative error is ‖v − decoded‖ / ‖v − mean‖, "
              "the mean being the %1 of the models learnt from: 100 % says nothing of the model.")
               .arg(kmPerSecond(shown.meanVelocity)));
  setTitle(Difference,
           tr("Difference: RMS %1, at most %2")
               .arg(kmPerSecond(shown.rms, 3), kmPerSecond(shown.largest)),
           tr("|reconstruction − original|, with a colour scale of its own."));
}

void LatentPictures::showWalked() {
  FieldView& view = *views_[Walked];
  if (!answer_.walked) {
    view.setField(nullptr, {}, {});
    view.setContours({}, 1.0, {});
    view.setReferenceContours({}, {});
    view.setSource(std::nullopt);
    return;
  }
  const WalkedModel& walked = *answer_.walked;
  view.setField({walked.model, &walked.model->field()}, tr("Velocity"), velocityUnit());
  view.setColouring(velocityColours());
  const bool both = walked.network.state == NetworkState::Answered;
  const auto shown = [this](const std::vector<Contour>& contours) {
    return contours_ ? contours : std::vector<Contour>{};
  };
  view.setContours(shown(both ? walked.network.contours : walked.contours), walked.interval,
                   QStringLiteral("s"), both ? tr("Network's traveltime") : QString());
  view.setReferenceContours(both ? shown(walked.contours) : std::vector<Contour>{},
                            tr("the solver's"));
  view.setSource(walked.source);
  const QString text = both ? tr("Walk: network (solid) against solver (dashed), RMAE %1")
                                  .arg(percentWords(walked.network.reply.rmae))
                            : tr("Walk: decoded velocities, the solver's traveltimes");
  setTitle(Walked, text,
           tr("The velocities that the latents of the walk stand for, and their traveltimes: "
              "decoded and solved in %1. Drag the star to move the source.")
               .arg(millisecondWords(walked.milliseconds)));
}

void LatentPictures::setContoursShown(bool on) {
  contours_ = on;
  showWalked();
}

void LatentPictures::setAspect(Aspect aspect) {
  for (FieldView* view : views_) view->setAspect(aspect);
}

void LatentPictures::resetZoom() {
  for (FieldView* view : views_) view->resetView();
}

QString LatentPictures::probeText(Point position) const {
  if (!answer_.reconstruction) return {};
  const Reconstruction& shown = *answer_.reconstruction;
  const Grid& grid = shown.original->grid();
  if (!grid.contains(position)) return {};
  const QLocale locale;
  const int decimals = grid.width() < 2.0 ? 3 : 2;
  QString text = tr("x = %1 km, z = %2 km: original %3, reconstruction %4")
                     .arg(locale.toString(position.x, 'f', decimals),
                          locale.toString(position.z, 'f', decimals),
                          kmPerSecond(shown.original->at(position)),
                          kmPerSecond(interpolate(*shown.decoded, position)));
  if (!answer_.walked || !answer_.walked->model->grid().contains(position)) return text;
  const WalkedModel& walked = *answer_.walked;
  text += tr("; walk %1, T = %2 s")
              .arg(kmPerSecond(walked.model->at(position)),
                   locale.toString(walked.traveltimes->at(position), 'f', 3));
  if (walked.network.state == NetworkState::Answered)
    text += tr(", network %1 s")
                .arg(locale.toString(walked.network.reply.traveltimes->at(position), 'f', 3));
  return text;
}

}  // namespace isochron
