// SPDX-License-Identifier: GPL-3.0-or-later
// Reads ParaView's image data (VTK XML, .vti): ascii, base64, appended, compressed.
#include <array>
#include <cmath>
#include <pugixml.hpp>

#include "formats/base64.h"
#include "formats/quantity.h"
#include "formats/readers.h"
#include "formats/text_numbers.h"
#include "formats/vti_data.h"

namespace isochron {
namespace {

const std::string kRemedy = "save it again from ParaView as image data (.vti)";
constexpr std::string_view kAppended = "<AppendedData";

/// The document up to the appended data, which may be raw bytes and is no XML then.
struct Document {
  pugi::xml_document xml;
  std::string_view appended;  // behind the underscore; empty where there is none
  std::int64_t appendedAt = 0;
  bool appendedBase64 = false;
  VtiEncoding encoding;
};

void parseXml(const FileBytes& file, Document& document) {
  const std::string_view all = file.text(0, static_cast<std::size_t>(file.size()));
  const std::size_t at = all.find(kAppended);
  std::string head(all.substr(0, at));
  if (at != all.npos) {
    head += "</VTKFile>";
    const std::size_t tagEnd = all.find('>', at);
    const std::size_t start = all.find('_', at);
    if (tagEnd == all.npos || start == all.npos || start < tagEnd)
      throw file.errorAt(static_cast<std::int64_t>(at), "the appended data are cut off", kRemedy);
    document.appendedBase64 = all.substr(at, tagEnd - at).find("base64") != all.npos;
    document.appended = all.substr(start + 1);
    document.appendedAt = static_cast<std::int64_t>(start + 1);
  }
  const pugi::xml_parse_result result = document.xml.load_buffer(head.data(), head.size());
  if (!result)
    throw file.errorAt(static_cast<std::int64_t>(result.offset),
                       std::string("the XML is damaged (") + result.description() + ")", kRemedy);
}

void readEncoding(const FileBytes& file, const pugi::xml_node& root, VtiEncoding& encoding) {
  const std::string type = root.attribute("type").value();
  if (type != "ImageData")
    throw file.error(
        "", "holds VTK " + (type.empty() ? "data of no type" : type) + ", not ImageData", kRemedy);
  if (std::string_view(root.attribute("byte_order").value()) == "BigEndian")
    encoding.order = ByteOrder::Big;
  if (std::string_view(root.attribute("header_type").value()) == "UInt64") encoding.headerSize = 8;
  const std::string compressor = root.attribute("compressor").value();
  encoding.compressed = !compressor.empty();
  if (encoding.compressed && compressor != "vtkZLibDataCompressor")
    throw file.error("", "is compressed with " + compressor, "save it with zlib or uncompressed");
}

template <std::size_t n>
std::array<double, n> numbers(const FileBytes& file, const pugi::xml_node& node, const char* name) {
  std::array<double, n> values{};
  std::string_view text = trimmed(node.attribute(name).value());
  for (double& value : values) {
    const auto number = takeNumber(text);
    if (!number || !std::isfinite(*number))
      throw file.error(name, "is not " + std::to_string(n) + " numbers", kRemedy);
    value = *number;
    text = trimmed(text);
  }
  return values;
}

/// First and last point along x, y, z.
std::array<double, 6> extentOf(const FileBytes& file, const pugi::xml_node& image) {
  const pugi::xml_node piece = image.child("Piece");
  if (!piece || piece.next_sibling("Piece"))
    throw file.error("", "does not hold exactly one piece", kRemedy);
  const bool own = !piece.attribute("Extent").empty();
  return own ? numbers<6>(file, piece, "Extent") : numbers<6>(file, image, "WholeExtent");
}

/// Points along x, y, z.
std::array<std::int64_t, 3> pointCounts(const FileBytes& file, const pugi::xml_node& image) {
  const auto extent = extentOf(file, image);
  std::array<std::int64_t, 3> counts{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double count = extent[2 * axis + 1] - extent[2 * axis] + 1;
    if (!(count >= 1) || count > 1e12 || count != std::floor(count))
      throw file.error("Extent", "is not that of a grid", kRemedy);
    counts[axis] = static_cast<std::int64_t>(count);
  }
  return counts;
}

struct DataArray {
  std::string name;
  ScalarType type = ScalarType::Float64;
  pugi::xml_node node;
  bool cells = false;
};

std::optional<ScalarType> typeOf(std::string_view name) {
  constexpr std::pair<std::string_view, ScalarType> kTypes[] = {
      {"Float32", ScalarType::Float32}, {"Float64", ScalarType::Float64},
      {"Int8", ScalarType::Int8},       {"UInt8", ScalarType::UInt8},
      {"Int16", ScalarType::Int16},     {"UInt16", ScalarType::UInt16},
      {"Int32", ScalarType::Int32},     {"UInt32", ScalarType::UInt32},
      {"Int64", ScalarType::Int64},     {"UInt64", ScalarType::UInt64}};
  for (const auto& [text, type] : kTypes)
    if (text == name) return type;
  return std::nullopt;
}

std::vector<DataArray> findArrays(const pugi::xml_node& piece) {
  std::vector<DataArray> arrays;
  for (const bool cells : {false, true})
    for (const pugi::xml_node node :
         piece.child(cells ? "CellData" : "PointData").children("DataArray")) {
      const auto type = typeOf(node.attribute("type").value());
      if (!type || node.attribute("NumberOfComponents").as_int(1) > 1) continue;
      std::string name = node.attribute("Name").value();
      if (name.empty()) name = "array " + std::to_string(arrays.size() + 1);
      arrays.push_back({name, *type, node, cells});
    }
  return arrays;
}

void decodeAppended(const FileBytes& file, const Document& document, const DataArray& source,
                    std::int64_t count, StoredArray& array) {
  const std::string place = "array '" + source.name + "'";
  const auto offset = source.node.attribute("offset").as_ullong(~0ULL);
  if (offset >= document.appended.size())
    throw file.error(place, "starts behind the end of the appended data", kRemedy);
  const std::string_view stream = document.appended.substr(offset);
  if (!document.appendedBase64) {
    const Bytes bytes(reinterpret_cast<const std::byte*>(stream.data()), stream.size());
    placeInMemory(array, decodeVtiStream(file, place, document.encoding, bytes, count, array.type));
    return;
  }
  const auto bytes = fromBase64(stream.substr(0, stream.find('<')));
  if (!bytes)
    throw file.errorAt(document.appendedAt + static_cast<std::int64_t>(offset), "is not base64",
                       kRemedy);
  placeInMemory(array, decodeVtiStream(file, place, document.encoding, *bytes, count, array.type));
}

void decode(const FileBytes& file, const Document& document, const DataArray& source,
            StoredArray& array) {
  const std::string place = "array '" + source.name + "'";
  const auto count = elementCount(array.shape);
  if (!count) throw file.error("Extent", "is not that of a grid", kRemedy);
  const std::string_view format = source.node.attribute("format").value();
  array.type = source.type;
  array.order = document.encoding.order;
  if (format == "appended") return decodeAppended(file, document, source, *count, array);
  const std::string_view text = source.node.child_value();
  if (format != "binary") return placeInMemory(array, decodeVtiAscii(file, place, text, *count));
  const auto bytes = fromBase64(text);
  if (!bytes) throw file.error(place, "is not base64", kRemedy);
  placeInMemory(array, decodeVtiStream(file, place, document.encoding, *bytes, *count, array.type));
}

/// Origin, step and direction of x, y, z; their numbers have no unit.
std::array<AxisStatement, 3> axesOf(const FileBytes& file, const pugi::xml_node& image,
                                    bool cells) {
  // As VTK reads them: both may be left out.
  const bool spaced = !image.attribute("Spacing").empty(),
             placed = !image.attribute("Origin").empty();
  const auto spacing = spaced ? numbers<3>(file, image, "Spacing") : std::array<double, 3>{1, 1, 1};
  const auto origin = placed ? numbers<3>(file, image, "Origin") : std::array<double, 3>{};
  const auto extent = extentOf(file, image);
  auto direction = std::array<double, 9>{1, 0, 0, 0, 1, 0, 0, 0, 1};
  if (!image.attribute("Direction").empty()) direction = numbers<9>(file, image, "Direction");
  std::array<AxisStatement, 3> axes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t row = 0; row < 3; ++row)
      if (row != axis && std::abs(direction[3 * row + axis]) > 1e-6)
        throw file.error("Direction", "turns the axes against one another",
                         "resample it to a grid along x, y and z in ParaView");
    const double step = spacing[axis] * direction[4 * axis];
    axes[axis].name = std::string(1, "xyz"[axis]);
    axes[axis].place = "the file's Spacing";
    axes[axis].first = origin[axis] + step * extent[2 * axis];
    if (step != 0.0) axes[axis].step = step;
    axes[axis].cells = cells;
  }
  return axes;
}

/// The comment that writeVti leaves.
bool isOurs(const FileBytes& file) {
  constexpr std::size_t kFront = 200;
  return file.text(0, kFront).find("<!-- isochron 1: lengths in km") != std::string_view::npos;
}

/// x is the first axis; depth the last one that is longer than one.
void stateAxes(const FileBytes& file, const pugi::xml_node& image,
               const std::array<std::int64_t, 3>& counts, bool cells, FileStatements& says) {
  std::array<AxisStatement, 3> axes = axesOf(file, image, cells);
  const std::size_t depth = counts[2] > 1 ? 2 : 1;
  axes[depth].role = AxisRole::Depth;
  axes[depth].roleReason = std::string(1, "xyz"[depth]) + " is the last axis of the image";
  if (isOurs(file)) {
    for (AxisStatement& axis : axes) axis.unit = "km";
    axes[depth].upward = false;
  }
  for (std::size_t axis = 3; axis-- > 0;)
    if (counts[axis] > 1) says.axes.push_back(axes[axis]);
}

}  // namespace

StoredArray readVti(const FileBytes& file, const OpenOptions& options) {
  Document document;
  parseXml(file, document);
  const pugi::xml_node root = document.xml.child("VTKFile");
  readEncoding(file, root, document.encoding);
  const pugi::xml_node image = root.child("ImageData");
  std::array<std::int64_t, 3> counts = pointCounts(file, image);
  const std::vector<DataArray> sources = findArrays(image.child("Piece"));

  StoredArray array;
  for (const DataArray& source : sources) array.arrays.push_back(source.name);
  const ArrayChoice choice = chooseArray(file, named(array.arrays), options.array, "vti");
  array.array = array.arrays[choice.index];
  array.says.quantity = array.array;
  apply(choice, array.says);
  const DataArray& source =
      *std::find_if(sources.begin(), sources.end(),
                    [&](const DataArray& candidate) { return candidate.name == array.array; });
  if (source.cells)
    for (std::int64_t& count : counts) count = std::max<std::int64_t>(1, count - 1);
  array.format = "VTK image data";
  array.shape = {counts[2], counts[1], counts[0]};
  std::erase(array.shape, 1);
  if (array.shape.size() < 2)
    throw file.error("Extent", "spans fewer than two axes", "save a section or a cube");
  stateAxes(file, image, counts, source.cells, array.says);
  decode(file, document, source, array);
  return array;
}

}  // namespace isochron
