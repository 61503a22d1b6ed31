// SPDX-License-Identifier: GPL-3.0-or-later
// Processor: what this machine's processor can do, and which compiled kernels follow from that.
#pragma once

#include <string_view>

namespace isochron {

/// Our inner loops are compiled once for each.
enum class KernelSet { Generic, Avx2, Avx512 };

/// "generic", "avx2", "avx512".
std::string_view toText(KernelSet kernels);

/// True where the processor and the system have the instructions.
bool canRun(KernelSet kernels);

/// The kernels that all loops of this process use: those that the environment variable
/// ISOCHRON_KERNELS names, else the best that this machine can run. Throws Error where the variable
/// holds no such name, or names kernels that this machine cannot run.
KernelSet kernelSet();
/// True where ISOCHRON_KERNELS names them.
bool kernelsAreForced();

/// The name that OpenBLAS gives its kernels for such a processor, as its variable OPENBLAS_CORETYPE
/// takes it; empty where those that it chooses by itself are as good.
///
/// OpenBLAS chooses by a table of processors. Those that are newer than the table it takes for the
/// oldest of all (Debian 12's 0.3.21 does so with Intel's since 2022, and loses two thirds of their
/// speed); by the instructions they can be told for ever.
std::string_view openBlasKernels();

/// Has OpenBLAS use those, unless OPENBLAS_CORETYPE is set: sets that variable, which OpenBLAS
/// reads once, when it is loaded. Returns whether it has set it. Not while other threads run.
bool chooseOpenBlasKernels();

}  // namespace isochron
