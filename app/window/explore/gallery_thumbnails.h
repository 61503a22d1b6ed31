// SPDX-License-Identifier: GPL-3.0-or-later
// GalleryThumbnails: pictures of what the gallery would make, computed in a thread of their own.
#pragma once

#include <QImage>
#include <QObject>
#include <vector>

#include "coalescing_notifier.h"
#include "generators/generators.h"
#include "latest_worker.h"

namespace isochron {

class GalleryThumbnails : public QObject {
  Q_OBJECT
 public:
  explicit GalleryThumbnails(QObject* parent = nullptr);
  /// Models over this extent, with traveltime contours, `size` logical pixels at `ratio` device
  /// pixels each; a newer request drops the older.
  void request(std::uint64_t seed, const Grid& extent, QSize size, double ratio);

 Q_SIGNALS:
  /// In the order of modelKinds(), as far as they are done.
  void ready(const std::vector<QImage>& images);

 private:
  struct Request {
    std::uint64_t seed = 0;
    Grid extent;
    QSize size;
    double ratio = 1.0;
  };
  CoalescingNotifier notifier_;
  LatestWorker<Request, std::vector<QImage>> worker_;
};

}  // namespace isochron
