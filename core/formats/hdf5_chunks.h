// SPDX-License-Identifier: GPL-3.0-or-later
// Hdf5Chunks: the values of a chunked HDF5 data set, put together by us.
#pragma once

#include <string>
#include <vector>

#include "formats/file_bytes.h"
#include "formats/hdf5_handles.h"

namespace isochron {

/// All values in row-major order. The library only fetches the stored bytes of each chunk: its
/// own decoding reads beyond its buffers where a damaged file has chunks of another element size
/// (seen in 1.10.8). Deflate, shuffle and checksums are undone here. Chunks that were never
/// written hold `fill`, one element's bytes, or zero where it is empty. Throws Error where a chunk
/// is damaged or packed in another way; the caller has checked that `shape` times `elementSize`
/// bytes may be taken.
std::vector<std::byte> readHdf5Chunks(const FileBytes& file, const std::string& name, hid_t set,
                                      const std::vector<std::int64_t>& shape,
                                      std::int64_t elementSize, const std::vector<std::byte>& fill);

}  // namespace isochron
