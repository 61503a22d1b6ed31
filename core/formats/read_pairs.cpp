// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/read_pairs.h"

#include <algorithm>
#include <array>

#include "field/error.h"
#include "formats/column_name.h"

namespace isochron {
namespace {

constexpr std::size_t kColumns = 4;
constexpr const char* kRemedy =
    "write source x, source z, receiver x and receiver z into each line, or name the columns "
    "source_x, source_z, receiver_x and receiver_z";

/// The titles of the columns of source x, source z, receiver x, receiver z.
std::array<std::string, kColumns> columnsOf(const ReceiverTable& table) {
  static const std::array<std::vector<std::string>, kColumns> kNames = {{
      {"sourcex", "xsource", "sx", "xs", "srcx", "shotx"},
      {"sourcez", "zsource", "sz", "zs", "srcz", "shotz", "sourcedepth", "shotdepth"},
      {"receiverx", "xreceiver", "rx", "xr", "recx", "gx", "geophonex"},
      {"receiverz", "zreceiver", "rz", "zr", "recz", "gz", "geophonez", "receiverdepth"},
  }};
  std::array<std::string, kColumns> found;
  std::size_t named = 0;
  for (std::size_t i = 0; i < kColumns; ++i) {
    const auto column = std::ranges::find_if(table.columns, [&](const std::string& title) {
      return std::ranges::find(kNames[i], columnName(title).bare) != kNames[i].end();
    });
    if (column == table.columns.end()) continue;
    found[i] = *column;
    ++named;
  }
  if (named == kColumns) return found;
  if (named > 0)
    throw Error(table.name, "the head names some of a pair's four columns only", kRemedy);
  if (table.columns.size() < kColumns)
    throw Error(table.name,
                "has " + std::to_string(table.columns.size()) + " columns of numbers, not four",
                kRemedy);
  if (table.columns.size() > kColumns)
    throw Error(table.name,
                "has " + std::to_string(table.columns.size()) +
                    " columns of numbers, and the head names no sources and receivers",
                kRemedy);
  std::copy_n(table.columns.begin(), kColumns, found.begin());
  return found;
}

}  // namespace

PairTable readPairs(const std::filesystem::path& path, const std::string& unit) {
  // Of any two columns, to see which there are.
  ReceiverOptions options{unit, "1", "1", "pairs"};
  const std::array<std::string, kColumns> columns = columnsOf(readReceivers(path, options));
  const auto ends = [&](std::size_t first) {
    options.xColumn = columns[first];
    options.zColumn = columns[first + 1];
    return readReceivers(path, options);
  };
  return {ends(0), ends(2)};
}

}  // namespace isochron
