// SPDX-License-Identifier: GPL-3.0-or-later
// Generators: velocity models that the program makes itself.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "field/velocity_model.h"
#include "field/work_monitor.h"
#include "generators/random_field.h"

namespace isochron {

/// The kinds of the gallery, in its order.
enum class ModelKind {
  Constant,
  Gradient,
  Layers,
  Lens,
  Fault,
  Salt,
  Checkerboard,
  RandomField,
  PhaseSeparation,
  Earth,
  Drawing,
  Mixture
};

/// A number that shapes the models of a kind.
struct ModelParameterInfo {
  std::string name;   // typed on the command line: "slowest"
  std::string title;  // "Slowest"
  std::string unit;   // "km/s"; empty for none
  std::string description;
  double min = 0.0;
  double max = 1.0;
  double standard = 0.0;  // what the gallery's models have
  int decimals = 2;       // that make sense; 0: whole numbers
};

/// All kinds with the name typed on the command line ("random-field") and the title people see.
struct ModelKindInfo {
  ModelKind kind;
  std::string name;
  std::string title;
  std::string description;  // one sentence
  std::vector<ModelParameterInfo> parameters;
};
const std::vector<ModelKindInfo>& modelKinds();
const ModelKindInfo& modelKindInfo(ModelKind kind);

/// Values of a kind's parameters, in their order; those left out take their defaults.
using ModelParameters = std::vector<double>;

/// The parameters with what was left out. Throws Error where there are too many, where one is not
/// within its bounds, or where the slowest velocity is not below the fastest.
ModelParameters completeParameters(ModelKind kind, ModelParameters parameters);
/// The same for any list of parameters; `name` is told in errors.
ModelParameters completeParameters(const std::string& name,
                                   const std::vector<ModelParameterInfo>& infos,
                                   ModelParameters parameters);

/// The paper's box: x in [0, 5] km, z in [0, 1] km, nx x nz nodes.
Grid paperGrid(int nx = 128, int nz = 128);

/// A model of the kind on `grid`, with the default parameters within 1.5 to 6 km/s (mixtures: 1 to
/// 6). The same seed gives the same model on every machine, and on a finer or coarser grid over the
/// same box the same earth; Constant and Gradient are the same for every seed. What is the same:
/// all draws to the bit; velocities to the last bits of sin, exp, log and pow, which processors and
/// libraries round differently (some 1e-15 of them; 1e-9 after the many steps of PhaseSeparation),
/// far below float32. Throws Error where the grid or a parameter is not usable, Cancelled where the
/// monitor stops it.
VelocityModel generate(ModelKind kind, const Grid& grid, std::uint64_t seed,
                       const ModelParameters& parameters = {}, const WorkMonitor& monitor = {});

/// `count` models from the seeds first, first + 1, ...: consume(i, model) in order, in the calling
/// thread, while `threads` others (0: as many as the machine runs at once) make the next. Each is
/// bit for bit what generate() gives, whatever the number of threads. Throws what `consume` throws,
/// and Cancelled where `stop` is raised.
void generateMany(ModelKind kind, const Grid& grid, std::uint64_t first, std::int64_t count,
                  int threads,
                  const std::function<void(std::int64_t, const VelocityModel&)>& consume,
                  const std::stop_token& stop = {}, const ModelParameters& parameters = {});

/// A model from a seed; for one thread, so that it may keep what the models have in common.
using ModelMaker = std::function<VelocityModel(std::uint64_t seed)>;
ModelMaker modelMaker(ModelKind kind, const Grid& grid, const ModelParameters& parameters = {});

/// The same for models of any origin; each thread calls makeMaker() for a maker of its own.
void generateMany(const std::function<ModelMaker()>& makeMaker, std::uint64_t first,
                  std::int64_t count, int threads,
                  const std::function<void(std::int64_t, const VelocityModel&)>& consume,
                  const std::stop_token& stop = {});

/// The history that Earth makes on `grid` from that seed (earth_recipe.h); a wide box holds more.
struct EarthRecipe;
EarthRecipe earthRecipe(const Grid& grid, std::uint64_t seed,
                        const ModelParameters& parameters = {});
/// What Mixture draws from (mixture.h).
struct Mixture;
Mixture mixtureOf(const ModelParameters& parameters = {});

}  // namespace isochron
