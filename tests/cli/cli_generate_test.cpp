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
  void setsOf256NodesHaveAnyBox();

  void anEarthRecipeGivesItsSeedsModel();
  void anEditedRecipeGivesAnotherEarth();
  void aMixtureIsMadeFromItsRecipe();
  void recipesAreRefusedWhereThereIsNone();
  void aBadRecipeIsRefusedWithItsPlace();

  void patchesAreCutFromFiles();
  void patchesNeedFiles();
  void aFileKnowsItsSpacingAndHowItWasMade_data();
  void aFileKnowsItsSpacingAndHowItWasMade();
};

void CliGenerateTest::everyKindGivesPlausibleVelocities_data() {
  QTest::addColumn<QString>("kind");
  for (const char* kind :
       {"constant", "gradient", "layers", "lens", "fault", "salt", "checkerboard", "random-field",
        "phase-separation", "earth", "drawing", "mixture"})
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
  const double slowest = kind == QLatin1String("mixture") ? 1.0 : 1.5;
  for (const double v : array.values) QVERIFY(v >= slowest && v <= 6.0);
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

void CliGenerateTest::setsOf256NodesHaveAnyBox() {
  const Workplace workplace;
  const Outcome outcome =
      workplace.run("generate earth --count 2 --size 256,256 --extent 1,2 --out e.npy --json");
  ISOCHRON_SUCCEEDED(outcome);
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("e.npy"))).shape,
           (QVector<qint64>{2, 256, 256}));
  const QVariantList spacing = outcome.json()[QStringLiteral("spacing_km")].toVariant().toList();
  QCOMPARE(255 * spacing.value(0).toDouble(), 1.0);
  QCOMPARE(255 * spacing.value(1).toDouble(), 2.0);
}

void CliGenerateTest::anEarthRecipeGivesItsSeedsModel() {
  const Workplace workplace;
  const Outcome shown = workplace.run("generate earth --seed 4 --set salt=1 --show-recipe");
  ISOCHRON_SUCCEEDED(shown);
  QVERIFY(shown.out.contains(QStringLiteral("\"event\": \"salt\"")));
  workplace.write(QStringLiteral("r.json"), shown.out.toUtf8());
  ISOCHRON_SUCCEEDED(workplace.run("generate earth --recipe r.json --size 30,20 --out a.npy"));
  ISOCHRON_SUCCEEDED(
      workplace.run("generate earth --seed 4 --set salt=1 --size 30,20 --out b.npy"));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("a.npy"))).values,
           parseNpy(workplace.bytes(QStringLiteral("b.npy"))).values);
}

void CliGenerateTest::anEditedRecipeGivesAnotherEarth() {
  const Workplace workplace;
  workplace.write(QStringLiteral("r.json"),
                  R"({"format": "isochron earth recipe", "version": 1, "compaction": 0,
                      "events": [{"event": "beds", "beds": [{"velocity": 2.5}]},
                                 {"event": "water", "depth": 0.5, "velocity": 1.6}]})");
  ISOCHRON_SUCCEEDED(workplace.run("generate earth --recipe r.json --size 4,9 --out a.npy"));
  const QVector<double> v = parseNpy(workplace.bytes(QStringLiteral("a.npy"))).values;
  for (int i = 0; i < 16; ++i) QVERIFY(std::abs(v[i] - 1.6) < 1e-9);
  for (int i = 20; i < 36; ++i) QVERIFY(std::abs(v[i] - 2.5) < 1e-9);
}

void CliGenerateTest::aMixtureIsMadeFromItsRecipe() {
  const Workplace workplace;
  const Outcome shown = workplace.run("generate mixture --set contrast=4 --show-recipe");
  ISOCHRON_SUCCEEDED(shown);
  workplace.write(QStringLiteral("m.json"), shown.out.toUtf8());
  ISOCHRON_SUCCEEDED(
      workplace.run("generate mixture --recipe m.json --count 6 --size 20,20 --out a.npy"));
  ISOCHRON_SUCCEEDED(
      workplace.run("generate mixture --set contrast=4 --count 6 --size 20,20 --out b.npy"));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("a.npy"))).values,
           parseNpy(workplace.bytes(QStringLiteral("b.npy"))).values);
  workplace.write(QStringLiteral("one.json"),
                  R"({"format": "isochron mixture", "version": 1, "recast": 0,
                      "parts": [{"kind": "constant", "parameters": {"velocity": 3}}]})");
  ISOCHRON_SUCCEEDED(
      workplace.run("generate mixture --recipe one.json --count 3 --size 4,4 --out c.npy"));
  for (const double v : parseNpy(workplace.bytes(QStringLiteral("c.npy"))).values) QCOMPARE(v, 3.0);
}

void CliGenerateTest::recipesAreRefusedWhereThereIsNone() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate gradient --size 8,8 --out v.npy"));
  ISOCHRON_REFUSED(workplace.run("generate salt --show-recipe"), "has no recipe");
  ISOCHRON_REFUSED(workplace.run("generate salt --recipe v.npy --out w.npy"), "has no recipe");
  ISOCHRON_REFUSED(workplace.run("generate patches --show-recipe"), "have no recipe");
  ISOCHRON_REFUSED(workplace.run("generate patches --recipe v.npy --out w.npy"), "have no recipe");
  ISOCHRON_REFUSED(workplace.run("generate earth --show-recipe --out w.npy"), "--show-recipe");
  ISOCHRON_REFUSED(workplace.run("generate earth"), "--out");
  QCOMPARE(workplace.names(), QStringList(QStringLiteral("v.npy")));
}

void CliGenerateTest::aBadRecipeIsRefusedWithItsPlace() {
  const Workplace workplace;
  workplace.write(QStringLiteral("bad.json"),
                  R"({"format": "isochron earth recipe", "version": 1,
                      "events": [{"event": "beds", "beds": [{"velocity": "fast"}]}]})");
  ISOCHRON_REFUSED(workplace.run("generate earth --recipe bad.json --out e.npy"),
                   "bad.json, events[0].beds[0].velocity: is no number");
  ISOCHRON_REFUSED(workplace.run("generate mixture --recipe bad.json --out e.npy"), "no mixture");
  ISOCHRON_REFUSED(workplace.run("generate earth --recipe none.json --out e.npy"), "none.json");
  ISOCHRON_REFUSED(workplace.run("generate earth --recipe bad.json --set salt=1 --out e.npy"),
                   "--set");
  const Outcome shown = workplace.run("generate earth --show-recipe");
  workplace.write(QStringLiteral("good.json"), shown.out.toUtf8());
  ISOCHRON_REFUSED(workplace.run("generate earth --recipe good.json --count 3 --out e.npy"),
                   "--count");
  ISOCHRON_REFUSED(workplace.run("generate earth --recipe good.json --seed 3 --out e.npy"),
                   "--seed");
  QVERIFY(!workplace.exists(QStringLiteral("e.npy")));
}

void CliGenerateTest::patchesAreCutFromFiles() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate layers --size 120,60 --extent 6,2 --out a.vti"));
  ISOCHRON_SUCCEEDED(workplace.run(
      "generate gradient --set top=5 --set bottom=5.5 --size 40,30 --extent 3,2 --out b.vti"));
  const Outcome outcome = workplace.run(
      "generate patches --from a.vti --from b.vti --count 30 --size 24,16 --extent 2,1 --out p.npy "
      "--json");
  ISOCHRON_SUCCEEDED(outcome);
  const NpyArray array = parseNpy(workplace.bytes(QStringLiteral("p.npy")));
  QCOMPARE(array.shape, (QVector<qint64>{30, 16, 24}));
  // Of both files, and each patch of one.
  int fast = 0;
  for (int i = 0; i < 30; ++i) {
    const auto [least, most] =
        std::minmax_element(array.values.begin() + i * 384, array.values.begin() + (i + 1) * 384);
    if (*least >= 5.0 && *most <= 5.5) ++fast;
  }
  QVERIFY2(fast > 3 && fast < 27, qPrintable(QString::number(fast)));
  ISOCHRON_SUCCEEDED(workplace.run(
      "generate patches --from a.vti --from b.vti --seed 7 --size 24,16 --extent 2,1 --out q.npy"));
  QCOMPARE(parseNpy(workplace.bytes(QStringLiteral("q.npy"))).values,
           array.values.mid(7 * 384, 384));
}

void CliGenerateTest::patchesNeedFiles() {
  const Workplace workplace;
  // Of another program: it does not know its spacing.
  workplace.write(QStringLiteral("a.npy"), npyBytes({20, 20}, QVector<double>(400, 2.5)));
  ISOCHRON_REFUSED(workplace.run("generate patches --out p.npy"), "--from");
  ISOCHRON_REFUSED(workplace.run("generate patches --from a.npy --out p.npy"), "--spacing");
  ISOCHRON_REFUSED(workplace.run("generate patches --from none.npy --out p.npy"), "none.npy");
  ISOCHRON_REFUSED(workplace.run("generate salt --from a.npy --out p.npy"), "--from");
  ISOCHRON_REFUSED(
      workplace.run("generate patches --from a.npy --spacing 1,1 --set tau=3 --out p.npy"),
      "least, most, stretch, mirrored");
  ISOCHRON_REFUSED(
      workplace.run("generate patches --from a.npy --spacing 1,1 --set least=0.9 --set most=0.5 "
                    "--out p.npy"),
      "least");
  QCOMPARE(workplace.names(), QStringList(QStringLiteral("a.npy")));
}

void CliGenerateTest::aFileKnowsItsSpacingAndHowItWasMade_data() {
  QTest::addColumn<QString>("count");
  QTest::newRow("one model") << QString();
  QTest::newRow("many models") << QStringLiteral("--count 12 --float32 ");
}

void CliGenerateTest::aFileKnowsItsSpacingAndHowItWasMade() {
  QFETCH(QString, count);
  const Workplace workplace;
  const QString make =
      QStringLiteral(
          "generate random-field %1--size 24,16 --extent 3,2 --seed 5 --set tau=15 "
          "--out made.npy")
          .arg(count);
  ISOCHRON_SUCCEEDED(workplace.run(make.toUtf8().constData()));
  // Another name says nothing, and a copy says the same.
  workplace.write(QStringLiteral("copy_40m.npy"), workplace.bytes(QStringLiteral("made.npy")));
  const Outcome info = workplace.run("info copy_40m.npy --json");
  ISOCHRON_SUCCEEDED(info);
  const QJsonObject json = info.json(), generated = json[QStringLiteral("generated")].toObject();
  QVERIFY(json[QStringLiteral("layout")][QStringLiteral("spacing_known")].toBool());
  const QJsonObject model = json[QStringLiteral("model")].toObject();
  const QVariantList spacing = model[QStringLiteral("spacing_km")].toVariant().toList();
  QCOMPARE(spacing.value(0).toDouble(), 3.0 / 23);
  QCOMPARE(spacing.value(1).toDouble(), 2.0 / 15);
  QCOMPARE(generated[QStringLiteral("kind")].toString(), QStringLiteral("random-field"));
  QCOMPARE(generated[QStringLiteral("seed")].toInt(), 5);
  QCOMPARE(generated[QStringLiteral("parameters")][QStringLiteral("tau")].toDouble(), 15.0);
  QCOMPARE(generated[QStringLiteral("parameters")][QStringLiteral("alpha")].toDouble(), 2.5);
  // So no --spacing is asked for.
  ISOCHRON_SUCCEEDED(workplace.run("solve --velocity copy_40m.npy --source 1,1 --out t.npy"));
  if (!count.isEmpty())
    ISOCHRON_SUCCEEDED(
        workplace.run("train pca --data copy_40m.npy --out p.isochron --set components=3"));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliGenerateTest)
#include "cli_generate_test.moc"
