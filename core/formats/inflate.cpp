// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/inflate.h"

#include <zlib.h>

#include <algorithm>

namespace isochron {
namespace {

class Inflater {
 public:
  Inflater() { ready_ = ::inflateInit(&stream_) == Z_OK; }
  ~Inflater() {
    if (ready_) ::inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

/// So many bytes at a time that a stop is not waited for.
uInt chunk(std::size_t bytes) {
  return static_cast<uInt>(std::min<std::size_t>(bytes, std::size_t{1} << 24));
}

}  // namespace

std::optional<std::vector<std::byte>> inflated(Bytes stream, std::int64_t limit,
                                               const std::stop_token& stop) {
  Inflater inflater;
  if (!inflater.ready()) return std::nullopt;
  z_stream& state = inflater.stream();
  std::vector<std::byte> out;
  std::size_t produced = 0, consumed = 0;
  const auto wanted = static_cast<std::size_t>(limit);
  while (produced < wanted) {
    if (stop.stop_requested()) throw Cancelled();
    if (produced == out.size())
      out.resize(std::min(wanted, std::max<std::size_t>(std::size_t{1} << 16, 2 * out.size())));
    state.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(stream.data() + consumed));
    state.avail_in = chunk(stream.size() - consumed);
    state.next_out = reinterpret_cast<Bytef*>(out.data() + produced);
    state.avail_out = chunk(out.size() - produced);
    const uInt in = state.avail_in, room = state.avail_out;
    const int result = ::inflate(&state, Z_NO_FLUSH);
    consumed += in - state.avail_in;
    produced += room - state.avail_out;
    if (result == Z_STREAM_END) break;
    const bool stuck = in == state.avail_in && room == state.avail_out;
    if (result != Z_OK || stuck) return std::nullopt;
  }
  out.resize(produced);
  return out;
}

}  // namespace isochron
