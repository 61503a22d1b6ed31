// SPDX-License-Identifier: GPL-3.0-or-later
// Text encoding: the characters of a text file, whichever way a program wrote them.
#pragma once

#include <string>
#include <string_view>

#include "formats/file_bytes.h"

namespace isochron {

/// The text of a file in UTF-8, without its byte order mark: UTF-8 and other bytes as they are,
/// UTF-16 and UTF-32 in both byte orders converted (with their mark; UTF-16 without one where
/// every other byte of the start is zero).
class FileText {
 public:
  /// Keeps the bytes of `file`. Throws Error where the file ends within a character.
  explicit FileText(FileBytes file);
  FileText(const FileText&) = delete;
  FileText& operator=(const FileText&) = delete;

  std::string_view text() const { return text_; }

 private:
  FileBytes file_;
  std::string converted_;
  std::string_view text_;
};

/// True where the file is text in one of these encodings, as far as its start tells.
bool looksLikeTextFile(const FileBytes& file);

/// Cuts the first line off `text`, without its end: LF, CR, or both.
std::string_view takeLine(std::string_view& text);

}  // namespace isochron
