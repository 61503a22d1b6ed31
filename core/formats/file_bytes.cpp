// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/file_bytes.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace isochron {
namespace {

// A mapped file that another program cuts short raises SIGBUS; below this size reading costs
// nothing to speak of and rules that out.
constexpr std::size_t kMapFrom = std::size_t{32} << 20;

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path)
      // Without O_NONBLOCK a named pipe would keep us waiting for a writer.
      : value_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  int value_;
};

class Mapping {
 public:
  Mapping(int descriptor, std::size_t size)
      : address_(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0)), size_(size) {}
  ~Mapping() {
    if (valid()) ::munmap(address_, size_);
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  bool valid() const { return address_ != MAP_FAILED; }
  const std::byte* data() const { return static_cast<const std::byte*>(address_); }

 private:
  void* address_;
  std::size_t size_;
};

/// False where the file ended or failed before `bytes` was full.
bool readAll(int descriptor, std::vector<std::byte>& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(descriptor, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

std::string fileName(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name.empty() ? path.string() : name;
}

Error emptyFile(const std::string& name, const std::string& remedy) {
  return {name, "is empty (0 bytes)", remedy};
}

}  // namespace

FileBytes::FileBytes(const std::filesystem::path& path, std::shared_ptr<const void> owner,
                     Bytes bytes, bool onDisk)
    : path_(path),
      name_(fileName(path)),
      owner_(std::move(owner)),
      bytes_(bytes),
      onDisk_(onDisk) {}

FileBytes FileBytes::open(const std::filesystem::path& path, const std::string& remedy) {
  const std::string name = fileName(path);
  const Descriptor descriptor(path);
  struct stat status {};
  if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0) {
    const int reason = errno;
    throw Error(path.string(),
                std::string("cannot be opened (") + std::generic_category().message(reason) + ")",
                reason == ENOENT ? "check the name" : "check that you may read it");
  }
  if (!S_ISREG(status.st_mode))
    throw Error(path.string(), S_ISDIR(status.st_mode) ? "is a folder" : "is not a regular file",
                remedy);
  if (status.st_size == 0) throw emptyFile(name, remedy);

  const auto size = static_cast<std::size_t>(status.st_size);
  if (size >= kMapFrom) {
    auto mapping = std::make_shared<const Mapping>(descriptor.get(), size);
    if (!mapping->valid())
      throw Error(name,
                  std::string("cannot be mapped (") + std::generic_category().message(errno) + ")",
                  "copy it to a local disk");
    const Bytes bytes(mapping->data(), size);
    return {path, std::move(mapping), bytes, true};
  }
  auto held = std::make_shared<std::vector<std::byte>>(size);
  if (!readAll(descriptor.get(), *held))
    throw Error(name, "could not be read to its end", "check the disk and try again");
  const Bytes bytes(*held);
  return {path, std::move(held), bytes, true};
}

FileBytes FileBytes::fromMemory(const std::filesystem::path& name, std::vector<std::byte> bytes) {
  if (bytes.empty()) throw emptyFile(fileName(name), "choose a file that holds a velocity model");
  auto held = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  const Bytes view(*held);
  return {name, std::move(held), view, false};
}

std::string FileBytes::extension() const {
  std::string extension = path_.extension().string();
  for (char& c : extension)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return extension;
}

bool FileBytes::has(std::string_view text, std::size_t offset) const {
  return this->text(offset, text.size()) == text;
}

std::string_view FileBytes::text(std::size_t offset, std::size_t length) const {
  if (offset >= bytes_.size()) return {};
  const Bytes part = bytes_.subspan(offset, std::min(length, bytes_.size() - offset));
  return {reinterpret_cast<const char*>(part.data()), part.size()};
}

Error FileBytes::errorAt(std::int64_t byte, const std::string& problem,
                         const std::string& remedy) const {
  return {name_ + ", byte " + std::to_string(byte), problem, remedy};
}

Error FileBytes::error(const std::string& place, const std::string& problem,
                       const std::string& remedy) const {
  return {place.empty() ? name_ : name_ + ", " + place, problem, remedy};
}

std::string byteText(std::int64_t bytes) {
  constexpr const char* kUnits[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit < 6; ++unit) value /= 1024;
  char text[32];
  std::snprintf(text, sizeof text, "%.3g %s", value, kUnits[unit]);
  if (unit == 0) std::snprintf(text, sizeof text, "%.0f %s", value, kUnits[unit]);
  return text;
}

}  // namespace isochron
