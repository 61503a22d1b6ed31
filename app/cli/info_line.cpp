// SPDX-License-Identifier: GPL-3.0-or-later
#include "info_line.h"

#include <algorithm>
#include <iostream>
#include <string>

namespace isochron::cli {

void printLine(std::string_view what, std::string_view text) {
  constexpr std::size_t kColumn = 12;
  std::string line(what);
  line.resize(std::max(kColumn, what.size() + 1), ' ');
  std::cout << line << text << '\n';
}

}  // namespace isochron::cli
