// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/autosave.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QUuid>
#include <algorithm>

namespace isochron {

AutosavePlan AutosavePlan::standard() {
  return {QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
          QStringLiteral("/autosave")};
}

Autosave::Autosave(const AutosavePlan& plan, Take take, QObject* parent)
    : QObject(parent), take_(std::move(take)), interval_(plan.interval) {
  timer_.setSingleShot(true);
  connect(&timer_, &QTimer::timeout, this, &Autosave::writeNow);
  connect(&notifier_, &CoalescingNotifier::notified, this, &Autosave::deliver);
  QDir().mkpath(plan.folder);
  file_ = QDir(plan.folder)
              .absoluteFilePath(QUuid::createUuid().toString(QUuid::WithoutBraces) +
                                QLatin1Char('.') + projectSuffix());
  lock_ = FileLock::take(lockOf(file_));
  if (!lock_) file_.clear();
  startWorker();
}

Autosave::~Autosave() {
  worker_.reset();
  if (!lock_) return;
  if (!keep_ || !there_) QFile::remove(file_);
  lock_->removeAtEnd();
}

Autosave::Answer Autosave::write(const Request& request) {
  const auto start = std::chrono::steady_clock::now();
  Answer answer{request.number, {}, {}};
  try {
    if (request.work)
      writeProject(request.work->contents, request.work->place, request.file);
    else
      QFile::remove(request.file);
  } catch (const std::exception& failure) {
    answer.problem = QString::fromStdString(failure.what());
  }
  answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  return answer;
}

void Autosave::startWorker() {
  worker_.emplace([](const Request& request, const std::stop_token&,
                     const auto& publish) { publish(write(request)); },
                  [this] { notifier_.notify(); });
}

void Autosave::change() {
  if (lock_ && !timer_.isActive()) timer_.start(std::max(interval_, took_));
}

std::uint64_t Autosave::writeNow() {
  timer_.stop();
  if (!lock_) return number_;
  std::optional<Work> work = take_();
  if (!work && !there_) return number_;
  there_ = work.has_value();
  worker_->submit({std::move(work), file_, ++number_}, false);
  return number_;
}

void Autosave::keepForNextStart() {
  timer_.stop();
  if (!lock_) return;
  // What is being written must not come after this.
  worker_.reset();
  std::optional<Work> work = take_();
  if (work) work->place.sessionEnded = true;
  keep_ = true;
  there_ = work.has_value();
  write({std::move(work), file_, ++number_});
  startWorker();
}

void Autosave::deliver() {
  const std::optional<Answer> answer = worker_->take();
  if (!answer) return;
  took_ = answer->took;
  if (answer->problem.isEmpty()) {
    failing_ = false;
    Q_EMIT written(answer->number);
    return;
  }
  change();  // perhaps there is room later
  if (std::exchange(failing_, true)) return;
  Q_EMIT failed(tr("The work cannot be kept for after a crash: %1").arg(answer->problem));
}

}  // namespace isochron
