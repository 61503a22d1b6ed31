// SPDX-License-Identifier: GPL-3.0-or-later
// Trained models that come with the program.
#pragma once

#include <QString>

namespace isochron {

class ModelLibrary;

/// Opens models/*.isochron in the folder that ISOCHRON_RESOURCES names, or else in share/isochron
/// beside the program's own folder. The first latentPINN, by name, answers, unless another does.
/// A file that cannot be read is told on stderr and left out. Nothing of it is an undo step.
void openShippedModels(ModelLibrary& library);

/// Where a file of that name would be.
QString shippedPath(const QString& name);

}  // namespace isochron
