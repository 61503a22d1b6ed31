// SPDX-License-Identifier: GPL-3.0-or-later
// Reads files without a header, in the shape that the caller gives or that is guessed.
#include "formats/raw_guess.h"
#include "formats/readers.h"

namespace isochron {
namespace {

void checkShape(const FileBytes& file, const RawShape& raw) {
  if (raw.headerBytes < 0 || raw.headerBytes > file.size())
    throw file.error("", "has no " + std::to_string(raw.headerBytes) + " bytes of header to skip",
                     "give a number from 0 to " + std::to_string(file.size()));
  if (raw.shape.size() < 2 || !elementCount(raw.shape))
    throw file.error("", "the given shape " + toText(raw.shape) + " is not that of a model",
                     "give two or more lengths above 0, slowest axis first");
}

}  // namespace

StoredArray readRaw(const FileBytes& file, const OpenOptions& options) {
  StoredArray array;
  RawShape raw;
  if (options.raw) {
    raw = *options.raw;
    checkShape(file, raw);
  } else {
    RawGuess guess = guessRawShape(file);
    raw = guess.shape;
    array.says.shapeReason = std::move(guess.reason);
  }
  array.format = "raw binary";
  array.shape = raw.shape;
  array.type = raw.type;
  array.order = raw.order;
  placeInFile(array, file, raw.headerBytes, "give the shape and number type that fit its length");
  return array;
}

}  // namespace isochron
