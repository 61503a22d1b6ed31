// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/training_worker.h"

#include <algorithm>
#include <chrono>
#include <system_error>

#include "field/error.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace isochron {
namespace {

// Each lets the whole window be drawn anew, which a renderer in software pays for with training.
constexpr std::chrono::milliseconds kBetweenNews(250);
// Pictures and models are for looking at: they take at most this part of the time.
constexpr double kPictureShare = 0.03;
constexpr double kModelShare = 0.01;
constexpr std::chrono::milliseconds kBetweenPictures(500);
constexpr std::chrono::seconds kBetweenModels(3);
constexpr std::chrono::seconds kBetweenAttempts(5);  // to write a result

/// The window goes first where both want the processor; a thread alone loses nothing. Threads that
/// this one starts inherit it.
void letTheWindowGoFirst() {
#ifdef __linux__
  constexpr int kNicer = 15;
  const auto thread = static_cast<id_t>(gettid());
  setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kNicer);
#endif
}

/// LibTorch's messages carry the stack behind their first line.
std::string sentenceOf(const std::exception& failure) {
  const std::string text = failure.what();
  return text.substr(0, text.find('\n'));
}

template <class T>
std::vector<T> joined(std::vector<T> first, const std::vector<T>& then) {
  first.insert(first.end(), then.begin(), then.end());
  return first;
}

void merge(TrainingUpdate& into, TrainingUpdate&& news) {
  std::vector<Metrics> records = joined(std::move(into.records), news.records);
  std::vector<Adjustment> adjustments = joined(std::move(into.adjustments), news.adjustments);
  if (!news.picture) news.picture = std::move(into.picture);
  if (!news.model) news.model = std::move(into.model);
  if (news.problem.empty()) news.problem = std::move(into.problem);
  if (!news.end) news.end = std::move(into.end);
  into = std::move(news);
  into.records = std::move(records);
  into.adjustments = std::move(adjustments);
}

}  // namespace

struct TrainingWorker::Session {
  /// When something was done last, and how long it took.
  struct Pace {
    Clock::time_point last{};
    Clock::duration took{};

    bool isDue(Clock::duration least, double share) const {
      const std::chrono::duration<double> rest(std::chrono::duration<double>(took) / share);
      return Clock::now() - last >= std::max<std::chrono::duration<double>>(least, rest);
    }
  };

  TrainingJob job;
  std::uint64_t run = 0;
  std::stop_token closing;

  std::unique_ptr<Stage> stage;
  std::optional<Training> training;
  std::shared_ptr<const bool> reverting;  // under the mutex
  std::optional<std::int64_t> wanted;
  std::string problem;
  std::vector<Adjustment> adjustments;  // taken, not told yet
  bool failed = false;
  std::string preparing;
  double prepared = 0.0;

  std::size_t recordsTold = 0;
  Clock::time_point newsAt{};
  Pace pictures, models;
  std::shared_ptr<const TrainingPicture> picture;
  std::int64_t pictureStep = -1;
  std::shared_ptr<const Archive> model;
  std::int64_t modelStep = -1;
  std::optional<TrainingUpdate::End> end;
  std::optional<TrainingUpdate::End> unwrittenEnd;  // its result is in the memory alone

  // Since this session began, pauses left out: what the remaining time is told from.
  double active = 0.0;
  std::int64_t firstStep = 0;
  std::int64_t lastStep = 0;
  double firstProgress = 0.0;

  TrainingUpdate news();
};

TrainingUpdate TrainingWorker::Session::news() {
  TrainingUpdate told;
  told.run = run;
  told.preparing = preparing;
  told.prepared = prepared;
  told.problem = std::exchange(problem, {});
  told.adjustments = std::exchange(adjustments, {});
  told.picture = std::exchange(picture, nullptr);
  told.model = std::exchange(model, nullptr);
  told.end = std::exchange(end, std::nullopt);
  if (!training) return told;
  if (training->unwritten()) told.unwritten = training->unwritten()->what();
  told.heldOut = stage->heldOutCount();
  told.steps = stage->steps();
  told.plannedSteps = stage->plannedSteps();
  told.seconds = training->seconds();
  told.progress = training->progress();
  if (active > 0.0) told.stepsPerSecond = static_cast<double>(told.steps - firstStep) / active;
  if (told.progress && *told.progress > firstProgress)
    told.remaining = active * (1.0 - *told.progress) / (*told.progress - firstProgress);
  const std::vector<Metrics>& records = training->history().records();
  told.records.assign(records.begin() + static_cast<std::ptrdiff_t>(recordsTold), records.end());
  recordsTold = records.size();
  return told;
}

// --- the GUI thread's side ----------------------------------------------------------------------

TrainingWorker::TrainingWorker(QObject* parent)
    : QObject(parent), thread_([this](const std::stop_token& closing) { live(closing); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &TrainingWorker::deliver);
}

TrainingWorker::~TrainingWorker() {
  {
    const std::scoped_lock lock(mutex_);
    preparation_.request_stop();
    // Under the lock, so that a thread that is about to wait cannot miss it.
    thread_.request_stop();
  }
  thread_.join();
}

bool TrainingWorker::start(TrainingJob job) { return begin(std::move(job), 0); }

bool TrainingWorker::begin(TrainingJob job, std::int64_t budget) {
  {
    const std::scoped_lock lock(mutex_);
    if (!control_.raise(RunEvent::Start)) return false;
    ++run_;
    job_ = std::move(job);
    budget_ = budget;
    reverting_ = std::make_shared<bool>(false);
    adjustments_.clear();
    stopConditions_.reset();
    preparation_ = std::stop_source();
  }
  wake_.notify_all();
  deliver();
  return true;
}

bool TrainingWorker::raise(RunEvent event) {
  {
    const std::scoped_lock lock(mutex_);
    if (!control_.raise(event)) return false;
    budget_ = 0;
  }
  wake_.notify_all();
  deliver();
  return true;
}

bool TrainingWorker::pause() { return raise(RunEvent::Pause); }
bool TrainingWorker::resume() { return raise(RunEvent::Resume); }

bool TrainingWorker::step(std::int64_t count) {
  {
    const std::scoped_lock lock(mutex_);
    if (count < 1 || !control_.raise(RunEvent::Resume)) return false;
    budget_ = count;
  }
  wake_.notify_all();
  deliver();
  return true;
}

bool TrainingWorker::step(std::int64_t count, TrainingJob job) {
  return count >= 1 && begin(std::move(job), count);
}

bool TrainingWorker::stop(Ending ending) {
  {
    const std::scoped_lock lock(mutex_);
    if (!control_.raise(RunEvent::Stop)) return false;
    *reverting_ = ending == Ending::Revert;
    preparation_.request_stop();
  }
  wake_.notify_all();
  deliver();
  return true;
}

void TrainingWorker::adjust(const std::string& setting, double value) {
  {
    const std::scoped_lock lock(mutex_);
    const auto same = std::find_if(adjustments_.begin(), adjustments_.end(),
                                   [&](const auto& a) { return a.first == setting; });
    if (same == adjustments_.end())
      adjustments_.emplace_back(setting, value);
    else
      same->second = value;
  }
  wake_.notify_all();
}

void TrainingWorker::show(std::optional<std::int64_t> heldOut) {
  {
    const std::scoped_lock lock(mutex_);
    wantedNow_ = heldOut && heldOut != wanted_;
    wanted_ = heldOut;
  }
  wake_.notify_all();
}

void TrainingWorker::setStopConditions(const StopConditions& stop) {
  {
    const std::scoped_lock lock(mutex_);
    stopConditions_ = stop;
  }
  wake_.notify_all();
}

void TrainingWorker::deliver() {
  std::vector<TrainingUpdate> news;
  {
    const std::scoped_lock lock(mutex_);
    news.swap(news_);
  }
  if (const RunState now = state(); now != told_) {
    told_ = now;
    Q_EMIT stateChanged(now);
  }
  for (const TrainingUpdate& one : news) {
    if (one.end) ended_ = one.run;
    Q_EMIT published(one);
  }
}

// --- in the thread ------------------------------------------------------------------------------

void TrainingWorker::live(const std::stop_token& closing) {
  letTheWindowGoFirst();
  // The last run's stage is kept, to be looked at until there is another.
  std::unique_ptr<Session> session;
  while (true) {
    const bool late = session && session->unwrittenEnd;
    {
      std::unique_lock lock(mutex_);
      const auto isAsked = [&] { return job_ || (session && wantedNow_); };
      if (late)
        wake_.wait_for(lock, closing, kBetweenAttempts, isAsked);
      else
        wake_.wait(lock, closing, isAsked);
    }
    if (late) writeLate(*session);
    if (closing.stop_requested()) return;
    std::unique_lock lock(mutex_);
    if (!job_) {
      lock.unlock();
      readRequests(*session);
      showIfDue(*session, true);
      publish(*session, true);
      continue;
    }
    auto next = std::make_unique<Session>();
    next->job = *std::exchange(job_, std::nullopt);
    next->run = run_;
    next->closing = closing;
    next->reverting = reverting_;
    lock.unlock();
    session = std::move(next);
    train(*session);
  }
}

void TrainingWorker::train(Session& session) {
  try {
    session.stage = makeStage(session);
    TrainingOptions options;
    options.stop = session.job.stop;
    options.metricsEvery = 0;
    options.checkpointEvery = session.job.checkpointEvery;
    if (!session.job.file.empty()) options.file = unfinished(session.job.file);
    session.training.emplace(*session.stage, options, control_);
    takeUp(session);
    session.preparing.clear();
    session.firstStep = session.lastStep = session.stage->steps();
    session.firstProgress = session.training->progress().value_or(0.0);
    publish(session, true);
    loop(session);
  } catch (const Cancelled&) {
    control_.raise(RunEvent::Finish);
  } catch (const std::exception& failure) {
    session.problem = sentenceOf(failure);
    session.failed = true;
    control_.raise(RunEvent::Fail);
  }
  if (!session.closing.stop_requested()) endRun(session);
}

/// A run that cannot be taken up has nothing to keep.
void TrainingWorker::takeUp(Session& session) {
  if (session.job.before.empty()) return;
  try {
    session.training->resume(Archive::read(session.job.before));
  } catch (...) {
    session.training.reset();
    throw;
  }
}

std::unique_ptr<Stage> TrainingWorker::makeStage(Session& session) {
  Preparation preparation;
  {
    const std::scoped_lock lock(mutex_);
    preparation.stop = preparation_.get_token();
  }
  preparation.tell = [&](const char* what, double done) {
    const bool other = session.preparing != what;
    session.preparing = what;
    session.prepared = done;
    publish(session, other);
  };
  preparation.at("reading", 0.0);
  return session.job.make(preparation);
}

void TrainingWorker::loop(Session& session) {
  while (!session.closing.stop_requested()) {
    readRequests(session);
    if (waitWhilePaused(session)) continue;
    if (control_.state() == RunState::Stopping && !hasSomethingToKeep(session)) {
      control_.raise(RunEvent::Finish);
      return;
    }
    const Clock::time_point start = Clock::now();
    const bool goesOn = session.training->advanceUnlessPaused();
    if (goesOn) countStep(session);
    showIfDue(session, !goesOn);
    giveModelIfDue(session, !goesOn);
    publish(session, false);
    session.active += std::chrono::duration<double>(Clock::now() - start).count();
    if (!goesOn) return;
  }
  if (session.stage->steps() > session.firstStep) session.training->checkpoint();
}

void TrainingWorker::readRequests(Session& session) {
  std::vector<std::pair<std::string, double>> adjustments;
  std::optional<StopConditions> stop;
  {
    const std::scoped_lock lock(mutex_);
    adjustments.swap(adjustments_);
    stop.swap(stopConditions_);
    session.wanted = wanted_;
    if (std::exchange(wantedNow_, false)) session.pictureStep = -1;
  }
  if (!session.training) return;  // it was never made, and there is nothing to ask
  if (stop) session.training->setStop(*stop);
  for (const auto& [setting, value] : adjustments) {
    try {
      if (!session.stage->adjust(setting, value))
        throw Error(setting, "cannot change in this run", "reset: the next run follows it");
      session.adjustments.push_back({session.stage->steps(), setting, value});
    } catch (const std::exception& refusal) {
      session.problem = sentenceOf(refusal);
    }
  }
}

/// True where it waited, so that the requests must be read again.
bool TrainingWorker::waitWhilePaused(Session& session) {
  if (control_.state() != RunState::Paused) return false;
  // The step's numbers and its picture, once; then it is quiet.
  if (session.stage->steps() > session.firstStep) session.training->recordNow();
  showIfDue(session, true);
  giveModelIfDue(session, true);
  publish(session, true);
  std::unique_lock lock(mutex_);
  wake_.wait(lock, session.closing, [this] {
    return control_.state() != RunState::Paused || !adjustments_.empty() || stopConditions_ ||
           wantedNow_;
  });
  return true;
}

void TrainingWorker::countStep(Session& session) {
  if (session.stage->steps() == session.lastStep) return;
  session.lastStep = session.stage->steps();
  const std::scoped_lock lock(mutex_);
  if (budget_ > 0 && --budget_ == 0) control_.raise(RunEvent::Pause);
}

void TrainingWorker::showIfDue(Session& session, bool now) {
  if (!session.stage || !session.wanted || session.pictureStep == session.stage->steps()) return;
  const bool first = session.pictureStep < 0;
  if (!now && !first && !session.pictures.isDue(kBetweenPictures, kPictureShare)) return;
  const Clock::time_point start = Clock::now();
  try {
    session.picture = std::make_shared<const TrainingPicture>(
        pictureOf(session.stage->snapshot(*session.wanted), *session.wanted));
  } catch (const std::exception& failure) {
    session.problem = sentenceOf(failure);
  }
  session.pictureStep = session.stage->steps();
  session.pictures.last = Clock::now();
  session.pictures.took = session.pictures.last - start;
}

void TrainingWorker::giveModelIfDue(Session& session, bool now) {
  if (!session.job.giveModels || session.modelStep == session.stage->steps()) return;
  if (session.stage->steps() == session.firstStep) return;
  if (!now && !session.models.isDue(kBetweenModels, kModelShare)) return;
  const Clock::time_point start = Clock::now();
  session.model = std::make_shared<const Archive>(session.training->archive());
  session.modelStep = session.stage->steps();
  session.models.last = Clock::now();
  session.models.took = session.models.last - start;
}

/// Asked once a stop was seen or nothing more is done: who stopped has said by then how.
bool TrainingWorker::hasSomethingToKeep(const Session& session) {
  const std::scoped_lock lock(mutex_);
  return !*session.reverting && session.training && session.stage->steps() > session.firstStep;
}

void TrainingWorker::endRun(Session& session) {
  TrainingUpdate::End end;
  end.ending = hasSomethingToKeep(session) ? Ending::Keep : Ending::Revert;
  if (session.training) {
    end.by = session.training->endedBy().value_or(RunEnd::Request);
    end.reason = session.training->ending();
  }
  if (session.failed) {
    end.by = RunEnd::Failure;
    end.reason = session.problem;
  }
  if (end.reason.empty())
    end.reason = session.stage && session.stage->steps() > session.firstStep
                     ? "it was stopped and reverted"
                     : "it was stopped before its first step";
  // A step that threw has left no file, or an older one.
  if (session.failed && end.ending == Ending::Keep) session.training->checkpoint();
  if (!session.job.file.empty()) end.written = settleFile(session, end.ending);
  if (end.ending == Ending::Keep && session.training->unwritten()) session.unwrittenEnd = end;
  tellEnd(session, std::move(end));
}

void TrainingWorker::tellEnd(Session& session, TrainingUpdate::End end) {
  if (end.written && end.by != RunEnd::Failure)
    session.model = std::make_shared<const Archive>(session.training->archive());
  session.end = std::move(end);
  publish(session, true);
}

/// Checkpoints become the result, or go.
bool TrainingWorker::settleFile(Session& session, Ending ending) {
  const std::filesystem::path& file = session.job.file;
  std::error_code failure;
  if (ending == Ending::Revert) {
    std::filesystem::remove(unfinished(file), failure);
    return false;
  }
  // What lies there then is an older state, to go on from.
  if (session.training->unwritten()) return false;
  std::filesystem::rename(unfinished(file), file, failure);
  if (failure) {
    session.problem = Error(file.string(), "cannot be replaced (" + failure.message() + ")",
                            "what was learnt lies beside it, in " + unfinished(file).string())
                          .what();
    return false;
  }
  return true;
}

void TrainingWorker::writeLate(Session& session) {
  session.training->checkpoint();
  if (!settleFile(session, Ending::Keep)) return;
  TrainingUpdate::End end = *std::exchange(session.unwrittenEnd, std::nullopt);
  end.written = true;
  tellEnd(session, std::move(end));
}

void TrainingWorker::publish(Session& session, bool now) {
  const Clock::time_point at = Clock::now();
  if (!now && at - session.newsAt < kBetweenNews) return;
  session.newsAt = at;
  TrainingUpdate told = session.news();
  {
    const std::scoped_lock lock(mutex_);
    if (!news_.empty() && news_.back().run == told.run)
      merge(news_.back(), std::move(told));
    else
      news_.push_back(std::move(told));
  }
  notifier_.notify();
}

}  // namespace isochron
