// SPDX-License-Identifier: GPL-3.0-or-later
// parallelInOrder: items made by several threads, handed over one by one in their order.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "field/error.h"

namespace isochron {

/// The number of threads meant by a setting: itself, or for 0 as many as the machine runs at once.
inline int threadCount(int setting) {
  return setting > 0 ? setting : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Calls consume(i, item) for i = 0 .. count - 1, in order and in the calling thread. Each of
/// `threads` workers calls makeProducer() for a producer of its own, and producer(i) for items of
/// its choice, so that the result does not depend on the number of threads. At most a few items a
/// thread wait to be consumed. What a producer or consume throws is thrown here, after the workers
/// have ended; Cancelled where `stop` is raised.
template <typename MakeProducer, typename Consume>
void parallelInOrder(std::int64_t count, int threads, const MakeProducer& makeProducer,
                     const Consume& consume, const std::stop_token& stop = {}) {
  using Item = decltype(makeProducer()(std::int64_t{0}));
  const std::int64_t workers =
      std::clamp<std::int64_t>(threadCount(threads), 1, std::max<std::int64_t>(count, 1));
  const std::int64_t slots = 4 * workers;
  struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::optional<Item>> ready;
    std::int64_t next = 0;      // the next item that nobody has begun
    std::int64_t consumed = 0;  // items handed over
    bool ended = false;
    std::exception_ptr failure;
  } shared;
  shared.ready.resize(static_cast<std::size_t>(slots));

  const auto end = [&shared](const std::exception_ptr& failure) {
    const std::lock_guard lock(shared.mutex);
    shared.ended = true;
    if (failure && !shared.failure) shared.failure = failure;
    shared.changed.notify_all();
  };
  const auto work = [&] {
    try {
      auto produce = makeProducer();
      for (;;) {
        std::unique_lock lock(shared.mutex);
        shared.changed.wait(lock, [&] {
          return shared.ended || shared.next == count || shared.next < shared.consumed + slots;
        });
        if (shared.ended || shared.next == count) return;
        const std::int64_t i = shared.next++;
        lock.unlock();
        Item item = produce(i);
        lock.lock();
        shared.ready[static_cast<std::size_t>(i % slots)] = std::move(item);
        shared.changed.notify_all();
      }
    } catch (...) {
      end(std::current_exception());
    }
  };

  {
    std::vector<std::jthread> pool;
    for (std::int64_t w = 0; w < workers; ++w) pool.emplace_back(work);
    try {
      for (std::int64_t i = 0; i < count; ++i) {
        std::unique_lock lock(shared.mutex);
        std::optional<Item>& slot = shared.ready[static_cast<std::size_t>(i % slots)];
        shared.changed.wait(lock, [&] { return shared.ended || slot.has_value(); });
        if (shared.ended) break;
        Item item = std::move(*slot);
        slot.reset();
        shared.consumed = i + 1;
        shared.changed.notify_all();
        lock.unlock();
        if (stop.stop_requested()) throw Cancelled();
        consume(i, std::move(item));
      }
      end({});
    } catch (...) {
      end(std::current_exception());
    }
  }
  if (shared.failure) std::rethrow_exception(shared.failure);
}

}  // namespace isochron
