// SPDX-License-Identifier: GPL-3.0-or-later
// Samples written by the formats' own libraries.
#include <hdf5.h>
#include <matio.h>
#include <netcdf.h>
#include <png.h>
#include <zip.h>
#include <zlib.h>

#include <QTemporaryDir>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "data_samples.h"

namespace isochron::tests {
namespace {

/// A path in a folder that goes away with this object.
class ScratchFile {
 public:
  std::string path() const { return folder_.filePath(QStringLiteral("sample")).toStdString(); }
  ByteVector bytes() const {
    std::ifstream file(path(), std::ios::binary);
    return toBytes(std::string(std::istreambuf_iterator<char>(file), {}));
  }

 private:
  QTemporaryDir folder_;
};

void check(bool sound, const char* what) {
  if (!sound) throw std::runtime_error(std::string("the sample could not be made: ") + what);
}

std::vector<float> floats(const Array& values, double scale = 1.0) {
  std::vector<float> out;
  for (Eigen::Index i = 0; i < values.size(); ++i)
    out.push_back(static_cast<float>(scale * values.data()[i]));
  return out;
}

}  // namespace

ByteVector zlibCompressed(const ByteVector& bytes) {
  uLongf size = ::compressBound(bytes.size());
  ByteVector out(size);
  check(::compress(reinterpret_cast<Bytef*>(out.data()), &size,
                   reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()) == Z_OK,
        "zlib");
  out.resize(size);
  return out;
}

ByteVector npzFile(const std::vector<std::pair<std::string, ByteVector>>& entries,
                   bool compressed) {
  const ScratchFile file;
  zip_t* archive = ::zip_open(file.path().c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  check(archive != nullptr, "zip");
  for (const auto& [name, bytes] : entries) {
    zip_source_t* source = ::zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = ::zip_file_add(archive, (name + ".npy").c_str(), source, 0);
    check(index >= 0, "zip entry");
    ::zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                               compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  check(::zip_close(archive) == 0, "zip");
  return file.bytes();
}

ByteVector pngFile(const Array& grey, int bits) {
  const ScratchFile file;
  std::FILE* stream = std::fopen(file.path().c_str(), "wb");
  png_structp png = ::png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = ::png_create_info_struct(png);
  ::png_init_io(png, stream);
  ::png_set_IHDR(png, info, static_cast<png_uint_32>(grey.cols()),
                 static_cast<png_uint_32>(grey.rows()), bits, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  ::png_write_info(png, info);
  for (Eigen::Index iz = 0; iz < grey.rows(); ++iz) {
    std::vector<png_byte> row;
    for (Eigen::Index ix = 0; ix < grey.cols(); ++ix) {
      const auto level = static_cast<unsigned>(std::lround(grey(iz, ix) * ((1 << bits) - 1)));
      if (bits == 16) row.push_back(static_cast<png_byte>(level >> 8));
      row.push_back(static_cast<png_byte>(level & 255U));
    }
    ::png_write_row(png, row.data());
  }
  ::png_write_end(png, info);
  ::png_destroy_write_struct(&png, &info);
  std::fclose(stream);
  return file.bytes();
}

ByteVector matFile(const Array& values, MatKind kind) {
  const ScratchFile file;
  mat_t* mat = ::Mat_CreateVer(file.path().c_str(), nullptr,
                               kind == MatKind::Version73 ? MAT_FT_MAT73 : MAT_FT_MAT5);
  check(mat != nullptr, "mat");
  const matio_compression compression =
      kind == MatKind::Version5Compressed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE;
  const auto write = [&](const char* name, matio_classes kindOf, matio_types type, std::size_t rows,
                         std::size_t columns, void* data) {
    std::size_t dimensions[2] = {rows, columns};
    matvar_t* variable = ::Mat_VarCreate(name, kindOf, type, 2, dimensions, data, 0);
    check(::Mat_VarWrite(mat, variable, compression) == 0, name);
    ::Mat_VarFree(variable);
  };
  char note[] = "velocity";
  double scalar = 3.0;
  Array columns = values.transpose();
  write("note", MAT_C_CHAR, MAT_T_UTF8, 1, sizeof note - 1, note);
  write("scalar", MAT_C_DOUBLE, MAT_T_DOUBLE, 1, 1, &scalar);
  write("vp", MAT_C_DOUBLE, MAT_T_DOUBLE, static_cast<std::size_t>(values.rows()),
        static_cast<std::size_t>(values.cols()), columns.data());
  ::Mat_Close(mat);
  return file.bytes();
}

ByteVector hdf5File(const Array& values, Hdf5Kind kind) {
  const ScratchFile file;
  const hid_t id = H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t group = H5Gcreate2(id, "models", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[2] = {static_cast<hsize_t>(values.rows()),
                            static_cast<hsize_t>(values.cols())};
  const hsize_t chunk[2] = {16, 16};
  const hid_t space = H5Screate_simple(2, shape, nullptr);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  if (kind != Hdf5Kind::Contiguous) H5Pset_chunk(creation, 2, chunk);
  if (kind == Hdf5Kind::Compressed) H5Pset_shuffle(creation);
  if (kind == Hdf5Kind::Compressed) H5Pset_deflate(creation, 6);
  const hid_t set =
      H5Dcreate2(group, "vp", H5T_IEEE_F32LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  check(H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, floats(values).data()) >= 0,
        "HDF5");
  H5Dclose(set);
  H5Pclose(creation);
  H5Sclose(space);
  H5Gclose(group);
  H5Fclose(id);
  return file.bytes();
}

ByteVector sparseHdf5File(unsigned long long rows, unsigned long long columns) {
  const ScratchFile file;
  const hid_t id = H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[2] = {rows, columns};
  const hsize_t chunk[2] = {16, 16};
  const hid_t space = H5Screate_simple(2, shape, nullptr);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_chunk(creation, 2, chunk);
  const hid_t set = H5Dcreate2(id, "vp", H5T_IEEE_F32LE, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  check(set >= 0, "HDF5");
  H5Dclose(set);
  H5Pclose(creation);
  H5Sclose(space);
  H5Fclose(id);
  return file.bytes();
}

ByteVector textHdf5File() {
  const ScratchFile file;
  const hid_t id = H5Fcreate(file.path().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hsize_t shape[2] = {4, 5};
  const hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, 8);
  const hid_t space = H5Screate_simple(2, shape, nullptr);
  const hid_t set = H5Dcreate2(id, "names", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check(set >= 0, "HDF5");
  H5Dclose(set);
  H5Sclose(space);
  H5Tclose(type);
  H5Fclose(id);
  return file.bytes();
}

ByteVector netcdfFile(const Array& values, bool netcdf4) {
  const ScratchFile file;
  int id = 0, depth = 0, x = 0, depthVariable = 0, xVariable = 0, velocity = 0;
  check(nc_create(file.path().c_str(), netcdf4 ? NC_NETCDF4 : NC_CLOBBER, &id) == NC_NOERR, "nc");
  nc_def_dim(id, "depth", static_cast<std::size_t>(values.rows()), &depth);
  nc_def_dim(id, "x", static_cast<std::size_t>(values.cols()), &x);
  const int dimensions[2] = {depth, x};
  nc_def_var(id, "depth", NC_DOUBLE, 1, &depth, &depthVariable);
  nc_def_var(id, "x", NC_FLOAT, 1, &x, &xVariable);
  nc_def_var(id, "vp", NC_FLOAT, 2, dimensions, &velocity);
  nc_put_att_text(id, depthVariable, "units", 1, "m");
  nc_put_att_text(id, xVariable, "units", 1, "m");
  nc_put_att_text(id, velocity, "units", 3, "m/s");
  nc_enddef(id);
  std::vector<double> depths, positions;
  for (Eigen::Index i = 0; i < values.rows(); ++i) depths.push_back(10.0 * static_cast<double>(i));
  for (Eigen::Index i = 0; i < values.cols(); ++i)
    positions.push_back(100.0 + 12.5 * static_cast<double>(i));
  nc_put_var_double(id, depthVariable, depths.data());
  nc_put_var_double(id, xVariable, positions.data());
  check(nc_put_var_float(id, velocity, floats(values, 1000.0).data()) == NC_NOERR, "nc values");
  check(nc_close(id) == NC_NOERR, "nc");
  return file.bytes();
}

}  // namespace isochron::tests
