// SPDX-License-Identifier: GPL-3.0-or-later
// Map export: what a latent map shows, as numbers.
#pragma once

#include <QString>

#include "latents/latent_map.h"

namespace isochron {

/// A line of names, then a line a model: its name, mean velocity (km/s), relative error, the score
/// along each direction (standard deviations) and its latents.
QString toCsv(const LatentMap& map);

/// Replaces the file as a whole. Throws Error where it cannot.
void writeText(const QString& path, const QString& text);

}  // namespace isochron
