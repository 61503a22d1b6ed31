// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a whole: help, version, usage errors, signals, a full disk.
#include <csignal>

#include "cli.h"

namespace isochron::tests {

class CliProgramTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void versionIsPrinted();
  void helpNamesEveryCommandUnitAndExitCode();
  void learningCommandsAreShownAndHandedOver();
  void withoutTheLearningProgramOneSentenceTellsSo();
  void everyCommandHasHelpWithExamples_data();
  void everyCommandHasHelpWithExamples();
  void theMachineIsDescribed();
  void kernelsThatCannotBeHadAreRefused();
  void strangeArgumentsGetASentence_data();
  void strangeArgumentsGetASentence();
  void badUsageExitsWithTwo_data();
  void badUsageExitsWithTwo();
  void anInterruptedJobLeavesNothing_data();
  void anInterruptedJobLeavesNothing();
  void whatWasThereBeforeSurvivesAnInterruption();
  void aFullStandardOutputIsAFailure();
  void aDeviceIsWrittenToAndNotReplaced();
  void aLinkStaysALink();
  void progressIsShownOnATerminal();
};

void CliProgramTest::versionIsPrinted() {
  const Outcome outcome = Workplace().run("--version");
  ISOCHRON_SUCCEEDED(outcome);
  QCOMPARE(outcome.out, QStringLiteral("isochron-cli " ISOCHRON_VERSION "\n"));
  QVERIFY(outcome.err.isEmpty());
}

void CliProgramTest::helpNamesEveryCommandUnitAndExitCode() {
  const Outcome outcome = Workplace().run("--help");
  ISOCHRON_SUCCEEDED(outcome);
  for (const char* word :
       {"info", "convert", "generate", "solve", "km/s", "Exit status: 0", "x before z"})
    QVERIFY2(outcome.out.contains(QLatin1String(word)), word);
}

void CliProgramTest::learningCommandsAreShownAndHandedOver() {
  const Workplace workplace;
  const QString description = QStringLiteral("Learn from a family of velocity models");
  QVERIFY(workplace.run("--help").out.contains(description));
  // Of the program that learns, in whatever order it is asked for.
  for (const char* arguments : {"train --help", "--help train"}) {
    const Outcome outcome = workplace.run(arguments);
    ISOCHRON_SUCCEEDED(outcome);
    QVERIFY2(outcome.out.contains(description), arguments);
    QVERIFY2(outcome.out.contains(QStringLiteral("autoencoder")), arguments);
  }
}

void CliProgramTest::withoutTheLearningProgramOneSentenceTellsSo() {
  const Workplace workplace;
  const QString alone = workplace.path(QStringLiteral("isochron-cli"));
  QVERIFY(QFile::copy(QStringLiteral(ISOCHRON_CLI), alone));
  QProcess process;
  process.start(alone, {QStringLiteral("train"), QStringLiteral("pca")});
  QVERIFY(process.waitForFinished());
  QCOMPARE(process.exitCode(), 1);
  const QString message = QString::fromUtf8(process.readAllStandardError());
  QVERIFY2(message.startsWith(QStringLiteral("isochron-cli: ")), qPrintable(message));
  QCOMPARE(message.count(QLatin1Char('\n')), 1);
  QVERIFY2(message.contains(QStringLiteral("isochron-cli-learn: ")), qPrintable(message));
}

void CliProgramTest::everyCommandHasHelpWithExamples_data() {
  QTest::addColumn<QString>("command");
  for (const char* command : {"info", "convert", "generate", "solve"})
    QTest::newRow(command) << QString::fromLatin1(command);
}

void CliProgramTest::everyCommandHasHelpWithExamples() {
  QFETCH(QString, command);
  const Outcome outcome = Workplace().run({command, QStringLiteral("--help")});
  ISOCHRON_SUCCEEDED(outcome);
  QVERIFY(outcome.out.contains(QStringLiteral("Examples:\n  isochron-cli ") + command));
  QVERIFY(outcome.out.contains(QStringLiteral("--json")));
}

namespace {

/// An environment variable while it lives; empty: unset.
class Variable {
 public:
  Variable(const char* name, const QByteArray& value) : name_(name), before_(qgetenv(name)) {
    set(value);
  }
  ~Variable() { set(before_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const QByteArray& value) {
    if (value.isEmpty())
      qunsetenv(name_);
    else
      qputenv(name_, value);
  }
  const char* name_;
  QByteArray before_;
};

}  // namespace

void CliProgramTest::theMachineIsDescribed() {
  const Workplace workplace;
  const auto described = [&] { return workplace.run("info --machine --json").json(); };
  const Variable ours("ISOCHRON_KERNELS", {}), blas("OPENBLAS_CORETYPE", {});
  const QJsonObject best = described();
  QVERIFY(best[QStringLiteral("threads")].toInt() >= 1);
  QCOMPARE(best[QStringLiteral("kernels_forced")], QJsonValue(false));
  {
    const Variable generic("ISOCHRON_KERNELS", "generic");
    const QJsonObject forced = described();
    QCOMPARE(forced[QStringLiteral("kernels")], QJsonValue(QStringLiteral("generic")));
    QCOMPARE(forced[QStringLiteral("kernels_forced")], QJsonValue(true));
  }
  const Outcome words = workplace.run("info --machine");
  ISOCHRON_SUCCEEDED(words);
  QVERIFY2(words.out.contains(best[QStringLiteral("kernels")].toString()), qPrintable(words.out));
  if (!best.contains(QStringLiteral("openblas"))) QSKIP("LibTorch computes without OpenBLAS here");
  const auto kernels = [](const QJsonObject& machine) {
    return machine[QStringLiteral("openblas")].toObject()[QStringLiteral("kernels")].toString();
  };
  const Variable oldest("OPENBLAS_CORETYPE", "Prescott");
  QCOMPARE(kernels(described()), QStringLiteral("Prescott"));
  QVERIFY(workplace.run("info --machine").out.contains(QStringLiteral("OPENBLAS_CORETYPE")));
  // With vectors of AVX2 at hand the oldest kernels of all are not the choice.
  if (best[QStringLiteral("kernels")].toString() != QStringLiteral("generic"))
    QVERIFY2(kernels(best) != QStringLiteral("Prescott"), qPrintable(kernels(best)));
}

void CliProgramTest::kernelsThatCannotBeHadAreRefused() {
  const Workplace workplace;
  for (const char* wrong : {"sse", "AVX2", "generic,avx2", "\xff"}) {
    const Variable variable("ISOCHRON_KERNELS", wrong);
    ISOCHRON_REFUSED(workplace.run("info --machine"), "ISOCHRON_KERNELS");
    ISOCHRON_REFUSED(workplace.run("generate salt --out x.npy"), "ISOCHRON_KERNELS");
  }
  QVERIFY(!workplace.exists(QStringLiteral("x.npy")));
  // Each of them can be run here, or says so.
  for (const char* name : {"generic", "avx2", "avx512"}) {
    const Variable variable("ISOCHRON_KERNELS", name);
    const Outcome outcome = workplace.run("info --machine");
    if (outcome.exitCode != 0) ISOCHRON_REFUSED(outcome, "cannot run");
  }
}

void CliProgramTest::strangeArgumentsGetASentence_data() {
  QTest::addColumn<QStringList>("arguments");
  const QString longText = QString(9000, QLatin1Char('7'));
  const QStringList strange = {QString(),
                               QStringLiteral(" "),
                               QStringLiteral("-"),
                               QStringLiteral("--"),
                               QStringLiteral("{}"),
                               QStringLiteral("[1,"),
                               QStringLiteral("a=b=c"),
                               QStringLiteral("1e999"),
                               QStringLiteral("-1e-999"),
                               QStringLiteral("99999999999999999999999"),
                               QStringLiteral("%s%n"),
                               QStringLiteral("a\nb"),
                               QString::fromUtf8("\xc3\xa4\xe2\x82\xac"),
                               longText,
                               QStringLiteral("/") + longText};
  const QStringList few = {QString(), QStringLiteral("{\"1e999"), QStringLiteral("/") + longText};
  const auto add = [](const char* before, const QStringList& words) {
    for (const QString& word : words)
      QTest::addRow("%s '%s'", before, word.left(12).toUtf8().constData())
          << QString::fromLatin1(before).split(QLatin1Char(' '), Qt::SkipEmptyParts) +
                 QStringList{word};
  };
  add("", strange);
  add("info", strange);
  add("info set.npy --index", strange);
  add("bench eikonal --repeat", few);
  // These start LibTorch first, which takes its time.
  add("train pca --out x.isochron --data", few);
  add("train pca --data set.npy --out x.isochron --preset", few);
  add("train autoencoder --data set.npy --out x.isochron --stop-after", few);
  add("train latentpinn --data set.npy --out x.isochron --from", few);
  add("train latentpinn --data set.npy --out x.isochron --history", few);
  add("predict --out t.npy --velocity set.npy --model", few);
  add("predict --out t.npy --model set.npy --velocity", few);
  add("evaluate --velocity set.npy --model set.npy --source", few);
  add("bench training --batches", few);
  add("train pca --data set.npy --out x.isochron --set", strange);
}

/// Whatever is typed: sentences of ours, which do not speak of the libraries within.
void CliProgramTest::strangeArgumentsGetASentence() {
  QFETCH(QStringList, arguments);
  static const Workplace workplace;
  if (!workplace.exists(QStringLiteral("set.npy")))
    ISOCHRON_SUCCEEDED(
        workplace.run("generate random-field --count 12 --size 16,16 --out set.npy"));
  const Outcome outcome = workplace.run(arguments);
  if (outcome.exitCode == 0) return;  // some of these can be meant
  QCOMPARE(outcome.exitCode, 2);
  QCOMPARE(foreignWords(outcome.err), QString());
}

void CliProgramTest::badUsageExitsWithTwo_data() {
  QTest::addColumn<QString>("arguments");
  QTest::addColumn<QString>("named");
  const auto add = [](const char* arguments, const char* named) {
    QTest::newRow(arguments) << QString::fromLatin1(arguments) << QString::fromLatin1(named);
  };
  add("", "choose one of info, convert, generate, solve");
  add("flatten", "flatten");
  add("info", "FILE");
  add("info nothing.npy", "nothing.npy");
  add("info x.npy --wrong", "--wrong");
  add("info x.npy --axes yx", "--axes");
  add("info x.npy --unit furlongs/s", "--unit");
  add("info x.npy --spacing 1", "--spacing");
  add("info x.npy --spacing 1,two", "--spacing");
  add("info x.npy --spacing 1,2,3", "--spacing");
  add("info x.npy --spacing nan,1", "--spacing");
  add("info x.npy --index -1", "--index");
  add("info x.npy --model-axis 3", "--model-axis");
  add("info x.npy --raw-type float32", "--raw-shape");
  add("info x.npy --raw-shape 4,x", "--raw-shape");
  add("info x.npy --raw-shape 4,4 --raw-type float80", "--raw-type");
  add("info x.npy --raw-shape 4,4 --raw-order middle", "--raw-order");
  add("info x.npy --raw-shape 4,4 --raw-header -1", "--raw-header");
  add("convert x.npy", "OUT");
  add("convert x.npy y.npy --crop 0,0,1", "--crop");
  add("convert x.npy y.npy --size 10", "--size");
  add("convert x.npy y.npy --size 1,10", "--size");
  add("convert x.npy y.npy --size 100000,100000", "--size");
  add("generate --out x.npy", "KIND");
  add("generate salt", "--out");
  add("generate sugar --out x.npy", "sugar");
  add("generate salt --out x.npy --count 0", "--count");
  add("generate salt --out x.npy --extent 0,1", "dx");
  add("generate salt --out x.npy --seed x", "--seed");
  add("generate salt --out x.unknown", "x.unknown");
  add("generate salt --out no/folder/x.npy", "x.npy");
  add("generate salt --count 2 --out x.csv", "x.csv");
  add("solve --source 0,0 --out t.npy", "--velocity");
  add("solve --velocity x.npy --out t.npy", "--source");
  add("solve --velocity x.npy --source 0 --out t.npy", "--source");
  add("solve --velocity x.npy --source 0,0", "--out");
  add("solve --velocity x.npy --source 0,0 --out t.npy --rays-out r.csv", "--rays");
  add("solve --velocity x.npy --source 0,0 --out t.npy --rays 1", "--rays");
  add("solve --velocity x.npy --source 0,0 --receivers 0,0 --rays 1,1", "--receivers-out");
  add("solve --velocity x.npy --source 0,0 --receivers none.csv", "none.csv");
  add("solve --velocity x.npy --source 0,0 --out t.npy", "x.npy");
}

void CliProgramTest::badUsageExitsWithTwo() {
  QFETCH(QString, arguments);
  QFETCH(QString, named);
  const Workplace workplace;
  const Outcome outcome = workplace.run(arguments.toLatin1().constData());
  QCOMPARE(refusalFault(outcome, named), QString());
  QCOMPARE(workplace.names(), QStringList());
}

void CliProgramTest::anInterruptedJobLeavesNothing_data() {
  QTest::addColumn<int>("signal");
  QTest::newRow("Ctrl-C") << SIGINT;
  QTest::newRow("kill") << SIGTERM;
  QTest::newRow("hang-up") << SIGHUP;
}

void CliProgramTest::anInterruptedJobLeavesNothing() {
  QFETCH(int, signal);
  const Workplace workplace;
  QProcess process;
  process.setWorkingDirectory(workplace.path({}));
  process.start(QStringLiteral(ISOCHRON_CLI),
                {QStringLiteral("generate"), QStringLiteral("salt"), QStringLiteral("--count"),
                 QStringLiteral("1000000"), QStringLiteral("--out"), QStringLiteral("x.npy")});
  QVERIFY(process.waitForStarted());
  QTRY_VERIFY(!workplace.names().isEmpty());
  QVERIFY(!workplace.exists(QStringLiteral("x.npy")));
  QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
  QVERIFY(process.waitForFinished());
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), 1);
  QVERIFY(process.readAllStandardError().contains("interrupted"));
  QCOMPARE(workplace.names(), QStringList());
}

void CliProgramTest::whatWasThereBeforeSurvivesAnInterruption() {
  const Workplace workplace;
  workplace.write(QStringLiteral("x.npy"), "old");
  QProcess process;
  process.setWorkingDirectory(workplace.path({}));
  process.start(QStringLiteral(ISOCHRON_CLI),
                {QStringLiteral("generate"), QStringLiteral("salt"), QStringLiteral("--count"),
                 QStringLiteral("1000000"), QStringLiteral("--out"), QStringLiteral("x.npy")});
  QVERIFY(process.waitForStarted());
  QTRY_COMPARE(workplace.names().size(), 2);
  process.terminate();
  QVERIFY(process.waitForFinished());
  QCOMPARE(workplace.names(), QStringList(QStringLiteral("x.npy")));
  QCOMPARE(workplace.bytes(QStringLiteral("x.npy")), QByteArray("old"));
}

void CliProgramTest::aFullStandardOutputIsAFailure() {
  if (!QFile::exists(QStringLiteral("/dev/full"))) QSKIP("there is no /dev/full here");
  const Workplace workplace;
  QProcess process;
  process.setWorkingDirectory(workplace.path({}));
  process.setStandardOutputFile(QStringLiteral("/dev/full"));
  process.start(QStringLiteral(ISOCHRON_CLI), {QStringLiteral("generate"), QStringLiteral("salt"),
                                               QStringLiteral("--out"), QStringLiteral("x.npy")});
  QVERIFY(process.waitForFinished());
  QCOMPARE(process.exitCode(), 1);
  QVERIFY(process.readAllStandardError().contains("standard output"));
}

void CliProgramTest::aDeviceIsWrittenToAndNotReplaced() {
  const Workplace workplace;
  // As a link, so that a mistake replaces the link and not the machine's /dev/null.
  QVERIFY(QFile::link(QStringLiteral("/dev/null"), workplace.path(QStringLiteral("null.npy"))));
  ISOCHRON_SUCCEEDED(workplace.run("generate lens --count 2 --out null.npy"));
  QCOMPARE(QFile::symLinkTarget(workplace.path(QStringLiteral("null.npy"))),
           QStringLiteral("/dev/null"));
}

void CliProgramTest::aLinkStaysALink() {
  const Workplace workplace;
  workplace.write(QStringLiteral("real.npy"), "old");
  QVERIFY(QFile::link(workplace.path(QStringLiteral("real.npy")),
                      workplace.path(QStringLiteral("link.npy"))));
  ISOCHRON_SUCCEEDED(workplace.run("generate lens --count 2 --size 8,6 --out link.npy"));
  QVERIFY(QFileInfo(workplace.path(QStringLiteral("link.npy"))).isSymLink());
  const NpyArray array = parseNpy(workplace.bytes(QStringLiteral("real.npy")));
  QCOMPARE(array.shape, (QVector<qint64>{2, 6, 8}));
}

void CliProgramTest::progressIsShownOnATerminal() {
  // `script` gives the program a terminal, whose text comes out of its standard output.
  const Workplace workplace;
  QProcess process;
  process.setWorkingDirectory(workplace.path({}));
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QStringLiteral("script"),
                {QStringLiteral("--quiet"), QStringLiteral("--return"), QStringLiteral("--command"),
                 QStringLiteral(ISOCHRON_CLI " generate salt --count 1000000 --out x.npy"),
                 QStringLiteral("/dev/null")});
  if (!process.waitForStarted()) QSKIP("there is no script(1) here");
  QByteArray text;
  QTRY_VERIFY_WITH_TIMEOUT(
      (text += process.readAll(), text.contains("of 1000000 models") && text.contains(" left")),
      30000);
  process.write("\x03");  // Ctrl-C, as typed
  QVERIFY(process.waitForFinished());
  text += process.readAll();
  QVERIFY2(text.contains("interrupted"), text.constData());
  QCOMPARE(workplace.names(), QStringList());
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliProgramTest)
#include "cli_program_test.moc"
