// SPDX-License-Identifier: GPL-3.0-or-later
// For thread sanitizer builds: tells the sanitizer in what order OpenMP runs things. GCC's OpenMP
// library is built without the sanitizer and waits with futexes of its own, so that everything a
// parallel region reads or writes would seem a race with what comes before and after it. This
// stands in front of the library's function, for our code and for LibTorch alike. What threads do
// to each other inside a region is watched as ever.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

namespace {

using Work = void (*)(void*);
using Parallel = void (*)(Work, void*, unsigned, unsigned);

struct Region {
  Work work;
  void* data;
};

void runInOrder(void* region) {
  __tsan_acquire(region);
  const Region& known = *static_cast<Region*>(region);
  known.work(known.data);
  __tsan_release(region);
}

}  // namespace

extern "C" void GOMP_parallel(Work work, void* data, unsigned threads, unsigned flags) {
  static const auto parallel = reinterpret_cast<Parallel>(::dlsym(RTLD_NEXT, "GOMP_parallel"));
  Region region{work, data};
  __tsan_release(&region);
  parallel(runInOrder, &region, threads, flags);
  __tsan_acquire(&region);
}
