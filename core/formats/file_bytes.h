// SPDX-License-Identifier: GPL-3.0-or-later
// FileBytes: the bytes of a file, held or mapped, and the name under which errors speak of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "field/error.h"

namespace isochron {

using Bytes = std::span<const std::byte>;

/// Read-only bytes of one file. Small files are read, so that nobody can change them under us;
/// large ones are memory-mapped. Cheap to copy: copies share the bytes.
class FileBytes {
 public:
  /// Throws Error where the file is missing, a folder, empty, or cannot be read; `remedy` says what
  /// to choose instead of such.
  static FileBytes open(const std::filesystem::path& path,
                        const std::string& remedy = "choose a file that holds a velocity model");
  /// Bytes already in memory that pass for a file of that name. Throws Error where empty.
  static FileBytes fromMemory(const std::filesystem::path& name, std::vector<std::byte> bytes);

  const std::filesystem::path& path() const { return path_; }
  /// False for bytes from memory: other files cannot be found beside them.
  bool onDisk() const { return onDisk_; }
  /// The file's name without its folder, as errors show it.
  const std::string& name() const { return name_; }
  /// The extension in lower case, with its dot: ".npy".
  std::string extension() const;

  Bytes bytes() const { return bytes_; }
  std::int64_t size() const { return static_cast<std::int64_t>(bytes_.size()); }
  /// Who reads for long calls goOn() on the way: it throws Cancelled once `stop` is raised.
  void stopBy(std::stop_token stop) { stop_ = std::move(stop); }
  const std::stop_token& stop() const { return stop_; }
  void goOn() const {
    if (stop_.stop_requested()) throw Cancelled();
  }

  /// Keeps the bytes alive.
  const std::shared_ptr<const void>& owner() const { return owner_; }

  /// True where the bytes at `offset` are `text`.
  bool has(std::string_view text, std::size_t offset = 0) const;
  /// At most `length` bytes from `offset` on as characters; shorter at the file's end.
  std::string_view text(std::size_t offset, std::size_t length) const;

  /// "name, byte 10: problem; remedy".
  Error errorAt(std::int64_t byte, const std::string& problem, const std::string& remedy) const;
  /// "name, place: problem; remedy", without the place where it is empty.
  Error error(const std::string& place, const std::string& problem,
              const std::string& remedy) const;

 private:
  FileBytes(const std::filesystem::path& path, std::shared_ptr<const void> owner, Bytes bytes,
            bool onDisk);

  std::filesystem::path path_;
  std::string name_;
  std::shared_ptr<const void> owner_;
  Bytes bytes_;
  bool onDisk_ = true;
  std::stop_token stop_;
};

/// What decompression may grow to: a file of `fileSize` bytes may hold at most 64 times as much,
/// and 64 MiB more for small files of great regularity. Everything beyond is taken for a bomb.
constexpr std::int64_t expansionLimit(std::int64_t fileSize) {
  return 64 * fileSize + (std::int64_t{64} << 20);
}

/// "4 KiB", "1.5 GiB": for people.
std::string byteText(std::int64_t bytes);

}  // namespace isochron
