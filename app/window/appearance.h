// SPDX-License-Identifier: GPL-3.0-or-later
// Appearance: light or dark, drawn alike on every desktop, or as the desktop has it.
#pragma once

class QSettings;

namespace isochron {

enum class Appearance { System, Light, Dark };

/// Styles all windows, also those that are open.
void useAppearance(Appearance appearance);

/// What was chosen last; System at first.
Appearance rememberedAppearance(const QSettings& settings);
void rememberAppearance(QSettings& settings, Appearance appearance);

}  // namespace isochron
