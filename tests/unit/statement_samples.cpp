// SPDX-License-Identifier: GPL-3.0-or-later
#include "statement_samples.h"

#include <hdf5.h>
#include <matio.h>
#include <netcdf.h>

#include <QTemporaryDir>
#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace isochron::tests {
namespace {

/// A path in a folder that goes away with this object.
class StatementFile {
 public:
  std::string path() const { return folder_.filePath(QStringLiteral("sample")).toStdString(); }
  ByteVector bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return toBytes(std::string(std::istreambuf_iterator<char>(file), {}));
  }

 private:
  QTemporaryDir folder_;
};

void require(bool sound, const std::string& what) {
  if (!sound) throw std::runtime_error("the sample could not be made: " + what);
}

void putAttributes(int file, int variable, const StatedArray& array) {
  for (const auto& [name, text] : array.texts)
    nc_put_att_text(file, variable, name.c_str(), text.size(), text.c_str());
  for (const auto& [name, value] : array.numbers)
    nc_put_att_double(file, variable, name.c_str(), NC_DOUBLE, 1, &value);
  for (const auto& [name, values] : array.rows)
    nc_put_att_double(file, variable, name.c_str(), NC_DOUBLE, values.size(), values.data());
}

void putTexts(hid_t set, const StatedArray& array) {
  const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  H5Tset_size(type, H5T_VARIABLE);
  for (const auto& [name, text] : array.texts) {
    const hid_t attribute = H5Acreate2(set, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
    const char* pointer = text.c_str();
    require(H5Awrite(attribute, type, &pointer) >= 0, name);
    H5Aclose(attribute);
  }
  for (const auto& [name, value] : array.numbers) {
    const hid_t attribute =
        H5Acreate2(set, name.c_str(), H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT);
    require(H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value) >= 0, name);
    H5Aclose(attribute);
  }
  H5Sclose(space);
  H5Tclose(type);
}

hid_t planeSpace(const Array& values) {
  const hsize_t shape[2] = {static_cast<hsize_t>(values.rows()),
                            static_cast<hsize_t>(values.cols())};
  return values.rows() == 1 ? H5Screate_simple(1, shape + 1, nullptr)
                            : H5Screate_simple(2, shape, nullptr);
}

matvar_t* matVariable(const StatedArray& array) {
  std::size_t shape[2] = {static_cast<std::size_t>(array.values.rows()),
                          static_cast<std::size_t>(array.values.cols())};
  Array columns = array.values.transpose();
  return ::Mat_VarCreate(array.name.c_str(), MAT_C_DOUBLE, MAT_T_DOUBLE, 2, shape, columns.data(),
                         0);
}

}  // namespace

Array evenRow(double first, double step, int count) {
  Array row(1, count);
  for (int i = 0; i < count; ++i) row(0, i) = first + i * step;
  return row;
}

StatedArray stated(const std::string& name, double value) {
  return {name, Array::Constant(1, 1, value)};
}

ByteVector netcdfStating(const StatedArray& first, const StatedArray& second,
                         const std::vector<StatedArray>& arrays, bool netcdf4, bool compressed) {
  const StatementFile file;
  int id = 0, dimensions[2] = {}, coordinates[2] = {};
  require(nc_create(file.path().c_str(), netcdf4 ? NC_NETCDF4 : NC_CLOBBER, &id) == NC_NOERR, "nc");
  const StatedArray* axes[2] = {&first, &second};
  for (int axis = 0; axis < 2; ++axis) {
    const StatedArray& row = *axes[axis];
    nc_def_dim(id, row.name.c_str(), static_cast<std::size_t>(row.values.cols()),
               &dimensions[axis]);
    nc_def_var(id, row.name.c_str(), NC_DOUBLE, 1, &dimensions[axis], &coordinates[axis]);
    if (compressed) nc_def_var_deflate(id, coordinates[axis], 1, 1, 4);
    putAttributes(id, coordinates[axis], row);
  }
  std::vector<int> variables;
  for (const StatedArray& array : arrays) {
    int& variable = variables.emplace_back();
    nc_def_var(id, array.name.c_str(), array.asShorts ? NC_SHORT : NC_DOUBLE, 2, dimensions,
               &variable);
    putAttributes(id, variable, array);
  }
  require(nc_enddef(id) == NC_NOERR, "nc definitions");
  for (int axis = 0; axis < 2; ++axis)
    nc_put_var_double(id, coordinates[axis], axes[axis]->values.data());
  for (std::size_t i = 0; i < arrays.size(); ++i)
    require(nc_put_var_double(id, variables[i], arrays[i].values.data()) == NC_NOERR, "nc values");
  require(nc_close(id) == NC_NOERR, "nc");
  return file.bytes();
}

ByteVector hdf5Stating(const std::vector<StatedArray>& arrays) {
  const StatementFile file;
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  for (const StatedArray& array : arrays)
    if (array.texts.size() + array.numbers.size() > 8)
      H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  const hid_t id = H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access);
  H5Pclose(access);
  for (const StatedArray& array : arrays) {
    const hid_t space = planeSpace(array.values);
    const hid_t set = H5Dcreate2(id, array.name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT,
                                 H5P_DEFAULT, H5P_DEFAULT);
    require(
        H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, array.values.data()) >= 0,
        array.name);
    putTexts(set, array);
    H5Dclose(set);
    H5Sclose(space);
  }
  H5Fclose(id);
  return file.bytes();
}

ByteVector hdf5Filled(const Array& values, double fill) {
  const StatementFile file;
  const hid_t id = H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t chunk[2] = {16, 16};
  const hid_t space = planeSpace(values), creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(creation, 2, chunk);
  H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &fill);
  const hid_t set = H5Dcreate2(id, "v", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  const hsize_t start[2] = {0, 0};
  const hid_t memory = H5Scopy(space);
  H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, chunk, nullptr);
  H5Sselect_hyperslab(memory, H5S_SELECT_SET, start, nullptr, chunk, nullptr);
  require(H5Dwrite(set, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values.data()) >= 0, "HDF5");
  H5Sclose(memory);
  H5Dclose(set);
  H5Pclose(creation);
  H5Sclose(space);
  H5Fclose(id);
  return file.bytes();
}

ByteVector hdf5Complex(const Array& values) {
  const StatementFile file;
  const hid_t id = H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t type = H5Tcreate(H5T_COMPOUND, 2 * sizeof(double)), space = planeSpace(values);
  H5Tinsert(type, "r", 0, H5T_NATIVE_DOUBLE);
  H5Tinsert(type, "i", sizeof(double), H5T_NATIVE_DOUBLE);
  const hid_t set = H5Dcreate2(id, "v", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  std::vector<double> pairs;
  for (Eigen::Index i = 0; i < values.size(); ++i) pairs.insert(pairs.end(), {values.data()[i], 0});
  require(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pairs.data()) >= 0, "HDF5");
  H5Dclose(set);
  H5Sclose(space);
  H5Tclose(type);
  H5Fclose(id);
  return file.bytes();
}

ByteVector matStating(const std::vector<StatedArray>& arrays, MatStatement kind) {
  const StatementFile file;
  mat_t* mat = ::Mat_CreateVer(file.path().c_str(), nullptr,
                               kind == MatStatement::Level4      ? MAT_FT_MAT4
                               : kind == MatStatement::Version73 ? MAT_FT_MAT73
                                                                 : MAT_FT_MAT5);
  require(mat != nullptr, "mat");
  const matio_compression compression =
      kind == MatStatement::Level5Compressed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE;
  for (const StatedArray& array : arrays) {
    matvar_t* variable = matVariable(array);
    require(::Mat_VarWrite(mat, variable, compression) == 0, array.name);
    ::Mat_VarFree(variable);
  }
  ::Mat_Close(mat);
  return file.bytes();
}

ByteVector matStructure(const std::vector<StatedArray>& fields, bool compressed) {
  const StatementFile file;
  mat_t* mat = ::Mat_CreateVer(file.path().c_str(), nullptr, MAT_FT_MAT5);
  require(mat != nullptr, "mat");
  std::vector<const char*> names;
  for (const StatedArray& field : fields) names.push_back(field.name.c_str());
  std::size_t shape[2] = {1, 1};
  matvar_t* model =
      ::Mat_VarCreateStruct("model", 2, shape, names.data(), static_cast<unsigned>(names.size()));
  for (const StatedArray& field : fields)
    ::Mat_VarSetStructFieldByName(model, field.name.c_str(), 0, matVariable(field));
  require(::Mat_VarWrite(mat, model, compressed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE) == 0,
          "structure");
  ::Mat_VarFree(model);
  ::Mat_Close(mat);
  return file.bytes();
}

ByteVector matComplex(const Array& values) {
  const StatementFile file;
  mat_t* mat = ::Mat_CreateVer(file.path().c_str(), nullptr, MAT_FT_MAT5);
  require(mat != nullptr, "mat");
  std::size_t shape[2] = {static_cast<std::size_t>(values.rows()),
                          static_cast<std::size_t>(values.cols())};
  Array columns = values.transpose(), zeros = Array::Zero(values.cols(), values.rows());
  mat_complex_split_t split{columns.data(), zeros.data()};
  matvar_t* variable =
      ::Mat_VarCreate("vp", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, shape, &split, MAT_F_COMPLEX);
  require(::Mat_VarWrite(mat, variable, MAT_COMPRESSION_NONE) == 0, "complex");
  ::Mat_VarFree(variable);
  ::Mat_Close(mat);
  return file.bytes();
}

}  // namespace isochron::tests
