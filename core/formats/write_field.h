// SPDX-License-Identifier: GPL-3.0-or-later
// Writers: fields and models to files that other programs read. All write to a temporary name
// beside the target, sync, and rename, so that a file is whole or not there.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "field/contours.h"
#include "field/field.h"
#include "formats/npy_statement.h"

namespace isochron {

/// Replaces `path` by `bytes`, atomically. Throws Error where it cannot.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// NumPy npy 1.0, little-endian float64, C order, (nz, nx). `statement`: of velocities whose
/// geometry is known, not guessed.
void writeNpy(const std::filesystem::path& path, const Array& values,
              const std::optional<NpyStatement>& statement = {});
/// (N, nz, nx); all of one shape.
void writeNpy(const std::filesystem::path& path, const std::vector<Array>& values);
/// Text: a comment line with quantity ("velocity [km/s]"), spacing and origin, then nz lines of nx
/// values.
void writeCsv(const std::filesystem::path& path, const Field& field, const std::string& quantity);
/// Header-less little-endian float32, x fastest.
void writeRaw(const std::filesystem::path& path, const Array& values);
/// ParaView image data (XML, base64), point data by name ("velocity [km/s]"); one grid for all.
void writeVti(const std::filesystem::path& path, const Grid& grid,
              const std::map<std::string, Array>& arrays);
/// Receivers and times: "x_km,z_km,time_s".
void writeReceivers(const std::filesystem::path& path, const std::vector<Point>& receivers,
                    const std::vector<double>& times);
/// Rays: "ray,x_km,z_km", a line per point.
void writeRays(const std::filesystem::path& path, const std::vector<Polyline>& rays);
/// By the extension of `path`: .npy, .csv (.txt), .vti, .bin (.raw, .f32). Throws Error for others.
/// `statement` is for npy alone.
void writeField(const std::filesystem::path& path, const Field& field, const std::string& quantity,
                const std::optional<NpyStatement>& statement = {});

}  // namespace isochron
