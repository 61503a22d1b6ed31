// SPDX-License-Identifier: GPL-3.0-or-later
// Trained models that come with the program.
#pragma once

namespace isochron {

class ModelLibrary;

/// Opens models/*.isochron in the folder that ISOCHRON_RESOURCES names, or else in share/isochron
/// beside the program's own folder. The first latentPINN, by name, answers, unless another does.
/// A file that cannot be read is told on stderr and left out.
void openShippedModels(ModelLibrary& library);

}  // namespace isochron
