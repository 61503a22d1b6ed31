// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the kinds that users of seismic software reported trouble with, each with its right
// answer (reported-files/README.md of the shared data).
#include "reported_files.h"

namespace isochron::tests {
namespace {

/// The earth model's source and receivers, and its times in s.
const QStringList kEarth = {QStringLiteral("--source"), QStringLiteral("0.2,0.05"),
                            QStringLiteral("--receivers"), QStringLiteral("0.8,0.3;1.2,0")};
const QVector<double> kEarthTimes = {0.26408, 0.47673};

}  // namespace

class CliReportedFilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { ISOCHRON_NEED_SHARED(sharedData() / "reported-files"); }

  void timesAreRight_data();
  void timesAreRight();
  void doubtsAreRefused_data();
  void doubtsAreRefused();
  void modelsAreDescribedRightly_data();
  void modelsAreDescribedRightly();

 private:
  Workplace place_;
};

void CliReportedFilesTest::timesAreRight_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QVector<double>>("times");
  const auto row = [](const char* file, const QStringList& arguments,
                      const QVector<double>& times) {
    QTest::newRow(file) << QString::fromUtf8(file) << arguments << times;
  };
  const auto earth = [&](const char* file, const char* more = "") {
    row(file, kEarth + words(more), kEarthTimes);
  };
  earth("a01*");
  earth("a02*", "--spacing 20m,10m");
  earth("a06*");
  earth("n01*");
  earth("n09*");
  earth("h02*", "--spacing 20m,10m");
  earth("p01*", "--spacing 20m,10m --unit s/km");
  earth("p02*", "--spacing 20m,10m --unit s/m");
  earth("p03*", "--spacing 20m,10m --unit ft/s");
  earth("p04*", "--spacing 20m,10m --unit cm/s");
  earth("m01*", "--spacing 20m,10m");
  earth("m04*", "--spacing 20m,10m");
  earth("m09*");
  row("a03*", words("--source 1.5,0.5 --receivers 5,3"), {1.8143});
  const QStringList surface = words("--source 0.2,0 --receivers 0.8,0.3;1.2,0");
  for (const char* file : {"n03*", "n04*", "n05*"}) row(file, surface, {0.29011, 0.50041});
  row("n06*",
      words("--spacing 11.1195,5 --origin 1111.95,0 --source 1111.95,0 "
            "--receivers 1779.1,0"),
      {112.83});
  row("v01*", words("--source 2.5,1 --receivers 6,3;3,2"), {1.77840, 0.56159});
  row("v03*", words("--source -1.5,0.5 --receivers -5,3"), {1.8143});
  row("v04*", words("--source 1.5,0.5 --receivers 5,3;2.5,1"), {1.83379, 0.60354});
  row("v05*", words("--source 1.5,0.5 --receivers 5,3"), {1.8143});
}

void CliReportedFilesTest::timesAreRight() {
  QFETCH(QString, file);
  QFETCH(QStringList, arguments);
  QFETCH(QVector<double>, times);
  const QString path = reported(file);
  QVERIFY2(!path.isEmpty(), qPrintable(file));
  const Outcome outcome = place_.run(
      QStringList{QStringLiteral("solve"), QStringLiteral("--velocity"), path} + arguments);
  ISOCHRON_SUCCEEDED(outcome);
  const Table table = parseTable(outcome.out);
  QCOMPARE(table.rows.size(), times.size());
  for (qsizetype i = 0; i < times.size(); ++i)
    QVERIFY2(std::abs(table.rows[i].last() - times[i]) < 2e-4 * times[i], qPrintable(outcome.out));
}

void CliReportedFilesTest::doubtsAreRefused_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QString>("part");
  const auto row = [](const char* file, const char* more, const char* part) {
    QTest::newRow(file) << QString::fromUtf8(file) << kEarth + words(more)
                        << QString::fromUtf8(part);
  };
  row("n06*", "", "--spacing");
  row("n07*", "", "node iz = 0, ix = 0");
  row("n11*", "", "--resample");
  row("n12*", "", "--resample");
  row("p01*", "--spacing 20m,10m", "--unit s/km");
  row("p02*", "--spacing 20m,10m", "--unit s/m");
  row("p03*", "--spacing 20m,10m", "--unit ft/s");
  row("p04*", "--spacing 20m,10m", "--unit cm/s");
  row("p17*", "", "save one column");
  row("h06*", "", "complex");
}

void CliReportedFilesTest::doubtsAreRefused() {
  QFETCH(QString, file);
  QFETCH(QStringList, arguments);
  QFETCH(QString, part);
  const QString path = reported(file);
  QVERIFY2(!path.isEmpty(), qPrintable(file));
  const Outcome outcome = place_.run(
      QStringList{QStringLiteral("solve"), QStringLiteral("--velocity"), path} + arguments);
  QCOMPARE(refusalFault(outcome, part), QString());
}

void CliReportedFilesTest::modelsAreDescribedRightly_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QVector<int>>("shape");          // nz, nx
  QTest::addColumn<QVector<double>>("spacing");     // dx, dz in km; none where it is not known
  QTest::addColumn<QVector<double>>("origin");      // x, z in km
  QTest::addColumn<QVector<double>>("velocities");  // km/s, of the first model
  const auto row = [](const char* file, const QVector<int>& shape, const QVector<double>& spacing,
                      const QVector<double>& origin, const QVector<double>& velocities,
                      const char* arguments = "") {
    QTest::newRow(file) << QString::fromUtf8(file) << words(arguments) << shape << spacing << origin
                        << velocities;
  };
  row("a04*", {41, 61}, {0.02, 0.01}, {10, 0.005}, {1.5, 3.5});
  row("a06*", {41, 61}, {0.02, 0.01}, {0, 0}, {1.5, 3.5});
  row("h01*", {41, 61}, {}, {0, 0}, {2.5, 4});
  row("m02*", {100, 60}, {}, {0, 0}, {2, 3});
  row("m08*", {60, 100}, {}, {0, 0}, {2, 3});
  row("m09*", {41, 61}, {0.02, 0.01}, {0, 0}, {1.5, 3.5});
  row("n14*", {41, 61}, {0.025, 0.01}, {0, 0}, {1.5, 3.5});
  row("p05*", {35, 35}, {}, {0, 0}, {}, "--index 29");
  row("v01*", {41, 61}, {0.1, 0.1}, {2, 0.5}, {1.5, 3.5});
  row("v03*", {41, 61}, {0.1, 0.1}, {-6, 0}, {1.5, 3.5});
  row("v05*", {41, 61}, {0.1, 0.1}, {0, 0}, {1.5, 3.5});
}

void CliReportedFilesTest::modelsAreDescribedRightly() {
  QFETCH(QString, file);
  QFETCH(QStringList, arguments);
  QFETCH(QVector<int>, shape);
  QFETCH(QVector<double>, spacing);
  QFETCH(QVector<double>, origin);
  QFETCH(QVector<double>, velocities);
  const QString path = reported(file);
  QVERIFY2(!path.isEmpty(), qPrintable(file));
  const Outcome outcome =
      place_.run(QStringList{QStringLiteral("info"), path, QStringLiteral("--json")} + arguments);
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject model = outcome.json()[QStringLiteral("model")].toObject();
  const QJsonObject layout = outcome.json()[QStringLiteral("layout")].toObject();
  const auto is = [&](const char* key, auto expected) {
    const QJsonArray found = model[QLatin1String(key)].toArray();
    bool same = found.size() == expected.size();
    for (qsizetype i = 0; same && i < expected.size(); ++i)
      same = std::abs(found[i].toDouble() - expected[i]) < 1e-6;
    return same;
  };
  QVERIFY2(is("shape", shape), qPrintable(outcome.out));
  QVERIFY2(is("origin_km", origin), qPrintable(outcome.out));
  if (!velocities.isEmpty()) QVERIFY2(is("velocity_km_s", velocities), qPrintable(outcome.out));
  QCOMPARE(layout[QStringLiteral("spacing_known")].toBool(), !spacing.isEmpty());
  if (!spacing.isEmpty()) QVERIFY2(is("spacing_km", spacing), qPrintable(outcome.out));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliReportedFilesTest)
#include "cli_reported_files_test.moc"
