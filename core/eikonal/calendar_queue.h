// SPDX-License-Identifier: GPL-3.0-or-later
// CalendarQueue: the narrow band of a marching solver, popped in exact order of time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace isochron {

/// A priority queue for keys that never fall below the last popped one. Keys go into buckets of
/// equal width; only the bucket in front is kept sorted. With about as many buckets as keys, push
/// and pop cost O(1) where a heap costs O(log n). (R. Brown, Calendar queues, CACM 31, 1988.)
class CalendarQueue {
 public:
  struct Entry {
    double time;
    std::int32_t node;
    std::int32_t next;  // in the same bucket; -1 ends it
  };

  /// Empties the queue for keys in [0, latest], spread over `buckets` buckets. Later keys are
  /// correct too, only slower.
  void reset(double latest, std::size_t buckets) {
    firstOf_.assign(buckets, -1);
    entries_.clear();
    front_.clear();
    bucket_ = 0;
    perWidth_ = latest > 0 ? static_cast<double>(buckets - 1) / latest : 0.0;
  }

  void push(double time, std::int32_t node) {
    const std::size_t bucket = bucketOf(time);
    if (bucket <= bucket_) {
      insertSorted({time, node, -1});
      return;
    }
    entries_.push_back({time, node, firstOf_[bucket]});
    firstOf_[bucket] = static_cast<std::int32_t>(entries_.size() - 1);
  }

  /// Takes the entry with the least time; false when the queue is empty.
  bool pop(Entry& least) {
    while (front_.empty())
      if (!openNextBucket()) return false;
    least = front_.back();
    front_.pop_back();
    return true;
  }

 private:
  std::size_t bucketOf(double time) const {
    return std::min(static_cast<std::size_t>(time * perWidth_), firstOf_.size() - 1);
  }

  bool openNextBucket() {
    do {
      if (++bucket_ >= firstOf_.size()) {
        bucket_ = firstOf_.size() - 1;
        return false;
      }
    } while (firstOf_[bucket_] < 0);
    for (std::int32_t e = firstOf_[bucket_]; e >= 0;) {
      const Entry& entry = entries_[static_cast<std::size_t>(e)];
      front_.push_back(entry);
      e = entry.next;
    }
    firstOf_[bucket_] = -1;
    std::sort(front_.begin(), front_.end(),
              [](const Entry& a, const Entry& b) { return a.time > b.time; });
    return true;
  }

  void insertSorted(const Entry& entry) {
    front_.push_back(entry);
    std::size_t i = front_.size() - 1;
    for (; i > 0 && front_[i - 1].time < entry.time; --i) front_[i] = front_[i - 1];
    front_[i] = entry;
  }

  std::vector<std::int32_t> firstOf_;  // first entry of each bucket, -1 for none
  std::vector<Entry> entries_;
  std::vector<Entry> front_;  // the open bucket, latest first
  std::size_t bucket_ = 0;
  double perWidth_ = 0.0;
};

}  // namespace isochron
