// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli bench training: its figures follow from each other, and from the peer's.
#include <QJsonArray>

#include "cli.h"

using namespace isochron::tests;

class CliBenchTrainingTest : public QObject {
  Q_OBJECT

  Workplace workplace_;

  static QString command(const char* more) {
    return QStringLiteral(
               "bench training --batches 64,300 --threads 2 --seconds 0.01 --rounds 1 ") +
           QString::fromLatin1(more);
  }
  Outcome run(const char* more) const { return workplace_.run(command(more).toUtf8().constData()); }

 private Q_SLOTS:
  void initTestCase() {
    // Stands for Python's PyTorch: says what it was asked, and timings that the test knows.
    workplace_.write(QStringLiteral("peer.py"),
                     "import json, sys\n"
                     "assert sys.argv[1] == '--seconds' and sys.argv[3] == '--batches'\n"
                     "assert sys.argv[4:] == ['64', '300', '--threads', '1', '2']\n"
                     "for task, points in (('step', 64), ('step', 300), ('field', 16384)):\n"
                     "  for threads in 1, 2:\n"
                     "    print(json.dumps({'task': task, 'points': points, 'threads': threads,\n"
                     "      'blas_threads': 1, 'ms': 1e6 / threads, 'processor_ms': 2e6}))\n");
    qputenv("ISOCHRON_PEER_PYTHON", "python3");
  }

  void figuresFollowFromTimes() {
    const Outcome outcome = run("--json");
    ISOCHRON_SUCCEEDED(outcome);
    const QJsonObject report = outcome.json();
    const double peak = report["sgemm_gflops"].toDouble();
    QVERIFY(peak > 0.0);
    const QJsonArray tasks = report["tasks"].toArray();
    QCOMPARE(tasks.size(), 3);
    // 99 inputs, 12 layers of 128, one output.
    const double weights = 99 * 128 + 11 * 128 * 128 + 128;
    for (const QJsonValue& value : tasks) {
      const QJsonObject task = value.toObject();
      // A field is asked at a quarter of its nodes.
      const double products = task["task"].toString() == QStringLiteral("field") ? 0.25 : 6;
      const double gflop = 2e-9 * products * task["batch"].toDouble() * weights;
      const double ms = task["ms"].toDouble();
      QVERIFY(ms > 0.0 && task["threads"].toInt() >= 1 && task["threads"].toInt() <= 2);
      QVERIFY(qAbs(task["gflops"].toDouble() * ms / 1e3 / gflop - 1) < 1e-9);
      QVERIFY(qAbs(task["of_sgemm"].toDouble() * peak / task["gflops"].toDouble() - 1) < 1e-9);
      QVERIFY(!task.contains(QStringLiteral("peer_ms")));
    }
    QCOMPARE(tasks[2].toObject()["batch"].toInt(), 128 * 128);
  }

  void peerIsMeasuredAtItsBestNumberOfThreads() {
    const Outcome outcome = run("--peer peer.py --json");
    ISOCHRON_SUCCEEDED(outcome);
    const QJsonArray tasks = outcome.json()["tasks"].toArray();
    QCOMPARE(tasks.size(), 3);
    for (const QJsonValue& value : tasks) {
      const QJsonObject task = value.toObject();
      QCOMPARE(task["peer_ms"].toDouble(), 5e5);
      QCOMPARE(task["peer_core_ms"].toDouble(), 2e6);
      QVERIFY(qAbs(task["times"].toDouble() * task["ms"].toDouble() / 5e5 - 1) < 1e-9);
      QVERIFY(qAbs(task["core_times"].toDouble() * task["core_ms"].toDouble() / 2e6 - 1) < 1e-9);
    }
  }

  void tableShowsTheSame() {
    const Outcome outcome = run("--peer peer.py");
    ISOCHRON_SUCCEEDED(outcome);
    QVERIFY(outcome.out.contains(QStringLiteral("500000.00")));
    QVERIFY(outcome.out.contains(QStringLiteral("2000000.00")));
    QCOMPARE(outcome.out.count(QStringLiteral("step ")), 4);
  }

  void whatCannotBeMeasuredIsRefused() {
    ISOCHRON_REFUSED(run("--peer absent.py"), "absent.py");
    ISOCHRON_REFUSED(workplace_.run("bench training --batches 0"), "--batches");
    ISOCHRON_REFUSED(workplace_.run("bench training --threads two"), "--threads");
  }
};

QTEST_GUILESS_MAIN(CliBenchTrainingTest)
#include "cli_bench_training_test.moc"
