// SPDX-License-Identifier: GPL-3.0-or-later
// Receivers from text: columns, units, decimals and encodings of many programs; what is left open
// is a doubt, and what lies outside a model is told.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "field/error.h"
#include "formats/read_pairs.h"

using namespace isochron;

namespace {

using Points = std::vector<Point>;

/// The text in UTF-16 with a byte order mark.
std::string utf16(const std::string& ascii, bool bigEndian) {
  std::string bytes = bigEndian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) bytes += bigEndian ? std::string{'\0', c} : std::string{c, '\0'};
  return bytes;
}

bool isClose(const Points& got, const Points& wanted) {
  if (got.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < got.size(); ++i)
    if (std::abs(got[i].x - wanted[i].x) > 1e-12 || std::abs(got[i].z - wanted[i].z) > 1e-12)
      return false;
  return true;
}

}  // namespace

Q_DECLARE_METATYPE(Points)

class ReceiversTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QVERIFY(folder_.isValid()); }

  void positionsAreReadFromWhatProgramsWrite_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<Points>("wanted");
    const auto add = [](const char* name, const std::string& text, const Points& wanted) {
      QTest::newRow(name) << text << wanted;
    };
    const Points two = {{0.2, 0.0}, {0.4, 0.05}};
    add("commas", "0.2,0\n0.4,0.05\n", two);
    add("another mark in each line", "x_km,z_km,time_s\n# a comment\n0.2,0,0.1\n\n0.4 0.05\n", two);
    add("byte order mark",
        "\xEF\xBB\xBF"
        "0.2,0.0\n0.4,0.05\n",
        two);
    add("byte order mark before a head", "\xEF\xBB\xBFx,z\n0.2,0.0\n0.4,0.05\n", two);
    add("UTF-16 little endian", utf16("x\tz\r\n0.2\t0\r\n0.4\t0.05\r\n", false), two);
    add("UTF-16 big endian", utf16("0.2;0\n0.4;0.05\n", true), two);
    add("decimal commas", "x;z\n0,2;0,00\n0,4;0,05\n", two);
    add("decimal commas and tabs", "0,2\t0,0\n0,4\t0,05\n", two);
    add("decimal commas and blanks", "0,2  0,0\n0,4  0,05\n", two);
    add("decimal commas and commas", "0,2, 0,0\n0,4, 0,05\n", two);
    add("quotes", "\"x\",\"z\"\n\"0.2\",\"0\"\n\"0.4\",\"0.05\"\n", two);
    add("quoted decimal commas", "\"x\",\"z\"\n\"0,2\",\"0,0\"\n\"0,4\",\"0,05\"\n", two);
    add("carriage returns alone", "x,z\r0.2,0\r0.4,0.05\r", two);
    add("separators at the end", "x;z;\n0.2;0;\n0.4;0.05;\n", two);
    add("no end of the last line", "0.2,0\r\n0.4,0.05", two);
    add("a note behind a place", "0.2 0 # first\n0.4 0.05 # second\n", two);
    add("columns the other way round", "z,x\n0,0.2\n0.05,0.4\n", two);
    add("x, y, z", "x,y,z\n0.2,0,0\n0.4,0,0.05\n", two);
    add("number and name before", "id,name,X,Z\n1,R1,0.2,0\n2,R2,0.4,0.05\n", two);
    add("names without a head", "R1 0.2 0\nR2 0.4 0.05\n", two);
    add("a title above the head", "Line 7 of 2019\nx z\n0.2 0\n0.4 0.05\n", two);
    add("a head in a comment", "# z x\n0 0.2\n0.05 0.4\n", two);
    add("metres by the head", "x_m,z_m\n200,0\n400,50\n", two);
    add("metres in brackets", "X (m);Depth (m)\n200;0\n400;50\n", two);
    add("metres in square brackets and blanks", "x [m] z [m]\n200 0\n400 50\n", two);
    add("a line of units", "x,z\nm,m\n200,0\n400,50\n", two);
    add("feet", "x_ft,z_ft\n1000,0\n2000,100\n", {{0.3048, 0}, {0.6096, 0.03048}});
    add("a unit for each", "x_km,z_m\n0.2,0\n0.4,50\n", two);
    add("elevations", "distance_m,elevation_m\n200,0\n400,-50\n", two);
    add("groups of thousands", "x_m;z_m\n1.200,5;0,0\n2.400,0;50,0\n", {{1.2005, 0}, {2.4, 0.05}});
    add("Fortran", "2.0D-01 0.0D+00\n4.0D-01 5.0D-02\n", two);
  }

  void positionsAreReadFromWhatProgramsWrite() {
    QFETCH(std::string, text);
    QFETCH(Points, wanted);
    ReceiverTable table;
    try {
      table = readReceivers(write(text));
    } catch (const Error& error) {
      QFAIL(error.what());
    }
    QVERIFY2(isClose(table.points, wanted), describe(table).c_str());
    QVERIFY2(table.doubts.empty(), table.doubts.empty() ? "" : table.doubts[0].sentence.c_str());
    QVERIFY(!table.columnsReason.empty() && !table.unitReason.empty() && !table.format.empty());
  }

  void pairsHaveTheirColumns_data() {
    QTest::addColumn<std::string>("text");
    const auto add = [](const char* name, const std::string& text) { QTest::newRow(name) << text; };
    add("no head", "0.1 0.2 0.2 0\n0.1 0.2 0.4 0.05\n");
    add("names with units",
        "source_x_km,source_z_km,receiver_x_km,receiver_z_km,time_s\n"
        "0.1,0.2,0.2,0,9\n0.1,0.2,0.4,0.05,9\n");
    add("metres, receivers first", "rx_m;rz_m;sx_m;sz_m\n200;0;100;200\n400;50;100;200\n");
    add("brackets",
        "Source X (m),Source Z (m),Receiver X (m),Receiver Z (m)\n"
        "100,200,200,0\n100,200,400,50\n");
    add("numbered", "shot,sx,sz,gx,gz\n1,0.1,0.2,0.2,0\n1,0.1,0.2,0.4,0.05\n");
  }
  void pairsHaveTheirColumns() {
    QFETCH(std::string, text);
    try {
      const PairTable pairs = readPairs(write(text));
      QVERIFY2(isClose(pairs.sources.points, {{0.1, 0.2}, {0.1, 0.2}}),
               describe(pairs.sources).c_str());
      QVERIFY2(isClose(pairs.receivers.points, {{0.2, 0.0}, {0.4, 0.05}}),
               describe(pairs.receivers).c_str());
      requireCertain(pairs.sources);
      requireCertain(pairs.receivers);
    } catch (const Error& error) {
      QFAIL(error.what());
    }
  }

  void aUnitOfPairsIsTaken() {
    const PairTable pairs = readPairs(write("100 200 300 0\n"), "m");
    QVERIFY(isClose(pairs.sources.points, {{0.1, 0.2}}));
    QVERIFY(isClose(pairs.receivers.points, {{0.3, 0.0}}));
  }

  void pairsWithoutFourColumnsAreRefused_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("three") << std::string("1 2 3\n");
    QTest::newRow("five without names") << std::string("1 2 3 4 5\n");
    QTest::newRow("half named") << std::string("sx,sz,a,b\n1,2,3,4\n");
    QTest::newRow("empty") << std::string();
  }
  void pairsWithoutFourColumnsAreRefused() {
    QFETCH(std::string, text);
    try {
      (void)readPairs(write(text));
      QFAIL("read");
    } catch (const Error& error) {
      QVERIFY2(QString(error.what()).contains("source x") ||
                   QString(error.what()).contains("a line for each"),
               error.what());
    }
  }

  void linesAreCountedAsInTheFile() {
    const ReceiverTable table = readReceivers(write("# a\nx,z\n\n1,2\r\n3,4\r\n"));
    QCOMPARE(table.lines, (std::vector<std::int64_t>{4, 5}));
  }

  void whatIsLeftOpenIsADoubtThatItsOptionSettles_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("unit");
    QTest::addColumn<std::string>("x");
    QTest::addColumn<std::string>("z");
    QTest::addColumn<Points>("wanted");
    const auto add = [](const char* name, const char* text, const char* unit, const char* x,
                        const char* z, const Points& wanted) {
      QTest::newRow(name) << std::string(text) << std::string(unit) << std::string(x)
                          << std::string(z) << wanted;
    };
    const Points metres = {{0.005, 0}, {0.01, 0}, {0.02, 0}};
    add("a unit behind one column", "#x z (m)\n5 0\n10 0\n20 0\n", "m", "", "", metres);
    add("the same, and it is km", "#x z (m)\n5 0\n10 0\n20 0\n", "km", "", "",
        {{5, 0}, {10, 0}, {20, 0}});
    add("a comment that speaks of metres", "# positions in metres\n5 0\n10 0\n20 0\n", "m", "", "",
        metres);
    add("a column that counts", "1 0.5 0\n2 0.6 0\n3 0.7 0\n", "", "2", "3",
        {{0.5, 0}, {0.6, 0}, {0.7, 0}});
    add("a second column that never changes", "0.2 0 0.5\n0.4 0 0.6\n", "", "1", "3",
        {{0.2, 0.5}, {0.4, 0.6}});
    add("y that varies", "x,y,z\n0.2,1,0.5\n0.4,2,0.6\n", "", "x", "z", {{0.2, 0.5}, {0.4, 0.6}});
    add("no z in the head", "x,y\n0.2,0.5\n0.4,0.6\n", "", "x", "y", {{0.2, 0.5}, {0.4, 0.6}});
  }

  void whatIsLeftOpenIsADoubtThatItsOptionSettles() {
    QFETCH(std::string, text);
    QFETCH(std::string, unit);
    QFETCH(std::string, x);
    QFETCH(std::string, z);
    QFETCH(Points, wanted);
    const auto path = write(text);
    const ReceiverTable open = readReceivers(path);
    QCOMPARE(open.doubts.size(), 1U);
    const std::string option = open.doubts[0].option;
    QVERIFY2(option.find(unit.empty() ? "--receivers-columns" : "--receivers-unit " + unit) !=
                 option.npos,
             option.c_str());
    QVERIFY_THROWS_EXCEPTION(Error, requireCertain(open));
    const ReceiverTable settled = readReceivers(path, {unit, x, z});
    QVERIFY(settled.doubts.empty());
    QVERIFY2(isClose(settled.points, wanted), describe(settled).c_str());
  }

  void badFilesAreRefusedWithTheirLine_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("told");
    QTest::newRow("empty") << std::string() << std::string("holds no receivers");
    QTest::newRow("a head alone") << std::string("x,z\n") << std::string("holds no numbers");
    QTest::newRow("words") << std::string("1,2\nno,numbers\n") << std::string("line 2");
    QTest::newRow("a word behind a head")
        << std::string("x,z\n1,2\n3,b\n5,6\n") << std::string("line 3, value 2");
    QTest::newRow("one column") << std::string("1,2\n3\n") << std::string("line 2");
    QTest::newRow("a gap") << std::string("x;z\n1;\n3;4\n") << std::string("line 2");
    QTest::newRow("nan") << std::string("1,2\nnan,3\n") << std::string("line 2");
    QTest::newRow("longitudes") << std::string("lon,lat,depth\n1,2,0\n2,2,1\n")
                                << std::string("no length");
    QTest::newRow("degrees") << std::string("x_deg,z_km\n1,2\n2,3\n") << std::string("no length");
    QTest::newRow("points mixed with commas")
        << std::string("1,5;2,5\n3.5;4.5\n5,5;6,5\n") << std::string("line 2");
    QTest::newRow("bytes") << std::string(5000, '\xff') << std::string("r.csv");
  }

  void badFilesAreRefusedWithTheirLine() {
    QFETCH(std::string, text);
    QFETCH(std::string, told);
    try {
      readReceivers(write(text));
      QFAIL("was read");
    } catch (const Error& error) {
      QVERIFY2(std::string(error.what()).find(told) != std::string::npos, error.what());
      QVERIFY2(!error.remedy().empty(), error.what());
    }
  }

  void columnsAndUnitsThatAreNotThereAreRefused() {
    const auto path = write("x,z\n1,2\n");
    QVERIFY_THROWS_EXCEPTION(Error, readReceivers(path, {"", "x", "depth"}));
    QVERIFY_THROWS_EXCEPTION(Error, readReceivers(path, {"", "x", ""}));
    QVERIFY_THROWS_EXCEPTION(Error, readReceivers(path, {"parsec", "", ""}));
    QVERIFY_THROWS_EXCEPTION(
        Error, readReceivers(folder_.filePath(QStringLiteral("absent")).toStdString()));
    QVERIFY_THROWS_EXCEPTION(Error, readReceivers(folder_.path().toStdString()));
  }

  void receiversOutsideAModelAreToldAndTheirLikelyUnit() {
    const Grid grid{101, 51, 0.01, 0.01, {}};
    const ReceiverTable metres = readReceivers(write("x,z\n500,0\n1000,250\n"));
    const ReceiverPlacement placement = placeReceivers(metres, grid);
    QCOMPARE(placement.outside, (std::vector<std::size_t>{0, 1}));
    QCOMPARE(placement.likelyUnit, std::string("m"));
    QVERIFY2(placement.problem.find("(500, 0) km in line 2") != std::string::npos,
             placement.problem.c_str());
    try {
      requireInside(metres, grid);
      QFAIL("was taken");
    } catch (const Error& error) {
      QVERIFY2(error.remedy().find("--receivers-unit m") != std::string::npos, error.what());
    }
    // The remedy works.
    requireInside(readReceivers(write("x,z\n500,0\n1000,250\n"), {"m", "", ""}), grid);
  }

  void aUnitThatIsSaidIsNotGuessedAgain() {
    const Grid grid{101, 51, 0.01, 0.01, {}};
    const ReceiverTable said = readReceivers(write("x_km,z_km\n0.5,0.1\n500,0\n"));
    const ReceiverPlacement placement = placeReceivers(said, grid);
    QCOMPARE(placement.inside, (std::vector<std::size_t>{0}));
    QCOMPARE(placement.outside, (std::vector<std::size_t>{1}));
    QVERIFY(placement.likelyUnit.empty());
  }

 private:
  std::filesystem::path write(const std::string& text) {
    const std::filesystem::path path = folder_.filePath(QStringLiteral("r.csv")).toStdString();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  static std::string describe(const ReceiverTable& table) {
    std::string text = table.columnsReason + "; " + table.unitReason + "; " + table.format + ":";
    for (const Point& p : table.points)
      text += " (" + std::to_string(p.x) + ", " + std::to_string(p.z) + ")";
    return text;
  }

  QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(ReceiversTest)
#include "receivers_test.moc"
