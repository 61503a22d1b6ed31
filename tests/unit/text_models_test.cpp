// SPDX-License-Identifier: GPL-3.0-or-later
// Velocity models in text: decimals, separators and encodings of many programs; coordinates in the
// margins of a matrix; tables with a line per node.
#include <QTest>
#include <sstream>

#include "data_refusal.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr int kNz = 7, kNx = 9;

/// m/s: grows downward, with a body that no turned or mirrored copy has at the same place.
int speed(int iz, int ix) { return 1500 + 250 * iz + (ix > 4 + iz / 3 ? 800 : 0); }

std::string kilometres(int iz, int ix, char decimal) {
  std::string text = std::to_string(speed(iz, ix));
  return text.insert(text.size() - 3, 1, decimal);
}

/// A line per depth, each number followed by `separator` but the last by `end`.
std::string matrix(char decimal, const std::string& separator, const std::string& end,
                   const std::string& quote = "") {
  std::string text;
  for (int iz = 0; iz < kNz; ++iz)
    for (int ix = 0; ix < kNx; ++ix)
      text += quote + kilometres(iz, ix, decimal) + quote + (ix + 1 < kNx ? separator : end);
  return text;
}

/// A matrix with coordinates in its margins, `step` apart from `first` on.
struct Margins {
  std::string corner;
  double first;
  double dx;
  double dz;
  bool turned = false;  // a line per x
};

std::string withMargins(const Margins& margins, const std::string& separator = ",",
                        const std::string& before = "", const std::string& after = "") {
  std::ostringstream text;
  const int rows = margins.turned ? kNx : kNz, columns = margins.turned ? kNz : kNx;
  const double dRow = margins.turned ? margins.dx : margins.dz;
  const double dColumn = margins.turned ? margins.dz : margins.dx;
  text << margins.corner;
  for (int j = 0; j < columns; ++j)
    text << separator << before << margins.first + j * dColumn << after;
  for (int i = 0; i < rows; ++i) {
    text << '\n' << margins.first + i * dRow;
    for (int j = 0; j < columns; ++j)
      text << separator << (margins.turned ? speed(j, i) : speed(i, j));
  }
  return text.str() + "\n";
}

/// As R writes a matrix: the head has no name for the column of row names.
std::string namedLines() {
  std::string text;
  for (int ix = 0; ix < kNx; ++ix) text += (ix > 0 ? ",V" : "V") + std::to_string(ix + 1);
  for (int iz = 0; iz < kNz; ++iz) {
    text += "\n" + std::to_string(iz + 1);
    for (int ix = 0; ix < kNx; ++ix) text += "," + kilometres(iz, ix, '.');
  }
  return text + "\n";
}

/// A line per node as `line` writes it, in an order of no use.
std::string table(const std::string& head, const std::function<std::string(int iz, int ix)>& line) {
  std::string text = head;
  for (int k = 0; k < kNz * kNx; ++k) {
    const int node = (k * 37) % (kNz * kNx);  // 37 shares no factor with 63
    text += line(node / kNx, node % kNx) + "\n";
  }
  return text;
}

std::string utf16(const std::string& ascii, bool bigEndian, bool mark) {
  std::string bytes = !mark ? "" : bigEndian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) bytes += bigEndian ? std::string{'\0', c} : std::string{c, '\0'};
  return bytes;
}

std::string tidy(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

VelocityFile open(const std::string& text, const std::string& array = "") {
  OpenOptions options;
  options.array = array;
  return VelocityFile::openBytes("v.txt", toBytes(text), options);
}

/// The model is the one of speed(); empty where it is.
std::string fault(const VelocityModel& model) {
  const Grid& grid = model.grid();
  if (grid.nx != kNx || grid.nz != kNz)
    return std::to_string(grid.nz) + " x " + std::to_string(grid.nx) + " nodes";
  for (int iz = 0; iz < kNz; ++iz)
    for (int ix = 0; ix < kNx; ++ix)
      if (std::abs(model.velocity()(iz, ix) - speed(iz, ix) / 1000.0) > 1e-9)
        return "the velocity at " + std::to_string(iz) + ", " + std::to_string(ix) + " is " +
               std::to_string(model.velocity()(iz, ix));
  return {};
}

std::string fault(const VelocityFile& file, double dx, double dz, Point origin) {
  if (!file.guess().doubts.empty()) return file.guess().doubts[0].sentence;
  if (!file.guess().spacingKnown) return "the spacing is not known";
  const VelocityModel model = file.read();
  const Grid& grid = model.grid();
  const double off =
      std::max({std::abs(grid.dx - dx), std::abs(grid.dz - dz), std::abs(grid.origin.x - origin.x),
                std::abs(grid.origin.z - origin.z)});
  if (off > 1e-9) return file.guess().spacingReason;
  return fault(model);
}

}  // namespace

class TextModelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void matricesAreReadFromWhatProgramsWrite_data() {
    QTest::addColumn<std::string>("text");
    const auto add = [](const char* name, const std::string& text) { QTest::newRow(name) << text; };
    const std::string plain = matrix('.', ",", "\n");
    add("commas", plain);
    add("semicolons and decimal commas", matrix(',', ";", "\r\n"));
    add("tabs and decimal commas", matrix(',', "\t", "\n"));
    add("blanks and decimal commas", matrix(',', "  ", "\n"));
    add("quoted decimal commas", matrix(',', ",", "\n", "\""));
    add("carriage returns", matrix('.', ";", "\r"));
    add("separators at the end", matrix('.', ";", ";\r\n"));
    add("tabs at the end", matrix('.', "\t", "\t\n"));
    add("byte order mark", "\xEF\xBB\xBF" + plain);
    add("UTF-16 little endian", utf16(matrix('.', "\t", "\r\n"), false, true));
    add("UTF-16 big endian", utf16(matrix(',', ";", "\n"), true, true));
    add("UTF-16 without a mark", utf16(plain, false, false));
    add("a title and blank lines", "Model of line 7, 2019\n\n" + plain + "\n\n");
    add("a comment behind a line", matrix('.', " ", " # depth\n"));
    add("names of columns", "v1,v2,v3,v4,v5,v6,v7,v8,v9\n" + plain);
    add("counts before", "9 7\n" + matrix('.', " ", "\n"));
    add("a pandas index", withMargins({"", 0, 1, 1}));
    add("names of lines in a column without a name", namedLines());
  }

  void matricesAreReadFromWhatProgramsWrite() {
    QFETCH(std::string, text);
    try {
      const VelocityFile file = open(text);
      QVERIFY(!file.guess().spacingKnown);
      QCOMPARE(fault(file.read()), std::string());
    } catch (const Error& error) {
      QFAIL(error.what());
    }
  }

  void marginsOfMatricesAreCoordinates_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<double>("first");  // km
    const auto add = [](const char* name, const std::string& text, double first) {
      QTest::newRow(name) << text << first;
    };
    add("depths in metres", withMargins({"depth_m", 5, 20, 10}), 0.005);
    add("kilometres", withMargins({"z (km)", 2, 0.02, 0.01}), 2);
    add("nothing in the corner", withMargins({"", 0, 20, 10}), 0);
    add("both axes in the corner", withMargins({"x/z", 0, 20, 10, true}), 0);
    add("a line per x", withMargins({"x_m", 40, 20, 10, true}), 0.04);
    add("names around the numbers", withMargins({"Depth", 0, 20, 10}, ";", "x=", " m"), 0);
    add("numbers alone", withMargins({"0", 0, 20, 10}, " "), 0);
    add("a count in the corner, as gnuplot has it", withMargins({"9", 5, 20, 10}, "\t"), 0.005);
    add("a blank corner", "   " + withMargins({"", 0, 20, 10}, "  "), 0);
  }

  void marginsOfMatricesAreCoordinates() {
    QFETCH(std::string, text);
    QFETCH(double, first);
    try {
      QCOMPARE(fault(open(text), 0.02, 0.01, {first, first}), std::string());
    } catch (const Error& error) {
      QFAIL(error.what());
    }
  }

  void velocitiesThatGrowEvenlyAreNoCoordinates() {
    std::string text;
    for (int iz = 0; iz < kNz; ++iz)
      for (int ix = 0; ix < kNx; ++ix)
        text += std::to_string(1500 + 100 * iz + 25 * ix) + (ix + 1 < kNx ? "," : "\n");
    const VelocityModel model = open(text).read();
    QCOMPARE(model.grid().nx, kNx);
    QCOMPARE(model.grid().nz, kNz);
  }

  void spacingsBesideAMatrixAreStatements_data() {
    QTest::addColumn<std::string>("before");
    QTest::newRow("comment") << std::string("# model, dx = 20 m, dz = 10 m\n");
    QTest::newRow("comments") << std::string("# nx=9 nz=7\n# dx: 0.02\n# dz: 0.01\n");
    QTest::newRow("keys") << std::string("dx 20\ndz 10\n");
  }

  void spacingsBesideAMatrixAreStatements() {
    QFETCH(std::string, before);
    QCOMPARE(fault(open(before + matrix('.', " ", "\n")), 0.02, 0.01, {0, 0}), std::string());
  }

  void anAsciiGridSaysItsCells() {
    const VelocityFile file =
        open("ncols 9\nnrows 7\nxllcorner 0\nyllcorner 0\ncellsize 10\nNODATA_value -9999\n" +
             matrix('.', " ", "\n"));
    QVERIFY(file.guess().spacingKnown);
    QCOMPARE(fault(file.read()), std::string());
    QCOMPARE(file.guess().layout.dx, 0.01);
  }

  void aLinePerNodeIsAGrid_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<double>("first");  // km
    const auto add = [](const char* name, const std::string& head, double first,
                        const std::function<std::string(int, int)>& line) {
      QTest::newRow(name) << table(head, line) << first;
    };
    const auto v = [](int iz, int ix) { return std::to_string(speed(iz, ix)); };
    add("x, z, v in metres", "x,z,vp\n", 0.005, [=](int iz, int ix) {
      return tidy(5 + 20 * ix) + "," + tidy(5 + 10 * iz) + "," + v(iz, ix);
    });
    add("kilometres by the head", "x (km);z (km);v (m/s)\n", 3, [=](int iz, int ix) {
      return tidy(3 + 0.02 * ix) + ";" + tidy(3 + 0.01 * iz) + ";" + v(iz, ix);
    });
    add("names in many words", "distance along the line (m),depth below sea (m),P velocity (m/s)\n",
        0, [=](int iz, int ix) { return tidy(20 * ix) + "," + tidy(10 * iz) + "," + v(iz, ix); });
    add("feet by the head", "Vp_m_s\tdepth_ft\tx_ft\n", 0, [=](int iz, int ix) {
      return v(iz, ix) + "\t" + tidy(10 / 0.3048 * iz) + "\t" + tidy(20 / 0.3048 * ix);
    });
    add("a line of units", "x,z,vp\nm,m,m/s\n", 0,
        [=](int iz, int ix) { return tidy(20 * ix) + "," + tidy(10 * iz) + "," + v(iz, ix); });
    add("names in a comment", "# x_m z_m vp\n", 0,
        [=](int iz, int ix) { return tidy(20 * ix) + " " + tidy(10 * iz) + " " + v(iz, ix); });
    add("no names", "", 0,
        [=](int iz, int ix) { return tidy(20 * ix) + " " + tidy(10 * iz) + " " + v(iz, ix); });
    add("a y that stays", "x,y,z,vp\n", 0,
        [=](int iz, int ix) { return tidy(20 * ix) + ",7," + tidy(10 * iz) + "," + v(iz, ix); });
    add("other columns", "id,x,z,vs,rho,vp,place\n", 0, [=](int iz, int ix) {
      return "3," + tidy(20 * ix) + "," + tidy(10 * iz) + ",900,2000," + v(iz, ix) + ",here";
    });
    add("units in brackets", "X(m),Z(m),Vp(m/s),Vs(m/s),Rho(kg/m3)\n", 0, [=](int iz, int ix) {
      return tidy(20 * ix) + "," + tidy(10 * iz) + "," + v(iz, ix) + ",900,2000";
    });
    add("decimal commas", "x;z;vp\n", 0.0025, [=](int iz, int ix) {
      return tidy(2 + 20 * ix) + ",5;" + tidy(2 + 10 * iz) + ",5;" + v(iz, ix);
    });
    add("elevations", "x_m,elevation_m,vp\n", 0,
        [=](int iz, int ix) { return tidy(20 * ix) + "," + tidy(-10 * iz) + "," + v(iz, ix); });
    add("negative z", "x_m,z_m,vp\n", 0,
        [=](int iz, int ix) { return tidy(20 * ix) + "," + tidy(-10 * iz) + "," + v(iz, ix); });
  }

  void aLinePerNodeIsAGrid() {
    QFETCH(std::string, text);
    QFETCH(double, first);
    const VelocityFile file = open(text);
    const double off = text.starts_with("Vp_m_s") ? 1e-6 : 1e-9;  // feet of six digits
    const VelocityModel model = file.read();
    QVERIFY(file.guess().spacingKnown);
    QVERIFY2(std::abs(model.grid().dx - 0.02) < off && std::abs(model.grid().dz - 0.01) < off,
             file.guess().spacingReason.c_str());
    QVERIFY(std::abs(model.grid().origin.x - first) < off);
    QVERIFY(std::abs(model.grid().origin.z - first) < off);
    QCOMPARE(fault(model), std::string());
    QVERIFY2(file.guess().doubts.empty(),
             file.guess().doubts.empty() ? "" : file.guess().doubts[0].sentence.c_str());
  }

  void specfemTomographyFilesGrowUpward() {
    std::string text = "0.0 -60.0 160.0 0.0\n20.0 10.0\n9 7\n1500 3800 900 900 2000 2000\n";
    for (int iz = kNz; iz-- > 0;)
      for (int ix = 0; ix < kNx; ++ix)
        text += tidy(20 * ix) + " " + tidy(-10 * iz) + " " + std::to_string(speed(iz, ix)) +
                " 900 2000\n";
    const VelocityFile file = open(text);
    QCOMPARE(file.summary().arrays, (std::vector<std::string>{"vp", "vs", "rho"}));
    QCOMPARE(fault(file, 0.02, 0.01, {0, 0}), std::string());
  }

  void theColumnOfVelocitiesCanBeChosen() {
    const std::string text = table("x,z,vp,slow\n", [](int iz, int ix) {
      return tidy(20 * ix) + "," + tidy(10 * iz) + "," + std::to_string(speed(iz, ix)) + ",1700";
    });
    const VelocityFile file = open(text, "slow");
    QCOMPARE(file.summary().array, std::string("slow"));
    QCOMPARE(file.summary().arrays, (std::vector<std::string>{"vp", "slow"}));
    QCOMPARE(file.summary().max, 1700.0);
    QVERIFY_THROWS_EXCEPTION(Error, open(text, "vs"));
  }

  void unevenPlacesAreADoubt() {
    const VelocityFile file = open(table("x,z,vp\n", [](int iz, int ix) {
      return tidy(20 * ix) + "," + tidy(10 * iz * (1 + 0.2 * iz)) + "," +
             std::to_string(speed(iz, ix));
    }));
    QCOMPARE(file.guess().doubts.size(), 1U);
    QVERIFY2(file.guess().doubts[0].sentence.find("uneven") != std::string::npos,
             file.guess().doubts[0].sentence.c_str());
  }

  void badTablesAreRefused_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("told");
    const auto add = [](const char* name, const char* text, const char* told) {
      QTest::newRow(name) << std::string(text) << std::string(told);
    };
    add("a line is missing", "x,z,v\n0,0,2\n1,0,2\n0,1,2\n", "do not fill the grid");
    add("a node twice", "x,z,v\n0,0,2\n1,0,2\n0,1,2\n1,1,2\n1,1,3\n", "line 6");
    add("one node twice, one not at all", "x,z,v\n0,0,2\n1,0,2\n0,1,2\n0,1,2\n", "");
    add("no place", "x,z,v\n0,0,2\n1,0,2\n0,inf,2\n1,1,2\n", "line 4, value 2");
    add("no number", "x,z,v\n0,0,2\n1,0,2\n0,1,two\n1,1,2\n2,0,2\n2,1,2\n", "line 4, value 3");
    add("a gap in a matrix", "1;2;3\n4;;6\n7;8;9\n", "line 2, value 2: is missing");
    add("a profile", "depth,vp\n0,1500\n10,1600\n20,1700\n", "profile");
    add("a profile of more", "depth_m,vp,vs,rho\n0,1500,0,1000\n10,1600,900,2000\n", "profile");
    add("velocities by x and time", "x,twt,v\n0,1,1500\n10,1,1600\n20,2,1700\n", "profile");
    add("velocities by x and a time", "x_m,t_ms,vrms\n0,0,1.5\n25,0,1.5\n0,4,1.6\n25,4,1.6\n",
        "profile");
    add("receivers", "x,z\n1,2\n3,4\n", "no velocity");
    add("no coordinates", "line,trace,vp\n0,1,1.5\n0,2,1.5\n1,1,1.6\n1,2,1.6\n", "x and z");
    add("decimals of both kinds", "1,5;2,5;3,5\n1.5;2.5;3.5\n1,5;2,5;3,5\n", "line 2");
  }

  void badTablesAreRefused() {
    QFETCH(std::string, text);
    QFETCH(std::string, told);
    const auto error = failure("v.txt", toBytes(text));
    VERIFY_REFUSED(error, "v.txt");
    QVERIFY2(std::string(error->what()).find(told) != std::string::npos, error->what());
  }

  void aLongLineAmongManyShortOnesIsRefusedWithoutTheirProduct() {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "1\n";
    for (int i = 0; i < 20000; ++i) text += "2 ";
    VERIFY_REFUSED(failure("v.txt", toBytes(text)), "v.txt");
  }
};

QTEST_APPLESS_MAIN(TextModelsTest)
#include "text_models_test.moc"
