// SPDX-License-Identifier: GPL-3.0-or-later
#include "solve_outputs.h"

#include "eikonal/rays.h"
#include "field/error.h"
#include "formats/decimal.h"

namespace isochron::cli {
namespace {

std::string header(bool numbered, const char* columns) {
  return (numbered ? "model," : "") + std::string(columns);
}

void requireAllInside(const Grid& grid, const std::vector<Point>& points, const char* option) {
  for (const Point& p : points) {
    if (grid.contains(p)) continue;
    const Point end = grid.end();
    throw Error(option, "(" + decimal(p.x) + ", " + decimal(p.z) + ") km lies outside the model",
                "stay within x from " + decimal(grid.origin.x) + " to " + decimal(end.x) +
                    " and z from " + decimal(grid.origin.z) + " to " + decimal(end.z) + " km");
  }
}

}  // namespace

SolveOutputs::SolveOutputs(const SolveTargets& targets, std::optional<std::int64_t> count)
    : targets_(targets), numbered_(count.has_value()) {
  if (targets.times) times_.emplace(*targets.times, count, "traveltime [s]");
  if (!targets.receivers.empty())
    receivers_.emplace(targets.receiverTable, header(numbered_, "x_km,z_km,time_s"));
  if (!targets.rayEnds.empty()) rays_.emplace(targets.rayTable, header(numbered_, "ray,x_km,z_km"));
}

void SolveOutputs::requireInside(const Grid& grid) const {
  requireAllInside(grid, targets_.receivers, "--receivers");
  requireAllInside(grid, targets_.rayEnds, "--rays");
}

void SolveOutputs::add(const Traveltimes& traveltimes) {
  if (times_) times_->add({traveltimes.grid, traveltimes.time});
  addReceivers(traveltimes);
  addRays(traveltimes);
  ++model_;
}

void SolveOutputs::finish() {
  if (times_) times_->finish();
  if (receivers_) receivers_->finish();
  if (rays_) rays_->finish();
}

std::vector<double> SolveOutputs::rowStart() const {
  return numbered_ ? std::vector<double>{model_} : std::vector<double>{};
}

void SolveOutputs::addReceivers(const Traveltimes& traveltimes) {
  for (const Point& receiver : targets_.receivers) {
    std::vector<double> row = rowStart();
    row.insert(row.end(), {receiver.x, receiver.z, traveltimes.at(receiver)});
    receivers_->add(row);
  }
}

void SolveOutputs::addRays(const Traveltimes& traveltimes) {
  for (std::size_t ray = 0; ray < targets_.rayEnds.size(); ++ray)
    for (const Point& p : traceRay(traveltimes, targets_.rayEnds[ray])) {
      std::vector<double> row = rowStart();
      row.insert(row.end(), {static_cast<double>(ray), p.x, p.z});
      rays_->add(row);
    }
}

}  // namespace isochron::cli
