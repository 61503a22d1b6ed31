// SPDX-License-Identifier: GPL-3.0-or-later
// What a project keeps of the Train workspace: the setup, and the runs that are looked at.
#include "field/error.h"
#include "train/run_list.h"
#include "train/train_workspace.h"

namespace isochron {
namespace {

Json stopJson(const StopConditions& stop) {
  Json json = Json::object();
  if (stop.steps) json["steps"] = *stop.steps;
  if (stop.seconds) json["seconds"] = *stop.seconds;
  if (stop.error) json["error"] = *stop.error;
  return json;
}

StopConditions stopOf(const Json& json) {
  StopConditions stop;
  if (json.contains("steps")) stop.steps = json["steps"].get<std::int64_t>();
  if (json.contains("seconds")) stop.seconds = json["seconds"].get<double>();
  if (json.contains("error")) stop.error = json["error"].get<double>();
  return stop;
}

QString textOf(const Json& json, const char* key) {
  return QString::fromStdString(json.value(key, std::string()));
}

}  // namespace

Json TrainWorkspace::projectState() const {
  if (waitingState_) return *waitingState_;
  const TrainSetup& setup = controller_->setup();
  const TrainedModel* latents = project_.models().find(setup.latents);
  Json compared = Json::array();
  for (const QString& id : runs_->compared()) compared.push_back(id.toStdString());
  return {{"stage", setup.stage},
          {"preset", setup.preset},
          {"settings", setup.settings},
          {"standard", setup.standard},
          {"components", setup.components},
          {"latents", latents ? latents->title.toStdString() : std::string()},
          {"parent", setup.parent.toStdString()},
          {"stop", stopJson(setup.stop)},
          {"run", controller_->run() ? controller_->run()->id.toStdString() : std::string()},
          {"compared", compared}};
}

void TrainWorkspace::restoreProjectState(const Json& state) {
  // What settings mean is known once the stages are loaded, and the run once all were read.
  if (!controller_->isReady()) {
    waitingState_ = state;
    return;
  }
  TrainSetup setup = controller_->setup();
  try {
    setup.stage = stageKind(state.value("stage", setup.stage)).name;
    setup.preset = state.value("preset", setup.preset);
    setup.settings = completeSettings(setup.stage, state.value("settings", setup.settings));
    setup.standard = completeSettings(setup.stage, state.value("standard", setup.settings));
    setup.components = completeSettings("pca", state.value("components", setup.components));
  } catch (const Error&) {
    return;  // another version's settings: those of the preset stay
  }
  setup.parent = textOf(state, "parent");
  setup.stop = stopOf(state.value("stop", Json::object()));
  if (const OpenDataSet* chosen = project_.data().chosen()) setup.data = chosen->id;
  for (const TrainedModel& model : project_.models().models())
    if (model.title == textOf(state, "latents")) setup.latents = model.id;
  controller_->restore(setup, textOf(state, "run"));
  for (const Json& id : state.value("compared", Json::array()))
    runs_->setCompared(QString::fromStdString(id.get<std::string>()), true);
}

}  // namespace isochron
