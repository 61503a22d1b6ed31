// SPDX-License-Identifier: GPL-3.0-or-later
#include "live_answer.h"

#include <chrono>

#include "eikonal/rays.h"
#include "field/error.h"

namespace isochron {
namespace {

constexpr int kContourCount = 16;

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

void stopHere(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Cancelled();
}

void addRays(LiveAnswer& answer, const LiveRequest& request, const std::stop_token& stop) {
  std::vector<Point> ends = request.receivers;
  if (request.probe) ends.push_back(*request.probe);
  for (const Point& end : ends) {
    stopHere(stop);
    answer.rays.push_back(traceRay(*answer.traveltimes, end));
  }
}

}  // namespace

LiveAnswer LiveSolver::answer(const LiveRequest& request, std::stop_token stop) {
  LiveAnswer answer;
  answer.number = request.number;
  answer.model = request.model;
  Stopwatch watch;
  try {
    const bool known =
        traveltimes_ && model_ == request.model && traveltimes_->source == request.source;
    if (!known) {
      traveltimes_.reset();
      traveltimes_ =
          std::make_shared<const Traveltimes>(solver_.solve(*request.model, request.source, stop));
      model_ = request.model;
      answer.solveMilliseconds = watch.lap();
    }
    answer.traveltimes = traveltimes_;
    const double longest = traveltimes_->time.maxCoeff();
    answer.interval = request.interval.value_or(niceInterval(longest, kContourCount));
    answer.contours = contours({traveltimes_->grid, traveltimes_->time},
                               levelsBetween(0.0, longest, answer.interval));
    answer.contourMilliseconds = watch.lap();
    stopHere(stop);
    answer.receiverTimes = traveltimes_->at(request.receivers);
    if (request.rays) addRays(answer, request, stop);
    answer.rayMilliseconds = watch.lap();
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& failure) {
    answer.problem = failure.what();
  }
  return answer;
}

}  // namespace isochron
