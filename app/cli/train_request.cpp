// SPDX-License-Identifier: GPL-3.0-or-later
#include "train_request.h"

#include "field/error.h"
#include "resources.h"
#include "training/preset.h"

namespace isochron::cli {

std::string presetOf(const TrainRequest& request) { return request.preset.value_or("grf"); }

Json settingsOf(const TrainRequest& request, const Archive* before) {
  Json settings = before != nullptr && !request.preset
                      ? before->described("config")
                      : presetSettings(resources() / "presets", presetOf(request), request.stage);
  for (const std::string& assignment : request.settings) applySetting(settings, assignment);
  if (request.device) settings["device"] = *request.device;
  return settings;
}

DataSet openDataSet(const TrainRequest& request) {
  Import import = openImport(request.data, request.import);
  printReasons(import);
  return {std::move(import.file), import.layout};
}

void addTrainOptions(CLI::App& command, TrainRequest& request) {
  command.add_option("--data", request.data, "Models to learn from, (N, nz, nx)")
      ->type_name("FILE")
      ->required();
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
