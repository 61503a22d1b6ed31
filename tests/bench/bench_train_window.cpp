// SPDX-License-Identifier: GPL-3.0-or-later
// Bench of training while one looks on. What the window costs: steps a second of one stage without
// a window, in the Train workspace while it refreshes, there with the picture's painting left out
// (OpenGL, here Mesa's software renderer), and with the window hidden; in turn, so that what else
// the machine does meets all alike. And how soon the window answers meanwhile: clicks and brush
// strokes, each next to the same with training paused.
#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTemporaryDir>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "data_sets.h"
#include "explore/explore_workspace.h"
#include "field_view.h"
#include "main_window.h"
#include "quantile.h"
#include "train/run_bar.h"
#include "train/train_workspace.h"
#include "train/training_view.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

using Clock = std::chrono::steady_clock;
using Times = std::vector<double>;

constexpr std::int64_t kModels = 300;
constexpr int kRounds = 5;
constexpr int kClicks = 60;
constexpr int kStrokeMoves = 300;

double seconds(Clock::duration time) { return std::chrono::duration<double>(time).count(); }

double median(const Times& values) { return quantile(values, 0.5); }

/// Events are handled for so long.
void live(double time) {
  QEventLoop loop;
  QTimer::singleShot(static_cast<int>(1000.0 * time), &loop, &QEventLoop::quit);
  loop.exec();
}

/// Processor seconds of this process's threads whose name begins so.
double threadSeconds(const std::string& prefix) {
  double sum = 0.0;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name, line;
    std::getline(std::ifstream(task.path() / "comm"), name);
    if (name.rfind(prefix, 0) != 0) continue;
    std::ifstream file(task.path() / "schedstat");  // nanoseconds on a processor, and others
    double nanoseconds = 0.0;
    if (file >> nanoseconds) sum += 1e-9 * nanoseconds;
  }
  return sum;
}

double ownSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// When the event that a widget is handling was posted: events carry it as their timestamp.
class Arrivals : public QObject {
 public:
  explicit Arrivals(QWidget* widget) { widget->installEventFilter(this); }
  double secondsAgo() const { return seconds(Clock::now() - posted_); }
  Clock::time_point posted() const { return posted_; }

  static void post(QWidget* widget, QPointF origin, QEvent::Type type, QPointF at, bool held) {
    const auto left = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    auto* event = new QMouseEvent(type, at, origin + at, left, held ? Qt::LeftButton : Qt::NoButton,
                                  Qt::NoModifier);
    event->setTimestamp(static_cast<quint64>(Clock::now().time_since_epoch().count()));
    QCoreApplication::postEvent(widget, event);
  }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (const auto* mouse = dynamic_cast<QMouseEvent*>(event))
      posted_ = Clock::time_point(Clock::duration(static_cast<Clock::rep>(mouse->timestamp())));
    return false;
  }

 private:
  Clock::time_point posted_;
};

class Bench {
 public:
  explicit Bench(double secondsAMode);
  void measureSpeed();
  void measureClicks();
  void measureStrokes();

 private:
  double headlessSpeed();
  double speedInWindow(const char* mode);
  struct Strokes {
    Times all;
    Times own;  // without the frames that were put on the screen in between
  };
  Strokes strokes();
  static void tell(const char* what, const Times& times, const char* other, const Times& others);
  /// Posts from a thread of its own, as a user does: at any time, whatever the window does.
  static void post(int count, const std::function<void(int)>& event);
  TrainController& controller() { return train_->controller(); }

  double secondsAMode_;
  QTemporaryDir folder_;
  MainWindow window_{MainWindow::Layout::Standard};
  TrainWorkspace* train_ = nullptr;
  std::unique_ptr<Stage> alone_;
  RunControl control_;
  std::unique_ptr<Training> training_;
  std::map<std::string, Times> shares_;  // of a processor, by what took it
};

Bench::Bench(double secondsAMode) : secondsAMode_(secondsAMode) {
  window_.resize(1366, 768);
  window_.show();
  train_ = new TrainWorkspace(window_.project(), folder_.filePath("runs").toStdString(), nullptr);
  train_->setWindowFlag(Qt::Window);
  train_->resize(1366, 700);
  window_.project().data().add(
      writeSet(folder_.filePath(QStringLiteral("fields.npy")), kModels, paperGrid()));
  train_->show();
  train_->arrange();
  // The preset's network, and steps short enough to count many in a few seconds.
  TrainSetup setup = controller().setup();
  setup.settings.update(Json{{"models", 8}, {"points", 96}, {"validation_models", 8}});
  setup.components["components"] = 48;
  controller().setSetup(setup);
  const StageRequest request{
      setup.stage, setup.settings,   window_.project().data().find(setup.data)->data,
      nullptr,     setup.components, {}};
  alone_ = stageMaker(request)({});
  TrainingOptions options;
  options.metricsEvery = 0;  // as often as the window's
  training_ = std::make_unique<Training>(*alone_, options, control_);
  controller().play();
  while (!controller().run() || controller().run()->steps < 20) live(0.1);
  controller().pause();
  live(0.5);
}

double Bench::headlessSpeed() {
  const std::int64_t first = alone_->steps();
  const Clock::time_point start = Clock::now();
  while (seconds(Clock::now() - start) < secondsAMode_) training_->advance();
  return static_cast<double>(alone_->steps() - first) / seconds(Clock::now() - start);
}

double Bench::speedInWindow(const char* mode) {
  live(0.3);
  const std::int64_t first = controller().run()->steps;
  const double own = ownSeconds(), renderer = threadSeconds("llvmpipe");
  const Clock::time_point start = Clock::now();
  controller().play();
  live(secondsAMode_);
  controller().pause();
  const double took = seconds(Clock::now() - start);
  shares_[std::string(mode) + ": GUI thread"].push_back((ownSeconds() - own) / took);
  shares_[std::string(mode) + ": renderer's threads"].push_back(
      (threadSeconds("llvmpipe") - renderer) / took);
  live(0.7);  // the step under way, and its record
  return static_cast<double>(controller().run()->steps - first) / took;
}

void Bench::measureSpeed() {
  window_.hide();
  Times unseen, seen, unpainted, hidden;
  for (int round = 0; round < kRounds; ++round) {
    const double headless = headlessSpeed();
    unseen.push_back(headless);
    train_->show();
    seen.push_back(1.0 - speedInWindow("window") / headless);
    train_->view().view().setUpdatesEnabled(false);
    unpainted.push_back(1.0 - speedInWindow("window, picture not painted") / headless);
    train_->view().view().setUpdatesEnabled(true);
    train_->hide();
    hidden.push_back(1.0 - speedInWindow("window hidden") / headless);
    std::printf(
        "round %d: headless %.2f steps/s; lost in the window %.1f %%, there with the picture "
        "not painted %.1f %%, hidden %.1f %%\n",
        round + 1, headless, 100.0 * seen.back(), 100.0 * unpainted.back(), 100.0 * hidden.back());
    std::fflush(stdout);
  }
  std::printf(
      "medians of %d: headless %.2f steps/s; lost %.1f %%, picture not painted %.1f %%, "
      "hidden %.1f %%\n",
      kRounds, median(unseen), 100.0 * median(seen), 100.0 * median(unpainted),
      100.0 * median(hidden));
  for (const auto& [what, share] : shares_)
    std::printf("  %s: %.1f %% of a processor\n", what.c_str(), 100.0 * median(share));
  window_.show();
  train_->show();
}

void Bench::post(int count, const std::function<void(int)>& event) {
  QEventLoop loop;
  std::jthread poster([&](const std::stop_token&) {
    std::minstd_rand random(7);
    for (int i = 0; i < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 60));
      event(i);
    }
    QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection);
  });
  loop.exec();
}

void Bench::tell(const char* what, const Times& times, const char* other, const Times& others) {
  const auto line = [](const char* name, const Times& t) {
    std::printf("%s: median %.1f ms, 90th percentile %.1f, most %.1f, of %zu\n", name, median(t),
                quantile(t, 0.9), quantile(t, 1.0), t.size());
  };
  line(what, times);
  line(other, others);
  std::printf("  ratio of medians %.2f\n", median(times) / median(others));
  std::fflush(stdout);
}

/// From the click to the window's answer: Pause and Play, and what the picture shows.
void Bench::measureClicks() {
  QToolButton* button = train_->bar().playButton();
  const Arrivals arrivals(button);
  const QPointF origin = button->mapToGlobal(QPointF());
  Times pauses, plays;
  const auto told = [&, before = controller().state()]() mutable {
    const RunState state = controller().state();
    if (state == std::exchange(before, state)) return;
    (state == RunState::Paused ? pauses : plays).push_back(1e3 * arrivals.secondsAgo());
  };
  const auto connection =
      QObject::connect(&controller(), &TrainController::stateChanged, button, told);
  post(2 * kClicks, [&](int) {
    const QPointF at(8.0, 8.0);
    Arrivals::post(button, origin, QEvent::MouseButtonPress, at, true);
    Arrivals::post(button, origin, QEvent::MouseButtonRelease, at, false);
  });
  QObject::disconnect(connection);
  tell("a click on Pause", pauses, "on Play", plays);
}

/// From the mouse to the new contours, which are then painted.
Bench::Strokes Bench::strokes() {
  auto* explore = qobject_cast<ExploreWorkspace*>(window_.workspace(QStringLiteral("explore")));
  Document& drawing = window_.project().drawing();
  FieldView& view = explore->view();
  explore->tools().setTool(Tool::Brush);
  std::map<const void*, Clock::time_point> moved;  // by the model that came of it
  const Arrivals arrivals(&view);
  Strokes times;
  QObject context;
  // Putting a frame on the screen: what the renderer in software takes of the window's thread.
  std::vector<std::pair<Clock::time_point, Clock::time_point>> frames;
  QObject::connect(&view, &QOpenGLWidget::aboutToCompose, &context, [&] {
    frames.push_back({Clock::now(), Clock::time_point::max()});
  });
  QObject::connect(&view, &QOpenGLWidget::frameSwapped, &context, [&] {
    if (!frames.empty()) frames.back().second = Clock::now();
  });
  const auto framesSince = [&](Clock::time_point start) {
    double sum = 0.0;
    for (auto frame = frames.rbegin(); frame != frames.rend() && frame->second > start; ++frame)
      sum += std::max(
          0.0, seconds(std::min(frame->second, Clock::now()) - std::max(frame->first, start)));
    return sum;
  };
  QObject::connect(&drawing, &Document::velocityChanged, &context,
                   [&] { moved[drawing.model().get()] = arrivals.posted(); });
  QObject::connect(&explore->presenter(), &ViewPresenter::answerShown, &context,
                   [&](const LiveAnswer& answer) {
                     const auto found = moved.find(answer.model.get());
                     if (found == moved.end() || !answer.complete) return;
                     const double took = seconds(Clock::now() - found->second);
                     times.all.push_back(1e3 * took);
                     times.own.push_back(1e3 * (took - framesSince(found->second)));
                     moved.erase(moved.begin(), std::next(found));
                   });
  const QPointF origin = view.mapToGlobal(QPointF());
  const QPointF middle = QRectF(view.rect()).center();
  post(kStrokeMoves, [&](int i) {
    const double angle = 0.1 * i;
    const QPointF place = middle + 80.0 * QPointF(std::cos(angle), std::sin(angle));
    const auto type = i == 0                  ? QEvent::MouseButtonPress
                      : i + 1 == kStrokeMoves ? QEvent::MouseButtonRelease
                                              : QEvent::MouseMove;
    Arrivals::post(&view, origin, type, place, i + 1 < kStrokeMoves);
  });
  live(0.5);
  drawing.undo();
  return times;
}

void Bench::measureStrokes() {
  train_->hide();
  window_.raise();
  controller().pause();
  live(1.0);
  for (const bool network : {false, true}) {
    Strokes training, paused;
    const auto add = [](Strokes& to, const Strokes& more) {
      to.all.insert(to.all.end(), more.all.begin(), more.all.end());
      to.own.insert(to.own.end(), more.own.begin(), more.own.end());
    };
    if (network) controller().useModel(controller().run()->id);
    live(3.0);
    for (int round = 0; round < 3; ++round) {
      add(paused, strokes());
      controller().play();
      live(0.5);
      add(training, strokes());
      controller().pause();
      live(0.5);
    }
    std::printf("a brush stroke's contours, %s\n", network ? "network and solver" : "solver");
    tell("  while training", training.all, "  with training paused", paused.all);
    tell("  while training, frames left out", training.own,
         "  with training paused, frames left out", paused.own);
  }
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("IsochronBench"));
  Bench bench(argc > 1 ? std::atof(argv[1]) : 8.0);
  bench.measureSpeed();
  bench.measureClicks();
  bench.measureStrokes();
  return 0;
}
