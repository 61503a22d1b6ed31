// SPDX-License-Identifier: GPL-3.0-or-later
// CrashOffer: offers back what a program left that crashed, or whose session ended.
#pragma once

#include <QObject>
#include <deque>
#include <functional>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "project/crash_recovery.h"
#include "project/project_contents.h"

namespace isochron {

class Autosave;
class MessageBar;
class ProjectSaver;

/// One after the other, newest first, in a message. What was restored stays on the disk until it is
/// safe elsewhere; what was neither restored nor discarded is offered again at the next start.
class CrashOffer : public QObject {
  Q_OBJECT
 public:
  using Then = std::function<void()>;
  /// Asks first where something would be lost, and goes on where the answer allows it.
  using AskFirst = std::function<void(Then)>;

  CrashOffer(const QString& folder, MessageBar& message, ProjectSaver& saver, Autosave& autosave,
             AskFirst askFirst, QObject* parent = nullptr);

 private:
  struct Read {
    OpenedProject project;
    bool saved = false;  // in its own file, before the program ended
    QString problem;
  };

  void readNext();
  void deliver();
  void offer(const Read& read);
  void restore(const OpenedProject& project);
  void discard();
  void letGo();

  MessageBar& message_;
  ProjectSaver& saver_;
  Autosave& autosave_;
  AskFirst askFirst_;
  std::deque<RecoverableProject> left_;  // the first is read or offered
  std::vector<RecoverableProject> restored_;
  quint64 restoredAt_ = 0;  // number of the writing that makes them safe
  CoalescingNotifier notifier_;
  LatestWorker<QString, Read> reader_;  // last: stops first
};

}  // namespace isochron
