// SPDX-License-Identifier: GPL-3.0-or-later
// Family fit text: how far a drawing is from what a network learnt from, told to a geophysicist.
#pragma once

#include <QString>

#include "learning/answering_network.h"

namespace isochron {

enum class FamilyPlace { Inside, AtTheEdge, Outside };

/// By the larger of two ratios: the latents' distance against its typical value, and what the
/// latents leave out against what they leave out of models learnt from. And by the velocities:
/// some slower or faster than any learnt from are Outside.
FamilyPlace familyPlace(const FamilyFit& fit, const VelocityModel& model);

/// "inside its family"; a few words.
QString familyTitle(FamilyPlace place);

/// One or two sentences with the numbers.
QString familySentence(const FamilyFit& fit, const VelocityModel& model);

}  // namespace isochron
