// SPDX-License-Identifier: GPL-3.0-or-later
// BucketQueue: the narrow band of a marching solver, nodes grouped by their time of arrival.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace isochron {

/// Nodes in buckets of equal width in time; the buckets are opened one after the other and their
/// nodes taken as a group, in no order (an untidy priority queue: Yatziv, Bartesaghi & Sapiro, J.
/// Comput. Phys. 212, 2006). Adding and taking are O(1).
class BucketQueue {
 public:
  using Node = std::int32_t;
  using Bucket = std::int32_t;

  /// Empties the queue; `count` buckets share the times [0, latest], the last one takes all that
  /// is later.
  void reset(double latest, std::size_t count) {
    firstOf_.assign(count, kNone);
    entries_.clear();
    free_ = kNone;
    perWidth_ = static_cast<double>(count - 1) / latest;
    open_ = 0;
  }

  /// The bucket of a time, never before the open one.
  Bucket bucketOf(double time) const {
    const auto last = static_cast<double>(firstOf_.size() - 1);
    return std::max(open_, static_cast<Bucket>(std::min(time * perWidth_, last)));
  }

  void add(Node node, Bucket bucket) {
    std::int32_t& first = firstOf_[static_cast<std::size_t>(bucket)];
    std::int32_t entry = free_;
    if (entry == kNone) {
      entry = static_cast<std::int32_t>(entries_.size());
      entries_.push_back({node, first});
    } else {
      free_ = std::exchange(entries_[static_cast<std::size_t>(entry)], {node, first}).next;
    }
    first = entry;
  }

  /// Opens the first bucket that holds anything; false at the end of the queue.
  bool openNext() {
    const auto count = static_cast<Bucket>(firstOf_.size());
    while (open_ < count && firstOf_[static_cast<std::size_t>(open_)] == kNone) ++open_;
    return open_ < count;
  }

  Bucket open() const { return open_; }

  /// Upper bound of the times in the open bucket.
  double openEnd(double beyondAll) const {
    return open_ + 1 < static_cast<Bucket>(firstOf_.size()) ? (open_ + 1) / perWidth_ : beyondAll;
  }

  /// Moves the open bucket's nodes to `group`.
  void take(std::vector<Node>& group) {
    group.clear();
    std::int32_t& first = firstOf_[static_cast<std::size_t>(open_)];
    for (std::int32_t e = first; e != kNone;) {
      Entry& entry = entries_[static_cast<std::size_t>(e)];
      group.push_back(entry.node);
      // The list becomes the free one, so that few entries serve again and again.
      const std::int32_t next = entry.next;
      if (next == kNone) entry.next = std::exchange(free_, first);
      e = next;
    }
    first = kNone;
  }

 private:
  static constexpr std::int32_t kNone = -1;
  struct Entry {
    Node node;
    std::int32_t next;  // in the same bucket
  };
  std::vector<std::int32_t> firstOf_;  // first entry of each bucket
  std::vector<Entry> entries_;
  std::int32_t free_ = kNone;  // first entry to be used again
  double perWidth_ = 0.0;      // buckets per second
  Bucket open_ = 0;
};

}  // namespace isochron
