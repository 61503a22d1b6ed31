// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that are stopped or killed go on as if they had not been.
#include <random>

#include "tiny_latent_pinn.h"

namespace isochron::tests {
namespace {

const QString kLatentPinn = QStringLiteral("train latentpinn --metrics-every 10 ") + kTinyData +
                            kTinyNetwork + kTinyLearning;
// Each block halves both sides: 25 x 21 nodes will not do.
const QString kEvenData = QStringLiteral("--data even.npy ") + kTinyLayout;
const QString kAutoencoder =
    QStringLiteral(
        "train autoencoder --metrics-every 10 --set blocks=2 --set width=2 "
        "--set latents=4 --set batch=8 --set schedule=plateau --set epochs=0 ") +
    kEvenData;

/// A run in a process of its own, until it ends or is killed.
class Run {
 public:
  Run(const Workplace& workplace, const QString& arguments) {
    process_.setWorkingDirectory(workplace.path({}));
    process_.start(QStringLiteral(ISOCHRON_CLI),
                   arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
  }
  bool isOn() { return process_.state() != QProcess::NotRunning && !process_.waitForFinished(0); }
  /// True where it was killed; false where it had ended by itself.
  bool killAfter(int ms) {
    if (process_.waitForFinished(ms)) return false;
    process_.kill();
    process_.waitForFinished();
    return process_.exitStatus() == QProcess::CrashExit;
  }
  QByteArray messages() { return process_.readAllStandardError(); }

 private:
  QProcess process_;
};

/// Files that a write has begun and not finished.
int unfinished(const Workplace& workplace) {
  return static_cast<int>(workplace.names().filter(QStringLiteral(".part")).size());
}

}  // namespace

class CliResumeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void aStoppedRunEndsAsTheUnbrokenOne_data();
  void aStoppedRunEndsAsTheUnbrokenOne();
  void aKilledRunAlwaysLeavesAWholeCheckpoint_data();
  void aKilledRunAlwaysLeavesAWholeCheckpoint();

 private:
  Outcome run(const QString& arguments) const {
    return workplace_.run(arguments.toUtf8().constData());
  }
  /// Steps in a checkpoint; -1 where it is not sound.
  int stepsIn(const QString& name) const {
    const Outcome outcome = run(QStringLiteral("info --json ") + name);
    return outcome.exitCode == 0 ? outcome.json()[QStringLiteral("steps")].toInt(-1) : -1;
  }
  QByteArray weights(const QString& name) const { return weightsOf(workplace_.bytes(name)); }

  Workplace workplace_;
};

void CliResumeTest::initTestCase() {
  ISOCHRON_SUCCEEDED(makeTinyFamily(workplace_));
  ISOCHRON_SUCCEEDED(
      workplace_.run("generate random-field --count 60 --size 24,20 --out even.npy"));
}

void CliResumeTest::aStoppedRunEndsAsTheUnbrokenOne_data() {
  QTest::addColumn<QString>("command");
  QTest::addColumn<QString>("resumption");
  for (const char* threads : {"1", "2"}) {
    const QString shared = QStringLiteral("--set threads=") + QLatin1String(threads) + ' ';
    QTest::addRow("latentpinn, %s threads", threads)
        << kLatentPinn + shared + QStringLiteral("--set labels=0.5 --set reuse=3 ")
        << QStringLiteral("train latentpinn ") + kTinyData;
    QTest::addRow("autoencoder, %s threads", threads)
        << kAutoencoder + shared << QStringLiteral("train autoencoder ") + kEvenData;
  }
}

void CliResumeTest::aStoppedRunEndsAsTheUnbrokenOne() {
  QFETCH(QString, command);
  QFETCH(QString, resumption);
  ISOCHRON_SUCCEEDED(run(command + QStringLiteral("--out whole.isochron --stop-after 30steps")));
  const QByteArray whole = weights(QStringLiteral("whole.isochron"));
  QVERIFY(!whole.isEmpty());
  ISOCHRON_SUCCEEDED(run(command + QStringLiteral("--out part.isochron --stop-after 1steps")));
  for (const char* steps : {"13steps", "30steps"}) {
    QVERIFY(weights(QStringLiteral("part.isochron")) != whole);
    // The settings, the number of threads too, come from the file.
    ISOCHRON_SUCCEEDED(run(resumption +
                           QStringLiteral("--metrics-every 10 --resume part.isochron "
                                          "--out part.isochron --stop-after ") +
                           QLatin1String(steps)));
  }
  QCOMPARE(stepsIn(QStringLiteral("part.isochron")), 30);
  QVERIFY(weights(QStringLiteral("part.isochron")) == whole);
}

void CliResumeTest::aKilledRunAlwaysLeavesAWholeCheckpoint_data() {
  QTest::addColumn<QString>("command");
  QTest::addColumn<QString>("resumption");
  // Wide enough that writing takes as long as learning.
  QTest::newRow("latentpinn") << kLatentPinn + QStringLiteral(
                                                   "--set branch_width=256 --set schedule=constant "
                                                   "--set steps=0 ")
                              << QStringLiteral("train latentpinn ") + kTinyData;
}

void CliResumeTest::aKilledRunAlwaysLeavesAWholeCheckpoint() {
  QFETCH(QString, command);
  QFETCH(QString, resumption);
  constexpr int kKills = 20;
  const QString file = QStringLiteral("killed.isochron");
  const QString writing = QStringLiteral("--out killed.isochron --checkpoint-every 0 ");
  // How long a run takes to begin sets the scale of the moments.
  QElapsedTimer timer;
  timer.start();
  Run first(workplace_, command + writing);
  QTRY_VERIFY_WITH_TIMEOUT(workplace_.exists(file) || !first.isOn(), 60'000);
  const int begun = static_cast<int>(timer.elapsed());
  QVERIFY2(first.killAfter(0), first.messages().constData());

  std::mt19937 random(7);
  int inTheMidst = 0, last = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    const int before = unfinished(workplace_);
    Run next(workplace_, resumption + writing + QStringLiteral("--resume killed.isochron"));
    if (kill % 2 == 0) {
      // Any moment from the start of the program until some steps after that of the run.
      QVERIFY2(next.killAfter(static_cast<int>(random() % static_cast<unsigned>(2 * begun))),
               next.messages().constData());
    } else {
      // A moment of a write, each time another one.
      const unsigned writes = 1 + random() % 4;
      for (unsigned seen = 0; seen < writes;) {
        while (unfinished(workplace_) == before && next.isOn()) continue;
        if (++seen < writes)
          while (unfinished(workplace_) != before && next.isOn()) continue;
      }
      QVERIFY2(next.killAfter(0), next.messages().constData());
    }
    inTheMidst += unfinished(workplace_) - before;
    const int steps = stepsIn(file);
    QVERIFY2(steps >= last, qPrintable(QString::number(steps)));
    last = steps;
  }
  QVERIFY2(inTheMidst > 0, "no kill fell into a write");
  QVERIFY(last > kKills / 4);

  const QString end = QStringLiteral(" --stop-after %1steps").arg(last + 5);
  ISOCHRON_SUCCEEDED(
      run(resumption + QStringLiteral("--resume killed.isochron --out killed.isochron") + end));
  ISOCHRON_SUCCEEDED(run(command + QStringLiteral("--out unbroken.isochron") + end));
  QVERIFY(weights(file) == weights(QStringLiteral("unbroken.isochron")));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliResumeTest)
#include "cli_resume_test.moc"
