// SPDX-License-Identifier: GPL-3.0-or-later
// Reads NumPy npy files.
#include "formats/npy_header.h"
#include "formats/readers.h"

namespace isochron {

StoredArray readNpy(const FileBytes& file, const OpenOptions&) {
  const NpyHeader header = parseNpyHeader(file);
  StoredArray array;
  array.format = "NumPy npy";
  array.shape = header.shape;
  array.type = header.type;
  array.order = header.order;
  array.fortranOrder = header.fortranOrder;
  placeInFile(array, file, header.dataOffset,
              "the copy is incomplete or the header wrong; copy or save it again");
  return array;
}

}  // namespace isochron
