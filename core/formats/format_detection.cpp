// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out which reader a file needs: by its content, and by its extension alone where the content
// is damaged beyond recognition or has no marks.
#include <algorithm>
#include <array>
#include <string_view>

#include "formats/nonlinloc.h"
#include "formats/npy_header.h"
#include "formats/readers.h"
#include "formats/rsf_header.h"
#include "formats/segy_header.h"
#include "formats/text_encoding.h"
#include "formats/text_table.h"

namespace isochron {
namespace {

using Reader = StoredArray (*)(const FileBytes&, const OpenOptions&);

/// Formats that begin with a mark of their own.
Reader byMark(const FileBytes& file) {
  constexpr std::string_view kHdf5 = "\x89HDF\r\n\x1a\n";
  if (file.has(kNpyMagic)) return readNpy;
  if (file.has("PK\x03\x04") || file.has("PK\x05\x06")) return readNpz;
  // MATLAB 7.3 files are HDF5 behind a block of 512 bytes.
  if (file.has(kHdf5) || file.has(kHdf5, 512)) return readHdf5;
  if (file.has("MATLAB 5.0 MAT-file")) return readMat;
  if (file.has("CDF\x01") || file.has("CDF\x02") || file.has("CDF\x05")) return readNetcdf;
  if (file.has("\x89PNG\r\n\x1a\n")) return readPng;
  if (file.has("<?xml") || file.has("<VTKFile")) return readVti;
  return nullptr;
}

/// Formats that are known by their headers, whatever the file is called.
Reader byHeader(const FileBytes& file) {
  if (looksLikeRsf(file)) return readRsf;
  if (looksLikeNonLinLoc(file)) return readNonLinLoc;
  if (looksLikeSegy(file)) return readSegy;
  if (looksLikeMat4(file)) return readMat4;
  if (holdsTextNumbers(file)) return readText;
  return seismicUnixHeader(file) ? readSeismicUnix : nullptr;
}

/// An extension that promises a format holds the file to it, so that a damaged one is named as
/// such and not taken for something else.
Reader byExtension(const FileBytes& file) {
  struct Entry {
    std::string_view extension;
    Reader reader;
  };
  constexpr Entry kEntries[] = {
      {".npy", readNpy},   {".npz", readNpz},  {".sgy", readSegy},   {".su", readSeismicUnix},
      {".segy", readSegy}, {".rsf", readRsf},  {".hh", readRsf},     {".buf", readRaw},
      {".mat", readMat},   {".h5", readHdf5},  {".hdf5", readHdf5},  {".hdf", readHdf5},
      {".nc", readNetcdf}, {".nc4", readHdf5}, {".cdf", readNetcdf}, {".vti", readVti},
      {".png", readPng},   {".csv", readText}, {".txt", readText},   {".asc", readText},
      {".bin", readRaw},   {".raw", readRaw},  {".f32", readRaw}};
  const std::string extension = file.extension();
  const auto* found =
      std::find_if(std::begin(kEntries), std::end(kEntries),
                   [&](const Entry& entry) { return entry.extension == extension; });
  return found == std::end(kEntries) ? nullptr : found->reader;
}

}  // namespace

StoredArray readAny(const FileBytes& file, const OpenOptions& options) {
  if (options.raw) return readRaw(file, options);
  if (file.has("version https://git-lfs.github.com/"))
    throw file.error("", "is a pointer of Git LFS, and not the file that it stands for",
                     "fetch that with git lfs pull");
  Reader reader = byMark(file);
  if (reader == nullptr) reader = byHeader(file);
  if (reader == nullptr) reader = byExtension(file);
  if (reader == nullptr) reader = looksLikeTextFile(file) ? readText : readRaw;
  return reader(file, options);
}

}  // namespace isochron
