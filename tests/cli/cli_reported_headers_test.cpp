// SPDX-License-Identifier: GPL-3.0-or-later
// Text, SEG-Y, Seismic Unix, Madagascar, SEPlib and NonLinLoc files of the kinds that users
// reported trouble with, each with its right answer (reported-files/README.md of the shared data).
#include <QJsonArray>

#include "reported_files.h"

namespace isochron::tests {
class CliReportedHeadersTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { ISOCHRON_NEED_SHARED(sharedData() / "reported-files"); }

  void timesAreRight_data();
  void timesAreRight();
  void modelsAreDescribedRightly_data();
  void modelsAreDescribedRightly();
  void aSpacingInTheNameIsOfferedAndNotTaken();
  void receiversWithDecimalCommasReachACrust();

 private:
  Workplace place_;
};

void CliReportedHeadersTest::timesAreRight_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<QVector<double>>("times");
  const auto row = [](const char* file, const char* arguments, const QVector<double>& times) {
    QTest::newRow(file) << words(arguments) << times;
  };
  const char* const earth = "--source 0.2,0.05 --receivers 0.8,0.3;1.2,0";
  for (const char* file : {"r05", "r06", "r07"}) row(file, earth, {0.26408, 0.47673});
  row("r02", "--source 5.2,0.05 --receivers 5.8,0.3;6.2,0", {0.26408, 0.47673});
  for (const char* file : {"r03", "s05"})
    row(file, "--source 0.1,0.02 --receivers 0.5,0.2;0.68,0", {0.19187, 0.29895});
  row("c01", "--spacing 10m,10m --source 0.02,0 --receivers 0.1,0.05", {0.03626});
}

void CliReportedHeadersTest::timesAreRight() {
  QFETCH(QStringList, arguments);
  QFETCH(QVector<double>, times);
  const QString path = reported(QString::fromUtf8(QTest::currentDataTag()) + QLatin1Char('*'));
  const Outcome outcome = place_.run(
      QStringList{QStringLiteral("solve"), QStringLiteral("--velocity"), path} + arguments);
  ISOCHRON_SUCCEEDED(outcome);
  const Table table = parseTable(outcome.out);
  QCOMPARE(table.rows.size(), times.size());
  for (qsizetype i = 0; i < times.size(); ++i)
    QVERIFY2(std::abs(table.rows[i].last() - times[i]) < 2e-4 * times[i], qPrintable(outcome.out));
}

void CliReportedHeadersTest::modelsAreDescribedRightly_data() {
  QTest::addColumn<QVector<int>>("shape");          // nz, nx
  QTest::addColumn<QVector<double>>("spacing");     // dx, dz in km
  QTest::addColumn<bool>("known");                  // said by the file
  QTest::addColumn<QVector<double>>("velocities");  // slowest and fastest, km/s
  QTest::addColumn<QString>("reason");
  const auto row = [](const char* file, const QVector<int>& shape, const QVector<double>& spacing,
                      bool known, const QVector<double>& velocities, const char* reason = "") {
    QTest::newRow(file) << shape << spacing << known << velocities << QString::fromUtf8(reason);
  };
  row("c01", {9, 12}, {0.01, 0.01}, false, {1.51, 3.81});
  row("c03", {9, 12}, {0.01, 0.01}, true, {1.5, 3.8});
  row("c04", {9, 12}, {0.01, 0.01}, true, {1.5, 3.8});
  row("c07", {9, 12}, {0.01, 0.01}, false, {1.5, 3.8});
  row("r01", {41, 61}, {0.0125, 0.004}, true, {1.5, 3.5}, "in time");
  row("r05", {41, 61}, {0.02, 0.01}, true, {1.5, 3.5});
  row("r07", {41, 61}, {0.02, 0.01}, true, {1.5, 3.5});
  row("s02", {41, 61}, {0.0125, 0.01}, true, {1.5, 3.5});
  row("s04", {41, 61}, {0.012509, 0.01}, true, {1.5, 3.5}, "a degree");
  row("s06", {1001, 20}, {0.01, 0.004}, false, {1.5, 3.5});
  row("s11", {41, 61}, {0.0125, 0.01}, true, {1.5, 3.5}, "462");
  row("s13", {41, 61}, {0.0125, 0.01}, true, {1.5, 3.5});
  row("b01_layer.P.mod.buf", {41, 61}, {1, 1}, true, {5.5, 7.5}, "SLOW_LEN");
  row("b01_layer.P.mod.hdr", {41, 61}, {1, 1}, true, {5.5, 7.5}, "SLOW_LEN");
}

void CliReportedHeadersTest::modelsAreDescribedRightly() {
  QFETCH(QVector<int>, shape);
  QFETCH(QVector<double>, spacing);
  QFETCH(bool, known);
  QFETCH(QVector<double>, velocities);
  QFETCH(QString, reason);
  const QString path = reported(QString::fromUtf8(QTest::currentDataTag()) + QLatin1Char('*'));
  const Outcome outcome = place_.run({QStringLiteral("info"), path, QStringLiteral("--json")});
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject model = outcome.json()[QStringLiteral("model")].toObject();
  const QJsonObject layout = outcome.json()[QStringLiteral("layout")].toObject();
  const auto is = [&](const char* key, auto expected) {
    const QJsonArray found = model[QLatin1String(key)].toArray();
    bool same = found.size() == expected.size();
    for (qsizetype i = 0; same && i < expected.size(); ++i)
      same = std::abs(found[i].toDouble() - expected[i]) < 3e-6 * (1 + expected[i]);
    return same;
  };
  QVERIFY2(is("shape", shape), qPrintable(outcome.out));
  QVERIFY2(is("spacing_km", spacing), qPrintable(outcome.out));
  QVERIFY2(is("velocity_km_s", velocities), qPrintable(outcome.out));
  QCOMPARE(layout[QStringLiteral("spacing_known")].toBool(), known);
  QVERIFY2(layout[QStringLiteral("doubts")].toArray().isEmpty(), qPrintable(outcome.out));
  QVERIFY2(outcome.out.contains(reason), qPrintable(outcome.out));
}

void CliReportedHeadersTest::aSpacingInTheNameIsOfferedAndNotTaken() {
  const QString path = reported(QStringLiteral("vel_*"));
  const Outcome outcome = place_.run({QStringLiteral("solve"), QStringLiteral("--velocity"), path,
                                      QStringLiteral("--source"), QStringLiteral("0.1,0.05"),
                                      QStringLiteral("--receivers"), QStringLiteral("0.7,0.2")});
  QCOMPARE(refusalFault(outcome, QStringLiteral("--spacing 0.0125,0.00625")), QString());
}

void CliReportedHeadersTest::receiversWithDecimalCommasReachACrust() {
  const Outcome outcome = place_.run(
      {QStringLiteral("solve"), QStringLiteral("--velocity"), reported(QStringLiteral("e_crust*")),
       QStringLiteral("--spacing"), QStringLiteral("1,1"), QStringLiteral("--source"),
       QStringLiteral("10,0"), QStringLiteral("--receivers"),
       reported(QStringLiteral("receivers_comma_crust*"))});
  ISOCHRON_SUCCEEDED(outcome);
  const Table table = parseTable(outcome.out);
  QCOMPARE(table.rows.size(), 2);
  QCOMPARE(table.rows[0].first(2), (QVector<double>{12.5, 0.0}));
  QCOMPARE(table.rows[1].first(2), (QVector<double>{20.5, 2.5}));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliReportedHeadersTest)
#include "cli_reported_headers_test.moc"
