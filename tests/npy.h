// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the float64 npy files of the shared reference data; independent of our reader.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string>

#include "field/field.h"

namespace isochron::tests {

inline Array loadNpy(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (bytes.size() < 10) throw std::runtime_error("no npy: " + path.string());
  const std::size_t length =
      static_cast<std::uint8_t>(bytes[8]) + 256u * static_cast<std::uint8_t>(bytes[9]);
  const std::string header = bytes.substr(10, length);
  std::smatch shape;
  if (header.find("'<f8'") == std::string::npos ||
      !std::regex_search(header, shape, std::regex(R"(\((\d+), (\d+)\))")))
    throw std::runtime_error("not a 2D float64 npy: " + path.string());
  const Eigen::Index rows = std::stol(shape[1]), columns = std::stol(shape[2]);
  if (bytes.size() < 10 + length + static_cast<std::size_t>(rows * columns) * sizeof(double))
    throw std::runtime_error("truncated: " + path.string());
  const bool fortran = header.find("'fortran_order': True") != std::string::npos;
  Array values(fortran ? columns : rows, fortran ? rows : columns);
  std::memcpy(values.data(), bytes.data() + 10 + length,
              static_cast<std::size_t>(values.size()) * sizeof(double));
  if (fortran) return values.transpose();
  return values;
}

}  // namespace isochron::tests
