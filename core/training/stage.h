// SPDX-License-Identifier: GPL-3.0-or-later
// Stage: anything that learns, one step at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "field/field.h"
#include "training/archive.h"
#include "training/metrics.h"

namespace isochron {

/// What a stage can show: fields by name ("velocity", "reconstruction"), km/s, by value.
struct Snapshot {
  std::int64_t step = 0;
  std::vector<std::pair<std::string, Field>> fields;
};

/// Constructed from a config value; no thread, no timer, no global state. Two stages of one config
/// that took the same steps hold the same numbers, bit for bit, on one machine with one number of
/// threads; save() and load() do not change that, and looking on (metrics, snapshot) does not
/// either.
class Stage {
 public:
  Stage() = default;
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  virtual ~Stage() = default;

  /// "autoencoder": what `train` and `info` call it.
  virtual std::string kind() const = 0;
  virtual void step() = 0;
  /// Steps taken so far.
  virtual std::int64_t steps() const = 0;
  /// Steps after which its config says it is done; 0 where it does not say.
  virtual std::int64_t plannedSteps() const = 0;
  /// Losses and rates since the last call, and the error on models held out. `seconds` is left to
  /// the caller.
  virtual Metrics metrics() = 0;
  virtual Snapshot snapshot() = 0;
  /// False once a weight is infinite or not a number: no step can mend that.
  virtual bool isSound() const = 0;
  /// After the last step: computes what the model needs beyond its weights.
  virtual void finish() = 0;

  /// The model, and all that the next step depends on.
  virtual void save(Archive& archive) const = 0;
  /// Throws Error where the archive is of another kind or config.
  virtual void load(const Archive& archive) = 0;
};

}  // namespace isochron
