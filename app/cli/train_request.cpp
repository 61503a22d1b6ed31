// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_request.h"

#include "field/error.h"
#include "generators/parallel_in_order.h"
#include "resources.h"
#include "training/preset.h"

namespace isochron::cli {

std::string presetOf(const TrainRequest& request) { return request.preset.value_or("grf"); }

namespace {

/// Of the run that is gone on with. Threads that its machine has and this one has not are left to
/// this one.
Json settingsOfRun(const Archive& before) {
  Json settings = before.described("config");
  const auto threads = settings.find("threads");
  if (threads != settings.end() && threads->is_number_integer() &&
      threads->get<std::int64_t>() > threadCount(0))
    *threads = 0;
  return settings;
}

}  // namespace

Json settingsOf(const TrainRequest& request, const Archive* before) {
  Json settings = before != nullptr && !request.preset
                      ? settingsOfRun(*before)
                      : presetSettings(resources() / "presets", presetOf(request), request.stage);
  for (const std::string& assignment : request.settings) applySetting(settings, assignment);
  if (request.device) settings["device"] = *request.device;
  return settings;
}

DataSet openDataSet(const TrainRequest& request) {
  Import import = openImport(request.data, request.import);
  requireSettled(import);
  printReasons(import);
  return {std::move(import.file), import.layout};
}

void addTrainOptions(CLI::App& command, TrainRequest& request) {
  command.add_option("--data", request.data, "Models to learn from, (N, nz, nx)")
      ->type_name("FILE")
      ->required();
  addStageOptions(command, request);
}

void addStageOptions(CLI::App& command, TrainRequest& request) {
  command.add_option("--out", request.out, "Where the model goes")->type_name("FILE")->required();
  command.add_option("--preset", request.preset, "Settings to start from [grf]")->type_name("P");
  command.add_option("--set", request.settings, "Change a setting; may be given again")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_flag("--json", request.json, "Print JSON instead of text");
  addImportOptions(command, request.import);
}

}  // namespace isochron::cli
