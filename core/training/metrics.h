// SPDX-License-Identifier: GPL-3.0-or-later
// Metrics: what a run measured, and its history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "training/archive.h"

namespace isochron {

/// Numbers by name, in the order in which they are shown. The one named kErrorMetric, where there
/// is one, is the figure of merit on models that are not learnt from: the smaller the better.
struct Metrics {
  std::int64_t step = 0;
  double seconds = 0.0;  // of training, pauses left out
  std::vector<std::pair<std::string, double>> values;

  std::optional<double> find(const std::string& name) const;
};

inline constexpr const char* kErrorMetric = "error";

/// One record after the other, steps ascending.
class MetricsHistory {
 public:
  void add(Metrics metrics) { records_.push_back(std::move(metrics)); }
  const std::vector<Metrics>& records() const { return records_; }
  bool empty() const { return records_.empty(); }
  const Metrics& last() const { return records_.back(); }

  /// Records since the smallest finite error, 0 where the last one is it or none has an error.
  std::int64_t recordsSinceBestError() const;

  /// A line of names, then a line per record; what a record lacks is left empty.
  std::string toCsv() const;
  /// {"step": [...], "seconds": [...], name: [...], ...}; null for what is missing or not finite.
  Json toJson() const;
  /// Throws Error where `json` is not what toJson() gives.
  static MetricsHistory fromJson(const Json& json);

 private:
  std::vector<std::string> names() const;

  std::vector<Metrics> records_;
};

}  // namespace isochron
