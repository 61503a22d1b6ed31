// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/text_encoding.h"

#include <algorithm>
#include <utility>

#include "formats/scalar.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

constexpr std::size_t kLooked = 4096;

/// How many bytes a unit of the encoding has; 1 for UTF-8 and everything that resembles it.
struct Encoding {
  int unit = 1;
  ByteOrder order = ByteOrder::Little;
  std::size_t markBytes = 0;
};

/// Latin text has a zero in every other byte, on the same side of nearly all characters.
bool zerosAt(std::string_view bytes, std::size_t side) {
  if (bytes.size() < 4) return false;
  std::size_t zeros = 0, others = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    zeros += bytes[i + side] == '\0';
    others += bytes[i + 1 - side] == '\0';
  }
  return others == 0 && 10 * zeros >= 9 * (bytes.size() / 2);
}

Encoding encodingOf(const FileBytes& file) {
  if (file.has("\xEF\xBB\xBF")) return {1, ByteOrder::Little, 3};
  constexpr std::string_view kUtf32Little("\xFF\xFE\0\0", 4), kUtf32Big("\0\0\xFE\xFF", 4);
  if (file.has(kUtf32Little)) return {4, ByteOrder::Little, 4};
  if (file.has(kUtf32Big)) return {4, ByteOrder::Big, 4};
  if (file.has("\xFF\xFE")) return {2, ByteOrder::Little, 2};
  if (file.has("\xFE\xFF")) return {2, ByteOrder::Big, 2};
  const std::string_view start = file.text(0, kLooked);
  if (zerosAt(start, 1)) return {2, ByteOrder::Little, 0};
  if (zerosAt(start, 0)) return {2, ByteOrder::Big, 0};
  return {};
}

void appendUtf8(std::string& text, std::uint32_t code) {
  const auto byte = [&text](std::uint32_t value) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(value)));
  };
  const auto tail = [&](int shift) { byte(0x80U | ((code >> shift) & 0x3FU)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | (code >> 6));
  } else if (code < 0x10000) {
    byte(0xE0U | (code >> 12));
    tail(6);
  } else {
    byte(0xF0U | ((code >> 18) & 0x07U));
    tail(12);
    tail(6);
  }
  tail(0);
}

/// UTF-16 or UTF-32; a half of a surrogate pair becomes a question mark.
std::string toUtf8(const FileBytes& file, Bytes bytes, const Encoding& encoding) {
  constexpr std::size_t kStopEvery = 0xFFFFF;
  std::string text;
  text.reserve(bytes.size() / static_cast<std::size_t>(encoding.unit));
  const auto unit = static_cast<std::size_t>(encoding.unit);
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(loadUnsigned(&bytes[i], encoding.unit, encoding.order));
  };
  for (std::size_t i = 0; i + unit <= bytes.size(); i += unit) {
    if ((i & kStopEvery) == 0) file.goOn();
    std::uint32_t code = at(i);
    const bool high = code >= 0xD800 && code < 0xDC00;
    if (unit == 2 && high && i + 2 * unit <= bytes.size()) {
      const std::uint32_t low = at(i + unit);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += unit;
      }
    }
    appendUtf8(text, code >= 0xD800 && code < 0xE000 ? '?' : code);
  }
  return text;
}

}  // namespace

FileText::FileText(FileBytes file) : file_(std::move(file)) {
  const Encoding encoding = encodingOf(file_);
  if (encoding.unit == 1) {
    text_ = file_.text(encoding.markBytes, static_cast<std::size_t>(file_.size()));
    return;
  }
  if (file_.size() % encoding.unit != 0)
    throw file_.errorAt(file_.size(),
                        "the file is UTF-" + std::to_string(8 * encoding.unit) +
                            " text and ends within a character",
                        "copy it again, or save it as UTF-8");
  converted_ = toUtf8(file_, file_.bytes().subspan(encoding.markBytes), encoding);
  text_ = converted_;
}

bool looksLikeTextFile(const FileBytes& file) {
  const Encoding encoding = encodingOf(file);
  const std::string_view start = file.text(encoding.markBytes, kLooked);
  if (encoding.unit == 1) return looksLikeText(start);
  return looksLikeText(
      toUtf8(file, {reinterpret_cast<const std::byte*>(start.data()), start.size()}, encoding));
}

std::string_view takeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  const std::string_view line = text.substr(0, end);
  const bool pair = text.substr(end).starts_with("\r\n");
  text.remove_prefix(std::min(text.size(), end + (pair ? 2 : 1)));
  return line;
}

}  // namespace isochron
