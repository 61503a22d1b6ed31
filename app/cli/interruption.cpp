// SPDX-License-Identifier: GPL-3.0-or-later
#include "interruption.h"

#include <pthread.h>

namespace isochron::cli {
namespace {

/// Libraries start threads before main() does, which do not block the signals: where one of those
/// gets it, it passes it on. Written before the handlers are set, read by them alone.
pthread_t passedTo;

extern "C" void passOn(int signal) { pthread_kill(passedTo, signal); }

}  // namespace

Interruption::Interruption() {
  sigemptyset(&signals_);
  for (const int signal : kSignals) sigaddset(&signals_, signal);
  // Blocked here, and so in every thread started later, the signals wait for the watcher. A
  // handler could not raise a stop token: that is not safe inside a handler.
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  watcher_ = std::thread([this] {
    int signal = 0;
    sigwait(&signals_, &signal);
    source_.request_stop();
  });
  passedTo = watcher_.native_handle();
  struct sigaction action {};
  action.sa_handler = passOn;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < kSignals.size(); ++i)
    sigaction(kSignals[i], &action, &actionsBefore_[i]);
}

Interruption::~Interruption() {
  for (std::size_t i = 0; i < kSignals.size(); ++i)
    sigaction(kSignals[i], &actionsBefore_[i], nullptr);
  // Wakes the watcher where no signal came; where one came, it has ended or is about to.
  pthread_kill(watcher_.native_handle(), SIGTERM);
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace isochron::cli
