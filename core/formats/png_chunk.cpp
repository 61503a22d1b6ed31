// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/png_chunk.h"

#include <zlib.h>

#include "formats/inflate.h"

namespace isochron {
namespace {

constexpr std::string_view kMark = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kEnd = "IEND";
constexpr std::size_t kLetters = 4;
constexpr std::size_t kNumber = 4;
constexpr std::size_t kFrame = kNumber + kLetters + kNumber;  // length, letters, CRC

std::size_t numberAt(std::string_view bytes, std::size_t at) {
  std::size_t number = 0;
  for (std::size_t i = 0; i < kNumber; ++i)
    number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::string bigEndian(std::size_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xffU);
  return bytes;
}

std::size_t checksum(std::string_view bytes) {
  return ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

struct Place {
  std::size_t begin = 0;
  std::size_t size = 0;  // of all of the chunk
};

/// The first chunk of those letters. Empty where there is none before the file's sense ends.
std::optional<Place> find(std::string_view png, std::string_view letters) {
  if (!png.starts_with(kMark)) return {};
  std::size_t at = kMark.size();
  while (png.size() - at >= kFrame) {
    const std::size_t length = numberAt(png, at);
    if (length > png.size() - at - kFrame) return {};
    if (png.substr(at + kNumber, kLetters) == letters) return Place{at, kFrame + length};
    at += kFrame + length;
  }
  return {};
}

std::string compressed(std::string_view bytes) {
  uLongf size = ::compressBound(bytes.size());
  std::string out(size, '\0');
  ::compress2(reinterpret_cast<Bytef*>(out.data()), &size,
              reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), Z_BEST_SPEED);
  out.resize(size);
  return out;
}

std::string_view textOf(const FileBytes& file) {
  return file.text(0, static_cast<std::size_t>(file.size()));
}

}  // namespace

std::string withPngChunk(std::string_view png, std::string_view letters, std::string_view bytes) {
  std::string picture(png);
  if (const auto old = find(picture, letters)) picture.erase(old->begin, old->size);
  const auto end = find(picture, kEnd);
  if (!end) throw Error("picture", "is no PNG", "save it as one");
  if (static_cast<std::int64_t>(bytes.size()) > kMostPngChunkBytes)
    throw Error("picture",
                "cannot hold " + byteText(static_cast<std::int64_t>(bytes.size())) + " beside it",
                "write them to a file of their own");
  const std::string packed = compressed(bytes);
  const std::string body = std::string(letters) + packed;
  picture.insert(end->begin, bigEndian(packed.size()) + body + bigEndian(checksum(body)));
  return picture;
}

bool hasPngChunk(const FileBytes& file, std::string_view letters) {
  return find(textOf(file), letters).has_value();
}

std::vector<std::byte> pngChunk(const FileBytes& file, std::string_view letters) {
  const std::string_view png = textOf(file);
  const auto place = find(png, letters);
  if (!place) throw file.error("", "holds nothing of that kind", "choose another picture");
  const std::size_t body = place->begin + kNumber;
  const std::size_t end = place->begin + place->size - kNumber;
  const auto damaged = [&] {
    return file.errorAt(static_cast<std::int64_t>(place->begin),
                        "what the picture holds is damaged", "take an older copy of it");
  };
  if (checksum(png.substr(body, end - body)) != numberAt(png, end)) throw damaged();
  const Bytes packed = file.bytes().subspan(body + kLetters, end - body - kLetters);
  auto bytes = inflated(packed, kMostPngChunkBytes + 1);
  if (!bytes || static_cast<std::int64_t>(bytes->size()) > kMostPngChunkBytes) throw damaged();
  return *std::move(bytes);
}

}  // namespace isochron
