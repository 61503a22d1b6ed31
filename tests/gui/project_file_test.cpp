// SPDX-License-Identifier: GPL-3.0-or-later
// Project files: what is written comes back exactly, moved or not, and damage is told.
#include "project/project_file.h"

#include <QBuffer>
#include <QImage>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <random>

#include "field/error.h"
#include "project/autosave.h"
#include "project/crash_recovery.h"
#include "project/project_saver.h"
#include "project_sample.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

QByteArray content(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

/// The sentence with which reading is refused; empty where it is not.
QString refusal(const QString& path) {
  try {
    (void)readProject(path);
    return {};
  } catch (const Error& error) {
    return QString::fromStdString(error.what());
  }
}

void compare(const ProjectContents& a, const ProjectContents& b) {
  QVERIFY((a.drawing.model->velocity() == b.drawing.model->velocity()).all());
  QCOMPARE(a.drawing.model->grid(), b.drawing.model->grid());
  QCOMPARE(a.drawing.source, b.drawing.source);
  QVERIFY(a.drawing.receivers == b.drawing.receivers);
  QCOMPARE(a.drawing.origin.title, b.drawing.origin.title);
  QVERIFY(a.drawing.origin.layout == b.drawing.origin.layout);
  QCOMPARE(a.drawingUnsaved, b.drawingUnsaved);
  QCOMPARE(a.data.size(), b.data.size());
  for (std::size_t i = 0; i < a.data.size(); ++i)
    QVERIFY(a.data[i]->layout() == b.data[i]->layout());
  QCOMPARE(a.models.size(), b.models.size());
  for (std::size_t i = 0; i < a.models.size(); ++i) {
    QCOMPARE(a.models[i].title, b.models[i].title);
    QCOMPARE(a.models[i].archive->toBytes(), b.models[i].archive->toBytes());
  }
  QCOMPARE(a.current, b.current);
  QCOMPARE(a.workspaces, b.workspaces);
  QCOMPARE(a.workspace, b.workspace);
}

class ProjectFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    project_ = std::make_unique<Project>();
    fill(*project_, folder_->path());
    project_->setAddViews([](ProjectContents& contents) {
      contents.workspaces["explore"] = {{"view", {{"interval", 1.0 / 3.0}}}};
      contents.workspace = QStringLiteral("explore");
    });
    file_ = path("a.isochron-project");
  }

  void whatIsSavedComesBackExactly() {
    const ProjectContents before = project_->wholeContents();
    writeProject(before, placeOf(file_), file_);
    QVERIFY(holdsProject(file_));
    const OpenedProject opened = readProject(file_);
    compare(opened.contents, before);
    QCOMPARE(opened.path, file_);
    QCOMPARE(opened.title, QStringLiteral("a"));
    QVERIFY2(opened.problems.isEmpty(), qPrintable(opened.problems));
    QCOMPARE(opened.contents.models[0].path, path("kept.isochron"));
    QVERIFY(opened.contents.models[1].path.isEmpty());
  }

  void aProjectTakesAnotherOnesPlace() {
    writeProject(project_->wholeContents(), placeOf(file_), file_);
    Project other;
    other.drawing().setSource({1, 0.1});
    other.replace(readProject(file_).contents);
    compare(other.contents(), [&] {
      ProjectContents contents = project_->contents();
      contents.drawing.origin = other.drawing().origin();
      return contents;
    }());
    QVERIFY2(!other.history().canUndo(), "the other drawing is gone for good");
    QCOMPARE(other.models().current()->title, QStringLiteral("fresh"));
    QVERIFY(other.drawing().isUnsaved());
  }

  void aMovedFolderStillOpens() {
    QVERIFY(QDir(folder_->path()).mkpath(QStringLiteral("from/data")));
    Project project;
    fill(project, path("from/data"));
    const QString file = path("from/p.isochron-project");
    writeProject(project.wholeContents(), placeOf(file), file);
    QVERIFY(QDir().rename(path("from"), path("to")));
    const OpenedProject opened = readProject(path("to/p.isochron-project"));
    QVERIFY2(opened.problems.isEmpty(), qPrintable(opened.problems));
    QCOMPARE(QString::fromStdString(opened.contents.data[0]->path().string()),
             path("to/data/family.npy"));
    QCOMPARE(opened.contents.models[0].path, path("to/data/kept.isochron"));
  }

  void aMovedProjectFindsItsDataWhereTheyWere() {
    writeProject(project_->wholeContents(), placeOf(file_), file_);
    QTemporaryDir elsewhere;
    QVERIFY(QDir(elsewhere.path()).mkpath(QStringLiteral("a/b/c")));
    const QString moved = elsewhere.filePath(QStringLiteral("a/b/c/p.isochron-project"));
    QVERIFY(QFile::rename(file_, moved));
    QVERIFY(readProject(moved).problems.isEmpty());
  }

  void whatIsMissingIsToldAndKeptForLater() {
    writeProject(project_->wholeContents(), placeOf(file_), file_);
    QVERIFY(QFile::rename(path("family.npy"), path("away.npy")));
    OpenedProject opened = readProject(file_);
    QVERIFY2(opened.problems.contains(QStringLiteral("family.npy")), qPrintable(opened.problems));
    QVERIFY(!opened.problems.contains(QLatin1Char('\n')));
    QVERIFY(opened.contents.data.empty());
    QCOMPARE(opened.contents.models.size(), std::size_t{2});
    QCOMPARE(opened.contents.current, 1);
    QVERIFY(QFile::rename(path("kept.isochron"), path("away.isochron")));
    opened = readProject(file_);
    QVERIFY2(opened.problems.contains(QStringLiteral("kept.isochron")) &&
                 opened.problems.contains(QStringLiteral("family.npy")),
             qPrintable(opened.problems));
    QCOMPARE(opened.contents.current, 0);
    QCOMPARE(opened.contents.models[0].title, QStringLiteral("fresh"));
    // Saved without them, opened with them again.
    Project later;
    later.replace(opened.contents);
    writeProject(later.wholeContents(), placeOf(file_), file_);
    QVERIFY(QFile::rename(path("away.npy"), path("family.npy")));
    QVERIFY(QFile::rename(path("away.isochron"), path("kept.isochron")));
    opened = readProject(file_);
    QVERIFY2(opened.problems.isEmpty(), qPrintable(opened.problems));
    QCOMPARE(opened.contents.data.size(), std::size_t{1});
    QCOMPARE(opened.contents.models.size(), std::size_t{2});
    QCOMPARE(opened.contents.models[static_cast<std::size_t>(opened.contents.current)].title,
             QStringLiteral("fresh"));
  }

  void aPictureHoldsTheProject() {
    QImage image(40, 30, QImage::Format_RGB32);
    image.fill(Qt::darkCyan);
    QBuffer png;
    QVERIFY(image.save(&png, "PNG"));
    const QString picture = path("figure.png");
    put(picture, png.data());
    QVERIFY(!holdsProject(picture));
    const ProjectContents before = project_->wholeContents();
    put(picture, pictureWithProject(png.data(), before, placeOf(picture)));
    QVERIFY(holdsProject(picture));
    QCOMPARE(QImage(picture), image);
    const OpenedProject opened = readProject(picture);
    compare(opened.contents, before);
    QVERIFY2(opened.path.isEmpty(), "saving must not replace the picture by a project");
    const QByteArray whole = content(picture);
    // Cut off anywhere before the chunk that ends a PNG.
    constexpr qsizetype kEndChunk = 12;
    for (qsizetype length = 0; length < whole.size() - kEndChunk; length += 97) {
      put(picture, whole.left(length));
      if (holdsProject(picture)) QVERIFY(!refusal(picture).isEmpty());
    }
  }

  void otherFilesHoldNone() {
    trainedModel(3)->write(path("model.isochron").toStdString());
    QVERIFY(!holdsProject(path("model.isochron")));
    QVERIFY(!holdsProject(path("family.npy")));
    QVERIFY(!holdsProject(path("absent")));
    QVERIFY(!holdsProject(folder_->path()));
    QVERIFY(refusal(path("model.isochron")).contains(QStringLiteral("no project")));
    QVERIFY(!refusal(path("family.npy")).isEmpty());
    QVERIFY(!refusal(path("absent")).isEmpty());
  }

  void aNewerOneIsRefusedInOneSentence() {
    writeProject(project_->wholeContents(), placeOf(file_), file_);
    Archive archive = Archive::read(file_.toStdString());
    archive.metadata["project_version"] = kProjectVersion + 1;
    archive.write(file_.toStdString());
    QCOMPARE(
        refusal(file_),
        QStringLiteral("a.isochron-project: was saved by a newer Isochron (project version 2); "
                       "update this program, which reads up to version 1"));
  }

  void damagedFilesNeverCrashAndAreToldInASentence() {
    Project small;
    small.drawing().load(oddModel(5, 4), {});
    writeProject(small.wholeContents(), placeOf(file_), file_);
    const QByteArray whole = content(file_);
    const QString hit = path("hit.isochron-project");
    for (qsizetype length = 0; length < whole.size(); length += 5) {
      put(hit, whole.left(length));
      QVERIFY2(!refusal(hit).isEmpty(), qPrintable(QString::number(length)));
      QVERIFY(!refusal(hit).contains(QLatin1Char('\n')));
    }
    std::mt19937 random(7);
    int refused = 0;
    for (int i = 0; i < 1500; ++i) {
      QByteArray damaged = whole;
      for (int k = 0; k < 4; ++k)
        damaged[static_cast<qsizetype>(random() % static_cast<unsigned>(whole.size()))] =
            static_cast<char>(random());
      put(hit, damaged);
      if (!refusal(hit).isEmpty()) ++refused;
    }
    QVERIFY2(refused > 500, qPrintable(QString::number(refused)));
    put(hit, QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{", 9) + whole.mid(9));
    QVERIFY(!refusal(hit).isEmpty());
  }

  void nonsenseInsideIsRefused_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* name, const char* pointer, const char* value) {
      QTest::newRow(name) << QString::fromLatin1(pointer) << QString::fromLatin1(value);
    };
    row("no drawing", "/drawing", "null");
    row("a drawing that is a number", "/drawing", "3");
    row("no spacing", "/drawing/dx", "null");
    row("negative spacing", "/drawing/dx", "-0.1");
    row("a spacing of nothing", "/drawing/dz", "0");
    row("a spacing of light years", "/drawing/dx", "1e300");
    row("an origin of one number", "/drawing/origin", "[1]");
    row("a source of words", "/drawing/source", "[\"here\", \"there\"]");
    row("receivers of nothing", "/drawing/receivers", "[null, null]");
    row("data as a text", "/data", "\"all of it\"");
    row("data without a path", "/data/0", "{}");
    row("models as numbers", "/models", "[1, 2]");
    row("a version in words", "/project_version", "\"one\"");
    row("no workspace", "/workspace", "7");
  }
  void nonsenseInsideIsRefused() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    writeProject(project_->wholeContents(), placeOf(file_), file_);
    Archive archive = Archive::read(file_.toStdString());
    archive.metadata[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
    archive.write(file_.toStdString());
    const QString told = refusal(file_);
    QVERIFY2(told.startsWith(QStringLiteral("a.isochron-project")), qPrintable(told));
    QVERIFY(!told.contains(QLatin1Char('\n')));
  }

  void velocitiesThatAreNoneAreRefused() {
    const double bad[] = {std::nan(""), HUGE_VAL, -1.0, 0.0};
    for (const double value : bad) {
      writeProject(project_->wholeContents(), placeOf(file_), file_);
      Archive archive = Archive::read(file_.toStdString());
      ArchivedArray array = archive.at("velocity");
      std::memcpy(array.bytes.data() + 8 * sizeof(double), &value, sizeof(double));
      archive.put("velocity", array);
      archive.write(file_.toStdString());
      QVERIFY2(refusal(file_).contains(QStringLiteral("ix = 8")), qPrintable(refusal(file_)));
    }
  }

  void placesOutsideTheGridAreKeptInside() {
    writeProject(project_->wholeContents(), placeOf(file_), file_);
    Archive archive = Archive::read(file_.toStdString());
    archive.metadata["drawing"]["source"] = {1e12, -1e12};
    archive.metadata["drawing"]["receivers"] = {{-1e300, 1e300}};
    archive.write(file_.toStdString());
    Project project;
    project.replace(readProject(file_).contents);
    QVERIFY(project.drawing().grid().contains(project.drawing().source()));
    QVERIFY(project.drawing().grid().contains(project.drawing().receivers().at(0)));
  }

  // --- saving -----------------------------------------------------------------------------------

  void savingTellsWhatIsUnsaved() {
    ProjectSaver saver(*project_);
    const QSignalSpy saved(&saver, &ProjectSaver::saved);
    QVERIFY2(saver.isUnsaved(), "the drawing is painted");
    saver.save(file_);
    QVERIFY(saver.isSaving());
    project_->drawing().setSource({0.5, 0.2});  // while it is written
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saver.path(), file_);
    QCOMPARE(saver.unsaved(), QStringList(QStringLiteral("the source")));
    project_->history().undo();
    QVERIFY2(!saver.isUnsaved(), "as in the file");
    project_->drawing().setReceivers({{0.5, 0.1}}, {});
    project_->data().remove(project_->data().sets()[0].id);
    QCOMPARE(saver.unsaved(),
             QStringList({QStringLiteral("the receivers"), QStringLiteral("the data sets")}));
    saver.save(file_);
    QTRY_VERIFY(!saver.isSaving());
    QVERIFY(!saver.isUnsaved());
  }

  void everySaveIsDoneInTurn() {
    ProjectSaver saver(*project_);
    const QSignalSpy saved(&saver, &ProjectSaver::saved);
    const QString names[] = {path("1.isochron-project"), path("2.isochron-project"),
                             path("3.isochron-project")};
    for (int i = 0; i < 3; ++i) {
      project_->drawing().setSource({0.5 + 0.1 * i, 0.2});
      saver.save(names[i]);
    }
    QTRY_COMPARE(saved.count(), 3);
    for (int i = 0; i < 3; ++i)
      QCOMPARE(readProject(names[i]).contents.drawing.source.x, 0.5 + 0.1 * i);
    QCOMPARE(saver.path(), names[2]);
  }

  void aPlaceThatIsFullOrForbiddenLosesNothing_data() {
    QTest::addColumn<QString>("place");
    QTest::newRow("full") << QStringLiteral("/dev/full");
    QTest::newRow("no folder of the disk") << QStringLiteral("/proc/p.isochron-project");
    QTest::newRow("no folder") << QStringLiteral("/nowhere/at/all/p.isochron-project");
  }
  void aPlaceThatIsFullOrForbiddenLosesNothing() {
    QFETCH(QString, place);
    ProjectSaver saver(*project_);
    const QSignalSpy saved(&saver, &ProjectSaver::saved);
    QSignalSpy failed(&saver, &ProjectSaver::failed);
    saver.save(file_);
    QTRY_COMPARE(saved.count(), 1);
    const QByteArray before = content(file_);
    project_->drawing().setSource({0.5, 0.2});
    saver.save(place);
    QTRY_COMPARE(failed.count(), 1);
    const QString told = failed[0][0].toString();
    QVERIFY2(
        told.contains(place.section(QLatin1Char('/'), -1)) && !told.contains(QLatin1Char('\n')),
        qPrintable(told));
    QCOMPARE(saver.path(), file_);
    QVERIFY(saver.isUnsaved());
    QCOMPARE(content(file_), before);
    QCOMPARE(project_->drawing().source(), (Point{0.5, 0.2}));
  }

  void aFileThatCannotBeOpenedLeavesTheProject() {
    put(path("bad.isochron-project"), "nothing of the kind");
    ProjectSaver saver(*project_);
    QSignalSpy failed(&saver, &ProjectSaver::failed);
    const ModelPointer before = project_->drawing().model();
    saver.open(path("bad.isochron-project"));
    QVERIFY(saver.isOpening());
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(project_->drawing().model(), before);
    QVERIFY(saver.path().isEmpty());
  }

  void aNewProjectIsAsTheProgramBegins() {
    ProjectSaver saver(*project_);
    saver.startNew();
    const Project fresh;
    QVERIFY((project_->drawing().model()->velocity() ==
             const_cast<Project&>(fresh).drawing().model()->velocity())
                .all());
    QVERIFY(project_->data().sets().empty());
    QVERIFY(project_->models().models().empty());
    QVERIFY(!saver.isUnsaved());
    QVERIFY(saver.changes().isEmpty());
  }

  // --- autosave ---------------------------------------------------------------------------------

  void whatIsLeftIsFoundOnceAndKeptFromOthers() {
    const AutosavePlan plan{path("autosave"), std::chrono::milliseconds(20)};
    const auto work = [this] {
      return std::optional(Autosave::Work{project_->wholeContents(),
                                          {QStringLiteral("salt"), {}, QStringLiteral("/x/salt")}});
    };
    QString left;
    {
      Autosave autosave(plan, work);
      QSignalSpy written(&autosave, &Autosave::written);
      autosave.change();
      QTRY_COMPARE(written.count(), 1);
      QVERIFY2(takeRecoverableProjects(plan.folder).empty(),
               "a program that runs has left nothing");
      left = path("autosave/0.isochron-project");
      QVERIFY(QFile::copy(autosave.file(), left));  // as a crash would leave it
      QVERIFY(QFile::exists(autosave.file()));
    }
    QCOMPARE(QDir(plan.folder).entryList({QStringLiteral("*.isochron-project")}).size(), 1);
    {
      const auto found = takeRecoverableProjects(plan.folder);
      QCOMPARE(found.size(), std::size_t{1});
      QCOMPARE(found[0].file, left);
      QVERIFY2(takeRecoverableProjects(plan.folder).empty(), "another program has it");
      const OpenedProject opened = readAutosaved(found[0].file);
      compare(opened.contents, project_->wholeContents());
      QCOMPARE(opened.path, QStringLiteral("/x/salt"));
      QCOMPARE(opened.title, QStringLiteral("salt"));
    }
    const auto again = takeRecoverableProjects(plan.folder);
    QCOMPARE(again.size(), std::size_t{1});
    again[0].remove();
    QVERIFY(!QFile::exists(left));
  }

  void nothingIsKeptOfWhatIsSaved() {
    bool lost = true;
    const AutosavePlan plan{path("autosave"), std::chrono::milliseconds(1)};
    Autosave autosave(plan, [&] {
      return lost ? std::optional(Autosave::Work{project_->wholeContents(), {}}) : std::nullopt;
    });
    autosave.writeNow();
    QTRY_VERIFY(QFile::exists(autosave.file()));
    lost = false;
    autosave.writeNow();
    QTRY_VERIFY(!QFile::exists(autosave.file()));
  }

  void changesWithinTheIntervalAreWrittenOnce() {
    const AutosavePlan plan{path("autosave"), std::chrono::milliseconds(200)};
    int taken = 0;
    Autosave autosave(plan, [&]() -> std::optional<Autosave::Work> {
      ++taken;
      return std::nullopt;
    });
    for (int round = 1; round <= 3; ++round) {
      for (int i = 0; i < 100; ++i) autosave.change();
      QVERIFY(autosave.isWaiting());
      QCOMPARE(taken, round - 1);
      QTRY_VERIFY(!autosave.isWaiting());
      QCOMPARE(taken, round);
    }
  }

  void aFolderThatCannotBeMadeIsTold() {
    Autosave autosave({QStringLiteral("/proc/nowhere"), std::chrono::milliseconds(1)},
                      [] { return std::optional<Autosave::Work>(); });
    QVERIFY(autosave.file().isEmpty());
    autosave.change();
    autosave.writeNow();
  }

 private:
  QString path(const char* name) const { return folder_->filePath(QString::fromLatin1(name)); }

  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<Project> project_;
  QString file_;
};

}  // namespace

QTEST_GUILESS_MAIN(ProjectFileTest)
#include "project_file_test.moc"
