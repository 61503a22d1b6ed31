// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli solve --receivers: positions from files of many kinds, or typed; nothing is moved or
// left out, and a refusal leaves nothing on standard output.
#include <cmath>

#include "cli.h"
#include "shared_data.h"

namespace isochron::tests {
namespace {

constexpr int kNodes = 101;
constexpr double kVelocity = 2.0;  // km/s

}  // namespace

class CliReceiversTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();

  void timesBelongToThePlacesThatWereMeant_data();
  void timesBelongToThePlacesThatWereMeant();
  void twentyFiveReceiversMayBeTyped();
  void pointsAreNoNameOfAFile();
  void whatIsOpenIsRefusedWithTheOptionThatSettlesIt_data();
  void whatIsOpenIsRefusedWithTheOptionThatSettlesIt();
  void whatLiesOutsideIsRefused();
  void optionsForFilesSuitNoTypedPoints();
  void reportedFilesAreReadRightly_data();
  void reportedFilesAreReadRightly();

 private:
  /// With the source at (0.2, 0) km in a model of 1 x 1 km.
  Outcome solve(const QString& receivers, const QStringList& more = {}) const;
  /// Empty where the table holds these places and their times.
  static QString fault(const Outcome& outcome, const QVector<QPointF>& places);

  std::unique_ptr<Workplace> place_;
};

void CliReceiversTest::init() {
  place_ = std::make_unique<Workplace>();
  place_->write(QStringLiteral("v.npy"),
                npyBytes({kNodes, kNodes}, QVector<double>(kNodes * kNodes, kVelocity)));
}

Outcome CliReceiversTest::solve(const QString& receivers, const QStringList& more) const {
  return place_->run(QStringList{QStringLiteral("solve"), QStringLiteral("--velocity"),
                                 QStringLiteral("v.npy"), QStringLiteral("--spacing"),
                                 QStringLiteral("0.01,0.01"), QStringLiteral("--source"),
                                 QStringLiteral("0.2,0"), QStringLiteral("--receivers"),
                                 receivers} +
                     more);
}

QString CliReceiversTest::fault(const Outcome& outcome, const QVector<QPointF>& places) {
  if (outcome.exitCode != 0) return outcome.err;
  const Table table = parseTable(outcome.out);
  bool right = table.rows.size() == places.size();
  for (qsizetype i = 0; right && i < places.size(); ++i) {
    const QPointF p = places[i];
    const double time = std::hypot(p.x() - 0.2, p.y()) / kVelocity;
    right = std::abs(table.rows[i][0] - p.x()) < 1e-9 &&
            std::abs(table.rows[i][1] - p.y()) < 1e-9 && std::abs(table.rows[i][2] - time) < 1e-6;
  }
  return right ? QString() : outcome.out + outcome.err;
}

void CliReceiversTest::timesBelongToThePlacesThatWereMeant_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QVector<QPointF>>("places");
  const auto add = [](const char* name, const QByteArray& text, const QVector<QPointF>& places) {
    QTest::newRow(name) << text << places;
  };
  add("byte order mark",
      "\xEF\xBB\xBF"
      "0.2,0.0\n0.4,0.0\n",
      {{0.2, 0}, {0.4, 0}});
  add("decimal commas", "x;z\n0,05;0,00\n0,10;0,25\n", {{0.05, 0}, {0.1, 0.25}});
  add("x, y, z", "x,y,z\n0.20,0.00,0.50\n0.40,0.00,0.50\n", {{0.2, 0.5}, {0.4, 0.5}});
  add("metres by the head", "x_m,z_m\n500,0\n1000,250\n", {{0.5, 0}, {1, 0.25}});
}

void CliReceiversTest::timesBelongToThePlacesThatWereMeant() {
  QFETCH(QByteArray, text);
  QFETCH(QVector<QPointF>, places);
  place_->write(QStringLiteral("r.csv"), text);
  const Outcome outcome = solve(QStringLiteral("r.csv"));
  QCOMPARE(fault(outcome, places), QString());
  QVERIFY2(outcome.err.contains(QStringLiteral("r.csv, unit: ")), qPrintable(outcome.err));
}

void CliReceiversTest::twentyFiveReceiversMayBeTyped() {
  QString typed;
  QVector<QPointF> places;
  for (int i = 0; i < 25; ++i) {
    const QPointF place(0.0123456789 + 0.03 * i, 0.0012345678);
    places.push_back(place);
    typed += QStringLiteral("%1,%2;").arg(place.x(), 0, 'f', 10).arg(place.y(), 0, 'f', 10);
  }
  QVERIFY(typed.size() > 600);  // longer than the name of a file may be
  QCOMPARE(fault(solve(typed), places), QString());
}

void CliReceiversTest::pointsAreNoNameOfAFile() {
  const QString typed = QStringLiteral("0.1,0;0.2,O;") + QString(600, QLatin1Char('1'));
  QCOMPARE(refusalFault(solve(typed), QStringLiteral("--receivers: 'O'")), QString());
  QCOMPARE(refusalFault(solve(QString(600, QLatin1Char('a'))), QStringLiteral("cannot be opened")),
           QString());
}

void CliReceiversTest::whatIsOpenIsRefusedWithTheOptionThatSettlesIt_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QStringList>("option");
  QTest::addColumn<QVector<QPointF>>("places");
  QTest::newRow("a unit behind one column")
      << QByteArray("#x z (m)\n5 0\n20 0\n")
      << QStringList{QStringLiteral("--receivers-unit"), QStringLiteral("m")}
      << QVector<QPointF>{{0.005, 0}, {0.02, 0}};
  QTest::newRow("metres without a word")
      << QByteArray("x,z\n500,0\n1000,250\n")
      << QStringList{QStringLiteral("--receivers-unit"), QStringLiteral("m")}
      << QVector<QPointF>{{0.5, 0}, {1, 0.25}};
  QTest::newRow("a column that counts")
      << QByteArray("1 0.5 0\n2 0.6 0\n3 0.7 0.1\n")
      << QStringList{QStringLiteral("--receivers-columns"), QStringLiteral("2,3")}
      << QVector<QPointF>{{0.5, 0}, {0.6, 0}, {0.7, 0.1}};
}

void CliReceiversTest::whatIsOpenIsRefusedWithTheOptionThatSettlesIt() {
  QFETCH(QByteArray, text);
  QFETCH(QStringList, option);
  QFETCH(QVector<QPointF>, places);
  place_->write(QStringLiteral("r.txt"), text);
  QCOMPARE(refusalFault(solve(QStringLiteral("r.txt")), option[0]), QString());
  QCOMPARE(fault(solve(QStringLiteral("r.txt"), option), places), QString());
}

void CliReceiversTest::whatLiesOutsideIsRefused() {
  place_->write(QStringLiteral("r.csv"), "x_km,z_km\n0.5,0.1\n7.5,0\n");
  QCOMPARE(refusalFault(solve(QStringLiteral("r.csv")), QStringLiteral("(7.5, 0) km in line 3")),
           QString());
  QCOMPARE(refusalFault(solve(QStringLiteral("7.5,0")), QStringLiteral("outside")), QString());
}

void CliReceiversTest::optionsForFilesSuitNoTypedPoints() {
  const QStringList metres{QStringLiteral("--receivers-unit"), QStringLiteral("m")};
  QCOMPARE(refusalFault(solve(QStringLiteral("5,0"), metres), QStringLiteral("5m,0m")), QString());
  QCOMPARE(fault(solve(QStringLiteral("5m,0m")), {{0.005, 0}}), QString());
}

void CliReceiversTest::reportedFilesAreReadRightly_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<QVector<QPointF>>("places");
  QTest::newRow("byte order mark")
      << QStringLiteral("receivers_bom.csv") << QVector<QPointF>{{0.2, 0}, {0.4, 0}};
  QTest::newRow("decimal commas") << QStringLiteral("receivers_decimal_comma.csv")
                                  << QVector<QPointF>{{0.05, 0}, {0.1, 0}, {0.2, 0}};
  QTest::newRow("x, y, z") << QStringLiteral("receivers_xyz.csv")
                           << QVector<QPointF>{{0.2, 0.5}, {0.4, 0.5}};
  QTest::newRow("metres") << QStringLiteral("receivers_metres.txt") << QVector<QPointF>{};
}

void CliReceiversTest::reportedFilesAreReadRightly() {
  ISOCHRON_NEED_SHARED(sharedData() / "reported-files");
  QFETCH(QString, file);
  QFETCH(QVector<QPointF>, places);
  const QString path =
      QString::fromStdString((sharedData() / "reported-files").string()) + QLatin1Char('/') + file;
  const Outcome outcome = solve(path);
  if (places.isEmpty())
    QCOMPARE(refusalFault(outcome, QStringLiteral("--receivers-unit")), QString());
  else
    QCOMPARE(fault(outcome, places), QString());
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliReceiversTest)
#include "cli_receivers_test.moc"
