// SPDX-License-Identifier: GPL-3.0-or-later
// RefinementOutcome: whether more refinement would gain more.
#pragma once

namespace isochron {

enum class RefinementOutcome {
  Unfinished,    ///< steps or time used up, or stopped: more of them may gain more
  Finished,      ///< no step gains anything any more
  Inexpressible  ///< the same, and 1 % of T or more is left: the functions cannot express the
                 ///< answer
};

}  // namespace isochron
