// SPDX-License-Identifier: GPL-3.0-or-later
// RunRecord: what is remembered of a training run.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <vector>

#include "train/training_update.h"

namespace isochron {

enum class RunOutcome { Running, Interrupted, Stopped, Finished, Failed };

struct RunRecord {
  QString id;    // the stem of its files
  QString name;  // "latentPINN 3"
  std::string stage;
  std::string preset;
  Json settings = Json::object();  // all, as the run began
  Json standard = Json::object();  // all, as the preset has them
  QString data;                    // path of its data set
  QString latents;                 // what its latents are called; empty for stage 1
  QString parent;                  // name of the run that it branched from; empty: none
  std::vector<Adjustment> adjustments;
  RunOutcome outcome = RunOutcome::Running;
  QString ending;  // why it ended
  std::int64_t steps = 0;
  double seconds = 0.0;
  MetricsHistory history;
};

/// "latents 48, width 12": what differs from the preset, and what was adjusted later.
QStringList changesOf(const RunRecord& run);
/// All settings, as they are after the adjustments.
Json settingsNow(const RunRecord& run);
/// The last error measured; empty where there was none.
std::optional<double> finalError(const RunRecord& run);
/// "finished", "interrupted": for people.
QString outcomeText(RunOutcome outcome);

/// As stored. fromJson throws Error where it is none of ours.
Json toJson(const RunRecord& run);
RunRecord runRecordOf(const Json& json);

}  // namespace isochron
