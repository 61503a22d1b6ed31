// SPDX-License-Identifier: GPL-3.0-or-later
// RunStore: all training runs, in a folder that several windows may share.
#pragma once

#include <QObject>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "project/crash_recovery.h"
#include "train/run_record.h"

namespace isochron {

/// Each run is two files: ID.json, its record, and ID.isochron, model and checkpoint. Who trains or
/// removes a run holds ID.lock meanwhile, which the system gives back however the program ends; so
/// what is stored as running and held by nobody was interrupted.
class RunStore : public QObject {
  Q_OBJECT
 public:
  /// The folder is made when the first run is stored. Nothing is read yet.
  explicit RunStore(std::filesystem::path folder, QObject* parent = nullptr);

  /// Reads all records, in the caller's thread. Those that cannot be understood are left alone.
  void read();
  /// The same in a thread of its own; changed() follows where there is something new.
  void readLater();
  /// They were read at least once.
  bool isRead() const { return isRead_; }

  const std::vector<RunRecord>& runs() const { return runs_; }
  /// Null where there is none.
  const RunRecord* find(const QString& id) const;

  /// With an id and a name that no other run has; held, not stored yet. Throws Error where the
  /// folder cannot be written to.
  RunRecord fresh(const std::string& stage, const QString& stageTitle);
  /// Keeps other windows from the run until it is released. Throws Error where one of them has it.
  void hold(const QString& id);
  void release(const QString& id);
  /// Another window trains it.
  bool isHeldElsewhere(const QString& id) const;
  /// Adds the run or replaces that of its id. Throws Error where the file cannot be written.
  void store(const RunRecord& run);
  /// The run and its files go. Throws Error where another window has it.
  void remove(const QString& id);

  std::filesystem::path modelFile(const QString& id) const;
  /// Where its newest state lies: a checkpoint that was left, or the model. Empty: nowhere.
  std::filesystem::path newestFile(const QString& id) const;

 Q_SIGNALS:
  /// Runs came, went, or are others now; or they were read for the first time.
  void changed();

 private:
  struct StoredRun {
    RunRecord run;
    std::filesystem::file_time_type written;
  };
  using StoredRuns = std::map<QString, StoredRun>;  // by their ids
  struct Reading {
    std::filesystem::path folder;
    StoredRuns known;          // need not be read again where the file is still that one
    std::uint64_t moment = 0;  // of what is known here
  };

  static Reading readFolder(Reading reading);
  void take(Reading reading);
  std::filesystem::path recordFile(const QString& id) const;
  QString lockFile(const QString& id) const;

  std::filesystem::path folder_;
  std::vector<RunRecord> runs_;  // oldest first
  StoredRuns stored_;            // as they were read last
  std::map<QString, std::unique_ptr<FileLock>> held_;
  std::uint64_t moment_ = 0;  // counts what was stored and removed here
  bool isRead_ = false;
  CoalescingNotifier notifier_;
  LatestWorker<Reading, Reading> reader_;  // last: stops first
};

}  // namespace isochron
