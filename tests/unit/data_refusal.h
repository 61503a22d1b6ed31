// SPDX-License-Identifier: GPL-3.0-or-later
// How a bad file has to be refused: with one sentence that names the file, the place and the mend.
#pragma once

#include <QTest>
#include <optional>
#include <random>
#include <string>

#include "data_samples.h"
#include "field/error.h"
#include "formats/velocity_file.h"

namespace isochron::tests {

/// What went wrong, or nothing: opens the file and reads its first and last model.
inline std::optional<Error> failure(const std::string& name, const ByteVector& bytes,
                                    const OpenOptions& options = {}) {
  try {
    const VelocityFile file = VelocityFile::openBytes(name, bytes, options);
    file.read(0);
    file.read(file.modelCount() - 1);
    return std::nullopt;
  } catch (const Error& error) {
    return error;
  }
}

/// One sentence that names the file and says how to mend it.
inline bool isGoodSentence(const Error& error, const std::string& file) {
  const std::string text = error.what();
  return text.find(file) == 0 && text.find('\n') == text.npos && text.back() != '.' &&
         !error.problem().empty() && !error.remedy().empty() && text.size() < 400;
}

/// Random bytes, always the same for a seed.
inline ByteVector withSeed(unsigned seed, std::size_t size) {
  std::mt19937 random(seed);
  ByteVector bytes(size);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() & 255U);
  return bytes;
}

}  // namespace isochron::tests

#define VERIFY_REFUSED(problem, file)                          \
  do {                                                         \
    const std::optional<Error> refusal = (problem);            \
    QVERIFY2(refusal.has_value(), "was accepted");             \
    QVERIFY2(isGoodSentence(*refusal, file), refusal->what()); \
  } while (false)
