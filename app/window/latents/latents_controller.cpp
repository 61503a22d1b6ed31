// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latents_controller.h"

#include <QLocale>
#include <algorithm>

#include "project/model_source.h"

namespace isochron {
LatentsController::LatentsController(Project& project, LatentCoderOpener openCoder,
                                     NetworkOpener openNetwork, QObject* parent)
    : QObject(parent),
      project_(project),
      mapper_(openCoder),
      answers_(openCoder, std::move(openNetwork)) {
  chosen_ = drawingRef();
  connect(&project_.models(), &ModelLibrary::listChanged, this, &LatentsController::listsDidChange);
  connect(&project_.models(), &ModelLibrary::currentChanged, this,
          &LatentsController::listsDidChange);
  connect(&project_.data(), &DataLibrary::listChanged, this, &LatentsController::listsDidChange);
  connect(&project_.data(), &DataLibrary::chosenChanged, this, &LatentsController::followData);
  connect(&project_, &Project::replaced, this, &LatentsController::beginAnew);
  connect(&project_.drawing(), &Document::velocityChanged, this,
          &LatentsController::drawingDidChange);
  connect(&project_.drawing(), &Document::sourceChanged, this,
          &LatentsController::drawingDidChange);
  connect(&opener_, &ModelOpener::opened, this, &LatentsController::modelRead);
  connect(&mapper_, &LatentMapper::told, this, &LatentsController::mapDidTell);
  connect(&answers_, &LatentAnswers::answered, this, &LatentsController::answerCame);
  connect(&thumbnails_, &ModelThumbnails::ready, this, &LatentsController::thumbnailReady);
  listsDidChange();
}

ModelRef LatentsController::drawingRef() const {
  ModelRef ref;
  ref.drawing = project_.drawing().model();
  return ref;
}

std::optional<int> LatentsController::chosenIndex() const {
  if (!map_ || chosen_.drawing) return std::nullopt;
  for (std::int64_t i = 0; i < map_->count(); ++i)
    if (map_->family.at(i) == chosen_) return static_cast<int>(i);
  return std::nullopt;
}

QString LatentsController::titleOf(const ModelRef& ref) const {
  if (ref.drawing)
    return ref.drawing == project_.drawing().model()
               ? tr("drawing (%1)").arg(project_.drawing().origin().title)
               : tr("earlier drawing");
  if (!ref.data) return generatedTitle(ref.kind, static_cast<std::uint64_t>(ref.place));
  for (const OpenDataSet& set : project_.data().sets())
    if (set.data == ref.data) return tr("%1 of %2").arg(nameOf(ref), set.title);
  return nameOf(ref);
}

// --- what is chosen ------------------------------------------------------------------------------

LatentsController::Setup LatentsController::standardSetup() const {
  Setup setup;
  const ModelLibrary& models = project_.models();
  if (const TrainedModel* current = models.current()) setup.latents = current->id;
  for (const TrainedModel& model : models.models())
    if (setup.latents == 0 && hasLatents(model.kind())) setup.latents = model.id;
  if (const OpenDataSet* set = project_.data().chosen()) setup.family.dataSet = set->id;
  return setup;
}

/// What the user has chosen, where that is still there; else the standard.
LatentsController::Setup LatentsController::wantedSetup() const {
  const Setup standard = standardSetup();
  Setup setup = setup_;
  const TrainedModel* model = project_.models().find(setup.latents);
  if (!latentsByUser_ || model == nullptr || !hasLatents(model->kind()))
    setup.latents = standard.latents;
  const bool gone = setup.family.dataSet != 0 && !project_.data().find(setup.family.dataSet);
  if (!familyByUser_ || gone) setup.family.dataSet = standard.family.dataSet;
  return setup;
}

void LatentsController::followData() {
  familyByUser_ = false;
  listsDidChange();
}

void LatentsController::beginAnew() {
  latentsByUser_ = familyByUser_ = false;
  setup_.family = {};
  walk_ = {};
  chosen_ = drawingRef();
  answeredModel_.reset();
  map_.reset();
  shown_.reset();
  answer_ = {};
  opener_.cancel();
  archive_.reset();  // so that all of it is asked for anew
  Q_EMIT mapChanged();
  Q_EMIT walkChanged();
  Q_EMIT answered();
  listsDidChange();
}

void LatentsController::listsDidChange() {
  const Setup setup = wantedSetup();
  const TrainedModel* model = project_.models().find(setup.latents);
  const bool learnt = model != nullptr && model->archive != archive_;
  if (active_ && (learnt || !(setup == setup_)))
    use(setup);
  else if (!active_)
    stale_ = true;
  Q_EMIT listsChanged();
}

void LatentsController::setActive(bool active) {
  active_ = active;
  if (!active || !stale_) return;
  stale_ = false;
  if (chosen_.drawing) chosen_ = drawingRef();
  listsDidChange();
  requestAnswer();
}

void LatentsController::chooseLatents(std::uint64_t id) {
  latentsByUser_ = true;
  Setup setup = setup_;
  setup.latents = id;
  use(setup);
}

void LatentsController::chooseFamily(const FamilyChoice& family) {
  familyByUser_ = true;
  Setup setup = setup_;
  setup.family = family;
  setup.family.count = std::clamp<std::int64_t>(family.count, kFewestModels, kMostModels);
  use(setup);
}

void LatentsController::use(const Setup& setup) {
  setup_ = setup;
  const TrainedModel* model = project_.models().find(setup.latents);
  archive_ = model == nullptr ? nullptr : model->archive;
  title_ = model == nullptr ? QString() : model->title;
  Q_EMIT choiceChanged();
  if (archive_ == nullptr) {
    mapper_.cancel();
    answers_.cancel();
    map_.reset();
    shown_.reset();
    answer_ = {};
    Q_EMIT mapChanged();
    Q_EMIT answered();
    Q_EMIT settled();
    return;
  }
  requestMap();
  requestAnswer();
}

void LatentsController::open(const QString& path) {
  opener_.open(path, [](const Archive& archive, const QString& name) {
    const std::string kind = TrainedModel::kindOf(archive);
    return hasLatents(kind)
               ? QString()
               : tr("%1: holds a model of the kind '%2', without latents; give one made by train "
                    "pca, train autoencoder or train latentpinn")
                     .arg(name, QString::fromStdString(kind));
  });
}

void LatentsController::modelRead(const ReadModel& model) {
  if (model.archive) {
    chooseLatents(project_.models().open(model.path, model.archive));
    Q_EMIT opened();
  } else {
    Q_EMIT openFailed(model.problem);
  }
  if (!isBusy()) Q_EMIT settled();
}

// --- the map -------------------------------------------------------------------------------------

void LatentsController::requestMap() {
  MapRequest request;
  request.archive = archive_;
  request.latentsTitle = title_;
  request.family.count = setup_.family.count;
  request.family.kind = setup_.family.kind;
  if (const OpenDataSet* set = project_.data().find(setup_.family.dataSet)) {
    request.family.data = set->data;
    request.family.grid = set->data->grid();
    request.familyTitle = set->title;
  }
  mapper_.request(std::move(request));
}

void LatentsController::mapDidTell(const MapUpdate& news) {
  if (!news.problem.isEmpty()) {
    mapFailed(news);
  } else if (news.map && news.map != map_) {
    takeMap(news.map);
  }
  Q_EMIT mapTold(news);
  if (news.last) Q_EMIT settled();
}

void LatentsController::mapFailed(const MapUpdate& news) {
  // Chosen by nobody, or left over from other latents: the generator always fits.
  const bool leftOver = !shown_ || shown_->latents != setup_.latents;
  if (news.otherNodes && leftOver) {
    Setup generated = setup_;
    generated.family.dataSet = 0;
    familyByUser_ = true;
    Q_EMIT note(news.problem + tr(". Random fields are shown."));
    return use(generated);
  }
  Q_EMIT problem(news.problem);
  if (!shown_ || *shown_ == setup_) return;
  setup_ = *shown_;
  latentsByUser_ = familyByUser_ = true;
  archive_ = map_->archive;
  const TrainedModel* model = project_.models().find(setup_.latents);
  title_ = model == nullptr ? QString() : model->title;
  Q_EMIT choiceChanged();
  requestAnswer();
}

void LatentsController::takeMap(const std::shared_ptr<const LatentMap>& map) {
  const bool otherModels = !map_ || !sameNodes(map_->grid, map->grid);
  if (otherModels) {
    // Before the first map a project may have said how far to walk.
    if (map_) walk_ = {};
    walk_.first = map->family.at(0);
    walk_.second = map->family.at(map->count() - 1);
    if (!chosen_.drawing) chosen_ = drawingRef();
  }
  map_ = map;
  shown_ = setup_;
  // A drawing with other nodes, or a model of a set that is gone, has no place here.
  if (!chosen_.drawing && !chosenIndex()) chosen_ = map->family.at(0);
  if (chosen_.drawing && !sameNodes(chosen_.drawing->grid(), map->grid))
    chosen_ = map->family.at(0);
  walk_.direction =
      std::clamp(walk_.direction, 0, std::max(0, static_cast<int>(map->directions.count()) - 1));
  Q_EMIT mapChanged();
  Q_EMIT walkChanged();
  requestAnswer();
}

// --- the chosen model and the walk ---------------------------------------------------------------

void LatentsController::choose(ModelRef ref) {
  chosen_ = std::move(ref);
  if (walk_.kind == Walk::Kind::Direction) walk_.deviations = 0.0;
  Q_EMIT walkChanged();
  requestAnswer();
}

void LatentsController::chooseDrawing() { choose(drawingRef()); }

void LatentsController::chooseModel(int index) {
  if (!map_ || index < 0 || index >= map_->count()) return;
  choose(map_->family.at(index));
}

void LatentsController::setWalk(const Walk& walk) {
  if (walk == walk_) return;
  walk_ = walk;
  Q_EMIT walkChanged();
  requestAnswer();
}

void LatentsController::resetWalk() {
  Walk walk = walk_;
  walk.deviations = 0.0;
  walk.fraction = 0.0;
  setWalk(walk);
}

void LatentsController::setFirst() {
  Walk walk = walk_;
  walk.first = chosen_;
  setWalk(walk);
}

void LatentsController::setSecond() {
  Walk walk = walk_;
  walk.second = chosen_;
  setWalk(walk);
}

void LatentsController::drawingDidChange() {
  if (!active_) {
    stale_ = true;
    return;
  }
  if (chosen_.drawing) chosen_ = drawingRef();
  requestAnswer();
}

void LatentsController::requestAnswer() {
  if (!archive_ || !active_) return;
  const Document& drawing = project_.drawing();
  LatentRequest request;
  request.archive = archive_;
  request.latentsTitle = title_;
  request.chosen = chosen_;
  request.drawing = drawing.model();
  // A map of other latents says nothing about these.
  if (map_ && map_->archive == archive_) request.map = map_;
  request.walk = walk_;
  if (!request.map) request.walk.kind = Walk::Kind::Direction;
  const Point origin = drawing.grid().origin;
  request.source = {drawing.source().x - origin.x, drawing.source().z - origin.z};
  request.network = TrainedModel::kindOf(*archive_) == "latentpinn";
  answers_.request(std::move(request));
}

void LatentsController::answerCame(const LatentAnswer& answer) {
  if (answer.problem.isEmpty()) {
    answer_ = answer;
    answeredModel_ = answer.chosen;
    Q_EMIT answered();
  } else if (answer.chosen == chosen_) {
    // Nobody asked for a drawing that does not fit; the first model of the map takes its place.
    const bool asked = !chosen_.drawing || answeredModel_;
    if (asked) Q_EMIT problem(answer.problem);
    // Back to what could be shown.
    if (answeredModel_ && !(*answeredModel_ == chosen_)) {
      chosen_ = *answeredModel_;
      answeredModel_.reset();
      requestAnswer();
    } else if (chosen_.drawing && map_ && map_->archive == archive_) {
      chooseModel(0);
    }
  }
  if (!answers_.isBusy()) Q_EMIT settled();
}

// --- out -----------------------------------------------------------------------------------------

QString LatentsController::walkTitle() const {
  const QLocale locale;
  if (walk_.kind == Walk::Kind::Between)
    return tr("%1: %2 of the way from %3 to %4")
        .arg(title_, locale.toString(walk_.fraction, 'f', 2), nameOf(walk_.first),
             nameOf(walk_.second));
  if (walk_.deviations == 0.0) return tr("%1: %2").arg(title_, nameOf(chosen_));
  return tr("%1: %2, %3 SD along direction %4")
      .arg(title_, nameOf(chosen_), locale.toString(walk_.deviations, 'f', 2))
      .arg(walk_.direction + 1);
}

void LatentsController::useInExplore() {
  if (!answer_.walked) return;
  const ModelPointer model = answer_.walked->model;
  const QString title = walkTitle();
  // The walk would go on from the drawing's new place.
  if (chosen_.drawing) walk_.deviations = 0.0;
  project_.drawing().load(model, {title, {}, {}});
  Q_EMIT walkChanged();
  Q_EMIT usedInExplore(title);
}

void LatentsController::askForThumbnail(int index, QSize size, double ratio) {
  if (!map_ || index < 0 || index >= map_->count()) return;
  thumbnails_.request({map_->family.at(index), index, size, ratio, map_->slowest, map_->fastest});
}

}  // namespace isochron
