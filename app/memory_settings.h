// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of the process's memory, made once at its start.
#pragma once

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace isochron {

/// Keeps freed blocks of up to 64 MB for the next one of their size. A live answer makes and drops
/// fields of a few MB many times a second; given back to the system each time, their pages would
/// cost as much as a tenth of the solver.
inline void keepFreedFields() {
#if defined(__GLIBC__)
  constexpr int kLargestBlock = 64 << 20, kMostKept = 256 << 20;  // bytes
  // NOLINTBEGIN(concurrency-mt-unsafe): nothing else runs yet.
  mallopt(M_MMAP_THRESHOLD, kLargestBlock);
  mallopt(M_TRIM_THRESHOLD, kMostKept);
  // NOLINTEND(concurrency-mt-unsafe)
#endif
}

}  // namespace isochron
