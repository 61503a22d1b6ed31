// SPDX-License-Identifier: GPL-3.0-or-later
// OutputFile: a file that is whole or not there, written piece by piece.
#pragma once

#include <filesystem>
#include <string_view>

namespace isochron {

/// Writes to a temporary name beside the target; commit() syncs it and renames it to the target.
/// Without commit() the destructor removes it, and what was at the target before stays. A target
/// that is no regular file (/dev/null, a pipe) is written to directly. Temporary files of the same
/// target that were left by a writer that was killed are removed.
class OutputFile {
 public:
  /// Throws Error where no file can be made there.
  explicit OutputFile(std::filesystem::path target);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  /// Appends. Throws Error where the disk is full or fails.
  void write(std::string_view bytes);
  /// Once, after the last write. Throws Error; the target is then as it was.
  void commit();

  const std::filesystem::path& target() const noexcept { return target_; }

 private:
  [[noreturn]] void refuse(const char* problem) const;
  void openTemporary();
  void removeAbandoned() const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;  // empty: the target itself is open
  int descriptor_ = -1;
};

}  // namespace isochron
