// SPDX-License-Identifier: GPL-3.0-or-later
// Files in the window: import sheet, bad files, recent files, drops, exports.
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>

#include <sys/stat.h>

#include "explore/export_sheet.h"
#include "explore/receivers_import.h"
#include "explore/recipe_sheet.h"
#include "formats/velocity_file.h"
#include "formats/write_field.h"
#include "import/import_sheet.h"
#include "project/recent_files.h"
#include "shared_data.h"
#include "window_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

QPushButton* button(QWidget& parent, const QString& text) {
  for (QPushButton* candidate : parent.findChildren<QPushButton*>())
    if (candidate->text() == text) return candidate;
  return nullptr;
}

class WindowFilesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_); }
  void init() {
    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    import_ = window_->findChild<ImportSheet*>();
    export_ = window_->findChild<ExportSheet*>();
  }
  void cleanup() { window_.reset(); }

  void marmousiOpensWithOneEnter_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("nx");
    QTest::addColumn<int>("nz");
    QTest::newRow("npy in m/s, axes swapped")
        << QStringLiteral("velocity/marmousi_smooth_12.5m.npy") << 1361 << 281;
    QTest::newRow("raw in km/s") << QStringLiteral("velocity/marmousi.bin") << 601 << 221;
  }
  void marmousiOpensWithOneEnter() {
    QFETCH(QString, file);
    QFETCH(int, nx);
    QFETCH(int, nz);
    const std::filesystem::path path = sharedData() / file.toStdString();
    ISOCHRON_NEED_SHARED(path);
    window_->openFile(QString::fromStdString(path.string()));
    QTRY_VERIFY(import_->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(window_->document().grid().nx, nx);
    QCOMPARE(window_->document().grid().nz, nz);
    QVERIFY(window_->document().model()->max() < 8.0);
    QVERIFY(!import_->isVisible());
    QVERIFY(settle(*window_));
    QVERIFY(!window_->presenter().answer().contours.empty());
    QVERIFY(!window_->document().isUnsaved());
    QVERIFY(window_->windowTitle().contains(QStringLiteral("marmousi")));
  }

  void aPipeIsNoFileAndHoldsUpNothing_data() {
    QTest::addColumn<QString>("name");
    for (const char* name :
         {"pipe", "pipe.npy", "pipe.csv", "pipe.png", "pipe.isochron", "pipe.isochron-project"})
      QTest::newRow(name) << QString::fromLatin1(name);
  }
  // Nobody writes into it: whoever reads it waits for ever.
  void aPipeIsNoFileAndHoldsUpNothing() {
    QFETCH(QString, name);
    const QString path = folder_.filePath(name);
    QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    window_->openFile(path);
    QTRY_VERIFY2(window_->message().contains(name), qPrintable(window_->message()));
    window_->findChild<ReceiversImport*>()->read(path);
    QTRY_VERIFY(settle(*window_));
    auto* recipe = window_->findChild<RecipeSheet*>();
    recipe->readFile(path);
    QVERIFY2(recipe->problem().contains(name), qPrintable(recipe->problem()));
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+1")));
    window_->current()->open(path, Workspace::Opening::AskHow);
    QVERIFY(window_->close());
    window_.reset();
  }

  // The runs of an earlier training are read when Train is first shown.
  void aPipeAmongTheRunsHoldsUpNothing() {
    const QString runs =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs");
    QVERIFY(QDir().mkpath(runs));
    const QString path = runs + QStringLiteral("/run.json");
    QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    QTest::keySequence(window_.get(), QKeySequence(QStringLiteral("Ctrl+3")));
    QVERIFY(settle(*window_));
    window_.reset();
    QVERIFY(QFile::remove(path));
  }

  void whatIsCountedForLongSaysSoAndCanBeCancelled() {
    const QString path = folder_.filePath(QStringLiteral("long.csv"));
    constexpr int kSide = 6000;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray row = QByteArray("1.5,").repeated(kSide - 1) + "1.5\n";
    for (int i = 0; i < kSide; ++i) file.write(row);
    file.close();
    const ModelPointer before = window_->document().model();
    window_->openFile(path);
    QPushButton* cancel = nullptr;
    QTRY_VERIFY((cancel = button(*window_, QStringLiteral("Cancel"))) != nullptr &&
                cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    QVERIFY(window_->isSettled());
    QVERIFY(!cancel->isVisible());
    // It has ended, not only its message.
    window_->openFile(model(30, 20));
    QTRY_VERIFY(import_->isVisible());
    QCOMPARE(window_->document().model(), before);
    QVERIFY(QFile::remove(path));
  }

  void theGuessCanBeOverriddenBeforeLoading() {
    window_->openFile(model(30, 20));
    QTRY_VERIFY(import_->isVisible());
    typeInto(*numberBox(*import_, QStringLiteral("dx")), QStringLiteral("25"));
    combo(*import_, QStringLiteral("rows are distance: (x, z)"))->setCurrentIndex(1);
    button(*import_, QStringLiteral("Open"))->click();  // waits for what was asked last
    QTRY_COMPARE(window_->document().grid().nx, 20);
    QCOMPARE(window_->document().grid().nz, 30);
    QCOMPARE(window_->document().grid().dx, 0.025);
  }

  void aSpacingShownRoundedStaysExact() {
    Array velocity = Array::Constant(20, 30, 3.0);
    const QString path = folder_.filePath(QStringLiteral("fine.vti"));
    writeVti(path.toStdString(), {30, 20, 1.0 / 299, 1.0 / 127, {0.1 / 3, 0}},
             {{"velocity [km/s]", velocity}});
    window_->openFile(path);
    QTRY_VERIFY(import_->isVisible());
    for (QCheckBox* box : import_->findChildren<QCheckBox*>())
      if (box->text() == QStringLiteral("Reduce to")) {
        box->setChecked(true);
        box->setChecked(false);
      }
    button(*import_, QStringLiteral("Open"))->click();
    QTRY_COMPARE(window_->document().grid().nx, 30);
    QVERIFY(std::abs(window_->document().grid().dx - 1.0 / 299) < 1e-12);
    QVERIFY(std::abs(window_->document().grid().origin.x - 0.1 / 3) < 1e-12);
  }

  void escapeLoadsNothing() {
    const ModelPointer before = window_->document().model();
    window_->openFile(model(30, 20));
    QTRY_VERIFY(import_->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!import_->isVisible());
    QCOMPARE(window_->document().model(), before);
  }

  void aModelOfManyIsChosen() {
    std::vector<Array> models;
    for (int i = 0; i < 5; ++i) models.push_back(Array::Constant(20, 24, 2.0 + i));
    const QString path = folder_.filePath(QStringLiteral("many.npy"));
    writeNpy(path.toStdString(), models);
    window_->explore().openFile(path);
    QTRY_VERIFY(import_->isVisible());
    for (NumberBox* box : import_->findChildren<NumberBox*>())
      if (box->suffix().contains(QStringLiteral(" of 5"))) typeInto(*box, QStringLiteral("4"));
    button(*import_, QStringLiteral("Open"))->click();
    QTRY_COMPARE(window_->document().model()->min(), 5.0);
    QVERIFY(window_->document().origin().title.contains(QStringLiteral("model 4")));
  }

  void aRawFileIsReadInTheTypedShape() {
    const QString path = folder_.filePath(QStringLiteral("numbers.bin"));
    Array velocity = Array::Constant(12, 31, 3.0);
    velocity.row(0) = 1.5;
    writeRaw(path.toStdString(), velocity);
    window_->openFile(path);
    QTRY_VERIFY(import_->isVisible() || !window_->message().isEmpty());
    if (!import_->isVisible()) button(*window_, QStringLiteral("Choose how to read it…"))->click();
    QVERIFY(import_->isVisible());
    for (QCheckBox* box : import_->findChildren<QCheckBox*>())
      if (box->text().contains(QStringLiteral("raw"))) box->setChecked(true);
    auto* typed = import_->findChild<QLineEdit*>(QStringLiteral("rawShape"));
    typed->setFocus();
    typed->selectAll();
    QTest::keyClicks(typed, QStringLiteral("12, 31"));
    QTest::keyClick(typed, Qt::Key_Return);
    QTRY_COMPARE(window_->document().grid().nx, 31);
    QCOMPARE(window_->document().grid().nz, 12);
    QCOMPARE(window_->document().model()->velocity()(0, 0), 1.5);
  }

  void badFilesLeaveThePictureAndTellInOneSentence_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("bad.npy");
    QTest::newRow("random bytes") << QByteArray(997, '\x93') << QStringLiteral("bad.npy");
    QTest::newRow("cut off") << QByteArray("\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', ", 27)
                             << QStringLiteral("bad.npy");
    QTest::newRow("words") << QByteArray("no numbers here\n") << QStringLiteral("bad.csv");
    QTest::newRow("unknown") << QByteArray("MZ\x90") << QStringLiteral("bad.exe");
  }
  void badFilesLeaveThePictureAndTellInOneSentence() {
    QFETCH(QByteArray, content);
    QFETCH(QString, name);
    const QString path = folder_.filePath(name);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const ModelPointer before = window_->document().model();
    const auto contours = window_->presenter().answer().contours.size();
    window_->openFile(path);
    const auto told = [&] {
      return import_->isVisible() ? import_->problem() : window_->message();
    };
    QTRY_VERIFY(!told().isEmpty());
    QVERIFY2(told().contains(name), qPrintable(told()));
    QVERIFY(!told().contains(QLatin1Char('\n')));
    QCOMPARE(window_->document().model(), before);
    QCOMPARE(window_->presenter().answer().contours.size(), contours);
    QCOMPARE(window_->document().history().count(), 0);
  }

  void aMissingFileIsTold() {
    window_->openFile(folder_.filePath(QStringLiteral("absent.npy")));
    QTRY_VERIFY(window_->message().contains(QStringLiteral("absent.npy")));
    QVERIFY(!import_->isVisible());
  }

  void velocitiesThatAreNoneAreToldInTheSheet() {
    Array velocity = Array::Constant(20, 24, 2.0);
    velocity(3, 4) = -1.0;
    const QString path = folder_.filePath(QStringLiteral("negative.npy"));
    writeNpy(path.toStdString(), velocity);
    window_->openFile(path);
    const auto told = [&] {
      return import_->isVisible() ? import_->problem() : window_->message();
    };
    QTRY_VERIFY2(told().contains(QStringLiteral("negative")), qPrintable(told()));
    if (!import_->isVisible()) return;
    QVERIFY(!button(*import_, QStringLiteral("Open"))->isEnabled());
    QTest::keyClick(import_, Qt::Key_Return);
    QVERIFY(window_->document().model()->min() > 0);
  }

  void recentFilesReopenWithTheLayoutChosenThen() {
    const QString path = model(30, 20);
    window_->openFile(path);
    QTRY_VERIFY(import_->isVisible());
    typeInto(*numberBox(*import_, QStringLiteral("dz")), QStringLiteral("40"));
    button(*import_, QStringLiteral("Open"))->click();
    QTRY_COMPARE(window_->document().grid().dz, 0.04);
    window_.reset();

    window_ = openWindow();
    QVERIFY(window_ != nullptr);
    QAction* entry = recentEntry(QStringLiteral("model.npy"));
    QVERIFY(entry != nullptr);
    QVERIFY(entry->isEnabled());
    QCOMPARE(entry->toolTip(), path);
    entry->trigger();
    QTRY_COMPARE(window_->document().grid().dz, 0.04);
    QCOMPARE(window_->document().grid().nx, 30);
    QVERIFY(!window_->findChild<ImportSheet*>()->isVisible());
    QFile::remove(path);
    QVERIFY(!recentEntry(QStringLiteral("model.npy"))->isEnabled());
  }

  void recentFilesAreTenAndUnique() {
    QSettings settings(folder_.filePath(QStringLiteral("recent.ini")), QSettings::IniFormat);
    RecentFiles recent(settings);
    for (int i = 0; i < 15; ++i) {
      RecentFile file;
      file.path = QStringLiteral("/f%1").arg(i % 12);
      file.layout.dx = 0.001 * i;
      file.layout.axes = AxisOrder::ZFast;
      file.layout.map = LinearMap{2.0, 4.0};
      file.options.raw = RawShape{{3, 4, 5}, ScalarType::Int16, ByteOrder::Big, 7};
      recent.add(file);
    }
    const auto files = recent.files();
    QCOMPARE(files.size(), std::size_t{10});
    QCOMPARE(files[0].path, QStringLiteral("/f2"));
    QCOMPARE(files[0].layout.dx, 0.014);
    QVERIFY(files[0].layout.axes == AxisOrder::ZFast);
    QVERIFY(files[0].layout.map == std::optional(LinearMap{2.0, 4.0}));
    QVERIFY(files[0].options.raw->shape == (std::vector<std::int64_t>{3, 4, 5}));
    QVERIFY(files[0].options.raw->type == ScalarType::Int16);
    QCOMPARE(files[0].options.raw->headerBytes, std::int64_t{7});
    QCOMPARE(files[1].path, QStringLiteral("/f1"));
  }

  void exportsArePutBesideEachOtherNotBesideTheData() {
    QVERIFY(QDir(folder_.path()).mkpath(QStringLiteral("data")));
    QVERIFY(QDir(folder_.path()).mkpath(QStringLiteral("results")));
    const QString data = folder_.filePath(QStringLiteral("data/model.npy"));
    writeNpy(data.toStdString(), Array(Array::Constant(20, 30, 3.0)));
    exportTo(CommandId::ExportRays, folder_.filePath(QStringLiteral("results/rays.csv")));
    window_->openDirectly(data);
    QTRY_COMPARE(window_->document().grid().nx, 30);
    window_->action(CommandId::ExportVelocity)->trigger();
    const QString proposed = export_->findChild<QLineEdit*>(QStringLiteral("path"))->text();
    QVERIFY2(proposed.contains(QStringLiteral("/results/")), qPrintable(proposed));
  }

  void aDroppedFileOpensTheSheet() {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(model(30, 20))});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(window_.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(window_.get(), &drop);
    QTRY_VERIFY(import_->isVisible());
  }

  void aDropWithoutFilesIsRefused() {
    QMimeData data;
    data.setText(QStringLiteral("words"));
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, {});
    enter.ignore();
    QApplication::sendEvent(window_.get(), &enter);
    QVERIFY(!enter.isAccepted());
  }

  void exportedNumbersReadBackTheSame_data() {
    QTest::addColumn<QString>("extension");
    for (const char* extension : {"npy", "csv", "vti"})
      QTest::newRow(extension) << QString::fromLatin1(extension);
  }
  void exportedNumbersReadBackTheSame() {
    QFETCH(QString, extension);
    const QString path = folder_.filePath(QStringLiteral("out.") + extension);
    QFile::remove(path);
    exportTo(CommandId::ExportVelocity, path);
    QVERIFY(!export_->isVisible());
    const VelocityFile file = VelocityFile::open(path.toStdString());
    const Array& velocity = window_->document().model()->velocity();
    QVERIFY(((file.read().velocity() - velocity).abs() < 1e-12).all());
    if (extension == QStringLiteral("npy")) return;
    QVERIFY2(file.guess().spacingKnown, "the format holds the spacing");
    QVERIFY(std::abs(file.guess().layout.dx - window_->document().grid().dx) < 1e-9);
  }

  void receiversOutsideOfTheModelAreNotMovedIntoIt() {
    const auto before = window_->document().receivers();
    importReceivers("x,z\n1.5,0.25\n7.5,0.5\n2.0,0.5\n");
    QCOMPARE(window_->document().receivers(), before);
    QVERIFY2(window_->message().contains(QStringLiteral("1 of 3 receivers lie outside")) &&
                 window_->message().contains(QStringLiteral("line 3")) &&
                 window_->message().contains(QStringLiteral("x = 7.5 km")),
             qPrintable(window_->message()));
    button(*window_, QStringLiteral("Import the 2 inside"))->click();
    QCOMPARE(window_->document().receivers(), (std::vector<Point>{{1.5, 0.25}, {2.0, 0.5}}));
    window_->action(FrameCommandId::Undo)->trigger();
    QCOMPARE(window_->document().receivers(), before);
  }

  void receiversInMetresAreAskedAboutOrSayIt() {
    const auto before = window_->document().receivers();
    importReceivers("x,z\n1500,250\n2000,500\n");
    QCOMPARE(window_->document().receivers(), before);
    QVERIFY(!window_->message().isEmpty());
    button(*window_, QStringLiteral("They are in m"))->click();
    QCOMPARE(window_->document().receivers(), (std::vector<Point>{{1.5, 0.25}, {2.0, 0.5}}));
    importReceivers("x_m,z_m\n1000,250\n2500,500\n");
    QCOMPARE(window_->document().receivers(), (std::vector<Point>{{1.0, 0.25}, {2.5, 0.5}}));
    QVERIFY2(window_->message().contains(QStringLiteral("2 receivers from stations.csv")),
             qPrintable(window_->message()));
  }

  void exportingVelocitiesDoesNotRenameTheDrawing() {
    Document& document = window_->document();
    const QString title = document.origin().title;
    document.setVelocity(paintLayer(document.grid(), document.model()->velocity(), 0, 0.2, 7), {});
    exportTo(CommandId::ExportVelocity, folder_.filePath(QStringLiteral("copy.npy")));
    QCOMPARE(document.origin().title, title);
    QVERIFY(document.origin().path.isEmpty());
    QVERIFY2(document.isUnsaved(), "an export is a copy; the project is not saved by it");
  }

  void oneModelOpensInExploreAndManyInDataWhereverTheWindowIs() {
    const QString one = model(30, 20);
    const QString many = folder_.filePath(QStringLiteral("set.npy"));
    writeNpy(many.toStdString(), std::vector<Array>(5, Array(Array::Constant(20, 24, 2.0))));
    for (const WorkspaceInfo& info : workspaces()) {
      window_->showWorkspace(info.name);
      window_->openDirectly(many);
      QTRY_COMPARE(window_->current()->objectName(), QStringLiteral("data"));
      QTRY_COMPARE(window_->project().data().sets().size(), std::size_t{1});
      window_->showWorkspace(info.name);
      window_->document().setSource({1.0, 0.1});
      window_->openDirectly(one);
      QTRY_COMPARE(window_->document().grid().nx, 30);
      QCOMPARE(window_->current()->objectName(), QStringLiteral("explore"));
      window_->action(FrameCommandId::Undo)->trigger();
    }
  }

  void exportedTraveltimesAreTheShownOnes() {
    const QString path = folder_.filePath(QStringLiteral("times.npy"));
    exportTo(CommandId::ExportTraveltimes, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Array& time = window_->presenter().answer().traveltimes->time;
    const QByteArray bytes = file.readAll();
    const qsizetype data = time.size() * static_cast<qsizetype>(sizeof(double));
    QVERIFY(
        bytes.endsWith(QByteArray::fromRawData(reinterpret_cast<const char*>(time.data()), data)));
  }

  void receiversAndRaysAreExported() {
    const QString receivers = folder_.filePath(QStringLiteral("receivers.csv"));
    exportTo(CommandId::ExportReceivers, receivers);
    QCOMPARE(lines(receivers).front(), QByteArray("x_km,z_km,time_s"));
    QCOMPARE(lines(receivers).size(), 10);
    const QString rays = folder_.filePath(QStringLiteral("rays.csv"));
    exportTo(CommandId::ExportRays, rays);
    QCOMPARE(lines(rays).front(), QByteArray("ray,x_km,z_km"));
    QVERIFY(lines(rays).size() > 20);
  }

  void picturesAreExported() {
    const QString png = folder_.filePath(QStringLiteral("picture.png"));
    exportTo(CommandId::ExportPicture, png);
    const QImage image(png);
    QCOMPARE(image.size(), window_->view().size() * 2.0);
    QVERIFY(image.pixelColor(image.width() / 2, image.height() / 2) != image.pixelColor(2, 2));
    const QString svg = folder_.filePath(QStringLiteral("picture.svg"));
    exportTo(CommandId::ExportPicture, svg);
    QFile file(svg);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("<svg"));
  }

  void sheetsShowAllOfThemselvesOnASmallScreen() {
    const auto isWholly = [](const QWidget* widget) {
      return widget->visibleRegion().boundingRect() == widget->rect();
    };
    window_->action(CommandId::ExportPicture)->trigger();
    QTRY_VERIFY(isWholly(button(*export_, QStringLiteral("Export"))));
    QVERIFY(isWholly(button(*export_, QStringLiteral("Browse…"))));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!export_->isVisible());
    window_->openFile(model(30, 20));
    QTRY_VERIFY(import_->isVisible());
    for (const QString& name :
         {QStringLiteral("Open"), QStringLiteral("Cancel"), QStringLiteral("Back to the guess")})
      QTRY_VERIFY2(isWholly(button(*import_, name)), qPrintable(name));
  }

  void tabStaysInsideASheet() {
    window_->action(CommandId::ExportPicture)->trigger();
    for (int i = 0; i < 30; ++i) {
      QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      QVERIFY(export_->isAncestorOf(QApplication::focusWidget()));
    }
  }

  void anExportThatCannotBeWrittenSaysSoAndStays() {
    exportTo(CommandId::ExportVelocity, QStringLiteral("/proc/nowhere/out.npy"));
    QVERIFY(export_->isVisible());
    QVERIFY(!problemOf(*export_).isEmpty());
    exportTo(CommandId::ExportVelocity, folder_.filePath(QStringLiteral("out.docx")));
    QVERIFY(problemOf(*export_).contains(QStringLiteral("npy")));
  }

  void aFileThatIsThereIsReplacedAfterAsking() {
    const QString path = folder_.filePath(QStringLiteral("there.npy"));
    exportTo(CommandId::ExportVelocity, path);
    const QByteArray first = content(path);
    window_->document().setVelocity(
        paintLayer(window_->document().grid(), window_->document().model()->velocity(), 0, 1, 7),
        {});
    exportTo(CommandId::ExportVelocity, path);
    QVERIFY(export_->isVisible());
    QVERIFY(content(path) == first);
    QVERIFY(window_->document().isUnsaved());
    button(*export_, QStringLiteral("Export"))->click();
    QVERIFY(!export_->isVisible());
    QVERIFY(content(path) != first);
  }

 private:
  void importReceivers(const QByteArray& content) {
    const QString path = folder_.filePath(QStringLiteral("stations.csv"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    window_->findChild<ReceiversImport*>()->read(path);
  }
  QString model(int nx, int nz) {
    const QString path = folder_.filePath(QStringLiteral("model.npy"));
    Array velocity(nz, nx);
    for (int iz = 0; iz < nz; ++iz) velocity.row(iz) = 2.0 + 0.1 * iz;
    writeNpy(path.toStdString(), velocity);
    return path;
  }

  static QComboBox* combo(QWidget& parent, const QString& withItem) {
    for (QComboBox* box : parent.findChildren<QComboBox*>())
      if (box->findText(withItem) >= 0) return box;
    return nullptr;
  }

  QAction* recentEntry(const QString& name) {
    for (QMenu* menu : window_->findChildren<QMenu*>()) {
      if (!menu->title().contains(QStringLiteral("recent"))) continue;
      Q_EMIT menu->aboutToShow();
      for (QAction* entry : menu->actions())
        if (entry->text() == name) return entry;
    }
    return nullptr;
  }

  void exportTo(CommandId command, const QString& path) {
    window_->action(command)->trigger();
    QVERIFY(export_->isVisible());
    export_->findChild<QLineEdit*>(QStringLiteral("path"))->setText(path);
    button(*export_, QStringLiteral("Export"))->click();
  }

  static QString problemOf(const QWidget& sheet) {
    return sheet.findChild<QLabel*>(QStringLiteral("problem"))->text();
  }

  static QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  static QList<QByteArray> lines(const QString& path) {
    return content(path).trimmed().split('\n');
  }

  QTemporaryDir folder_;
  std::unique_ptr<TestWindow> window_;
  ImportSheet* import_ = nullptr;
  ExportSheet* export_ = nullptr;
};

}  // namespace

QTEST_MAIN(WindowFilesTest)
#include "window_files_test.moc"
