// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/answer_bar.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>

#include "explore/family_fit_text.h"
#include "number_words.h"

namespace isochron {
namespace {

constexpr int kModelCharacters = 14;

/// A line that ends with three dots where there is no room for all of it.
class ElidedLabel : public QLabel {
 public:
  using QLabel::QLabel;
  QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignVCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width()));
  }
};

QString gridWords(const Grid& grid) {
  const QLocale locale;
  return AnswerBar::tr("%1 × %2 nodes over %3 × %4 km")
      .arg(grid.nx)
      .arg(grid.nz)
      .arg(locale.toString(grid.width(), 'g', 4), locale.toString(grid.depth(), 'g', 4));
}

}  // namespace

AnswerBar::AnswerBar(QWidget* parent)
    : QFrame(parent),
      models_(new QComboBox(this)),
      errors_(new QLabel(this)),
      times_(new QLabel(this)),
      words_(new ElidedLabel(this)),
      refine_(new QPushButton(tr("Refine"), this)),
      resample_(new QPushButton(this)) {
  models_->setAccessibleName(tr("Network that answers"));
  models_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  models_->setMinimumContentsLength(kModelCharacters);
  models_->setToolTip(
      tr("The trained network that answers beside the solver: its contours are solid, the "
         "solver's dashed."));
  errors_->setToolTip(
      tr("How far the network's traveltimes are from the solver's.\nRMAE: mean |T − T solver| / "
         "mean T solver. RE: ‖T − T solver‖ / ‖T solver‖."));
  times_->setToolTip(
      tr("From the drawing to all traveltimes, contours left out. What the network has to do once "
         "for a new source is told apart, after the plus."));
  refine_->setToolTip(
      tr("Let the network's answer for this drawing get better in the background, with its true "
         "velocities (F). The next edit ends it."));
  // Numbers that grow a digit must not push the words about.
  errors_->setMinimumWidth(errors_->fontMetrics().horizontalAdvance(
      tr("RMAE %1 %   RE %1 %").arg(QLocale().toString(88.88, 'f', 2))));
  times_->setMinimumWidth(times_->fontMetrics().horizontalAdvance(
      tr("network %1 + %1, solver %1").arg(millisecondWords(888))));
  words_->setTextFormat(Qt::PlainText);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 3, 8, 3);
  layout->setSpacing(14);
  layout->addWidget(models_);
  layout->addWidget(errors_);
  layout->addWidget(times_);
  layout->addWidget(words_, 1);
  layout->addWidget(resample_);
  layout->addWidget(refine_);
  connect(models_, &QComboBox::activated, this, [this](int index) {
    const auto id = models_->itemData(index).toULongLong();
    if (index + 1 == models_->count())
      Q_EMIT openAsked();
    else
      Q_EMIT modelChosen(id);
  });
  connect(refine_, &QPushButton::clicked, this, &AnswerBar::refineAsked);
  connect(resample_, &QPushButton::clicked, this, [this] { Q_EMIT resampleAsked(wanted_); });
  setModels({}, 0);
  clearNumbers();
}

void AnswerBar::setModels(const std::vector<std::pair<std::uint64_t, QString>>& models,
                          std::uint64_t current) {
  const QSignalBlocker quiet(models_);
  models_->clear();
  models_->addItem(tr("Solver alone"), QVariant::fromValue<qulonglong>(0));
  for (const auto& [id, title] : models)
    models_->addItem(title, QVariant::fromValue<qulonglong>(id));
  models_->setCurrentIndex(
      std::max(0, models_->findData(QVariant::fromValue<qulonglong>(current))));
  models_->insertSeparator(models_->count());
  models_->addItem(tr("Open…"));
}

void AnswerBar::clearNumbers() {
  errors_->clear();
  times_->clear();
  resample_->hide();
  refine_->setEnabled(false);
  setWords({}, {}, Tone::Plain);
}

void AnswerBar::showLoading() {
  clearNumbers();
  setWords(tr("The network is being loaded…"), {}, Tone::Plain);
}

void AnswerBar::showAnswer(const LiveAnswer& answer, bool refining) {
  clearNumbers();
  switch (answer.network.state) {
    case NetworkState::None:
      if (answer.solveMilliseconds > 0)
        times_->setText(tr("solver %1").arg(millisecondWords(answer.solveMilliseconds)));
      return;
    case NetworkState::OtherGrid: {
      wanted_ = answer.network.grid;
      const QString sentence = tr("%1 answers %2; this drawing has %3.")
                                   .arg(QString::fromStdString(answer.network.title),
                                        gridWords(wanted_), gridWords(answer.model->grid()));
      setWords(tr("made for %1").arg(gridWords(wanted_)), sentence, Tone::Doubtful);
      resample_->setText(tr("Put the drawing on its grid"));
      resample_->setToolTip(
          tr("Resamples the drawing to %1. Where the extent differs, so much of it is taken about "
             "the source. Undo brings it back.")
              .arg(gridWords(wanted_)));
      resample_->show();
      return;
    }
    case NetworkState::Answered:
      showNumbers(answer);
      refine_->setEnabled(answer.network.canRefine && !refining);
      refine_->setText(refining ? tr("Refining…") : tr("Refine"));
  }
}

void AnswerBar::showNumbers(const LiveAnswer& answer) {
  const NetworkReply& reply = answer.network.reply;
  errors_->setText(tr("RMAE %1   RE %2").arg(percentWords(reply.rmae), percentWords(reply.re)));
  QString network = millisecondWords(reply.milliseconds);
  if (reply.sourceMilliseconds > 0)
    network += QStringLiteral(" + ") + millisecondWords(reply.sourceMilliseconds);
  times_->setText(
      tr("network %1, solver %2").arg(network, millisecondWords(answer.solveMilliseconds)));
  const FamilyPlace place = familyPlace(reply.fit, *answer.model);
  QString words = tr("Drawing %1").arg(familyTitle(place));
  if (reply.refinedMilliseconds > 0)
    words = tr("refined for %1; %2").arg(millisecondWords(reply.refinedMilliseconds), words);
  constexpr Tone kTones[] = {Tone::Good, Tone::Doubtful, Tone::Bad};
  setWords(words, familySentence(reply.fit, *answer.model), kTones[static_cast<int>(place)]);
}

void AnswerBar::setWords(const QString& words, const QString& tip, Tone tone) {
  tone_ = tone;
  const bool dark = palette().color(QPalette::Window).lightness() < 128;
  QColor colour = palette().color(QPalette::WindowText);
  if (tone == Tone::Good) colour = dark ? QColor(0x7fd18b) : QColor(0x1b6b2a);
  if (tone == Tone::Doubtful) colour = dark ? QColor(0xf0c060) : QColor(0x8a5a00);
  if (tone == Tone::Bad) colour = dark ? QColor(0xff9a8a) : QColor(0xa8281a);
  QPalette tinted = words_->palette();
  tinted.setColor(QPalette::WindowText, colour);
  words_->setPalette(tinted);
  words_->setText(words);
  words_->setToolTip(tip);
}

QString AnswerBar::errorText() const { return errors_->text(); }

QString AnswerBar::timeText() const { return times_->text(); }

QString AnswerBar::wordsText() const { return words_->text(); }

void AnswerBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) setWords(words_->text(), words_->toolTip(), tone_);
  QFrame::changeEvent(event);
}

}  // namespace isochron
