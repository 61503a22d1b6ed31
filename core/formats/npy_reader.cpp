// SPDX-License-Identifier: GPL-3.0-or-later
// Reads NumPy npy files.
#include "formats/npy_header.h"
#include "formats/readers.h"

namespace isochron {

namespace {

constexpr const char* kPlace = "what Isochron has written into the header";

AxisStatement axis(AxisRole role, const char* reason, double first, double step) {
  AxisStatement axis;
  axis.role = role;
  axis.roleReason = reason;
  if (role == AxisRole::Models) return axis;
  axis.unit = "km";
  axis.upward = false;
  axis.first = first;
  axis.step = step;
  axis.place = kPlace;
  return axis;
}

void state(StoredArray& array, const NpyStatement& statement) {
  array.generator = statement.generator;
  FileStatements& says = array.says;
  says.quantity = "velocity";
  says.unit = "km/s";
  says.unitPlace = kPlace;
  constexpr const char* kReason = "Isochron writes [model, depth, x]";
  for (std::size_t i = 0; i + 2 < array.shape.size(); ++i)
    says.axes.push_back(axis(AxisRole::Models, kReason, 0.0, 0.0));
  says.axes.push_back(axis(AxisRole::Depth, kReason, statement.origin.z, statement.dz));
  says.axes.push_back(axis(AxisRole::Lateral, kReason, statement.origin.x, statement.dx));
}

}  // namespace

StoredArray readNpy(const FileBytes& file, const OpenOptions&) {
  const NpyHeader header = parseNpyHeader(file);
  StoredArray array;
  array.format = "NumPy npy";
  array.shape = header.shape;
  array.type = header.type;
  array.order = header.order;
  array.fortranOrder = header.fortranOrder;
  if (header.statement && !header.fortranOrder && header.shape.size() >= 2)
    state(array, *header.statement);
  placeInFile(array, file, header.dataOffset,
              "the copy is incomplete or the header wrong; copy or save it again");
  return array;
}

}  // namespace isochron
