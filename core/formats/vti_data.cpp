// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/vti_data.h"

#include "formats/inflate.h"
#include "formats/scalar.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

const std::string kRemedy = "save it again from ParaView, or copy the file again";

/// Takes lengths off the front of the stream.
class Lengths {
 public:
  Lengths(const FileBytes& file, const std::string& place, const VtiEncoding& encoding,
          Bytes stream)
      : file_(file), place_(place), encoding_(encoding), stream_(stream) {}

  std::uint64_t take() {
    const auto size = static_cast<std::size_t>(encoding_.headerSize);
    if (stream_.size() < size) throw file_.error(place_, "is cut off", kRemedy);
    const std::uint64_t value = loadUnsigned(stream_.data(), encoding_.headerSize, encoding_.order);
    stream_ = stream_.subspan(size);
    return value;
  }
  Bytes rest() const { return stream_; }

 private:
  const FileBytes& file_;
  const std::string& place_;
  const VtiEncoding& encoding_;
  Bytes stream_;
};

[[noreturn]] void tooFew(const FileBytes& file, const std::string& place, std::int64_t needed) {
  throw file.error(place,
                   "holds fewer than the " + std::to_string(needed) + " bytes that the grid needs",
                   kRemedy);
}

std::vector<std::byte> decompressed(const FileBytes& file, const std::string& place,
                                    Lengths& lengths, std::int64_t needed) {
  const std::uint64_t blocks = lengths.take();
  const std::uint64_t blockSize = lengths.take();
  lengths.take();  // the last block's size; what comes out tells it too
  if (blocks > lengths.rest().size()) throw file.error(place, "is cut off", kRemedy);
  std::vector<std::uint64_t> sizes;
  for (std::uint64_t i = 0; i < blocks; ++i) sizes.push_back(lengths.take());
  Bytes rest = lengths.rest();
  std::vector<std::byte> values;
  for (const std::uint64_t size : sizes) {
    if (size > rest.size()) throw file.error(place, "is cut off", kRemedy);
    const std::int64_t room = needed - static_cast<std::int64_t>(values.size());
    if (room == 0) break;
    const auto most = static_cast<std::uint64_t>(room);
    const auto block = inflated(rest.first(size),
                                static_cast<std::int64_t>(std::min(most, blockSize)), file.stop());
    if (!block) throw file.error(place, "does not decompress", kRemedy);
    values.insert(values.end(), block->begin(), block->end());
    rest = rest.subspan(size);
  }
  return values;
}

}  // namespace

std::vector<std::byte> decodeVtiStream(const FileBytes& file, const std::string& place,
                                       const VtiEncoding& encoding, Bytes stream,
                                       std::int64_t count, ScalarType type) {
  const std::int64_t limit = encoding.compressed ? expansionLimit(file.size()) : file.size();
  if (count > limit / sizeOf(type))
    throw file.error(place,
                     "claims " + std::to_string(count) +
                         " values, more than a file of this size may hold (" + byteText(limit) +
                         ")",
                     kRemedy);
  const std::int64_t needed = count * sizeOf(type);
  Lengths lengths(file, place, encoding, stream);
  if (encoding.compressed) {
    std::vector<std::byte> values = decompressed(file, place, lengths, needed);
    if (static_cast<std::int64_t>(values.size()) < needed) tooFew(file, place, needed);
    return values;
  }
  const std::uint64_t length = lengths.take();
  const auto size = static_cast<std::size_t>(needed);
  if (length < size || lengths.rest().size() < size) tooFew(file, place, needed);
  const Bytes values = lengths.rest().first(size);
  return {values.begin(), values.end()};
}

std::vector<double> decodeVtiAscii(const FileBytes& file, const std::string& place,
                                   std::string_view text, std::int64_t count) {
  if (count > static_cast<std::int64_t>(text.size() / 2 + 1))
    throw file.error(
        place, "holds fewer than the " + std::to_string(count) + " values that the grid needs",
        kRemedy);
  constexpr std::size_t kStopEvery = 0xFFFF;
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  for (text = trimmed(text); static_cast<std::int64_t>(values.size()) < count;
       text = trimmed(text)) {
    const auto value = takeNumber(text);
    if (!value)
      throw file.error(place + ", value " + std::to_string(values.size() + 1),
                       text.empty() ? "is missing" : "is not a number", kRemedy);
    values.push_back(*value);
    if ((values.size() & kStopEvery) == 0) file.goOn();
  }
  return values;
}

}  // namespace isochron
