// SPDX-License-Identifier: GPL-3.0-or-later
// Usage errors of every command: the option, what is wrong with it, and what is possible.
#include <QRegularExpression>

#include "cli.h"

namespace isochron::tests {

class CliUsageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyOptionAnswersStrangeValuesInASentence_data();
  void everyOptionAnswersStrangeValuesInASentence();
  void usageErrorsNameTheOptionAndWhatIsPossible_data();
  void usageErrorsNameTheOptionAndWhatIsPossible();
};

namespace {

struct CommandCase {
  const char* words;
  QStringList needed;  // options with their values, and files
};

const std::vector<CommandCase>& commandCases() {
  const auto list = [](const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '));
  };
  static const std::vector<CommandCase> cases = {
      {"info", list("set.npy")},
      {"convert", list("set.npy out.npy")},
      {"generate", list("salt --out x.npy")},
      {"solve", list("--velocity set.npy --source 1,0.5 --out t.npy")},
      {"bench eikonal", {}},
      {"train pca", list("--data set.npy --out x.isochron")},
      {"train autoencoder", list("--data set.npy --out x.isochron --stop-after 1steps")},
      {"train latentpinn", list("--data set.npy --out x.isochron --stop-after 1steps")},
      {"predict", list("--model x.isochron --velocity set.npy --out t.npy")},
      {"evaluate", list("--model x.isochron --velocity set.npy")},
      {"bench inference", list("--model x.isochron")},
      {"bench training", {}}};
  return cases;
}

QStringList wordsOf(const CommandCase& command) {
  return QString::fromLatin1(command.words).split(QLatin1Char(' '));
}

}  // namespace

void CliUsageTest::everyOptionAnswersStrangeValuesInASentence_data() {
  QTest::addColumn<int>("command");
  for (std::size_t i = 0; i < commandCases().size(); ++i)
    QTest::newRow(commandCases()[i].words) << static_cast<int>(i);
}

/// The options as the help lists them, so that none is left out.
void CliUsageTest::everyOptionAnswersStrangeValuesInASentence() {
  QFETCH(int, command);
  const CommandCase& given = commandCases()[static_cast<std::size_t>(command)];
  const Workplace workplace;
  ISOCHRON_SUCCEEDED(workplace.run("generate random-field --count 12 --size 16,16 --out set.npy"));
  const Outcome help = workplace.run(wordsOf(given) + QStringList{QStringLiteral("--help")});
  ISOCHRON_SUCCEEDED(help);
  static const QRegularExpression kOption(QStringLiteral("^ +(--[a-z0-9-]+) \\S"),
                                          QRegularExpression::MultilineOption);
  int tried = 0;
  for (auto found = kOption.globalMatch(help.out); found.hasNext();) {
    const QString option = found.next().captured(1);
    // One that takes no value makes an argument too many of it; another program is not measured.
    if (option == QStringLiteral("--peer") || option == QStringLiteral("--version")) continue;
    QStringList arguments = wordsOf(given) + given.needed;
    if (const qsizetype at = arguments.indexOf(option); at >= 0) arguments.remove(at, 2);
    const QString strange =
        tried % 2 == 0 ? QStringLiteral("{\"1e999\xe4") : QString(9000, QLatin1Char('-'));
    const Outcome outcome = workplace.run(arguments + QStringList{option, strange});
    ++tried;
    if (outcome.exitCode == 0) continue;  // a file may be called so
    QVERIFY2(outcome.exitCode == 2, qPrintable(option + QStringLiteral(": ") + outcome.err));
    QCOMPARE(foreignWords(outcome.err), QString());
  }
  QVERIFY(tried >= 2);
}

void CliUsageTest::usageErrorsNameTheOptionAndWhatIsPossible_data() {
  QTest::addColumn<QString>("arguments");
  QTest::addColumn<QStringList>("said");
  const auto add = [](const char* arguments, const char* said) {
    QTest::newRow(arguments) << QString::fromLatin1(arguments)
                             << QString::fromLatin1(said).split(QLatin1Char('|'));
  };
  add("", "a command is missing|choose one of info, convert, generate, solve");
  add("flatten", "'flatten' is no command|choose one of info, convert");
  add("bench", "a command is missing|eikonal, training, inference");
  add("bench speed", "'speed' is no command|choose one of eikonal");
  add("train net", "'net' is no command|choose one of pca, autoencoder, latentpinn");
  add("info", "FILE is missing|give FILE: File of any known format");
  add("info a.npy b.npy", "'b.npy' is one argument too many");
  add("info a.npy --indx 1", "--indx: isochron-cli info has no such option|did you mean --index?");
  add("info a.npy --colour 1", "--colour: |it has |--index, |--json");
  add("info a.npy --index", "--index: its value is missing|give --index");
  add("info a.npy --index 1 --index 2", "--index is given more than once");
  add("info a.npy --json=perhaps", "--json takes no value|give --json alone");
  add("info a.npy --index 1.5", "--index: '1.5' is no number that it takes|give --index");
  add("info a.npy --index -1", "--index: -1 is negative|give --index");
  add("info a.npy --raw-type float32", "--raw-type|--raw-shape, which is missing|give --raw-shape");
  add("generate salt --out x.npy --seed -1", "--seed: -1 is negative|give --seed S");
  add("solve --source 0,0 --out t.npy", "--velocity is missing|give --velocity FILE");
  add("train latentpinn --data a.npy --out x.isochron --from b --latents c",
      "--latents|--from|cannot be had together|leave one of them out");
  add("predict --model m --out t.npy", "--velocity is missing|give --velocity FILE");
}

void CliUsageTest::usageErrorsNameTheOptionAndWhatIsPossible() {
  QFETCH(QString, arguments);
  QFETCH(QStringList, said);
  const Workplace workplace;
  const Outcome outcome = workplace.run(arguments.toLatin1().constData());
  for (const QString& part : said) QCOMPARE(refusalFault(outcome, part), QString());
  QVERIFY2(outcome.err.contains(QStringLiteral("--help")), qPrintable(outcome.err));
  QCOMPARE(foreignWords(outcome.err), QString());
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliUsageTest)
#include "cli_usage_test.moc"
