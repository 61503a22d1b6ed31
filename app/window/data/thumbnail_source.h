// SPDX-License-Identifier: GPL-3.0-or-later
// ThumbnailSource: pictures of the models of a set, drawn in a thread, kept in bounded memory.
#pragma once

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSize>
#include <memory>
#include <optional>
#include <vector>

#include "coalescing_notifier.h"
#include "colour_maps.h"
#include "data/dataset.h"
#include "latest_worker.h"

namespace isochron {

/// How the pictures look.
struct ThumbnailLook {
  QSize size{112, 64};  // logical pixels
  double ratio = 1.0;   // device pixels in each
  Colouring colouring;
  friend bool operator==(const ThumbnailLook&, const ThumbnailLook&) = default;
};

/// A picture of another look is given until the new one is there. Models that cannot be read have
/// a null picture.
class ThumbnailSource : public QObject {
  Q_OBJECT
 public:
  static constexpr int kCacheBytes = 96 << 20;

  explicit ThumbnailSource(QObject* parent = nullptr);

  /// Forgets the pictures of another set.
  void setData(std::shared_ptr<const DataSet> data);
  void setLook(const ThumbnailLook& look);
  const ThumbnailLook& look() const { return look_; }

  /// Draws those that are not there yet, in this order, and nothing else any more.
  void want(const std::vector<std::int64_t>& models);
  /// Null: not there yet, or it cannot be read.
  QImage image(std::int64_t model) const;
  bool isUnreadable(std::int64_t model) const;
  /// True when all that was wanted is there.
  bool isSettled() const;
  /// In the cache, of all looks.
  int cachedBytes() const { return static_cast<int>(cache_.totalCost()); }

 Q_SIGNALS:
  void arrived(const std::vector<std::int64_t>& models);

 private:
  struct Picture {
    QImage image;
    int generation = 0;  // of the look
    bool unreadable = false;
  };
  struct Request {
    std::shared_ptr<const DataSet> data;
    ThumbnailLook look;
    int generation = 0;
    std::vector<std::int64_t> models;
  };
  struct Drawn {
    std::int64_t model = 0;
    QImage image;
    bool unreadable = false;
  };
  struct Answer {
    const DataSet* data = nullptr;
    int generation = 0;
    std::vector<Drawn> drawn;  // all of the request up to now
  };

  static void draw(const Request& request, const std::stop_token& stop,
                   const std::function<void(Answer)>& publish);
  bool isCurrent(std::int64_t model) const;
  void request();
  void deliver();

  std::shared_ptr<const DataSet> data_;
  ThumbnailLook look_;
  int generation_ = 0;
  std::vector<std::int64_t> wanted_;
  QCache<qint64, Picture> cache_;
  CoalescingNotifier notifier_;
  LatestWorker<Request, Answer> worker_;
};

}  // namespace isochron
