// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/learning_library.h"

#include <dlfcn.h>

#include <filesystem>
#include <mutex>
#include <string>

#include "field/error.h"
#include "learning/answering_network.h"

namespace isochron {
namespace {

constexpr const char* kFile = "isochron-learning.so";

/// Beside the program, as in the build tree, or where it is installed.
std::filesystem::path libraryPath() {
  std::error_code ignored;
  const std::filesystem::path folder =
      std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  for (const char* place : {".", "..", "../lib/isochron"}) {
    const std::filesystem::path path = folder / place / kFile;
    if (std::filesystem::exists(path, ignored)) return path;
  }
  throw Error((folder / kFile).string(), "is missing, and without it no network can answer",
              "it comes with isochron and belongs beside it: install both");
}

void* library() {
  static std::mutex mutex;
  static void* loaded = nullptr;
  const std::scoped_lock lock(mutex);
  if (loaded != nullptr) return loaded;
  const std::filesystem::path path = libraryPath();
  loaded = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (loaded == nullptr)
    throw Error(path.string(), std::string("cannot be loaded: ") + ::dlerror(),
                "install it and LibTorch anew");
  return loaded;
}

}  // namespace

void* learningFunction(const char* name) {
  void* function = ::dlsym(RTLD_DEFAULT, name);
  if (function == nullptr) function = ::dlsym(library(), name);
  if (function == nullptr)
    throw Error(kFile, std::string("does not know ") + name,
                "it is of another version: install it and isochron anew");
  return function;
}

std::unique_ptr<AnsweringNetwork> openNetwork(const Archive& archive) {
  using Open = AnsweringNetwork* (*)(const Archive&);
  const auto open = reinterpret_cast<Open>(learningFunction("isochronOpenNetwork"));
  return std::unique_ptr<AnsweringNetwork>(open(archive));
}

}  // namespace isochron
