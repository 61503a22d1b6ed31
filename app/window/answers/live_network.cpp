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

Grid placedGrid(const Grid& network, const Grid& model, Point source) {
  Grid placed = network;
  placed.origin = model.origin;
  if (!sameExtentOf(model, network))
    placed.origin = {windowStart(source.x, network.width(), model.origin.x, model.width()),
                     windowStart(source.z, network.depth(), model.origin.z, model.depth())};
  return placed;
}

VelocityModel onGridOf(const Grid& network, const VelocityModel& model, Point source) {
  const Grid placed = placedGrid(network, model.grid(), source);
  if (sameExtentOf(model.grid(), network))
    return {placed, resample(model, network.nx, network.nz).velocity()};
  Array velocity(placed.nz, placed.nx);
  for (int iz = 0; iz < placed.nz; ++iz)
    for (int ix = 0; ix < placed.nx; ++ix) velocity(iz, ix) = model.at(placed.node(iz, ix));
  return {placed, std::move(velocity)};
}

NetworkAnswer askNetwork(LoadedNetwork& asked, const NetworkQuestion& question) {
  NetworkAnswer answer;
  answer.title = asked.title;
  answer.grid = asked.network->grid();
  answer.canRefine = asked.network->canRefine();
  if (!asked.network->anyBox() && !sameNodesAndExtent(question.model->grid(), answer.grid)) {
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
