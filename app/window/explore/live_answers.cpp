// SPDX-License-Identifier: GPL-3.0-or-later
#include "live_answers.h"

#include "field/error.h"

namespace isochron {

LiveAnswers::LiveAnswers(QObject* parent)
    : QObject(parent),
      worker_(
          [this](const LiveRequest& request, const std::stop_token& stop, const auto& publish) {
            try {
              progress_ = 0.0;
              solver_.answer(request, {stop, [this](double share) { progress_ = share; }}, publish);
            } catch (const Cancelled&) {
              // A newer request took over; its answer follows.
            }
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &LiveAnswers::deliver);
}

std::uint64_t LiveAnswers::request(LiveRequest request) {
  request.number = ++lastNumber_;
  const bool otherGrid = !(request.model->grid() == grid_);
  if (otherGrid) {
    grid_ = request.model->grid();
    firstOfGrid_ = request.number;
  }
  const bool wasRefining = std::exchange(refining_, request.refineFor > 0.0);
  worker_.submit(std::move(request), otherGrid || wasRefining);
  return lastNumber_;
}

void LiveAnswers::cancel() {
  worker_.cancel();
  lastAnswered_ = lastNumber_;
}

void LiveAnswers::deliver() {
  const std::optional<LiveAnswer> answer = worker_.take();
  if (!answer || answer->number < firstOfGrid_ || answer->number <= lastAnswered_) return;
  if (answer->complete) lastAnswered_ = answer->number;
  Q_EMIT answered(*answer);
}

}  // namespace isochron
