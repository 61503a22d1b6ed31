// SPDX-License-Identifier: GPL-3.0-or-later
// SEG-Y geometry: what the headers of the traces say about where they lie.
#pragma once

#include <cstdint>

#include "formats/segy_header.h"
#include "formats/statements.h"

namespace isochron {

/// Traces per line of a cube whose lines are equally long and stand in order; else all of them.
std::int64_t tracesPerLine(const FileBytes& file, const SegyHeader& header);

/// Positions of the first `traces` traces, from the first kind of coordinates that varies
/// (midpoints, receivers, sources), in metres, feet, seconds of arc or degrees as the headers say.
/// Lines in any direction are measured along themselves. Fills `lateral`, and `says.beside` with
/// the latitude where x is a longitude.
void stateTraces(const FileBytes& file, const SegyHeader& header, std::int64_t traces,
                 AxisStatement& lateral, FileStatements& says);

/// Sample interval and depth of the first sample.
void stateSamples(const FileBytes& file, const SegyHeader& header, AxisStatement& depth);

/// Seismic Unix keeps both steps as floats in its trace headers: d1, f1, d2, f2. False where they
/// are not set.
bool stateSeismicUnixSteps(const FileBytes& file, const SegyHeader& header, AxisStatement& lateral,
                           AxisStatement& depth);

}  // namespace isochron
