// SPDX-License-Identifier: GPL-3.0-or-later
// Readers: one function per format, from a file's bytes to the array in it.
#pragma once

#include "formats/file_bytes.h"
#include "formats/stored_array.h"
#include "formats/velocity_file.h"

namespace isochron {

/// Each throws Error (one sentence: file, place, mend) for anything that is not a sound file of
/// its format, and allocates nothing that the file's length does not back.
StoredArray readNpy(const FileBytes& file, const OpenOptions& options);
StoredArray readNpz(const FileBytes& file, const OpenOptions& options);
StoredArray readRaw(const FileBytes& file, const OpenOptions& options);
StoredArray readText(const FileBytes& file, const OpenOptions& options);
StoredArray readSegy(const FileBytes& file, const OpenOptions& options);
StoredArray readSeismicUnix(const FileBytes& file, const OpenOptions& options);
StoredArray readNonLinLoc(const FileBytes& file, const OpenOptions& options);
StoredArray readRsf(const FileBytes& file, const OpenOptions& options);
StoredArray readMat(const FileBytes& file, const OpenOptions& options);
StoredArray readMat4(const FileBytes& file, const OpenOptions& options);
StoredArray readHdf5(const FileBytes& file, const OpenOptions& options);
StoredArray readNetcdf(const FileBytes& file, const OpenOptions& options);
StoredArray readVti(const FileBytes& file, const OpenOptions& options);
StoredArray readPng(const FileBytes& file, const OpenOptions& options);

/// True where the whole file is a chain of MATLAB level 4 matrices, which have no mark.
bool looksLikeMat4(const FileBytes& file);

/// Finds the reader by the content first, then by the extension, and reads.
StoredArray readAny(const FileBytes& file, const OpenOptions& options);

}  // namespace isochron
