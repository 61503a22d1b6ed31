// SPDX-License-Identifier: GPL-3.0-or-later
#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>

namespace isochron::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstOnTerminal = 500ms;
constexpr auto kFirstElsewhere = 5s;

}  // namespace

Progress::Progress(std::string task, std::int64_t total, std::string unit)
    : task_(std::move(task)),
      total_(total),
      unit_(std::move(unit)),
      terminal_(::isatty(STDERR_FILENO) == 1),
      next_(start_ + (terminal_ ? Clock::duration(kFirstOnTerminal) : kFirstElsewhere)) {}

Progress::~Progress() {
  if (shown_ && terminal_) std::cerr << "\r\033[K" << std::flush;
}

void Progress::update(std::int64_t done) {
  const Clock::time_point now = Clock::now();
  if (now < next_ || done >= total_ || done < 1) return;
  next_ = now + (terminal_ ? Clock::duration(100ms) : Clock::duration(10s));
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  const double left = elapsed / static_cast<double>(done) * static_cast<double>(total_ - done);
  const std::string text = task_ + ": " + std::to_string(done) + " of " + std::to_string(total_) +
                           ' ' + unit_ + ", " + durationInWords(left) + " left";
  if (terminal_)
    std::cerr << '\r' << text << "\033[K" << std::flush;
  else
    printMessage(text);
  shown_ = true;
}

std::string durationInWords(double seconds) {
  if (seconds < 90.0) return std::to_string(std::lround(seconds)) + " s";
  if (seconds < 5400.0) return std::to_string(std::lround(seconds / 60.0)) + " min";
  return std::to_string(std::lround(seconds / 3600.0)) + " h";
}

void printMessage(const std::string& text) {
  constexpr std::size_t kLongest = 2000, kKept = 900;  // an argument may be as long as a file
  std::string line = text;
  if (line.size() > kLongest)
    line = line.substr(0, kKept) + " ... " + line.substr(line.size() - kKept);
  // A file's name may hold anything; a message is one line all the same.
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  std::cerr << "isochron-cli: " << line << std::endl;
}

}  // namespace isochron::cli
