// SPDX-License-Identifier: GPL-3.0-or-later
// The workers of Latents: the map, the answers about one model, and thumbnails, each in a thread.
#pragma once

#include <QImage>
#include <QObject>

#include "coalescing_notifier.h"
#include "latents/latent_answer.h"
#include "latents/latent_map.h"
#include "latest_worker.h"

namespace isochron {

/// Makes latent maps; a newer request ends the older.
class LatentMapper : public QObject {
  Q_OBJECT
 public:
  explicit LatentMapper(LatentCoderOpener open = openLatentCoder, QObject* parent = nullptr);

  void request(MapRequest request);
  /// Ends it with a map of what is encoded.
  void endEarly();
  /// Ends it without one.
  void cancel();
  bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void told(const isochron::MapUpdate& news);

 private:
  void deliver();

  std::uint64_t number_ = 0;
  bool busy_ = false;
  std::shared_ptr<std::atomic<bool>> enough_;
  CoderCache coders_;  // touched by the worker's thread alone
  CoalescingNotifier notifier_;
  LatestWorker<MapRequest, MapUpdate> worker_;  // last: stops first
};

/// Answers about the chosen model and the walk. The latest request wins; while a slider is dragged,
/// each answer that gets done is shown.
class LatentAnswers : public QObject {
  Q_OBJECT
 public:
  explicit LatentAnswers(LatentCoderOpener openCoder = openLatentCoder,
                         NetworkOpener openNetwork = isochron::openNetwork,
                         QObject* parent = nullptr);

  void request(LatentRequest request);
  /// No answer is wanted any more.
  void cancel();
  bool isBusy() const { return lastAnswered_ < lastNumber_; }

 Q_SIGNALS:
  void answered(const isochron::LatentAnswer& answer);

 private:
  void deliver();

  std::uint64_t lastNumber_ = 0;
  std::uint64_t lastAnswered_ = 0;
  std::uint64_t firstOfArchive_ = 0;  // older answers are of other latents
  std::shared_ptr<const Archive> archive_;
  LatentAnswerer answerer_;  // touched by the worker's thread alone
  CoalescingNotifier notifier_;
  LatestWorker<LatentRequest, LatentAnswer> worker_;  // last: stops first
};

/// Pictures of models for the pointer to show.
class ModelThumbnails : public QObject {
  Q_OBJECT
 public:
  explicit ModelThumbnails(QObject* parent = nullptr);

  struct Request {
    ModelRef model;
    int index = 0;  // told with the picture
    QSize size;     // logical pixels
    double ratio = 1.0;
    double slowest = 0.0;  // km/s, of the colours
    double fastest = 0.0;
  };
  void request(Request request);

 Q_SIGNALS:
  /// A model that cannot be read has none.
  void ready(int index, const QImage& image);

 private:
  CoalescingNotifier notifier_;
  LatestWorker<Request, std::pair<int, QImage>> worker_;
};

}  // namespace isochron
