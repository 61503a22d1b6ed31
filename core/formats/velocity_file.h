// SPDX-License-Identifier: GPL-3.0-or-later
// VelocityFile: velocity models in a file of any known format, opened, guessed at, and read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "field/velocity_model.h"
#include "formats/npy_statement.h"

namespace isochron {

/// What the numbers of a file are. Slowness is turned into velocity when a model is read.
enum class VelocityUnit {
  KilometresPerSecond,
  MetresPerSecond,
  FeetPerSecond,
  CentimetresPerSecond,
  SecondsPerKilometre,
  SecondsPerMetre,
  SecondsPerFoot,
  MicrosecondsPerMetre,
  MicrosecondsPerFoot,
  SquaredSecondsPerSquaredKilometre,
  SquaredKilometresPerSquaredSecond
};
/// "km/s", "us/ft", "s2/km2", ...: the names used by the command line, in projects and for people.
std::string toText(VelocityUnit unit);
/// All of them, the most common first.
const std::vector<VelocityUnit>& velocityUnits();
/// Which axis varies fastest in memory: XFast is [..., iz, ix] (ours), ZFast is [..., ix, iz].
enum class AxisOrder { XFast, ZFast };
enum class ScalarType {
  Int8,
  UInt8,
  Int16,
  UInt16,
  Int32,
  UInt32,
  Int64,
  UInt64,
  Float16,
  Float32,
  Float64,
  IbmFloat32
};
enum class ByteOrder { Little, Big };

/// Values that are no velocities but stand for them: km/s = factor * value + offset.
struct LinearMap {
  double factor = 1.0;
  double offset = 0.0;
  friend bool operator==(const LinearMap&, const LinearMap&) = default;
};

/// How the numbers of a file become velocity models.
struct ImportLayout {
  AxisOrder axes = AxisOrder::XFast;
  VelocityUnit unit = VelocityUnit::KilometresPerSecond;
  double dx = 0.0;  // km
  double dz = 0.0;  // km
  Point origin;     // km; of the first node of the model, after any reversal
  /// The file's first node along x is the rightmost one, along z the deepest one.
  bool reverseX = false;
  bool reverseZ = false;
  /// Axes whose coordinates are uneven in the file are interpolated to nodes dx, dz apart, over the
  /// same extent; otherwise the nodes are taken as even ones.
  bool resampleUneven = false;
  /// For pictures, whose grey levels are no velocities: km/s of black and of white.
  double greyBlack = 1.5;
  double greyWhite = 4.5;
  /// Used instead of `unit` where the values are no velocities: phase fields of 0 and 1, fields
  /// normalised to [-1, 1].
  std::optional<LinearMap> map;
  /// Which axis counts the models, of the axes longer than one: 0 is the first (and all others
  /// before the last two); 1 or 2 slice a cube of three axes along another.
  int modelAxis = 0;
  friend bool operator==(const ImportLayout&, const ImportLayout&) = default;
};

/// A part of the layout that can be doubted.
enum class ImportField { ArrayName, Shape, Models, Axes, Direction, Values, Spacing };

/// What cannot be told from the file and has to be settled before anything is computed.
struct ImportDoubt {
  ImportField field = ImportField::Values;
  /// One sentence without its stop: "the values run from 4921 to 11482, as in ft/s".
  std::string sentence;
  /// What settles it on the command line: "--unit ft/s or --unit m/s".
  std::string option;
  friend bool operator==(const ImportDoubt&, const ImportDoubt&) = default;
};

/// A layout with the reasons for it, a sentence each, to be shown before anything is loaded:
/// "m/s, because the values run from 1028 to 4700".
struct ImportGuess {
  ImportLayout layout;
  std::string unitReason;
  std::string axesReason;
  std::string spacingReason;
  bool spacingKnown = false;  // read from the file rather than assumed
  std::string shapeReason;    // where the file has no header; else empty
  std::string mapReason;      // where the layout has a map, or the file is a picture; else empty
  std::string modelReason;    // where there is more than one model; else empty
  std::string arrayReason;    // where there is more than one array; else empty
  std::vector<ImportDoubt> doubts;  // the layout is the likeliest, but not to be relied on
};

/// What a header-less file needs to be told; the reader guesses it from the length where it can.
struct RawShape {
  std::vector<std::int64_t> shape;  // slowest axis first: {n2, n1} or {count, n2, n1}
  ScalarType type = ScalarType::Float32;
  ByteOrder order = ByteOrder::Little;
  std::int64_t headerBytes = 0;
};

struct OpenOptions {
  std::string array;            // which array of an npz, mat, HDF5, NetCDF, VTI file; empty: the
                                // one that is named or measured as a P velocity
  std::optional<RawShape> raw;  // read the file as raw binary in this shape
  // What the user says instead of the file; the rest is guessed in its light.
  std::optional<VelocityUnit> unit;
  std::optional<AxisOrder> axes;
  std::optional<int> modelAxis;
  std::stop_token stop;  // raised: opening ends by Cancelled
};

/// What is in the file, before any layout is chosen.
struct FileSummary {
  std::string format;               // "NumPy npy", "SEG-Y rev 1, IBM float", ...
  std::vector<std::int64_t> shape;  // as stored, slowest axis first; 2 or more axes
  ScalarType type = ScalarType::Float64;
  ByteOrder order = ByteOrder::Little;
  bool fortranOrder = false;
  std::vector<std::string> arrays;  // names of the usable arrays, where the format has names
  std::string array;                // the one in use
  double min = 0.0;                 // of the first models (the whole file where it is small)
  double max = 0.0;
  bool picture = false;  // grey levels 0 to 1: greyBlack and greyWhite of the layout count
  std::optional<GeneratorRecord> generator;  // of files that this program has generated
};

class VelocityFile {
 public:
  /// Opens any known format (by content first, then by extension). Throws Error: one sentence
  /// with file, place and mend. Memory stays bounded by the file's size; large files are mapped.
  static VelocityFile open(const std::filesystem::path& path, const OpenOptions& options = {});

  /// The same for bytes that are in memory already, as if they were a file of that name (its
  /// extension counts).
  static VelocityFile openBytes(const std::filesystem::path& name, std::vector<std::byte> bytes,
                                const OpenOptions& options = {});

  VelocityFile(VelocityFile&&) noexcept;
  VelocityFile& operator=(VelocityFile&&) noexcept;
  ~VelocityFile();

  const std::filesystem::path& path() const;
  /// What it was opened with.
  const OpenOptions& options() const;
  const FileSummary& summary() const;
  const ImportGuess& guess() const;

  /// Leading axes are models (3D cubes are slices): (500, 1, 70, 70) holds 500.
  std::int64_t modelCount() const { return modelCount(guess().layout); }
  std::int64_t modelCount(const ImportLayout& layout) const;
  /// One model in the given layout. Throws Error for NaN, infinite, zero or negative velocities
  /// and names the place.
  VelocityModel read(const ImportLayout& layout, std::int64_t index = 0) const;
  /// The same with the guessed layout.
  VelocityModel read(std::int64_t index = 0) const { return read(guess().layout, index); }

 private:
  struct Implementation;
  explicit VelocityFile(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

/// "(500, 1, 70, 70)", "float32", "little endian": for people.
std::string toText(const std::vector<std::int64_t>& shape);
std::string toText(ScalarType type);
std::string toText(ByteOrder order);

}  // namespace isochron
