// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/hdf5_dense.h"

#include <vector>

namespace isochron {
namespace {

constexpr std::size_t kAddress = 8;
constexpr std::size_t kMostRecords = 1000;

std::size_t bytesFor(std::uint64_t largest) {
  std::size_t bytes = 1;
  for (; bytes < 8 && largest >> (8 * bytes) != 0; ++bytes) {
  }
  return bytes;
}

/// Managed objects of a fractal heap, whose blocks double in size from row to row.
class FractalHeap {
 public:
  FractalHeap(const Hdf5Bytes& file, std::uint64_t address) : file_(file) {
    constexpr std::size_t kHead = 142;
    const Bytes head = file.has(address, "FRHP") ? file.at(address, kHead) : Bytes();
    if (head.empty() || hdf5Number(head, 7, 2) != 0) return;  // filtered
    idLength_ = hdf5Number(head, 5, 2);
    width_ = hdf5Number(head, 110, 2);
    firstSize_ = hdf5Number(head, 112, 8);
    largestDirect_ = hdf5Number(head, 120, 8);
    offsetBytes_ = (hdf5Number(head, 128, 2) + 7) / 8;
    root_ = hdf5Number(head, 132, kAddress);
    rows_ = hdf5Number(head, 140, 2);
    lengthBytes_ = std::min(bytesFor(largestDirect_ - 1), bytesFor(hdf5Number(head, 10, 4)));
    valid_ = width_ > 0 && firstSize_ > 0 && offsetBytes_ > 0 && offsetBytes_ <= 8 &&
             1 + offsetBytes_ + lengthBytes_ <= idLength_;
  }

  std::uint64_t idLength() const { return idLength_; }

  /// Empty where the file does not hold it.
  Bytes object(Bytes id) const {
    constexpr std::uint64_t kManaged = 0;
    if (!valid_ || id.size() < idLength_ || (hdf5Number(id, 0, 1) >> 4U & 3U) != kManaged)
      return {};
    const std::uint64_t offset = hdf5Number(id, 1, offsetBytes_);
    const std::uint64_t length = hdf5Number(id, 1 + offsetBytes_, lengthBytes_);
    if (rows_ == 0) return within(root_, firstSize_, offset, length);
    return inRows(offset, length);
  }

 private:
  Bytes within(std::uint64_t block, std::uint64_t size, std::uint64_t offset,
               std::uint64_t length) const {
    if (!file_.has(block, "FHDB") || offset > size || length > size - offset) return {};
    const Bytes bytes = file_.at(block, size);
    return bytes.empty() ? Bytes() : bytes.subspan(offset, length);
  }

  /// The root lists the blocks, `width_` to a row: two rows of the first size, then doubling.
  Bytes inRows(std::uint64_t offset, std::uint64_t length) const {
    if (!file_.has(root_, "FHIB")) return {};
    const std::uint64_t entries = root_ + 5 + kAddress + offsetBytes_;
    std::uint64_t start = 0, size = firstSize_;
    for (std::uint64_t row = 0; row < rows_; ++row) {
      if (row > 1) size *= 2;
      if (size == 0 || size > largestDirect_) return {};
      const std::uint64_t index = (offset - start) / size;
      if (index < width_) {
        const Bytes entry = file_.at(entries + (row * width_ + index) * kAddress, kAddress);
        if (entry.empty()) return {};
        return within(hdf5Number(entry, 0, kAddress), size, offset - start - index * size, length);
      }
      start += size * width_;
    }
    return {};
  }

  const Hdf5Bytes& file_;
  bool valid_ = false;
  std::uint64_t idLength_ = 0, width_ = 0, firstSize_ = 0, largestDirect_ = 0, root_ = 0, rows_ = 0;
  std::size_t offsetBytes_ = 0, lengthBytes_ = 0;
};

/// The records of a version 2 B-tree of at most two levels, which hold some hundreds.
std::vector<Bytes> recordsOf(const Hdf5Bytes& file, std::uint64_t address) {
  constexpr std::size_t kHead = 34, kBefore = 6, kChecksum = 4;
  std::vector<Bytes> records;
  const Bytes head = file.has(address, "BTHD") ? file.at(address, kHead) : Bytes();
  if (head.empty()) return records;
  const std::uint64_t nodeSize = hdf5Number(head, 6, 4), recordSize = hdf5Number(head, 10, 2);
  const std::uint64_t depth = hdf5Number(head, 12, 2), count = hdf5Number(head, 24, 2);
  const std::uint64_t root = hdf5Number(head, 16, kAddress);
  if (recordSize == 0 || nodeSize < kBefore + kChecksum + recordSize || depth > 1) return records;
  const auto take = [&](std::uint64_t node, std::string_view mark, std::uint64_t length) {
    const Bytes bytes = file.has(node, mark) ? file.at(node, nodeSize) : Bytes();
    if (length > nodeSize / recordSize || kBefore + length * recordSize > bytes.size())
      return Bytes();
    for (std::uint64_t i = 0; i < length && records.size() < kMostRecords; ++i)
      records.push_back(bytes.subspan(kBefore + i * recordSize, recordSize));
    return bytes.subspan(kBefore + length * recordSize);
  };
  if (depth == 0) {
    take(root, "BTLF", count);
    return records;
  }
  const Bytes children = take(root, "BTIN", count);
  const std::size_t child = kAddress + bytesFor((nodeSize - kBefore - kChecksum) / recordSize);
  for (std::uint64_t i = 0; i <= count && (i + 1) * child <= children.size(); ++i)
    take(hdf5Number(children, i * child, kAddress), "BTLF",
         hdf5Number(children, i * child + kAddress, child - kAddress));
  return records;
}

}  // namespace

void visitDenseAttributes(const Hdf5Bytes& file, Bytes info,
                          const std::function<bool(Bytes attribute)>& visit) {
  if (info.size() < 2 || hdf5Number(info, 0, 1) != 0) return;
  const bool tracked = (hdf5Number(info, 1, 1) & 1U) != 0;
  const std::size_t at = tracked ? 4 : 2;
  if (info.size() < at + 2 * kAddress) return;
  const FractalHeap heap(file, hdf5Number(info, at, kAddress));
  for (const Bytes record : recordsOf(file, hdf5Number(info, at + kAddress, kAddress))) {
    const Bytes attribute = heap.object(record);
    if (!attribute.empty() && !visit(attribute)) return;
  }
}

}  // namespace isochron
