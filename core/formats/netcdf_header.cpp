// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/netcdf_header.h"

#include <algorithm>

#include "formats/scalar.h"
#include "formats/stored_array.h"
#include "formats/text_numbers.h"

namespace isochron {
namespace {

const std::string kRemedy = "copy the file again";

struct Dimension {
  std::string name;
  std::int64_t length = 0;  // 0: the record dimension
};

/// Walks over the header as the grammar of the classic format has it (NetCDF user's guide,
/// "File format specifications"). All numbers are big endian; text and data are padded to 4.
class HeaderParser {
 public:
  explicit HeaderParser(const FileBytes& file)
      : file_(file), version_(std::to_integer<int>(file.bytes()[3])) {}

  NetcdfHeader parse() {
    at_ = 4;
    records_ = count();
    // All ones: a stream whose number of records was not yet known.
    if (records_ == (version_ == 5 ? -1 : 0xffffffffLL)) records_ = 0;
    parseDimensions();
    parseAttributes(attributes_);
    parseVariables();
    return {std::move(attributes_), std::move(variables_)};
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    throw file_.errorAt(at_, problem, kRemedy);
  }

  std::int64_t number(int size) {
    if (file_.size() - at_ < size) fail("the NetCDF header is cut off");
    const std::uint64_t value = loadUnsigned(file_.bytes().data() + at_, size, ByteOrder::Big);
    at_ += size;
    return static_cast<std::int64_t>(value);
  }
  /// Lengths and counts: 8 bytes in version 5.
  std::int64_t count() { return number(version_ == 5 ? 8 : 4); }

  void skip(std::int64_t bytes) {
    if (bytes < 0 || bytes > file_.size() - at_) fail("the NetCDF header is cut off");
    at_ += bytes;
  }

  std::string text() {
    const std::int64_t length = count();
    const std::int64_t start = at_;
    if (length < 0 || length > file_.size()) fail("the NetCDF header is cut off");
    skip((length + 3) / 4 * 4);
    return std::string(
        file_.text(static_cast<std::size_t>(start), static_cast<std::size_t>(length)));
  }

  /// The number of entries of a list; each takes at least four bytes.
  std::int64_t listLength(std::int64_t tag) {
    const std::int64_t found = number(4);
    const std::int64_t entries = count();
    if (found == 0 && entries == 0) return 0;
    if (found != tag) fail("the NetCDF header is damaged");
    if (entries < 0 || entries > (file_.size() - at_) / 4) fail("the NetCDF header is cut off");
    return entries;
  }

  void parseDimensions() {
    constexpr std::int64_t kDimension = 10;
    const std::int64_t entries = listLength(kDimension);
    for (std::int64_t i = 0; i < entries; ++i) {
      Dimension dimension;
      dimension.name = text();
      dimension.length = count();
      if (dimension.length < 0) fail("a dimension has a negative length");
      dimensions_.push_back(std::move(dimension));
    }
  }

  static int typeSize(std::int64_t type) {
    switch (type) {
      case 1:
      case 2:
      case 7:
        return 1;
      case 3:
      case 8:
        return 2;
      case 4:
      case 5:
      case 9:
        return 4;
      case 6:
      case 10:
      case 11:
        return 8;
      default:
        return 0;
    }
  }

  static std::optional<ScalarType> scalarType(std::int64_t type) {
    switch (type) {
      case 1:
        return ScalarType::Int8;
      case 3:
        return ScalarType::Int16;
      case 4:
        return ScalarType::Int32;
      case 5:
        return ScalarType::Float32;
      case 6:
        return ScalarType::Float64;
      case 7:
        return ScalarType::UInt8;
      case 8:
        return ScalarType::UInt16;
      case 9:
        return ScalarType::UInt32;
      case 10:
        return ScalarType::Int64;
      case 11:
        return ScalarType::UInt64;
      default:
        return std::nullopt;
    }
  }

  void parseAttributes(Attributes& attributes) {
    constexpr std::int64_t kAttribute = 12, kCharacters = 2, kMostNumbers = 64;
    const std::int64_t entries = listLength(kAttribute);
    for (std::int64_t i = 0; i < entries; ++i) {
      const std::string name = text();
      const std::int64_t type = number(4);
      const std::int64_t values = count();
      const std::int64_t start = at_;
      const int size = typeSize(type);
      if (size == 0 || values < 0 || values > file_.size()) fail("the NetCDF header is damaged");
      skip((values * size + 3) / 4 * 4);
      if (type == kCharacters) {
        attributes.texts[name] =
            trimmed(file_.text(static_cast<std::size_t>(start), static_cast<std::size_t>(values)));
        continue;
      }
      const ScalarDecoder decode = scalarDecoder(*scalarType(type), ByteOrder::Big);
      for (std::int64_t k = 0; k < std::min(values, kMostNumbers); ++k)
        attributes.numbers[name].push_back(decode(file_.bytes().data() + start + k * size));
    }
  }

  void parseVariables() {
    constexpr std::int64_t kVariable = 11;
    const std::int64_t entries = listLength(kVariable);
    std::vector<std::size_t> recordVariables;
    std::int64_t recordBytes = 0;
    for (std::int64_t i = 0; i < entries; ++i) {
      std::int64_t bytes = 0;
      const bool isRecord = parseVariable(bytes);
      if (!isRecord) continue;
      recordVariables.push_back(variables_.size() - 1);
      if (__builtin_add_overflow(recordBytes, bytes, &recordBytes)) fail("a variable is too large");
    }
    // The values of one record of all variables stand together. A lone one is not padded.
    for (const std::size_t index : recordVariables)
      variables_[index].recordStride = recordVariables.size() == 1 ? unpaddedRecord_ : recordBytes;
  }

  /// True for a variable along the record dimension; `bytes` is one record's size then.
  bool parseVariable(std::int64_t& bytes) {
    NetcdfVariable variable;
    variable.name = text();
    const std::int64_t rank = count();
    if (rank < 0 || rank > (file_.size() - at_) / 4) fail("the NetCDF header is cut off");
    bool isRecord = false;
    std::int64_t elements = 1;
    for (std::int64_t i = 0; i < rank; ++i) {
      const std::int64_t id = count();
      if (id < 0 || id >= static_cast<std::int64_t>(dimensions_.size()))
        fail("a variable names a dimension that is not there");
      const Dimension& dimension = dimensions_[static_cast<std::size_t>(id)];
      const bool recordAxis = dimension.length == 0;
      if (recordAxis && i > 0) fail("a variable has records on an inner axis");
      isRecord = isRecord || recordAxis;
      variable.dimensions.push_back(dimension.name);
      variable.shape.push_back(recordAxis ? records_ : dimension.length);
      if (!recordAxis && __builtin_mul_overflow(elements, dimension.length, &elements))
        fail("a variable is too large");
    }
    parseAttributes(variable.attributes);
    const std::int64_t type = number(4);
    variable.type = scalarType(type);
    if (typeSize(type) == 0) fail("the NetCDF header is damaged");
    count();  // the size is told by the shape; this copy of it is unreliable above 4 GiB
    variable.begin = number(version_ == 1 ? 4 : 8);
    if (__builtin_mul_overflow(elements, std::int64_t{typeSize(type)}, &bytes) ||
        bytes > INT64_MAX - 4)
      fail("a variable is too large");
    if (isRecord) unpaddedRecord_ = bytes;
    bytes = (bytes + 3) / 4 * 4;
    variables_.push_back(std::move(variable));
    return isRecord;
  }

  const FileBytes& file_;
  int version_;
  std::int64_t at_ = 0;
  std::int64_t records_ = 0;
  std::int64_t unpaddedRecord_ = 0;
  std::vector<Dimension> dimensions_;
  std::vector<NetcdfVariable> variables_;
  Attributes attributes_;
};

}  // namespace

NetcdfHeader parseNetcdfHeader(const FileBytes& file) {
  const int version =
      file.has("CDF") && file.size() > 4 ? std::to_integer<int>(file.bytes()[3]) : 0;
  if (version != 1 && version != 2 && version != 5)
    throw file.errorAt(0, "is not a NetCDF file (the mark CDF is missing)", kRemedy);
  return HeaderParser(file).parse();
}

}  // namespace isochron
