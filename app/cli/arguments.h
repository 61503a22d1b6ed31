// SPDX-License-Identifier: GPL-3.0-or-later
// Arguments: numbers, lengths and points as they are typed on the command line, x before z.
#pragma once

#include <string>
#include <vector>

#include "field/grid.h"

namespace isochron::cli {

/// Exactly `count` finite numbers with commas between them. Throws Error naming the option.
std::vector<double> parseNumbers(const std::string& option, const std::string& text,
                                 std::size_t count);

/// The same for lengths in km; each number may carry its unit, "12.5m" or "0.0125km".
std::vector<double> parseLengths(const std::string& option, const std::string& text,
                                 std::size_t count);

/// "2.5,0.5": x and z in km.
Point parsePoint(const std::string& option, const std::string& text);

/// "0,0;1,0;2,0": points with semicolons between them.
std::vector<Point> parsePoints(const std::string& option, const std::string& text);

/// Whole numbers, each at least `least`, with commas between them.
std::vector<long long> parseCounts(const std::string& option, const std::string& text,
                                   long long least);

/// Throws Error (--index) where there is no model of that number among so many.
void requireIndex(std::int64_t index, std::int64_t count);

/// "128,64": nx and nz, each at least 2.
struct NodeCounts {
  int nx = 0;
  int nz = 0;
};
NodeCounts parseSize(const std::string& option, const std::string& text);

/// Text between separators, spaces trimmed; "a,,b" has an empty second part.
std::vector<std::string> split(const std::string& text, char separator);

}  // namespace isochron::cli
