// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/autosave.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QUuid>

#include "field/error.h"

namespace isochron {

AutosavePlan AutosavePlan::standard() {
  return {QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
          QStringLiteral("/autosave")};
}

Autosave::Autosave(const AutosavePlan& plan, Take take, QObject* parent)
    : QObject(parent), take_(std::move(take)) {
  timer_.setSingleShot(true);
  timer_.setInterval(plan.interval);
  connect(&timer_, &QTimer::timeout, this, &Autosave::writeNow);
  connect(&notifier_, &CoalescingNotifier::notified, this, &Autosave::deliver);
  QDir().mkpath(plan.folder);
  file_ = QDir(plan.folder)
              .absoluteFilePath(QUuid::createUuid().toString(QUuid::WithoutBraces) +
                                QLatin1Char('.') + projectSuffix());
  lock_ = FileLock::take(lockOf(file_));
  if (!lock_) file_.clear();
  worker_.emplace(
      [](const Request& request, const std::stop_token&, const auto& publish) {
        try {
          if (request.work)
            writeProject(request.work->contents, request.work->place, request.file);
          else
            QFile::remove(request.file);
          publish({request.number, {}});
        } catch (const std::exception& failure) {
          publish({request.number, QString::fromStdString(failure.what())});
        }
      },
      [this] { notifier_.notify(); });
}

Autosave::~Autosave() {
  worker_.reset();
  if (!lock_) return;
  QFile::remove(file_);
  lock_->removeAtEnd();
}

void Autosave::change() {
  if (lock_ && !timer_.isActive()) timer_.start();
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

void Autosave::deliver() {
  const std::optional<Answer> answer = worker_->take();
  if (!answer) return;
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
