// SPDX-License-Identifier: GPL-3.0-or-later
// PNG chunks of ours: what is put into a picture comes out, the picture stays one, damage is told.
#include "formats/png_chunk.h"

#include <QByteArray>
#include <QtTest>
#include <random>

#include "formats/base64.h"
#include "formats/velocity_file.h"
#include "training/archive.h"

namespace {

using namespace isochron;

constexpr std::string_view kLetters = "isCh";

/// A grey picture of 2 x 2 pixels.
std::string picture() {
  const auto bytes = fromBase64(
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNwOMDQ8B8ABkUCgKaTtNUAAAAASUVORK"
      "5CYII=");
  return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

FileBytes file(std::string_view bytes) { return FileBytes::fromMemory("p.png", bytesOf(bytes)); }

std::string noise(std::size_t count) {
  std::mt19937 random(3);
  std::string text(count, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

class PngChunkTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsPutInComesOut() {
    for (const std::string& text : {std::string("x"), std::string(1 << 20, 'a'), noise(100000)}) {
      const std::string with = withPngChunk(picture(), kLetters, text);
      QVERIFY(hasPngChunk(file(with), kLetters));
      QVERIFY(pngChunk(file(with), kLetters) == bytesOf(text));
      QVERIFY(!hasPngChunk(file(with), "isCx"));
    }
    QVERIFY(!hasPngChunk(file(picture()), kLetters));
    QVERIFY_THROWS_EXCEPTION(Error, (void)pngChunk(file(picture()), kLetters));
  }

  void aSecondOneReplacesTheFirst() {
    const std::string once = withPngChunk(picture(), kLetters, noise(1000));
    const std::string twice = withPngChunk(once, kLetters, "short");
    QVERIFY(twice == withPngChunk(picture(), kLetters, "short"));
    QVERIFY(pngChunk(file(twice), kLetters) == bytesOf("short"));
  }

  void thePictureStaysOne() {
    const std::string with = withPngChunk(picture(), kLetters, noise(5000));
    const auto grey = [](const std::string& png) {
      return VelocityFile::openBytes("p.png", bytesOf(png)).read().velocity();
    };
    QVERIFY((grey(with) == grey(picture())).all());
  }

  void aModelInsideComesBack() {
    Archive archive;
    archive.metadata["kind"] = "sample";
    archive.put("a", {ArrayType::UInt8, {3}, bytesOf("abc")});
    const std::string with = withPngChunk(picture(), kLetters, archive.toBytes());
    const Archive back =
        Archive::read(FileBytes::fromMemory("p.png", pngChunk(file(with), kLetters)));
    QCOMPARE(back.metadata, archive.metadata);
    QVERIFY(back.at("a").bytes == archive.at("a").bytes);
  }

  void otherFilesAndDamageAreTold() {
    QVERIFY_THROWS_EXCEPTION(Error, (void)withPngChunk("no picture", kLetters, "x"));
    QVERIFY(!hasPngChunk(file("no picture"), kLetters));
    const std::string whole = withPngChunk(picture(), kLetters, noise(300));
    for (std::size_t length = 1; length < whole.size(); ++length) try {
        QVERIFY(pngChunk(file(whole.substr(0, length)), kLetters) == bytesOf(noise(300)));
      } catch (const Error& error) {
        QVERIFY(!std::string(error.what()).empty());
      }
    const std::size_t begin = whole.find(kLetters);
    for (std::size_t at = begin + 4; at < begin + 304; ++at) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] + 1);
      QVERIFY_THROWS_EXCEPTION(Error, (void)pngChunk(file(damaged), kLetters));
    }
  }

  void tooMuchIsRefused() {
    QVERIFY_THROWS_EXCEPTION(
        Error, (void)withPngChunk(picture(), kLetters,
                                  std::string(std::size_t{kMostPngChunkBytes} + 1, '\0')));
  }
};

}  // namespace

QTEST_APPLESS_MAIN(PngChunkTest)
#include "png_chunk_test.moc"
