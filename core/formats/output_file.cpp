// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <random>
#include <system_error>

#include "field/error.h"

namespace isochron {
namespace {

constexpr const char* kTemporaryEnd = ".part";

/// The file that a chain of links leads to, so that renaming replaces it and not the link.
std::filesystem::path resolved(std::filesystem::path path) {
  std::error_code ignored;
  const std::filesystem::path canonical = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : canonical;
}

/// The rename itself must reach the disk too. Some file systems cannot sync folders; the file is
/// whole all the same.
void syncFolder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path target) : target_(resolved(std::move(target))) {
  struct stat existing {};
  const bool exists = ::stat(target_.c_str(), &existing) == 0;
  if (exists && S_ISDIR(existing.st_mode)) {
    errno = EISDIR;
    refuse("cannot be written");
  }
  if (!exists || S_ISREG(existing.st_mode)) {
    openTemporary();
    // A file that is replaced keeps who may read it.
    if (exists) ::fchmod(descriptor_, existing.st_mode & 07777);
    return;
  }
  descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor_ < 0) refuse("cannot be written");
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

/// Writers hold a lock on their file; one that is old and free has lost its writer.
void OutputFile::removeAbandoned() const {
  const std::string start = '.' + target_.filename().string() + '.';
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::minutes(1);
  std::error_code failed, vanished;
  for (std::filesystem::directory_iterator entry(target_.parent_path(), failed), end;
       !failed && entry != end; entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(start) || !name.ends_with(kTemporaryEnd)) continue;
    if (entry->last_write_time(vanished) > old || vanished) continue;
    const int descriptor = ::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(entry->path().c_str());
    ::close(descriptor);
  }
}

void OutputFile::openTemporary() {
  removeAbandoned();
  // The name only has to be free: nothing computed depends on it.
  std::random_device device;
  constexpr int kAttempts = 100;
  for (int i = 0; i < kAttempts && descriptor_ < 0; ++i) {
    std::string hidden = target_.filename().string();
    hidden.insert(hidden.begin(), '.');
    hidden += '.' + std::to_string(device()) + kTemporaryEnd;
    const std::filesystem::path name = target_.parent_path() / hidden;
    descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ >= 0)
      temporary_ = name;
    else if (errno != EEXIST)
      break;
  }
  if (descriptor_ < 0) refuse("cannot be written");
  ::flock(descriptor_, LOCK_EX | LOCK_NB);  // where the file system can; see removeAbandoned()
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ::ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse("cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::commit() {
  // Pipes and terminals cannot be synced, and need not be.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
    refuse("cannot be written");
  if (temporary_.empty()) return;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) refuse("cannot be replaced");
  temporary_.clear();
  syncFolder(target_.parent_path());
}

void OutputFile::refuse(const char* problem) const {
  const int reason = errno;
  throw Error(target_.string(),
              std::string(problem) + " (" + std::generic_category().message(reason) + ")",
              reason == ENOSPC ? "free some space or choose another disk"
                               : "choose a folder that exists and that you may write to");
}

}  // namespace isochron
