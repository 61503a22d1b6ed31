// SPDX-License-Identifier: GPL-3.0-or-later
// SEG-Y and Seismic Unix: extensions, headers that disagree, units and positions of traces.
#include <QTest>
#include <bit>
#include <functional>

#include "data_refusal.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr std::size_t kNz = 40, kNx = 60;  // of sampleVelocity()
constexpr std::size_t kTrace = 240 + 4 * kNz;
constexpr std::size_t kFirst = 3600;

/// A SEG-Y file of IEEE floats, 12.5 m by 10 m, that a test changes byte by byte.
class Segy {
 public:
  explicit Segy(int revision = 1) : bytes(segyFile(sampleVelocity(), 5)) {
    bytes[3500] = static_cast<std::byte>(revision);
    set(3254, 1, 2);
  }

  void set(std::size_t at, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i)
      bytes[at + static_cast<std::size_t>(i)] =
          static_cast<std::byte>(value >> (8 * (size - 1 - i)) & 255U);
  }
  /// In the header of every trace.
  void setTraces(std::size_t at, const std::function<std::uint64_t(std::size_t)>& value, int size) {
    for (std::size_t ix = 0; ix < kNx; ++ix) set(kFirst + ix * kTrace + at, value(ix), size);
  }
  void insert(std::size_t at, const ByteVector& more) {
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(at), more.begin(), more.end());
  }
  VelocityFile open(const std::string& name = "v.sgy") const {
    return VelocityFile::openBytes(name, bytes);
  }

  ByteVector bytes;
};

std::uint64_t negative(int value) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(value));
}

ByteVector textBlock(const std::string& text) {
  ByteVector block = toBytes(text);
  block.resize(3200, std::byte{' '});
  return block;
}

/// "((SEG: EndText))" in EBCDIC.
ByteVector ebcdicEnd() {
  ByteVector block(3200, std::byte{0x40});
  const unsigned char text[] = {0x4D, 0x4D, 0xE2, 0xC5, 0xC7, 0x7A, 0x40, 0xC5,
                                0x95, 0x84, 0xE3, 0x85, 0xA7, 0xA3, 0x5D, 0x5D};
  for (std::size_t i = 0; i < sizeof text; ++i) block[i] = static_cast<std::byte>(text[i]);
  return block;
}

/// `count` more headers behind that of every trace, named as the standard says.
void extendTraceHeaders(Segy& file, int count) {
  for (std::size_t ix = kNx; ix-- > 0;)
    for (int i = count; i >= 1; --i) {
      ByteVector header(240);
      const ByteVector name = toBytes("SEG0000" + std::to_string(i));
      std::copy(name.begin(), name.end(), header.begin() + 232);
      file.insert(kFirst + ix * kTrace + 240, header);
    }
}

std::string fault(const VelocityFile& file, double dx, double dz, double x = 0.0) {
  const VelocityModel model = file.read();
  const Grid& grid = model.grid();
  if (grid.nx != static_cast<int>(kNx) || grid.nz != static_cast<int>(kNz)) return "the shape";
  if ((model.velocity() - sampleVelocity()).abs().maxCoeff() > 1e-5) return "the velocities";
  if (!file.guess().spacingKnown) return "the spacing is not known";
  if (std::abs(grid.dx - dx) > 1e-7 || std::abs(grid.dz - dz) > 1e-7)
    return file.guess().spacingReason;
  if (std::abs(grid.origin.x - x) > 1e-6) return "x begins at " + std::to_string(grid.origin.x);
  return {};
}

}  // namespace

class TraceFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void headersMayBeExtended_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto add = [](const char* name, int revision, const std::function<void(Segy&)>& change) {
      Segy file(revision);
      change(file);
      QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(file.bytes.data()),
                                        static_cast<qsizetype>(file.bytes.size()));
    };
    add("plain", 1, [](Segy&) {});
    add("trace header extensions", 2, [](Segy& file) {
      extendTraceHeaders(file, 1);
      file.set(3506, 1, 4);
    });
    add("three of them", 2, [](Segy& file) {
      extendTraceHeaders(file, 3);
      file.set(3506, 3, 4);
    });
    add("extensions that nobody counted", 2, [](Segy& file) { extendTraceHeaders(file, 2); });
    add("a count without extensions", 2, [](Segy& file) { file.set(3506, 2, 4); });
    add("one text header more", 1, [](Segy& file) {
      file.insert(kFirst, textBlock("C 1 more"));
      file.set(3504, 1, 2);
    });
    add("text headers in unknown number", 1, [](Segy& file) {
      file.insert(kFirst, textBlock("((SEG: EndText))"));
      file.insert(kFirst, textBlock("((SEG: Location Data ver 1.0))"));
      file.set(3504, negative(-1), 2);
    });
    add("their end in EBCDIC", 1, [](Segy& file) {
      file.insert(kFirst, ebcdicEnd());
      file.set(3504, negative(-1), 2);
    });
    add("their end missing", 1, [](Segy& file) {
      file.insert(kFirst, textBlock("one"));
      file.insert(kFirst, textBlock("two"));
      file.set(3504, negative(-1), 2);
    });
    add("a count of text headers that are gone", 1, [](Segy& file) { file.set(3504, 2, 2); });
    add("the offset of the first trace", 2, [](Segy& file) {
      file.insert(kFirst, ByteVector(6400));
      file.set(3520, kFirst + 6400, 8);
    });
    add("data trailers", 2, [](Segy& file) {
      const ByteVector trailer = textBlock("((SEG: trailer))");
      file.insert(file.bytes.size(), trailer);
      file.set(3528, 1, 4);
    });
    add("an extended sample interval", 2, [](Segy& file) {
      file.set(3216, 0, 2);
      file.set(3272, std::bit_cast<std::uint64_t>(10000.0), 8);
    });
    add("an extended number of samples", 2, [](Segy& file) {
      file.set(3220, 0, 2);
      file.set(3268, kNz, 4);
      file.setTraces(
          114, [](std::size_t) { return 0; }, 2);
    });
  }

  void headersMayBeExtended() {
    QFETCH(QByteArray, bytes);
    const auto* const data = reinterpret_cast<const std::byte*>(bytes.constData());
    const VelocityFile file =
        VelocityFile::openBytes("v.sgy", ByteVector(data, data + bytes.size()));
    QCOMPARE(fault(file, 0.0125, 0.01), std::string());
    QVERIFY(file.guess().doubts.empty());
  }

  void theLengthOfTheFileTellsWhichHeaderIsRight_data() {
    QTest::addColumn<bool>("inTraces");
    QTest::addColumn<int>("stale");
    QTest::newRow("stale trace headers") << true << 462;
    QTest::newRow("one sample more in them") << true << 41;
    QTest::newRow("stale file header") << false << 999;
    QTest::newRow("one sample less in it") << false << 39;
  }

  void theLengthOfTheFileTellsWhichHeaderIsRight() {
    QFETCH(bool, inTraces);
    QFETCH(int, stale);
    Segy file;
    const auto samples = static_cast<std::uint64_t>(stale);
    if (inTraces)
      file.setTraces(
          114, [&](std::size_t) { return samples; }, 2);
    else
      file.set(3220, samples, 2);
    const VelocityFile opened = file.open();
    QCOMPARE(fault(opened, 0.0125, 0.01), std::string());
    const std::string& reason = opened.guess().shapeReason;
    QVERIFY2(reason.find("40 samples") != reason.npos &&
                 reason.find(std::to_string(stale)) != reason.npos,
             reason.c_str());
  }

  void coordinatesAreInTheUnitOfTheFile_data() {
    QTest::addColumn<int>("measure");
    QTest::addColumn<int>("units");
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dz");
    QTest::newRow("metres") << 1 << 1 << 0.0125 << 0.01;
    QTest::newRow("not said") << 0 << 0 << 0.0125 << 0.01;
    QTest::newRow("feet") << 2 << 1 << 12.5 * 0.3048e-3 << 10 * 0.3048e-3;
    // 12.5 seconds of arc and 12.5 degrees along a parallel at the equator.
    QTest::newRow("seconds of arc") << 1 << 2 << 12.5 / 3600 * 111.194927 << 0.01;
    QTest::newRow("degrees") << 1 << 3 << 12.5 * 111.194927 << 0.01;
  }

  void coordinatesAreInTheUnitOfTheFile() {
    QFETCH(int, measure);
    QFETCH(int, units);
    QFETCH(double, dx);
    QFETCH(double, dz);
    Segy file;
    file.set(3254, static_cast<std::uint64_t>(measure), 2);
    file.setTraces(
        88, [&](std::size_t) { return static_cast<std::uint64_t>(units); }, 2);
    const VelocityFile opened = file.open();
    const ImportLayout& layout = opened.guess().layout;
    QVERIFY2(std::abs(layout.dx - dx) < 1e-6 * dx, opened.guess().spacingReason.c_str());
    QVERIFY2(std::abs(layout.dz - dz) < 1e-6 * dz, opened.guess().spacingReason.c_str());
    QCOMPARE(layout.unit == VelocityUnit::FeetPerSecond, measure == 2);
  }

  void degreesAlongAParallelShrinkWithItsLatitude() {
    Segy file;
    file.setTraces(
        88, [](std::size_t) { return 3; }, 2);
    file.setTraces(
        180, [](std::size_t ix) { return ix; }, 4);  // tenths of a degree
    file.setTraces(
        184, [](std::size_t) { return 600; }, 4);  // 60 degrees north
    QVERIFY(std::abs(file.open().guess().layout.dx - 0.1 * 111.194927 * 0.5) < 1e-4);
  }

  void coordinatesStayTheFiles() {
    Segy file;
    file.setTraces(
        180, [](std::size_t ix) { return 6740000 + 125 * ix; }, 4);
    QCOMPARE(fault(file.open(), 0.0125, 0.01, 674.0), std::string());
  }

  void linesMayRunBackwards() {
    Segy file;
    file.setTraces(
        180, [](std::size_t ix) { return 125 * (kNx - 1 - ix); }, 4);
    const VelocityFile opened = file.open();
    const VelocityModel model = opened.read();
    QVERIFY((model.velocity() - sampleVelocity().rowwise().reverse()).abs().maxCoeff() < 1e-5);
    QCOMPARE(model.grid().origin.x, 0.0);
  }

  void linesMayRunInAnyDirection() {
    Segy file;
    file.setTraces(
        180, [](std::size_t ix) { return 75 * ix; }, 4);
    file.setTraces(
        184, [](std::size_t ix) { return 100 * ix; }, 4);
    QCOMPARE(fault(file.open(), 0.0125, 0.01), std::string());
  }

  void roundedCoordinatesAreEven() {
    Segy file;  // 6.25 m in whole metres
    file.setTraces(
        70, [](std::size_t) { return 1; }, 2);
    file.setTraces(
        180, [](std::size_t ix) { return (25 * ix + 2) / 4; }, 4);
    const VelocityFile opened = file.open();
    QVERIFY(opened.guess().doubts.empty());
    QVERIFY2(std::abs(opened.guess().layout.dx - 0.00625) < 2e-5,
             opened.guess().spacingReason.c_str());
  }

  void unevenTracesAreADoubt() {
    Segy file;
    file.setTraces(
        180, [](std::size_t ix) { return 125 * ix + (ix > 30 ? 400 : 0); }, 4);
    const VelocityFile opened = file.open();
    QCOMPARE(opened.guess().doubts.size(), 1U);
    QVERIFY(opened.guess().doubts[0].field == ImportField::Spacing);
  }

  void receiversAndSourcesTellPlacesWhereMidpointsDoNot() {
    for (const std::size_t at : {80U, 72U}) {
      Segy file;
      file.setTraces(
          180, [](std::size_t) { return 0; }, 4);
      file.setTraces(
          at, [](std::size_t ix) { return 125 * ix; }, 4);
      QCOMPARE(fault(file.open(), 0.0125, 0.01), std::string());
    }
  }

  void theNameOfTheFileIsAGuess_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("dx");
    for (const auto& [name, dx] : std::initializer_list<std::pair<const char*, double>>{
             {"vel_z6.25m_x12.5m_exact.segy", 0.0125},
             {"vel_x12.5m_z10m.sgy", 0.0125},
             {"bp_12.5x6.25m.sgy", 0.0125},
             {"m_dx20_dz10.sgy", 0.02},
             {"m-dx=0.025km-dz=0.01km.sgy", 0.025}})
      QTest::newRow(name) << QString::fromLatin1(name) << dx;
  }

  void theNameOfTheFileIsAGuess() {
    QFETCH(QString, name);
    QFETCH(double, dx);
    Segy file;
    file.setTraces(
        180, [](std::size_t) { return 0; }, 4);
    const VelocityFile opened = file.open(name.toStdString());
    QVERIFY(!opened.guess().spacingKnown);
    QCOMPARE(opened.guess().layout.dx, dx);
    QCOMPARE(opened.guess().layout.dz, 0.01);  // the sample interval is in the file
    QVERIFY2(opened.guess().spacingReason.find("name") != std::string::npos,
             opened.guess().spacingReason.c_str());
  }

  void seismicUnixIsToldByItsContent_data() {
    QTest::addColumn<int>("order");
    QTest::addColumn<QString>("name");
    QTest::newRow("little endian") << static_cast<int>(ByteOrder::Little) << QStringLiteral("v.su");
    QTest::newRow("big endian") << static_cast<int>(ByteOrder::Big) << QStringLiteral("v.su");
    QTest::newRow("called .bin") << static_cast<int>(ByteOrder::Little) << QStringLiteral("v.bin");
    QTest::newRow("called .sgy") << static_cast<int>(ByteOrder::Big) << QStringLiteral("v.sgy");
  }

  void seismicUnixIsToldByItsContent() {
    QFETCH(int, order);
    QFETCH(QString, name);
    const auto written = static_cast<ByteOrder>(order);
    const VelocityFile with = VelocityFile::openBytes(
        name.toStdString(), seismicUnixFile(1000.0 * sampleVelocity(), written));
    QCOMPARE(fault(with, 0.0125, 0.01, 0.5), std::string());
    const VelocityFile without = VelocityFile::openBytes(
        name.toStdString(), seismicUnixFile(1000.0 * sampleVelocity(), written, false));
    QVERIFY(!without.guess().spacingKnown);  // nobody says how far apart the traces are
    QVERIFY((without.read().velocity() - sampleVelocity()).abs().maxCoeff() < 1e-5);
  }

  void segyIsToldByItsContent() {
    Segy file;
    QCOMPARE(fault(file.open("v.bin"), 0.0125, 0.01), std::string());
    std::fill_n(file.bytes.begin(), 3200, std::byte{0x40});  // a text header that says nothing
    QCOMPARE(fault(file.open("v.bin"), 0.0125, 0.01), std::string());
  }

  void brokenTraceFilesAreRefused() {
    ByteVector cut = seismicUnixFile(sampleVelocity());
    cut.resize(cut.size() - 7);
    VERIFY_REFUSED(failure("v.su", cut), "v.su");
    Segy file;
    file.bytes.resize(file.bytes.size() - 7);
    VERIFY_REFUSED(failure("v.sgy", file.bytes), "v.sgy");
  }
};

QTEST_APPLESS_MAIN(TraceFilesTest)
#include "trace_files_test.moc"
