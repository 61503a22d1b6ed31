// SPDX-License-Identifier: GPL-3.0-or-later
// Earth: layers, faults and salt as geology makes them, drawn on any grid.
#pragma once

#include <cstdint>
#include <functional>

#include "field/field.h"
#include "field/work_monitor.h"

namespace isochron {

/// An earth in a box of unit width and depth: for a place u in [0, 1] across, the velocity (km/s)
/// down the column there as a function of w in [0, 1]. What depends on u alone is computed once
/// for the column.
using EarthColumn = std::function<double(double w)>;
using Earth = std::function<EarthColumn(double u)>;

/// The earth at the nodes of a grid, stretched over its box. Shape (nz, nx). Throws Cancelled where
/// the monitor stops it, as all below do.
Array sampleEarth(const Grid& grid, const Earth& earth, const WorkMonitor& monitor = {});

/// The same for an earth with sharp borders: slowness averaged over the cell around each node, so
/// that borders are no staircases and a wave crosses them in the right time.
Array averageEarth(const Grid& grid, const Earth& earth, const WorkMonitor& monitor = {});

/// Gently folded layers, km/s; `folding` times as much as gently.
Array layeredVelocity(const Grid& grid, std::uint64_t seed, double folding = 1.0,
                      const WorkMonitor& monitor = {});
/// The same kind of layers, displaced along a normal fault that dips 50 to 65 degrees, km/s;
/// `fallScale` times as far as usual.
Array faultedVelocity(const Grid& grid, std::uint64_t seed, double folding = 1.0,
                      double fallScale = 1.0, const WorkMonitor& monitor = {});
/// A salt dome of that velocity with overhang in bedded sediments that bend up at its flanks, km/s.
Array saltVelocity(const Grid& grid, std::uint64_t seed, double salt = 4.5,
                   const WorkMonitor& monitor = {});

}  // namespace isochron
