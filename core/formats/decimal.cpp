// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/decimal.h"

#include <charconv>

namespace isochron {

std::string decimal(double value) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, value);
  return {text, result.ptr};
}

}  // namespace isochron
