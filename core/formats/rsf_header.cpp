// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/rsf_header.h"

#include <algorithm>
#include <cmath>

#include "formats/text_encoding.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

// Every program that works on a file adds to its header.
constexpr std::size_t kLongestHeader = std::size_t{1} << 20;
constexpr std::string_view kEndOfHeader = "\x0c\x0c\x04";
constexpr char kEndOfTransmission = '\x04';

/// The text that the file begins with.
std::string_view startOf(const FileBytes& file) {
  const std::string_view start = file.text(0, kLongestHeader);
  const auto* const end = std::find_if(start.begin(), start.end(), [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return code == 127 || (code < 32 && c != '\n' && c != '\r' && c != '\t');
  });
  return start.substr(0, static_cast<std::size_t>(end - start.begin()));
}

/// Cuts the value off `text`: quoted, or up to the next blank.
std::string takeValue(std::string_view& text) {
  if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
    const std::size_t end = text.find(text[0], 1);
    std::string value(text.substr(1, end == text.npos ? end : end - 1));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return value;
  }
  const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
  std::string value(text.substr(0, end));
  text.remove_prefix(end);
  return value;
}

std::string withoutComments(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::string_view line = takeLine(text);
    if (!trimmed(line).starts_with('#')) (kept += line) += '\n';
  }
  return kept;
}

bool gives(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != text.npos; at = text.find(key, at + 1))
    if (at == 0 || std::string_view(" \t\r\n").find(text[at - 1]) != std::string_view::npos)
      return true;
  return false;
}

}  // namespace

std::string RsfHeader::text(const std::string& key) const {
  const auto found = parameters.find(key);
  return found == parameters.end() ? "" : found->second;
}

std::optional<double> RsfHeader::number(const std::string& key) const {
  const std::string value = text(key);
  std::string_view rest = value;
  const auto result = takeNumber(rest);
  return result && std::isfinite(*result) ? result : std::nullopt;
}

bool looksLikeRsf(const FileBytes& file) {
  const std::string_view text = startOf(file);
  return gives(text, "n1=") && (gives(text, "n2=") || gives(text, "in="));
}

RsfHeader parseRsfHeader(const FileBytes& file) {
  RsfHeader header;
  const std::string_view start = startOf(file);
  header.textBytes = static_cast<std::int64_t>(start.size());
  const std::string_view behind = file.text(start.size(), kEndOfHeader.size());
  if (behind == kEndOfHeader)
    header.numbers = static_cast<std::int64_t>(start.size() + kEndOfHeader.size());
  else if (behind.starts_with(kEndOfTransmission))
    header.numbers = static_cast<std::int64_t>(start.size() + 1);
  const std::string kept = withoutComments(start);
  std::string_view text = kept;
  while (!text.empty()) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) break;
    const std::string_view before = text.substr(0, equals);
    const std::size_t blank = before.find_last_of(" \t\r\n");
    const std::string key(blank == before.npos ? before : before.substr(blank + 1));
    text.remove_prefix(equals + 1);
    header.parameters[key] = takeValue(text);
  }
  return header;
}

}  // namespace isochron
