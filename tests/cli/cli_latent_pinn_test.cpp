// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train latentpinn: what is learnt, what is recorded, what is refused.
#include "tiny_latent_pinn.h"

namespace isochron::tests {

class CliLatentPinnTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void trainingTellsWhatItMeasures();
  void withoutLatentsComponentsAreFound();
  void aRunBeginsWithWhatAnotherHasLearnt();
  void aNetworkThatDiffersCannotBeBegunWith();
  void infoIsReadable();
  void infoIsCompleteForMachines();
  void aDeviceThatIsNotThereIsOneSentence();
  void badRequestsAreRefused_data();
  void badRequestsAreRefused();

 private:
  Outcome run(const QString& arguments) const {
    return workplace_.run(arguments.toUtf8().constData());
  }
  Outcome train(const QString& arguments) const {
    return run(QStringLiteral("train latentpinn --json ") + kTinyData + arguments);
  }
  double errorOf(const Outcome& outcome) const {
    return outcome.json()[QStringLiteral("error")].toDouble(1e9);
  }

  Workplace workplace_;
  double learnt_ = 0.0;  // the error of learnt.isochron
};

void CliLatentPinnTest::initTestCase() {
  ISOCHRON_SUCCEEDED(makeTinyFamily(workplace_));
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("train pca --data set.npy --spacing 0.4,0.05 --set components=6 "
                         "--out larger.isochron")));
  const Outcome outcome =
      train(kTinyNetwork + kTinyLearning + QStringLiteral("--out learnt.isochron"));
  ISOCHRON_SUCCEEDED(outcome);
  learnt_ = errorOf(outcome);
  QVERIFY2(learnt_ > 0.0 && learnt_ < 0.1, qPrintable(QString::number(learnt_)));
}

void CliLatentPinnTest::trainingTellsWhatItMeasures() {
  const Outcome outcome =
      train(kTinyNetwork + kTinyLearning +
            QStringLiteral("--out m.isochron --stop-after 25steps --metrics-every 10 "
                           "--history m.csv"));
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("kind")].toString(), QStringLiteral("latentpinn"));
  QCOMPARE(json[QStringLiteral("steps")].toInt(), 25);
  QVERIFY(json[QStringLiteral("ended_because")].toString().contains(QStringLiteral("25 steps")));
  const QJsonObject models = json[QStringLiteral("models")].toObject();
  QCOMPARE(models[QStringLiteral("train")].toInt(), 104);
  QCOMPARE(models[QStringLiteral("validation")].toInt(), 12);
  QCOMPARE(models[QStringLiteral("test")].toInt(), 12);
  const Table history = parseTable(QString::fromUtf8(workplace_.bytes(QStringLiteral("m.csv"))));
  const QStringList columns = history.header.split(QLatin1Char(','));
  for (const char* column : {"step", "seconds", "loss", "residual", "learning_rate", "points_per_s",
                             "error", "error_anywhere"})
    QVERIFY2(columns.contains(QLatin1String(column)), column);
  QCOMPARE(history.rows.size(), 3);
  const auto step = columns.indexOf(QStringLiteral("step")),
             error = columns.indexOf(QStringLiteral("error"));
  QCOMPARE(history.rows[0][step], 10.0);
  QCOMPARE(history.rows[2][step], 25.0);
  QCOMPARE(history.rows[2][error], errorOf(outcome));
}

void CliLatentPinnTest::withoutLatentsComponentsAreFound() {
  const QString alone = QString(kTinyNetwork).remove(QStringLiteral("--latents latents.isochron"));
  ISOCHRON_SUCCEEDED(
      train(alone + kTinyLearning + QStringLiteral("--out own.isochron --stop-after 1steps")));
  const auto latents = [&](const char* command) {
    const QJsonObject json = workplace_.run(command).json();
    return json[QStringLiteral("latent_count")].toInt();
  };
  QCOMPARE(latents("info own.isochron --json"), 96);
  QCOMPARE(latents("info learnt.isochron --json"), 6);
}

void CliLatentPinnTest::aRunBeginsWithWhatAnotherHasLearnt() {
  // A step that is too small to change anything: the error is the other model's, on the same
  // models held out.
  const Outcome outcome = train(
      QStringLiteral("--from learnt.isochron --set learning_rate=1e-9 "
                     "--set least_learning_rate=1e-9 --out next.isochron --stop-after 1steps"));
  ISOCHRON_SUCCEEDED(outcome);
  QCOMPARE(outcome.json()[QStringLiteral("steps")].toInt(), 1);
  QVERIFY2(std::abs(errorOf(outcome) - learnt_) < 1e-4,
           qPrintable(QString::number(errorOf(outcome))));
  const QJsonObject info = run(QStringLiteral("info next.isochron --json")).json();
  const QJsonObject config = info[QStringLiteral("config")].toObject();
  QCOMPARE(config[QStringLiteral("trunk_width")].toInt(), 32);
  QCOMPARE(config[QStringLiteral("learning_rate")].toDouble(), 1e-9);
}

void CliLatentPinnTest::aNetworkThatDiffersCannotBeBegunWith() {
  ISOCHRON_REFUSED(
      train(QStringLiteral("--from learnt.isochron --set trunk_width=16 --out x.isochron")),
      "another network");
  QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
}

void CliLatentPinnTest::infoIsReadable() {
  const Outcome outcome = run(QStringLiteral("info learnt.isochron"));
  ISOCHRON_SUCCEEDED(outcome);
  for (const char* part :
       {"latentPINN", "branch-trunk, ", "trunk 2 x 32 tanh", "6 by pca", "x 0 to 4.8 km",
        "z 0 to 1 km", "25 x 21 nodes", "2 to 6 km/s", "residual (l1", "128 models of set.npy",
        "seed 0", "400 steps of 400", "source in the middle", "anywhere"})
    QVERIFY2(outcome.out.contains(QLatin1String(part)), qPrintable(outcome.out));
  for (const QString& line : outcome.out.split(QLatin1Char('\n')))
    QVERIFY2(line.size() < 180, qPrintable(line));
}

void CliLatentPinnTest::infoIsCompleteForMachines() {
  const QJsonObject json = run(QStringLiteral("info learnt.isochron --json")).json();
  QCOMPARE(json[QStringLiteral("kind")].toString(), QStringLiteral("latentpinn"));
  QCOMPARE(json[QStringLiteral("steps")].toInt(), 400);
  QVERIFY(json[QStringLiteral("training_seconds")].toDouble() > 0.0);
  const QJsonObject record = json[QStringLiteral("last_record")].toObject();
  QCOMPARE(record[QStringLiteral("error")].toDouble(), learnt_);
  // Point and source of 4 numbers at least, latents, and the layers that were asked for.
  const int parameters = json[QStringLiteral("parameters")].toInt();
  QVERIFY2(parameters > 32 * 32 + 8 * 32 && parameters < 20'000,
           qPrintable(QString::number(parameters)));
}

void CliLatentPinnTest::aDeviceThatIsNotThereIsOneSentence() {
  ISOCHRON_REFUSED(
      train(kTinyNetwork + kTinyLearning + QStringLiteral("--out x.isochron --device cuda:0")),
      "leave the device out");
  QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
}

void CliLatentPinnTest::badRequestsAreRefused_data() {
  QTest::addColumn<QString>("arguments");
  QTest::addColumn<QString>("named");
  const auto add = [](const char* arguments, const char* named) {
    QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(named);
  };
  add("--latents none.isochron", "none.isochron");
  add("--latents set.npy", "set.npy");
  add("--latents learnt.isochron", "learnt.isochron");
  add("--latents larger.isochron", "another size");
  add("--from latents.isochron", "latents.isochron");
  add("--from learnt.isochron --resume learnt.isochron", "--from");
  add("--from learnt.isochron --latents latents.isochron", "--latents");
  add("--resume latents.isochron", "latents.isochron");
  add("--resume learnt.isochron --set rank=2", "rank");
  add("--set network=cnn", "network");
  add("--set spread=1", "spread");
  add("--stop-after soon", "soon");
  add("--history no/where.csv", "where.csv");
}

void CliLatentPinnTest::badRequestsAreRefused() {
  QFETCH(QString, arguments);
  QFETCH(QString, named);
  const Outcome outcome =
      run(QStringLiteral("train latentpinn --out x.isochron ") + kTinyData + arguments);
  QCOMPARE(refusalFault(outcome, named), QString());
  QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliLatentPinnTest)
#include "cli_latent_pinn_test.moc"
