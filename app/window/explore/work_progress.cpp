// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/work_progress.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <cmath>

namespace isochron {
namespace {

constexpr int kPatience = 500;        // ms
constexpr int kEach = 100;            // ms
constexpr int kSteps = 1000;          // of the bar
constexpr double kLeastShare = 0.02;  // to tell the rest from

}  // namespace

WorkProgress::WorkProgress(QWidget* parent)
    : QWidget(parent),
      text_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      left_(new QLabel(this)) {
  bar_->setRange(0, kSteps);
  bar_->setFixedWidth(120);
  bar_->setTextVisible(false);
  auto* cancel = new QPushButton(tr("Cancel"), this);
  cancel->setFocusPolicy(Qt::TabFocus);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(8, 0, 8, 0);
  for (QWidget* widget : std::initializer_list<QWidget*>{text_, bar_, left_, cancel})
    layout->addWidget(widget);
  connect(cancel, &QPushButton::clicked, this, [this] {
    stop();
    Q_EMIT cancelAsked();
  });
  timer_.setInterval(kEach);
  connect(&timer_, &QTimer::timeout, this, &WorkProgress::update);
  hide();
}

void WorkProgress::start(const QString& text, std::function<double()> share) {
  text_->setText(text);
  share_ = std::move(share);
  if (timer_.isActive()) return;
  clock_.start();
  timer_.start();
}

void WorkProgress::stop() {
  timer_.stop();
  hide();
}

QString WorkProgress::text() const { return text_->text(); }

void WorkProgress::update() {
  const auto elapsed = static_cast<double>(clock_.elapsed());
  if (elapsed < kPatience) return;
  const double share = share_();
  bar_->setValue(static_cast<int>(share * kSteps));
  left_->clear();
  if (share > kLeastShare) {
    const double seconds = elapsed / 1000.0 * (1.0 - share) / share;
    left_->setText(tr("about %1 s left").arg(static_cast<int>(std::ceil(seconds))));
  }
  show();
}

}  // namespace isochron
