// SPDX-License-Identifier: GPL-3.0-or-later
#include "main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPainter>
#include <QScreen>
#include <QStackedWidget>
#include <QStyleOptionMenuItem>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include "appearance.h"
#include "field/error.h"
#include "icons.h"
#include "message_bar.h"
#include "project/project_actions.h"
#include "project/shipped_models.h"
#include "undo_actions.h"
#include "workspace_bar.h"

namespace isochron {
namespace {

constexpr QSize kStandardSize{1366, 768};
constexpr int kPatienceMilliseconds = 300;
constexpr QSize kWindowFrame{8, 40};  // of the window manager, at a guess
const QString kGeometryKey = QStringLiteral("window/geometry");
const QString kWorkspaceKey = QStringLiteral("window/workspace");

QString layoutKey(const WorkspaceInfo& info) {
  return QStringLiteral("workspaces/%1/layout").arg(info.name);
}

QString localFile(const QMimeData* data) {
  for (const QUrl& url : data->urls())
    if (url.isLocalFile()) return url.toLocalFile();
  return {};
}

/// Menus and workspaces in one row, on the style's own ground for menus.
class MenuRow : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    QStyleOptionMenuItem ground;
    ground.initFrom(this);
    ground.menuRect = rect();
    ground.state = QStyle::State_None;
    style()->drawControl(QStyle::CE_MenuBarEmptyArea, &ground, &painter, this);
  }
};

}  // namespace

MainWindow::MainWindow(Layout layout, QWidget* parent)
    : QMainWindow(parent),
      layout_(layout),
      counter_(countModels, [this](const CountedFile& file) { openVelocities(file); }) {
  setWindowIcon(programIcon());
  setAcceptDrops(true);
  for (WorkspaceInfo& info : workspaces()) places_.push_back({std::move(info), nullptr, {}, {}});
  buildCentre();
  buildMenus();
  connectCommands();
  buildProjectActions();
  restoreGeometryOf(layout);
  showStatus();
  const QString remembered = settings_.value(kWorkspaceKey).toString();
  const bool known = layout == Layout::Remembered && indexOf(remembered) >= 0;
  if (!known || showWorkspace(remembered) == nullptr) showWorkspace(firstWorkspace());
}

MainWindow::~MainWindow() {
  // These use the project, which as a member goes before the children do.
  delete projectActions_;
  delete shippedModels_;
  for (Place& place : places_) delete place.workspace;
}

void MainWindow::buildCentre() {
  auto* centre = new QWidget(this);
  offers_ = new MessageBar(centre);
  message_ = new MessageBar(centre);
  stack_ = new QStackedWidget(centre);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(offers_);
  layout->addWidget(message_);
  layout->addWidget(stack_, 1);
  setCentralWidget(centre);
}

void MainWindow::buildMenus() {
  auto* top = new MenuRow(this);
  menus_ = new QMenuBar(top);
  menus_->setNativeMenuBar(false);
  std::vector<WorkspaceInfo> infos;
  for (const Place& place : places_) infos.push_back(place.info);
  bar_ = new WorkspaceBar(infos, top);
  auto* layout = new QHBoxLayout(top);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* menus = new QVBoxLayout;
  menus->setContentsMargins(0, 4, 0, 0);  // their words in line with those of the workspaces
  menus->addWidget(menus_);
  layout->addLayout(menus, 1);
  layout->addWidget(bar_);
  layout->addStretch(1);
  setMenuWidget(top);

  actions_ = std::make_unique<Actions<FrameCommandId>>(frameCommands(), this);
  actions_->refreshIcons(palette());
  panels_ = new QMenu(tr("&Panels"), this);
  for (Place& place : places_) {
    place.action = new QAction(place.info.title, this);
    place.action->setShortcut(place.info.shortcut);
    place.action->setToolTip(place.info.tip);
    place.action->setCheckable(true);
  }
}

void MainWindow::connectCommands() {
  const auto on = [this](FrameCommandId id, auto&& work) {
    connect(action(id), &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  action(FrameCommandId::Redo)
      ->setShortcuts({action(FrameCommandId::Redo)->shortcut(), {Qt::CTRL | Qt::Key_Y}});
  undoActions_ = new UndoActions(project_.history(), action(FrameCommandId::Undo),
                                 action(FrameCommandId::Redo), this);
  connect(&project_.history(), &History::undone, this,
          [this](const QString& text, const QString& place) {
            showStep(tr("Undone: %1.").arg(text), place);
          });
  connect(&project_.history(), &History::redone, this,
          [this](const QString& text, const QString& place) {
            showStep(tr("Done again: %1.").arg(text), place);
          });
  on(FrameCommandId::Quit, [this] { close(); });
  connectAppearance();
  on(FrameCommandId::ResetLayout, [this] {
    for (const Place& place : places_)
      if (place.workspace == current()) place.workspace->restoreLayoutState(place.standardLayout);
  });
  on(FrameCommandId::Shortcuts, [this] { showAllShortcuts(); });
  on(FrameCommandId::About, [this] { showAbout(this); });
  connect(panels_, &QMenu::aboutToShow, this, &MainWindow::fillPanelsMenu);
  connect(bar_, &WorkspaceBar::chosen, this, &MainWindow::showIndex);
  for (std::size_t i = 0; i < places_.size(); ++i)
    connect(places_[i].action, &QAction::triggered, this,
            [this, i] { showIndex(static_cast<int>(i)); });
}

void MainWindow::connectAppearance() {
  constexpr std::pair<FrameCommandId, Appearance> kAppearances[] = {
      {FrameCommandId::LightColours, Appearance::Light},
      {FrameCommandId::DarkColours, Appearance::Dark},
      {FrameCommandId::SystemColours, Appearance::System}};
  auto* group = new QActionGroup(this);
  for (const auto& [id, appearance] : kAppearances) {
    group->addAction(action(id));
    action(id)->setChecked(appearance == rememberedAppearance(settings_));
    connect(action(id), &QAction::triggered, this, [this, chosen = appearance] {
      rememberAppearance(settings_, chosen);
      useAppearance(chosen);
    });
  }
}

// --- the project
// -----------------------------------------------------------------------------------

void MainWindow::buildProjectActions() {
  project_.setAddViews([this](ProjectContents& contents) { addViews(contents); });
  projectActions_ = new ProjectActions(project_, *actions_, *message_, this);
  shippedModels_ = new ShippedModels(project_.models(), this);
  connect(shippedModels_, &ShippedModels::opened, this, [this] {
    projectActions_->saver().takeModelsAsBegun();
    if (isSettled()) Q_EMIT settled();
  });
  connect(&projectActions_->saver(), &ProjectSaver::statusChanged, this, &MainWindow::showStatus);
  connect(&projectActions_->saver(), &ProjectSaver::failed, this, &MainWindow::openFailed);
  connect(&projectActions_->saver(), &ProjectSaver::opened, this,
          [this](const OpenedProject& opened) {
            restoreViews(opened.contents);
            if (isSettled()) Q_EMIT settled();
          });
  connect(projectActions_, &ProjectActions::closeConfirmed, this, &MainWindow::close);
  connect(projectActions_, &ProjectActions::otherFileChosen, this,
          [this](const QString& path) { openFile(path); });
  connect(projectActions_, &ProjectActions::recentFileChosen, this, [this](const QString& path) {
    if (Workspace* first = showWorkspace(firstWorkspace()))
      first->open(path, Workspace::Opening::AsBefore);
  });
}

void MainWindow::autosave(const AutosavePlan& plan) { projectActions_->autosave(plan, *offers_); }

void MainWindow::openModelsThatShip() { shippedModels_->open(); }

void MainWindow::addViews(ProjectContents& contents) const {
  contents.workspaces = views_;
  for (const Place& place : places_)
    if (place.workspace != nullptr)
      contents.workspaces[place.info.name.toStdString()] = place.workspace->projectState();
  if (current() != nullptr) contents.workspace = current()->objectName();
}

void MainWindow::restoreViews(const ProjectContents& contents) {
  views_ = contents.workspaces;
  for (const Place& place : places_) restoreViewOf(place);
  if (indexOf(contents.workspace) >= 0) showWorkspace(contents.workspace);
}

void MainWindow::restoreViewOf(const Place& place) {
  const auto found = views_.find(place.info.name.toStdString());
  if (found == views_.end() || place.workspace == nullptr) return;
  try {
    place.workspace->restoreProjectState(*found);
  } catch (const Json::exception&) {
    // Only how it is looked at: the workspace stays as it is.
  }
}

/// What is undone out of sight is told.
void MainWindow::showStep(const QString& sentence, const QString& place) {
  if (current() == nullptr || current()->objectName() == place) return message_->clear();
  const int index = indexOf(place);
  if (index < 0) return message_->show(MessageBar::Kind::Note, sentence);
  message_->show(MessageBar::Kind::Note, sentence,
                 tr("Show %1").arg(places_[static_cast<std::size_t>(index)].info.title),
                 [this, place] { showWorkspace(place); });
}

// --- workspaces
// -----------------------------------------------------------------------------------

int MainWindow::indexOf(const QString& name) const {
  for (std::size_t i = 0; i < places_.size(); ++i)
    if (places_[i].info.name == name) return static_cast<int>(i);
  return -1;
}

Workspace* MainWindow::current() const { return qobject_cast<Workspace*>(stack_->currentWidget()); }

Workspace* MainWindow::workspace(const QString& name) const {
  const int index = indexOf(name);
  return index < 0 ? nullptr : places_[static_cast<std::size_t>(index)].workspace;
}

Workspace* MainWindow::showWorkspace(const QString& name) {
  const int index = indexOf(name);
  if (index < 0) return nullptr;
  showIndex(index);
  return places_[static_cast<std::size_t>(index)].workspace;
}

void MainWindow::showIndex(int index) {
  Place& place = places_.at(static_cast<std::size_t>(index));
  try {
    if (place.workspace == nullptr) makeWorkspace(place);
    stack_->setCurrentWidget(place.workspace);
    fillMenus();
    place.workspace->activate();
  } catch (const Error& error) {
    message_->show(MessageBar::Kind::Problem, QString::fromStdString(error.what()));
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const bool shown = places_[i].workspace != nullptr && places_[i].workspace == current();
    places_[i].action->setChecked(shown);
    if (shown) bar_->setCurrent(static_cast<int>(i));
  }
}

void MainWindow::makeWorkspace(Place& place) {
  Workspace* made = place.info.make(project_);
  place.workspace = made;
  made->setObjectName(place.info.name);
  // A file dropped on a number is meant for the window, not to be typed into the number.
  for (QLineEdit* line : made->findChildren<QLineEdit*>()) line->setAcceptDrops(false);
  connect(made, &Workspace::settled, this, [this] {
    if (isSettled()) Q_EMIT settled();
  });
  connect(made, &Workspace::openFailed, this, &MainWindow::openFailed);
  connect(made, &Workspace::closeConfirmed, this, &MainWindow::close);
  connect(made, &Workspace::workspaceAsked, this, &MainWindow::showWorkspace);
  stack_->addWidget(made);
  // Docks need a size to share.
  made->resize(size() - QSize(0, menuWidget()->sizeHint().height()));
  made->arrange();
  place.standardLayout = made->layoutState();
  if (layout_ == Layout::Remembered)
    made->restoreLayoutState(settings_.value(layoutKey(place.info)).toByteArray());
  restoreViewOf(place);
}

bool MainWindow::isSettled() const {
  if (projectActions_->saver().isOpening() || counter_.isBusy() || shippedModels_->isBusy())
    return false;
  for (const Place& place : places_)
    if (place.workspace != nullptr && !place.workspace->isSettled()) return false;
  return true;
}

// --- menus
// ----------------------------------------------------------------------------------------

void MainWindow::fillMenus() {
  menus_->clear();
  // The click that leads here may have come from one of them.
  for (QMenu* menu : menus_->findChildren<QMenu*>(Qt::FindDirectChildrenOnly)) menu->deleteLater();
  const Workspace* shown = current();
  for (const CommandMenu id : {CommandMenu::File, CommandMenu::Edit, CommandMenu::Own,
                               CommandMenu::View, CommandMenu::Help}) {
    const QString title = id == CommandMenu::Own ? shown->ownMenuTitle() : menuTitle(id);
    if (title.isEmpty()) continue;
    QMenu* menu = menus_->addMenu(title);
    menu->setToolTipsVisible(true);
    const QList<QAction*> theirs = shown->menuEntries(id);
    const QList<QAction*> ours = actions_->entries(id);
    // Opening and saving come first, quitting with its line last.
    const qsizetype quit = std::max<qsizetype>(0, ours.indexOf(action(FrameCommandId::Quit)) - 1);
    const QList<QAction*> first = ours.mid(0, quit), last = ours.mid(quit);
    // What is the same everywhere stays where it is: undo first, quitting last.
    if (id == CommandMenu::Edit) menu->addActions(ours);
    if (id == CommandMenu::Edit && !theirs.isEmpty()) menu->addSeparator();
    if (id == CommandMenu::File) {
      menu->addActions(first);
      menu->insertMenu(action(FrameCommandId::Save), projectActions_->recentMenu());
    }
    menu->addActions(theirs);
    if (id == CommandMenu::View) {
      if (!theirs.isEmpty()) menu->addSeparator();
      for (const Place& place : places_) menu->addAction(place.action);
      menu->addSeparator();
      menu->addMenu(panels_);
    }
    if (id != CommandMenu::Edit) menu->addActions(id == CommandMenu::File ? last : ours);
  }
}

void MainWindow::fillPanelsMenu() {
  panels_->clear();
  const std::unique_ptr<QMenu> list(current()->createPopupMenu());
  if (list) panels_->addActions(list->actions());
}

void MainWindow::showAllShortcuts() {
  std::vector<ShortcutSection> sections = current()->shortcuts();
  ShortcutSection ways{tr("Workspaces"), {}};
  for (const Place& place : places_)
    ways.rows.emplace_back(place.info.shortcut.toString(QKeySequence::NativeText),
                           place.info.title);
  sections.insert(sections.begin(), ways);
  for (ShortcutSection& section : sectionsOf(frameCommands()))
    sections.push_back(std::move(section));
  showShortcuts(sections, this);
}

void MainWindow::showStatus() {
  setWindowTitle(projectActions_->windowTitle());
  setWindowModified(projectActions_->saver().isUnsaved());
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && actions_) actions_->refreshIcons(palette());
  QMainWindow::changeEvent(event);
}

// --- files and closing
// ----------------------------------------------------------------------------

void MainWindow::openFile(const QString& path, Workspace::Opening opening) {
  // As an edit of the project that is there, their coming would hold up another's opening.
  if (shippedModels_->isBusy()) {
    connect(
        shippedModels_, &ShippedModels::opened, this,
        [this, path, opening] { openFile(path, opening); }, Qt::SingleShotConnection);
    return;
  }
  if (projectActions_->open(path)) return;
  if (Archive::isArchive(path.toStdString())) return openTrainedModel(path, opening);
  opening_ = opening;
  count(QFileInfo(path).absoluteFilePath());
}

void MainWindow::count(const QString& path) {
  message_->clear();
  counter_.ask(path);
  QTimer::singleShot(kPatienceMilliseconds, this, [this, name = QFileInfo(path).fileName()] {
    if (!counter_.isBusy()) return;
    message_->show(MessageBar::Kind::Note, tr("Reading %1…").arg(name), tr("Cancel"), [this] {
      counter_.cancel();
      if (isSettled()) Q_EMIT settled();
    });
  });
}

void MainWindow::openTrainedModel(const QString& path, Workspace::Opening opening) {
  if (current()->open(path, opening)) return;
  if (Workspace* first = showWorkspace(firstWorkspace())) first->open(path, opening);
}

void MainWindow::openVelocities(const CountedFile& file) {
  message_->clear();
  // What cannot be read is told where one is looking.
  if (file.models == 0 && current()->open(file.path, opening_)) return;
  const QString place = file.models > 1 ? setsWorkspace() : firstWorkspace();
  if (Workspace* workspace = showWorkspace(place)) workspace->open(file.path, opening_);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!localFile(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QString path = localFile(event->mimeData());
  if (path.isEmpty()) return;
  event->acceptProposedAction();
  openFile(path);
}

void MainWindow::restoreGeometryOf(Layout layout) {
  // The title bar and the frame have to fit on a small screen too.
  resize(kStandardSize.boundedTo(screen()->availableSize() - kWindowFrame));
  if (layout == Layout::Remembered) restoreGeometry(settings_.value(kGeometryKey).toByteArray());
}

void MainWindow::saveSettings() {
  settings_.setValue(kGeometryKey, saveGeometry());
  for (const Place& place : places_) {
    if (place.workspace == nullptr) continue;
    settings_.setValue(layoutKey(place.info), place.workspace->layoutState());
    if (place.workspace == current()) settings_.setValue(kWorkspaceKey, place.info.name);
  }
}

void MainWindow::prepareForSessionEnd() {
  sessionEnds_ = true;
  projectActions_->keepForNextStart();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (sessionEnds_) {
    projectActions_->keepForNextStart();
    saveSettings();
    return QMainWindow::closeEvent(event);
  }
  for (const Place& place : places_) {
    if (place.workspace == nullptr || place.workspace->mayClose()) continue;
    showWorkspace(place.info.name);
    return event->ignore();
  }
  if (!projectActions_->mayClose()) return event->ignore();
  saveSettings();
  QMainWindow::closeEvent(event);
}

}  // namespace isochron
