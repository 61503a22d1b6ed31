// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/learning_library.h"

#include <dlfcn.h>

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>

#include "field/error.h"
#include "learning/answering_network.h"
#include "learning/comparing.h"

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

constexpr const char* kAnyFunction = "isochronOpenNetwork";

std::atomic<void*> loadedLibrary = nullptr;

/// The program has the functions linked in.
bool isLinkedIn() { return ::dlsym(RTLD_DEFAULT, kAnyFunction) != nullptr; }

void* library() {
  static std::mutex mutex;
  if (void* loaded = loadedLibrary) return loaded;
  const std::scoped_lock lock(mutex);
  if (void* loaded = loadedLibrary) return loaded;
  const std::filesystem::path path = libraryPath();
  loadedLibrary = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (loadedLibrary == nullptr)
    throw Error(path.string(), std::string("cannot be loaded: ") + ::dlerror(),
                "install it and LibTorch anew");
  return loadedLibrary;
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

void loadLearningLibrary() {
  if (!isLinkedIn()) (void)library();
}

bool isLearningLibraryLoaded() { return loadedLibrary != nullptr || isLinkedIn(); }

std::unique_ptr<AnsweringNetwork> openNetwork(const Archive& archive) {
  using Open = AnsweringNetwork* (*)(const Archive&);
  const auto open = reinterpret_cast<Open>(learningFunction(kAnyFunction));
  return std::unique_ptr<AnsweringNetwork>(open(archive));
}

Comparison runComparison(const Archive& latentPinn, const ComparisonRequest& request,
                         const Json& settings, const std::function<void(const Comparison&)>& tell,
                         const std::stop_token& stop) {
  using Compare =
      void (*)(const Archive&, const ComparisonRequest&, const Json&,
               const std::function<void(const Comparison&)>&, const std::stop_token&, Comparison&);
  const auto compare = reinterpret_cast<Compare>(learningFunction("isochronCompare"));
  Comparison result;
  compare(latentPinn, request, settings, tell, stop, result);
  return result;
}

}  // namespace isochron
