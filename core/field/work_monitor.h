// SPDX-License-Identifier: GPL-3.0-or-later
// WorkMonitor: follows long work, and ends it where it is no longer wanted.
#pragma once

#include <functional>
#include <stop_token>
#include <utility>

#include "field/error.h"

namespace isochron {

/// Either part may be left out. Not touched by the work once it has returned or thrown.
class WorkMonitor {
 public:
  /// `progress` is told the share of the work that is done, 0 to 1, in the thread that works; it
  /// is called often and has to be quick.
  WorkMonitor(std::stop_token stop = {}, std::function<void(double)> progress = {})
      : stop_(std::move(stop)), progress_(std::move(progress)) {}

  /// Called by the work on its way. Throws Cancelled once `stop` is raised.
  void at(double share) const {
    if (stop_.stop_requested()) throw Cancelled();
    if (progress_) progress_(share);
  }

  /// For a part of the work, which is told from 0 to 1 and is the share `from` to `to` of all.
  WorkMonitor part(double from, double to) const {
    if (!progress_) return {stop_};
    return {stop_, [progress = progress_, from, to](double share) {
              progress(from + share * (to - from));
            }};
  }

 private:
  std::stop_token stop_;
  std::function<void(double)> progress_;
};

}  // namespace isochron
