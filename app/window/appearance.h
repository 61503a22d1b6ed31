// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of the window.
#pragma once

namespace isochron {

/// Light or dark colours of our own, whatever the desktop has.
enum class Appearance { Light, Dark };
void useAppearance(Appearance appearance);

}  // namespace isochron
