// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/segy_text.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace isochron {
namespace {

constexpr std::int64_t kFirstBlock = 3600;

/// Letters, digits and the signs of stanzas; 0 for all else.
char fromEbcdic(unsigned char code) {
  const auto letter = [code](unsigned char first, char name) {
    return static_cast<char>(name + (code - first));
  };
  if (code >= 0xC1 && code <= 0xC9) return letter(0xC1, 'A');
  if (code >= 0xD1 && code <= 0xD9) return letter(0xD1, 'J');
  if (code >= 0xE2 && code <= 0xE9) return letter(0xE2, 'S');
  if (code >= 0x81 && code <= 0x89) return letter(0x81, 'a');
  if (code >= 0x91 && code <= 0x99) return letter(0x91, 'j');
  if (code >= 0xA2 && code <= 0xA9) return letter(0xA2, 's');
  if (code >= 0xF0 && code <= 0xF9) return letter(0xF0, '0');
  switch (code) {
    case 0x40:
      return ' ';
    case 0x4D:
      return '(';
    case 0x5D:
      return ')';
    case 0x7A:
      return ':';
    case 0x4B:
      return '.';
    case 0x6B:
      return ',';
    case 0x60:
      return '-';
    case 0x61:
      return '/';
    case 0x7E:
      return '=';
    default:
      return 0;
  }
}

/// Lower case, without blanks, so that "(( SEG : ENDTEXT ))" is one spelling of many.
bool endsText(std::string_view block) {
  for (const bool ebcdic : {false, true}) {
    std::string text;
    for (const char c : block) {
      const auto code = static_cast<unsigned char>(c);
      const char read = ebcdic ? fromEbcdic(code) : c;
      if (read != ' ' && read != 0)
        text.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(read))));
    }
    if (text.find("((seg:endtext))") != text.npos) return true;
  }
  return false;
}

}  // namespace

bool isSegyText(const FileBytes& file, std::int64_t begin, std::int64_t end) {
  const std::string_view text =
      file.text(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  std::size_t ascii = 0, ebcdic = 0;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const bool blank = code == 0 || c == '\n' || c == '\r';
    ascii += blank || (code >= 32 && code < 127);
    ebcdic += blank || fromEbcdic(code) != 0 || (code >= 0x4A && code <= 0x7F);
  }
  return 20 * std::max(ascii, ebcdic) >= 19 * text.size();
}

bool isBlankSegyText(const FileBytes& file) {
  const std::string_view text = file.text(0, static_cast<std::size_t>(kSegyTextHeader));
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == 0 || c == ' ' || c == '\x40'; });
}

std::optional<std::int64_t> segyTextEnd(const FileBytes& file) {
  constexpr std::int64_t kMostBlocks = 4096;
  for (std::int64_t i = 0; i < kMostBlocks; ++i) {
    const std::int64_t at = kFirstBlock + i * kSegyTextHeader;
    if (at + kSegyTextHeader > file.size()) break;
    const std::string_view block =
        file.text(static_cast<std::size_t>(at), static_cast<std::size_t>(kSegyTextHeader));
    if (endsText(block)) return at + kSegyTextHeader;
  }
  return std::nullopt;
}

}  // namespace isochron
