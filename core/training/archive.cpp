// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/archive.h"

#include <array>
#include <bit>
#include <cassert>
#include <charconv>
#include <cstring>
#include <fstream>
#include <limits>
#include <optional>

#include "field/error.h"
#include "formats/file_bytes.h"
#include "formats/output_file.h"

namespace isochron {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie");

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kAlignment = 64;
constexpr const char* kMetadata = "__metadata__";
constexpr const char* kDamaged = "the file is damaged; take an older copy of it";

struct TypeName {
  ArrayType type;
  const char* name;
  std::size_t bytes;
};
constexpr std::array<TypeName, 4> kTypes = {{{ArrayType::Float32, "F32", 4},
                                             {ArrayType::Float64, "F64", 8},
                                             {ArrayType::Int64, "I64", 8},
                                             {ArrayType::UInt8, "U8", 1}}};

const TypeName& nameOf(ArrayType type) {
  for (const TypeName& known : kTypes)
    if (known.type == type) return known;
  return kTypes[0];
}

/// Empty where the product does not fit.
std::optional<std::size_t> checkedByteCount(const TypeName& type,
                                            const std::vector<std::int64_t>& shape) {
  std::size_t bytes = type.bytes;
  for (const std::int64_t length : shape) {
    if (length < 0) return {};
    const auto factor = static_cast<std::size_t>(length);
    if (factor != 0 && bytes > std::numeric_limits<std::size_t>::max() / factor) return {};
    bytes *= factor;
  }
  return bytes;
}

std::string_view textOf(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t aligned(std::size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

ArchivedArray readArray(const FileBytes& file, const std::string& name, const Json& entry,
                        Bytes values) {
  const auto bad = [&] { return file.error("array '" + name + "'", "is not sound", kDamaged); };
  try {
    const auto typeName = entry.at("dtype").get<std::string>();
    const auto* type = std::find_if(kTypes.begin(), kTypes.end(),
                                    [&](const TypeName& known) { return typeName == known.name; });
    const auto offsets = entry.at("data_offsets").get<std::vector<std::uint64_t>>();
    ArchivedArray array;
    array.shape = entry.at("shape").get<std::vector<std::int64_t>>();
    if (type == kTypes.end() || offsets.size() != 2 || offsets[0] > offsets[1] ||
        offsets[1] > values.size() ||
        checkedByteCount(*type, array.shape) != offsets[1] - offsets[0])
      throw bad();
    array.type = type->type;
    const Bytes part = values.subspan(offsets[0], offsets[1] - offsets[0]);
    array.bytes.assign(part.begin(), part.end());
    return array;
  } catch (const Json::exception&) {
    throw bad();
  }
}

void checkVersion(const FileBytes& file, const Json& texts) {
  const auto version = texts.at("version").get<std::string>();
  int number = 0;
  const auto [end, error] =
      std::from_chars(version.data(), version.data() + version.size(), number);
  if (error != std::errc{} || end != version.data() + version.size())
    throw file.error("header", "the version '" + version + "' is no number", kDamaged);
  if (number > Archive::kVersion)
    throw file.error(
        "", "was written by a newer Isochron (file version " + version + ")",
        "update this program, which reads up to version " + std::to_string(Archive::kVersion));
}

Json parseHeader(const FileBytes& file, std::size_t length) {
  Json header = Json::parse(file.text(kLengthBytes, length), nullptr, false);
  if (!header.is_object() || !header.contains(kMetadata) || !header[kMetadata].contains("isochron"))
    throw file.error("", "is no model or checkpoint of Isochron",
                     "give a file that isochron-cli train has written");
  return header;
}

std::optional<std::size_t> headerLength(std::string_view start, std::uint64_t fileSize) {
  std::uint64_t length = 0;
  if (start.size() <= kLengthBytes || start[kLengthBytes] != '{') return {};
  std::memcpy(&length, start.data(), kLengthBytes);
  if (length > fileSize - kLengthBytes) return {};
  return length;
}

}  // namespace

std::string jsonText(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

std::size_t byteCount(ArrayType type, const std::vector<std::int64_t>& shape) {
  return checkedByteCount(nameOf(type), shape).value();
}

void Archive::put(const std::string& name, ArchivedArray array) {
  assert(name != kMetadata && array.bytes.size() == byteCount(array.type, array.shape));
  arrays_[name] = std::move(array);
}

const ArchivedArray& Archive::at(const std::string& name) const {
  const auto found = arrays_.find(name);
  if (found == arrays_.end())
    throw Error(name_, "holds no array '" + name + "'",
                "give a file of the right kind; isochron-cli info tells which it is");
  return found->second;
}

const Json& Archive::described(const std::string& key) const {
  const auto found = metadata.find(key);
  if (found == metadata.end())
    throw Error(name_, "says nothing about '" + key + "'",
                "give a file of the right kind; isochron-cli info tells which it is");
  return *found;
}

std::string Archive::header() const {
  Json header;
  header[kMetadata] = {{"format", "isochron"},
                       {"version", std::to_string(kVersion)},
                       {"isochron", jsonText(metadata)}};
  std::size_t end = 0;
  for (const auto& [name, array] : arrays_) {
    header[name] = {{"dtype", nameOf(array.type).name},
                    {"shape", array.shape},
                    {"data_offsets", {end, end + array.bytes.size()}}};
    end += array.bytes.size();
  }
  std::string text = jsonText(header);
  text.resize(aligned(kLengthBytes + text.size()) - kLengthBytes, ' ');
  const std::uint64_t length = text.size();
  return std::string(reinterpret_cast<const char*>(&length), kLengthBytes) + text;
}

void Archive::write(const std::filesystem::path& path) const {
  OutputFile file(path);
  file.write(header());
  for (const auto& [name, array] : arrays_) file.write(textOf(array.bytes));
  file.commit();
}

std::string Archive::toBytes() const {
  std::string bytes = header();
  for (const auto& [name, array] : arrays_) bytes += textOf(array.bytes);
  return bytes;
}

Archive Archive::read(const std::filesystem::path& path) { return read(FileBytes::open(path)); }

Archive Archive::read(const FileBytes& file) {
  const auto length =
      headerLength(file.text(0, kLengthBytes + 1), static_cast<std::uint64_t>(file.size()));
  const Json header = parseHeader(file, length.value_or(0));
  Archive archive;
  archive.name_ = file.name();
  try {
    const Json& texts = header.at(kMetadata);
    checkVersion(file, texts);
    archive.metadata = Json::parse(texts.at("isochron").get<std::string>());
  } catch (const Json::exception&) {
    throw file.error("header", "cannot be understood", kDamaged);
  }
  if (!archive.metadata.is_object())
    throw file.error("header", "what it says of itself cannot be understood", kDamaged);
  const Bytes values = file.bytes().subspan(kLengthBytes + *length);
  for (const auto& [name, entry] : header.items())
    if (name != kMetadata) archive.arrays_[name] = readArray(file, name, entry, values);
  return archive;
}

bool Archive::isArchive(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size <= kLengthBytes) return false;
  std::array<char, 4096> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  const std::string_view text(start.data(), static_cast<std::size_t>(file.gcount()));
  return headerLength(text, size).has_value() && text.find("\"isochron\"") != text.npos;
}

}  // namespace isochron
