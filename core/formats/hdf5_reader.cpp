// SPDX-License-Identifier: GPL-3.0-or-later
// Reads HDF5 files, and with them MATLAB 7.3 and NetCDF-4. Plain data sets are mapped where they
// lie; chunked and compressed ones are put together by us. The library finds them.
#include <algorithm>
#include <mutex>

#include "formats/beside.h"
#include "formats/hdf5_attributes.h"
#include "formats/hdf5_chunks.h"
#include "formats/hdf5_handles.h"
#include "formats/quantity.h"
#include "formats/readers.h"

namespace isochron {
namespace {

const std::string kRemedy = "copy the file again, or save the array as npy";

/// Debian's library must not be entered by two threads at once.
std::mutex& libraryMutex() {
  static std::mutex mutex;
  return mutex;
}

/// No messages on stderr, no code from plug-ins that a file asks for.
void quietLibrary() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);
}

Hdf5Handle openLibraryFile(const FileBytes& file) {
  const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (file.onDisk()) {
    // Read-only disks and network drives cannot lock, and readers need not.
    H5Pset_file_locking(access.get(), false, true);
  } else {
    H5Pset_fapl_core(access.get(), 1 << 16, false);
    H5Pset_file_image(access.get(), const_cast<std::byte*>(file.bytes().data()),
                      file.bytes().size());
  }
  Hdf5Handle opened(H5Fopen(file.path().c_str(), H5F_ACC_RDONLY, access.get()), H5Fclose);
  if (!opened.valid()) throw file.error("", "is damaged or no HDF5 file", kRemedy);
  return opened;
}

struct DataSet {
  std::string name;
  haddr_t address = HADDR_UNDEF;
  std::vector<std::int64_t> shape;
  ScalarType type = ScalarType::Float64;
  ByteOrder order = ByteOrder::Little;
};

/// As h5py and others store them: two numbers, real and imaginary.
bool isComplex(hid_t type) {
  if (H5Tget_class(type) != H5T_COMPOUND || H5Tget_nmembers(type) != 2) return false;
  for (const unsigned member : {0U, 1U}) {
    const Hdf5Handle part(H5Tget_member_type(type, member), H5Tclose);
    if (H5Tget_class(part.get()) != H5T_FLOAT) return false;
  }
  return H5Tget_member_index(type, "r") >= 0 || H5Tget_member_index(type, "real") >= 0;
}

/// The common types alone: others have other bits than their size tells.
bool describeType(hid_t type, DataSet& set) {
  const std::size_t size = H5Tget_size(type);
  const H5T_class_t kind = H5Tget_class(type);
  if (H5Tget_order(type) == H5T_ORDER_BE)
    set.order = ByteOrder::Big;
  else if (H5Tget_order(type) == H5T_ORDER_LE)
    set.order = ByteOrder::Little;
  else
    return false;
  if (H5Tget_precision(type) != 8 * size) return false;
  if (kind == H5T_FLOAT) {
    set.type = size == 2   ? ScalarType::Float16
               : size == 4 ? ScalarType::Float32
                           : ScalarType::Float64;
    return size == 2 || size == 4 || size == 8;
  }
  if (kind != H5T_INTEGER) return false;
  const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
  switch (size) {
    case 1:
      set.type = isSigned ? ScalarType::Int8 : ScalarType::UInt8;
      return true;
    case 2:
      set.type = isSigned ? ScalarType::Int16 : ScalarType::UInt16;
      return true;
    case 4:
      set.type = isSigned ? ScalarType::Int32 : ScalarType::UInt32;
      return true;
    case 8:
      set.type = isSigned ? ScalarType::Int64 : ScalarType::UInt64;
      return true;
    default:
      return false;
  }
}

/// Empty for data sets that hold no plain numbers; `reason` says then what they hold.
std::optional<DataSet> describe(hid_t set, const std::string& name, std::string& reason) {
  DataSet described;
  described.name = name;
  const Hdf5Handle type(H5Dget_type(set), H5Tclose);
  const Hdf5Handle space(H5Dget_space(set), H5Sclose);
  if (!type.valid() || !space.valid() || H5Sis_simple(space.get()) <= 0) return std::nullopt;
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if (rank < 0 || rank > H5S_MAX_RANK) return std::nullopt;
  if (!describeType(type.get(), described)) {
    if (rank >= 2 && H5Tget_class(type.get()) == H5T_COMPOUND) reason = "named columns";
    if (rank >= 2 && isComplex(type.get())) reason = "complex numbers";
    return std::nullopt;
  }
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  if (H5Sget_simple_extent_dims(space.get(), lengths.data(), nullptr) < 0) return std::nullopt;
  for (const hsize_t length : lengths) described.shape.push_back(static_cast<std::int64_t>(length));
  if (!elementCount(described.shape)) return std::nullopt;
  return described;
}

/// Data sets that can be models, and rows of numbers and single ones beside them.
struct Contents {
  std::vector<DataSet> models;
  std::vector<DataSet> rows;
  std::string unusable;  // "'vp' holds complex numbers"
};

herr_t visit(hid_t root, const char* name, const H5O_info_t* info, void* found) {
  constexpr std::size_t kMostSets = 1000;
  auto& contents = *static_cast<Contents*>(found);
  if (info->type != H5O_TYPE_DATASET) return 0;
  const Hdf5Handle set(H5Dopen2(root, name, H5P_DEFAULT), H5Dclose);
  std::string reason;
  auto described = set.valid() ? describe(set.get(), name, reason) : std::nullopt;
  if (!reason.empty())
    contents.unusable = std::string("'").append(name).append("' holds ") + reason;
  if (!described) return 0;
  described->address = info->addr;
  (hasPlane(described->shape) ? contents.models : contents.rows).push_back(std::move(*described));
  return contents.models.size() + contents.rows.size() < kMostSets ? 0 : 1;
}

/// True where the values lie in one piece in this very file.
bool isPlain(hid_t set, H5D_layout_t layout, hid_t creation) {
  return layout == H5D_CONTIGUOUS && H5Pget_external_count(creation) == 0 &&
         H5Dget_offset(set) != HADDR_UNDEF;
}

void checkSize(const FileBytes& file, const DataSet& set) {
  const std::int64_t limit = expansionLimit(file.size());
  if (*elementCount(set.shape) > limit / sizeOf(set.type))
    throw file.error("data set '" + set.name + "'",
                     "claims the shape " + toText(set.shape) + ", more than the " +
                         byteText(limit) + " that a file of this size may expand to",
                     kRemedy);
}

/// The bytes of the value that stands for what was never written; empty for zero.
std::vector<std::byte> fillValue(hid_t set, hid_t creation, std::int64_t size) {
  H5D_fill_value_t defined = H5D_FILL_VALUE_UNDEFINED;
  const Hdf5Handle type(H5Dget_type(set), H5Tclose);
  std::vector<std::byte> fill(static_cast<std::size_t>(size));
  if (H5Pfill_value_defined(creation, &defined) < 0 || defined != H5D_FILL_VALUE_USER_DEFINED ||
      H5Pget_fill_value(creation, type.get(), fill.data()) < 0)
    return {};
  return fill;
}

std::vector<std::byte> repeated(const std::vector<std::byte>& value, std::int64_t count,
                                std::int64_t size) {
  std::vector<std::byte> bytes(static_cast<std::size_t>(count * size));
  for (std::size_t at = 0; !value.empty() && at < bytes.size(); at += value.size())
    std::copy(value.begin(), value.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
  return bytes;
}

void readValues(const FileBytes& file, const DataSet& chosen, hid_t set, StoredArray& array) {
  const Hdf5Handle creation(H5Dget_create_plist(set), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation.get());
  if (isPlain(set, layout, creation.get()))
    return placeInFile(array, file, static_cast<std::int64_t>(H5Dget_offset(set)), kRemedy);
  const std::int64_t size = sizeOf(chosen.type);
  const std::vector<std::byte> fill = fillValue(set, creation.get(), size);
  if (layout == H5D_CHUNKED) {
    checkSize(file, chosen);
    return placeInMemory(array, readHdf5Chunks(file, chosen.name, set, chosen.shape, size, fill));
  }
  if (layout == H5D_CONTIGUOUS && H5Pget_external_count(creation.get()) == 0) {
    checkSize(file, chosen);  // never written at all
    return placeInMemory(array, repeated(fill, *elementCount(chosen.shape), size));
  }
  throw file.error("data set '" + chosen.name + "'",
                   "keeps its values neither in one piece nor in chunks of this file",
                   "copy them into one file (h5repack -l CONTI)");
}

std::string folderOf(const std::string& name) {
  const std::size_t slash = name.find_last_of('/');
  return slash == name.npos ? "" : name.substr(0, slash);
}

StoredArray describe(const DataSet& set) {
  StoredArray array;
  array.shape = set.shape;
  array.type = set.type;
  array.order = set.order;
  return array;
}

/// All numbers of a row of coordinates; nothing where the file does not hold them.
std::vector<double> numbersOf(const FileBytes& file, const DataSet& row, hid_t set) {
  constexpr std::int64_t kMost = std::int64_t{1} << 20;
  if (*elementCount(row.shape) > kMost) return {};
  StoredArray array = describe(row);
  try {
    readValues(file, row, set, array);
  } catch (const Error&) {
    return {};
  }
  const ScalarDecoder decode = scalarDecoder(row.type, row.order);
  std::vector<double> values;
  const std::int64_t size = sizeOf(row.type);
  for (std::int64_t i = 0; i < *elementCount(row.shape); ++i)
    values.push_back(decode(array.data + i * size));
  return values;
}

std::string lastPart(const std::string& name) {
  const std::string folder = folderOf(name);
  return folder.empty() ? name : name.substr(folder.size() + 1);
}

/// The axis whose coordinates a data set holds. A dimension of NetCDF-4 without coordinates has a
/// data set too, which holds nothing.
void stateScale(const FileBytes& file, hid_t opened, const DataSet& row, AxisStatement& axis) {
  const Hdf5Handle set(H5Dopen2(opened, row.name.c_str(), H5P_DEFAULT), H5Dclose);
  const Hdf5Attributes attributes = hdf5Attributes(file, set.get());
  const bool only = attributes.text("NAME").starts_with("This is a netCDF dimension but not");
  stateAxis(lastPart(row.name), attributes,
            only ? std::vector<double>() : numbersOf(file, row, set.get()), axis);
}

void state(const FileBytes& file, hid_t opened, const Contents& contents, const DataSet& chosen,
           hid_t set, FileStatements& says) {
  const Hdf5Attributes attributes = hdf5Attributes(file, set);
  says.quantity = lastPart(chosen.name);
  stateValues(attributes, says);
  if (chosen.type == ScalarType::Float32 || chosen.type == ScalarType::Float64)
    says.missing.push_back(kNetcdfDefaultFill);
  says.axes.resize(chosen.shape.size());
  for (std::size_t i = 0; i < says.axes.size(); ++i) {
    if (i < attributes.labels.size()) says.axes[i].name = attributes.labels[i];
    if (i >= attributes.scales.size()) continue;
    for (const DataSet& row : contents.rows)
      if (std::count(attributes.scales[i].begin(), attributes.scales[i].end(), row.address) > 0)
        stateScale(file, opened, row, says.axes[i]);
  }
  const auto stateOther = [&](const DataSet& other) {
    const std::string folder = folderOf(other.name);
    if (other.name == chosen.name || (!folder.empty() && folder != folderOf(chosen.name))) return;
    const Hdf5Handle beside(H5Dopen2(opened, other.name.c_str(), H5P_DEFAULT), H5Dclose);
    stateBeside(
        describe(other), lastPart(other.name), hdf5Attributes(file, beside.get()).text("units"),
        chosen.shape, [&](StoredArray& array) { readValues(file, other, beside.get(), array); },
        says);
  };
  for (const DataSet& other : contents.models) stateOther(other);
  for (const DataSet& other : contents.rows) stateOther(other);
  stateBeside(attributes, says);
  stateBeside(hdf5Attributes(file, opened), says);
}

/// MATLAB writes its lengths in the other order.
void turnMatlabArray(StoredArray& array) {
  std::reverse(array.shape.begin(), array.shape.end());
  std::reverse(array.says.axes.begin(), array.says.axes.end());
  stateMatlabRows(array);
}

}  // namespace

StoredArray readHdf5(const FileBytes& file, const OpenOptions& options) {
  const std::scoped_lock lock(libraryMutex());
  quietLibrary();
  const Hdf5Handle opened = openLibraryFile(file);
  Contents contents;
  H5Ovisit2(opened.get(), H5_INDEX_NAME, H5_ITER_NATIVE, visit, &contents, H5O_INFO_BASIC);
  const std::vector<DataSet>& sets = contents.models;
  if (sets.empty() && !contents.unusable.empty())
    throw file.error("", "data set " + contents.unusable + ", not velocities",
                     "save the real numbers of the velocity as a data set of their own");
  std::vector<ArrayCandidate> candidates;
  std::vector<std::string> names;
  for (const DataSet& set : sets) {
    const Hdf5Handle opening(H5Dopen2(opened.get(), set.name.c_str(), H5P_DEFAULT), H5Dclose);
    const Hdf5Attributes attributes = hdf5Attributes(file, opening.get());
    candidates.push_back({set.name, attributes.text("long_name"), attributes.text("units")});
    names.push_back(set.name);
  }
  const ArrayChoice choice = chooseArray(file, candidates, options.array, "HDF5");
  const DataSet& chosen = sets[choice.index];
  StoredArray array = describe(chosen);
  array.arrays = names;
  array.array = chosen.name;
  const Hdf5Handle set(H5Dopen2(opened.get(), chosen.name.c_str(), H5P_DEFAULT), H5Dclose);
  const bool matlab = file.has("MATLAB 7.3") || H5Aexists(set.get(), "MATLAB_class") > 0;
  array.format = matlab ? "MATLAB 7.3 (HDF5)" : "HDF5";
  state(file, opened.get(), contents, chosen, set.get(), array.says);
  if (matlab) turnMatlabArray(array);
  apply(choice, array.says);
  readValues(file, chosen, set.get(), array);
  return array;
}

}  // namespace isochron
