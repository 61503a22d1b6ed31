// SPDX-License-Identifier: GPL-3.0-or-later
// Progress: how far a long job is and how long it will take, on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace isochron::cli {

/// On a terminal one line that is rewritten, elsewhere a line now and then. Short jobs say nothing.
class Progress {
 public:
  /// `task` as in "solving", `unit` of the total as in "models".
  Progress(std::string task, std::int64_t total, std::string unit = "models");
  /// Clears the line on a terminal.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So many of the total are done.
  void update(std::int64_t done);

 private:
  using Clock = std::chrono::steady_clock;

  std::string task_;
  std::int64_t total_;
  std::string unit_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point next_;
};

/// "42 s", "3 min", "2 h".
std::string durationInWords(double seconds);

/// One line on standard error, with the program's name before it.
void printMessage(const std::string& text);

}  // namespace isochron::cli
