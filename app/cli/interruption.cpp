// SPDX-License-Identifier: GPL-3.0-or-later
#include "interruption.h"

#include <pthread.h>

namespace isochron::cli {

Interruption::Interruption() {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
  // Blocked here, and so in every thread started later, the signals wait for the watcher. A
  // handler could not raise a stop token: that is not safe inside a handler.
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  watcher_ = std::thread([this] {
    int signal = 0;
    sigwait(&signals_, &signal);
    source_.request_stop();
  });
}

Interruption::~Interruption() {
  // Wakes the watcher where no signal came; where one came, it has ended or is about to.
  pthread_kill(watcher_.native_handle(), SIGTERM);
  watcher_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace isochron::cli
