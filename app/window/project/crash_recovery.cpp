// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/crash_recovery.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>

#include "project/project_file.h"

namespace isochron {
namespace {

/// False where the file was removed, and perhaps made anew, between opening and locking.
bool isStillThere(const QString& path, int descriptor) {
  struct stat held {};
  struct stat named {};
  return ::fstat(descriptor, &held) == 0 &&
         ::stat(QFile::encodeName(path).constData(), &named) == 0 && held.st_ino == named.st_ino &&
         held.st_dev == named.st_dev;
}

}  // namespace

std::unique_ptr<FileLock> FileLock::take(const QString& path) {
  constexpr int kAttempts = 10;
  for (int i = 0; i < kAttempts; ++i) {
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return nullptr;
    const bool locked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    if (locked && isStillThere(path, descriptor))
      return std::unique_ptr<FileLock>(new FileLock(path, descriptor));
    ::close(descriptor);
    if (!locked) return nullptr;
  }
  return nullptr;
}

bool FileLock::isHeld(const QString& path) {
  const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool held = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
  ::close(descriptor);
  return held;
}

FileLock::~FileLock() {
  // Removed while it is held: whoever waits for it finds that it is gone.
  if (remove_) ::unlink(QFile::encodeName(path_).constData());
  ::close(descriptor_);
}

void RecoverableProject::remove() const {
  QFile::remove(file);
  lock->removeAtEnd();
}

QString lockOf(const QString& autosaved) {
  const QFileInfo file(autosaved);
  return file.absolutePath() + QLatin1Char('/') + file.completeBaseName() + QStringLiteral(".lock");
}

std::vector<RecoverableProject> takeRecoverableProjects(const QString& folder) {
  std::vector<RecoverableProject> all;
  const QStringList pattern = {QStringLiteral("*.") + projectSuffix()};
  for (const QFileInfo& file : QDir(folder).entryInfoList(pattern, QDir::Files)) {
    std::shared_ptr<FileLock> lock = FileLock::take(lockOf(file.absoluteFilePath()));
    // A program that ended just now took its file with it.
    if (lock == nullptr) continue;
    if (!QFileInfo::exists(file.absoluteFilePath())) {
      lock->removeAtEnd();
      continue;
    }
    all.push_back({file.absoluteFilePath(), file.lastModified(), std::move(lock)});
  }
  std::sort(all.begin(), all.end(), [](const RecoverableProject& a, const RecoverableProject& b) {
    return a.when > b.when;
  });
  return all;
}

}  // namespace isochron
