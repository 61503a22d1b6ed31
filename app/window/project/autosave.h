// SPDX-License-Identifier: GPL-3.0-or-later
// Autosave: keeps what is not saved in a file of the program's own, for after a crash.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "project/crash_recovery.h"
#include "project/project_file.h"

namespace isochron {

struct AutosavePlan {
  QString folder;
  std::chrono::milliseconds interval{1500};  // from a change to its writing

  /// In the program's data folder.
  static AutosavePlan standard();
};

/// One file for each running program, under a lock, written in a thread of its own. It goes when
/// the program ends in order, unless it is kept for the next start. What takes longer to write than
/// the interval is written half of the time.
class Autosave : public QObject {
  Q_OBJECT
 public:
  /// What there is to keep; empty where nothing would be lost.
  struct Work {
    ProjectContents contents;
    ProjectPlace place;
  };
  using Take = std::function<std::optional<Work>()>;

  /// `take` is called in this thread, when it is time to write.
  Autosave(const AutosavePlan& plan, Take take, QObject* parent = nullptr);
  ~Autosave() override;

  /// Something changed: it is written when the interval is over, with what changes until then.
  void change();
  /// Writes at once, or removes what is there where nothing would be lost. The writing's number.
  std::uint64_t writeNow();
  /// Writes at once, in this thread, and leaves the file when the program ends: it is marked as
  /// left by a session that ended, not by a crash. What changes afterwards is written as before.
  void keepForNextStart();
  /// Empty where there is no place for it.
  QString file() const { return file_; }
  /// A change waits to be written.
  bool isWaiting() const { return timer_.isActive(); }
  /// There is something to keep, and it was asked to be written.
  bool isThere() const { return there_; }

 Q_SIGNALS:
  /// All that was there when that writing, or a later one, was asked for is safe.
  void written(quint64 number);
  /// Told once, until it can be written again.
  void failed(const QString& sentence);

 private:
  struct Request {
    std::optional<Work> work;  // empty: the file goes
    QString file;
    std::uint64_t number = 0;
  };
  struct Answer {
    std::uint64_t number = 0;
    QString problem;
    std::chrono::milliseconds took{0};
  };

  static Answer write(const Request& request);
  void startWorker();
  void deliver();

  Take take_;
  std::chrono::milliseconds interval_;
  std::chrono::milliseconds took_{0};  // the last writing
  QTimer timer_;
  QString file_;
  std::unique_ptr<FileLock> lock_;
  bool there_ = false;  // a file was asked for
  std::uint64_t number_ = 0;
  bool failing_ = false;
  bool keep_ = false;  // when the program ends
  CoalescingNotifier notifier_;
  std::optional<LatestWorker<Request, Answer>> worker_;  // last: stops first
};

}  // namespace isochron
