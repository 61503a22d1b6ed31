// SPDX-License-Identifier: GPL-3.0-or-later
// Hdf5Bytes: the bytes of an HDF5 file as the format's addresses count them, for what we read
// without the library.
#pragma once

#include <algorithm>
#include <string_view>

#include "formats/file_bytes.h"
#include "formats/hdf5_handles.h"
#include "formats/scalar.h"

namespace isochron {

/// Numbers of the format itself are little endian; `size` at most 8.
inline std::uint64_t hdf5Number(Bytes bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8 | std::to_integer<std::uint64_t>(bytes[at + i]);
  return value;
}

class Hdf5Bytes {
 public:
  Hdf5Bytes(const FileBytes& file, hid_t object) {
    const Hdf5Handle opened(H5Iget_file_id(object), H5Fclose);
    const Hdf5Handle creation(H5Fget_create_plist(opened.get()), H5Pclose);
    std::size_t addressSize = 0, lengthSize = 0;
    hsize_t userBlock = 0;
    const bool known = H5Pget_sizes(creation.get(), &addressSize, &lengthSize) >= 0 &&
                       H5Pget_userblock(creation.get(), &userBlock) >= 0;
    // Other sizes exist in the specification alone.
    if (!known || addressSize != 8 || lengthSize != 8 ||
        userBlock > static_cast<hsize_t>(file.size()))
      return;
    bytes_ = file.bytes().subspan(userBlock);
  }

  /// `length` bytes at an address; empty where the file does not hold them.
  Bytes at(std::uint64_t address, std::uint64_t length) const {
    if (address > bytes_.size() || length > bytes_.size() - address) return {};
    return bytes_.subspan(address, length);
  }
  bool has(std::uint64_t address, std::string_view mark) const {
    const Bytes found = at(address, mark.size());
    return found.size() == mark.size() &&
           std::equal(mark.begin(), mark.end(), found.begin(),
                      [](char c, std::byte b) { return static_cast<std::byte>(c) == b; });
  }

  /// An object of the global heap; empty where there is none.
  Bytes heapObject(std::uint64_t collection, std::uint64_t index) const {
    constexpr std::size_t kHead = 16;
    if (!has(collection, "GCOL")) return {};
    const Bytes head = at(collection, kHead);
    if (head.empty()) return {};
    const Bytes heap = at(collection, hdf5Number(head, 8, 8));
    for (std::size_t place = kHead; place + kHead <= heap.size();) {
      const std::uint64_t found = hdf5Number(heap, place, 2), size = hdf5Number(heap, place + 8, 8);
      if (found == 0 || size > heap.size() - place - kHead) return {};
      if (found == index) return heap.subspan(place + kHead, size);
      place += kHead + (size + 7) / 8 * 8;
    }
    return {};
  }

 private:
  Bytes bytes_;
};

}  // namespace isochron
