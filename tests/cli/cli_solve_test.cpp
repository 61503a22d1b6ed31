// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli solve: traveltimes, receivers and rays against what is known exactly.
#include <algorithm>
#include <cmath>
#include <limits>

#include "cli.h"

namespace isochron::tests {
namespace {

constexpr int kNx = 51;
constexpr int kNz = 41;
constexpr double kDx = 0.05;
constexpr double kDz = 0.02;

/// Models of constant velocity, (count, kNz, kNx) or, for one, (kNz, kNx).
QByteArray constantModels(const QVector<double>& velocities, bool sequence) {
  QVector<double> values;
  for (const double v : velocities) values += QVector<double>(kNx * kNz, v);
  QVector<qint64> shape{kNz, kNx};
  if (sequence) shape.prepend(velocities.size());
  return npyBytes(shape, values);
}

double distanceTo(double x, double z, double xs, double zs) { return std::hypot(x - xs, z - zs); }

/// Largest |T - r / v| over the nodes of one model.
double largestError(const QVector<double>& times, double v, double xs, double zs) {
  double worst = 0.0;
  for (int iz = 0; iz < kNz; ++iz)
    for (int ix = 0; ix < kNx; ++ix)
      worst = std::max(worst,
                       std::abs(times[iz * kNx + ix] - distanceTo(ix * kDx, iz * kDz, xs, zs) / v));
  return worst;
}

}  // namespace

class CliSolveTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void constantModelGivesDistanceOverVelocity_data();
  void constantModelGivesDistanceOverVelocity();
  void anArrayOfModelsGivesAnArrayOfTimes();
  void anArrayOfOneModelKeepsItsAxes();
  void anIndexPicksOneModel();
  void receiversGetTheirExactTimes();
  void receiversComeFromAFileToo();
  void receiversOfManyModelsAreNumbered();
  void raysRunStraightToTheSource();
  void raysOfManyModelsAreNumbered();
  void theSpacingIsReadFromAFileThatKnowsIt();
  void lengthsMayBeGivenInMetres();
  void everyFormatOfTimesIsWritten();
  void jsonReportsTheRun();
  void aThousandModelsStream();

  void anUnknownSpacingIsRefused();
  void placesOutsideAreRefused_data();
  void placesOutsideAreRefused();
  void aBadReceiversFileIsRefusedWithItsLine_data();
  void aBadReceiversFileIsRefusedWithItsLine();
  void aBadModelInTheMiddleLeavesNoOutput_data();
  void aBadModelInTheMiddleLeavesNoOutput();
  void manyModelsNeedNpy();

 private:
  Outcome solve(const char* arguments) const;
  QByteArray bytes(const char* name) const { return place_->bytes(QLatin1String(name)); }

  std::unique_ptr<Workplace> place_;
};

void CliSolveTest::init() {
  place_ = std::make_unique<Workplace>();
  place_->write(QStringLiteral("one.npy"), constantModels({2.5}, false));
  place_->write(QStringLiteral("two.npy"), constantModels({2.0, 4.0}, true));
}

Outcome CliSolveTest::solve(const char* arguments) const {
  return place_->run((QByteArray("solve --axes zx --spacing 0.05,0.02 ") + arguments).constData());
}

void CliSolveTest::constantModelGivesDistanceOverVelocity_data() {
  QTest::addColumn<double>("xs");
  QTest::addColumn<double>("zs");
  QTest::newRow("on a node") << 1.25 << 0.4;
  QTest::newRow("off the nodes") << 1.2345 << 0.3217;
  QTest::newRow("in a corner") << 0.0 << 0.0;
  QTest::newRow("on the border") << 2.5 << 0.333;
}

void CliSolveTest::constantModelGivesDistanceOverVelocity() {
  QFETCH(double, xs);
  QFETCH(double, zs);
  const QByteArray source = QByteArray::number(xs) + "," + QByteArray::number(zs);
  ISOCHRON_SUCCEEDED(solve(("--velocity one.npy --out T.npy --source " + source).constData()));
  const NpyArray times = parseNpy(bytes("T.npy"));
  QCOMPARE(times.shape, (QVector<qint64>{kNz, kNx}));
  QVERIFY(largestError(times.values, 2.5, xs, zs) < 1e-9);
}

void CliSolveTest::anArrayOfModelsGivesAnArrayOfTimes() {
  ISOCHRON_SUCCEEDED(solve("--velocity two.npy --source 1,0.3 --out T.npy"));
  const NpyArray times = parseNpy(bytes("T.npy"));
  QCOMPARE(times.shape, (QVector<qint64>{2, kNz, kNx}));
  QVERIFY(largestError(times.values.mid(0, kNx * kNz), 2.0, 1.0, 0.3) < 1e-9);
  QVERIFY(largestError(times.values.mid(kNx * kNz), 4.0, 1.0, 0.3) < 1e-9);
}

void CliSolveTest::anArrayOfOneModelKeepsItsAxes() {
  place_->write(QStringLiteral("single.npy"), constantModels({3.0}, true));
  ISOCHRON_SUCCEEDED(solve("--velocity single.npy --source 1,0.3 --out T.npy"));
  QCOMPARE(parseNpy(bytes("T.npy")).shape, (QVector<qint64>{1, kNz, kNx}));
}

void CliSolveTest::anIndexPicksOneModel() {
  ISOCHRON_SUCCEEDED(solve("--velocity two.npy --index 1 --source 1,0.3 --out T.npy"));
  const NpyArray times = parseNpy(bytes("T.npy"));
  QCOMPARE(times.shape, (QVector<qint64>{kNz, kNx}));
  QVERIFY(largestError(times.values, 4.0, 1.0, 0.3) < 1e-9);
  ISOCHRON_REFUSED(solve("--velocity two.npy --index 2 --source 1,0.3 --out U.npy"), "two.npy");
}

void CliSolveTest::receiversGetTheirExactTimes() {
  const Outcome outcome =
      solve("--velocity one.npy --source 1.03,0.31 --receivers 0,0;2.5,0.8;1.03,0.31;0.777,0.123");
  ISOCHRON_SUCCEEDED(outcome);
  const Table table = parseTable(outcome.out);
  QCOMPARE(table.header, QStringLiteral("x_km,z_km,time_s"));
  QCOMPARE(table.rows.size(), 4);
  QCOMPARE(table.rows[3][0], 0.777);
  QCOMPARE(table.rows[3][1], 0.123);
  for (const QVector<double>& row : table.rows)
    QVERIFY(std::abs(row[2] - distanceTo(row[0], row[1], 1.03, 0.31) / 2.5) < 1e-9);
}

void CliSolveTest::receiversComeFromAFileToo() {
  place_->write(QStringLiteral("spread.csv"),
                "# a spread\nx_km,z_km\n0.5,0.1\n\n1.5; 0.2\n2.0\t0.3 station-7\r\n");
  ISOCHRON_SUCCEEDED(
      solve("--velocity one.npy --source 1,0.3 --receivers spread.csv --receivers-out t.csv"));
  const Table table = parseTable(QString::fromLatin1(bytes("t.csv")));
  QCOMPARE(table.header, QStringLiteral("x_km,z_km,time_s"));
  QCOMPARE(table.rows.size(), 3);
  for (const QVector<double>& row : table.rows)
    QVERIFY(std::abs(row[2] - distanceTo(row[0], row[1], 1.0, 0.3) / 2.5) < 1e-9);
  QCOMPARE(table.rows[2][0], 2.0);
  // What was written can be read back as receivers.
  const Outcome again = solve("--velocity one.npy --source 1,0.3 --receivers t.csv");
  ISOCHRON_SUCCEEDED(again);
  QCOMPARE(again.out.toLatin1(), bytes("t.csv"));
}

void CliSolveTest::receiversOfManyModelsAreNumbered() {
  const Outcome outcome = solve("--velocity two.npy --source 1,0.3 --receivers 0,0;2,0.5");
  ISOCHRON_SUCCEEDED(outcome);
  const Table table = parseTable(outcome.out);
  QCOMPARE(table.header, QStringLiteral("model,x_km,z_km,time_s"));
  QCOMPARE(table.rows.size(), 4);
  for (int i = 0; i < 4; ++i) {
    const QVector<double>& row = table.rows[i];
    QCOMPARE(row[0], i < 2 ? 0.0 : 1.0);
    QVERIFY(std::abs(row[3] - distanceTo(row[1], row[2], 1.0, 0.3) / (i < 2 ? 2.0 : 4.0)) < 1e-9);
  }
}

void CliSolveTest::raysRunStraightToTheSource() {
  const Outcome outcome = solve(
      "--velocity one.npy --source 1.2,0.3 --rays 0,0 2.5,0.8 --rays-out rays.csv --out T.npy");
  ISOCHRON_SUCCEEDED(outcome);
  QVERIFY(place_->exists(QStringLiteral("T.npy")));
  const Table table = parseTable(QString::fromLatin1(bytes("rays.csv")));
  QCOMPARE(table.header, QStringLiteral("ray,x_km,z_km"));
  const double ends[2][2] = {{0.0, 0.0}, {2.5, 0.8}};
  for (int ray = 0; ray < 2; ++ray) {
    QVector<QVector<double>> points;
    for (const QVector<double>& row : table.rows)
      if (row[0] == ray) points.append(row);
    QVERIFY(points.size() >= 2);
    QCOMPARE(points.front()[1], ends[ray][0]);
    QCOMPARE(points.front()[2], ends[ray][1]);
    QCOMPARE(points.back()[1], 1.2);
    QCOMPARE(points.back()[2], 0.3);
    double length = 0.0;
    for (qsizetype i = 1; i < points.size(); ++i)
      length += distanceTo(points[i][1], points[i][2], points[i - 1][1], points[i - 1][2]);
    const double straight = distanceTo(ends[ray][0], ends[ray][1], 1.2, 0.3);
    QVERIFY2(length < 1.001 * straight, qPrintable(QString::number(length / straight)));
  }
}

void CliSolveTest::raysOfManyModelsAreNumbered() {
  const Outcome outcome = solve("--velocity two.npy --source 1,0.3 --rays 0,0 --rays 2,0.5");
  ISOCHRON_SUCCEEDED(outcome);
  const Table table = parseTable(outcome.out);
  QCOMPARE(table.header, QStringLiteral("model,ray,x_km,z_km"));
  QVector<std::pair<double, double>> seen;
  for (const QVector<double>& row : table.rows)
    if (seen.isEmpty() || seen.back() != std::pair(row[0], row[1])) seen.append({row[0], row[1]});
  QCOMPARE(seen, (QVector<std::pair<double, double>>{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
}

void CliSolveTest::theSpacingIsReadFromAFileThatKnowsIt() {
  ISOCHRON_SUCCEEDED(place_->run("generate constant --size 51,41 --extent 2.5,0.8 --out v.csv"));
  ISOCHRON_SUCCEEDED(place_->run("solve --velocity v.csv --source 1,0.3 --out T.npy"));
  const NpyArray times = parseNpy(bytes("T.npy"));
  QCOMPARE(times.shape, (QVector<qint64>{kNz, kNx}));
  QVERIFY(largestError(times.values, 2.0, 1.0, 0.3) < 1e-9);
}

void CliSolveTest::lengthsMayBeGivenInMetres() {
  ISOCHRON_SUCCEEDED(place_->run(
      "solve --axes zx --velocity one.npy --spacing 50m,0.02km --source 1000m,0.3 --out T.npy"));
  QVERIFY(largestError(parseNpy(bytes("T.npy")).values, 2.5, 1.0, 0.3) < 1e-9);
}

void CliSolveTest::everyFormatOfTimesIsWritten() {
  for (const char* name : {"T.csv", "T.vti", "T.bin"}) {
    ISOCHRON_SUCCEEDED(
        solve((QByteArray("--velocity one.npy --source 1,0.3 --out ") + name).constData()));
    QVERIFY(place_->exists(QLatin1String(name)));
  }
  QVERIFY(bytes("T.vti").contains("traveltime [s]"));
  QCOMPARE(bytes("T.bin").size(), qsizetype{kNx * kNz * 4});
}

void CliSolveTest::jsonReportsTheRun() {
  const Outcome outcome = solve("--velocity two.npy --source 1,0.3 --out T.npy --json");
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("models")].toInt(), 2);
  QCOMPARE(json[QStringLiteral("source_km")].toVariant().toList(), (QVariantList{1.0, 0.3}));
  QCOMPARE(json[QStringLiteral("out")].toString(), QStringLiteral("T.npy"));
  QVERIFY(json[QStringLiteral("solver_seconds")].toDouble() > 0.0);
  const double latest = distanceTo(2.5, 0.8, 1.0, 0.3) / 2.0;
  QVERIFY(std::abs(json[QStringLiteral("latest_time_s")].toDouble() - latest) < 1e-9);
  const QJsonObject model = json[QStringLiteral("model")].toObject();
  QCOMPARE(model[QStringLiteral("shape")].toVariant().toList(), (QVariantList{kNz, kNx}));
  QCOMPARE(model[QStringLiteral("spacing_km")].toVariant().toList(), (QVariantList{kDx, kDz}));
}

void CliSolveTest::aThousandModelsStream() {
  ISOCHRON_SUCCEEDED(place_->run("generate random-field --count 1000 --size 16,12 --out v.npy"));
  ISOCHRON_SUCCEEDED(
      place_->run("solve --axes zx --velocity v.npy --model-axis 0 --spacing 0.1,0.1 --source "
                  "0.5,0.5 --out T.npy"));
  const NpyArray times = parseNpy(bytes("T.npy"));
  QCOMPARE(times.shape, (QVector<qint64>{1000, 12, 16}));
  for (int i = 0; i < 1000; ++i) QVERIFY(times.values[i * 192 + 5 * 16 + 5] < 1e-12);
}

void CliSolveTest::anUnknownSpacingIsRefused() {
  const Outcome outcome = place_->run("solve --velocity one.npy --source 1,0.3 --out T.npy");
  ISOCHRON_REFUSED(outcome, "one.npy");
  ISOCHRON_REFUSED(outcome, "--spacing");
}

void CliSolveTest::placesOutsideAreRefused_data() {
  QTest::addColumn<QByteArray>("arguments");
  QTest::addColumn<QString>("named");
  QTest::newRow("source") << QByteArray("--source 3,0.3") << QStringLiteral("source");
  QTest::newRow("source left") << QByteArray("--source -0.1,0.3") << QStringLiteral("source");
  QTest::newRow("receiver") << QByteArray(
                                   "--source 1,0.3 --receivers 0,0;1,1 --receivers-out r.csv")
                            << QStringLiteral("--receivers");
  QTest::newRow("ray") << QByteArray("--source 1,0.3 --rays 0,-1 --rays-out r.csv")
                       << QStringLiteral("--rays");
}

void CliSolveTest::placesOutsideAreRefused() {
  QFETCH(QByteArray, arguments);
  QFETCH(QString, named);
  // Two models, so that the guesses of a file that can be read come first on standard error.
  const Outcome outcome = solve(("--velocity two.npy --out T.npy " + arguments).constData());
  QCOMPARE(outcome.exitCode, 2);
  const QStringList lines = outcome.err.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  QVERIFY2(!lines.isEmpty() && lines.last().contains(named), qPrintable(outcome.err));
  QVERIFY2(lines.last().contains(QStringLiteral("outside")), qPrintable(outcome.err));
  QCOMPARE(place_->names(), (QStringList{QStringLiteral("one.npy"), QStringLiteral("two.npy")}));
}

void CliSolveTest::aBadReceiversFileIsRefusedWithItsLine_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("named");
  QTest::newRow("empty") << QByteArray() << QStringLiteral("bad.csv");
  QTest::newRow("header alone") << QByteArray("x,z\n") << QStringLiteral("bad.csv");
  QTest::newRow("words") << QByteArray("x,z\n1,0\nfoo,bar\n") << QStringLiteral("bad.csv, line 3");
  QTest::newRow("one number") << QByteArray("1,0\n2\n") << QStringLiteral("bad.csv, line 2");
  QTest::newRow("nan") << QByteArray("nan,0\n") << QStringLiteral("bad.csv, line 1");
  QTest::newRow("binary") << QByteArray("\x00\x01\xFF\n\x02", 5) << QStringLiteral("bad.csv");
}

void CliSolveTest::aBadReceiversFileIsRefusedWithItsLine() {
  QFETCH(QByteArray, text);
  QFETCH(QString, named);
  place_->write(QStringLiteral("bad.csv"), text);
  const Outcome outcome = solve("--velocity one.npy --source 1,0.3 --receivers bad.csv");
  QCOMPARE(refusalFault(outcome, named), QString());
}

void CliSolveTest::aBadModelInTheMiddleLeavesNoOutput_data() {
  QTest::addColumn<double>("value");
  QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN();
  QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
  QTest::newRow("zero") << 0.0;
  QTest::newRow("negative") << -2.0;
}

void CliSolveTest::aBadModelInTheMiddleLeavesNoOutput() {
  QFETCH(double, value);
  QVector<double> values(3 * kNx * kNz, 2.0);
  values[kNx * kNz + 7] = value;
  place_->write(QStringLiteral("bad.npy"), npyBytes({3, kNz, kNx}, values));
  const Outcome outcome =
      solve("--velocity bad.npy --unit km/s --model-axis 0 --source 1,0.3 --out T.npy");
  QCOMPARE(outcome.exitCode, 2);
  QVERIFY2(
      outcome.err.trimmed().split(QLatin1Char('\n')).last().contains(QStringLiteral("bad.npy")),
      qPrintable(outcome.err));
  QCOMPARE(place_->names().size(), 3);
}

void CliSolveTest::manyModelsNeedNpy() {
  ISOCHRON_REFUSED(solve("--velocity two.npy --source 1,0.3 --out T.vti"), "T.vti");
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliSolveTest)
#include "cli_solve_test.moc"
