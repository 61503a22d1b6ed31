// SPDX-License-Identifier: GPL-3.0-or-later
// LiveAnswer: everything the window shows about one model and one source, as a value.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "answers/live_network.h"
#include "answers/quantity.h"
#include "eikonal/eikonal_solver.h"
#include "eikonal/traveltimes.h"
#include "field/contours.h"
#include "field/velocity_model.h"

namespace isochron {

struct LiveRequest {
  std::uint64_t number = 0;
  std::shared_ptr<const VelocityModel> model;
  Point source;                    // km
  std::vector<Point> receivers;    // km
  std::optional<double> interval;  // s between contours; empty: chosen from the range
  bool rays = false;
  std::optional<Point> probe;  // a ray from here too, when rays are wanted
  Quantity quantity = Quantity::Velocity;
  std::shared_ptr<LoadedNetwork> network;  // empty: the solver alone answers
  double refineFor = 0.0;                  // ms in all in which the network's answer gets better
};

struct LiveAnswer {
  std::uint64_t number = 0;  // of the request
  std::shared_ptr<const VelocityModel> model;
  std::shared_ptr<const Traveltimes> traveltimes;  // empty when there is a problem
  std::vector<Contour> contours;
  double interval = 0.0;              // s
  std::vector<double> receiverTimes;  // s
  std::vector<Polyline> rays;         // one per receiver, then the probe's
  double solveMilliseconds = 0.0;     // of the traveltimes, also where they were still known
  double contourMilliseconds = 0.0;
  double rayMilliseconds = 0.0;
  NetworkAnswer network;
  Quantity quantity = Quantity::Velocity;
  std::shared_ptr<const Field> field;  // of the quantity, where it is the network's; else empty
  bool complete = true;                // no more comes for this request
  std::string problem;                 // a sentence for the user; empty when all went well
};

/// Computes answers; keeps the last traveltimes, which most view changes can reuse.
class LiveSolver {
 public:
  using Publish = std::function<void(LiveAnswer)>;

  /// Publishes one answer, or several while a network's is refined. Throws Cancelled where the
  /// monitor stops it, and tells it how far the traveltimes are; expected failures are told in the
  /// answer.
  void answer(const LiveRequest& request, const WorkMonitor& monitor, const Publish& publish);

 private:
  LiveAnswer solved(const LiveRequest& request, const WorkMonitor& monitor);
  void addNetwork(LiveAnswer& answer, const LiveRequest& request, const WorkMonitor& monitor,
                  const Publish& publish);
  EikonalSolver solver_;  // keeps its working memory
  std::shared_ptr<const VelocityModel> model_;
  std::shared_ptr<const Traveltimes> traveltimes_;
  double solveMilliseconds_ = 0.0;
};

}  // namespace isochron
