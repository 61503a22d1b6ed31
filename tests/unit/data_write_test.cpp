// SPDX-License-Identifier: GPL-3.0-or-later
// Writers: what is written reads back, and a file is whole or as it was, whatever happens.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "formats/velocity_file.h"
#include "formats/write_field.h"

using namespace isochron;
namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

Field sampleField() {
  Field field{{17, 9, 0.0125, 0.005, {-1.5, 0.25}}, Array(9, 17)};
  for (int iz = 0; iz < 9; ++iz)
    for (int ix = 0; ix < 17; ++ix) field.values(iz, ix) = 1.5 + iz / 3.0 + 0.01 * ix;
  return field;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> all;
  for (std::string line; std::getline(file, line);) all.push_back(line);
  return all;
}

std::size_t filesIn(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

}  // namespace

class DataWriteTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir temporary_;
  fs::path folder_;

 private Q_SLOTS:
  void init() {
    folder_ = fs::path(temporary_.path().toStdString()) / "work";
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  void fieldsReadBack_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("tolerance");
    QTest::addColumn<bool>("knowsItsGrid");
    QTest::newRow("npy") << "v.npy" << 0.0 << false;
    QTest::newRow("csv") << "v.csv" << 0.0 << true;
    QTest::newRow("txt") << "v.TXT" << 0.0 << true;
    QTest::newRow("vti") << "v.vti" << 0.0 << true;
    QTest::newRow("bin") << "v.bin" << 1e-6 << false;
    QTest::newRow("raw") << "v.raw" << 1e-6 << false;
    QTest::newRow("f32") << "v.f32" << 1e-6 << false;
  }

  void fieldsReadBack() {
    QFETCH(QString, name);
    QFETCH(double, tolerance);
    QFETCH(bool, knowsItsGrid);
    const Field field = sampleField();
    const fs::path path = folder_ / name.toStdString();
    writeField(path, field, "velocity [km/s]");
    const VelocityFile file = VelocityFile::open(path);
    const VelocityModel model = file.read();
    QVERIFY((model.velocity() - field.values).abs().maxCoeff() <= tolerance);
    QCOMPARE(file.guess().spacingKnown, knowsItsGrid);
    if (knowsItsGrid) QCOMPARE(model.grid(), field.grid);
    QCOMPARE(filesIn(folder_), std::size_t{1});
  }

  void traveltimesDoNotComeBackAsVelocities_data() {
    QTest::addColumn<bool>("any");
    for (const char* name : {"t.csv", "t.txt", "t.vti"}) QTest::newRow(name) << true;
  }
  void traveltimesDoNotComeBackAsVelocities() {
    const fs::path path = folder_ / QTest::currentDataTag();
    writeField(path, sampleField(), "traveltime [s]");
    const ImportGuess guess = VelocityFile::open(path).guess();
    QVERIFY(guess.spacingKnown);
    QCOMPARE(guess.doubts.size(), std::size_t{1});
    QCOMPARE(guess.doubts.front().field, ImportField::Values);
    writeField(path, sampleField(), "velocity [km/s]");
    QVERIFY(VelocityFile::open(path).guess().doubts.empty());
  }

  void textOfAnEarlierVersionKeepsItsGrid() {
    writeField(folder_ / "v.csv", sampleField(), "velocity [km/s]");
    std::string text = contents(folder_ / "v.csv");
    text.erase(text.find("velocity"), std::string_view("velocity [km/s]; ").size());
    writeFileAtomically(folder_ / "old.csv", text);
    const VelocityFile file = VelocityFile::open(folder_ / "old.csv");
    QCOMPARE(file.read().grid(), sampleField().grid);
    QVERIFY(file.guess().doubts.empty());
  }

  void npyHeadersAreAligned() {
    writeNpy(folder_ / "t.npy", sampleField().values);
    const std::string bytes = contents(folder_ / "t.npy");
    QCOMPARE(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
    const std::size_t start = bytes.size() - 9 * 17 * sizeof(double);
    QCOMPARE(start % 64, std::size_t{0});
    double last = 0;
    std::memcpy(&last, bytes.data() + bytes.size() - sizeof last, sizeof last);
    QCOMPARE(last, sampleField().values(8, 16));
  }

  void whatIsKnownOfVelocitiesIsReadBack_data() {
    QTest::addColumn<bool>("generated");
    QTest::newRow("spacing and origin") << false;
    QTest::newRow("and how they were generated") << true;
  }
  void whatIsKnownOfVelocitiesIsReadBack() {
    QFETCH(bool, generated);
    NpyStatement statement{1.0 / 30.0, 0.7 / 22.0, {1.0 / 3.0, -0.1}, {}};
    if (generated)
      statement.generator =
          GeneratorRecord{"random-field", 18446744073709551615U, {{"alpha", 2.5}}};
    // Its name and its shape, 70 x 70 as OpenFWI's, would be guessed otherwise.
    const fs::path path = folder_ / "v_25m.npy";
    NpySequenceWriter writer(path, 2, 70, 70, NpyNumber::Float32, statement);
    for (int i = 0; i < 2; ++i) writer.append(Array::Constant(70, 70, 3000.0 + i));
    writer.finish();
    const std::string bytes = contents(path);
    QCOMPARE(bytes.size() % 64, std::size_t{2 * 70 * 70 * 4 % 64});
    QVERIFY2(bytes.find("\n") < 10000, "NumPy refuses longer headers");
    const VelocityFile file = VelocityFile::open(path);
    const ImportGuess& guess = file.guess();
    QVERIFY(guess.spacingKnown);
    QCOMPARE(guess.layout.dx, statement.dx);
    QCOMPARE(guess.layout.dz, statement.dz);
    QVERIFY(guess.layout.origin == statement.origin);
    QCOMPARE(guess.layout.unit, VelocityUnit::KilometresPerSecond);
    QCOMPARE(guess.layout.axes, AxisOrder::XFast);
    QCOMPARE(file.modelCount(), std::int64_t{2});
    QVERIFY(file.summary().generator == statement.generator);
  }

  void aStatementThatIsNotSoundIsNoStatement_data() {
    QTest::addColumn<QString>("comment");
    for (const char* comment :
         {"# isochron 1: ", "# isochron 1: dx_km=0.1", "# isochron 2: dx_km=0.1 dz_km=0.1",
          "# isochron 1: dx_km=0 dz_km=0.1 x0_km=0 z0_km=0",
          "# isochron 1: dx_km=nan dz_km=0.1 x0_km=0 z0_km=0",
          "# isochron 1: dx_km=0.1 dz_km=-0.1 x0_km=0 z0_km=0",
          "# isochron 1: dx_km=1e300 dz_km=0.1 x0_km=0 z0_km=0",
          "# isochron 1: dx_km=0.1m dz_km=0.1 x0_km=0 z0_km=0", "# some other program"})
      QTest::newRow(comment) << QString::fromLatin1(comment);
  }
  void aStatementThatIsNotSoundIsNoStatement() {
    QFETCH(QString, comment);
    QVERIFY(!statementIn(comment.toStdString()));
    QVERIFY(!statementIn((comment + "\n# isochron 1: dx_km=0.1").toStdString()));
  }

  void ofAGeneratorOnlyNamesAndNumbersAreTaken() {
    const auto statement = statementIn(
        " # isochron 1: dx_km=0.1 dz_km=0.2 x0_km=1 z0_km=2 later=word kind=salt seed=x salt=4.5 "
        "BAD=1 nan=nan  =3 fine_2=-1e-3 \n values");
    QVERIFY(statement.has_value());
    QVERIFY(
        (*statement ==
         NpyStatement{
             0.1, 0.2, {1, 2}, GeneratorRecord{"salt", {}, {{"salt", 4.5}, {"fine_2", -1e-3}}}}));
  }

  void severalArraysMakeOneNpy() {
    const Array first = sampleField().values;
    writeNpy(folder_ / "t.npy", std::vector<Array>{first, 2 * first, 3 * first});
    const VelocityFile file = VelocityFile::open(folder_ / "t.npy");
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{3, 9, 17}));
    ImportLayout layout = file.guess().layout;
    layout.modelAxis = 0;
    QVERIFY((file.read(layout, 2).velocity() - 3 * first).abs().maxCoeff() == 0.0);
    QVERIFY_EXCEPTION_THROWN(writeNpy(folder_ / "u.npy", std::vector<Array>{}), Error);
    QVERIFY_EXCEPTION_THROWN(
        writeNpy(folder_ / "u.npy", std::vector<Array>{first, first.transpose()}), Error);
    QVERIFY(!fs::exists(folder_ / "u.npy"));
  }

  void vtiHoldsSeveralNamedArrays() {
    const Field field = sampleField();
    writeVti(folder_ / "m.vti", field.grid,
             {{"velocity [km/s]", field.values}, {"a <b> & \"c\"", 2 * field.values}});
    OpenOptions options;
    options.array = "velocity [km/s]";
    const VelocityFile file = VelocityFile::open(folder_ / "m.vti", options);
    QCOMPARE(file.summary().arrays, (std::vector<std::string>{"a <b> & \"c\"", "velocity [km/s]"}));
    QVERIFY((file.read().velocity() - field.values).abs().maxCoeff() == 0.0);
    QVERIFY_EXCEPTION_THROWN(
        writeVti(folder_ / "n.vti", field.grid, {{"v", field.values.transpose()}}), Error);
    QVERIFY_EXCEPTION_THROWN(writeVti(folder_ / "n.vti", field.grid, {}), Error);
    QVERIFY(!fs::exists(folder_ / "n.vti"));
  }

  void receiversAndRaysAreLinesOfText() {
    writeReceivers(folder_ / "r.csv", {{1.5, 0.0}, {0.1, 2.0}}, {0.25, 1e-9});
    QCOMPARE(lines(folder_ / "r.csv"),
             (std::vector<std::string>{"x_km,z_km,time_s", "1.5,0,0.25", "0.1,2,1e-09"}));
    writeRays(folder_ / "s.csv", {{{0, 0}, {1, 2}}, {{3, 4}}});
    QCOMPARE(lines(folder_ / "s.csv"),
             (std::vector<std::string>{"ray,x_km,z_km", "0,0,0", "0,1,2", "1,3,4"}));
    QVERIFY_EXCEPTION_THROWN(writeReceivers(folder_ / "r.csv", {{1, 1}}, {}), Error);
  }

  void unknownExtensionsAreRefused() {
    QVERIFY_EXCEPTION_THROWN(writeField(folder_ / "v.doc", sampleField(), "v"), Error);
    QVERIFY_EXCEPTION_THROWN(writeField(folder_ / "v", sampleField(), "v"), Error);
    QCOMPARE(filesIn(folder_), std::size_t{0});
  }

  void whereItCannotWriteItSaysSoAndLeavesNothing() {
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(folder_ / "no" / "v.npy", "x"), Error);
    fs::create_directory(folder_ / "folder");
    QVERIFY_EXCEPTION_THROWN(writeFileAtomically(folder_ / "folder", "x"), Error);
    QCOMPARE(filesIn(folder_), std::size_t{1});
  }

  void aFullDiskLeavesTheOldFile() {
    const fs::path path = folder_ / "v.npy";
    writeFileAtomically(path, "old");
    // A limit on file sizes stands for the full disk: both fail in the middle of a write.
    const pid_t child = ::fork();
    if (child == 0) {
      const struct rlimit limit { 4096, 4096 };
      ::signal(SIGXFSZ, SIG_IGN);
      ::setrlimit(RLIMIT_FSIZE, &limit);
      try {
        writeFileAtomically(path, std::string(1 << 20, 'n'));
      } catch (const Error&) {
        ::_exit(42);
      }
      ::_exit(1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(WEXITSTATUS(status), 42);
    QCOMPARE(contents(path), std::string("old"));
    QCOMPARE(filesIn(folder_), std::size_t{1});
  }

  /// A process that saves without end is killed at many moments: the file must always be whole.
  void aKilledSaveLeavesAWholeFile() {
    const fs::path path = folder_ / "v.npy";
    constexpr std::size_t kSize = 1 << 20;
    writeFileAtomically(path, std::string(kSize, 'a'));
    for (int round = 0; round < 25; ++round) {
      int started[2];
      QCOMPARE(::pipe(started), 0);
      const pid_t child = ::fork();
      if (child == 0) {
        for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
          writeFileAtomically(path, std::string(kSize, letter));
          if (::write(started[1], "x", 1) != 1) ::_exit(1);
        }
      }
      // The child is killed somewhere in the save that follows the ones reported.
      char mark = 0;
      for (int i = 0; i <= round % 5; ++i) QCOMPARE(::read(started[0], &mark, 1), ssize_t{1});
      for (int pause = 0; pause < 500 * round; ++pause) ::sched_yield();
      ::kill(child, SIGKILL);
      int status = 0;
      QCOMPARE(::waitpid(child, &status, 0), child);
      QVERIFY(WIFSIGNALED(status));
      ::close(started[0]);
      ::close(started[1]);
      const std::string found = contents(path);
      QCOMPARE(found.size(), kSize);
      QVERIFY(found.find_first_not_of(found[0]) == std::string::npos);
    }
  }

  void aReplacedFileKeepsItsRights() {
    const fs::path path = folder_ / "v.npy";
    writeFileAtomically(path, "old");
    ::chmod(path.c_str(), 0640);
    writeFileAtomically(path, "new");
    struct stat status {};
    QCOMPARE(::stat(path.c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0640U);
    QCOMPARE(contents(path), std::string("new"));
  }

  void aLinkStaysALink() {
    const fs::path target = folder_ / "target.npy";
    writeFileAtomically(target, "old");
    fs::create_symlink(target, folder_ / "link.npy");
    writeFileAtomically(folder_ / "link.npy", "new");
    QVERIFY(fs::is_symlink(folder_ / "link.npy"));
    QCOMPARE(contents(target), std::string("new"));
  }

  void whatAKilledWriterLeftIsRemoved() {
    const fs::path target = folder_ / "m.npy";
    const fs::path left = folder_ / ".m.npy.17.part", young = folder_ / ".m.npy.18.part",
                   locked = folder_ / ".m.npy.19.part", other = folder_ / ".n.npy.17.part";
    for (const fs::path& path : {left, young, locked, other}) {
      std::ofstream(path) << "part";
      if (path != young) fs::last_write_time(path, fs::file_time_type::clock::now() - 1h);
    }
    const int writer = ::open(locked.c_str(), O_RDONLY);
    QCOMPARE(::flock(writer, LOCK_EX | LOCK_NB), 0);
    writeFileAtomically(target, "new");
    ::close(writer);
    QVERIFY(!fs::exists(left));
    QVERIFY(fs::exists(young));
    QVERIFY(fs::exists(locked));
    QVERIFY(fs::exists(other));
  }
};

QTEST_APPLESS_MAIN(DataWriteTest)
#include "data_write_test.moc"
