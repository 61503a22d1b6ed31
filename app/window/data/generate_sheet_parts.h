// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and small parts that the two files of GenerateSheet share.
#pragma once

#include <QSize>
#include <QString>

#include "generators/generators.h"
#include "value_control.h"

namespace isochron::generate_sheet {

inline constexpr int kSamples = 6;
inline constexpr int kParametersHeight = 150;
inline constexpr QSize kSampleSize{150, 84};
inline constexpr int kStandardCount = 2000;
inline constexpr int kStandardNodes = 128;
inline constexpr double kStandardWidth = 5.0;  // km
inline constexpr double kStandardDepth = 1.0;  // km
inline constexpr int kStandardSeed = 0;

/// The entry of the kinds that cuts patches, and what stands beside it.
inline constexpr int kPatchesKind = -1;
ModelKindInfo patchesInfo();

/// The control of a kind's parameter.
ValueSpec specOf(const ModelParameterInfo& parameter);

/// The nearest folder above the file that is there.
QString existingFolder(const QString& file);

}  // namespace isochron::generate_sheet
