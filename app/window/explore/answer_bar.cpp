// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/answer_bar.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>

#include "explore/family_fit_text.h"
#include "explore/resampling_text.h"
#include "number_words.h"

namespace isochron {
namespace {

constexpr int kModelCharacters = 14;

constexpr int kGap = 14;
constexpr int kMargin = 8;

}  // namespace

AnswerBar::AnswerBar(QWidget* parent)
    : QFrame(parent),
      models_(new QComboBox(this)),
      errors_(new QLabel(this)),
      times_(new QLabel(this)),
      words_(new QLabel(this)),
      refine_(new QPushButton(tr("Refine"), this)),
      resample_(new QPushButton(this)) {
  models_->setAccessibleName(tr("Network that answers"));
  models_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  models_->setMinimumContentsLength(kModelCharacters);
  models_->setToolTip(
      tr("The trained network that computes traveltimes beside the solver. Its contours are solid "
         "and the solver's dashed; for a drawing unlike the models it learnt from, the other way "
         "round."));
  errors_->setToolTip(
      tr("How far the network's traveltimes are from the solver's.\nRMAE: mean |T − T solver| / "
         "mean T solver. RE: ‖T − T solver‖ / ‖T solver‖."));
  times_->setToolTip(
      tr("Time from the drawing to the traveltimes at all nodes, without contours. After the plus: "
         "what the network computes once for each new source."));
  refine_->setToolTip(
      tr("Improve the network's traveltimes for this drawing in the background, by lessening the "
         "eikonal residual with the drawing's own velocities (F). The next edit ends it."));
  // Numbers that grow a digit must not push the words about.
  errors_->setMinimumWidth(errors_->fontMetrics().horizontalAdvance(
      tr("RMAE %1 %   RE %1 %").arg(QLocale().toString(88.88, 'f', 2))));
  times_->setMinimumWidth(times_->fontMetrics().horizontalAdvance(
      tr("network %1 + %1, solver %1").arg(millisecondWords(888))));
  words_->setTextFormat(Qt::PlainText);
  words_->setWordWrap(true);
  // By mouse they leave the keys to the picture.
  refine_->setFocusPolicy(Qt::TabFocus);
  resample_->setFocusPolicy(Qt::TabFocus);
  layout_ = new QGridLayout(this);
  layout_->setContentsMargins(kMargin, 3, kMargin, 3);
  layout_->setHorizontalSpacing(kGap);
  layout_->setVerticalSpacing(2);
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

// --- rows ---------------------------------------------------------------------------------------

int AnswerBar::buttonsWidth() const {
  const int resample = resample_->isHidden() ? 0 : resample_->sizeHint().width() + kGap;
  return resample + refine_->sizeHint().width();
}

int AnswerBar::rowsFor(int width) const {
  // What is said most often, so that the picture does not jump when it is said.
  const QString usual = tr("Refined for %1; drawing %2")
                            .arg(millisecondWords(888), familyTitle(FamilyPlace::AtTheEdge));
  const auto advance = [this](const QString& text) {
    return words_->fontMetrics().horizontalAdvance(text) + 4;
  };
  const int words = std::max(advance(usual), advance(words_->text()));
  const int first = models_->sizeHint().width() + buttonsWidth() + 2 * kMargin;
  const int numbers = errors_->minimumWidth() + times_->minimumWidth() + 2 * kGap;
  if (first + numbers + words + 2 * kGap <= width) return 1;
  return first + numbers + kGap <= width ? 2 : 3;
}

void AnswerBar::arrange() {
  const int rows = rowsFor(width());
  const auto state = std::pair(rows, resample_->isHidden());
  if (state == arranged_) return;
  arranged_ = state;
  for (QWidget* widget :
       std::initializer_list<QWidget*>{models_, errors_, times_, words_, resample_, refine_})
    layout_->removeWidget(widget);
  constexpr int kStretch = 3, kResample = 4, kRefine = 5;
  layout_->setColumnStretch(kStretch, 1);
  layout_->addWidget(models_, 0, 0, 1, rows == 3 ? 2 : 1);
  if (!resample_->isHidden()) layout_->addWidget(resample_, 0, kResample);
  layout_->addWidget(refine_, 0, kRefine);
  layout_->addWidget(errors_, rows == 3 ? 1 : 0, rows == 3 ? 0 : 1);
  layout_->addWidget(times_, rows == 3 ? 1 : 0, rows == 3 ? 1 : 2, 1, rows == 3 ? 5 : 1);
  if (rows == 1)
    layout_->addWidget(words_, 0, kStretch);
  else
    layout_->addWidget(words_, rows - 1, 0, 1, kRefine + 1);
}

QSize AnswerBar::minimumSizeHint() const {
  const int buttons = models_->sizeHint().width() + 2 * kGap + buttonsWidth();
  const int numbers = errors_->minimumWidth() + times_->minimumWidth() + kGap;
  return {std::max(buttons, numbers) + 2 * kMargin, QFrame::minimumSizeHint().height()};
}

void AnswerBar::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  arrange();
}

// --- what is shown ------------------------------------------------------------------------------

void AnswerBar::clearNumbers() {
  errors_->clear();
  times_->clear();
  resample_->hide();
  refine_->setEnabled(false);
  setWords({}, {}, Tone::Plain);
}

void AnswerBar::showLoading() {
  clearNumbers();
  setWords(tr("Loading the network…"), {}, Tone::Plain);
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
      const Grid& drawn = answer.model->grid();
      const QString sentence = tr("%1 works on %2; this drawing has %3.")
                                   .arg(QString::fromStdString(answer.network.title),
                                        gridWords(wanted_), gridWords(drawn));
      resample_->setText(tr("Put the drawing on its grid"));
      resample_->setToolTip(resamplingWords(drawn, placedGrid(wanted_, drawn, source_)) +
                            QLatin1Char('\n') + tr("Undo brings the drawing back."));
      resample_->show();
      setWords(tr("works on %1 only").arg(gridWords(wanted_)), sentence, Tone::Doubtful);
      return;
    }
    case NetworkState::Answered:
      showNumbers(answer);
      refine_->setEnabled(answer.network.canRefine && !refining &&
                          answer.network.reply.refinement == RefinementOutcome::Unfinished);
      refine_->setText(refining ? tr("Refining…") : tr("Refine"));
  }
}

/// %1: for how long; %2: where the drawing lies.
QString AnswerBar::refinedWords(const NetworkReply& reply) {
  switch (reply.refinement) {
    case RefinementOutcome::Unfinished:
      return tr("Refined for %1; drawing %2");
    case RefinementOutcome::Finished:
      return tr("Refined for %1, nothing more to gain; drawing %2");
    case RefinementOutcome::Inexpressible:
      return tr("Refined for %1, the network cannot come closer; drawing %2");
  }
  return {};
}

void AnswerBar::showNumbers(const LiveAnswer& answer) {
  const NetworkReply& reply = answer.network.reply;
  QString rmae = percentWords(reply.rmae);
  if (reply.fit.usualError && reply.refinedMilliseconds == 0)
    rmae = tr("%1 (usually %2)").arg(rmae, percentWords(reply.fit.usualError->median));
  errors_->setText(tr("RMAE %1   RE %2").arg(rmae, percentWords(reply.re)));
  QString network = millisecondWords(reply.milliseconds);
  if (reply.sourceMilliseconds > 0)
    network += QStringLiteral(" + ") + millisecondWords(reply.sourceMilliseconds);
  times_->setText(
      tr("network %1, solver %2").arg(network, millisecondWords(answer.solveMilliseconds)));
  const FamilyPlace place = familyPlace(reply.fit, *answer.model);
  QString words = tr("Drawing %1").arg(familyTitle(place));
  if (reply.refinedMilliseconds > 0)
    words =
        refinedWords(reply).arg(millisecondWords(reply.refinedMilliseconds), familyTitle(place));
  constexpr Tone kTones[] = {Tone::Good, Tone::Doubtful, Tone::Bad};
  if (place == FamilyPlace::Outside) words += tr(": the solver's contours are solid");
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
  arrange();
}

QString AnswerBar::errorText() const { return errors_->text(); }

QString AnswerBar::timeText() const { return times_->text(); }

QString AnswerBar::wordsText() const { return words_->text(); }

void AnswerBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) setWords(words_->text(), words_->toolTip(), tone_);
  QFrame::changeEvent(event);
}

}  // namespace isochron
