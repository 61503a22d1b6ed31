// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/run_state.h"

namespace isochron {

std::string toText(RunState state) {
  switch (state) {
    case RunState::Idle:
      return "idle";
    case RunState::Running:
      return "running";
    case RunState::Paused:
      return "paused";
    case RunState::Stopping:
      return "stopping";
    case RunState::Finished:
      return "finished";
    case RunState::Failed:
      return "failed";
  }
  return "unknown";
}

bool isActive(RunState state) {
  return state == RunState::Running || state == RunState::Paused || state == RunState::Stopping;
}

std::optional<RunState> after(RunState state, RunEvent event) {
  switch (event) {
    case RunEvent::Start:
      return isActive(state) ? std::nullopt : std::optional(RunState::Running);
    case RunEvent::Pause:
      return state == RunState::Running ? std::optional(RunState::Paused) : std::nullopt;
    case RunEvent::Resume:
      return state == RunState::Paused ? std::optional(RunState::Running) : std::nullopt;
    case RunEvent::Stop:
      return state == RunState::Running || state == RunState::Paused
                 ? std::optional(RunState::Stopping)
                 : std::nullopt;
    case RunEvent::Finish:
      // Also while paused: the last step may have been under way when the pause was asked for.
      return isActive(state) ? std::optional(RunState::Finished) : std::nullopt;
    case RunEvent::Fail:
      return isActive(state) ? std::optional(RunState::Failed) : std::nullopt;
  }
  return std::nullopt;
}

bool RunControl::raise(RunEvent event) {
  RunState state = state_.load();
  for (;;) {
    const std::optional<RunState> next = after(state, event);
    if (!next) return false;
    if (state_.compare_exchange_weak(state, *next)) break;
  }
  state_.notify_all();
  return true;
}

bool RunControl::mayGoOn() {
  RunState state = state_.load();
  for (; state == RunState::Paused; state = state_.load()) state_.wait(RunState::Paused);
  return state == RunState::Running;
}

}  // namespace isochron
