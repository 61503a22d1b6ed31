// SPDX-License-Identifier: GPL-3.0-or-later
// Reads Madagascar's regularly sampled format: a text header, the numbers behind it or in a file
// of their own.
#include <cmath>
#include <map>

#include "formats/readers.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

constexpr std::string_view kEndOfHeader = "\x0c\x0c\x04";
constexpr int kMaxAxes = 9;

/// key=value pairs; the last of a key counts, as in Madagascar.
using Parameters = std::map<std::string, std::string, std::less<>>;

/// Cuts the value off `text`: quoted, or up to the next blank.
std::string takeValue(std::string_view& text) {
  if (!text.empty() && (text[0] == '"' || text[0] == '\'')) {
    const std::size_t end = text.find(text[0], 1);
    const std::string value(text.substr(1, end == text.npos ? end : end - 1));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    return value;
  }
  const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
  const std::string value(text.substr(0, end));
  text.remove_prefix(end);
  return value;
}

Parameters parseHeader(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos) break;
    const std::string_view before = text.substr(0, equals);
    const std::size_t blank = before.find_last_of(" \t\r\n");
    const std::string key(blank == before.npos ? before : before.substr(blank + 1));
    text.remove_prefix(equals + 1);
    parameters[key] = takeValue(text);
  }
  return parameters;
}

std::string get(const Parameters& parameters, const std::string& key) {
  const auto found = parameters.find(key);
  return found == parameters.end() ? "" : found->second;
}

std::optional<double> getNumber(const Parameters& parameters, const std::string& key) {
  const std::string value = get(parameters, key);
  std::string_view text = value;
  const auto result = takeNumber(text);
  return result && std::isfinite(*result) ? result : std::nullopt;
}

/// n1 is the fastest; trailing axes of length one are of no use.
std::vector<std::int64_t> shapeOf(const FileBytes& file, const Parameters& parameters) {
  std::vector<std::int64_t> shape;
  for (int axis = 1; axis <= kMaxAxes; ++axis) {
    const std::string key = std::string("n") + std::to_string(axis);
    if (!parameters.contains(key)) break;
    const auto length = getNumber(parameters, key);
    if (!length || *length < 1 || *length > 1e15 || *length != std::floor(*length))
      throw file.error(key, "is not a length", "give n1 and n2 as whole numbers above 0");
    shape.insert(shape.begin(), static_cast<std::int64_t>(*length));
  }
  if (shape.size() < 2)
    throw file.error("", "gives no lengths n1 and n2", "write n1=... and n2=... in the header");
  return shape;
}

void setType(const FileBytes& file, const Parameters& parameters, StoredArray& array) {
  std::string format = get(parameters, "data_format");
  if (format.empty()) format = "native_float";
  const bool xdr = format.starts_with("xdr_");
  array.order = xdr ? ByteOrder::Big : ByteOrder::Little;
  const std::string kind = format.substr(format.find('_') + 1);
  const auto esize = getNumber(parameters, "esize");
  if (kind == "float" && esize == 8.0)
    array.type = ScalarType::Float64;
  else if (kind == "float")
    array.type = ScalarType::Float32;
  else if (kind == "double")
    array.type = ScalarType::Float64;
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
void findAxes(const Parameters& parameters, std::size_t rank, FileStatements& says) {
  says.axes.resize(rank);
  for (std::size_t axis = 1; axis <= rank; ++axis) {
    const std::string number = std::to_string(axis);
    AxisStatement& statement = says.axes[rank - axis];
    statement.name = get(parameters, "label" + number);
    statement.unit = get(parameters, "unit" + number);
    statement.step = getNumber(parameters, "d" + number);
    statement.first = getNumber(parameters, "o" + number);
    statement.place = "d" + number;
    if (statement.step == 0.0) statement.step.reset();
  }
  says.axes.back().role = AxisRole::Depth;
  says.axes.back().roleReason = "Madagascar keeps depth on n1";
  says.axes.back().habit = true;
  says.quantity = get(parameters, "label");
  says.unit = get(parameters, "unit");
  says.unitPlace = "the header";
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

}  // namespace

StoredArray readRsf(const FileBytes& file, const OpenOptions&) {
  const std::string_view all = file.text(0, static_cast<std::size_t>(file.size()));
  const std::size_t end = all.find(kEndOfHeader);
  const Parameters parameters = parseHeader(all.substr(0, end));
  const std::string in = get(parameters, "in");
  if (in.empty() && end == all.npos)
    throw file.error("", "does not say where its numbers are", "write in=... in the header");
  const bool together = in.empty() || in == "stdin" || in == "stdout";
  if (together && end == all.npos)
    throw file.errorAt(file.size(), "ends before its numbers", "copy it again");
  const FileBytes data = together ? file : openData(file, in);
  const auto offset = together ? static_cast<std::int64_t>(end + kEndOfHeader.size()) : 0;

  StoredArray array;
  array.shape = shapeOf(file, parameters);
  findAxes(parameters, array.shape.size(), array.says);
  if (get(parameters, "data_format").starts_with("ascii_")) {
    array.format = "Madagascar RSF, ascii";
    return readAscii(std::move(array), data, offset);
  }
  setType(file, parameters, array);
  placeInFile(array, data, offset, "copy it again, or mend n1 and n2 in the header");
  return array;
}

}  // namespace isochron
