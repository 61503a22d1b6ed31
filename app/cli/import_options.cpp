// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_options.h"

#include <cstdio>

#include "arguments.h"
#include "field/error.h"
#include "progress.h"
#include "validators.h"

namespace isochron::cli {
namespace {

constexpr const char* kGroup = "How the file is read (guessed where not given)";

const std::map<std::string, AxisOrder> kAxes = {{"zx", AxisOrder::XFast}, {"xz", AxisOrder::ZFast}};

std::map<std::string, VelocityUnit> unitNames() {
  std::map<std::string, VelocityUnit> names;
  for (const VelocityUnit unit : velocityUnits()) names[toText(unit)] = unit;
  return names;
}

const std::map<std::string, ByteOrder> kByteOrders = {{"little", ByteOrder::Little},
                                                      {"big", ByteOrder::Big}};

const std::map<std::string, ScalarType> kTypes = {
    {"int8", ScalarType::Int8},       {"uint8", ScalarType::UInt8},
    {"int16", ScalarType::Int16},     {"uint16", ScalarType::UInt16},
    {"int32", ScalarType::Int32},     {"uint32", ScalarType::UInt32},
    {"int64", ScalarType::Int64},     {"uint64", ScalarType::UInt64},
    {"float16", ScalarType::Float16}, {"float32", ScalarType::Float32},
    {"float64", ScalarType::Float64}, {"ibm32", ScalarType::IbmFloat32}};

/// An option whose value is one of the names in `choices`.
template <typename Value>
CLI::Option* addChoice(CLI::App& command, const std::string& name,
                       const std::map<std::string, Value>& choices, std::function<void(Value)> take,
                       const std::string& help) {
  std::string names;
  for (const auto& [choice, value] : choices) names += (names.empty() ? "" : "|") + choice;
  const auto parse = [=](const std::string& text) {
    const auto found = choices.find(text);
    if (found == choices.end())
      throw Error(name, "'" + text + "' is not known", "use one of " + names);
    take(found->second);
  };
  return command.add_option_function<std::string>(name, parse, help)
      ->type_name(names)
      ->group(kGroup);
}

/// An option of `count` numbers with commas between them, in km where `lengths` is set.
void addNumbers(CLI::App& command, const std::string& name,
                std::optional<std::vector<double>>& target, std::size_t count, bool lengths,
                const std::string& type, const std::string& help) {
  const auto parse = [&target, name, count, lengths](const std::string& text) {
    target = lengths ? parseLengths(name, text, count) : parseNumbers(name, text, count);
  };
  command.add_option_function<std::string>(name, parse, help)->type_name(type)->group(kGroup);
}

void addRawOptions(CLI::App& command, ImportOptions& options) {
  CLI::Option* shape = command
                           .add_option_function<std::string>(
                               "--raw-shape",
                               [&options](const std::string& text) {
                                 options.rawShape = parseCounts("--raw-shape", text, 1);
                               },
                               "Read as header-less numbers of this shape, slowest axis first")
                           ->type_name("[N,]N2,N1")
                           ->group(kGroup);
  addChoice<ScalarType>(
      command, "--raw-type", kTypes, [&options](ScalarType type) { options.raw.type = type; },
      "Type of header-less numbers [float32]")
      ->type_name("TYPE")
      ->needs(shape);
  addChoice<ByteOrder>(
      command, "--raw-order", kByteOrders,
      [&options](ByteOrder order) { options.raw.order = order; },
      "Byte order of header-less numbers [little]")
      ->needs(shape);
  command.add_option("--raw-header", options.raw.headerBytes, "Bytes to skip before them [0]")
      ->type_name("BYTES")
      ->check(notNegative())
      ->needs(shape)
      ->group(kGroup);
}

std::string shortest(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

OpenOptions openOptions(const ImportOptions& options) {
  OpenOptions open;
  open.array = options.array;
  open.unit = options.unit;
  open.axes = options.axes;
  open.modelAxis = options.modelAxis;
  if (options.rawShape) {
    open.raw = options.raw;
    open.raw->shape.assign(options.rawShape->begin(), options.rawShape->end());
  }
  return open;
}

void applyValues(Import& import, const ImportOptions& options) {
  ImportLayout& layout = import.layout;
  if (options.map) layout.map = LinearMap{(*options.map)[0], (*options.map)[1]};
  if (!options.grey) return;
  if (!import.file.summary().picture)
    throw Error("--grey", import.file.path().filename().string() + " is no picture",
                "use --map factor,offset for values that are no velocities");
  layout.greyBlack = (*options.grey)[0];
  layout.greyWhite = (*options.grey)[1];
}

void applyGeometry(Import& import, const ImportOptions& options) {
  if (options.spacing) {
    import.layout.dx = (*options.spacing)[0];
    import.layout.dz = (*options.spacing)[1];
    if (!(import.layout.dx > 0.0) || !(import.layout.dz > 0.0))
      throw Error("--spacing", "dx and dz must be above 0", "give both in km");
    import.spacingKnown = true;
  }
  if (options.flip) {
    import.layout.reverseX = options.flip->starts_with('x');
    import.layout.reverseZ = options.flip->ends_with('z');
  }
  // A spacing alone says that the nodes are even.
  if (options.spacing) import.layout.resampleUneven = options.resample;
  if (options.origin) import.layout.origin = {(*options.origin)[0], (*options.origin)[1]};
}

/// Only what the user has not decided needs a reason.
std::vector<std::string> guessedReasons(const ImportGuess& guess, const ImportOptions& options) {
  std::vector<std::string> reasons;
  const auto add = [&](const char* what, const std::string& reason, bool given) {
    if (!given && !reason.empty()) reasons.push_back(std::string(what) + ": " + reason);
  };
  add("array", guess.arrayReason, !options.array.empty());
  add("shape", guess.shapeReason, options.rawShape.has_value());
  add("models", guess.modelReason, options.modelAxis.has_value());
  add("axes", guess.axesReason, options.axes.has_value());
  add("values", guess.mapReason, options.map || options.grey || options.unit);
  if (guess.mapReason.empty()) add("unit", guess.unitReason, options.unit || options.map);
  add("spacing", guess.spacingReason, options.spacing.has_value());
  return reasons;
}

bool isSettled(const ImportDoubt& doubt, const ImportOptions& options) {
  switch (doubt.field) {
    case ImportField::ArrayName:
      return !options.array.empty();
    case ImportField::Shape:
      return options.rawShape.has_value();
    case ImportField::Models:
      return options.modelAxis.has_value();
    case ImportField::Axes:
      return options.axes.has_value();
    case ImportField::Direction:
      return options.flip.has_value();
    case ImportField::Values:
      return options.unit || options.map || options.grey;
    case ImportField::Spacing:
      return options.spacing || options.resample;
  }
  return false;
}

}  // namespace

std::string nameOf(ImportField field) {
  switch (field) {
    case ImportField::ArrayName:
      return "array";
    case ImportField::Shape:
      return "shape";
    case ImportField::Models:
      return "models";
    case ImportField::Axes:
      return "axes";
    case ImportField::Direction:
      return "direction";
    case ImportField::Values:
      return "values";
    case ImportField::Spacing:
      return "spacing";
  }
  return {};
}

void addImportOptions(CLI::App& command, ImportOptions& options) {
  addChoice<AxisOrder>(
      command, "--axes", kAxes, [&options](AxisOrder axes) { options.axes = axes; },
      "Order of the axes in the file, slowest first: zx has x fastest");
  addChoice<VelocityUnit>(
      command, "--unit", unitNames(), [&options](VelocityUnit unit) { options.unit = unit; },
      "Unit of the values; slownesses are inverted")
      ->type_name("UNIT");
  addNumbers(command, "--spacing", options.spacing, 2, true, "DX,DZ",
             "Distance between nodes along x and z, km");
  addNumbers(command, "--origin", options.origin, 2, true, "X,Z", "Place of the first node, km");
  addNumbers(command, "--map", options.map, 2, false, "FACTOR,OFFSET",
             "Values that are no velocities: km/s = FACTOR * value + OFFSET");
  addNumbers(command, "--grey", options.grey, 2, false, "BLACK,WHITE",
             "Pictures: velocity of black and of white, km/s");
  command
      .add_option_function<int>(
          "--model-axis", [&options](int axis) { options.modelAxis = axis; },
          "Axis of a cube that counts the models: 0, 1 or 2")
      ->type_name("AXIS")
      ->check(within(0, 2).description(""))
      ->group(kGroup);
  addChoice<std::string>(
      command, "--flip", {{"none", "none"}, {"x", "x"}, {"z", "z"}, {"xz", "xz"}},
      [&options](const std::string& axes) { options.flip = axes; },
      "Axes that run backwards in the file: the first node is rightmost, deepest");
  command
      .add_flag("--resample", options.resample,
                "Interpolate uneven axes to even ones (of --spacing, where it is given)")
      ->group(kGroup);
  command.add_option("--array", options.array, "Array in an npz, mat, HDF5, NetCDF or VTI file")
      ->type_name("NAME")
      ->group(kGroup);
  addRawOptions(command, options);
}

Import openImport(const std::filesystem::path& path, const ImportOptions& options) {
  Import import{.file = VelocityFile::open(path, openOptions(options)),
                .layout = {},
                .spacingKnown = false,
                .reasons = {},
                .doubts = {}};
  const ImportGuess& guess = import.file.guess();
  import.layout = guess.layout;
  import.spacingKnown = guess.spacingKnown;
  import.reasons = guessedReasons(guess, options);
  for (const ImportDoubt& doubt : guess.doubts)
    if (!isSettled(doubt, options)) import.doubts.push_back(doubt);
  applyValues(import, options);
  applyGeometry(import, options);
  return import;
}

void requireSettled(const Import& import, bool spacing) {
  for (const ImportDoubt& doubt : import.doubts) {
    if (doubt.field == ImportField::Spacing && !spacing) continue;
    throw Error(import.file.path().filename().string(), doubt.sentence, "give " + doubt.option);
  }
}

void requireSpacing(const Import& import) {
  requireSettled(import);
  if (import.spacingKnown) return;
  throw Error(import.file.path().filename().string(), "does not say how far apart its nodes are",
              "give --spacing DX,DZ in km, perhaps --spacing " + shortest(import.layout.dx) + "," +
                  shortest(import.layout.dz) + " (" + import.file.guess().spacingReason + ")");
}

void printReasons(const Import& import) {
  const std::string name = import.file.path().filename().string();
  for (const std::string& reason : import.reasons) printMessage(name + ", " + reason);
}

Json describeLayout(const Import& import) {
  const ImportLayout& layout = import.layout;
  Json json;
  json["axes"] = layout.axes == AxisOrder::XFast ? "zx" : "xz";
  json["unit"] = toText(layout.unit);
  if (layout.map) json["map"] = {layout.map->factor, layout.map->offset};
  if (import.file.summary().picture) json["grey_km_s"] = {layout.greyBlack, layout.greyWhite};
  json["model_axis"] = layout.modelAxis;
  json["spacing_known"] = import.spacingKnown;
  json["reversed"] = std::string(layout.reverseX ? "x" : "") + (layout.reverseZ ? "z" : "");
  json["reasons"] = import.reasons;
  json["doubts"] = Json::array();
  for (const ImportDoubt& doubt : import.doubts)
    json["doubts"].push_back(
        {{"field", nameOf(doubt.field)}, {"sentence", doubt.sentence}, {"option", doubt.option}});
  return json;
}

Json describeModel(const VelocityModel& model) {
  const Grid& grid = model.grid();
  Json json;
  json["shape"] = {grid.nz, grid.nx};
  json["spacing_km"] = {grid.dx, grid.dz};
  json["origin_km"] = {grid.origin.x, grid.origin.z};
  json["velocity_km_s"] = {model.min(), model.max()};
  return json;
}

std::string gridInWords(const Grid& grid) {
  return std::to_string(grid.nx) + " x " + std::to_string(grid.nz) + " nodes, " +
         shortest(grid.dx) + " x " + shortest(grid.dz) + " km apart";
}

}  // namespace isochron::cli
