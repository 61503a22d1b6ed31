// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/crash_offer.h"

#include <QLocale>

#include "message_bar.h"
#include "project/autosave.h"
#include "project/project_file.h"
#include "project/project_saver.h"

namespace isochron {
namespace {

QString timeText(const QDateTime& when) {
  const QLocale locale;
  const QString time = locale.toString(when.time(), QLocale::ShortFormat);
  if (when.date() == QDate::currentDate()) return time;
  return QStringLiteral("%1, %2").arg(locale.toString(when.date(), QLocale::ShortFormat), time);
}

QString nameOf(const OpenedProject& project) {
  return project.title.isEmpty() ? project.contents.drawing.origin.title : project.title;
}

}  // namespace

CrashOffer::CrashOffer(const QString& folder, MessageBar& message, ProjectSaver& saver,
                       Autosave& autosave, AskFirst askFirst, QObject* parent)
    : QObject(parent),
      message_(message),
      saver_(saver),
      autosave_(autosave),
      askFirst_(std::move(askFirst)),
      reader_(
          [](const QString& path, const std::stop_token& stop, const auto& publish) {
            try {
              Read read{readAutosaved(path, stop), false, {}};
              read.saved = isInItsFile(read.project);
              publish(std::move(read));
            } catch (const std::exception& failure) {
              publish(Read{{}, false, QString::fromStdString(failure.what())});
            }
          },
          [this] { notifier_.notify(); }) {
  for (RecoverableProject& work : takeRecoverableProjects(folder)) left_.push_back(std::move(work));
  connect(&notifier_, &CoalescingNotifier::notified, this, &CrashOffer::deliver);
  connect(&autosave_, &Autosave::written, this, [this](quint64 number) {
    if (number >= restoredAt_) letGo();
  });
  connect(&saver_, &ProjectSaver::saved, this, &CrashOffer::letGo);
  readNext();
}

void CrashOffer::readNext() {
  if (!left_.empty()) reader_.submit(left_.front().file, false);
}

void CrashOffer::deliver() {
  if (const std::optional<Read> read = reader_.take()) offer(*read);
}

void CrashOffer::offer(const Read& read) {
  if (read.saved) return discard();
  const QString when = timeText(left_.front().when);
  if (!read.problem.isEmpty())
    return message_.show(MessageBar::Kind::Problem,
                         tr("What was left at %1 cannot be restored: %2").arg(when, read.problem),
                         tr("Discard"), [this] { discard(); });
  const QString why = read.project.sessionEnded ? tr("Isochron was closed when the session ended.")
                                                : tr("Isochron ended unexpectedly.");
  message_.show(
      MessageBar::Kind::Note,
      tr("%1 The unsaved work on %2 was kept at %3.").arg(why, nameOf(read.project), when),
      tr("Restore"),
      [this, project = read.project] { askFirst_([this, project] { restore(project); }); },
      tr("Discard"), [this] { discard(); });
}

void CrashOffer::restore(const OpenedProject& project) {
  restored_.push_back(std::move(left_.front()));
  left_.pop_front();
  saver_.restore(project);
  restoredAt_ = autosave_.writeNow();
  readNext();
}

void CrashOffer::discard() {
  left_.front().remove();
  left_.pop_front();
  readNext();
}

void CrashOffer::letGo() {
  for (const RecoverableProject& work : restored_) work.remove();
  restored_.clear();
}

}  // namespace isochron
