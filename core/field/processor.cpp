// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/processor.h"

#include <array>
#include <cstdlib>
#include <string>

#include "field/error.h"

namespace isochron {
namespace {

constexpr const char* kVariable = "ISOCHRON_KERNELS";
constexpr const char* kOpenBlasVariable = "OPENBLAS_CORETYPE";
constexpr std::array kBestFirst = {KernelSet::Avx512, KernelSet::Avx2, KernelSet::Generic};

std::string_view forced() {
  const char* value = std::getenv(kVariable);
  return value != nullptr ? value : "";
}

KernelSet best() {
  for (const KernelSet kernels : kBestFirst)
    if (canRun(kernels)) return kernels;
  return KernelSet::Generic;
}

std::string runnable() {
  std::string names;
  for (const KernelSet kernels : {KernelSet::Generic, KernelSet::Avx2, KernelSet::Avx512})
    if (canRun(kernels)) names += (names.empty() ? "" : " or ") + std::string(toText(kernels));
  return names;
}

KernelSet chosen() {
  const std::string_view name = forced();
  if (name.empty()) return best();
  const auto refuse = [&](const char* problem) {
    throw Error(kVariable, '\'' + std::string(name) + "' " + problem,
                "set it to " + runnable() + ", or leave it unset");
  };
  for (const KernelSet kernels : kBestFirst) {
    if (toText(kernels) != name) continue;
    if (!canRun(kernels)) refuse("are kernels that this processor cannot run");
    return kernels;
  }
  refuse("names no kernels");
  return KernelSet::Generic;
}

}  // namespace

std::string_view toText(KernelSet kernels) {
  return kernels == KernelSet::Generic ? "generic" : kernels == KernelSet::Avx2 ? "avx2" : "avx512";
}

bool canRun(KernelSet kernels) {
#if defined(__x86_64__)
  switch (kernels) {
    case KernelSet::Generic:
      return true;
    case KernelSet::Avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case KernelSet::Avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl");
  }
#endif
  return kernels == KernelSet::Generic;
}

KernelSet kernelSet() {
  static const KernelSet kernels = chosen();
  return kernels;
}

bool kernelsAreForced() { return !forced().empty(); }

std::string_view openBlasKernels() {
#if defined(__x86_64__)
  if (canRun(KernelSet::Avx512)) return "SkylakeX";
  if (canRun(KernelSet::Avx2)) return __builtin_cpu_is("amd") ? "Zen" : "Haswell";
#endif
  return {};
}

bool chooseOpenBlasKernels() {
  if (std::getenv(kOpenBlasVariable) != nullptr || openBlasKernels().empty()) return false;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): the header asks for no other threads.
  return ::setenv(kOpenBlasVariable, openBlasKernels().data(), 0) == 0;
}

}  // namespace isochron
