// SPDX-License-Identifier: GPL-3.0-or-later
// Every format gives back the model that was written, in every number type, order and packing.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <functional>

#include "data_samples.h"
#include "field/error.h"
#include "formats/base64.h"
#include "formats/velocity_file.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

struct Sample {
  const char* title;
  const char* name;  // of the file
  std::function<ByteVector()> make;
  double tolerance = 1e-6;  // km/s
  double dx = 0.010;        // km; 10 m is assumed where the file does not say
  double dz = 0.010;
};

Array inMetres() { return 1000.0 * sampleVelocity(); }
Array transposed() { return sampleVelocity().transpose(); }

ByteVector npy(const std::string& descr, ScalarType type, ByteOrder order, double scale) {
  const Array values = scale * sampleVelocity();
  return npyFile(descr, "(40, 60)", encoded(values, type, order));
}

ByteVector segyInt16() { return segyFile(inMetres(), 3); }

ByteVector rawFloats(ByteOrder order) {
  return encoded(sampleVelocity(), ScalarType::Float32, order);
}

ByteVector npz(bool compressed) {
  const ByteVector scalar =
      npyFile("<f8", "()", encoded(Array::Constant(1, 1, 3.0), ScalarType::Float64));
  const ByteVector names = npyFile("|S4", "(2, 3)", ByteVector(24));
  return npzFile({{"dt", scalar},
                  {"names", names},
                  {"vp", npy("<f4", ScalarType::Float32, ByteOrder::Little, 1.0)}},
                 compressed);
}

/// The default range of greys, 1.5 to 4.5 km/s.
ByteVector png(int bits) { return pngFile((sampleVelocity() - 1.0) / 4.0, bits); }

const std::vector<Sample>& samples() {
  constexpr auto little = ByteOrder::Little, big = ByteOrder::Big;
  static const std::vector<Sample> all = {
      {"npy <f8", "v.npy", [] { return npy("<f8", ScalarType::Float64, little, 1); }, 1e-15},
      {"npy >f8", "v.npy", [] { return npy(">f8", ScalarType::Float64, big, 1); }, 1e-15},
      {"npy <f4", "v.npy", [] { return npy("<f4", ScalarType::Float32, little, 1); }},
      {"npy >f4", "v.npy", [] { return npy(">f4", ScalarType::Float32, big, 1); }},
      {"npy <f2", "v.npy", [] { return npy("<f2", ScalarType::Float16, little, 1); }, 4e-3},
      {"npy >f2", "v.npy", [] { return npy(">f2", ScalarType::Float16, big, 1); }, 4e-3},
      {"npy |i1", "v.npy", [] { return npy("|i1", ScalarType::Int8, little, 1); }, 0.51},
      {"npy |u1", "v.npy", [] { return npy("|u1", ScalarType::UInt8, little, 1); }, 0.51},
      {"npy <i2", "v.npy", [] { return npy("<i2", ScalarType::Int16, little, 1000); }, 6e-4},
      {"npy >u2", "v.npy", [] { return npy(">u2", ScalarType::UInt16, big, 1000); }, 6e-4},
      {"npy >i4", "v.npy", [] { return npy(">i4", ScalarType::Int32, big, 1000); }, 6e-4},
      {"npy <u4", "v.npy", [] { return npy("<u4", ScalarType::UInt32, little, 1000); }, 6e-4},
      {"npy <i8", "v.npy", [] { return npy("<i8", ScalarType::Int64, little, 1000); }, 6e-4},
      {"npy >u8", "v.npy", [] { return npy(">u8", ScalarType::UInt64, big, 1000); }, 6e-4},
      {"npy Fortran order", "v.npy",
       [] { return npyFile("<f8", "(40, 60)", encoded(transposed(), ScalarType::Float64), true); }},
      {"npy version 2", "v.npy",
       [] {
         return npyFile("<f8", "(40, 60)", encoded(sampleVelocity(), ScalarType::Float64), false,
                        2);
       }},
      {"npy version 3", "v.npy",
       [] {
         return npyFile("<f8", "(40, 60)", encoded(sampleVelocity(), ScalarType::Float64), false,
                        3);
       }},
      {"npy with another name", "v.dat", [] { return npy("<f8", ScalarType::Float64, little, 1); }},
      {"npy with axes of one", "v.npy",
       [] {
         return npyFile("<f8", "(1, 40, 60, 1)", encoded(sampleVelocity(), ScalarType::Float64));
       }},
      {"npy transposed in m/s", "v.npy",
       [] {
         return npyFile("<f8", "(60, 40)", encoded(1000 * transposed(), ScalarType::Float64));
       }},
      {"npz stored", "v.npz", [] { return npz(false); }},
      {"npz compressed", "v.npz", [] { return npz(true); }},
      {"raw <f4", "v.bin", [] { return rawFloats(little); }},
      {"raw >f4", "v.bin", [] { return rawFloats(big); }},
      {"raw <f8", "v.raw", [] { return encoded(sampleVelocity(), ScalarType::Float64); }},
      {"raw transposed", "v.bin", [] { return encoded(transposed(), ScalarType::Float32); }},
      {"raw IBM", "v.bin", [] { return encoded(inMetres(), ScalarType::IbmFloat32, big); }, 4e-4},
      {"raw int16 in m/s", "v.bin", [] { return encoded(inMetres(), ScalarType::Int16); }, 6e-4},
      {"SEG-Y IBM", "v.sgy", [] { return segyFile(sampleVelocity(), 1); }, 1e-6, 0.0125},
      {"SEG-Y IEEE", "v.segy", [] { return segyFile(sampleVelocity(), 5); }, 1e-6, 0.0125},
      {"SEG-Y int16 in m/s", "v.sgy", segyInt16, 6e-4, 0.0125},
      {"SEG-Y little endian", "v.sgy", [] { return segyFile(sampleVelocity(), 5, little); }, 1e-6,
       0.0125},
      {"SEG-Y by content", "v.dat", [] { return segyFile(sampleVelocity(), 5); }, 1e-6, 0.0125},
      {"SEG-Y IEEE labelled IBM", "v.sgy",
       [] {
         ByteVector bytes = segyFile(inMetres(), 5);
         bytes[3225] = std::byte{1};
         return bytes;
       },
       1e-6, 0.0125},
      {"RSF native", "v.rsf", [] { return rsfFile(sampleVelocity(), "native_float"); }, 1e-6,
       0.0125},
      {"RSF xdr", "v.rsf", [] { return rsfFile(sampleVelocity(), "xdr_float"); }, 1e-6, 0.0125},
      {"RSF ascii", "v.rsf", [] { return rsfFile(sampleVelocity(), "ascii_float"); }, 1e-6, 0.0125},
      {"MATLAB 5", "v.mat", [] { return matFile(sampleVelocity(), MatKind::Version5); }},
      {"MATLAB 5 compressed", "v.mat",
       [] { return matFile(sampleVelocity(), MatKind::Version5Compressed); }},
      {"MATLAB 5 big endian", "v.mat", [] { return matBigEndianFile(sampleVelocity()); }},
      {"MATLAB 7.3", "v.mat", [] { return matFile(sampleVelocity(), MatKind::Version73); }},
      {"HDF5 contiguous", "v.h5", [] { return hdf5File(sampleVelocity(), Hdf5Kind::Contiguous); }},
      {"HDF5 chunked", "v.h5", [] { return hdf5File(sampleVelocity(), Hdf5Kind::Chunked); }},
      {"HDF5 compressed", "v.hdf5",
       [] { return hdf5File(sampleVelocity(), Hdf5Kind::Compressed); }},
      {"NetCDF classic", "v.nc", [] { return netcdfFile(sampleVelocity(), false); }, 1e-6, 0.0125},
      {"NetCDF-4", "v.nc", [] { return netcdfFile(sampleVelocity(), true); }, 1e-6, 0.0125},
      {"VTI ascii", "v.vti", [] { return vtiFile(sampleVelocity(), VtiKind::Ascii); }, 1e-6,
       0.0125},
      {"VTI base64", "v.vti", [] { return vtiFile(sampleVelocity(), VtiKind::Base64); }, 1e-6,
       0.0125},
      {"VTI compressed", "v.vti",
       [] { return vtiFile(sampleVelocity(), VtiKind::Base64Compressed); }, 1e-6, 0.0125},
      {"VTI appended raw", "v.vti", [] { return vtiFile(sampleVelocity(), VtiKind::AppendedRaw); },
       1e-6, 0.0125},
      {"VTI appended compressed", "v.vti",
       [] { return vtiFile(sampleVelocity(), VtiKind::AppendedRawCompressed); }, 1e-6, 0.0125},
      {"VTI appended base64", "v.vti",
       [] { return vtiFile(sampleVelocity(), VtiKind::AppendedBase64); }, 1e-6, 0.0125},
      {"CSV", "v.csv", [] { return textFile(sampleVelocity(), ","); }, 1e-15},
      {"text with blanks", "v.txt", [] { return textFile(sampleVelocity(), "  "); }, 1e-15},
      {"text with semicolons", "v.dat", [] { return textFile(sampleVelocity(), "; "); }, 1e-15},
      {"text with title, comments, Windows line ends", "v.txt",
       [] {
         std::string text = "\xEF\xBB\xBFvelocity of the model\r\n# a comment\r\n\r\n";
         const ByteVector body = textFile(sampleVelocity(), "\t");
         return joined(toBytes(text), body);
       },
       1e-15},
      {"PNG 8 bit", "v.png", [] { return png(8); }, 0.01},
      {"PNG 16 bit", "v.png", [] { return png(16); }, 5e-5},
  };
  return all;
}

double worstDifference(const Array& a, const Array& b) { return (a - b).abs().maxCoeff(); }

}  // namespace

class DataFormatsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyFormatGivesBackTheModel_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < samples().size(); ++i)
      QTest::newRow(samples()[i].title) << static_cast<int>(i);
  }

  void everyFormatGivesBackTheModel() {
    QFETCH(int, index);
    const Sample& sample = samples()[static_cast<std::size_t>(index)];
    const VelocityFile file = VelocityFile::openBytes(sample.name, sample.make());
    ImportLayout layout = file.guess().layout;
    if (file.summary().picture) {
      layout.greyBlack = 1.0;
      layout.greyWhite = 5.0;
    }
    const VelocityModel model = file.read(layout);
    QCOMPARE(file.modelCount(), 1);
    QCOMPARE(model.grid().nx, 60);
    QCOMPARE(model.grid().nz, 40);
    QVERIFY(worstDifference(model.velocity(), sampleVelocity()) <= sample.tolerance);
    QVERIFY(std::abs(model.grid().dx - sample.dx) < 1e-9);
    QVERIFY(std::abs(model.grid().dz - sample.dz) < 1e-9);
    QVERIFY(!file.guess().axesReason.empty());
    QVERIFY(!file.guess().unitReason.empty());
    QVERIFY(!file.guess().spacingReason.empty());
  }

  void everyFormatOpensFromDiskToo_data() { everyFormatGivesBackTheModel_data(); }

  void everyFormatOpensFromDiskToo() {
    QFETCH(int, index);
    const Sample& sample = samples()[static_cast<std::size_t>(index)];
    QTemporaryDir folder;
    const std::filesystem::path path =
        std::filesystem::path(folder.path().toStdString()) / sample.name;
    const ByteVector bytes = sample.make();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    const VelocityFile onDisk = VelocityFile::open(path);
    const VelocityFile inMemory = VelocityFile::openBytes(sample.name, bytes);
    QCOMPARE(worstDifference(onDisk.read().velocity(), inMemory.read().velocity()), 0.0);
  }

  void arraysAreChosenByName() {
    const Array other = 2.0 * sampleVelocity();
    const ByteVector bytes =
        npzFile({{"vs", npyFile("<f8", "(40, 60)", encoded(sampleVelocity(), ScalarType::Float64))},
                 {"vp", npyFile("<f8", "(40, 60)", encoded(other, ScalarType::Float64))}},
                true);
    OpenOptions options;
    options.array = "vp";
    const VelocityFile file = VelocityFile::openBytes("v.npz", bytes, options);
    QCOMPARE(file.summary().arrays, (std::vector<std::string>{"vs", "vp"}));
    QCOMPARE(file.summary().array, std::string("vp"));
    QCOMPARE(worstDifference(file.read().velocity(), other), 0.0);
    options.array = "density";
    QVERIFY_EXCEPTION_THROWN(VelocityFile::openBytes("v.npz", bytes, options), Error);
  }

  void leadingAxesAreModels() {
    ByteVector payload;
    for (int model = 0; model < 6; ++model)
      payload = joined(payload, encoded(sampleVelocity() + 0.1 * model, ScalarType::Float64));
    const VelocityFile file =
        VelocityFile::openBytes("set.npy", npyFile("<f8", "(3, 2, 40, 60)", payload));
    QCOMPARE(file.modelCount(), 6);
    for (int model = 0; model < 6; ++model)
      QVERIFY(worstDifference(file.read(model).velocity(), sampleVelocity() + 0.1 * model) < 1e-14);
    QVERIFY_EXCEPTION_THROWN(file.read(6), Error);
    QVERIFY_EXCEPTION_THROWN(file.read(-1), Error);
  }

  void cubesAreSlicedAlongAnyAxis() {
    // v(i, j, k) = 1 + i + 0.1 j + 0.001 k, shape (8, 6, 5)
    Array flat(8, 30);
    for (int i = 0; i < 8; ++i)
      for (int jk = 0; jk < 30; ++jk) flat(i, jk) = 1 + i + 0.1 * (jk / 5) + 0.001 * (jk % 5);
    const VelocityFile file = VelocityFile::openBytes(
        "cube.npy", npyFile("<f8", "(8, 6, 5)", encoded(flat, ScalarType::Float64)));
    ImportLayout layout;
    layout.dx = layout.dz = 0.01;
    const int counts[] = {8, 6, 5};
    for (int axis = 0; axis < 3; ++axis) {
      layout.modelAxis = axis;
      QCOMPARE(file.modelCount(layout), counts[axis]);
    }
    layout.modelAxis = 0;
    QVERIFY(std::abs(file.read(layout, 3).velocity()(4, 2) - (1 + 3 + 0.4 + 0.002)) < 1e-12);
    layout.modelAxis = 1;
    QVERIFY(std::abs(file.read(layout, 3).velocity()(4, 2) - (1 + 4 + 0.3 + 0.002)) < 1e-12);
    layout.modelAxis = 2;
    QVERIFY(std::abs(file.read(layout, 3).velocity()(4, 2) - (1 + 4 + 0.2 + 0.003)) < 1e-12);
    layout.axes = AxisOrder::ZFast;
    QVERIFY(std::abs(file.read(layout, 3).velocity()(2, 4) - (1 + 4 + 0.2 + 0.003)) < 1e-12);
  }

  void segyCubesAreSlicedByInline() {
    ByteVector bytes = segyFile(sampleVelocity(), 5);
    const std::size_t traceBytes = 240 + 4 * 40;
    for (std::size_t trace = 0; trace < 60; ++trace)  // 3 lines of 20 traces
      bytes[3600 + trace * traceBytes + 191] = static_cast<std::byte>(10 + trace / 20);
    const VelocityFile file = VelocityFile::openBytes("cube.sgy", bytes);
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{3, 20, 40}));
    QCOMPARE(file.modelCount(), 3);
    const Array second = sampleVelocity().block(0, 20, 40, 20);
    QVERIFY(worstDifference(file.read(1).velocity(), second) < 1e-6);
  }

  void rawShapesAreTakenAsGiven() {
    OpenOptions options;
    options.raw = RawShape{{2, 20, 60}, ScalarType::Float32, ByteOrder::Big, 7};
    const VelocityFile file = VelocityFile::openBytes(
        "v.npy",
        joined(ByteVector(7), encoded(sampleVelocity(), ScalarType::Float32, ByteOrder::Big)),
        options);
    QCOMPARE(file.modelCount(), 2);
    QVERIFY(worstDifference(file.read(1).velocity(), sampleVelocity().bottomRows(20)) < 1e-6);
  }

  void base64AgreesWithTheStandard_data() {
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("text");
    // RFC 4648, section 10
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("f") << QByteArray("f") << QByteArray("Zg==");
    QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8=");
    QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
    QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg==");
    QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
  }

  void base64AgreesWithTheStandard() {
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, text);
    const ByteVector bytes = toBytes(plain.toStdString());
    QCOMPARE(toBase64(bytes), text.toStdString());
    QVERIFY(fromBase64(text.toStdString()) == bytes);
  }
};

QTEST_APPLESS_MAIN(DataFormatsTest)
#include "data_formats_test.moc"
