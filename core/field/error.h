// SPDX-License-Identifier: GPL-3.0-or-later
// Error: the one exception for failures that a user can mend.
#pragma once

#include <stdexcept>
#include <string>

namespace isochron {

/// An expected failure: a bad file, an impossible parameter. `what()` is one sentence for the
/// user, "place: problem; remedy", for example
/// "fault.npy, byte 10: the header is cut off; save the file again with numpy.save".
/// Programming mistakes are assertions, never this.
class Error : public std::runtime_error {
 public:
  /// `place` names the file and the position in it, or the parameter (may be empty);
  /// `problem` is what is wrong, without a full stop; `remedy` is how to mend it (may be empty).
  Error(std::string place, std::string problem, std::string remedy = {});

  const std::string& place() const noexcept { return place_; }
  const std::string& problem() const noexcept { return problem_; }
  const std::string& remedy() const noexcept { return remedy_; }

 private:
  std::string place_;
  std::string problem_;
  std::string remedy_;
};

/// Thrown by long computations whose std::stop_token was raised. Not a failure.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace isochron
