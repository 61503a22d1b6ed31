// SPDX-License-Identifier: GPL-3.0-or-later
// The window killed at random moments of editing, saving and training: the next start offers the
// work back, and no project file is ever unreadable; a run of training goes on from its last
// checkpoint. The test starts itself as that window.
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <random>

#include "data_sets.h"
#include "project/project_actions.h"
#include "project_sample.h"
#include "train/train_workspace.h"
#include "window_fixture.h"

namespace {

using namespace isochron;
using namespace isochron::tests;

constexpr int kKills = 20;
constexpr std::chrono::milliseconds kInterval{
    300};  // of autosaving and of the checkpoints of a run
constexpr int kEveryMilliseconds = 4;
/// What is not on the disk by then will not come there: no machine is that slow.
constexpr qint64 kHopeless = 60000;
constexpr double kStep = 1e-4;  // of source and receivers for one edit, km
constexpr double kVelocityStep = 1e-6;

qint64 now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// --- the window that is killed
// --------------------------------------------------------------------

/// Every edit leaves its number in what it edits: the velocity of the first node, the source, or
/// the first receiver. The largest is that of the last edit.
int lastEdit(const DocumentState& drawing) {
  const auto whole = [](double value) { return static_cast<int>(std::lround(value)); };
  return std::max({whole((drawing.model->velocity()(0, 0) - 2.0) / kVelocityStep),
                   whole(drawing.source.x / kStep), whole(drawing.receivers.at(0).x / kStep)});
}

/// Every other window trains besides.
bool trains(int round) { return round % 2 == 1; }

std::filesystem::path runsIn(const QString& folder) { return (folder + "/runs").toStdString(); }

void say(const char* what, int number) {
  std::printf("%s %d %lld\n", what, number, static_cast<long long>(now()));
  std::fflush(stdout);
}

class Victim : public QObject {
 public:
  Victim(const QString& folder, unsigned seed)
      : folder_(folder), trains_(trains(static_cast<int>(seed))), random_(seed) {
    const bool crashed = !left().isEmpty();
    savesEvery_ = seed % 3 == 0 ? 10 : 400;
    window_.show();
    window_.autosave({folder + QStringLiteral("/autosave"), kInterval});
    offered_.callOnTimeout(this, [this] { takeOffer(); });
    connect(&window_.projectActions().saver(), &ProjectSaver::opened, this, [this] {
      const bool restored = offered_.isActive();
      offered_.stop();
      number_ = lastEdit(drawing().state());
      say(restored ? "restored" : "opened", number_);
      begin();
    });
    if (crashed)
      offered_.start(5);
    else if (QFile::exists(file()))
      window_.openFile(file());
    else
      begin();
  }

 private:
  QStringList left() const {
    return QDir(folder_ + QStringLiteral("/autosave"))
        .entryList({QStringLiteral("*.isochron-project")});
  }
  QString file() const { return folder_ + QStringLiteral("/p.isochron-project"); }
  Document& drawing() { return window_.document(); }

  void takeOffer() {
    // All of it may be in the project's own file: then there is nothing to offer.
    if (left().isEmpty()) {
      offered_.stop();
      return window_.openFile(file());
    }
    for (QPushButton* button : window_.findChildren<QPushButton*>())
      if (button->text() == QStringLiteral("Restore") && button->isVisible())
        return button->click();
  }

  void begin() {
    if (number_ == 0) {
      drawing().setSource({0, 0.3});
      drawing().setReceivers({{0, 0}}, {});
      paint();
      // From now on the project has a file; the others restore its name.
      window_.projectActions().saver().save(file());
    }
    edits_.callOnTimeout(this, [this] { edit(); });
    edits_.start(kEveryMilliseconds);
    looks_.callOnTimeout(this, [this] { look(); });
    looks_.start(50);
    if (trains_)
      trainForGood();
    else
      say("ready", number_);
  }

  /// A real run, or the one that a kill has interrupted.
  void trainForGood() {
    train_ = std::make_unique<TrainWorkspace>(window_.project(), runsIn(folder_));
    TrainController& controller = train_->controller();
    controller.setCheckpointEvery(std::chrono::duration<double>(kInterval).count());
    connect(&controller, &TrainController::problem, this,
            [](const QString& sentence) { std::fprintf(stderr, "%s\n", qPrintable(sentence)); });
    connect(&controller, &TrainController::runChanged, this, [this, &controller] {
      const auto steps = controller.run() ? static_cast<int>(controller.run()->steps) : 0;
      if (steps == steps_ || controller.state() != RunState::Running) return;
      if (steps_ == 0) say("resumed", steps);
      say("step", steps);
      if (steps_ == 0) say("ready", number_);
      steps_ = steps;
    });
    // The stages and the runs are read in threads of their own.
    ready_.callOnTimeout(this, [this, &controller] {
      if (!controller.isReady()) return;
      ready_.stop();
      goOn();
    });
    ready_.start(5);
  }

  void goOn() {
    TrainController& controller = train_->controller();
    if (!controller.store().runs().empty())
      return controller.continueRun(controller.store().runs().back().id);
    window_.project().data().add(writeSet(folder_ + QStringLiteral("/fields.npy"), 60));
    TrainSetup setup = controller.setup();
    setup.settings.update(Json{{"trunk_width", 16},
                               {"branch_width", 16},
                               {"points", 16},
                               {"models", 4},
                               {"steps", 10'000'000},
                               {"validation", 0.1},
                               {"test", 0.1},
                               {"validation_models", 2},
                               {"threads", 1}});
    setup.components["components"] = 4;
    controller.setSetup(setup);
    controller.play();
  }

  void paint() {
    Array velocity = drawing().model()->velocity();
    velocity(0, 0) = 2.0 + kVelocityStep * number_;
    drawing().setVelocity({velocity, {0, 0, 1, 1}}, QStringLiteral("paint"));
  }

  void edit() {
    ++number_;
    switch (random_() % 3) {
      case 0:
        drawing().setSource({kStep * number_, 0.3});
        break;
      case 1: {
        auto receivers = drawing().receivers();
        receivers[0].x = kStep * number_;
        drawing().setReceivers(receivers, QStringLiteral("move"));
        break;
      }
      default:
        paint();
    }
    if (number_ % 25 == 0) train();
    if (number_ % savesEvery_ == 0 && !window_.projectActions().saver().isSaving()) save();
    say("edit", number_);
  }

  void save() { window_.action(FrameCommandId::Save)->trigger(); }

  /// As training gives its model to the project.
  void train() {
    ModelLibrary& models = window_.project().models();
    if (models.models().empty())
      models.add(QStringLiteral("in training"), trainedModel(number_));
    else
      models.update(models.models()[0].id, trainedModel(number_));
  }

  /// What is on the disk by now.
  void look() {
    const QDir autosaved(folder_ + QStringLiteral("/autosave"));
    for (const QString& name : autosaved.entryList({QStringLiteral("*.isochron-project")})) try {
        const OpenedProject opened = readAutosaved(autosaved.filePath(name));
        say("safe", lastEdit(opened.contents.drawing));
      } catch (const std::exception&) {
        // Removed between listing and reading.
      }
  }

  QString folder_;
  bool trains_;
  std::mt19937 random_;
  TestWindow window_{MainWindow::Layout::Standard};
  std::unique_ptr<TrainWorkspace> train_;
  int steps_ = 0;
  QTimer offered_, edits_, looks_, ready_;
  int savesEvery_ = 0;
  int number_ = 0;
};

int runVictim(int argc, char** argv) {
  QApplication application(argc, argv);
  QTemporaryDir settings;
  isolateSettings(settings);
  const Victim victim(QString::fromLocal8Bit(argv[2]),
                      static_cast<unsigned>(QByteArray(argv[3]).toUInt()));
  return QApplication::exec();
}

// --- the window in which somebody draws ---------------------------------------------------------

constexpr double kGround = 2.0, kFirstStroke = 3.0, kPerStroke = 1e-3;  // km/s

/// The number of the last stroke.
int lastStroke(const VelocityModel& model) {
  return model.max() == kGround
             ? 0
             : static_cast<int>(std::lround((model.max() - kFirstStroke) / kPerStroke));
}

/// Keeps its work as the program does, and is drawn in without a pause.
int runPainter(int argc, char** argv) {
  QApplication application(argc, argv);
  QTemporaryDir settings;
  isolateSettings(settings);
  TestWindow window(MainWindow::Layout::Standard);
  window.show();
  AutosavePlan plan = AutosavePlan::standard();
  plan.folder = QString::fromLocal8Bit(argv[2]);
  window.autosave(plan);
  const Grid grid{41, 21, 0.1, 0.05, {}};
  window.document().load(std::make_shared<const VelocityModel>(
                             grid, Array(Array::Constant(grid.nz, grid.nx, kGround))),
                         {});
  window.action(CommandId::ToolBrush)->trigger();
  int number = 0;
  QTimer strokes;
  strokes.callOnTimeout(&window, [&] {
    if (number == 0 && !window.isSettled()) return;
    ToolSettings brush = window.tools().settings();
    brush.mode = BrushMode::Value;
    brush.softness = 0.0;
    brush.value = kFirstStroke + kPerStroke * (number + 1);
    window.tools().setSettings(brush);
    drag(window, {{1.0, 0.5}, {2.0, 0.5}});
    say("stroke", ++number);
  });
  strokes.start(20);
  return QApplication::exec();
}

// --- the test -----------------------------------------------------------------------------------

struct Line {
  QString what;
  int number = 0;
  qint64 time = 0;
};

class ProjectKillTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theNextStartOffersTheWorkBack() {
    const QString file = folder_.filePath(QStringLiteral("p.isochron-project"));
    std::vector<Line> before;
    std::vector<qint64> lags, unlearnt;
    int restarts = 0, savedBefore = 0, kept = 0;
    for (int kill = 0; kill <= kKills; ++kill) {
      const std::vector<Line> lines = killOnce(kill);
      if (QTest::currentTestFailed()) return;
      // Never unreadable, whatever was being written.
      const int saved = QFile::exists(file) ? lastEdit(readProject(file).contents.drawing) : 0;
      if (kill > 0) {
        // What was there at its start is not lost either.
        const int begun = std::max(savedBefore, before.front().number);
        const int safe = std::max(begun, newest(before, QStringLiteral("safe")));
        const int back = lines.front().number;
        if (lines.front().what == QStringLiteral("restored")) ++restarts;
        QVERIFY2(back >= safe,
                 qPrintable(QStringLiteral("kill %1: edit %2 was on the disk, %3 came back")
                                .arg(kill)
                                .arg(safe)
                                .arg(back)));
        // One more may have been done than was told.
        QVERIFY(back <= std::max(begun, newest(before, QStringLiteral("edit")) + 1));
      }
      for (const Line& line : lines)
        if (line.what == QStringLiteral("safe"))
          lags.push_back(lag(lines, QStringLiteral("edit"), line.number, line.time));
      if (trains(kill)) {
        QVERIFY2(
            first(lines, QStringLiteral("resumed")) >= kept,
            qPrintable(QStringLiteral("kill %1: step %2 was on the disk").arg(kill).arg(kept)));
        kept = stepsOnDisk();
        unlearnt.push_back(ageOnDisk(lines, kept));
      }
      savedBefore = saved;
      before = lines;
    }
    QVERIFY(kept > 0);
    std::sort(unlearnt.begin(), unlearnt.end());
    qInfo("training not yet on the disk: median %lld ms, at most %lld ms",
          static_cast<long long>(unlearnt[unlearnt.size() / 2]),
          static_cast<long long>(unlearnt.back()));
    QVERIFY(unlearnt.back() <= kHopeless);
    QVERIFY2(restarts >= kKills / 2, qPrintable(QString::number(restarts)));
    QVERIFY(!lags.empty());
    std::sort(lags.begin(), lags.end());
    const qint64 median = lags[lags.size() / 2];
    qInfo("work not yet on the disk: median %lld ms, at most %lld ms, of %lld ms a writing",
          static_cast<long long>(median), static_cast<long long>(lags.back()),
          static_cast<long long>(kInterval.count()));
    QVERIFY(lags.back() <= kHopeless);
  }

  void aStrokeIsKeptWhileOneGoesOnDrawing() {
    // What is not kept when the program is killed is younger than three seconds, unless the disk is
    // slower than that: it is written so long after it was drawn.
    QVERIFY(AutosavePlan::standard().interval <= std::chrono::seconds(2));
    const QTemporaryDir folder;
    QProcess painter;
    painter.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    painter.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--painter"), folder.path()});
    QVERIFY(painter.waitForStarted());
    const auto kept = [&] {
      const QStringList files =
          QDir(folder.path()).entryList({QStringLiteral("*.isochron-project")});
      try {
        return files.isEmpty()
                   ? 0
                   : lastStroke(
                         *readAutosaved(folder.filePath(files.front())).contents.drawing.model);
      } catch (const Error&) {
        return 0;  // removed or replaced between listing and reading
      }
    };
    int first = 0, told = 0;
    QTRY_VERIFY_WITH_TIMEOUT((first = kept()) > 0, kHopeless);
    // And again, without a pause in between.
    QTRY_VERIFY_WITH_TIMEOUT(kept() > first, kHopeless);
    painter.kill();
    QVERIFY(painter.waitForFinished());
    while (painter.canReadLine()) told += painter.readLine().startsWith("stroke");
    const std::vector<RecoverableProject> left = takeRecoverableProjects(folder.path());
    QCOMPARE(left.size(), std::size_t{1});
    const int last = lastStroke(*readAutosaved(left.front().file).contents.drawing.model);
    QVERIFY(last > first);
    QVERIFY(last <= told + 1);
    qInfo("%d of %d strokes were kept", last, told);
  }

 private:
  static int newest(const std::vector<Line>& lines, const QString& what) {
    int number = 0;
    for (const Line& line : lines)
      if (line.what == what) number = std::max(number, line.number);
    return number;
  }

  static int first(const std::vector<Line>& lines, const QString& what) {
    for (const Line& line : lines)
      if (line.what == what) return line.number;
    return 0;
  }

  /// For how long the oldest work that is not on the disk has been there, ms.
  static qint64 lag(const std::vector<Line>& lines, const QString& work, int onDisk, qint64 time) {
    for (const Line& line : lines)
      if (line.what == work && line.number > onDisk) return std::max<qint64>(0, time - line.time);
    return 0;
  }
  /// For how long, at the end, the last step told of that is on the disk had been told, ms. Steps
  /// are told now and then: less than this is lost.
  static qint64 ageOnDisk(const std::vector<Line>& lines, int onDisk) {
    qint64 told = lines.front().time;
    for (const Line& line : lines)
      if (line.what == QStringLiteral("step") && line.number <= onDisk) told = line.time;
    return lines.back().time - told;
  }

  /// Of the run that the kill has interrupted; -1 where its checkpoint is not sound.
  int stepsOnDisk() const {
    RunStore store(runsIn(folder_.path()));
    store.read();
    if (store.runs().size() != 1) return -1;
    const RunRecord& run = store.runs().front();
    const std::filesystem::path file = store.newestFile(run.id);
    if (file.empty()) return 0;
    return run.outcome == RunOutcome::Interrupted
               ? static_cast<int>(Archive::read(file).described("steps"))
               : -1;
  }

  /// Starts the window, lets it work for a random while, kills it; what it said.
  std::vector<Line> killOnce(int round) {
    std::vector<Line> lines;
    QProcess victim;
    victim.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    const auto read = [&] {
      while (victim.canReadLine()) {
        const QStringList words =
            QString::fromLatin1(victim.readLine()).trimmed().split(QLatin1Char(' '));
        if (words.size() == 3) lines.push_back({words[0], words[1].toInt(), words[2].toLongLong()});
      }
    };
    const auto said = [&](const QString& what) {
      return std::any_of(lines.begin(), lines.end(),
                         [&](const Line& line) { return line.what == what; });
    };
    victim.start(QCoreApplication::applicationFilePath(),
                 {QStringLiteral("--victim"), folder_.path(), QString::number(round)});
    QElapsedTimer patience;
    patience.start();
    while (!said(QStringLiteral("ready")) && patience.elapsed() < 180000) {
      victim.waitForReadyRead(100);
      read();
    }
    if (!said(QStringLiteral("ready"))) {
      victim.kill();
      victim.waitForFinished();
      QTest::qFail("it did not start, or did not offer the work back", __FILE__, __LINE__);
      return {Line{}};
    }
    // The moments, not the edits, are what is random here.
    const auto life = static_cast<qint64>(random_() % 1100);
    patience.restart();
    while (patience.elapsed() < life)
      victim.waitForReadyRead(static_cast<int>(life - patience.elapsed()));
    victim.kill();
    victim.waitForFinished();
    read();
    return lines;
  }

  QTemporaryDir folder_;
  std::mt19937 random_{5};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && qstrcmp(argv[1], "--victim") == 0) return runVictim(argc, argv);
  if (argc == 3 && qstrcmp(argv[1], "--painter") == 0) return runPainter(argc, argv);
  QCoreApplication application(argc, argv);
  ProjectKillTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "project_kill_test.moc"
