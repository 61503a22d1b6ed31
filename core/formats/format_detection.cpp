// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out which reader a file needs: by its first bytes, then by its extension.
#include <algorithm>
#include <array>
#include <string_view>

#include "formats/npy_header.h"
#include "formats/readers.h"
#include "formats/segy_header.h"
#include "formats/text_numbers.h"

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

/// An extension that promises a format holds the file to it, so that a damaged one is named as
/// such and not taken for something else.
Reader byExtension(const FileBytes& file) {
  struct Entry {
    std::string_view extension;
    Reader reader;
  };
  constexpr Entry kEntries[] = {
      {".npy", readNpy},  {".npz", readNpz},   {".sgy", readSegy}, {".segy", readSegy},
      {".rsf", readRsf},  {".mat", readMat},   {".h5", readHdf5},  {".hdf5", readHdf5},
      {".hdf", readHdf5}, {".nc", readNetcdf}, {".nc4", readHdf5}, {".cdf", readNetcdf},
      {".vti", readVti},  {".png", readPng},   {".csv", readText}, {".txt", readText},
      {".asc", readText}, {".bin", readRaw},   {".raw", readRaw},  {".f32", readRaw}};
  const std::string extension = file.extension();
  const auto* found =
      std::find_if(std::begin(kEntries), std::end(kEntries),
                   [&](const Entry& entry) { return entry.extension == extension; });
  return found == std::end(kEntries) ? nullptr : found->reader;
}

Reader byContent(const FileBytes& file) {
  constexpr std::size_t kLooked = 4096;
  if (looksLikeSegy(file)) return readSegy;
  const std::string_view start = file.text(0, kLooked);
  if (!looksLikeText(start)) return readRaw;
  return start.find("n1=") != start.npos && start.find("in=") != start.npos ? readRsf : readText;
}

}  // namespace

StoredArray readAny(const FileBytes& file, const OpenOptions& options) {
  if (options.raw) return readRaw(file, options);
  Reader reader = byMark(file);
  if (reader == nullptr) reader = byExtension(file);
  if (reader == nullptr) reader = byContent(file);
  return reader(file, options);
}

}  // namespace isochron
