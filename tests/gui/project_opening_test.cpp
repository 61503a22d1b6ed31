// SPDX-License-Identifier: GPL-3.0-or-later
// What is done while a project opens, and when the session ends: no work is lost, and none goes
// into another project's file.
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "project_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

class ProjectOpeningTest : public ProjectFixture {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { begin(); }
  void init() { QVERIFY(open()); }
  void cleanup() { window_.reset(); }

  void editsMadeWhileAProjectOpensAreNotLost_data() {
    QTest::addColumn<int>("answer");
    QTest::newRow("saved") << int{QMessageBox::Save};
    QTest::newRow("discarded") << int{QMessageBox::Discard};
    QTest::newRow("cancelled") << int{QMessageBox::Cancel};
  }
  void editsMadeWhileAProjectOpensAreNotLost() {
    QFETCH(int, answer);
    const QString first = path("first.isochron-project"), second = path("second.isochron-project");
    writeOther(second);
    saveAs(first);
    const SlowDisk disk = openSlowly(second);
    window_->document().setSource({1, 0.1});
    disk->release();
    QTRY_VERIFY(question() != nullptr);
    QCOMPARE(window_->document().source(), (Point{1, 0.1}));
    QVERIFY2(question()->informativeText().contains(QStringLiteral("the source")),
             qPrintable(question()->informativeText()));
    question()->button(static_cast<QMessageBox::StandardButton>(answer))->click();
    if (answer == QMessageBox::Cancel) {
      QTRY_VERIFY(question() == nullptr);
      QVERIFY(!saver().isOpening());
      QCOMPARE(saver().path(), first);
      QCOMPARE(window_->document().source(), (Point{1, 0.1}));
      return;
    }
    QTRY_COMPARE(saver().path(), second);
    QCOMPARE(window_->document().source(), (Point{2, 0.2}));
    const Point inFirst = readProject(first).contents.drawing.source;
    QCOMPARE(inFirst == (Point{1, 0.1}), answer == QMessageBox::Save);
  }

  void aSaveAskedForWhileAProjectOpensGoesToItsOwnFile() {
    const QString first = path("first.isochron-project"), second = path("second.isochron-project");
    writeOther(second);
    saveAs(first);
    const SlowDisk disk = openSlowly(second);
    window_->document().setSource({1, 0.1});
    // The save is under way when the other project is there.
    window_->action(FrameCommandId::Save)->trigger();
    disk->release();
    QTRY_COMPARE(saver().path(), second);
    QVERIFY2(question() == nullptr, "what is saved is not asked about");
    QCOMPARE(readProject(first).contents.drawing.source, (Point{1, 0.1}));
    // The next save writes over the project that is in the window.
    window_->document().setSource({3, 0.3});
    QSignalSpy saved(&saver(), &ProjectSaver::saved);
    window_->action(FrameCommandId::Save)->trigger();
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(readProject(first).contents.drawing.source, (Point{1, 0.1}));
    QCOMPARE(readProject(second).contents.drawing.source, (Point{3, 0.3}));
  }

  void aProjectWaitsWhileItIsAskedWhereToSaveTheOther() {
    const QString second = path("second.isochron-project");
    writeOther(second);
    const SlowDisk disk = openSlowly(second);
    window_->action(FrameCommandId::SaveAs)->trigger();
    auto* dialog = window_->findChild<QFileDialog*>(QStringLiteral("saveProject"));
    QSignalSpy opened(&saver(), &ProjectSaver::opened);
    disk->release();
    QTRY_VERIFY(disk->isRead());
    QCoreApplication::processEvents();
    QCOMPARE(opened.count(), 0);
    const Point mine = window_->document().source();
    dialog->findChild<QLineEdit*>()->setText(path("mine.isochron-project"));
    button(*dialog, QStringLiteral("&Save"))->click();
    QTRY_COMPARE(saver().path(), second);
    QCOMPARE(readProject(path("mine.isochron-project")).contents.drawing.source, mine);
    QCOMPARE(readProject(second).contents.drawing.source, (Point{2, 0.2}));
  }

  void aSaveThatFailsKeepsTheProjectFromBeingReplaced() {
    const QString second = path("second.isochron-project");
    writeOther(second);
    const SlowDisk disk = openSlowly(second);
    saver().save(QStringLiteral("/proc/nowhere/p.isochron-project"));
    disk->release();
    QTRY_VERIFY(question() != nullptr);
    QVERIFY(tells(*window_, QStringLiteral("/proc/nowhere")));
    question()->button(QMessageBox::Cancel)->click();
    QVERIFY(saver().path().isEmpty());
  }

  // --- the session ends --------------------------------------------------------------------------

  void whatIsUnsavedWhenTheSessionEndsIsKeptAndNotToldAsACrash() {
    window_->autosave(plan());
    saveAs(path("p.isochron-project"));
    window_->document().setSource({1, 0.1});
    window_->prepareForSessionEnd();
    QVERIFY(window_->close());
    QVERIFY2(window_->findChild<QMessageBox*>() == nullptr, "nobody is there to answer");
    window_.reset();
    QCOMPARE(autosaved().size(), 1);
    window_ = openWindow();
    window_->autosave(plan());
    QTRY_VERIFY(button(*window_, QStringLiteral("Restore")) != nullptr);
    QVERIFY2(tells(*window_, QStringLiteral("session ended")) &&
                 !tells(*window_, QStringLiteral("unexpectedly")),
             qPrintable(told(*window_).join(QLatin1Char('\n'))));
    button(*window_, QStringLiteral("Restore"))->click();
    QTRY_COMPARE(window_->document().source(), (Point{1, 0.1}));
    QCOMPARE(saver().path(), path("p.isochron-project"));
  }

  void aSessionThatEndsWithAllSavedLeavesNothing() {
    window_->autosave(plan());
    saveAs(path("p.isochron-project"));
    window_->prepareForSessionEnd();
    QVERIFY(window_->close());
    window_.reset();
    QVERIFY(QDir(path("autosave")).entryList(QDir::Files).isEmpty());
  }

  void aSessionThatDoesNotEndAfterAllGoesOnAsBefore() {
    window_->autosave(plan());
    window_->document().setSource({1, 0.1});
    window_->prepareForSessionEnd();
    window_->document().setSource({2, 0.2});
    const QString file = path("autosave/") + autosaved().value(0);
    QTRY_COMPARE(readAutosaved(file).contents.drawing.source, (Point{2, 0.2}));
    QVERIFY(!readAutosaved(file).sessionEnded);
    QVERIFY(window_->close());
    QVERIFY(readAutosaved(file).sessionEnded);
  }

  void aStrokeIsOnTheDiskWithinTwoSecondsByDefault() {
    // How long a writing takes is for the disk to say; when it begins is ours.
    QVERIFY(AutosavePlan::standard().interval <= std::chrono::milliseconds(2000));
  }

 private:
  /// With its source at (2, 0.2).
  static void writeOther(const QString& file) {
    Project project;
    project.drawing().setSource({2, 0.2});
    writeProject(project.wholeContents(), placeOf(file), file);
  }

  /// A disk that gives a project away only when it is told to, or when the test is over.
  class Disk {
   public:
    ~Disk() { release(); }
    void release() {
      const std::scoped_lock lock(mutex_);
      free_ = true;
      changed_.notify_all();
    }
    bool isRead() const { return read_; }
    OpenedProject read(const QString& file) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return free_; });
      OpenedProject project = readProject(file);
      read_ = true;
      return project;
    }

   private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool free_ = false;
    std::atomic<bool> read_ = false;
  };
  /// The reader may outlive the test that failed: it is let go with this.
  class SlowDisk {
   public:
    explicit SlowDisk(std::shared_ptr<Disk> disk) : disk_(std::move(disk)) {}
    ~SlowDisk() { disk_->release(); }
    SlowDisk(const SlowDisk&) = delete;
    SlowDisk& operator=(const SlowDisk&) = delete;
    Disk* operator->() const { return disk_.get(); }

   private:
    std::shared_ptr<Disk> disk_;
  };

  SlowDisk openSlowly(const QString& file) {
    auto disk = std::make_shared<Disk>();
    saver().setReader(
        [disk](const QString& path, const std::stop_token&) { return disk->read(path); });
    window_->openFile(file);
    return SlowDisk(std::move(disk));
  }
};

}  // namespace

QTEST_MAIN(ProjectOpeningTest)
#include "project_opening_test.moc"
