// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a process: what it prints, what it draws, how it ends.
#include <QDirIterator>
#include <QElapsedTimer>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

#include "shared_data.h"

namespace {

class WindowProgramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void helpAndVersionEndWithZero() {
    QCOMPARE(run({QStringLiteral("--help")}), 0);
    QVERIFY(output_.contains("--screenshot"));
    QCOMPARE(run({QStringLiteral("--version")}), 0);
    QVERIFY(output_.contains("0."));
  }

  void aScreenshotShowsAFinishedPicture() {
    const QString path = folder_.filePath(QStringLiteral("shot.png"));
    QCOMPARE(run({QStringLiteral("--screenshot"), path}), 0);
    const QImage image(path);
    QCOMPARE(image.size(), QSize(1366, 768));
    QSet<QRgb> colours;
    for (int x = 100; x < 900; x += 4)
      for (int y = 60; y < 580; y += 4) colours.insert(image.pixel(x, y));
    QVERIFY2(colours.size() > 50, "the view is in the picture");
  }

  void aScreenshotOfAFileAtASizeAndRatio() {
    const auto file = isochron::tests::sharedData() / "velocity/marmousi.bin";
    ISOCHRON_NEED_SHARED(file);
    const QString path = folder_.filePath(QStringLiteral("marmousi.png"));
    QCOMPARE(run({QStringLiteral("--screenshot"), path, QString::fromStdString(file.string()),
                  QStringLiteral("--size"), QStringLiteral("1400x800"), QStringLiteral("--dpr"),
                  QStringLiteral("2")}),
             0);
    QCOMPARE(QImage(path).size(), QSize(2800, 1600));
  }

  void badInputEndsWithTwoAndOneLine_data() {
    QTest::addColumn<QStringList>("arguments");
    const QString out = QStringLiteral("%OUT%");
    const auto row = [](const char* name, const QStringList& arguments) {
      QTest::newRow(name) << arguments;
    };
    const QString screenshot = QStringLiteral("--screenshot");
    row("unknown option", {QStringLiteral("--nonsense")});
    row("two files", {QStringLiteral("a"), QStringLiteral("b")});
    row("no such file", {screenshot, out, QStringLiteral("/nowhere.npy")});
    row("size", {screenshot, out, QStringLiteral("--size"), QStringLiteral("huge")});
    row("ratio", {screenshot, out, QStringLiteral("--dpr"), QStringLiteral("-1")});
    row("place", {screenshot, QStringLiteral("/nowhere/at/all.png")});
  }
  void badInputEndsWithTwoAndOneLine() {
    QFETCH(QStringList, arguments);
    const QString out = folder_.filePath(QStringLiteral("none.png"));
    arguments.replaceInStrings(QStringLiteral("%OUT%"), out);
    QCOMPARE(run(arguments), 2);
    QCOMPARE(errors_.trimmed().count('\n'), 0);
    QVERIFY2(errors_.startsWith("isochron: "), errors_.constData());
    QVERIFY(!QFile::exists(out));
  }

  void withoutOpenGlItSaysSoInOneSentence() {
    QCOMPARE(run({}, {{QStringLiteral("QT_XCB_GL_INTEGRATION"), QStringLiteral("none")}}), 1);
    const QList<QByteArray> lines = errors_.trimmed().split('\n');  // Qt's come first
    QVERIFY2(lines.last().startsWith("isochron: ") && lines.last().contains("OpenGL"),
             errors_.constData());
  }

  void withoutADisplayItSaysSoInOneSentence() {
    const QMap<QString, QString> none{{QStringLiteral("DISPLAY"), {}},
                                      {QStringLiteral("WAYLAND_DISPLAY"), {}},
                                      {QStringLiteral("QT_QPA_PLATFORM"), {}}};
    QCOMPARE(run({}, none), 1);
    QCOMPARE(errors_.trimmed().count('\n'), 0);
    QVERIFY2(errors_.startsWith("isochron: there is no display"), errors_.constData());
    QCOMPARE(run({QStringLiteral("--version")}, none), 0);
  }

  void aSignalEndsItAsQuitWould_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
    QTest::newRow("SIGINT") << SIGINT;
  }
  void aSignalEndsItAsQuitWould() {
    QFETCH(int, signal);
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral(ISOCHRON_PROGRAM), {});
    // Once it keeps its work it holds a lock.
    const auto kept = [this](const QString& pattern) {
      QStringList files;
      QDirIterator found(folder_.path(), {pattern}, QDir::Files | QDir::Hidden,  // in .local
                         QDirIterator::Subdirectories);
      while (found.hasNext()) files.append(found.next());
      return files;
    };
    QElapsedTimer patience;
    patience.start();
    while (kept(QStringLiteral("*.lock")).isEmpty() && patience.elapsed() < kPatience)
      if (process.waitForFinished(50) || process.state() == QProcess::NotRunning) break;
    QCOMPARE(process.state(), QProcess::Running);
    QVERIFY2(!kept(QStringLiteral("*.lock")).isEmpty(), "it keeps its work");
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(kPatience));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(kept(QStringLiteral("*.lock")).isEmpty(), "it has ended in order");
    QVERIFY(kept(QStringLiteral("*.isochron-project")).isEmpty());
  }

 private:
  static constexpr int kPatience = 120000;

  QProcessEnvironment environment() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), folder_.path());
    environment.remove(QStringLiteral("XDG_DATA_HOME"));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), folder_.path());
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), folder_.path());
    return environment;
  }

  int run(const QStringList& arguments, const QMap<QString, QString>& variables = {}) {
    QProcess process;
    QProcessEnvironment all = environment();
    for (auto variable = variables.begin(); variable != variables.end(); ++variable)
      all.insert(variable.key(), variable.value());
    process.setProcessEnvironment(all);
    process.start(QStringLiteral(ISOCHRON_PROGRAM), arguments);
    if (!process.waitForFinished(kPatience)) return -1;
    output_ = process.readAllStandardOutput();
    errors_ = process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
  }

  QTemporaryDir folder_;
  QByteArray output_;
  QByteArray errors_;
};

}  // namespace

QTEST_GUILESS_MAIN(WindowProgramTest)
#include "window_program_test.moc"
