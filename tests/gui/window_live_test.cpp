// SPDX-License-Identifier: GPL-3.0-or-later
// The live-answer thread: latest wins, nothing stale, nothing lost, and it always ends.
#include <QSignalSpy>
#include <QtTest>
#include <atomic>
#include <barrier>
#include <latch>

#include "eikonal/rays.h"
#include "explore/live_answers.h"
#include "field/error.h"
#include "latest_worker.h"

namespace {

using namespace isochron;
using Worker = LatestWorker<int, int>;

std::shared_ptr<const VelocityModel> model(int nx, int nz, double velocity = 2.0) {
  const Grid grid{nx, nz, 1.0 / nx, 2.0 / nz, {}};
  return std::make_shared<const VelocityModel>(grid, Array::Constant(nz, nx, velocity));
}

LiveRequest request(std::shared_ptr<const VelocityModel> m, Point source = {0.3, 0.4}) {
  LiveRequest r;
  r.model = std::move(m);
  r.source = source;
  return r;
}

/// The last of the answers to a request.
LiveAnswer answerTo(LiveSolver& solver, const LiveRequest& r, const std::stop_token& stop = {}) {
  LiveAnswer last;
  solver.answer(r, stop, [&](LiveAnswer answer) { last = std::move(answer); });
  return last;
}

class WindowLiveTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  // --- the worker ---------------------------------------------------------------------------
  void theLatestWaitingRequestWins() {
    std::latch started(1);
    std::latch release(1);
    std::atomic<int> computed = 0;
    std::latch last(1);
    Worker worker(
        [&](int request, const std::stop_token&, const Worker::Publish& publish) {
          if (request == 0) {
            started.count_down();
            release.wait();
          }
          ++computed;
          publish(request);
          if (request == 100) last.count_down();
        },
        [] {});
    worker.submit(0, false);
    started.wait();
    for (int i = 1; i <= 100; ++i) worker.submit(i, false);
    release.count_down();
    last.wait();
    QCOMPARE(worker.take(), std::optional(100));
    QCOMPARE(worker.take(), std::nullopt);
    QCOMPARE(computed.load(), 2);
  }

  void anInterruptedRequestPublishesNothing() {
    std::latch started(1);
    std::latch done(1);
    Worker worker(
        [&](int request, const std::stop_token& stop, const Worker::Publish& publish) {
          if (request == 1) {
            started.count_down();
            while (!stop.stop_requested()) std::this_thread::yield();
          }
          publish(request);
        },
        [&] { done.count_down(); });
    worker.submit(1, true);
    started.wait();
    worker.submit(2, true);
    done.wait();
    QCOMPARE(worker.take(), std::optional(2));
  }

  void anInterruptForgetsAnAnswerThatNobodyTook() {
    std::latch first(1);
    std::latch release(1);
    Worker worker(
        [&](int request, const std::stop_token&, const Worker::Publish& publish) {
          if (request == 2) release.wait();
          publish(request);
        },
        [&] {
          if (!first.try_wait()) first.count_down();
        });
    worker.submit(1, true);
    first.wait();
    worker.submit(2, true);
    QCOMPARE(worker.take(), std::nullopt);
    release.count_down();
  }

  void cancelForgetsWhatWasDoneAndWhatWaits() {
    std::latch done(1);
    Worker worker([](int request, const std::stop_token&,
                     const Worker::Publish& publish) { publish(request); },
                  [&] { done.count_down(); });
    worker.submit(1, false);
    done.wait();
    worker.cancel();
    QCOMPARE(worker.take(), std::nullopt);
  }

  void theWorkerEndsInEveryState() {
    for (int round = 0; round < 300; ++round) {
      std::latch started(1);
      Worker worker(
          [&](int, const std::stop_token& stop, const Worker::Publish& publish) {
            started.count_down();
            while (!stop.stop_requested()) std::this_thread::yield();
            publish(1);
          },
          [] {});
      if (round % 3 == 0) continue;  // ends before it was asked anything
      worker.submit(1, round % 2 == 0);
      if (round % 3 == 1) started.wait();  // ends in the middle of its work
    }
    QVERIFY(true);  // reaching this line is the test: no hang, no race under tsan
  }

  void manyThreadsMaySubmit() {
    std::atomic<int> answers = 0;
    {
      Worker worker([](int request, const std::stop_token&,
                       const Worker::Publish& publish) { publish(request); },
                    [&] { ++answers; });
      std::vector<std::jthread> threads;
      for (int t = 0; t < 4; ++t)
        threads.emplace_back([&worker, t] {
          for (int i = 0; i < 500; ++i) {
            worker.submit(t * 1000 + i, i % 5 == 0);
            if (i % 3 == 0) worker.take();
          }
        });
    }
    QVERIFY(answers >= 0 && answers <= 2000);
  }

  // --- answers ------------------------------------------------------------------------------
  void anAnswerHoldsTimesContoursReceiversAndRays() {
    LiveRequest r = request(model(64, 32));
    r.receivers = {{0.9, 0.1}, {0.1, 1.5}};
    r.rays = true;
    r.probe = Point{0.5, 1.0};
    r.interval = 0.05;
    LiveSolver solver;
    const LiveAnswer answer = answerTo(solver, r);
    QVERIFY2(answer.problem.empty(), answer.problem.c_str());
    for (std::size_t i = 0; i < 2; ++i)
      QVERIFY(std::abs(answer.receiverTimes[i] - distance(r.source, r.receivers[i]) / 2.0) < 1e-9);
    QCOMPARE(answer.rays.size(), std::size_t{3});
    for (const Polyline& ray : answer.rays) QCOMPARE(ray.back(), r.source);
    QVERIFY(answer.contours.size() > 5);
    QCOMPARE(answer.contours[0].level, 0.05);
    for (const Contour& contour : answer.contours)
      for (const Polyline& line : contour.lines)
        for (const Point& p : line)
          QVERIFY(std::abs(distance(p, r.source) / 2.0 - contour.level) < 0.01);
  }

  void viewChangesReuseTheTraveltimes() {
    LiveSolver solver;
    LiveRequest r = request(model(64, 32));
    const auto first = answerTo(solver, r);
    r.interval = 0.123;
    const auto second = answerTo(solver, r);
    QCOMPARE(second.traveltimes, first.traveltimes);
    QCOMPARE(second.solveMilliseconds, first.solveMilliseconds);
    r.source.x += 0.1;
    QVERIFY(answerTo(solver, r).traveltimes != first.traveltimes);
  }

  void aSourceOutsideIsToldInTheAnswer() {
    LiveSolver solver;
    const LiveAnswer answer = answerTo(solver, request(model(16, 16), {5, 5}));
    QVERIFY(!answer.problem.empty());
    QVERIFY(!answer.traveltimes);
    // The solver is as good as new afterwards.
    QVERIFY(answerTo(solver, request(model(16, 16))).problem.empty());
  }

  void aStoppedAnswerIsCancelled() {
    std::stop_source stop;
    stop.request_stop();
    LiveSolver solver;
    QVERIFY_THROWS_EXCEPTION(Cancelled,
                             answerTo(solver, request(model(256, 256)), stop.get_token()));
  }

  void theLastRequestIsAlwaysAnswered() {
    LiveAnswers answers;
    QSignalSpy spy(&answers, &LiveAnswers::answered);
    const auto m = model(64, 64);
    std::uint64_t last = 0;
    for (int i = 0; i < 200; ++i) last = answers.request(request(m, {0.3 + 0.001 * i, 0.4}));
    QVERIFY(answers.isBusy());
    QTRY_VERIFY(!answers.isBusy());
    QCOMPARE(spy.last()[0].value<LiveAnswer>().number, last);
    std::uint64_t previous = 0;
    for (const auto& arguments : spy) {
      const auto number = arguments[0].value<LiveAnswer>().number;
      QVERIFY(number > previous);
      previous = number;
    }
  }

  void answersForAnOlderGridAreDropped() {
    LiveAnswers answers;
    QSignalSpy spy(&answers, &LiveAnswers::answered);
    for (int i = 0; i < 30; ++i) {
      answers.request(request(model(400, 400)));
      answers.request(request(model(16 + i, 16)));
      QTRY_VERIFY(!answers.isBusy());
    }
    for (const auto& arguments : spy)
      QCOMPARE(arguments[0].value<LiveAnswer>().model->grid().nz, 16);
    QCOMPARE(spy.count(), 30);
  }

  void aStreamOfRequestsGivesAStreamOfAnswers() {
    // A mouse that reports faster than the solver solves must not starve the picture.
    LiveAnswers answers;
    const auto m = model(200, 200);
    int count = 0;
    connect(&answers, &LiveAnswers::answered, &answers, [&](const LiveAnswer&) {
      ++count;
      // The next request is there before this answer is shown.
      if (count < 20) answers.request(request(m, {0.2 + 0.01 * count, 0.4}));
    });
    answers.request(request(m, {0.2, 0.4}));
    answers.request(request(m, {0.3, 0.4}));
    QTRY_COMPARE_WITH_TIMEOUT(count >= 20, true, 30000);
  }

  void closingInTheMiddleOfASolveEnds() {
    for (int round = 0; round < 20; ++round) {
      LiveAnswers answers;
      answers.request(request(model(1000, 1000)));
      if (round % 2 == 0) answers.request(request(model(1000, 900)));
    }
    QVERIFY(true);  // reaching this line is the test: the destructor joined
  }
};

}  // namespace

QTEST_GUILESS_MAIN(WindowLiveTest)
#include "window_live_test.moc"
