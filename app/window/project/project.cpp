// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project.h"

#include <QUuid>
#include <algorithm>

#include "project/model_source.h"

namespace isochron {
namespace {

constexpr ModelKind kFirstKind = ModelKind::RandomField;
constexpr std::uint64_t kFirstSeed = 1;

ModelPointer firstModel() {
  return std::make_shared<const VelocityModel>(generate(kFirstKind, paperGrid(), kFirstSeed));
}

ModelOrigin firstOrigin() { return {generatedTitle(kFirstKind, kFirstSeed), {}, {}}; }

}  // namespace

Project::Project(QObject* parent)
    : QObject(parent),
      drawing_(firstModel(), firstOrigin(), history_),
      models_(history_),
      data_(history_),
      program_(QUuid::createUuid().toString(QUuid::WithoutBraces)) {
  for (const auto signal :
       {&Document::velocityChanged, &Document::sourceChanged, &Document::receiversChanged})
    connect(&drawing_, signal, this, &Project::changed);
  connect(&drawing_, &Document::statusChanged, this, &Project::changed);
  connect(&models_, &ModelLibrary::listChanged, this, &Project::changed);
  connect(&models_, &ModelLibrary::currentChanged, this, &Project::changed);
  for (const auto signal :
       {&DataLibrary::listChanged, &DataLibrary::chosenChanged, &DataLibrary::splitChanged})
    connect(&data_, signal, this, &Project::changed);
}

ProjectContents Project::contents(bool inHand) const {
  ProjectContents contents;
  contents.moment = {program_, ++moment_};
  contents.drawing = inHand ? drawing_.state() : drawing_.recordedState();
  contents.drawingUnsaved = drawing_.differsFromOrigin();
  for (const OpenDataSet& set : data_.sets()) {
    if (&set == data_.chosen()) contents.chosenData = static_cast<int>(contents.data.size());
    contents.data.push_back(set.data);
  }
  contents.split = data_.split();
  const TrainedModel* answering = models_.current();
  for (const TrainedModel& model : models_.models()) {
    const bool answers = &model == answering;
    if (model.shipped && !answers) continue;
    if (answers) contents.current = static_cast<int>(contents.models.size());
    contents.models.push_back(model);
  }
  contents.missing = missing_;
  return contents;
}

ProjectContents Project::wholeContents(bool inHand) const {
  ProjectContents whole = contents(inHand);
  if (addViews_) addViews_(whole);
  return whole;
}

void Project::replace(const ProjectContents& contents) {
  std::vector<TrainedModel> models;
  int current = -1;
  for (const TrainedModel& model : models_.models())
    if (model.shipped) models.push_back(model);
  for (std::size_t i = 0; i < contents.models.size(); ++i) {
    const TrainedModel& model = contents.models[i];
    const auto same = std::find_if(models.begin(), models.end(), [&](const TrainedModel& other) {
      return !model.path.isEmpty() && other.path == model.path;
    });
    const auto index = static_cast<int>(same - models.begin());
    if (same == models.end()) models.push_back(model);
    if (contents.current == static_cast<int>(i)) current = index;
  }
  drawing_.replace(contents.drawing, contents.drawingUnsaved);
  data_.replace(contents.data, contents.chosenData);
  data_.setSplit(contents.split);
  models_.replace(std::move(models), current);
  missing_ = contents.missing;
  history_.clear();
  Q_EMIT replaced();
}

ProjectContents Project::firstContents() {
  ProjectContents contents;
  const ModelPointer model = firstModel();
  contents.drawing = {model, firstOrigin(), middle(model->grid()),
                      receiversAlongTop(model->grid(), kFirstReceivers), 0};
  return contents;
}

}  // namespace isochron
