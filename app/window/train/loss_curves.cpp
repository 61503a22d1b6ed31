// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/loss_curves.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <limits>

namespace isochron {
namespace {

using Kind = LossCurve::Kind;

struct MetricInfo {
  const char* name;
  const char* title;
  Kind kind;
  const char* weight;  // the setting that it is multiplied with; empty: none
  int colour;
};

constexpr std::array kMetrics = {
    MetricInfo{"loss", QT_TRANSLATE_NOOP("Metrics", "Loss"), Kind::Loss, "", 0},
    MetricInfo{"residual", QT_TRANSLATE_NOOP("Metrics", "Residual"), Kind::Loss, "residual", 1},
    MetricInfo{"semiconcavity", QT_TRANSLATE_NOOP("Metrics", "Semiconcavity"), Kind::Loss,
               "semiconcavity", 2},
    MetricInfo{"labels", QT_TRANSLATE_NOOP("Metrics", "Label misfit"), Kind::Loss, "labels", 5},
    MetricInfo{"misfit", QT_TRANSLATE_NOOP("Metrics", "Reconstruction misfit"), Kind::Loss, "", 6},
    MetricInfo{"kl", QT_TRANSLATE_NOOP("Metrics", "KL divergence"), Kind::Loss, "kl_weight", 8},
    MetricInfo{kErrorMetric, QT_TRANSLATE_NOOP("Metrics", "Validation error"), Kind::Error, "", 3},
    MetricInfo{"error_anywhere", QT_TRANSLATE_NOOP("Metrics", "Validation error, any source"),
               Kind::Error, "", 4},
    MetricInfo{"learning_rate", QT_TRANSLATE_NOOP("Metrics", "Learning rate"), Kind::Rate, "", 7},
    MetricInfo{"energy", QT_TRANSLATE_NOOP("Metrics", "Explained variance"), Kind::Unplotted, "",
               0},
    MetricInfo{"points_per_s", QT_TRANSLATE_NOOP("Metrics", "Points per second"), Kind::Unplotted,
               "", 0}};

const MetricInfo* infoOf(const std::string& name) {
  const auto found = std::find_if(kMetrics.begin(), kMetrics.end(),
                                  [&](const MetricInfo& info) { return name == info.name; });
  return found == kMetrics.end() ? nullptr : &*found;
}

/// Of the setting when the record of that step was made.
double weightAt(const RunRecord& run, const std::string& setting, std::int64_t step) {
  const Json given = run.settings.value(setting, Json());
  double weight = given.is_number() ? given.get<double>() : 1.0;
  for (const Adjustment& a : run.adjustments)
    if (a.setting == setting && a.step < step) weight = a.value;
  return weight;
}

LossCurve curveOf(const RunRecord& run, const std::string& name) {
  const MetricInfo* info = infoOf(name);
  LossCurve curve;
  curve.name = QString::fromStdString(name);
  curve.title = metricTitle(name);
  curve.kind = info ? info->kind : Kind::Loss;
  curve.colour = info ? info->colour : 0;
  const std::string weight = info ? info->weight : "";
  for (const Metrics& record : run.history.records()) {
    const double value = record.find(name).value_or(std::numeric_limits<double>::quiet_NaN());
    curve.values.push_back(value);
    if (!weight.empty()) curve.weighted.push_back(weightAt(run, weight, record.step) * value);
  }
  return curve;
}

}  // namespace

QString metricTitle(const std::string& name) {
  const MetricInfo* info = infoOf(name);
  return info ? QCoreApplication::translate("Metrics", info->title) : QString::fromStdString(name);
}

LossRun lossRunOf(const RunRecord& run) {
  LossRun curves;
  curves.name = run.name;
  std::vector<std::string> names;
  for (const Metrics& record : run.history.records()) {
    curves.steps.push_back(static_cast<double>(record.step));
    curves.seconds.push_back(record.seconds);
    for (const auto& [name, value] : record.values)
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  for (const std::string& name : names) curves.curves.push_back(curveOf(run, name));
  return curves;
}

}  // namespace isochron
