// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latent_workers.h"

#include "field/error.h"
#include "thumbnail.h"

namespace isochron {

// --- the map -----------------------------------------------------------------------------------

LatentMapper::LatentMapper(LatentCoderOpener open, QObject* parent)
    : QObject(parent),
      coders_(std::move(open)),
      worker_([this](const MapRequest& request, const std::stop_token& stop,
                     const auto& publish) { makeLatentMap(request, coders_, stop, publish); },
              [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &LatentMapper::deliver);
}

void LatentMapper::request(MapRequest request) {
  request.number = ++number_;
  enough_ = request.enough;
  busy_ = true;
  worker_.submit(std::move(request), true);
}

void LatentMapper::endEarly() {
  if (enough_) enough_->store(true);
}

void LatentMapper::cancel() {
  busy_ = false;
  worker_.cancel();
}

void LatentMapper::deliver() {
  const std::optional<MapUpdate> news = worker_.take();
  if (!news || !busy_ || news->number != number_) return;
  if (news->last) busy_ = false;
  Q_EMIT told(*news);
}

// --- answers -----------------------------------------------------------------------------------

LatentAnswers::LatentAnswers(LatentCoderOpener openCoder, NetworkOpener openNetwork,
                             QObject* parent)
    : QObject(parent),
      answerer_(std::move(openCoder), std::move(openNetwork)),
      worker_(
          [this](const LatentRequest& request, const std::stop_token& stop, const auto& publish) {
            try {
              publish(answerer_.answer(request, stop));
            } catch (const Cancelled&) {
              // A newer request took over; its answer follows.
            }
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &LatentAnswers::deliver);
}

void LatentAnswers::request(LatentRequest request) {
  request.number = ++lastNumber_;
  const bool other = request.archive != archive_;
  if (other) {
    archive_ = request.archive;
    firstOfArchive_ = request.number;
  }
  worker_.submit(std::move(request), other);
}

void LatentAnswers::cancel() {
  worker_.cancel();
  lastAnswered_ = lastNumber_;
}

void LatentAnswers::deliver() {
  const std::optional<LatentAnswer> answer = worker_.take();
  if (!answer || answer->number < firstOfArchive_ || answer->number <= lastAnswered_) return;
  lastAnswered_ = answer->number;
  Q_EMIT answered(*answer);
}

// --- thumbnails --------------------------------------------------------------------------------

ModelThumbnails::ModelThumbnails(QObject* parent)
    : QObject(parent),
      worker_(
          [](const Request& request, const std::stop_token&, const auto& publish) {
            try {
              Colouring colouring;
              colouring.min = request.slowest;
              colouring.max = request.fastest;
              publish({request.index, thumbnail(modelOf(request.model)->field(), {}, request.size,
                                                colouring, request.ratio)});
            } catch (const std::exception&) {
              // Choosing the model tells why.
            }
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, [this] {
    if (const auto picture = worker_.take()) Q_EMIT ready(picture->first, picture->second);
  });
}

void ModelThumbnails::request(Request request) { worker_.submit(std::move(request), true); }

}  // namespace isochron
