// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/job_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include "long_job.h"

namespace isochron {
namespace {

constexpr int kParts = 1000;

}  // namespace

JobBar::JobBar(LongJob& job, QWidget* parent)
    : QFrame(parent),
      job_(job),
      text_(new QLabel(this)),
      progress_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
  progress_->setRange(0, kParts);
  progress_->setTextVisible(false);
  progress_->setMaximumHeight(10);
  progress_->setAccessibleName(tr("Progress"));
  cancel_->setToolTip(
      tr("Stop. No half-written file is left behind; a file that was there before is kept."));
  text_->setTextFormat(Qt::PlainText);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 3, 8, 3);
  layout->addWidget(text_);
  layout->addWidget(progress_, 1);
  layout->addWidget(cancel_);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    job_.cancel();
  });
  connect(&job_, &LongJob::started, this, [this] {
    cancel_->setEnabled(true);
    show();
    setVisible(true);
  });
  connect(&job_, &LongJob::progressed, this, &JobBar::show);
  connect(&job_, &LongJob::finished, this, [this] { setVisible(false); });
  setVisible(false);
}

QString JobBar::sentence() const { return text_->text(); }

void JobBar::show() {
  const QLocale locale;
  QString text = tr("%1: %2 of %3 models")
                     .arg(job_.title(), locale.toString(qint64{job_.done()}),
                          locale.toString(qint64{job_.total()}));
  if (job_.remaining() >= 0.0) text += tr(", %1 left").arg(timeInWords(job_.remaining()));
  text_->setText(text);
  const double part = static_cast<double>(job_.done()) / static_cast<double>(job_.total());
  progress_->setValue(static_cast<int>(part * kParts));
}

}  // namespace isochron
