// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers/live_network.h"

#include <algorithm>
#include <cmath>

#include "answers/traveltime_fields.h"
#include "eikonal/upwind_residual.h"

namespace isochron {
namespace {

constexpr double kSameExtent = 1e-3;
constexpr double kMillisecondsInSecond = 1000.0;

bool sameExtentOf(const Grid& a, const Grid& b) {
  return std::abs(a.width() - b.width()) <= kSameExtent * b.width() &&
         std::abs(a.depth() - b.depth()) <= kSameExtent * b.depth();
}

/// Where a window of that length about `middle` begins, inside [first, first + all] if it can.
double windowStart(double middle, double length, double first, double all) {
  return std::max(first, std::min(middle - length / 2, first + all - length));
}

}  // namespace

bool sameNodesAndExtent(const Grid& a, const Grid& b) {
  return a.nx == b.nx && a.nz == b.nz && sameExtentOf(a, b);
}

VelocityModel onGridOf(const Grid& network, const VelocityModel& model, Point source) {
  const Grid& from = model.grid();
  if (sameExtentOf(from, network))
    return {network, resample(model, network.nx, network.nz).velocity()};
  const Point start{windowStart(source.x, network.width(), from.origin.x, from.width()),
                    windowStart(source.z, network.depth(), from.origin.z, from.depth())};
  Array velocity(network.nz, network.nx);
  for (int iz = 0; iz < network.nz; ++iz)
    for (int ix = 0; ix < network.nx; ++ix)
      velocity(iz, ix) = model.at({start.x + ix * network.dx, start.z + iz * network.dz});
  return {network, std::move(velocity)};
}

NetworkAnswer askNetwork(LoadedNetwork& asked, const NetworkQuestion& question) {
  NetworkAnswer answer;
  answer.title = asked.title;
  answer.grid = asked.network->grid();
  answer.canRefine = asked.network->canRefine();
  if (!sameNodesAndExtent(question.model->grid(), answer.grid)) {
    answer.state = NetworkState::OtherGrid;
    return answer;
  }
  answer.reply = asked.network->answer(question);
  answer.state = NetworkState::Answered;
  return answer;
}

Field fieldOf(Quantity quantity, LoadedNetwork& asked, const NetworkQuestion& question,
              const NetworkAnswer& answer) {
  const Traveltimes& times = *answer.reply.traveltimes;
  Field field{times.grid, {}};
  switch (quantity) {
    case Quantity::Velocity:
      field.values = question.model->velocity();
      break;
    case Quantity::Traveltime:
      field.values = question.reference->time;
      break;
    case Quantity::Error:
      field.values = kMillisecondsInSecond * (times.time - question.reference->time).abs();
      break;
    case Quantity::Residual:
      field.values = upwindResidual(question.model->field(), times.time, times.source);
      break;
    case Quantity::ReadBack:
      field.values = readBackVelocity(times);
      break;
    case Quantity::Reconstruction:
      field.values = asked.network->reconstruction(question);
      break;
  }
  return field;
}

}  // namespace isochron
