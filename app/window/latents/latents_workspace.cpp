// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latents_workspace.h"

#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "field/error.h"
#include "latent_map_view.h"
#include "latents/choice_bar.h"
#include "latents/latent_pictures.h"
#include "latents/map_export.h"
#include "latents/map_panel.h"
#include "latents/walk_panel.h"
#include "message_bar.h"

namespace isochron {
namespace {

constexpr int kMapWidth = 470;
constexpr int kWalkHeight = 185;
constexpr int kPatienceMilliseconds = 300;
constexpr QSize kExported{1200, 700};
const QString kFolderKey = QStringLiteral("files/latentsFolder");

}  // namespace

LatentsWorkspace::LatentsWorkspace(Project& project, QWidget* parent)
    : Workspace(parent),
      project_(project),
      controller_(new LatentsController(project, openLatentCoder, openNetwork, this)),
      actions_(latentsCommands(), this) {
  build();
  connectChoice();
  connectMap();
  connectWalk();
  connectMessages();
  connectCommands();
  showLists();
  showMap();
  showWalk();
  showAnswer();
  firstState_ = projectState();
}

// The controller's threads must end while what listens to them is still there.
LatentsWorkspace::~LatentsWorkspace() { delete controller_; }

void LatentsWorkspace::build() {
  choice_ = new ChoiceBar;
  message_ = new MessageBar;
  pictures_ = new LatentPictures;
  map_ = new MapPanel;
  walk_ = new WalkPanel;
  auto* centre = new QWidget(this);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(message_);
  layout->addWidget(pictures_, 1);
  setCentralWidget(centre);
  // Above the docks, too: what is chosen is of all of them.
  setMenuWidget(choice_);
  mapDock_ =
      addPanel(QStringLiteral("latentMapDock"), tr("Latent map"), map_, Qt::LeftDockWidgetArea);
  walkDock_ = addPanel(QStringLiteral("walkDock"), tr("Walk"), walk_, Qt::LeftDockWidgetArea);
  probe_ = new QLabel(this);
  facts_ = new QLabel(this);
  for (QLabel* label : {probe_, facts_}) label->setContentsMargins(12, 0, 12, 0);
  probe_->setMinimumWidth(40);
  statusBar()->addWidget(probe_, 1);
  statusBar()->addPermanentWidget(facts_);
  addActions(actions_.entries(CommandMenu::Own));
  addActions(actions_.entries(CommandMenu::View));
}

void LatentsWorkspace::arrange() {
  resizeDocks({mapDock_}, {kMapWidth}, Qt::Horizontal);
  resizeDocks({mapDock_, walkDock_}, {height() - kWalkHeight, kWalkHeight}, Qt::Vertical);
}

void LatentsWorkspace::activate() { map_->view()->setFocus(); }

std::vector<ShortcutSection> LatentsWorkspace::shortcuts() const {
  std::vector<ShortcutSection> sections = sectionsOf(latentsCommands(), latentsMenuTitle());
  sections.push_back(latentsGestures());
  return sections;
}

void LatentsWorkspace::showEvent(QShowEvent* event) {
  Workspace::showEvent(event);
  controller_->setActive(true);
}

void LatentsWorkspace::hideEvent(QHideEvent* event) {
  controller_->setActive(false);
  Workspace::hideEvent(event);
}

void LatentsWorkspace::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) actions_.refreshIcons(palette());
  Workspace::changeEvent(event);
}

// --- connections ---------------------------------------------------------------------------------

void LatentsWorkspace::connectChoice() {
  LatentsController& controller = *controller_;
  connect(&controller, &LatentsController::listsChanged, this, &LatentsWorkspace::showLists);
  connect(&controller, &LatentsController::choiceChanged, this, &LatentsWorkspace::showChoice);
  connect(choice_, &ChoiceBar::latentsChosen, &controller, &LatentsController::chooseLatents);
  connect(choice_, &ChoiceBar::familyChosen, &controller, &LatentsController::chooseFamily);
  connect(choice_, &ChoiceBar::drawingAsked, &controller, &LatentsController::chooseDrawing);
  connect(choice_, &ChoiceBar::openAsked, this, &LatentsWorkspace::askForLatents);
}

void LatentsWorkspace::connectMap() {
  LatentsController& controller = *controller_;
  connect(&controller, &LatentsController::mapChanged, this, &LatentsWorkspace::showMap);
  connect(&controller, &LatentsController::mapTold, map_, &MapPanel::showProgress);
  connect(&controller, &LatentsController::thumbnailReady, map_, &MapPanel::showPicture);
  connect(map_, &MapPanel::stopAsked, &controller, &LatentsController::endMapEarly);
  connect(map_->view(), &LatentMapView::pointChosen, &controller, &LatentsController::chooseModel);
  connect(map_->view(), &LatentMapView::pointHovered, this, [this](int index) {
    controller_->askForThumbnail(index, MapPanel::pictureSize(), devicePixelRatioF());
  });
}

void LatentsWorkspace::connectWalk() {
  LatentsController& controller = *controller_;
  connect(&controller, &LatentsController::walkChanged, this, &LatentsWorkspace::showWalk);
  connect(&controller, &LatentsController::answered, this, &LatentsWorkspace::showAnswer);
  connect(walk_, &WalkPanel::walkChanged, this, [this](const Walk& walk) {
    // The panel knows no models.
    Walk changed = walk;
    changed.first = controller_->walk().first;
    changed.second = controller_->walk().second;
    controller_->setWalk(changed);
  });
  connect(walk_, &WalkPanel::firstAsked, &controller, &LatentsController::setFirst);
  connect(walk_, &WalkPanel::secondAsked, &controller, &LatentsController::setSecond);
  connect(walk_, &WalkPanel::resetAsked, &controller, &LatentsController::resetWalk);
  connect(walk_, &WalkPanel::useAsked, &controller, &LatentsController::useInExplore);
  connect(pictures_, &LatentPictures::probed, probe_, &QLabel::setText);
  connect(pictures_, &LatentPictures::sourceDragged, this, [this](Point position, bool finished) {
    Document& drawing = project_.drawing();
    const Point from = controller_->answer().walked->model->grid().origin;
    const Point to = drawing.grid().origin;
    const Point placed{position.x - from.x + to.x, position.z - from.z + to.z};
    finished ? drawing.setSource(placed) : drawing.previewSource(placed);
  });
}

void LatentsWorkspace::connectMessages() {
  connect(&project_, &Project::replaced, this, &LatentsWorkspace::beginAnew);
  connect(controller_, &LatentsController::opened, message_, &MessageBar::clear);
  connect(controller_, &LatentsController::openFailed, this, [this](const QString& sentence) {
    message_->show(MessageBar::Kind::Problem, sentence);
    showLists();
    Q_EMIT openFailed(sentence);
  });
  connect(controller_, &LatentsController::problem, this,
          [this](const QString& sentence) { message_->show(MessageBar::Kind::Problem, sentence); });
  connect(controller_, &LatentsController::note, this,
          [this](const QString& sentence) { message_->show(MessageBar::Kind::Note, sentence); });
  connect(controller_, &LatentsController::usedInExplore, this, [this](const QString& title) {
    message_->show(MessageBar::Kind::Note,
                   tr("The drawing is now %1; undo brings the old one back.").arg(title),
                   tr("Show it"), [this] { Q_EMIT workspaceAsked(QStringLiteral("explore")); });
  });
  connect(controller_, &LatentsController::settled, this, [this] {
    if (isSettled()) Q_EMIT settled();
  });
}

void LatentsWorkspace::connectCommands() {
  using enum LatentsCommandId;
  const auto on = [this](LatentsCommandId id, auto&& work) {
    connect(action(id), &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  on(OpenLatents, [this] { askForLatents(); });
  on(ExportMap, [this] { exportMap(); });
  on(ExportPicture, [this] { exportPicture(); });
  on(ChooseDrawing, [this] { controller_->chooseDrawing(); });
  on(UseInExplore, [this] { controller_->useInExplore(); });
  on(ResetWalk, [this] { controller_->resetWalk(); });
  on(SetFirst, [this] { controller_->setFirst(); });
  on(SetSecond, [this] { controller_->setSecond(); });
  on(ShowContours, [this](bool shown) { pictures_->setContoursShown(shown); });
  on(EqualAspect,
     [this](bool equal) { pictures_->setAspect(equal ? Aspect::Equal : Aspect::Stretched); });
  on(WholePictures, [this] { pictures_->resetZoom(); });
  on(WholeMap, [this] { map_->view()->showAll(); });
  action(ShowContours)->setChecked(true);
  actions_.refreshIcons(palette());
}

// --- what is shown -------------------------------------------------------------------------------

void LatentsWorkspace::showLists() {
  choice_->setLists(project_.models().models(), project_.data().sets());
  showChoice();
}

void LatentsWorkspace::showChoice() {
  choice_->setChoice(controller_->latents(), controller_->family());
  const bool none = controller_->latents() == 0;
  map_->setEmptyText(none ? tr("No trained latents are open. Train principal components or an "
                               "autoencoder in Train, or open a file (Ctrl+O).")
                          : tr("The latents are being loaded…"));
}

void LatentsWorkspace::showMap() {
  const std::shared_ptr<const LatentMap>& map = controller_->map();
  map_->setMap(map);
  map_->setChosen(controller_->chosenIndex());
  walk_->setMap(map.get());
  action(LatentsCommandId::ExportMap)->setEnabled(map != nullptr);
  facts_->setText(map == nullptr ? QString()
                                 : tr("%1 latents, %2 × %3 nodes")
                                       .arg(map->latents.cols())
                                       .arg(map->grid.nx)
                                       .arg(map->grid.nz));
}

void LatentsWorkspace::showWalk() {
  const Walk& walk = controller_->walk();
  walk_->setWalk(walk, controller_->titleOf(walk.first), controller_->titleOf(walk.second));
  choice_->setChosenTitle(controller_->titleOf(controller_->chosen()),
                          controller_->chosen().drawing != nullptr);
  map_->setChosen(controller_->chosenIndex());
}

void LatentsWorkspace::showAnswer() {
  const LatentAnswer& answer = controller_->answer();
  pictures_->show(answer, answer.reconstruction ? controller_->titleOf(answer.chosen) : QString());
  choice_->setChosenTitle(controller_->titleOf(controller_->chosen()),
                          controller_->chosen().drawing != nullptr);
  map_->setPlaces(answer, controller_->walk());
  const bool walked = answer.walked.has_value();
  walk_->setCannotUse(walked ? QString() : tr("There is no decoded model yet."));
  action(LatentsCommandId::UseInExplore)->setEnabled(walked);
  action(LatentsCommandId::ExportPicture)->setEnabled(walked);
  walk_->setRemark(walked && answer.walked->raised > 0
                       ? tr("%1 nodes below %2 km/s were raised to it")
                             .arg(QLocale().toString(static_cast<qlonglong>(answer.walked->raised)),
                                  QLocale().toString(kSlowestDecoded, 'f', 1))
                       : QString());
}

// --- the project ---------------------------------------------------------------------------------

void LatentsWorkspace::beginAnew() {
  message_->clear();
  restoreProjectState(firstState_);
  map_->view()->showAll();
  pictures_->resetZoom();
}

Json LatentsWorkspace::projectState() const {
  const FamilyChoice& family = controller_->family();
  const Walk& walk = controller_->walk();
  return {{"models", family.count},
          {"across", map_->across() + 1},
          {"up", map_->up() + 1},
          {"colours", map_->colours()->currentIndex()},
          {"contours", action(LatentsCommandId::ShowContours)->isChecked()},
          {"equal_aspect", action(LatentsCommandId::EqualAspect)->isChecked()},
          {"direction", walk.direction},
          {"deviations", walk.deviations}};
}

void LatentsWorkspace::restoreProjectState(const Json& state) {
  FamilyChoice family = controller_->family();
  family.count = state.value("models", family.count);
  if (!(family == controller_->family())) controller_->chooseFamily(family);
  // Boxes and sliders keep their numbers within their bounds.
  map_->setDirections(state.value("across", map_->across() + 1) - 1,
                      state.value("up", map_->up() + 1) - 1);
  map_->colours()->setCurrentIndex(
      std::clamp(state.value("colours", 0), 0, map_->colours()->count() - 1));
  const auto check = [&](LatentsCommandId id, const char* key) {
    if (state.value(key, action(id)->isChecked()) != action(id)->isChecked()) action(id)->trigger();
  };
  check(LatentsCommandId::ShowContours, "contours");
  check(LatentsCommandId::EqualAspect, "equal_aspect");
  Walk walk = controller_->walk();
  walk.direction = std::max(0, state.value("direction", walk.direction));
  walk.deviations = std::clamp(state.value("deviations", walk.deviations), -4.0, 4.0);
  controller_->setWalk(walk);
}

// --- files ---------------------------------------------------------------------------------------

bool LatentsWorkspace::open(const QString& path, Opening) {
  if (!path.endsWith(QStringLiteral(".isochron"), Qt::CaseInsensitive)) return false;
  openLatents(path);
  return true;
}

void LatentsWorkspace::openLatents(const QString& path) {
  controller_->open(path);
  QTimer::singleShot(kPatienceMilliseconds, this, [this, name = QFileInfo(path).fileName()] {
    if (!controller_->isOpening()) return;
    message_->show(MessageBar::Kind::Note, tr("Reading %1…").arg(name), tr("Cancel"),
                   [this] { controller_->cancelOpening(); });
  });
}

void LatentsWorkspace::askForLatents() {
  showChoice();  // the box stands on "Open…"
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open trained latents"), settings_.value(kFolderKey).toString(),
      tr("Isochron models (*.isochron);;All files (*)"));
  if (path.isEmpty()) return;
  settings_.setValue(kFolderKey, QFileInfo(path).absolutePath());
  openLatents(path);
}

void LatentsWorkspace::exportMap() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Export the latent map"), {},
                                                    tr("Comma-separated values (*.csv)"));
  if (path.isEmpty()) return;
  try {
    writeText(path, toCsv(*controller_->map()));
    message_->show(MessageBar::Kind::Note, tr("Written: %1").arg(path));
  } catch (const Error& error) {
    message_->show(MessageBar::Kind::Problem, QString::fromStdString(error.what()));
  }
}

void LatentsWorkspace::exportPicture() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Export the picture of the walk"), {},
                                                    tr("Pictures (*.png *.svg)"));
  if (path.isEmpty()) return;
  FieldView& view = pictures_->view(LatentPictures::Walked);
  try {
    if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive))
      view.exportSvg(path, kExported);
    else
      view.exportPng(path, kExported, 2.0);
    message_->show(MessageBar::Kind::Note, tr("Written: %1").arg(path));
  } catch (const Error& error) {
    message_->show(MessageBar::Kind::Problem, QString::fromStdString(error.what()));
  }
}

}  // namespace isochron
