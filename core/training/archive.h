// SPDX-License-Identifier: GPL-3.0-or-later
// Archive: arrays by name and a description of them, as one file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace isochron {

class FileBytes;

using Json = nlohmann::ordered_json;

/// JSON as text, on one line or with so many blanks a level. Bytes that are no UTF-8, as a file's
/// name may hold, become question marks.
std::string jsonText(const Json& json, int indent = -1);

enum class ArrayType { Float32, Float64, Int64, UInt8 };

/// Values in C order, as they lie in memory.
struct ArchivedArray {
  ArrayType type = ArrayType::Float32;
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;
};

/// What models and checkpoints are stored in: arrays by name, and `metadata`, any JSON object.
///
/// On disk it is a safetensors file: 8 bytes with the length n of the header (little endian), n
/// bytes of JSON padded with blanks, then the arrays' values (little endian, C order). The header
/// maps each name to {"dtype": "F32" | "F64" | "I64" | "U8", "shape": [...], "data_offsets":
/// [begin, end]}, counted from the header's end; its entry "__metadata__" holds texts: "format"
/// ("isochron"), "version", and "isochron", our metadata as JSON. In Python:
///
///   import json, numpy, struct
///   def load(path):
///       data = open(path, "rb").read()
///       n = struct.unpack("<Q", data[:8])[0]
///       header = json.loads(data[8:8 + n])
///       texts = header.pop("__metadata__")
///       types = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "U8": "u1"}
///       return json.loads(texts["isochron"]), {
///           name: numpy.frombuffer(data[8 + n:][slice(*a["data_offsets"])], types[a["dtype"]])
///                     .reshape(a["shape"]) for name, a in header.items()}
class Archive {
 public:
  /// Of the layout above and of what models and checkpoints hold. Newer files are refused, older
  /// ones are read.
  static constexpr int kVersion = 1;

  Json metadata = Json::object();

  /// Replaces an array of the same name. The number of bytes must fit type and shape.
  void put(const std::string& name, ArchivedArray array);
  bool contains(const std::string& name) const { return arrays_.contains(name); }
  /// Throws Error where there is no such array.
  const ArchivedArray& at(const std::string& name) const;
  const std::map<std::string, ArchivedArray>& arrays() const { return arrays_; }
  /// The metadata under a key. Throws Error where there is none.
  const Json& described(const std::string& key) const;

  /// Replaces the file as a whole or not at all. Throws Error where it cannot.
  void write(const std::filesystem::path& path) const;
  /// What write() puts into the file, to be kept inside another one.
  std::string toBytes() const;
  /// Throws Error for a file that is missing, none of ours, damaged, or newer than kVersion.
  static Archive read(const std::filesystem::path& path);
  static Archive read(const FileBytes& file);
  /// True where the file begins as one of ours does.
  static bool isArchive(const std::filesystem::path& path);

  /// What errors call this archive: the file it was read from.
  const std::string& name() const { return name_; }

 private:
  std::string header() const;

  std::string name_ = "model";
  std::map<std::string, ArchivedArray> arrays_;
};

/// Bytes that an array of this type and shape has.
std::size_t byteCount(ArrayType type, const std::vector<std::int64_t>& shape);

}  // namespace isochron
