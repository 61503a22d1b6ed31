// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/hdf5_chunks.h"

#include <algorithm>
#include <cstring>

#include "formats/inflate.h"

namespace isochron {
namespace {

const std::string kRemedy = "copy the file again, or repack it (h5repack -f GZIP=4)";

/// Puts the first bytes of all elements, then all second bytes, ... back to their elements.
std::vector<std::byte> unshuffled(const std::vector<std::byte>& bytes, std::size_t elementSize) {
  const std::size_t count = bytes.size() / elementSize;
  std::vector<std::byte> out = bytes;  // a rest that fills no element stays where it is
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t k = 0; k < elementSize; ++k) out[i * elementSize + k] = bytes[k * count + i];
  return out;
}

class ChunkReader {
 public:
  ChunkReader(const FileBytes& file, const std::string& name, hid_t set,
              const std::vector<std::int64_t>& shape, std::int64_t elementSize)
      : file_(file),
        place_("data set '" + name + "'"),
        set_(set),
        creation_(H5Dget_create_plist(set), H5Pclose),
        shape_(shape),
        elementSize_(elementSize) {
    findChunkShape();
    findFilters();
  }

  std::vector<std::byte> readAll(const std::vector<std::byte>& fill) {
    std::int64_t total = elementSize_;
    for (const std::int64_t length : shape_) total *= length;
    std::vector<std::byte> values(static_cast<std::size_t>(total));
    if (!fill.empty())
      for (std::size_t at = 0; at + fill.size() <= values.size(); at += fill.size())
        std::copy(fill.begin(), fill.end(), values.begin() + static_cast<std::ptrdiff_t>(at));
    std::vector<hsize_t> corner(shape_.size(), 0);
    do {
      file_.goOn();
      const std::vector<std::byte> chunk = readOne(corner);
      if (!chunk.empty()) place(chunk, corner, values);
    } while (advance(corner));
    return values;
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw file_.error(place_, problem, kRemedy);
  }

  void findChunkShape() {
    std::vector<hsize_t> lengths(shape_.size());
    const int rank = static_cast<int>(shape_.size());
    if (H5Pget_chunk(creation_.get(), rank, lengths.data()) != rank)
      fail("has chunks of another rank than its shape");
    chunkBytes_ = elementSize_;
    for (const hsize_t length : lengths) {
      const auto nodes = static_cast<std::int64_t>(length);
      if (nodes < 1 || __builtin_mul_overflow(chunkBytes_, nodes, &chunkBytes_) ||
          chunkBytes_ > expansionLimit(file_.size()))
        fail("has chunks larger than the file may expand to");
      chunk_.push_back(nodes);
    }
  }

  void findFilters() {
    const int count = H5Pget_nfilters(creation_.get());
    for (int i = 0; i < count; ++i) {
      unsigned flags = 0, configuration = 0;
      std::size_t values = 0;
      const H5Z_filter_t filter = H5Pget_filter2(creation_.get(), static_cast<unsigned>(i), &flags,
                                                 &values, nullptr, 0, nullptr, &configuration);
      if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE &&
          filter != H5Z_FILTER_FLETCHER32)
        fail("is packed with a filter (number " + std::to_string(filter) + ") not known here");
      filters_.push_back(filter);
    }
  }

  /// The chunk's values, or nothing where it was never written.
  std::vector<std::byte> readOne(const std::vector<hsize_t>& corner) const {
    hsize_t stored = 0;
    if (H5Dget_chunk_storage_size(set_, corner.data(), &stored) < 0 || stored == 0) return {};
    if (stored > static_cast<hsize_t>(file_.size())) fail("has a chunk longer than the file");
    std::vector<std::byte> bytes(stored);
    std::uint32_t skipped = 0;
    if (H5Dread_chunk(set_, H5P_DEFAULT, corner.data(), &skipped, bytes.data()) < 0)
      fail("has a chunk that cannot be read");
    for (std::size_t i = filters_.size(); i-- > 0;)
      if ((skipped >> i & 1U) == 0) undo(filters_[i], bytes);
    if (static_cast<std::int64_t>(bytes.size()) < chunkBytes_) fail("has a chunk that is cut off");
    return bytes;
  }

  void undo(H5Z_filter_t filter, std::vector<std::byte>& bytes) const {
    constexpr std::size_t kChecksum = 4;
    if (filter == H5Z_FILTER_FLETCHER32) {
      if (bytes.size() < kChecksum) fail("has a chunk that is cut off");
      bytes.resize(bytes.size() - kChecksum);
    } else if (filter == H5Z_FILTER_SHUFFLE) {
      bytes = unshuffled(bytes, static_cast<std::size_t>(elementSize_));
    } else {
      // A checksum may have been packed along with the values.
      auto unpacked =
          inflated(bytes, chunkBytes_ + static_cast<std::int64_t>(kChecksum), file_.stop());
      if (!unpacked) fail("has a chunk that does not decompress");
      bytes = std::move(*unpacked);
    }
  }

  /// Copies the part of the chunk that lies inside the shape, row by row.
  void place(const std::vector<std::byte>& chunk, const std::vector<hsize_t>& corner,
             std::vector<std::byte>& values) const {
    const std::size_t rank = shape_.size();
    const auto inside = [&](std::size_t axis) {
      return std::min(chunk_[axis], shape_[axis] - static_cast<std::int64_t>(corner[axis]));
    };
    const auto rowBytes = static_cast<std::size_t>(inside(rank - 1) * elementSize_);
    std::vector<std::int64_t> at(rank, 0);
    for (bool more = true; more;) {
      std::int64_t from = 0, to = 0;
      for (std::size_t axis = 0; axis < rank; ++axis) {
        from = from * chunk_[axis] + at[axis];
        to = to * shape_[axis] + static_cast<std::int64_t>(corner[axis]) + at[axis];
      }
      std::memcpy(values.data() + to * elementSize_, chunk.data() + from * elementSize_, rowBytes);
      more = false;
      for (std::size_t axis = rank - 1; axis-- > 0 && !more;) {
        more = ++at[axis] < inside(axis);
        if (!more) at[axis] = 0;
      }
    }
  }

  /// To the next chunk's first node; false after the last.
  bool advance(std::vector<hsize_t>& corner) const {
    for (std::size_t axis = shape_.size(); axis-- > 0;) {
      corner[axis] += static_cast<hsize_t>(chunk_[axis]);
      if (corner[axis] < static_cast<hsize_t>(shape_[axis])) return true;
      corner[axis] = 0;
    }
    return false;
  }

  const FileBytes& file_;
  std::string place_;
  hid_t set_;
  Hdf5Handle creation_;
  const std::vector<std::int64_t>& shape_;
  std::int64_t elementSize_;
  std::int64_t chunkBytes_ = 0;
  std::vector<std::int64_t> chunk_;
  std::vector<H5Z_filter_t> filters_;
};

}  // namespace

std::vector<std::byte> readHdf5Chunks(const FileBytes& file, const std::string& name, hid_t set,
                                      const std::vector<std::int64_t>& shape,
                                      std::int64_t elementSize,
                                      const std::vector<std::byte>& fill) {
  return ChunkReader(file, name, set, shape, elementSize).readAll(fill);
}

}  // namespace isochron
