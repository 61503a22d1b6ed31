// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/write_field.h"

#include <bit>
#include <cstring>

#include "field/error.h"
#include "formats/decimal.h"
#include "formats/npy_header.h"

namespace isochron {
namespace {

template <typename Value>
void appendLittle(std::string& bytes, Value value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  if constexpr (std::endian::native == std::endian::big) std::reverse(raw, raw + sizeof raw);
  bytes.append(raw, sizeof raw);
}

template <typename Value>
void appendValues(std::string& bytes, const Array& values) {
  for (Eigen::Index i = 0; i < values.size(); ++i)
    appendLittle(bytes, static_cast<Value>(values.data()[i]));
}

std::string shapeText(const Array& values) {
  return std::to_string(values.rows()) + ", " + std::to_string(values.cols());
}

std::string lowerExtension(const std::filesystem::path& path) {
  std::string extension = path.extension().string();
  for (char& c : extension)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return extension;
}

}  // namespace

void writeNpy(const std::filesystem::path& path, const Array& values,
              const std::optional<NpyStatement>& statement) {
  std::string bytes = npyHeaderBytes("<f8", shapeText(values), statement);
  bytes.reserve(bytes.size() + static_cast<std::size_t>(values.size()) * sizeof(double));
  appendValues<double>(bytes, values);
  writeFileAtomically(path, bytes);
}

void writeNpy(const std::filesystem::path& path, const std::vector<Array>& values) {
  if (values.empty())
    throw Error(path.filename().string(), "there is nothing to write", "give one array or more");
  for (const Array& array : values)
    if (array.rows() != values.front().rows() || array.cols() != values.front().cols())
      throw Error(path.filename().string(),
                  "the arrays have different shapes: (" + shapeText(values.front()) + ") and (" +
                      shapeText(array) + ")",
                  "write them to files of their own");
  std::string bytes =
      npyHeaderBytes("<f8", std::to_string(values.size()) + ", " + shapeText(values.front()));
  bytes.reserve(bytes.size() +
                values.size() * static_cast<std::size_t>(values.front().size()) * sizeof(double));
  for (const Array& array : values) appendValues<double>(bytes, array);
  writeFileAtomically(path, bytes);
}

void writeCsv(const std::filesystem::path& path, const Field& field, const std::string& quantity) {
  std::string text = "# isochron 1: " + quantity + "; dx_km=" + decimal(field.grid.dx) +
                     " dz_km=" + decimal(field.grid.dz) + " x0_km=" + decimal(field.grid.origin.x) +
                     " z0_km=" + decimal(field.grid.origin.z) +
                     "; lines are depths, columns are x\n";
  for (Eigen::Index iz = 0; iz < field.values.rows(); ++iz)
    for (Eigen::Index ix = 0; ix < field.values.cols(); ++ix) {
      text += decimal(field.values(iz, ix));
      text += ix + 1 < field.values.cols() ? ',' : '\n';
    }
  writeFileAtomically(path, text);
}

void writeRaw(const std::filesystem::path& path, const Array& values) {
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(values.size()) * sizeof(float));
  appendValues<float>(bytes, values);
  writeFileAtomically(path, bytes);
}

void writeReceivers(const std::filesystem::path& path, const std::vector<Point>& receivers,
                    const std::vector<double>& times) {
  if (receivers.size() != times.size())
    throw Error(path.filename().string(),
                std::to_string(receivers.size()) + " receivers have " +
                    std::to_string(times.size()) + " times",
                "give one time per receiver");
  std::string text = "x_km,z_km,time_s\n";
  for (std::size_t i = 0; i < receivers.size(); ++i)
    text +=
        decimal(receivers[i].x) + "," + decimal(receivers[i].z) + "," + decimal(times[i]) + "\n";
  writeFileAtomically(path, text);
}

void writeRays(const std::filesystem::path& path, const std::vector<Polyline>& rays) {
  std::string text = "ray,x_km,z_km\n";
  for (std::size_t ray = 0; ray < rays.size(); ++ray)
    for (const Point& point : rays[ray])
      text += std::to_string(ray) + "," + decimal(point.x) + "," + decimal(point.z) + "\n";
  writeFileAtomically(path, text);
}

void writeField(const std::filesystem::path& path, const Field& field, const std::string& quantity,
                const std::optional<NpyStatement>& statement) {
  const std::string extension = lowerExtension(path);
  if (extension == ".npy") return writeNpy(path, field.values, statement);
  if (extension == ".csv" || extension == ".txt") return writeCsv(path, field, quantity);
  if (extension == ".vti") return writeVti(path, field.grid, {{quantity, field.values}});
  if (extension == ".bin" || extension == ".raw" || extension == ".f32")
    return writeRaw(path, field.values);
  throw Error(path.filename().string(), "no format is known for the extension '" + extension + "'",
              "use .npy, .csv, .txt, .vti, .bin, .raw or .f32");
}

}  // namespace isochron
