// SPDX-License-Identifier: GPL-3.0-or-later
// ModelFamily: the velocity models that Latents looks at, from a data set or from a generator.
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/dataset.h"
#include "generators/generators.h"

namespace isochron {

/// One model to look at; a value that is told apart from others by ==.
struct ModelRef {
  std::shared_ptr<const VelocityModel> drawing;  // where it is the drawing
  std::shared_ptr<const DataSet> data;           // where it is of a set
  ModelKind kind = ModelKind::RandomField;       // else made by this generator
  Grid grid;                                     // on this grid
  std::int64_t place = 0;                        // its index in the set, or its seed

  friend bool operator==(const ModelRef&, const ModelRef&) = default;
};

/// Reads or makes it; any thread. Throws Error.
std::shared_ptr<const VelocityModel> modelOf(const ModelRef& ref);

/// "Drawing", "Model 12", "Seed 900,012".
QString nameOf(const ModelRef& ref);

/// Where models come from. `count` of them are looked at: the first seeds, or an even choice from
/// all of a set.
struct ModelFamily {
  std::shared_ptr<const DataSet> data;      // null: generated
  ModelKind kind = ModelKind::RandomField;  // of the generated
  Grid grid;                                // of the models
  std::int64_t count = 0;

  ModelRef at(std::int64_t i) const;
  friend bool operator==(const ModelFamily&, const ModelFamily&) = default;
};

/// Seeds begin here: far from those that networks learn from, so that nothing shown was learnt, and
/// within reach of Explore's gallery, where the same models can be made.
inline constexpr std::int64_t kFirstSeed = 900'000;

/// Kinds of generated models of which each seed is another one.
std::vector<ModelKindInfo> variedKinds();

inline bool sameNodes(const Grid& a, const Grid& b) { return a.nx == b.nx && a.nz == b.nz; }

/// Throws Error where the nodes of `models` are not those of the latents called `latents`.
void checkNodes(const Grid& models, const QString& modelsTitle, const Grid& latents,
                const QString& latentsTitle);

}  // namespace isochron
