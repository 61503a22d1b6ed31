// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli predict, evaluate, bench inference: answers of a trained latentPINN.
#include <QRegularExpression>
#include <cmath>

#include "tiny_latent_pinn.h"

namespace isochron::tests {
namespace {

constexpr int kUnseen = 5;

double relativeError(const double* times, const double* reference) {
  double misfit = 0.0, sum = 0.0;
  for (int i = 0; i < kTinyNx * kTinyNz; ++i) {
    misfit += std::abs(times[i] - reference[i]);
    sum += reference[i];
  }
  return misfit / sum;
}

double valueOf(const QJsonObject& json, const char* part, const char* measure, const char* column) {
  return json[QLatin1String(part)]
      .toObject()[QLatin1String(measure)]
      .toObject()[QLatin1String(column)]
      .toDouble(std::nan(""));
}

}  // namespace

class CliPredictTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void timesAreBoundedAndVanishAtTheSource();
  void timesAreTheSolversNearly();
  void oneModelOfManyIsAnsweredAlone();
  void answersAreTheSameTwice();
  void aBoxThatBeginsElsewhereIsTheSame();
  void evaluationMeasuresWhatPredictAndSolveGive();
  void sourcesAnywhereDependOnTheSeed();
  void refinementLowersResidualAndError();
  void refinedTimesCanBeStored();
  void thePapersNetworkAnswersToo();
  void inferenceIsMeasured();
  void badRequestsAreRefused_data();
  void badRequestsAreRefused();
  void everyMendLeadsToAnAnswer_data();
  void everyMendLeadsToAnAnswer();

 private:
  Outcome run(const QString& arguments) const {
    return workplace_.run(arguments.toUtf8().constData());
  }
  QVector<double> predicted(const QString& arguments) const {
    const Outcome outcome =
        run(QStringLiteral("predict --model m.isochron --velocity unseen.npy --out t.npy ") +
            arguments);
    return outcome.exitCode == 0 ? parseNpy(workplace_.bytes(QStringLiteral("t.npy"))).values
                                 : QVector<double>();
  }
  QJsonObject evaluated(const QString& arguments) const {
    return run(QStringLiteral("evaluate --model m.isochron --velocity unseen.npy --json ") +
               arguments)
        .json();
  }

  /// The arguments as a message says that they should be.
  QString mendedBy(const QString& message, QString arguments) const;

  Workplace workplace_;
};

QString CliPredictTest::mendedBy(const QString& message, QString arguments) const {
  using Match = QRegularExpressionMatch;
  const auto found = [&](const char* pattern) {
    return QRegularExpression(QString::fromLatin1(pattern)).match(message);
  };
  const auto replace = [&](const QString& option, const QString& value) {
    arguments.remove(QRegularExpression(QLatin1Char(' ') + option + QStringLiteral(" \\S+")));
    arguments += QLatin1Char(' ') + option + QLatin1Char(' ') + value;
  };
  if (const Match m = found("isochron-cli (convert (\\S+) OUT.npy --size \\S+)"); m.hasMatch()) {
    if (run(m.captured(1).replace(QStringLiteral("OUT.npy"), QStringLiteral("fits.npy"))).exitCode)
      return arguments;
    return arguments.replace(m.captured(2), QStringLiteral("fits.npy"));
  }
  // An option with its value, or with a range of them, whose first is taken.
  if (const Match m = found("(--\\w+) from (\\d+) to"); m.hasMatch())
    replace(m.captured(1), m.captured(2));
  else if (const Match b = found("(--\\w+): .* range from (\\d+) to"); b.hasMatch())
    replace(b.captured(1), b.captured(2));
  else if (const Match v = found("(--\\w+) ([-\\d.,]+)( if|$|\\n)"); v.hasMatch())
    replace(v.captured(1), v.captured(2));
  else if (const Match d = found("^isochron-cli: (\\S+): .*did you mean (\\S+)\\?"); d.hasMatch())
    arguments.replace(d.captured(1), d.captured(2));
  else if (const Match l = found("leave (--\\S+) and (--\\S+) out"); l.hasMatch())
    arguments.remove(
        QRegularExpression(QStringLiteral(" (%1|%2) \\S+").arg(l.captured(1), l.captured(2))));
  else if (const Match n = found("give (--\\w+) (FILE|N|I)"); n.hasMatch())
    replace(n.captured(1), n.captured(2) != QLatin1String("FILE") ? QStringLiteral("1")
                           : n.captured(1) == QLatin1String("--out")
                               ? QStringLiteral("t.npy")
                               : QStringLiteral("m.isochron"));
  return arguments;
}

void CliPredictTest::initTestCase() {
  ISOCHRON_SUCCEEDED(makeTinyFamily(workplace_));
  ISOCHRON_SUCCEEDED(run(QStringLiteral("train latentpinn --out m.isochron ") + kTinyData +
                         kTinyNetwork + kTinyLearning));
  ISOCHRON_SUCCEEDED(run(QStringLiteral("train latentpinn --out mlp.isochron ") + kTinyData +
                         kTinyNetwork + kTinyLearning +
                         QStringLiteral("--set network=mlp --set width=16 --set depth=2 "
                                        "--stop-after 2steps")));
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("generate random-field --count 5 --size 25,21 --extent 4.8,1 --seed 99 "
                         "--out unseen.npy")));
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("generate random-field --count 2 --size 20,21 --out narrow.npy")));
}

void CliPredictTest::timesAreBoundedAndVanishAtTheSource() {
  const Outcome outcome = run(QStringLiteral(
      "predict --model m.isochron --velocity unseen.npy --source 1,0.15 --out t.npy --json"));
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject json = outcome.json();
  QCOMPARE(json[QStringLiteral("models")].toInt(), kUnseen);
  QCOMPARE(json[QStringLiteral("source_km")].toVariant().toList(), (QVariantList{1.0, 0.15}));
  const NpyArray times = parseNpy(workplace_.bytes(QStringLiteral("t.npy")));
  QCOMPARE(times.shape, (QVector<qint64>{kUnseen, kTinyNz, kTinyNx}));
  double latest = 0.0;
  for (int m = 0; m < kUnseen; ++m)
    for (int iz = 0; iz < kTinyNz; ++iz)
      for (int ix = 0; ix < kTinyNx; ++ix) {
        const double t = times.values[(m * kTinyNz + iz) * kTinyNx + ix];
        const double r = std::hypot(0.2 * ix - 1.0, 0.05 * iz - 0.15);
        if (ix == 5 && iz == 3) {  // the source, to rounding
          QVERIFY(std::abs(t) < 1e-12);
          continue;
        }
        QVERIFY2(t >= r / 6.0 * (1 - 1e-6) && t <= r / 2.0 * (1 + 1e-6),
                 qPrintable(QStringLiteral("%1 at r = %2").arg(t).arg(r)));
        latest = std::max(latest, t);
      }
  QCOMPARE(json[QStringLiteral("latest_time_s")].toDouble(), latest);
}

void CliPredictTest::timesAreTheSolversNearly() {
  const QVector<double> times = predicted(QStringLiteral("--source 3.1,0.4"));
  ISOCHRON_SUCCEEDED(run(QStringLiteral(
      "solve --velocity unseen.npy --spacing 0.2,0.05 --source 3.1,0.4 --out s.npy")));
  const QVector<double> solved = parseNpy(workplace_.bytes(QStringLiteral("s.npy"))).values;
  QCOMPARE(times.size(), solved.size());
  double own = 0.0, others = 0.0;
  for (int m = 0; m < kUnseen; ++m) {
    const qsizetype first = m * kTinyNx * kTinyNz;
    const double error = relativeError(times.data() + first, solved.data() + first);
    QVERIFY2(error < 0.2, qPrintable(QString::number(error)));
    own += error;
    const qsizetype next = (m + 1) % kUnseen * kTinyNx * kTinyNz;
    others += relativeError(times.data() + next, solved.data() + first);
  }
  // The answers depend on the velocities.
  QVERIFY2(own < 0.9 * others, qPrintable(QStringLiteral("%1 %2").arg(own).arg(others)));
}

void CliPredictTest::oneModelOfManyIsAnsweredAlone() {
  const QVector<double> all = predicted({});
  const QVector<double> one = predicted(QStringLiteral("--index 3"));
  QCOMPARE(parseNpy(workplace_.bytes(QStringLiteral("t.npy"))).shape,
           (QVector<qint64>{kTinyNz, kTinyNx}));
  QCOMPARE(one, all.mid(3 * kTinyNx * kTinyNz, kTinyNx * kTinyNz));
}

void CliPredictTest::answersAreTheSameTwice() {
  const QVector<double> times = predicted(QStringLiteral("--source 0.37,0.91"));
  QVERIFY(!times.isEmpty());
  QCOMPARE(predicted(QStringLiteral("--source 0.37,0.91")), times);
  QCOMPARE(predicted(QStringLiteral("--source 0.37,0.91 --threads 2")), times);
}

void CliPredictTest::aBoxThatBeginsElsewhereIsTheSame() {
  const QVector<double> times = predicted(QStringLiteral("--source 1.5,0.25"));
  const QVector<double> moved =
      predicted(QStringLiteral("--origin 10,2 --spacing 0.2,0.05 --source 11.5,2.25"));
  QCOMPARE(moved.size(), times.size());
  for (qsizetype i = 0; i < times.size(); ++i) QVERIFY(std::abs(times[i] - moved[i]) < 1e-6);
}

void CliPredictTest::evaluationMeasuresWhatPredictAndSolveGive() {
  const QVector<double> times = predicted(QStringLiteral("--source 3,0.4"));
  ISOCHRON_SUCCEEDED(run(
      QStringLiteral("solve --velocity unseen.npy --spacing 0.2,0.05 --source 3,0.4 --out s.npy")));
  const QVector<double> solved = parseNpy(workplace_.bytes(QStringLiteral("s.npy"))).values;
  double sum = 0.0, worst = 0.0;
  for (int m = 0; m < kUnseen; ++m) {
    const qsizetype first = m * kTinyNx * kTinyNz;
    const double error = relativeError(times.data() + first, solved.data() + first);
    sum += error;
    worst = std::max(worst, error);
  }
  const QJsonObject json = evaluated(QStringLiteral("--source 3,0.4"));
  QCOMPARE(json[QStringLiteral("models")].toInt(), kUnseen);
  QVERIFY(std::abs(valueOf(json, "network", "rmae", "mean") - sum / kUnseen) < 1e-6);
  QVERIFY(std::abs(valueOf(json, "network", "rmae", "worst") - worst) < 1e-6);
  for (const char* measure : {"rmae", "re", "read_back_velocity", "milliseconds"}) {
    const double median = valueOf(json, "network", measure, "median"),
                 p95 = valueOf(json, "network", measure, "p95"),
                 largest = valueOf(json, "network", measure, "worst");
    QVERIFY2(0.0 < median && median <= p95 && p95 <= largest, measure);
  }
  QVERIFY(!json.contains(QStringLiteral("refined")));
  const Outcome words =
      run(QStringLiteral("evaluate --model m.isochron --velocity unseen.npy --count 2"));
  ISOCHRON_SUCCEEDED(words);
  for (const char* part : {"2 models, source middle", "RMAE %", "velocity %", "p95", "encoder"})
    QVERIFY2(words.out.contains(QLatin1String(part)), qPrintable(words.out));
}

void CliPredictTest::sourcesAnywhereDependOnTheSeed() {
  const auto error = [&](const char* arguments) {
    return valueOf(evaluated(QLatin1String(arguments)), "network", "rmae", "mean");
  };
  const double anywhere = error("--source anywhere --seed 4");
  QVERIFY(anywhere > 0.0 && anywhere < 0.3);
  QCOMPARE(error("--source anywhere --seed 4"), anywhere);
  QVERIFY(error("--source anywhere --seed 5") != anywhere);
  QVERIFY(error("--source middle") != anywhere);
}

void CliPredictTest::refinementLowersResidualAndError() {
  const QJsonObject json = evaluated(QStringLiteral("--refine-steps 8"));
  for (const char* measure : {"read_back_velocity", "rmae", "re"}) {
    const double before = valueOf(json, "network", measure, "mean"),
                 after = valueOf(json, "refined", measure, "mean");
    QVERIFY2(
        after > 0.0 && after < before,
        qPrintable(
            QStringLiteral("%1: %2 -> %3").arg(QLatin1String(measure)).arg(before).arg(after)));
  }
  QCOMPARE(json[QStringLiteral("refinement_steps")].toObject()[QStringLiteral("mean")].toDouble(),
           8.0);
}

void CliPredictTest::refinedTimesCanBeStored() {
  const QVector<double> plain = predicted({});
  const Outcome outcome = run(QStringLiteral(
      "predict --model m.isochron --velocity unseen.npy --refine-steps 5 --out t.npy --json"));
  ISOCHRON_SUCCEEDED(outcome);
  QCOMPARE(outcome.json()[QStringLiteral("refinement_steps")].toInt(), 5 * kUnseen);
  const QVector<double> refined = parseNpy(workplace_.bytes(QStringLiteral("t.npy"))).values;
  QCOMPARE(refined.size(), plain.size());
  QVERIFY(refined != plain);
  // By steps, the answer is the same whatever else the machine does.
  QCOMPARE(predicted(QStringLiteral("--refine-steps 5")), refined);
  // No time and no steps are no refinement; no step fits into next to no time.
  QCOMPARE(predicted(QStringLiteral("--refine 0 --refine-steps 0")), plain);
  QCOMPARE(predicted(QStringLiteral("--refine 1e-9 --refine-steps 5")), plain);
}

void CliPredictTest::thePapersNetworkAnswersToo() {
  ISOCHRON_SUCCEEDED(
      run(QStringLiteral("predict --model mlp.isochron --velocity unseen.npy --out p.npy")));
  QCOMPARE(parseNpy(workplace_.bytes(QStringLiteral("p.npy"))).shape,
           (QVector<qint64>{kUnseen, kTinyNz, kTinyNx}));
  ISOCHRON_REFUSED(run(QStringLiteral("predict --model mlp.isochron --velocity unseen.npy "
                                      "--refine 10 --out x.npy ") +
                       kTinyLayout),
                   "refine");
  ISOCHRON_REFUSED(
      run(QStringLiteral("evaluate --model mlp.isochron --velocity unseen.npy --refine 10 ") +
          kTinyLayout),
      "refine");
}

void CliPredictTest::inferenceIsMeasured() {
  const QJsonObject json =
      run(QStringLiteral("bench inference --model m.isochron --repeat 5 --json")).json();
  const QJsonObject medians = json[QStringLiteral("median_ms")].toObject();
  const auto ms = [&](const char* task) { return medians[QLatin1String(task)].toDouble(-1.0); };
  for (const char* task :
       {"encoder", "coefficients", "times", "answer", "new_source", "solver", "refinement_step"})
    QVERIFY2(ms(task) > 0.0, task);
  QCOMPARE(json[QStringLiteral("nodes")].toVariant().toList(), (QVariantList{kTinyNx, kTinyNz}));
  const QJsonObject mlp =
      run(QStringLiteral("bench inference --model mlp.isochron --repeat 2 --json")).json();
  QVERIFY(!mlp[QStringLiteral("median_ms")].toObject().contains(QStringLiteral("refinement_step")));
  const Outcome words = run(QStringLiteral("bench inference --model m.isochron --repeat 2"));
  ISOCHRON_SUCCEEDED(words);
  for (const char* part : {"6 latents (pca)", "25 x 21 nodes", "encoder", "solver", "ms"})
    QVERIFY2(words.out.contains(QLatin1String(part)), qPrintable(words.out));
  ISOCHRON_REFUSED(run(QStringLiteral("bench inference --model set.npy")), "set.npy");
}

void CliPredictTest::badRequestsAreRefused_data() {
  QTest::addColumn<QString>("arguments");
  QTest::addColumn<QString>("named");
  const auto add = [](const char* arguments, const char* named) {
    QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(named);
  };
  add("--model none.isochron --velocity unseen.npy", "none.isochron");
  add("--model set.npy --velocity unseen.npy", "set.npy");
  add("--model latents.isochron --velocity unseen.npy", "latents.isochron");
  add("--model m.isochron --velocity none.npy", "none.npy");
  add("--model m.isochron --velocity narrow.npy", "20 x 21 nodes");
  add("--model m.isochron --velocity unseen.npy --axes zx --spacing 0.1,0.05", "trained");
  add("--model m.isochron --velocity unseen.npy --source 5,0.5", "outside");
  add("--model m.isochron --velocity unseen.npy --source 1,-0.1", "outside");
  add("--model m.isochron --velocity unseen.npy --source left", "--source");
  add("--model m.isochron --velocity unseen.npy --refine -1", "--refine");
  add("--model m.isochron --velocity unseen.npy --refine-steps -1", "--refine-steps");
  add("--model m.isochron --velocity unseen.npy --refine-steps few", "--refine-steps");
  add("--model m.isochron --velocity unseen.npy --threads 0", "--threads");
  add("--model m.isochron", "--velocity");
  add("--velocity unseen.npy", "--model");
}

void CliPredictTest::badRequestsAreRefused() {
  QFETCH(QString, arguments);
  QFETCH(QString, named);
  const QString layout = arguments.contains(QStringLiteral("--spacing")) ? QString() : kTinyLayout;
  QCOMPARE(refusalFault(run(QStringLiteral("predict --out x.npy ") + layout + arguments), named),
           QString());
  QCOMPARE(refusalFault(run(QStringLiteral("evaluate ") + layout + arguments), named), QString());
  QVERIFY(!workplace_.exists(QStringLiteral("x.npy")));
}

void CliPredictTest::everyMendLeadsToAnAnswer_data() {
  QTest::addColumn<QString>("arguments");
  const auto add = [](const char* arguments) {
    QTest::newRow(arguments) << QString::fromLatin1(arguments);
  };
  add("predict --out t.npy --model m.isochron --velocity narrow.npy");
  add("evaluate --model m.isochron --velocity narrow.npy");
  add("predict --out t.npy --model m.isochron --velocity unseen.npy --spacing 0.1,0.1");
  add("evaluate --model m.isochron --velocity unseen.npy --spacing 0.1,0.1");
  add("predict --out t.npy --model m.isochron --velocity unseen.npy --source 7,0.5");
  add("evaluate --model m.isochron --velocity unseen.npy --source 7,0.5");
  add("predict --out t.npy --model m.isochron --velocity unseen.npy --index 9");
  add("predict --out t.npy --model m.isochron --velocity unseen.npy --index many");
  add("predict --out t.npy --model m.isochron --velocity unseen.npy --indx 1");
  add("predict --out t.npy --model mlp.isochron --velocity unseen.npy --refine-steps 3");
  add("predict --model m.isochron --velocity unseen.npy");
  add("evaluate --model m.isochron --velocity unseen.npy --count 0");
  add("bench inference --model m.isochron --repeat 0");
  add("bench inference --repeat 1");
  add("bench eikonal --repeat 99999999");
}

/// Does what the message says as often as there is one, as somebody would who only reads.
void CliPredictTest::everyMendLeadsToAnAnswer() {
  QFETCH(QString, arguments);
  constexpr int kMostMends = 3;
  Outcome outcome = run(arguments);
  for (int mend = 0; mend < kMostMends && outcome.exitCode != 0; ++mend) {
    QCOMPARE(outcome.exitCode, 2);
    const QString mended = mendedBy(outcome.err, arguments);
    QVERIFY2(mended != arguments, qPrintable(outcome.err));
    arguments = mended;
    outcome = run(arguments);
  }
  ISOCHRON_SUCCEEDED(outcome);
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliPredictTest)
#include "cli_predict_test.moc"
