// SPDX-License-Identifier: GPL-3.0-or-later
// RunState: what a training run is doing, and what may be asked of it.
#pragma once

#include <atomic>
#include <optional>
#include <string>

namespace isochron {

enum class RunState { Idle, Running, Paused, Stopping, Finished, Failed };
enum class RunEvent { Start, Pause, Resume, Stop, Finish, Fail };

/// "running": for people and files.
std::string toText(RunState state);

/// Where the event leads; empty where it is not allowed.
std::optional<RunState> after(RunState state, RunEvent event);

/// Buttons, menus and shortcuts are enabled from these alone.
inline bool canStart(RunState state) { return after(state, RunEvent::Start).has_value(); }
inline bool canPause(RunState state) { return after(state, RunEvent::Pause).has_value(); }
inline bool canResume(RunState state) { return after(state, RunEvent::Resume).has_value(); }
inline bool canStop(RunState state) { return after(state, RunEvent::Stop).has_value(); }
/// A thread is at work, or waits to go on.
bool isActive(RunState state);

/// The state that the training thread and its requesters share. Any thread may raise any event;
/// of events that exclude each other the first wins.
class RunControl {
 public:
  RunState state() const { return state_.load(); }
  /// False where the event was not allowed; nothing changes then.
  bool raise(RunEvent event);
  /// For the training thread, once a step: blocks while paused. True where it should go on with
  /// the next step, false where it should end.
  bool mayGoOn();

 private:
  std::atomic<RunState> state_{RunState::Idle};
};

}  // namespace isochron
