// SPDX-License-Identifier: GPL-3.0-or-later
// Reads HDF5 files, and with them MATLAB 7.3 and NetCDF-4. Plain data sets are mapped where they
// lie; chunked and compressed ones are put together by us. The library finds them.
#include <algorithm>
#include <mutex>

#include "formats/attributes.h"
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
  std::vector<std::int64_t> shape;
  ScalarType type = ScalarType::Float64;
  ByteOrder order = ByteOrder::Little;
};

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

/// Empty for data sets that hold no plain numbers.
std::optional<DataSet> describe(hid_t set, const std::string& name) {
  DataSet described{name, {}, {}, {}};
  const Hdf5Handle type(H5Dget_type(set), H5Tclose);
  const Hdf5Handle space(H5Dget_space(set), H5Sclose);
  if (!type.valid() || !space.valid() || H5Sis_simple(space.get()) <= 0) return std::nullopt;
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if (rank < 1 || rank > H5S_MAX_RANK || !describeType(type.get(), described)) return std::nullopt;
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  if (H5Sget_simple_extent_dims(space.get(), lengths.data(), nullptr) < 0) return std::nullopt;
  for (const hsize_t length : lengths) described.shape.push_back(static_cast<std::int64_t>(length));
  if (!elementCount(described.shape)) return std::nullopt;
  return described;
}

bool canBeModel(const DataSet& set) {
  return std::count_if(set.shape.begin(), set.shape.end(),
                       [](std::int64_t length) { return length > 1; }) >= 2;
}

/// Data sets that can be models, and rows of numbers that can be their coordinates.
struct Contents {
  std::vector<DataSet> models;
  std::vector<DataSet> rows;
};

herr_t visit(hid_t root, const char* name, const H5O_info_t* info, void* found) {
  constexpr std::size_t kMostSets = 1000;
  auto& contents = *static_cast<Contents*>(found);
  if (info->type != H5O_TYPE_DATASET) return 0;
  const Hdf5Handle set(H5Dopen2(root, name, H5P_DEFAULT), H5Dclose);
  auto described = set.valid() ? describe(set.get(), name) : std::nullopt;
  if (described && canBeModel(*described))
    contents.models.push_back(std::move(*described));
  else if (described && described->shape.size() == 1)
    contents.rows.push_back(std::move(*described));
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

void readValues(const FileBytes& file, const DataSet& chosen, hid_t set, StoredArray& array) {
  const Hdf5Handle creation(H5Dget_create_plist(set), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation.get());
  if (isPlain(set, layout, creation.get()))
    return placeInFile(array, file, static_cast<std::int64_t>(H5Dget_offset(set)), kRemedy);
  if (layout != H5D_CHUNKED)
    throw file.error("data set '" + chosen.name + "'",
                     "keeps its values neither in one piece nor in chunks of this file",
                     "copy them into one file (h5repack -l CONTI)");
  checkSize(file, chosen);
  placeInMemory(array, readHdf5Chunks(file, chosen.name, set, chosen.shape, sizeOf(chosen.type)));
}

std::string folderOf(const std::string& name) {
  const std::size_t slash = name.find_last_of('/');
  return slash == name.npos ? "" : name.substr(0, slash);
}

/// A row of coordinates that lies in one piece; else nothing.
std::vector<double> coordinates(const FileBytes& file, const DataSet& row, hid_t set) {
  const Hdf5Handle creation(H5Dget_create_plist(set), H5Pclose);
  if (!isPlain(set, H5Pget_layout(creation.get()), creation.get())) return {};
  const auto offset = static_cast<std::int64_t>(H5Dget_offset(set));
  const std::int64_t size = sizeOf(row.type), length = row.shape[0];
  if (offset < 0 || offset > file.size() || length > (file.size() - offset) / size) return {};
  const ScalarDecoder decode = scalarDecoder(row.type, row.order);
  std::vector<double> values;
  for (std::int64_t i = 0; i < length; ++i)
    values.push_back(decode(file.bytes().data() + offset + i * size));
  return values;
}

/// NetCDF-4 and others keep the coordinates of an axis in a row of its length beside the array.
/// (The links between them lie in the global heap: see hdf5Text.) Unnamed where several fit.
AxisStatement axisOf(const FileBytes& file, hid_t opened, const Contents& contents,
                     const DataSet& model, std::size_t axis) {
  AxisStatement statement;
  const DataSet* found = nullptr;
  for (const DataSet& row : contents.rows) {
    if (row.shape[0] != model.shape[axis] || folderOf(row.name) != folderOf(model.name)) continue;
    if (found != nullptr) return statement;
    found = &row;
  }
  if (found == nullptr || model.shape[axis] < 2) return statement;
  const Hdf5Handle row(H5Dopen2(opened, found->name.c_str(), H5P_DEFAULT), H5Dclose);
  const std::string folder = folderOf(found->name);
  Attributes attributes;
  attributes.texts["units"] = hdf5Text(row.get(), "units");
  stateAxis(folder.empty() ? found->name : found->name.substr(folder.size() + 1), attributes,
            coordinates(file, *found, row.get()), statement);
  return statement;
}

}  // namespace

StoredArray readHdf5(const FileBytes& file, const OpenOptions& options) {
  const std::scoped_lock lock(libraryMutex());
  quietLibrary();
  const Hdf5Handle opened = openLibraryFile(file);
  Contents contents;
  H5Ovisit2(opened.get(), H5_INDEX_NAME, H5_ITER_NATIVE, visit, &contents, H5O_INFO_BASIC);
  const std::vector<DataSet>& sets = contents.models;
  StoredArray array;
  for (const DataSet& set : sets) array.arrays.push_back(set.name);
  const ArrayChoice choice = chooseArray(file, named(array.arrays), options.array, "HDF5");
  array.array = array.arrays[choice.index];
  array.says.quantity = array.array;
  apply(choice, array.says);
  const DataSet& chosen = *std::find_if(
      sets.begin(), sets.end(), [&](const DataSet& set) { return set.name == array.array; });
  const Hdf5Handle set(H5Dopen2(opened.get(), chosen.name.c_str(), H5P_DEFAULT), H5Dclose);
  array.format = file.has("MATLAB 7.3") ? "MATLAB 7.3 (HDF5)" : "HDF5";
  array.shape = chosen.shape;
  array.type = chosen.type;
  array.order = chosen.order;
  readValues(file, chosen, set.get(), array);
  for (std::size_t axis = 0; axis < chosen.shape.size(); ++axis)
    array.says.axes.push_back(axisOf(file, opened.get(), contents, chosen, axis));
  array.says.unit = hdf5Text(set.get(), "units");
  return array;
}

}  // namespace isochron
