// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/thumbnail_source.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "field/error.h"
#include "thumbnail.h"

namespace isochron {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kBetweenAnswers{8};  // half a frame

}  // namespace

ThumbnailSource::ThumbnailSource(QObject* parent)
    : QObject(parent), cache_(kCacheBytes), worker_(draw, [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &ThumbnailSource::deliver);
}

void ThumbnailSource::setData(std::shared_ptr<const DataSet> data) {
  if (data == data_) return;
  worker_.cancel();
  cache_.clear();
  wanted_.clear();
  data_ = std::move(data);
}

void ThumbnailSource::setLook(const ThumbnailLook& look) {
  if (look == look_) return;
  look_ = look;
  ++generation_;
  if (!wanted_.empty()) request();
}

bool ThumbnailSource::isCurrent(std::int64_t model) const {
  const Picture* known = cache_.object(model);
  return known != nullptr && (known->generation == generation_ || known->unreadable);
}

bool ThumbnailSource::isSettled() const {
  return std::all_of(wanted_.begin(), wanted_.end(),
                     [this](std::int64_t model) { return isCurrent(model); });
}

QImage ThumbnailSource::image(std::int64_t model) const {
  const Picture* known = cache_.object(model);
  return known == nullptr ? QImage() : known->image;
}

bool ThumbnailSource::isUnreadable(std::int64_t model) const {
  const Picture* known = cache_.object(model);
  return known != nullptr && known->unreadable;
}

void ThumbnailSource::want(const std::vector<std::int64_t>& models) {
  // What is ready now must not be lost to the new request.
  deliver();
  wanted_ = models;
  request();
}

void ThumbnailSource::request() {
  Request missing{data_, look_, generation_, {}};
  for (const std::int64_t model : wanted_)
    if (!isCurrent(model)) missing.models.push_back(model);
  if (data_ == nullptr || missing.models.empty())
    worker_.cancel();
  else
    worker_.submit(std::move(missing), true);
}

void ThumbnailSource::draw(const Request& request, const std::stop_token& stop,
                           const std::function<void(Answer)>& publish) {
  Answer answer{request.data.get(), request.generation, {}};
  Clock::time_point next = Clock::now() + kBetweenAnswers;
  for (const std::int64_t model : request.models) {
    if (stop.stop_requested()) return;
    Drawn drawn{model, {}, false};
    try {
      const VelocityModel read = request.data->read(model);
      drawn.image = thumbnail(read.field(), {}, request.look.size, request.look.colouring,
                              request.look.ratio);
    } catch (const Error&) {
      drawn.unreadable = true;
    }
    answer.drawn.push_back(std::move(drawn));
    if (Clock::now() < next) continue;
    publish(answer);
    next = Clock::now() + kBetweenAnswers;
  }
  publish(std::move(answer));
}

void ThumbnailSource::deliver() {
  auto answer = worker_.take();
  if (!answer || answer->data != data_.get() || answer->generation != generation_) return;
  std::vector<std::int64_t> models;
  for (Drawn& drawn : answer->drawn) {
    if (isCurrent(drawn.model)) continue;
    models.push_back(drawn.model);
    const auto cost = std::max<qsizetype>(drawn.image.sizeInBytes(), 64);
    cache_.insert(drawn.model, new Picture{std::move(drawn.image), generation_, drawn.unreadable},
                  cost);
  }
  if (!models.empty()) Q_EMIT arrived(models);
}

}  // namespace isochron
