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

/// What a stage can show of one model, by value: fields by name ("velocity" in km/s, "traveltime"
/// in s, ...), and the points of its last step.
struct Snapshot {
  std::int64_t step = 0;
  std::vector<std::pair<std::string, Field>> fields;
  std::vector<Point> collocationPoints;  // km; empty where there are none

  /// Null where there is no such field.
  const Field* find(const std::string& name) const {
    for (const auto& [known, field] : fields)
      if (known == name) return &field;
    return nullptr;
  }
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
  /// Models held out, of which snapshots can be had.
  virtual std::int64_t heldOutCount() const = 0;
  /// Whether metrics() hold kErrorMetric, by which a run may be told to end.
  virtual bool measuresError() const { return heldOutCount() > 0; }
  /// Of the held-out model of that number, counted from 0 and kept within their count; of one that
  /// is learnt from where none is held out.
  virtual Snapshot snapshot(std::int64_t heldOut) = 0;
  /// Changes a setting of the config that need not wait for another run: the next step follows it.
  /// False where the setting is none of these, or can not become that now. Throws Error where the
  /// value is impossible.
  virtual bool adjust(const std::string& setting, double value) = 0;
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
