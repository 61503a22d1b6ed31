// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli generate: shapes, seeds, formats.
#include <algorithm>

#include "cli.h"

namespace isochron::tests {

class CliGenerateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyKindGivesPlausibleVelocities_data();
  void everyKindGivesPlausibleVelocities();
  void oneModelHasTwoAxesAndACountGivesThree();
  void theSameSeedGivesTheSameFile();
  void theNextModelHasTheNextSeed();
  void everyFormatIsWritten_data();
  void everyFormatIsWritten();
  void jsonTellsShapeSpacingAndRange();
  void theExtentSetsTheSpacing();
  void parametersShapeTheModel();
  void anUnknownParameterIsRefusedWithTheKnownOnes();
};

void CliGenerateTest::everyKindGivesPlausibleVelocities_data() {
  QTest::addColumn<QString>("kind");
  for (const char* kind :
       {"constant", "gradient", "layers", "lens", "fault", "salt", "checkerboard", "random-field"})
    QTest::newRow(kind) << QString::fromLatin1(kind);
}

void CliGenerateTest::everyKindGivesPlausibleVelocities() {
  QFETCH(QString, kind);
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(
      workplace.run({QStringLiteral("generate"), kind, QStringLiteral("--size"),
                     QStringLiteral("40,30"), QStringLiteral("--out"), QStringLiteral("v.npy")}));
  const NpyArray array = parseNpy(workplace.bytes(QStringLiteral("v.npy")));
  QCOMPARE(array.shape, (QVector<qint64>{30, 40}));
  for (const double v : array.values) QVERIFY(v >= 1.5 && v <= 6.0);
}

void CliGenerateTest::oneModelHasTwoAxesAndACountGivesThree() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate salt --out a.npy"));
  ISOCHRON_SUCCEEDED(workplace.run("generate salt --count 1 --out b.npy"));
  ISOCHRON_SUCCEEDED(workplace.run("generate salt --count 3 --size 20,10 --out c.npy"));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("a.npy"))).shape, (QVector<qint64>{128, 128}));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("b.npy"))).shape,
           (QVector<qint64>{1, 128, 128}));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("c.npy"))).shape, (QVector<qint64>{3, 10, 20}));
}

void CliGenerateTest::theSameSeedGivesTheSameFile() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate fault --seed 7 --size 30,20 --out a.npy"));
  ISOCHRON_SUCCEEDED(workplace.run("generate fault --seed 7 --size 30,20 --out b.npy"));
  ISOCHRON_SUCCEEDED(workplace.run("generate fault --seed 8 --size 30,20 --out c.npy"));
  QCOMPARE(workplace.bytes(QStringLiteral("a.npy")), workplace.bytes(QStringLiteral("b.npy")));
  QVERIFY(workplace.bytes(QStringLiteral("a.npy")) != workplace.bytes(QStringLiteral("c.npy")));
}

void CliGenerateTest::theNextModelHasTheNextSeed() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate lens --seed 5 --count 3 --size 9,8 --out set.npy"));
  ISOCHRON_SUCCEEDED(workplace.run("generate lens --seed 7 --size 9,8 --out last.npy"));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("set.npy"))).values.mid(2 * 72),
           parseNpy(workplace.bytes(QStringLiteral("last.npy"))).values);
}

void CliGenerateTest::everyFormatIsWritten_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("start");
  QTest::newRow("npy") << QStringLiteral("m.npy") << QByteArray("\x93NUMPY");
  QTest::newRow("csv") << QStringLiteral("m.csv") << QByteArray("#");
  QTest::newRow("txt") << QStringLiteral("m.txt") << QByteArray("#");
  QTest::newRow("vti") << QStringLiteral("m.vti") << QByteArray("<?xml");
  QTest::newRow("raw") << QStringLiteral("m.bin") << QByteArray("\x00\x00\x00\x40", 4);  // 2.0f
}

void CliGenerateTest::everyFormatIsWritten() {
  QFETCH(QString, name);
  QFETCH(QByteArray, start);
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run(
      {QStringLiteral("generate"), QStringLiteral("constant"), QStringLiteral("--out"), name}));
  QVERIFY(workplace.bytes(name).startsWith(start));
  QCOMPARE(workplace.names(), QStringList(name));
}

void CliGenerateTest::jsonTellsShapeSpacingAndRange() {
  const Workplace workplace;
  const Outcome outcome =
      workplace.run("generate gradient --count 2 --size 51,11 --seed 3 --out g.npy --json");
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("models")].toInt(), 2);
  QCOMPARE(json[QStringLiteral("seed")].toInt(), 3);
  QCOMPARE(json[QStringLiteral("shape")].toVariant().toList(), (QVariantList{11, 51}));
  QCOMPARE(json[QStringLiteral("spacing_km")].toVariant().toList(), (QVariantList{0.1, 0.1}));
  QCOMPARE(json[QStringLiteral("velocity_km_s")].toVariant().toList(), (QVariantList{2.0, 5.0}));
}

void CliGenerateTest::theExtentSetsTheSpacing() {
  const Workplace workplace;
  const Outcome outcome =
      workplace.run("generate salt --size 21,11 --extent 2000m,3km --out g.npy --json");
  ISOCHRON_SUCCEEDED(outcome);
  const QVariantList spacing = outcome.json()[QStringLiteral("spacing_km")].toVariant().toList();
  QCOMPARE(spacing.value(0).toDouble(), 0.1);
  QCOMPARE(spacing.value(1).toDouble(), 0.3);
}

void CliGenerateTest::parametersShapeTheModel() {
  const Workplace workplace;
  const Outcome outcome = workplace.run(
      "generate gradient --set top=3 --set bottom=3.5 --size 21,11 --out g.npy --json");
  ISOCHRON_SUCCEEDED(outcome);
  QCOMPARE(outcome.json()[QStringLiteral("velocity_km_s")].toVariant().toList(),
           (QVariantList{3.0, 3.5}));
}

void CliGenerateTest::anUnknownParameterIsRefusedWithTheKnownOnes() {
  const Workplace workplace;
  ISOCHRON_REFUSED(workplace.run("generate gradient --set tau=3 --out g.npy"), "top, bottom");
  ISOCHRON_REFUSED(workplace.run("generate gradient --set top --out g.npy"), "--set top");
  ISOCHRON_REFUSED(workplace.run("generate gradient --set top=99 --out g.npy"), "out of bounds");
  QVERIFY(workplace.names().isEmpty());
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliGenerateTest)
#include "cli_generate_test.moc"
