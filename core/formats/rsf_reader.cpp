// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Madagascar's regularly sampled format: a text header, the numbers behind it or in a file
// of their own.
#include "formats/rsf_header.h"

#include <cmath>

#include "formats/readers.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

constexpr int kMaxAxes = 9;

/// n1 is the fastest.
std::vector<std::int64_t> shapeOf(const FileBytes& file, const RsfHeader& header) {
  std::vector<std::int64_t> shape;
  for (int axis = 1; axis <= kMaxAxes; ++axis) {
    const std::string key = std::string("n") + std::to_string(axis);
    if (header.text(key).empty()) break;
    const auto length = header.number(key);
    if (!length || *length < 1 || *length > 1e15 || *length != std::floor(*length))
      throw file.error(key, "is not a length", "give n1 and n2 as whole numbers above 0");
    shape.insert(shape.begin(), static_cast<std::int64_t>(*length));
  }
  if (shape.size() < 2)
    throw file.error("", "gives no lengths n1 and n2", "write n1=... and n2=... in the header");
  return shape;
}

void setType(const FileBytes& file, const RsfHeader& header, StoredArray& array) {
  std::string format = header.text("data_format");
  if (format.empty()) format = "native_float";
  const bool xdr = format.starts_with("xdr_");
  array.order = xdr ? ByteOrder::Big : ByteOrder::Little;
  const std::string kind = format.substr(format.find('_') + 1);
  const auto esize = header.number("esize");
  if (kind == "double" || (kind == "float" && esize == 8.0))
    array.type = ScalarType::Float64;
  else if (kind == "float")
    array.type = ScalarType::Float32;
  else if (kind == "int")
    array.type = ScalarType::Int32;
  else if (kind == "short")
    array.type = ScalarType::Int16;
  else if (kind == "long")
    array.type = ScalarType::Int64;
  else if (kind == "uchar")
    array.type = ScalarType::UInt8;
  else
    throw file.error("data_format", "'" + format + "' is not one that can be read",
                     "use native_float, xdr_float, ascii_float, or another plain number type");
  array.format = "Madagascar RSF, " + format;
}

/// What the header says of every axis; n1 is the last of the array's.
void findAxes(const RsfHeader& header, std::size_t rank, FileStatements& says) {
  says.axes.resize(rank);
  for (std::size_t axis = 1; axis <= rank; ++axis) {
    const std::string number = std::to_string(axis);
    AxisStatement& statement = says.axes[rank - axis];
    statement.name = header.text("label" + number);
    statement.unit = header.text("unit" + number);
    statement.step = header.number("d" + number);
    statement.first = header.number("o" + number);
    statement.place = "d" + number;
    if (statement.step == 0.0) statement.step.reset();
  }
  says.axes.back().role = AxisRole::Depth;
  says.axes.back().roleReason = "Madagascar keeps depth on n1";
  says.axes.back().habit = true;
  says.quantity = header.text("label");
  says.unit = header.text("unit");
  says.unitPlace = "the header";
}

/// A section that was cut out of a cube, or a model among axes that nobody uses, is a section.
void dropShortAxes(StoredArray& array) {
  for (std::size_t axis = array.shape.size(); axis-- > 0 && array.shape.size() > 2;) {
    if (array.shape[axis] != 1) continue;
    array.shape.erase(array.shape.begin() + static_cast<std::ptrdiff_t>(axis));
    array.says.axes.erase(array.says.axes.begin() + static_cast<std::ptrdiff_t>(axis));
  }
}

/// The file that the header names: as written, or moved together with the header.
FileBytes openData(const FileBytes& file, const std::string& in) {
  if (!file.onDisk())
    throw file.error("in", "names another file", "open the header from its folder");
  const std::filesystem::path named(in);
  const std::filesystem::path folder = file.path().parent_path();
  std::error_code ignored;
  for (const std::filesystem::path& path : {folder / named, folder / named.filename()})
    if (std::filesystem::is_regular_file(path, ignored)) return FileBytes::open(path);
  throw file.error("in", "names the file '" + in + "', which is not there",
                   "put it beside the header");
}

StoredArray readAscii(StoredArray array, const FileBytes& data, std::int64_t offset) {
  const auto count = elementCount(array.shape);
  // A number takes two characters, its blank counted.
  if (!count || *count > data.size() / 2 + 1)
    throw data.error("", "is too short for the shape " + toText(array.shape),
                     "copy it again, or mend n1 and n2 in the header");
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(*count));
  std::string_view text =
      trimmed(data.text(static_cast<std::size_t>(offset), static_cast<std::size_t>(data.size())));
  while (!text.empty() && static_cast<std::int64_t>(values.size()) < *count) {
    const auto value = takeNumber(text);
    if (!value)
      throw data.error("value " + std::to_string(values.size() + 1), "is not a number",
                       "write numbers separated by blanks");
    values.push_back(*value);
    text = trimmed(text);
  }
  if (static_cast<std::int64_t>(values.size()) < *count)
    throw data.error("",
                     "holds " + std::to_string(values.size()) + " values where the shape " +
                         toText(array.shape) + " needs " + std::to_string(*count),
                     "copy it again, or mend n1 and n2 in the header");
  placeInMemory(array, std::move(values));
  return array;
}

/// Behind the mark; without one, the numbers are the end of the file.
std::int64_t firstNumber(const FileBytes& file, const RsfHeader& header, const StoredArray& array) {
  if (header.numbers) return *header.numbers;
  const auto count = elementCount(array.shape);
  const std::int64_t size = sizeOf(array.type);
  const std::int64_t first =
      count && *count <= file.size() / size ? file.size() - *count * size : 0;
  if (first == 0 || first > header.textBytes)
    throw file.errorAt(header.textBytes, "ends its header without numbers behind it",
                       "copy it again");
  return first;
}

/// Where the header leaves it open: SEPlib writes the most significant byte first, Madagascar as
/// the machine does.
ByteOrder likelyOrder(const StoredArray& array, const FileBytes& data, std::int64_t first) {
  constexpr std::int64_t kLooked = 4096;
  const std::int64_t size = sizeOf(array.type);
  const std::int64_t count = std::min(kLooked, (data.size() - first) / size);
  const auto plausible = [&](ByteOrder order) {
    const ScalarDecoder decode = scalarDecoder(array.type, order);
    std::int64_t good = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      const double value = decode(data.bytes().data() + first + i * size);
      good += value >= 0.05 && value <= 40000.0;
    }
    return good;
  };
  return plausible(ByteOrder::Big) > plausible(ByteOrder::Little) ? ByteOrder::Big
                                                                  : ByteOrder::Little;
}

}  // namespace

StoredArray readRsf(const FileBytes& file, const OpenOptions&) {
  const RsfHeader header = parseRsfHeader(file);
  const std::string in = header.text("in");
  const bool together = in.empty() || in == "stdin" || in == "stdout" || header.numbers;
  if (in.empty() && !header.numbers)
    throw file.error("", "does not say where its numbers are", "write in=... in the header");
  const FileBytes data = together ? file : openData(file, in);
  StoredArray array;
  array.shape = shapeOf(file, header);
  findAxes(header, array.shape.size(), array.says);
  dropShortAxes(array);
  if (header.text("data_format").starts_with("ascii_")) {
    array.format = "Madagascar RSF, ascii";
    return readAscii(std::move(array), data, together ? header.numbers.value_or(0) : 0);
  }
  setType(file, header, array);
  const std::int64_t first = together ? firstNumber(file, header, array) : 0;
  if (header.text("data_format").empty()) array.order = likelyOrder(array, data, first);
  placeInFile(array, data, first, "copy it again, or mend n1 and n2 in the header");
  return array;
}

}  // namespace isochron
