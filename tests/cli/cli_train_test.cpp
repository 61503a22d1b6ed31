// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train: models, resumed runs, refusals.
#include <signal.h>

#include <QRegularExpression>

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
  void onlyTheProcessorIsOffered();
  void modelsThatAreAllTheSameAreRefused();
  void fewModelsAreRefusedWithAMendThatWorks();
  void blocksThatDoNotFitAreRefusedWithAMendThatWorks();
  void anErrorThatIsNeverMeasuredEndsNoRun();
  void anInterruptEndsThePreparation();
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

void CliTrainTest::onlyTheProcessorIsOffered() {
  for (const char* stage : {"autoencoder", "latentpinn"}) {
    const Outcome help = run(QStringLiteral("train %1 --help").arg(QLatin1String(stage)));
    ISOCHRON_SUCCEEDED(help);
    QVERIFY2(
        !help.out.contains(QStringLiteral("cuda")) && !help.out.contains(QStringLiteral("device")),
        stage);
  }
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out d.isochron --device cuda:99")),
                   "leave the device out");
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out d.isochron --set device=toaster")), "toaster");
  QVERIFY(!workplace_.exists(QStringLiteral("d.isochron")));
  // As older scripts say it.
  ISOCHRON_SUCCEEDED(
      run(kTiny + QStringLiteral("--out d.isochron --device cpu --stop-after 1steps")));
}

void CliTrainTest::modelsThatAreAllTheSameAreRefused() {
  QVector<double> values;
  for (int i = 0; i < 40 * 64; ++i) values.append(2.0 + 0.03 * (i % 64));
  workplace_.write(QStringLiteral("same.npy"), npyBytes({40, 8, 8}, values));
  const QString data = QStringLiteral(
      "--data same.npy --spacing 0.1,0.1 --axes zx --unit km/s --model-axis 0 --out x.isochron ");
  ISOCHRON_REFUSED(run(QStringLiteral("train pca --set components=4 ") + data),
                   "all models are the same");
  ISOCHRON_REFUSED(run(QStringLiteral("train autoencoder --set blocks=2 ") + data),
                   "all models are the same");
  QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
}

void CliTrainTest::fewModelsAreRefusedWithAMendThatWorks() {
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("generate random-field --count 40 --size 8,8 --float32 --out few.npy")));
  const QString data =
      QStringLiteral("--data few.npy --spacing 0.1,0.1 --axes zx --unit km/s --model-axis 0 ");
  const QString learn = QStringLiteral(
                            "train latentpinn --stop-after 1steps --set sums=8 --set rank=4 "
                            "--set trunk_width=16 --set branch_width=16 --set hidden=8 "
                            "--out few.isochron ") +
                        data;
  const Outcome refused = run(learn);
  // 90 % of 40 are learnt from.
  ISOCHRON_REFUSED(refused, "train pca --set components=");
  static const QRegularExpression remedy(QStringLiteral("train pca --set components=[0-9]+"));
  ISOCHRON_SUCCEEDED(run(remedy.match(refused.err).captured() + QLatin1Char(' ') + data +
                         QStringLiteral("--out few_latents.isochron")));
  ISOCHRON_SUCCEEDED(run(learn + QStringLiteral("--latents few_latents.isochron")));
}

void CliTrainTest::blocksThatDoNotFitAreRefusedWithAMendThatWorks() {
  const QString learn = QStringLiteral(
      "train autoencoder --spacing 0.1,0.1 --axes zx --unit km/s --model-axis 0 --set width=2 "
      "--set latents=4 --set batch=8 --stop-after 1steps --out blocks.isochron ");
  ISOCHRON_REFUSED(run(learn + QStringLiteral("--data set.npy")), "a multiple of 32");
  ISOCHRON_SUCCEEDED(run(learn + QStringLiteral("--data set.npy --set blocks=3")));
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("generate random-field --count 12 --size 64,32 "
                         "--float32 --out resampled.npy")));
  ISOCHRON_SUCCEEDED(run(learn + QStringLiteral("--data resampled.npy")));
}

void CliTrainTest::anErrorThatIsNeverMeasuredEndsNoRun() {
  // With all of the layout said, nothing but the refusal is told.
  const QString learn = kTiny + QStringLiteral(
                                    "--axes zx --unit km/s --model-axis 0 "
                                    "--out never.isochron --set validation=0 ");
  ISOCHRON_REFUSED(run(learn + QStringLiteral("--patience 3")), "--patience");
  ISOCHRON_REFUSED(run(learn + QStringLiteral("--stop-after 0.1error,20steps")), "--stop-after");
  QVERIFY(!workplace_.exists(QStringLiteral("never.isochron")));
  const Outcome mended =
      run(kTiny + QStringLiteral("--out never.isochron --set validation=0.1 "
                                 "--set validation_models=32 --patience 3 --stop-after 20steps"));
  ISOCHRON_SUCCEEDED(mended);
}

/// A set of which the preparation alone takes much longer than the signal, which is sent as soon as
/// the program heeds it.
void CliTrainTest::anInterruptEndsThePreparation() {
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("generate constant --count 40000 --size 24,16 --float32 --out many.npy")));
  QProcess process;
  process.setWorkingDirectory(QFileInfo(workplace_.path(QStringLiteral("set.npy"))).path());
  process.start(QStringLiteral(ISOCHRON_CLI),
                QStringLiteral("train latentpinn --data many.npy --spacing 0.1,0.1 --axes zx "
                               "--unit km/s --model-axis 0 --set threads=1 --set steps=100000000 "
                               "--set schedule=constant --out prepared.isochron")
                    .split(QLatin1Char(' ')));
  QVERIFY(process.waitForStarted());
  const auto heeds = [&] {
    QFile status(QStringLiteral("/proc/%1/status").arg(process.processId()));
    if (!status.open(QIODevice::ReadOnly)) return false;
    static const QRegularExpression caught(QStringLiteral("SigCgt:\\s*([0-9a-f]+)"));
    const QString mask = caught.match(QString::fromLatin1(status.readAll())).captured(1);
    return (mask.toULongLong(nullptr, 16) >> (SIGINT - 1) & 1) != 0;
  };
  QTRY_VERIFY_WITH_TIMEOUT(heeds(), 60000);
  QCOMPARE(::kill(static_cast<::pid_t>(process.processId()), SIGINT), 0);
  QVERIFY(process.waitForFinished(60000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), 1);
  QVERIFY(
      QString::fromUtf8(process.readAllStandardError()).contains(QStringLiteral("interrupted")));
  QVERIFY(!workplace_.exists(QStringLiteral("prepared.isochron")));
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
                   "any, any-guided, grf, grf-guided, original, paper-grf");
  ISOCHRON_REFUSED(run(pca + QStringLiteral("--set component=3")), "'component'");
  ISOCHRON_REFUSED(run(pca + QStringLiteral("--set components=x")), "whole number");
  ISOCHRON_REFUSED(run(QStringLiteral("train pca --data set.npy --out no/where.isochron")),
                   "folder");
  ISOCHRON_REFUSED(run(QStringLiteral("train pca --data no.npy --out x.isochron")), "no.npy");
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out x.isochron --stop-after 5weeks")), "5weeks");
  ISOCHRON_REFUSED(run(kTiny + QStringLiteral("--out x.isochron --resume set.npy")), "set.npy");
  ISOCHRON_REFUSED(run(QStringLiteral("train")), "choose one of pca, autoencoder, latentpinn");
  QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliTrainTest)
#include "cli_train_test.moc"
