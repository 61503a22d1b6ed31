// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli train pinn and compare: one network for one model, beside a latentPINN.
#include <QJsonArray>

#include "tiny_latent_pinn.h"

namespace isochron::tests {
namespace {

const QString kPinn = QStringLiteral(
    "--set width=16 --set depth=2 --set points=60 --set learning_rate=5e-3 --set warm_up=20 ");

}  // namespace

class CliCompareTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    ISOCHRON_SUCCEEDED(makeTinyFamily(workplace_));
    ISOCHRON_SUCCEEDED(run(QStringLiteral("train latentpinn --out m.isochron ") + kTinyData +
                           kTinyNetwork + kTinyLearning));
    ISOCHRON_SUCCEEDED(run(QStringLiteral(
        "generate random-field --count 2 --size 25,21 --extent 4.8,1 --seed 9 --out two.npy")));
    ISOCHRON_SUCCEEDED(
        run(QStringLiteral("generate salt --size 40,30 --extent 3,2 --seed 3 --out other.npy")));
  }

  void aPinnLearnsOneModelAndWritesItsTimes() {
    const Outcome outcome = train(QStringLiteral(
        "--velocity two.npy --index 1 --source 1,0.2 --set steps=800 --out p.isochron "
        "--times t.npy --history p.csv"));
    ISOCHRON_SUCCEEDED(outcome);
    const double error = outcome.json()[QStringLiteral("error")].toDouble(1.0);
    QVERIFY2(error > 0.0 && error < 0.05, qPrintable(QString::number(error)));
    const NpyArray times = parseNpy(workplace_.bytes(QStringLiteral("t.npy")));
    QCOMPARE(times.shape, (QVector<qint64>{kTinyNz, kTinyNx}));
    QCOMPARE(times.values[4 * kTinyNx + 5], 0.0);  // at the source
    QVERIFY(run(QStringLiteral("info p.isochron")).out.contains(QStringLiteral("pinn")));
  }

  void whatOneHasLearntServesAnother() {
    ISOCHRON_SUCCEEDED(
        train(QStringLiteral("--velocity two.npy --set steps=400 --out a.isochron")));
    const Outcome outcome = train(
        QStringLiteral("--velocity two.npy --index 1 --from a.isochron --set steps=1 --set seed=5 "
                       "--out b.isochron"));
    ISOCHRON_SUCCEEDED(outcome);
    const QJsonObject info = run(QStringLiteral("info b.isochron --json")).json();
    QVERIFY(info[QStringLiteral("training_seconds_before")].toDouble() > 0.0);
  }

  void aRunThatIsTakenUpGivesTheSameNetwork() {
    ISOCHRON_SUCCEEDED(train(QStringLiteral("--velocity two.npy --set steps=60 --out w.isochron")));
    ISOCHRON_SUCCEEDED(train(
        QStringLiteral("--velocity two.npy --set steps=60 --stop-after 25steps --out h.isochron")));
    ISOCHRON_SUCCEEDED(train(
        QStringLiteral("--velocity two.npy --set steps=60 --resume h.isochron --out h.isochron")));
    QCOMPARE(weightsOf(workplace_.bytes(QStringLiteral("h.isochron"))),
             weightsOf(workplace_.bytes(QStringLiteral("w.isochron"))));
  }

  void theComparisonGivesEveryWayItsCurve() {
    const Outcome outcome = compare(
        QStringLiteral("--index 1 --source 1,0.2 --seconds 0.6 --refine-steps 5 --other other.npy "
                       "--curves c.csv --json"));
    ISOCHRON_SUCCEEDED(outcome);
    const QJsonObject json = outcome.json();
    QStringList contenders;
    for (const QJsonValue& curve : json[QStringLiteral("curves")].toArray()) {
      contenders << curve[QStringLiteral("contender")].toString();
      QVERIFY(!curve[QStringLiteral("rmae")].toArray().isEmpty());
    }
    QCOMPARE(contenders, (QStringList{QStringLiteral("solver"), QStringLiteral("latentpinn"),
                                      QStringLiteral("refined"), QStringLiteral("random_weights"),
                                      QStringLiteral("transfer")}));
    QCOMPARE(json[QStringLiteral("break_even")].toArray().size(), 6);
    QVERIFY(json[QStringLiteral("latentpinn_training_seconds")].toDouble() > 0.0);
    QVERIFY(workplace_.bytes(QStringLiteral("c.csv"))
                .startsWith("contender,seconds,epochs,loss,rmae\nsolver,"));
  }

  void theComparisonIsReadable() {
    const Outcome outcome = compare(QStringLiteral("--seconds 0.3 --refine-steps 2"));
    ISOCHRON_SUCCEEDED(outcome);
    for (const char* words :
         {"solver", "latentPINN, no training", "latentPINN, refined", "PINN from random weights",
          "PINN from another model's weights", "has paid for itself"})
      QVERIFY2(outcome.out.contains(QLatin1String(words)), words);
  }

  void badRequestsAreRefused_data() {
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const QString& arguments, const char* part) {
      QTest::newRow(name) << arguments << QString::fromLatin1(part);
    };
    const QString pinn = QStringLiteral("train pinn --out x.isochron ") + kPinn;
    row("no such model", pinn + QStringLiteral("--velocity two.npy --index 2"), "from 0 to 1");
    row("source outside", pinn + QStringLiteral("--velocity two.npy --source 9,9"), "outside");
    row("unknown setting", pinn + QStringLiteral("--velocity two.npy --set wdth=8"), "wdth");
    row("a latentPINN to begin with", pinn + QStringLiteral("--velocity two.npy --from m.isochron"),
        "latentpinn");
    row("no folder for the times", pinn + QStringLiteral("--velocity two.npy --times no/t.npy"),
        "folder");
    const QString compared =
        QStringLiteral("compare --model m.isochron --seconds 1 --velocity two.npy ");
    row("compare, no such model", compared + QStringLiteral("--index 7"), "from 0 to 1");
    row("compare, source outside", compared + QStringLiteral("--source 9,9"), "outside");
    row("compare, no seconds", compared + QStringLiteral("--seconds 0"), "--seconds");
    row("compare, no such preset", compared + QStringLiteral("--preset nix"), "nix");
    row("compare, no folder for the curves", compared + QStringLiteral("--curves no/c.csv"),
        "folder");
  }
  void badRequestsAreRefused() {
    QFETCH(QString, arguments);
    QFETCH(QString, part);
    const Outcome outcome = run(arguments + QLatin1Char(' ') + kTinyLayout);
    QCOMPARE(refusalFault(outcome, part), QString());
    QVERIFY(!workplace_.exists(QStringLiteral("x.isochron")));
  }

 private:
  Outcome run(const QString& arguments) const {
    return workplace_.run(arguments.toUtf8().constData());
  }
  Outcome train(const QString& arguments) const {
    return run(QStringLiteral("train pinn --json --set threads=1 ") + kPinn + arguments);
  }
  Outcome compare(const QString& arguments) const {
    return run(QStringLiteral("compare --model m.isochron --velocity two.npy ") + kPinn +
               arguments);
  }

  Workplace workplace_;
};

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliCompareTest)
#include "cli_compare_test.moc"
