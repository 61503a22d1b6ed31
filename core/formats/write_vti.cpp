// SPDX-License-Identifier: GPL-3.0-or-later
// Writes ParaView's image data (VTK XML, inline base64).
#include <bit>
#include <cstring>

#include "field/error.h"
#include "formats/base64.h"
#include "formats/decimal.h"
#include "formats/write_field.h"

namespace isochron {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

/// The number of bytes (UInt64), then the values, in this machine's byte order.
std::string encoded(const Array& values) {
  const std::uint64_t length = static_cast<std::uint64_t>(values.size()) * sizeof(double);
  std::vector<std::byte> bytes(sizeof length + length);
  std::memcpy(bytes.data(), &length, sizeof length);
  std::memcpy(bytes.data() + sizeof length, values.data(), length);
  return toBase64(bytes);
}

std::string extent(const Grid& grid) {
  return "0 " + std::to_string(grid.nx - 1) + " 0 " + std::to_string(grid.nz - 1) + " 0 0";
}

}  // namespace

void writeVti(const std::filesystem::path& path, const Grid& grid,
              const std::map<std::string, Array>& arrays) {
  const std::string name = path.filename().string();
  if (arrays.empty()) throw Error(name, "there is nothing to write", "give one array or more");
  const std::string order =
      std::endian::native == std::endian::little ? "LittleEndian" : "BigEndian";
  // ParaView's second axis is our depth; its view has to be turned upside down to see z grow
  // downward, as the values themselves keep our sign.
  std::string xml =
      "<?xml version=\"1.0\"?>\n<!-- isochron 1: lengths in km, y downward -->\n<VTKFile "
      "type=\"ImageData\" version=\"1.0\" "
      "byte_order=\"" +
      order +
      "\" header_type=\"UInt64\">\n  <ImageData "
      "WholeExtent=\"" +
      extent(grid) + "\" Origin=\"" + decimal(grid.origin.x) + " " + decimal(grid.origin.z) +
      " 0\" Spacing=\"" + decimal(grid.dx) + " " + decimal(grid.dz) +
      " 1\">\n    <Piece Extent=\"" + extent(grid) + "\">\n      <PointData Scalars=\"" +
      escaped(arrays.begin()->first) + "\">\n";
  for (const auto& [quantity, values] : arrays) {
    if (values.rows() != grid.nz || values.cols() != grid.nx)
      throw Error(name, "the array '" + quantity + "' does not have one value per node of the grid",
                  "give arrays of shape (" + std::to_string(grid.nz) + ", " +
                      std::to_string(grid.nx) + ")");
    xml += "        <DataArray type=\"Float64\" Name=\"" + escaped(quantity) +
           "\" format=\"binary\">" + encoded(values) + "</DataArray>\n";
  }
  xml += "      </PointData>\n    </Piece>\n  </ImageData>\n</VTKFile>\n";
  writeFileAtomically(path, xml);
}

}  // namespace isochron
