// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers behind or beside a header of text: Madagascar, SEPlib and NonLinLoc, told by their
// content; and numbers without one, which are never read over a header that nobody knows.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "data_refusal.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr int kNz = 40, kNx = 60;  // of sampleVelocity()

enum class Mark { Madagascar, Seplib, None };

/// Columns of sampleVelocity(), each value times `factor`, behind a header.
ByteVector behind(const std::string& header, Mark mark = Mark::Madagascar, double factor = 1.0,
                  ByteOrder order = ByteOrder::Little, bool rows = false) {
  const std::string end = mark == Mark::Madagascar ? "\x0c\x0c\x04"
                          : mark == Mark::Seplib   ? "\x04"
                                                   : "";
  const Array values = factor * sampleVelocity();
  const Array columns = values.transpose();
  return joined(joined(toBytes(header), toBytes(end)),
                encoded(rows ? values : columns, ScalarType::Float32, order));
}

const char* const kLengths = "n1=40 n2=60 d1=0.01 d2=0.02 ";

std::string fault(const VelocityFile& file, double dx, double dz, Point origin = {}) {
  if (!file.guess().doubts.empty()) return file.guess().doubts[0].sentence;
  const VelocityModel model = file.read();
  const Grid& grid = model.grid();
  if (grid.nx != kNx || grid.nz != kNz)
    return std::to_string(grid.nz) + " x " + std::to_string(grid.nx) + " nodes";
  if ((model.velocity() - sampleVelocity()).abs().maxCoeff() > 1e-5) return "the velocities";
  if (!file.guess().spacingKnown) return "the spacing is not known";
  const double off =
      std::max({std::abs(grid.dx - dx), std::abs(grid.dz - dz), std::abs(grid.origin.x - origin.x),
                std::abs(grid.origin.z - origin.z)});
  return off < 1e-9 ? "" : file.guess().spacingReason;
}

}  // namespace

class HeaderFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void madagascarAndSeplibAreToldByTheirContent_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("mark");
    QTest::addColumn<QString>("more");
    const auto add = [](const char* row, const char* name, Mark mark, const char* more) {
      QTest::newRow(row) << QString::fromLatin1(name) << static_cast<int>(mark)
                         << QString::fromLatin1(more);
    };
    add("Madagascar", "v.rsf", Mark::Madagascar, "in=\"stdin\" data_format=\"native_float\"");
    add("called .bin", "v.bin", Mark::Madagascar, "in=\"stdin\" data_format=\"native_float\"");
    add("called .H", "v.H", Mark::Seplib, "in=\"stdin\" esize=4");
    add("called .hh", "v.hh", Mark::Seplib, "esize=4 data_format=\"native_float\" in=\"stdout\"");
    add("called .csv", "v.csv", Mark::Madagascar, "in=stdin");
    add("without a name's end", "v", Mark::Seplib, "esize=4");
    add("without a mark", "v.hh", Mark::None, "in=\"stdin\" esize=4\n");
    add("a comment with numbers", "v.rsf", Mark::Madagascar, "in=stdin\n# n1=3 d1=7\n");
    add("an axis of length one", "v.rsf", Mark::Madagascar, "in=stdin n3=1 d3=5 o3=9");
  }

  void madagascarAndSeplibAreToldByTheirContent() {
    QFETCH(QString, name);
    QFETCH(int, mark);
    QFETCH(QString, more);
    const std::string header = "# made for a test\nsfput\n\t" + std::string(kLengths) +
                               "label1=Depth unit1=km label2=Distance unit2=km\n\t" +
                               more.toStdString();
    const VelocityFile file =
        VelocityFile::openBytes(name.toStdString(), behind(header, static_cast<Mark>(mark)));
    QCOMPARE(fault(file, 0.02, 0.01), std::string());
    QCOMPARE(file.summary().shape.size(), 2U);
  }

  void theByteOrderIsSaidOrFollowsFromTheValues() {
    std::string header(kLengths);
    header.append("unit1=km unit2=km in=stdin ");
    const auto big = [&](const char* format) {
      return VelocityFile::openBytes("v.H",
                                     behind(header + format, Mark::Seplib, 1.0, ByteOrder::Big));
    };
    QCOMPARE(fault(big("data_format=xdr_float"), 0.02, 0.01), std::string());
    QCOMPARE(fault(big(""), 0.02, 0.01), std::string());
  }

  void axesAreReadAsTheHeaderSays_data() {
    QTest::addColumn<QString>("header");
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dz");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("z");
    const auto add = [](const char* row, const char* header, double factor, double dx, double dz,
                        Point origin) {
      QTest::newRow(row) << QString::fromLatin1(header) << factor << dx << dz << origin.x
                         << origin.z;
    };
    constexpr double kFoot = 0.3048e-3;  // km
    add("kilometres", "n1=40 n2=60 d1=0.01 d2=0.02 o2=3 unit1=km unit2=km", 1, 0.02, 0.01, {3, 0});
    add("metres by their size", "n1=40 n2=60 d1=10 d2=20 o1=50", 1000, 0.02, 0.01, {0, 0.05});
    add("feet", "n1=40 n2=60 d1=25 d2=37.5 unit1=ft unit2=ft unit=ft/s label=Velocity", 1 / kFoot,
        37.5 * kFoot, 25 * kFoot, {});
    add("a middle axis of length one",
        "n1=40 d1=0.01 label1=Depth unit1=km n2=1 d2=0.1 o2=2 unit2=km n3=60 d3=0.02 o3=5 unit3=km",
        1, 0.02, 0.01, {5, 0});
    add("a time axis", "n1=40 d1=0.004 label1=Time unit1=s n2=60 d2=0.0125 unit2=km unit=km/s", 1,
        0.0125, 0.004, {});
  }

  void axesAreReadAsTheHeaderSays() {
    QFETCH(QString, header);
    QFETCH(double, factor);
    QFETCH(double, dx);
    QFETCH(double, dz);
    QFETCH(double, x);
    QFETCH(double, z);
    const VelocityFile file = VelocityFile::openBytes(
        "v.rsf", behind(header.toStdString() + " in=stdin ", Mark::Madagascar, factor));
    QCOMPARE(fault(file, dx, dz, {x, z}), std::string());
    const bool time = header.contains(QStringLiteral("Time"));
    QCOMPARE(file.guess().spacingReason.find("in time") != std::string::npos, time);
  }

  void axesMayRunBackwards() {
    const VelocityFile file = VelocityFile::openBytes(
        "v.rsf", behind("n1=40 d1=-0.01 o1=0.39 label1=Depth unit1=km n2=60 d2=0.02 unit2=km "
                        "in=stdin "));
    const VelocityModel model = file.read();
    QVERIFY((model.velocity() - sampleVelocity().colwise().reverse()).abs().maxCoeff() < 1e-5);
    QVERIFY(std::abs(model.grid().origin.z) < 1e-12);
  }

  void valuesTellTheAxesWhereNoLabelDoes() {
    const VelocityFile file =
        VelocityFile::openBytes("v.rsf", behind("n1=60 d1=0.02 n2=40 d2=0.01 in=stdin ",
                                                Mark::Madagascar, 1.0, ByteOrder::Little, true));
    QCOMPARE(fault(file, 0.02, 0.01), std::string());
  }

  void numbersMayLieInAnotherFile() {
    QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    write(place / "v.H@", encoded(sampleVelocity().transpose(), ScalarType::Float32));
    write(place / "v.H",
          toBytes(std::string(kLengths) + "unit1=km unit2=km in=\"/elsewhere/v.H@\" esize=4 "
                                          "data_format=\"native_float\"\n"));
    QCOMPARE(fault(VelocityFile::open(place / "v.H"), 0.02, 0.01), std::string());
  }

  void nonLinLocGridsAreConvertedAsTheirHeaderSays_data() {
    QTest::addColumn<QString>("kind");
    const char* const kinds[] = {"VELOCITY", "VELOCITY_METERS", "SLOWNESS",    "VEL2",
                                 "SLOW2",    "SLOW_LEN",        "SLOW2_METERS"};
    for (const char* kind : kinds) QTest::newRow(kind) << QString::fromLatin1(kind);
  }

  void nonLinLocGridsAreConvertedAsTheirHeaderSays() {
    QFETCH(QString, kind);
    const Array v = sampleVelocity().transpose();
    const Array stored = kind == QLatin1String("VELOCITY")          ? v
                         : kind == QLatin1String("VELOCITY_METERS") ? Array(1000 * v)
                         : kind == QLatin1String("SLOWNESS")        ? Array(v.inverse())
                         : kind == QLatin1String("VEL2")            ? Array(v.square())
                         : kind == QLatin1String("SLOW2")           ? Array(v.square().inverse())
                         : kind == QLatin1String("SLOW_LEN")        ? Array(0.5 * v.inverse())
                                                             : Array(1e-6 * v.square().inverse());
    QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    const ByteVector plane = encoded(stored, ScalarType::Float32);
    write(place / "layer.P.mod.buf", joined(plane, plane));
    write(place / "layer.P.mod.hdr", toBytes("2 60 40  0.0 10.0 -1.0  0.5 0.5 0.5 " +
                                             kind.toStdString() + " FLOAT\nTRANSFORM NONE\n"));
    for (const char* name : {"layer.P.mod.buf", "layer.P.mod.hdr"}) {
      const VelocityFile file = VelocityFile::open(place / name);
      QCOMPARE(fault(file, 0.5, 0.5, {10, -1}), std::string());
      QCOMPARE(file.modelCount(), 1);
    }
  }

  void otherNonLinLocGridsAreRefused() {
    QTemporaryDir folder;
    const std::filesystem::path place = folder.path().toStdString();
    write(place / "t.hdr", toBytes("2 60 40 0 0 0 1 1 1 TIME2D FLOAT\n"));
    QVERIFY_THROWS_EXCEPTION(Error, VelocityFile::open(place / "t.hdr"));  // no numbers beside it
    write(place / "t.buf", ByteVector(4 * 2 * 60 * 40));
    try {
      VelocityFile::open(place / "t.buf");
      QFAIL("times were taken for velocities");
    } catch (const Error& error) {
      QVERIFY2(std::string(error.what()).find("TIME2D") != std::string::npos, error.what());
    }
    write(place / "t.buf", ByteVector(40));
    write(place / "t.hdr", toBytes("2 60 40 0 0 0 1 1 1 VELOCITY FLOAT\n"));
    QVERIFY_THROWS_EXCEPTION(Error, VelocityFile::open(place / "t.buf"));
  }

  void numbersBehindAnUnknownHeaderAreNotGuessedAt() {
    const std::string header = "MODEL line-7 made by nobody\nrows 60 columns 40 depth first\n";
    const auto error = failure("v.bin", behind(header, Mark::None));
    VERIFY_REFUSED(error, "v.bin");
    QVERIFY2(error->remedy().find("--raw-header") != std::string::npos, error->what());
    // The remedy works.
    OpenOptions options;
    options.raw = RawShape{{kNx, kNz},
                           ScalarType::Float32,
                           ByteOrder::Little,
                           static_cast<std::int64_t>(header.size())};
    QVERIFY(!failure("v.bin", behind(header, Mark::None), options));
  }

  void rawVelocitiesThatNoRockHasAreADoubt_data() {
    QTest::addColumn<double>("factor");
    QTest::newRow("1/100") << 0.01;
    QTest::newRow("3 to 4 times too fast") << 8.0;
    QTest::newRow("feet") << 1 / 0.3048e-3;
  }

  void rawVelocitiesThatNoRockHasAreADoubt() {
    QFETCH(double, factor);
    OpenOptions options;
    options.raw = RawShape{{kNz, kNx}, ScalarType::Float32, ByteOrder::Little, 0};
    const VelocityFile file = VelocityFile::openBytes(
        "v.bin", encoded(factor * sampleVelocity(), ScalarType::Float32), options);
    QCOMPARE(file.guess().doubts.size(), 1U);
    QVERIFY(file.guess().doubts[0].field == ImportField::Values);
  }

 private:
  static void write(const std::filesystem::path& path, const ByteVector& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
};

QTEST_APPLESS_MAIN(HeaderFilesTest)
#include "header_files_test.moc"
