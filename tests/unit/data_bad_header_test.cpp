// SPDX-License-Identifier: GPL-3.0-or-later
// Files whose headers promise what the file does not hold, or that hold no velocities: refused,
// with memory bounded by the file's size.
#include <zlib.h>

#include <QTest>
#include <fstream>
#include <functional>
#include <vector>

#include "data_refusal.h"
#include "formats/file_bytes.h"

using namespace isochron;
using namespace isochron::tests;

/// The HDF5 library forgets some of its own blocks on damaged files; ours are all counted.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

namespace {

ByteVector pngSample() { return pngFile((sampleVelocity() - 1.0) / 4.0, 8); }

std::int64_t statusKilobytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind(key, 0) == 0) return std::stoll(line.substr(key.size() + 1));
  return 0;
}

/// How far the memory in use rose at most while `run` ran, in bytes.
std::int64_t peakGrowth(const std::function<void()>& run) {
  std::ofstream("/proc/self/clear_refs") << "5";  // resets the high-water mark
  const std::int64_t before = statusKilobytes("VmRSS:");
  run();
  return 1024 * (statusKilobytes("VmHWM:") - before);
}

std::string replaced(const ByteVector& bytes, const std::string& from, const std::string& to) {
  std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t at = text.find(from);
  if (at == text.npos) throw std::runtime_error("the sample does not hold " + from);
  return text.replace(at, from.size(), to);
}

struct Refused {
  const char* title;
  const char* name;
  std::function<ByteVector()> make;
};

Array sample() { return sampleVelocity(); }

/// No trace header says how long its trace is.
ByteVector withoutTraceLengths(ByteVector segy) {
  for (std::size_t at = 3600 + 114; at < segy.size(); at += 240 + 4 * 40)
    segy[at] = segy[at + 1] = std::byte{0};
  return segy;
}

/// A PNG header of that size with a sound checksum, and no pixels.
ByteVector pngHeader(std::uint32_t width, std::uint32_t height) {
  ByteVector bytes = pngSample();
  for (int i = 0; i < 4; ++i) {
    bytes[16 + static_cast<std::size_t>(i)] = static_cast<std::byte>(width >> (24 - 8 * i) & 255U);
    bytes[20 + static_cast<std::size_t>(i)] = static_cast<std::byte>(height >> (24 - 8 * i) & 255U);
  }
  const auto sum =
      static_cast<std::uint32_t>(::crc32(0, reinterpret_cast<const Bytef*>(bytes.data() + 12), 17));
  for (int i = 0; i < 4; ++i)
    bytes[29 + static_cast<std::size_t>(i)] = static_cast<std::byte>(sum >> (24 - 8 * i) & 255U);
  return bytes;
}

/// Headers that promise more than the file holds.
const std::vector<Refused>& hugeHeaders() {
  static const std::vector<Refused> all = {
      {"npy shape", "h.npy", [] { return npyFile("<f8", "(1000000, 1000000)", ByteVector(64)); }},
      {"npy shape that overflows", "h.npy",
       [] { return npyFile("<f8", "(4294967296, 4294967296, 8)", ByteVector(64)); }},
      {"npy header length", "h.npy",
       [] {
         return joined(toBytes(std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)),
                       ByteVector(64));
       }},
      {"npy axes", "h.npy",
       [] {
         std::string shape = "(";
         for (int i = 0; i < 5000; ++i) shape += "2, ";
         return npyFile("<f8", shape + ")", ByteVector(64));
       }},
      {"npz array", "h.npz",
       [] {
         return npzFile({{"v", npyFile("<f8", "(1000000, 1000000)", ByteVector(64))}}, true);
       }},
      {"npz bomb", "h.npz",
       [] {
         return npzFile({{"v", npyFile("<f8", "(5000, 5000)", ByteVector(200000000))}}, true);
       }},
      {"SEG-Y samples", "h.sgy",
       [] {
         ByteVector bytes = withoutTraceLengths(segyFile(sample(), 5));
         bytes[3220] = bytes[3221] = std::byte{0xff};
         return bytes;
       }},
      {"SEG-Y extended headers", "h.sgy",
       [] {
         ByteVector bytes = segyFile(sample(), 5);
         bytes[3500] = std::byte{1};
         bytes[3504] = bytes[3505] = std::byte{0x7f};
         bytes.push_back(std::byte{0});  // no number of them agrees with the file's length
         return bytes;
       }},
      {"SEG-Y rev 2 samples", "h.sgy",
       [] {
         ByteVector bytes = withoutTraceLengths(segyFile(sample(), 5));
         bytes[3220] = bytes[3221] = std::byte{0};
         bytes[3500] = std::byte{2};
         for (std::size_t i = 3268; i < 3272; ++i) bytes[i] = std::byte{0xff};
         return bytes;
       }},
      {"RSF length", "h.rsf",
       [] {
         return toBytes(replaced(rsfFile(sample(), "native_float"), "n1=40", "n1=4000000000"));
       }},
      {"RSF ascii length", "h.rsf",
       [] {
         return toBytes(replaced(rsfFile(sample(), "ascii_float"), "n1=40", "n1=4000000000"));
       }},
      {"MATLAB dimensions", "h.mat",
       [] {
         ByteVector bytes = matBigEndianFile(sample());
         for (std::size_t i = 160; i < 168; ++i) bytes[i] = std::byte{0x7f};
         return bytes;
       }},
      {"MATLAB element length", "h.mat",
       [] {
         ByteVector bytes = matBigEndianFile(sample());
         for (std::size_t i = 132; i < 136; ++i) bytes[i] = std::byte{0xff};
         return bytes;
       }},
      {"MATLAB bomb", "h.mat",
       [] { return matFile(Array::Zero(4000, 4000), MatKind::Version5Compressed); }},
      {"HDF5 shape", "h.h5", [] { return sparseHdf5File(1000000, 1000000); }},
      {"HDF5 shape that overflows", "h.h5", [] { return sparseHdf5File(1ULL << 40, 1ULL << 40); }},
      {"NetCDF dimension", "h.nc",
       [] {
         ByteVector bytes = netcdfFile(sample(), false);
         const std::string name(
             "\0\0\0\x05"
             "depth\0\0\0",
             12);
         return toBytes(replaced(bytes, name + std::string("\0\0\0\x28", 4),
                                 name + std::string("\x7f\xff\xff\xff", 4)));
       }},
      {"NetCDF number of dimensions", "h.nc",
       [] {
         ByteVector bytes = netcdfFile(sample(), false);
         for (std::size_t i = 12; i < 16; ++i) bytes[i] = std::byte{0x7f};
         return bytes;
       }},
      {"VTI extent", "h.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::Base64), "Piece Extent=\"0 59",
                                 "Piece Extent=\"0 999999999"));
       }},
      {"VTI ascii extent", "h.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::Ascii), "Piece Extent=\"0 59",
                                 "Piece Extent=\"0 999999999"));
       }},
      {"VTI compressed extent", "h.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::AppendedRawCompressed),
                                 "Piece Extent=\"0 59", "Piece Extent=\"0 999999999"));
       }},
      {"VTI nesting", "h.vti",
       [] {
         std::string text = "<VTKFile>";
         for (int i = 0; i < 300000; ++i) text += "<a>";
         return toBytes(text);
       }},
      {"PNG size", "h.png", [] { return pngHeader(900000, 900000); }},
      {"PNG size beyond all pictures", "h.png", [] { return pngHeader(0x7fffffff, 0x7fffffff); }},
  };
  return all;
}

/// Sound files of something else than a velocity model.
const std::vector<Refused>& wrongKinds() {
  static const std::vector<Refused> all = {
      {"npy complex", "w.npy", [] { return npyFile("<c16", "(40, 60)", ByteVector(38400)); }},
      {"npy text", "w.npy", [] { return npyFile("<U8", "(40, 60)", ByteVector(76800)); }},
      {"npy objects", "w.npy", [] { return npyFile("|O", "(4, 6)", ByteVector(192)); }},
      {"npy columns", "w.npy",
       [] {
         return toBytes(replaced(npyFile("@", "(4,)", ByteVector(64)), "'@'", "[('v', '<f8')]"));
       }},
      {"npy scalar", "w.npy", [] { return npyFile("<f8", "()", ByteVector(8)); }},
      {"npy one axis", "w.npy", [] { return npyFile("<f8", "(60,)", ByteVector(480)); }},
      {"npy one row", "w.npy", [] { return npyFile("<f8", "(1, 60)", ByteVector(480)); }},
      {"npy no rows", "w.npy", [] { return npyFile("<f8", "(0, 60)", {}); }},
      {"npy negative length", "w.npy", [] { return npyFile("<f8", "(-4, 6)", ByteVector(192)); }},
      {"npy version 9", "w.npy", [] { return npyFile("<f8", "(2, 2)", ByteVector(32), false, 9); }},
      {"npz of text", "w.npz",
       [] {
         return npzFile({{"n", npyFile("|S4", "(2, 3)", ByteVector(24))}}, false);
       }},
      {"npz of scalars", "w.npz",
       [] {
         return npzFile({{"n", npyFile("<f8", "()", ByteVector(8))}}, false);
       }},
      {"npz without arrays", "w.npz", [] { return npzFile({}, false); }},
      {"npz of noise", "w.npz",
       [] {
         return npzFile({{"n", withSeed(3, 500)}}, false);
       }},
      {"raw prime length", "w.bin",
       [] { return encoded(Array::Constant(1, 7919, 2.0), ScalarType::Float32); }},
      {"text of words", "w.txt", [] { return toBytes("velocity model\nof nothing\n"); }},
      {"text with a word", "w.txt", [] { return toBytes("1 2 3\n4 five 6\n"); }},
      {"text with uneven lines", "w.txt", [] { return toBytes("1 2 3\n4 5\n6 7 8\n"); }},
      {"text of one line", "w.txt", [] { return toBytes("1 2 3\n"); }},
      {"text of one column", "w.csv", [] { return toBytes("1\n2\n3\n"); }},
      {"text of comments", "w.csv", [] { return toBytes("# nothing\n"); }},
      {"SEG-Y format code", "w.sgy",
       [] {
         ByteVector bytes = segyFile(sample(), 5);
         bytes[3225] = std::byte{4};
         return bytes;
       }},
      {"SEG-Y one trace", "w.sgy", [] { return segyFile(sample().leftCols(1), 5); }},
      {"SEG-Y no samples", "w.sgy", [] { return segyFile(Array(0, 4), 5); }},
      {"SEG-Y uneven traces", "w.sgy",
       [] {
         ByteVector bytes = segyFile(sample(), 5);
         const auto trace = bytes.begin() + 3600 + 400 * 17;
         trace[115] = std::byte{39};
         bytes.erase(trace + 396, trace + 400);
         return bytes;
       }},
      {"RSF complex", "w.rsf",
       [] {
         return toBytes(
             replaced(rsfFile(sample(), "native_float"), "native_float", "native_complex"));
       }},
      {"RSF without data", "w.rsf", [] { return toBytes("n1=4 n2=5 in=\"/nowhere/at/all\""); }},
      {"RSF without lengths", "w.rsf",
       [] {
         return toBytes(
             "in=stdin\x0c\x0c\x04"
             "12345678");
       }},
      {"RSF without anything", "w.rsf", [] { return toBytes("hello"); }},
      {"MATLAB row", "w.mat", [] { return matFile(sample().topRows(1), MatKind::Version5); }},
      {"HDF5 of text", "w.h5", [] { return textHdf5File(); }},
      {"HDF5 row", "w.h5", [] { return hdf5File(sample().topRows(1), Hdf5Kind::Contiguous); }},
      {"NetCDF row", "w.nc", [] { return netcdfFile(sample().topRows(1), false); }},
      {"VTI of another kind", "w.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::Ascii), "type=\"ImageData\"",
                                 "type=\"PolyData\""));
       }},
      {"VTI of text", "w.vti",
       [] { return toBytes(replaced(vtiFile(sample(), VtiKind::Ascii), "Float32", "String")); }},
      {"VTI of vectors", "w.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::Ascii), "Name=\"vp\"",
                                 "Name=\"vp\" NumberOfComponents=\"3\""));
       }},
      {"VTI of one row", "w.vti", [] { return vtiFile(sample().topRows(1), VtiKind::Ascii); }},
      {"VTI with another compressor", "w.vti",
       [] {
         return toBytes(
             replaced(vtiFile(sample(), VtiKind::Base64Compressed), "vtkZLib", "vtkLZ4"));
       }},
      {"VTI with a word", "w.vti",
       [] { return toBytes(replaced(vtiFile(sample(), VtiKind::Ascii), "1.5", "x.y")); }},
      {"VTI bad base64", "w.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::Base64), "format=\"binary\">",
                                 "format=\"binary\">?"));
       }},
      {"VTI offset behind the end", "w.vti",
       [] {
         return toBytes(replaced(vtiFile(sample(), VtiKind::AppendedRaw), "offset=\"0\"",
                                 "offset=\"99999999\""));
       }},
      {"VTI without a piece", "w.vti", [] { return toBytes("<VTKFile type=\"ImageData\"/>"); }},
      {"PNG row", "w.png", [] { return pngFile(Array::Constant(1, 60, 0.5), 8); }},
  };
  return all;
}

void addRows(const std::vector<Refused>& rows) {
  QTest::addColumn<int>("index");
  for (std::size_t i = 0; i < rows.size(); ++i) QTest::newRow(rows[i].title) << static_cast<int>(i);
}

}  // namespace

class DataBadHeaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void hugeHeadersTakeNoMemory_data() { addRows(hugeHeaders()); }

  void hugeHeadersTakeNoMemory() {
    QFETCH(int, index);
    const Refused& tried = hugeHeaders()[static_cast<std::size_t>(index)];
    const ByteVector bytes = tried.make();
    std::optional<Error> error;
    const std::int64_t growth = peakGrowth([&] { error = failure(tried.name, bytes); });
    VERIFY_REFUSED(error, tried.name);
    // Two copies of the file, what decompression may take of it, and air for the allocator.
    const auto size = static_cast<std::int64_t>(bytes.size());
    const std::int64_t most = expansionLimit(size) + 2 * size + (16 << 20);
    QVERIFY2(growth <= most, qPrintable(QString::number(growth)));
  }

  void otherThingsThanModelsAreRefused_data() { addRows(wrongKinds()); }

  void otherThingsThanModelsAreRefused() {
    QFETCH(int, index);
    const Refused& tried = wrongKinds()[static_cast<std::size_t>(index)];
    const auto error = failure(tried.name, tried.make());
    VERIFY_REFUSED(error, tried.name);
  }
};

QTEST_APPLESS_MAIN(DataBadHeaderTest)
#include "data_bad_header_test.moc"
