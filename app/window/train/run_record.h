// SPDX-License-Identifier: GPL-3.0-or-later
// RunRecord: what is remembered of a training run; RunStore: all of them, in a folder.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <filesystem>
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

/// Each run is two files: ID.json, this record, and ID.isochron, model and checkpoint. What is
/// stored as running when the folder is opened was interrupted.
class RunStore : public QObject {
  Q_OBJECT
 public:
  /// Reads all records of the folder, which is made when the first run is stored. Records that
  /// cannot be understood are left alone.
  explicit RunStore(std::filesystem::path folder, QObject* parent = nullptr);

  const std::vector<RunRecord>& runs() const { return runs_; }
  /// Null where there is none.
  const RunRecord* find(const QString& id) const;

  /// With a new id, and a name that no other run has. Not stored yet.
  RunRecord fresh(const std::string& stage, const QString& stageTitle) const;
  /// Adds the run or replaces that of its id. Throws Error where the file cannot be written.
  void store(const RunRecord& run);
  /// The run and its files go.
  void remove(const QString& id);

  std::filesystem::path modelFile(const QString& id) const;
  /// Where its newest state lies: a checkpoint that was left, or the model. Empty: nowhere.
  std::filesystem::path newestFile(const QString& id) const;

 Q_SIGNALS:
  void changed();

 private:
  std::filesystem::path recordFile(const QString& id) const;
  void interrupt(RunRecord& run) const;

  std::filesystem::path folder_;
  std::vector<RunRecord> runs_;  // oldest first
};

/// As stored. fromJson throws Error where it is none of ours.
Json toJson(const RunRecord& run);
RunRecord runRecordOf(const Json& json);

}  // namespace isochron
