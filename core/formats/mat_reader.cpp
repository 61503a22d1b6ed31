// SPDX-License-Identifier: GPL-3.0-or-later
// Reads MATLAB files of level 5 (up to version 7). Written by hand, so that no length in a file
// is believed before the bytes are there. Version 7.3 is HDF5.
#include <algorithm>
#include <memory>

#include "formats/beside.h"
#include "formats/inflate.h"
#include "formats/mat_element.h"
#include "formats/quantity.h"
#include "formats/readers.h"
#include "formats/scalar.h"

namespace isochron {
namespace {

constexpr std::int64_t kFileHeader = 128;
constexpr std::int64_t kTag = 8;
const std::string kRemedy = "save it again from MATLAB, or copy the file again";

/// A matrix of the file, in a structure or not.
struct Variable {
  MatMatrix matrix;
  std::string name;         // "model.vp" within a structure
  Bytes data;               // of the matrix element, or of the compressed stream around it
  std::int64_t offset = 0;  // of the variable in the file
  bool compressed = false;  // and not yet unpacked
  std::shared_ptr<const void> owner;  // of data that were unpacked; null for those of the file
};

class MatVariables {
 public:
  MatVariables(const FileBytes& file, ByteOrder order) : file_(file), order_(order) {}

  void find() {
    std::int64_t at = kFileHeader;
    while (at + kTag <= file_.size()) {
      const auto element =
          takeMatElement(file_.bytes().subspan(static_cast<std::size_t>(at)), order_);
      if (!element) throw file_.errorAt(at, "the variable is damaged", kRemedy);
      if (element->data.size() < element->size)
        throw file_.errorAt(at,
                            "the variable claims " + std::to_string(element->size) +
                                " bytes, but " + std::to_string(element->data.size()) +
                                " are left in the file",
                            kRemedy);
      if (element->type == kMatCompressed)
        addCompressed(element->data, at);
      else if (element->type == kMatMatrix)
        add({{}, "", element->data, at, false, nullptr});
      else
        throw file_.errorAt(at, "there is no MATLAB variable", kRemedy);
      at += static_cast<std::int64_t>(element->total);
    }
  }

  /// Those that hold full arrays of real numbers.
  const std::vector<Variable>& all() const { return all_; }
  /// "'vp' holds complex numbers"; empty where nothing was left out.
  const std::string& unusable() const { return unusable_; }

 private:
  /// The front of a compressed variable tells what it is.
  void addCompressed(Bytes stream, std::int64_t at) {
    constexpr std::int64_t kFront = 4096;
    const auto front = inflated(stream, kFront, file_.stop());
    const auto element = front ? takeMatElement(*front, order_) : std::nullopt;
    if (!element || element->type != kMatMatrix) return;
    auto matrix = parseMatMatrix(element->data, order_);
    if (!matrix) return;
    const bool small = static_cast<std::int64_t>(element->size) <= kFront;
    if (matrix->kind != MatMatrix::Kind::Structure && !small)
      return take({std::move(*matrix), "", stream, at, true, nullptr});
    // The fields of a structure lie anywhere in it; what is small is kept as it is.
    const auto limit = expansionLimit(file_.size());
    auto whole = inflated(stream, std::min(limit, static_cast<std::int64_t>(element->size) + kTag),
                          file_.stop());
    if (!whole) return;
    const auto held = std::make_shared<const std::vector<std::byte>>(std::move(*whole));
    const auto inside = takeMatElement(*held, order_);
    if (inside) add({{}, "", inside->data, at, false, held});
  }

  /// `variable` knows its data alone.
  void add(Variable variable, int depth = 0) {
    auto matrix = parseMatMatrix(variable.data, order_);
    if (!matrix) return;
    variable.matrix = std::move(*matrix);
    if (variable.matrix.kind != MatMatrix::Kind::Structure) return take(std::move(variable));
    constexpr int kDeepest = 4;
    if (depth == kDeepest) return;
    const std::string name = variable.name.empty() ? variable.matrix.name : variable.name;
    for (const MatField& field : parseMatFields(variable.matrix, variable.data, order_))
      add({{}, name + "." + field.name, field.data, variable.offset, false, variable.owner},
          depth + 1);
  }

  void take(Variable variable) {
    if (variable.name.empty()) variable.name = variable.matrix.name;
    using Kind = MatMatrix::Kind;
    const Kind kind = variable.matrix.kind;
    const bool many = hasPlane(variable.matrix.shape);
    if (kind != Kind::Numbers) {
      if (many && kind == Kind::Complex) leaveOut(variable, "complex numbers");
      if (many && kind == Kind::Sparse) leaveOut(variable, "a sparse matrix");
      if (kind == Kind::Cells) leaveOut(variable, "a cell array");
      return;
    }
    if (elementCount(variable.matrix.shape)) all_.push_back(std::move(variable));
  }

  void leaveOut(const Variable& variable, const std::string& what) {
    if (unusable_.empty()) unusable_ = "'" + variable.name + "' holds " + what;
  }

  const FileBytes& file_;
  ByteOrder order_;
  std::vector<Variable> all_;
  std::string unusable_;
};

std::vector<std::byte> unpacked(const FileBytes& file, const Variable& variable,
                                std::int64_t needed) {
  const std::string place = "variable '" + variable.name + "'";
  const std::int64_t limit = expansionLimit(file.size());
  const std::int64_t before = kTag + variable.matrix.dataOffset;
  if (needed > limit - before)
    throw file.error(place,
                     "claims the shape " + toText(variable.matrix.shape) + ", more than the " +
                         byteText(limit) + " that a file of this size may expand to",
                     "save it without compression (save -v6)");
  auto bytes = inflated(variable.data, before + needed, file.stop());
  if (!bytes) throw file.error(place, "does not decompress", kRemedy);
  if (static_cast<std::int64_t>(bytes->size()) < before + needed)
    throw file.error(place, "ends too early for its shape " + toText(variable.matrix.shape),
                     kRemedy);
  bytes->erase(bytes->begin(), bytes->begin() + before);
  return std::move(*bytes);
}

void place(const FileBytes& file, const Variable& variable, StoredArray& array) {
  const std::int64_t count = *elementCount(array.shape);
  const std::int64_t size = sizeOf(array.type);
  if (static_cast<std::uint64_t>(count) >
      variable.matrix.dataSize / static_cast<std::uint64_t>(size))
    throw file.errorAt(variable.offset,
                       "the variable '" + variable.name + "' has too few values for its shape " +
                           toText(array.shape),
                       kRemedy);
  if (variable.compressed) return placeInMemory(array, unpacked(file, variable, count * size));
  const auto held = static_cast<std::int64_t>(variable.data.size());
  if (variable.matrix.dataOffset + count * size > held)
    throw file.errorAt(variable.offset, "the variable '" + variable.name + "' is cut off", kRemedy);
  array.strides = denseStrides(array.shape, size, array.fortranOrder);
  array.data = variable.data.data() + variable.matrix.dataOffset;
  array.owner = variable.owner ? variable.owner : file.owner();
}

StoredArray describe(const Variable& variable, ByteOrder order) {
  StoredArray array;
  array.shape = variable.matrix.shape;
  array.type = variable.matrix.type;
  array.order = order;
  array.fortranOrder = true;
  return array;
}

std::string lastPart(const std::string& name) { return name.substr(name.find_last_of('.') + 1); }

ByteOrder byteOrder(const FileBytes& file) {
  constexpr std::size_t kMark = 126;
  if (file.has("IM", kMark)) return ByteOrder::Little;
  if (file.has("MI", kMark)) return ByteOrder::Big;
  throw file.errorAt(kMark, "is not a MATLAB level 5 file (its byte order mark is missing)",
                     kRemedy);
}

}  // namespace

StoredArray readMat(const FileBytes& file, const OpenOptions& options) {
  if (looksLikeMat4(file)) return readMat4(file, options);
  if (file.size() < kFileHeader + kTag)
    throw file.errorAt(file.size(), "the MATLAB header is cut off", kRemedy);
  const ByteOrder order = byteOrder(file);
  MatVariables variables(file, order);
  variables.find();
  std::vector<std::string> names;
  std::vector<Variable> models;
  for (const Variable& variable : variables.all()) {
    if (!hasPlane(variable.matrix.shape)) continue;
    models.push_back(variable);
    names.push_back(variable.name);
  }
  if (models.empty() && !variables.unusable().empty())
    throw file.error("", "variable " + variables.unusable() + ", not a full array of real numbers",
                     "save the velocity as an array of its own, as in vp = full(real(vp))");
  const ArrayChoice choice = chooseArray(file, named(names), options.array, "mat");
  const Variable& chosen = models[choice.index];
  StoredArray array = describe(chosen, order);
  array.arrays = names;
  array.array = chosen.name;
  array.format = "MATLAB level 5";
  array.says.quantity = lastPart(chosen.name);
  stateMatlabRows(array);
  apply(choice, array.says);
  for (const Variable& other : variables.all())
    if (other.name != chosen.name)
      stateBeside(
          describe(other, order), lastPart(other.name), "", array.shape,
          [&](StoredArray& beside) { place(file, other, beside); }, array.says);
  place(file, chosen, array);
  return array;
}

}  // namespace isochron
