// SPDX-License-Identifier: GPL-3.0-or-later
// RsfHeader: the text before the numbers of Madagascar's and SEPlib's regularly sampled format.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "formats/file_bytes.h"

namespace isochron {

struct RsfHeader {
  /// key=value pairs; the last of a key counts. Lines that begin with '#' are comments.
  std::map<std::string, std::string, std::less<>> parameters;
  /// The byte at which numbers begin that follow in the same file, behind Madagascar's mark (two
  /// form feeds and an end of transmission) or SEPlib's (an end of transmission alone).
  std::optional<std::int64_t> numbers;
  std::int64_t textBytes = 0;  // before the mark, or before what is no text

  /// Empty where the header does not give it, or gives no finite number.
  std::string text(const std::string& key) const;
  std::optional<double> number(const std::string& key) const;
};

/// True where the file begins with text that gives n1 and n2, or n1 and the place of the numbers.
bool looksLikeRsf(const FileBytes& file);

RsfHeader parseRsfHeader(const FileBytes& file);

}  // namespace isochron
