// SPDX-License-Identifier: GPL-3.0-or-later
// SetStatistics: what a data set holds, in numbers.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "data/moments.h"
#include "data/value_histogram.h"

namespace isochron {

/// km/s. NaN for a model that cannot be read.
struct ModelStatistics {
  float min = 0.0f;
  float mean = 0.0f;
  float max = 0.0f;
};

/// Of the first models of a set, as many as `models` has; whole when that is the set's count.
struct SetStatistics {
  std::vector<ModelStatistics> models;
  double min = 0.0;  // km/s, over all nodes of the models that can be read; 0 while there are none
  double max = 0.0;
  Moments moments;  // km/s
  ValueHistogram values;
  std::int64_t unreadable = 0;  // models that hold values which are no velocities
  std::string problem;          // the sentence about the first of them
};

/// Goes on with `statistics` to the end of the set, or until `stop` is raised, which loses nothing:
/// it can be gone on with later. `report` is called in the calling thread after every model. The
/// result does not depend on `threads` (0: as many as the machine runs at once).
void continueStatistics(SetStatistics& statistics, const DataSet& data, int threads,
                        const std::stop_token& stop,
                        const std::function<void(const SetStatistics&)>& report);

/// The range of `count` models spread over the set, km/s: a scale to begin with. Empty (0, 0) where
/// none of them can be read. Ends early where `stop` is raised.
std::pair<double, double> sampledRange(const DataSet& data, int count,
                                       const std::stop_token& stop = {});

}  // namespace isochron
