// SPDX-License-Identifier: GPL-3.0-or-later
// EarthRecipe: what happened to a piece of earth, in order, and the velocity model that it left.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "field/field.h"
#include "field/work_monitor.h"

namespace isochron {

// Positions and lengths are shares of the box, across its width or down its depth; velocities are
// km/s. A history is read backwards, as in structural modelling (Jessell and Valenta, 1996): where
// was this grain before the last event, and the one before?

/// height * sin(2 pi (waves * u + phase)), u the share of the width.
struct EarthWave {
  double height = 0.0;
  double waves = 1.0;  // across the box
  double phase = 0.0;  // in wavelengths
};
using EarthRelief = std::vector<EarthWave>;

struct EarthBed {
  double thickness = 0.1;
  double velocity = 2.0;  // at the surface; compaction is added
};

/// Beds from the top down; the first goes on upwards and the last downwards without end.
struct EarthBeds {
  double top = 0.0;  // depth of the first bed's top; may be above the box
  std::vector<EarthBed> beds;
};

/// Beds are bent up and down, and tilted by so much from one side to the other.
struct EarthFold {
  EarthRelief relief;
  double tilt = 0.0;
};

/// Planar without a detachment, else listric: it flattens towards that depth, and what lies above
/// rolls over as it slides (vertical shear; Gibbs, 1983).
struct EarthFault {
  double at = 0.5;          // where it would reach the top of the box
  double dip = 60.0;        // degrees, there, in km; negative: down to the left
  double fall = 0.1;        // of the hanging wall, "throw"; negative: a reverse fault
  double detachment = 0.0;  // depth; 0: planar
};

/// Everything above a surface is eroded and replaced by younger beds.
struct EarthUnconformity {
  double depth = 0.3;
  EarthRelief relief;
  EarthBeds beds;
};

/// A valley filled with something else: a parabola below its flat top.
struct EarthChannel {
  double x = 0.5;
  double depth = 0.3;  // of its top
  double width = 0.2;
  double thickness = 0.05;
  double velocity = 2.0;
};

/// A bulb of salt on a stem that widens downwards; what surrounds it is dragged up.
struct EarthSalt {
  double x = 0.5;
  double depth = 0.4;  // of the bulb's centre
  double width = 0.3;  // of the bulb
  double height = 0.3;
  double stem = 0.1;    // width; 0: none, the salt has no root
  double lean = 0.0;    // of the stem, sideways over the whole depth
  double uneven = 0.1;  // of the bulb, as a part of it
  double phase = 0.0;   // of the unevenness, in turns
  double drag = 0.1;    // how far the beds at its flanks are bent up
  double velocity = 4.5;
};

/// Water down to the sea floor.
struct EarthWater {
  double depth = 0.1;
  EarthRelief relief;
  double velocity = 1.5;
};

using EarthEvent = std::variant<EarthBeds, EarthFold, EarthFault, EarthUnconformity, EarthChannel,
                                EarthSalt, EarthWater>;

struct EarthRecipe {
  std::vector<EarthEvent> events;  // from the oldest on; the first are beds
  double compaction = 1.5;         // km/s gained from the top of the rock to the bottom of the box
  EarthRelief lateral;             // km/s added to all beds along the box
  double slowest = 1.5;            // velocities are cut to these
  double fastest = 6.0;
  double blur = 0.0;  // deviation of a Gaussian that smooths slowness; 0: sharp
};

/// What random recipes are like.
struct EarthShape {
  double folding = 1.0;    // 0: flat
  double faulting = 1.0;   // times the usual number of faults
  double contrast = 1.0;   // between beds; 0: none
  double slowBeds = 0.12;  // share of beds slower than those around
  double salt = 0.3;       // share of models with salt
  double water = 0.3;      // share of models under water
  double blur = 0.04;      // the most; 0: all are sharp
  double slowest = 1.5;
  double fastest = 6.0;
};

/// One for a box of that width over depth: wide boxes hold more of everything.
EarthRecipe randomEarthRecipe(const EarthShape& shape, double aspect, std::uint64_t seed);

/// The velocity, km/s, shape (nz, nx), slowness averaged over the cell around each node. Throws
/// Error for a recipe that checkRecipe() does not accept, Cancelled where the monitor stops it.
Array earthVelocity(const Grid& grid, const EarthRecipe& recipe, const WorkMonitor& monitor = {});

/// Throws Error where a number is out of bounds or the first event does not lay down beds.
void checkRecipe(const EarthRecipe& recipe);

/// As JSON, to be read, edited and read back.
std::string recipeText(const EarthRecipe& recipe);
/// `name` is told in errors. Throws Error: what is wrong, where, and how to mend it.
EarthRecipe parseEarthRecipe(const std::string& text, const std::string& name);

}  // namespace isochron
