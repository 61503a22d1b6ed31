// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of statements ask of a file that was made of sampleVelocity().
#pragma once

#include <cmath>

#include "data_refusal.h"
#include "statement_samples.h"

namespace isochron::tests {

inline constexpr int kNz = 40, kNx = 60;  // of sampleVelocity()

inline StatedArray axis(const std::string& name, const Array& coordinates,
                        const Texts& texts = {}) {
  return {name, coordinates, texts};
}
inline StatedArray depthAxis() { return axis("depth", evenRow(0, 0.01, kNz), {{"units", "km"}}); }
inline StatedArray lateralAxis() { return axis("x", evenRow(0, 0.02, kNx), {{"units", "km"}}); }
inline StatedArray velocity() { return {"vp", sampleVelocity(), {{"units", "km/s"}}}; }

inline bool isSample(const VelocityModel& model, double tolerance = 1e-6) {
  return model.grid().nx == kNx && model.grid().nz == kNz &&
         (model.velocity() - sampleVelocity()).abs().maxCoeff() < tolerance;
}

inline bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

inline bool hasGrid(const VelocityModel& model, double dx, double dz, Point origin) {
  const Grid& grid = model.grid();
  return near(grid.dx, dx) && near(grid.dz, dz) && near(grid.origin.x, origin.x) &&
         near(grid.origin.z, origin.z);
}

/// The doubt about a field; empty where there is none.
inline std::string doubt(const VelocityFile& file, ImportField field) {
  for (const ImportDoubt& doubted : file.guess().doubts)
    if (doubted.field == field) return doubted.sentence + " | " + doubted.option;
  return {};
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

/// How a file is refused; empty where it is not, or not in a good sentence.
inline std::string sentence(const std::string& name, const ByteVector& bytes) {
  const auto error = failure(name, bytes);
  return error && isGoodSentence(*error, name) ? error->what() : "";
}

}  // namespace isochron::tests
