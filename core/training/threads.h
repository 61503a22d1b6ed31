// SPDX-License-Identifier: GPL-3.0-or-later
// Threads: how many a stage computes with.
#pragma once

namespace isochron {

/// How many threads LibTorch and the linear algebra below it use from now on; 0 as many as the
/// machine runs at once.
void useThreads(int threads);

}  // namespace isochron
