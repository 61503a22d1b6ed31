// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train: models, resumed runs, refusals.
#include <signal.h>

#include "cli.h"

namespace isochron::tests {
namespace {

const QString kTiny = QStringLiteral(
    "train autoencoder --data set.npy --spacing 0.1,0.1 --metrics-every 5 --json "
    "--set blocks=2 --set width=2 --set latents=4 --set batch=8 --set threads=1 "
    "--set schedule=plateau --set epochs=0 ");

}  // namespace

class CliTrainTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void pcaTellsTheEnergyItKeeps();
  void autoencodersStopAsAsked();
  void aResumedRunGivesTheSameModel();
  void anInterruptSavesTheModel();
  void aDiskThatRefusesTheModelEndsNoRun();
  void infoTellsWhatAModelIs();
  void aDeviceThatIsNotThereIsOneSentence();
  void everyPresetSuitsEveryStage_data();
  void everyPresetSuitsEveryStage();
  void badRequestsAreRefused();

 private:
  Outcome run(const QString& arguments) const {
    return workplace_.run(arguments.toUtf8().constData());
  }
  QByteArray weights(const QString& name) const;

  Workplace workplace_;
};

/// The arrays of a model; times and other words stand before them.
QByteArray CliTrainTest::weights(const QString& name) const {
  const QByteArray bytes = workplace_.bytes(name);
  quint64 length = 0;
  std::memcpy(&length, bytes.constData(), sizeof length);
  return bytes.mid(static_cast<qsizetype>(8 + length));
}

void CliTrainTest::initTestCase() {
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("generate random-field --count 80 --size 24,16 --float32 --out set.npy")));
}

void CliTrainTest::pcaTellsTheEnergyItKeeps() {
  const Outcome outcome =
      run(QStringLiteral("train pca --data set.npy --out pca.isochron --set components=20 --json"));
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("latents")].toInt(), 20);
  const double energy = json[QStringLiteral("energy")].toDouble();
  const double error = json[QStringLiteral("test_error")].toDouble();
  QVERIFY(energy > 0.8 && energy < 1.0);
  // Unseen models lose more than those learnt from.
  QVERIFY(error * error > 1.0 - energy && error < 0.7);
}

void CliTrainTest::autoencodersStopAsAsked() {
  const Outcome outcome =
      run(kTiny + QStringLiteral("--out a.isochron --stop-after 12steps --history a.csv"));
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("steps")].toInt(), 12);
  QVERIFY(json[QStringLiteral("test_error")].toDouble() > 0.0);
  const Table history = parseTable(QString::fromUtf8(workplace_.bytes(QStringLiteral("a.csv"))));
  QVERIFY(history.header.startsWith(QStringLiteral("step,seconds,loss,")));
  QVector<double> steps;
  for (const QVector<double>& row : history.rows) steps.append(row.value(0));
  QCOMPARE(steps, (QVector<double>{5, 10, 12}));
}

void CliTrainTest::aResumedRunGivesTheSameModel() {
  ISOCHRON_SUCCEEDED(run(kTiny + QStringLiteral("--out whole.isochron --stop-after 20steps")));
  ISOCHRON_SUCCEEDED(run(kTiny + QStringLiteral("--out part.isochron --stop-after 10steps")));
  QVERIFY(weights(QStringLiteral("whole.isochron")) != weights(QStringLiteral("part.isochron")));
  // The settings come from the file.
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("train autoencoder --data set.npy --metrics-every 5 "
                         "--resume part.isochron --out part.isochron "
                         "--stop-after 20steps")));
  QCOMPARE(weights(QStringLiteral("whole.isochron")), weights(QStringLiteral("part.isochron")));
}

void CliTrainTest::anInterruptSavesTheModel() {
  QProcess process;
  process.setWorkingDirectory(QFileInfo(workplace_.path(QStringLiteral("set.npy"))).path());
  process.start(QStringLiteral(ISOCHRON_CLI),
                (kTiny + QStringLiteral("--out c.isochron --checkpoint-every 0"))
                    .split(QLatin1Char(' '), Qt::SkipEmptyParts));
  QTRY_VERIFY_WITH_TIMEOUT(workplace_.exists(QStringLiteral("c.isochron")), 60000);
  QCOMPARE(::kill(static_cast<::pid_t>(process.processId()), SIGINT), 0);
  QVERIFY(process.waitForFinished(60000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), 0);
  const QJsonObject json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
  QCOMPARE(json[QStringLiteral("ended_because")].toString(), QStringLiteral("it was stopped"));
  QVERIFY(json[QStringLiteral("steps")].toInt() > 0);
  const QJsonObject info = run(QStringLiteral("info c.isochron --json")).json();
  QCOMPARE(info[QStringLiteral("steps")].toInt(), json[QStringLiteral("steps")].toInt());
}

// A folder that is gone refuses files as a full disk does.
void CliTrainTest::aDiskThatRefusesTheModelEndsNoRun() {
  QDir place(QFileInfo(workplace_.path(QStringLiteral("set.npy"))).path());
  QVERIFY(place.mkdir(QStringLiteral("disk")));
  QProcess process;
  process.setWorkingDirectory(place.path());
  process.start(QStringLiteral(ISOCHRON_CLI),
                (kTiny + QStringLiteral("--out disk/d.isochron --checkpoint-every 0"))
                    .split(QLatin1Char(' '), Qt::SkipEmptyParts));
  QTRY_VERIFY_WITH_TIMEOUT(workplace_.exists(QStringLiteral("disk/d.isochron")), 60000);
  QVERIFY(place.rename(QStringLiteral("disk"), QStringLiteral("gone")));
  QByteArray said;
  const auto says = [&](const char* words) {
    said += process.readAllStandardError();
    return said.contains(words) || process.state() != QProcess::Running;
  };
  QTRY_VERIFY_WITH_TIMEOUT(says("cannot be written"), 60000);
  QCOMPARE(process.state(), QProcess::Running);
  QVERIFY(place.mkdir(QStringLiteral("disk")));
  QTRY_VERIFY_WITH_TIMEOUT(says("written again"), 60000);
  QCOMPARE(::kill(static_cast<::pid_t>(process.processId()), SIGINT), 0);
  QVERIFY(process.waitForFinished(60000));
  QCOMPARE(process.exitCode(), 0);
  QVERIFY(workplace_.exists(QStringLiteral("disk/d.isochron")));
}

void CliTrainTest::infoTellsWhatAModelIs() {
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("train pca --data set.npy --out i.isochron --set components=3")));
  const Outcome outcome = run(QStringLiteral("info i.isochron --json"));
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("kind")].toString(), QStringLiteral("pca"));
  QCOMPARE(json[QStringLiteral("config")].toObject()[QStringLiteral("components")].toInt(), 3);
  QCOMPARE(json[QStringLiteral("grid")].toObject()[QStringLiteral("nodes")].toVariant().toList(),
           (QVariantList{24, 16}));
  QVERIFY(run(QStringLiteral("info i.isochron")).out.contains(QStringLiteral("components")));
  QByteArray cut = workplace_.bytes(QStringLiteral("i.isochron"));
  cut.chop(10);
  workplace_.write(QStringLiteral("cut.isochron"), cut);
  ISOCHRON_REFUSED(run(QStringLiteral("info cut.isochron")), "damaged");
}

void CliTrainTest::aDeviceThatIsNotThereIsOneSentence() {
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out d.isochron --device cuda:99")), "cuda");
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out d.isochron --device toaster")), "toaster");
  QVERIFY(!workplace_.exists(QStringLiteral("d.isochron")));
}

void CliTrainTest::everyPresetSuitsEveryStage_data() {
  QTest::addColumn<QString>("preset");
  for (const char* preset : {"grf", "original", "paper-grf"})
    QTest::newRow(preset) << QString::fromLatin1(preset);
}

void CliTrainTest::everyPresetSuitsEveryStage() {
  QFETCH(QString, preset);
  ISOCHRON_SUCCEEDED(run(QStringLiteral("train pca --data set.npy --out p.isochron "
                                        "--set components=2 --set threads=1 --preset ") +
                         preset));
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("train autoencoder --data set.npy --out p.isochron "
                         "--set blocks=2 --set width=2 --set batch=4 --set threads=1 "
                         "--stop-after 1steps --preset ") +
          preset));
}

void CliTrainTest::badRequestsAreRefused() {
  const QString pca = QStringLiteral("train pca --data set.npy --out x.isochron ");
  ISOCHRON_REFUSED(run(pca + QStringLiteral("--preset nothing")),
                   "grf, grf-guided, original, paper-grf");
  ISOCHRON_REFUSED(run(pca + QStringLiteral("--set component=3")), "'component'");
  ISOCHRON_REFUSED(run(pca + QStringLiteral("--set components=x")), "whole number");
  ISOCHRON_REFUSED(run(QStringLiteral("train pca --data set.npy --out no/where.isochron")),
                   "folder");
  ISOCHRON_REFUSED(run(QStringLiteral("train pca --data no.npy --out x.isochron")), "no.npy");
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out x.isochron --stop-after 5weeks")), "5weeks");
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out x.isochron --resume set.npy")), "set.npy");
  ISOCHRON_REFUSED(run(QStringLiteral("train")), "subcommand");
  QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliTrainTest)
#include "cli_train_test.moc"
