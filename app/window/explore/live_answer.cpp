// SPDX-License-Identifier: GPL-3.0-or-later
#include "live_answer.h"

#include <algorithm>

#include "eikonal/rays.h"
#include "field/error.h"
#include "stopwatch.h"

namespace isochron {
namespace {

constexpr int kContourCount = 16;
// Refinement is shown on its way.
constexpr double kRefinementStep = 60.0;  // ms

void addRays(LiveAnswer& answer, const LiveRequest& request, const WorkMonitor& monitor) {
  std::vector<Point> ends = request.receivers;
  if (request.probe) ends.push_back(*request.probe);
  for (const Point& end : ends) {
    monitor.at(1.0);
    answer.rays.push_back(traceRay(*answer.traveltimes, end));
  }
}

/// Contours of the network's times, and what of them the colours show.
void addPicture(LiveAnswer& answer, const LiveRequest& request, const NetworkQuestion& question) {
  const Traveltimes& times = *answer.network.reply.traveltimes;
  const double longest = std::max(times.time.maxCoeff(), answer.traveltimes->time.maxCoeff());
  answer.network.contours =
      contours({times.grid, times.time}, levelsBetween(0.0, longest, answer.interval));
  if (!needsNetwork(request.quantity)) return;
  answer.field = std::make_shared<const Field>(
      fieldOf(request.quantity, *request.network, question, answer.network));
}

}  // namespace

LiveAnswer LiveSolver::solved(const LiveRequest& request, const WorkMonitor& monitor) {
  LiveAnswer answer;
  answer.number = request.number;
  answer.model = request.model;
  answer.quantity = request.quantity;
  Stopwatch watch;
  const bool known =
      traveltimes_ && model_ == request.model && traveltimes_->source == request.source;
  if (!known) {
    traveltimes_.reset();
    traveltimes_ =
        std::make_shared<const Traveltimes>(solver_.solve(*request.model, request.source, monitor));
    model_ = request.model;
    solveMilliseconds_ = watch.lap();
  }
  answer.traveltimes = traveltimes_;
  answer.solveMilliseconds = solveMilliseconds_;
  const double longest = traveltimes_->time.maxCoeff();
  answer.interval = request.interval.value_or(niceInterval(longest, kContourCount));
  answer.contours = contours({traveltimes_->grid, traveltimes_->time},
                             levelsBetween(0.0, longest, answer.interval));
  answer.contourMilliseconds = watch.lap();
  monitor.at(1.0);
  answer.receiverTimes = traveltimes_->at(request.receivers);
  if (request.rays) addRays(answer, request, monitor);
  answer.rayMilliseconds = watch.lap();
  return answer;
}

void LiveSolver::answer(const LiveRequest& request, const WorkMonitor& monitor,
                        const Publish& publish) {
  LiveAnswer answer;
  try {
    answer = solved(request, monitor);
    if (request.network) addNetwork(answer, request, monitor, publish);
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& failure) {
    answer.number = request.number;
    answer.model = request.model;
    answer.problem = failure.what();
  }
  answer.complete = true;
  publish(std::move(answer));
}

void LiveSolver::addNetwork(LiveAnswer& answer, const LiveRequest& request,
                            const WorkMonitor& monitor, const Publish& publish) {
  const NetworkQuestion question{request.model, request.source, answer.traveltimes};
  answer.complete = false;
  answer.network = askNetwork(*request.network, question);
  if (answer.network.state != NetworkState::Answered) return;
  addPicture(answer, request, question);
  if (!answer.network.canRefine) return;
  while (answer.network.reply.refinedMilliseconds < request.refineFor &&
         answer.network.reply.refinement == RefinementOutcome::Unfinished) {
    publish(answer);
    monitor.at(1.0);
    answer.network.reply = request.network->network->refine(question, kRefinementStep);
    addPicture(answer, request, question);
  }
}

}  // namespace isochron
