// SPDX-License-Identifier: GPL-3.0-or-later
// The program isochron: the window, or a screenshot of it.
#include <QApplication>
#include <QCommandLineParser>
#include <QOpenGLContext>
#include <QSettings>
#include <QTimer>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "appearance.h"
#include "field/error.h"
#include "field/processor.h"
#include "main_window.h"
#include "memory_settings.h"
#include "screenshot.h"
#include "session_end.h"

namespace {

using namespace isochron;

constexpr int kBadInput = 2;

/// The device pixel ratio is read by Qt before there is an application object.
void applyDpr(int argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i)
    if (qstrcmp(argv[i], "--dpr") == 0) qputenv("QT_SCALE_FACTOR", argv[i + 1]);
}

int refuse(const QString& sentence, int status = kBadInput) {
  std::fprintf(stderr, "isochron: %s\n", qPrintable(sentence));
  return status;
}

/// Where nothing says so Qt aborts; help, version and bad options need none.
bool hasScreen() {
  constexpr const char* kSigns[] = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"};
  return std::any_of(std::begin(kSigns), std::end(kSigns),
                     [](const char* sign) { return !qEnvironmentVariableIsEmpty(sign); });
}

/// Without it a window with a view in it would not be drawn: Qt crashes.
bool hasOpenGl() {
  QOpenGLContext context;
  return context.create();
}

std::optional<QSize> parseSize(const QString& text) {
  const QStringList parts = text.toLower().split(QLatin1Char('x'));
  bool widthIsNumber = false;
  bool heightIsNumber = false;
  if (parts.size() != 2) return std::nullopt;
  const QSize size(parts[0].toInt(&widthIsNumber), parts[1].toInt(&heightIsNumber));
  constexpr int kSmallest = 200;
  constexpr int kLargest = 8000;
  const bool sane = widthIsNumber && heightIsNumber && size.width() >= kSmallest &&
                    size.height() >= kSmallest && size.width() <= kLargest &&
                    size.height() <= kLargest;
  return sane ? std::optional(size) : std::nullopt;
}

QString workspaceNames() {
  QStringList names;
  for (const WorkspaceInfo& info : workspaces()) names.append(info.name);
  return names.join(QStringLiteral(", "));
}

struct Options {
  const QCommandLineOption screenshot{
      QStringLiteral("screenshot"),
      QApplication::translate("main", "Write a picture of the window to <OUT.png> and exit."),
      QStringLiteral("OUT.png")};
  const QCommandLineOption size{
      QStringLiteral("size"),
      QApplication::translate("main", "Size of the window in logical pixels, 200 to 8000 each."),
      QStringLiteral("WxH"), QStringLiteral("1366x768")};
  const QCommandLineOption workspace{
      QStringLiteral("workspace"),
      QApplication::translate("main", "Open on this workspace: %1.").arg(workspaceNames()),
      QStringLiteral("NAME")};
  const QCommandLineOption dark{QStringLiteral("dark"),
                                QApplication::translate("main", "Dark colours.")};
  const QCommandLineOption dpr{
      QStringLiteral("dpr"),
      QApplication::translate("main", "Device pixels per logical pixel, 0.5 to 8."),
      QStringLiteral("S")};
};

}  // namespace

int main(int argc, char** argv) {
  keepFreedFields();
  try {
    (void)kernelSet();  // complains about a choice that cannot be followed
  } catch (const Error& error) {
    return refuse(QString::fromUtf8(error.what()));
  }
  // OpenBLAS looks for the choice when it is loaded, with LibTorch, later on.
  chooseOpenBlasKernels();
  applyDpr(argc, argv);
  const bool screen = hasScreen();
  if (!screen) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  // Qt takes over the system's locale for C functions, too; numbers in files have points.
  std::setlocale(LC_NUMERIC, "C");
  QApplication::setApplicationName(QStringLiteral("isochron"));
  QApplication::setApplicationDisplayName(QStringLiteral("Isochron"));
  QApplication::setOrganizationName(QStringLiteral("Isochron"));
  QApplication::setApplicationVersion(QStringLiteral(ISOCHRON_VERSION));
  const Options options;
  QCommandLineParser parser;
  parser.setApplicationDescription(QApplication::translate(
      "main", "Draw or load a velocity model and see its traveltimes at once."));
  parser.addHelpOption();
  parser.addVersionOption();
  parser.addOptions(
      {options.screenshot, options.size, options.workspace, options.dark, options.dpr});
  parser.addPositionalArgument(
      QStringLiteral("FILE"),
      QApplication::translate("main", "A project, a velocity model or a trained model to open."),
      QStringLiteral("[FILE]"));
  if (!parser.parse(QApplication::arguments())) return refuse(parser.errorText());
  if (parser.isSet(QStringLiteral("help"))) parser.showHelp();
  if (parser.isSet(QStringLiteral("version"))) parser.showVersion();
  const QStringList files = parser.positionalArguments();
  if (files.size() > 1)
    return refuse(QApplication::translate("main", "more than one file; give one at a time"));
  const std::optional<QSize> size = parseSize(parser.value(options.size));
  if (!size)
    return refuse(QApplication::translate("main", "--size %1: not a size; write it as 1366x768")
                      .arg(parser.value(options.size)));
  const double dpr = parser.isSet(options.dpr) ? parser.value(options.dpr).toDouble() : 1.0;
  if (!(dpr >= 0.5 && dpr <= 8.0))
    return refuse(QApplication::translate("main", "--dpr %1: not a ratio; give 0.5 to 8")
                      .arg(parser.value(options.dpr)));

  if (!screen)
    return refuse(
        QApplication::translate(
            "main", "there is no display; log in to a desktop, or work with isochron-cli"),
        EXIT_FAILURE);
  if (!hasOpenGl())
    return refuse(
        QApplication::translate("main",
                                "this display offers no OpenGL, which the views need; install Mesa "
                                "(libgl1-mesa-dri), or work with isochron-cli"),
        EXIT_FAILURE);
  const bool screenshot = parser.isSet(options.screenshot);
  if (parser.isSet(options.dark))
    useAppearance(Appearance::Dark);
  else
    useAppearance(screenshot ? Appearance::System : rememberedAppearance(QSettings()));
  MainWindow window(screenshot ? MainWindow::Layout::Standard : MainWindow::Layout::Remembered);
  if (screenshot || parser.isSet(options.size)) window.resize(*size);
  if (parser.isSet(options.workspace) &&
      window.showWorkspace(parser.value(options.workspace)) == nullptr)
    return refuse(QApplication::translate("main", "--workspace %1: there is none; give one of %2")
                      .arg(parser.value(options.workspace), workspaceNames()));
  if (screenshot) {
    window.openModelsThatShip();
    return takeScreenshot(window, parser.value(options.screenshot),
                          files.isEmpty() ? QString() : files.first());
  }
  const SessionEnd sessionEnd;
  QObject::connect(&sessionEnd, &SessionEnd::mayCome, &window, &MainWindow::prepareForSessionEnd);
  QObject::connect(&sessionEnd, &SessionEnd::came, &window, [&window] {
    window.prepareForSessionEnd();
    window.close();
    QApplication::exit();  // also where a dialog stands
  });
  window.show();
  // Networks answer from the second picture on: LibTorch would hold up the first.
  QTimer::singleShot(0, &window, [&] {
    window.openModelsThatShip();
    window.autosave(AutosavePlan::standard());
    if (!files.isEmpty()) window.openFile(files.first());
  });
  return QApplication::exec();
}
