// SPDX-License-Identifier: GPL-3.0-or-later
#include "session_end.h"

#include <fcntl.h>
#include <unistd.h>

#include <QGuiApplication>
#include <QSessionManager>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace isochron {
namespace {

constexpr int kSignals[] = {SIGTERM, SIGHUP, SIGINT};
std::atomic<int> writtenEnd = -1;

void heard(int signal) {
  const int before = errno;
  const char byte = static_cast<char>(signal);
  [[maybe_unused]] const ::ssize_t ignored = ::write(writtenEnd, &byte, 1);
  errno = before;
}

void setAction(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

SessionEnd::SessionEnd(QObject* parent) : QObject(parent) {
  connect(qGuiApp, &QGuiApplication::commitDataRequest, this, [this](QSessionManager& manager) {
    // What a session manager starts again comes back by itself, with an offer of the work.
    manager.setRestartHint(QSessionManager::RestartIfRunning);
    Q_EMIT mayCome();
  });
  if (::pipe2(ends_, O_CLOEXEC | O_NONBLOCK) != 0) return;
  writtenEnd = ends_[1];
  notifier_ = new QSocketNotifier(ends_[0], QSocketNotifier::Read, this);
  connect(notifier_, &QSocketNotifier::activated, this, [this] {
    notifier_->setEnabled(false);
    Q_EMIT came();
  });
  for (const int signal : kSignals) setAction(signal, heard, SA_RESTART | SA_RESETHAND);
}

SessionEnd::~SessionEnd() {
  if (notifier_ == nullptr) return;
  for (const int signal : kSignals) setAction(signal, SIG_DFL, 0);
  writtenEnd = -1;
  for (const int end : ends_) ::close(end);
}

}  // namespace isochron
