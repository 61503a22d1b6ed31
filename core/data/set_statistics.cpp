// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/set_statistics.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "field/error.h"
#include "generators/parallel_in_order.h"

namespace isochron {
namespace {

struct OneModel {
  ModelStatistics statistics;
  double min = 0.0, max = 0.0;
  Moments moments;
  ValueHistogram values;
  std::string problem;
};

OneModel statisticsOf(const DataSet& data, std::int64_t index) {
  OneModel one;
  try {
    const VelocityModel model = data.read(index);
    one.min = model.min();
    one.max = model.max();
    one.moments = Moments::of(model.velocity());
    one.values = ValueHistogram(model.velocity());
    one.values.add(model.velocity());
    one.statistics = {static_cast<float>(one.min), static_cast<float>(one.moments.mean),
                      static_cast<float>(one.max)};
  } catch (const Error& failure) {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    one.statistics = {kNone, kNone, kNone};
    one.problem = failure.what();
  }
  return one;
}

void add(SetStatistics& all, const OneModel& one) {
  all.models.push_back(one.statistics);
  if (!one.problem.empty()) {
    if (all.unreadable++ == 0) all.problem = one.problem;
    return;
  }
  const bool first = all.moments.count == 0.0;
  all.min = first ? one.min : std::min(all.min, one.min);
  all.max = first ? one.max : std::max(all.max, one.max);
  all.moments.add(one.moments);
  if (first)
    all.values = one.values;
  else
    all.values.add(one.values);
}

}  // namespace

void continueStatistics(SetStatistics& statistics, const DataSet& data, int threads,
                        const std::stop_token& stop,
                        const std::function<void(const SetStatistics&)>& report) {
  const auto begun = static_cast<std::int64_t>(statistics.models.size());
  try {
    parallelInOrder(
        data.count() - begun, threads,
        [&] { return [&data, begun](std::int64_t i) { return statisticsOf(data, begun + i); }; },
        [&](std::int64_t, const OneModel& one) {
          add(statistics, one);
          report(statistics);
        },
        stop);
  } catch (const Cancelled&) {
    // What is there is right for the models that it has.
  }
}

std::pair<double, double> sampledRange(const DataSet& data, int count,
                                       const std::stop_token& stop) {
  const std::int64_t samples = std::min<std::int64_t>(count, data.count());
  std::pair<double, double> range{0.0, 0.0};
  for (std::int64_t i = 0; i < samples && !stop.stop_requested(); ++i) {
    try {
      const VelocityModel model = data.read(i * data.count() / samples);
      range.first = range.second > 0.0 ? std::min(range.first, model.min()) : model.min();
      range.second = std::max(range.second, model.max());
    } catch (const Error&) {
      // Told where the statistics come to it.
    }
  }
  return range;
}

}  // namespace isochron
