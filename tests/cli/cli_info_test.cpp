// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli info: what it tells of files, real ones too.
#include <cmath>
#include <limits>

#include "cli.h"
#include "shared_data.h"

namespace isochron::tests {

class CliInfoTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFileIsDescribedInWords();
  void aFileIsDescribedInJson();
  void whatIsGivenIsNotGuessed();
  void anUnusableModelIsDescribedAndRefused();
  void marmousiIsGuessedRight();
  void rawMarmousiIsGuessedRight();
};

void CliInfoTest::aFileIsDescribedInWords() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate gradient --count 4 --size 30,20 --out g.npy"));
  const Outcome outcome = workplace.run("info g.npy");
  ISOCHRON_SUCCEEDED(outcome);
  for (const char* part : {"g.npy", "npy", "(4, 20, 30)", "float64", "2 to 5", "km/s, from what"})
    QVERIFY2(outcome.out.contains(QLatin1String(part)), qPrintable(outcome.out));
  QVERIFY(outcome.err.isEmpty());
}

void CliInfoTest::aFileIsDescribedInJson() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate gradient --size 51,11 --out g.csv"));
  const Outcome outcome = workplace.run("info g.csv --json");
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("file")].toString(), QStringLiteral("g.csv"));
  QCOMPARE(json[QStringLiteral("shape_in_file")].toVariant().toList(), (QVariantList{11, 51}));
  QCOMPARE(json[QStringLiteral("models")].toInt(), 1);
  const QJsonObject layout = json[QStringLiteral("layout")].toObject();
  QCOMPARE(layout[QStringLiteral("axes")].toString(), QStringLiteral("zx"));
  QCOMPARE(layout[QStringLiteral("unit")].toString(), QStringLiteral("km/s"));
  QCOMPARE(layout[QStringLiteral("spacing_known")].toBool(), true);
  const QJsonObject model = json[QStringLiteral("model")].toObject();
  QCOMPARE(model[QStringLiteral("velocity_km_s")].toVariant().toList(), (QVariantList{2.0, 5.0}));
  QCOMPARE(model[QStringLiteral("spacing_km")].toVariant().toList(), (QVariantList{0.1, 0.1}));
}

void CliInfoTest::whatIsGivenIsNotGuessed() {
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate gradient --size 30,20 --out g.npy"));
  const Outcome guessed = workplace.run("info g.npy");
  const Outcome given = workplace.run("info g.npy --axes xz --unit km/s --spacing 1,1");
  ISOCHRON_SUCCEEDED(given);
  QVERIFY(guessed.out.contains(QStringLiteral("\nunit")));
  QVERIFY(!given.out.contains(QStringLiteral("\nunit")));
  QVERIFY(!given.out.contains(QStringLiteral("\naxes")));
  QVERIFY(!given.out.contains(QStringLiteral("\nspacing")));
  QVERIFY(given.out.contains(QStringLiteral("20 x 30 nodes, 1 x 1 km")));
}

void CliInfoTest::anUnusableModelIsDescribedAndRefused() {
  const Workplace workplace;
  workplace.write(
      QStringLiteral("bad.npy"),
      npyBytes({2, 3}, {2.0, 3.0, 2.5, std::numeric_limits<double>::quiet_NaN(), 2, 2}));
  const Outcome words = workplace.run("info bad.npy");
  QCOMPARE(words.exitCode, 2);
  QVERIFY(words.out.contains(QStringLiteral("(2, 3)")));
  QVERIFY(words.err.contains(QStringLiteral("bad.npy")));
  QCOMPARE(words.err.count(QLatin1Char('\n')), 1);
  const Outcome json = workplace.run("info bad.npy --json");
  QCOMPARE(json.exitCode, 2);
  QVERIFY(json.json()[QStringLiteral("problem")].toString().contains(QStringLiteral("NaN")));
}

void CliInfoTest::marmousiIsGuessedRight() {
  const auto file = sharedData() / "velocity" / "marmousi_smooth_12.5m.npy";
  ISOCHRON_NEED_SHARED(file);
  const Outcome outcome =
      Workplace().run({QStringLiteral("info"), QStringLiteral("--json"),
                       QString::fromStdString(std::filesystem::absolute(file))});
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject layout = outcome.json()[QStringLiteral("layout")].toObject();
  QCOMPARE(layout[QStringLiteral("axes")].toString(), QStringLiteral("xz"));
  QCOMPARE(layout[QStringLiteral("unit")].toString(), QStringLiteral("m/s"));
  const QJsonObject model = outcome.json()[QStringLiteral("model")].toObject();
  QCOMPARE(model[QStringLiteral("shape")].toVariant().toList(), (QVariantList{281, 1361}));
  QCOMPARE(model[QStringLiteral("spacing_km")].toVariant().toList(),
           (QVariantList{0.0125, 0.0125}));
}

void CliInfoTest::rawMarmousiIsGuessedRight() {
  const auto file = sharedData() / "velocity" / "marmousi.bin";
  ISOCHRON_NEED_SHARED(file);
  const Outcome outcome =
      Workplace().run({QStringLiteral("info"), QStringLiteral("--json"),
                       QString::fromStdString(std::filesystem::absolute(file))});
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject model = outcome.json()[QStringLiteral("model")].toObject();
  QCOMPARE(model[QStringLiteral("shape")].toVariant().toList(), (QVariantList{221, 601}));
  QCOMPARE(outcome.json()[QStringLiteral("type")].toString(), QStringLiteral("float32"));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliInfoTest)
#include "cli_info_test.moc"
