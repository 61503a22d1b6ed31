// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/npy_sequence_writer.h"

#include <bit>
#include <cassert>
#include <string>

#include "field/error.h"
#include "formats/npy_header.h"

namespace isochron {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie");

std::string npyHeader(std::int64_t count, int nz, int nx, NpyNumber number,
                      const std::optional<NpyStatement>& statement) {
  return npyHeaderBytes(
      number == NpyNumber::Float32 ? "<f4" : "<f8",
      std::to_string(count) + ", " + std::to_string(nz) + ", " + std::to_string(nx), statement);
}

}  // namespace

NpySequenceWriter::NpySequenceWriter(const std::filesystem::path& path, std::int64_t count, int nz,
                                     int nx, NpyNumber number,
                                     const std::optional<NpyStatement>& statement)
    : file_(path), remaining_(count), nz_(nz), nx_(nx), number_(number) {
  file_.write(npyHeader(count, nz, nx, number, statement));
}

void NpySequenceWriter::append(const Array& values) {
  assert(remaining_ > 0);
  if (values.rows() != nz_ || values.cols() != nx_)
    throw Error(file_.target().string(),
                "one model has " + std::to_string(values.rows()) + " x " +
                    std::to_string(values.cols()) + " nodes and those before it " +
                    std::to_string(nz_) + " x " + std::to_string(nx_),
                "write models of one shape");
  const auto write = [this](const auto* data, Eigen::Index size) {
    file_.write(
        {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size) * sizeof(*data)});
  };
  if (number_ == NpyNumber::Float64)
    write(values.data(), values.size());
  else
    write(values.cast<float>().eval().data(), values.size());
  --remaining_;
}

void NpySequenceWriter::finish() {
  assert(remaining_ == 0);
  file_.commit();
}

}  // namespace isochron
