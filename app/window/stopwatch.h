// SPDX-License-Identifier: GPL-3.0-or-later
// Stopwatch: how long one thing after another took.
#pragma once

#include <chrono>

namespace isochron {

class Stopwatch {
 public:
  /// Milliseconds since the start or the last lap.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const std::chrono::duration<double, std::milli> passed = now - start_;
    start_ = now;
    return passed.count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace isochron
