// SPDX-License-Identifier: GPL-3.0-or-later
// Interruption: Ctrl-C and kill as a stop token, so that work ends in order.
#pragma once

#include <array>
#include <csignal>
#include <stop_token>
#include <thread>

namespace isochron::cli {

/// While it lives, SIGINT, SIGTERM and SIGHUP raise the token instead of ending the process:
/// destructors run, and no half-written file stays. Make it before any other thread starts.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  static constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

  sigset_t signals_{};
  sigset_t before_{};
  std::array<struct sigaction, kSignals.size()> actionsBefore_{};
  std::stop_source source_;
  std::thread watcher_;
};

}  // namespace isochron::cli
