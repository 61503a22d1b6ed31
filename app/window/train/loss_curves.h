// SPDX-License-Identifier: GPL-3.0-or-later
// From what a run measured to curves.
#pragma once

#include "loss_plot.h"
#include "train/run_record.h"

namespace isochron {

/// Losses with the weights that held at each step.
LossRun lossRunOf(const RunRecord& run);

/// "Error, held out": a measured number for people; its name where nobody knows a better one.
QString metricTitle(const std::string& name);

}  // namespace isochron
