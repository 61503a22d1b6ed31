// SPDX-License-Identifier: GPL-3.0-or-later
// Reads PNG pictures as grey levels from 0 (black) to 1 (white).
#include <png.h>

#include <csetjmp>
#include <cstring>

#include "formats/readers.h"

namespace isochron {
namespace {

/// What libpng's callbacks share with us. libpng reports errors by longjmp, which must not skip
/// destructors: all that owns memory lives here, outside the functions that are jumped out of.
struct Decoding {
  Bytes bytes;
  std::size_t at = 0;
  std::string problem;
  png_structp png = nullptr;
  png_infop info = nullptr;
  png_uint_32 width = 0;
  png_uint_32 height = 0;
  int depth = 0;  // bits of the decoded grey levels, 8 or 16
  std::vector<png_byte> pixels;
  std::vector<png_bytep> rows;

  ~Decoding() { ::png_destroy_read_struct(&png, &info, nullptr); }
};

void readBytes(png_structp png, png_bytep out, std::size_t count) {
  auto& decoding = *static_cast<Decoding*>(::png_get_io_ptr(png));
  if (count > decoding.bytes.size() - decoding.at) ::png_error(png, "it is cut off");
  std::memcpy(out, decoding.bytes.data() + decoding.at, count);
  decoding.at += count;
}

void onError(png_structp png, png_const_charp message) {
  static_cast<Decoding*>(::png_get_error_ptr(png))->problem = message;
  std::longjmp(*::png_set_longjmp_fn(png, std::longjmp, sizeof(std::jmp_buf)), 1);
}

void onWarning(png_structp, png_const_charp) {}

/// Header and the conversion of every kind of picture to plain grey. False after an error.
bool readHeader(Decoding& decoding) {
  if (setjmp(png_jmpbuf(decoding.png)) != 0) return false;
  ::png_set_read_fn(decoding.png, &decoding, readBytes);
  ::png_read_info(decoding.png, decoding.info);
  decoding.width = ::png_get_image_width(decoding.png, decoding.info);
  decoding.height = ::png_get_image_height(decoding.png, decoding.info);
  const int colour = ::png_get_color_type(decoding.png, decoding.info);
  ::png_set_expand(decoding.png);  // palettes and 1, 2, 4 bits become 8 bits
  if ((colour & PNG_COLOR_MASK_COLOR) != 0)
    ::png_set_rgb_to_gray_fixed(decoding.png, PNG_ERROR_ACTION_NONE, PNG_RGB_TO_GRAY_DEFAULT,
                                PNG_RGB_TO_GRAY_DEFAULT);
  ::png_set_strip_alpha(decoding.png);
  ::png_set_interlace_handling(decoding.png);
  ::png_read_update_info(decoding.png, decoding.info);
  decoding.depth = ::png_get_bit_depth(decoding.png, decoding.info);
  return ::png_get_channels(decoding.png, decoding.info) == 1;
}

bool readPixels(Decoding& decoding) {
  if (setjmp(png_jmpbuf(decoding.png)) != 0) return false;
  ::png_read_image(decoding.png, decoding.rows.data());
  return true;
}

[[noreturn]] void fail(const FileBytes& file, const Decoding& decoding) {
  throw file.errorAt(static_cast<std::int64_t>(decoding.at),
                     "the picture cannot be decoded (" +
                         (decoding.problem.empty() ? "unknown kind" : decoding.problem) + ")",
                     "save it again as a greyscale PNG");
}

void makeRoom(const FileBytes& file, Decoding& decoding) {
  // Grey levels are kept as doubles. libpng takes no more than a million pixels a side, so that
  // the product cannot overflow.
  const std::int64_t needed = sizeOf(ScalarType::Float64) * decoding.width * decoding.height;
  if (needed > expansionLimit(file.size()))
    throw file.errorAt(16,
                       "the header claims " + std::to_string(decoding.width) + " x " +
                           std::to_string(decoding.height) +
                           " pixels, more than a file of this size may expand to (" +
                           byteText(expansionLimit(file.size())) + ")",
                       "save it again as a greyscale PNG");
  const std::size_t rowBytes = ::png_get_rowbytes(decoding.png, decoding.info);
  decoding.pixels.resize(rowBytes * decoding.height);
  decoding.rows.resize(decoding.height);
  for (std::size_t row = 0; row < decoding.height; ++row)
    decoding.rows[row] = decoding.pixels.data() + row * rowBytes;
}

std::vector<double> greyLevels(const Decoding& decoding) {
  std::vector<double> levels;
  levels.reserve(static_cast<std::size_t>(decoding.width) * decoding.height);
  for (const png_byte* row : decoding.rows)
    for (std::size_t i = 0; i < decoding.width; ++i)
      levels.push_back(decoding.depth == 16 ? (256 * row[2 * i] + row[2 * i + 1]) / 65535.0
                                            : row[i] / 255.0);
  return levels;
}

}  // namespace

StoredArray readPng(const FileBytes& file, const OpenOptions&) {
  Decoding decoding;
  decoding.bytes = file.bytes();
  decoding.png = ::png_create_read_struct(PNG_LIBPNG_VER_STRING, &decoding, onError, onWarning);
  if (decoding.png != nullptr) decoding.info = ::png_create_info_struct(decoding.png);
  if (decoding.info == nullptr) fail(file, decoding);
  // Text chunks may not take more memory than the file has.
  ::png_set_chunk_malloc_max(
      decoding.png, static_cast<png_alloc_size_t>(std::max<std::int64_t>(file.size(), 65536)));
  if (!readHeader(decoding)) fail(file, decoding);
  makeRoom(file, decoding);
  if (!readPixels(decoding)) fail(file, decoding);

  StoredArray array;
  array.format = "PNG picture, " + std::to_string(decoding.depth) + "-bit grey";
  array.shape = {decoding.height, decoding.width};
  array.says.picture = true;
  array.says.axes.resize(2);
  array.says.axes[0].role = AxisRole::Depth;
  array.says.axes[0].roleReason = "the rows of a picture are depths";
  placeInMemory(array, greyLevels(decoding));
  return array;
}

}  // namespace isochron
