// SPDX-License-Identifier: GPL-3.0-or-later
// RecoverableProject: what programs that did not end in order have left behind.
#pragma once

#include <QDateTime>
#include <QString>
#include <memory>
#include <vector>

namespace isochron {

/// A file that one running program holds. The system lets go of it when the program ends, however
/// that happens.
class FileLock {
 public:
  /// Null where another program holds it, or where it cannot be made.
  static std::unique_ptr<FileLock> take(const QString& path);
  /// Somebody holds it, this program included.
  static bool isHeld(const QString& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  /// The file goes with the lock.
  void removeAtEnd() { remove_ = true; }

 private:
  FileLock(QString path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  QString path_;
  int descriptor_;
  bool remove_ = false;
};

/// An autosaved project and the lock that keeps other programs from it.
struct RecoverableProject {
  QString file;
  QDateTime when;  // it was written
  std::shared_ptr<FileLock> lock;

  /// It is not wanted any more.
  void remove() const;
};

/// "a.isochron-project" is kept by "a.lock" beside it.
QString lockOf(const QString& autosaved);

/// All in the folder that no running program holds, newest first. They are ours as long as their
/// locks are kept.
std::vector<RecoverableProject> takeRecoverableProjects(const QString& folder);

}  // namespace isochron
