// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader against bad velocities, and files cut off, damaged or random: one sentence with the
// file, the place and the mend; no other outcome.
#include <QTest>
#include <functional>
#include <random>

#include "data_refusal.h"

using namespace isochron;
using namespace isochron::tests;

/// The HDF5 library forgets some of its own blocks on damaged files; ours are all counted.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5\n"; }

namespace {

struct Format {
  const char* name;  // of the file; tells the format
  std::function<ByteVector(const Array&)> make;
  OpenOptions options = {};
};

OpenOptions rawOptions() {
  OpenOptions options;
  options.raw = RawShape{{40, 60}, ScalarType::Float32, ByteOrder::Little, 0};
  return options;
}

ByteVector npyFloats(const Array& v) {
  return npyFile("<f4", "(40, 60)", encoded(v, ScalarType::Float32));
}

/// All formats that hold velocities; pictures hold greys and are asked about apart.
const std::vector<Format>& formats() {
  static const std::vector<Format> all = {
      {"bad.npy", npyFloats},
      {"bad.npz",
       [](const Array& v) {
         return npzFile({{"vp", npyFloats(v)}}, true);
       }},
      {"bad.bin", [](const Array& v) { return encoded(v, ScalarType::Float32); }, rawOptions()},
      {"bad.csv", [](const Array& v) { return textFile(v, ","); }},
      {"bad.xyz", longTableFile},
      {"bad.su", [](const Array& v) { return seismicUnixFile(v); }},
      {"bad.sgy", [](const Array& v) { return segyFile(v, 5); }},
      {"bad.rsf", [](const Array& v) { return rsfFile(v, "native_float"); }},
      {"bad5.mat", [](const Array& v) { return matFile(v, MatKind::Version5); }},
      {"bad6.mat", [](const Array& v) { return matFile(v, MatKind::Version5Compressed); }},
      {"bad73.mat", [](const Array& v) { return matFile(v, MatKind::Version73); }},
      {"bad.h5", [](const Array& v) { return hdf5File(v, Hdf5Kind::Contiguous); }},
      {"badz.h5", [](const Array& v) { return hdf5File(v, Hdf5Kind::Compressed); }},
      {"bad.nc", [](const Array& v) { return netcdfFile(v, false); }},
      {"bad4.nc", [](const Array& v) { return netcdfFile(v, true); }},
      {"bad.vti", [](const Array& v) { return vtiFile(v, VtiKind::Base64); }},
      {"badz.vti", [](const Array& v) { return vtiFile(v, VtiKind::AppendedRawCompressed); }},
  };
  return all;
}

ByteVector pngSample() { return pngFile((sampleVelocity() - 1.0) / 4.0, 8); }

}  // namespace

class DataBadInputTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void badVelocitiesAreNamedByTheirNode_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("word");
    for (std::size_t i = 0; i < formats().size(); ++i) {
      const auto add = [&](const char* title, double value, const char* word) {
        QTest::addRow("%s %s", formats()[i].name, title)
            << static_cast<int>(i) << value << QString::fromLatin1(word);
      };
      add("NaN", std::nan(""), "NaN");
      add("infinity", HUGE_VAL, "infinite");
      add("zero", 0.0, "zero");
      add("negative", -2.5, "negative");
    }
  }

  void badVelocitiesAreNamedByTheirNode() {
    QFETCH(int, format);
    QFETCH(double, value);
    QFETCH(QString, word);
    const Format& tried = formats()[static_cast<std::size_t>(format)];
    Array velocity = sampleVelocity();
    velocity(7, 11) = value;
    const auto error = failure(tried.name, tried.make(velocity), tried.options);
    VERIFY_REFUSED(error, tried.name);
    QVERIFY2(error->problem().find(word.toStdString()) != std::string::npos, error->what());
    QVERIFY2(error->place().find("iz = 7, ix = 11") != std::string::npos, error->what());
  }

  void aModelOfASetIsNamedByItsNumber() {
    Array bad = sampleVelocity();
    bad(0, 0) = -1;
    const ByteVector payload =
        joined(encoded(sampleVelocity(), ScalarType::Float32), encoded(bad, ScalarType::Float32));
    const auto error = failure("set.npy", npyFile("<f4", "(2, 40, 60)", payload));
    VERIFY_REFUSED(error, "set.npy");
    QVERIFY2(error->place().find("model 1") != std::string::npos, error->what());
  }

  void aPictureNeedsAUsableRange() {
    const VelocityFile file = VelocityFile::openBytes("v.png", pngFile(Array::Zero(8, 8), 8));
    ImportLayout layout = file.guess().layout;
    layout.greyBlack = 0.0;
    QVERIFY_EXCEPTION_THROWN(file.read(layout), Error);
  }

  void anImpossibleLayoutIsRefused() {
    const VelocityFile file = VelocityFile::openBytes("v.npy", npyFloats(sampleVelocity()));
    ImportLayout layout = file.guess().layout;
    layout.dx = 0.0;
    QVERIFY_EXCEPTION_THROWN(file.read(layout), Error);
    layout = file.guess().layout;
    layout.modelAxis = 1;
    QVERIFY_EXCEPTION_THROWN(file.read(layout), Error);
    QVERIFY_EXCEPTION_THROWN(file.modelCount(layout), Error);
  }

  void truncatedFilesAreRefused_data() {
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("percent");
    for (std::size_t i = 0; i < formats().size(); ++i)
      for (const int percent : {0, 1, 5, 20, 50, 90, 99})
        QTest::addRow("%s to %d %%", formats()[i].name, percent) << static_cast<int>(i) << percent;
  }

  void truncatedFilesAreRefused() {
    QFETCH(int, format);
    QFETCH(int, percent);
    const Format& tried = formats()[static_cast<std::size_t>(format)];
    ByteVector bytes = tried.make(sampleVelocity());
    bytes.resize(bytes.size() * static_cast<std::size_t>(percent) / 100);
    // Text cut between two lines is a smaller model, and sound; so are fewer traces without a
    // header.
    if (std::string(tried.name) == "bad.su" && percent > 0) bytes.pop_back();
    if (std::string(tried.name) == "bad.csv" && percent > 0) {
      while (bytes.back() != std::byte{','}) bytes.pop_back();
    }
    const auto error = failure(tried.name, bytes, tried.options);
    VERIFY_REFUSED(error, tried.name);
  }

  void aTruncatedPictureIsRefused() {
    const ByteVector whole = pngSample();
    for (const std::size_t percent : {0U, 5U, 50U, 90U}) {
      const ByteVector part(whole.begin(),
                            whole.begin() + static_cast<long>(whole.size() * percent / 100));
      VERIFY_REFUSED(failure("v.png", part), "v.png");
    }
  }

  void randomBytesAreRefused_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"r.npy", "r.npz", "r.bin", "r.csv", "r.txt", "r.sgy", "r.rsf", "r.mat",
                             "r.h5", "r.nc", "r.vti", "r.png", "r.unknown"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }

  void randomBytesAreRefused() {
    QFETCH(QString, name);
    for (unsigned seed = 0; seed < 200; ++seed) {
      const ByteVector bytes = withSeed(seed, 1 + seed * 37);
      VERIFY_REFUSED(failure(name.toStdString(), bytes), name.toStdString());
    }
  }

  void randomBytesBehindAMarkAreRefused_data() {
    QTest::addColumn<QByteArray>("mark");
    QTest::newRow("npy") << QByteArray("\x93NUMPY\x01\x00", 8);
    QTest::newRow("zip") << QByteArray("PK\x03\x04");
    QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n\x1a\n");
    QTest::newRow("MATLAB") << QByteArray("MATLAB 5.0 MAT-file").leftJustified(126) + "IM";
    QTest::newRow("NetCDF") << QByteArray("CDF\x02");
    QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n");
    QTest::newRow("XML") << QByteArray("<?xml version=\"1.0\"?><VTKFile type=\"ImageData\">");
  }

  void randomBytesBehindAMarkAreRefused() {
    QFETCH(QByteArray, mark);
    for (unsigned seed = 0; seed < 200; ++seed) {
      const ByteVector bytes = joined(toBytes(mark.toStdString()), withSeed(seed, 10 + seed * 37));
      VERIFY_REFUSED(failure("r.dat", bytes), "r.dat");
    }
  }

  void damagedFilesGiveAModelOrASentence_data() {
    QTest::addColumn<int>("format");
    for (std::size_t i = 0; i < formats().size(); ++i)
      QTest::newRow(formats()[i].name) << static_cast<int>(i);
  }

  /// A damaged number is still a number, so that some are read; nothing else may happen.
  void damagedFilesGiveAModelOrASentence() {
    QFETCH(int, format);
    const Format& tried = formats()[static_cast<std::size_t>(format)];
    const ByteVector whole = tried.make(sampleVelocity());
    std::mt19937 random(7);
    int refused = 0;
    for (int round = 0; round < 300; ++round) {
      ByteVector bytes = whole;
      // Headers are where damage matters: half of the rounds hit the first 600 bytes.
      const std::size_t reach =
          round % 2 == 0 ? std::min<std::size_t>(600, bytes.size()) : bytes.size();
      for (int change = 0; change < 1 + round % 4; ++change)
        bytes[random() % reach] = static_cast<std::byte>(random() & 255U);
      const auto error = failure(tried.name, bytes, tried.options);
      if (!error) continue;
      ++refused;
      QVERIFY2(isGoodSentence(*error, tried.name), error->what());
    }
    QVERIFY(refused > 0 || tried.options.raw.has_value());
  }

  void missingFilesAndFoldersAreRefused() {
    QVERIFY_EXCEPTION_THROWN(VelocityFile::open("/no/such/file.npy"), Error);
    QVERIFY_EXCEPTION_THROWN(VelocityFile::open("/tmp"), Error);
    QVERIFY_EXCEPTION_THROWN(VelocityFile::open("/dev/null"), Error);
  }

  void givenRawShapesMustFit_data() {
    QTest::addColumn<QList<qlonglong>>("shape");
    QTest::addColumn<qlonglong>("header");
    QTest::newRow("too large") << QList<qlonglong>{40, 61} << 0LL;
    QTest::newRow("overflow") << QList<qlonglong>{1LL << 40, 1LL << 40} << 0LL;
    QTest::newRow("negative") << QList<qlonglong>{-40, -60} << 0LL;
    QTest::newRow("zero") << QList<qlonglong>{0, 60} << 0LL;
    QTest::newRow("one axis") << QList<qlonglong>{2400} << 0LL;
    QTest::newRow("none") << QList<qlonglong>{} << 0LL;
    QTest::newRow("header too long") << QList<qlonglong>{40, 60} << 1LL;
    QTest::newRow("header behind the end") << QList<qlonglong>{4, 6} << (1LL << 62);
    QTest::newRow("negative header") << QList<qlonglong>{4, 6} << -8LL;
  }

  void givenRawShapesMustFit() {
    QFETCH(QList<qlonglong>, shape);
    QFETCH(qlonglong, header);
    OpenOptions options;
    options.raw =
        RawShape{{shape.begin(), shape.end()}, ScalarType::Float32, ByteOrder::Little, header};
    VERIFY_REFUSED(failure("v.bin", encoded(sampleVelocity(), ScalarType::Float32), options),
                   "v.bin");
  }
};

QTEST_APPLESS_MAIN(DataBadInputTest)
#include "data_bad_input_test.moc"
