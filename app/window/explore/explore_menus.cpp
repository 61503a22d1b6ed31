// SPDX-License-Identifier: GPL-3.0-or-later
// Menus, buttons and keys of Explore, built from the table of commands.
#include <QActionGroup>
#include <QKeyEvent>
#include <QToolBar>

#include "explore/explore_workspace.h"
#include "explore/gallery_panel.h"
#include "explore/tool_options_panel.h"
#include "explore/view_panel.h"
#include "icons.h"
#include "undo_actions.h"

namespace isochron {
namespace {

constexpr std::pair<CommandId, Tool> kTools[] = {
    {CommandId::ToolMove, Tool::Move},   {CommandId::ToolReceivers, Tool::Receivers},
    {CommandId::ToolBrush, Tool::Brush}, {CommandId::ToolPolygon, Tool::Polygon},
    {CommandId::ToolLayer, Tool::Layer}, {CommandId::ToolGradient, Tool::Gradient}};

constexpr std::pair<CommandId, Quantity> kQuantities[] = {
    {CommandId::ShowVelocity, Quantity::Velocity},
    {CommandId::ShowTraveltime, Quantity::Traveltime},
    {CommandId::ShowError, Quantity::Error},
    {CommandId::ShowResidual, Quantity::Residual},
    {CommandId::ShowReadBack, Quantity::ReadBack},
    {CommandId::ShowReconstruction, Quantity::Reconstruction}};

constexpr double kZoomStep = 1.4;

QToolBar* toolBar(QMainWindow* window, const QString& name, const QString& title,
                  Qt::ToolBarArea area) {
  auto* bar = new QToolBar(title, window);
  bar->setObjectName(name);
  bar->setIconSize({22, 22});
  window->addToolBar(area, bar);
  return bar;
}

}  // namespace

void ExploreWorkspace::buildToolBar() {
  auto* left = toolBar(this, QStringLiteral("toolPalette"), tr("Tools"), Qt::LeftToolBarArea);
  auto* group = new QActionGroup(this);
  for (const auto& [id, tool] : kTools) {
    group->addAction(action(id));
    left->addAction(action(id));
  }
  left->addSeparator();
  left->addAction(action(CommandId::ShowRays));
  left->addAction(action(CommandId::ResetZoom));
  left->addSeparator();
  undo_ = left->addAction(QString());
  redo_ = left->addAction(QString());
  new UndoActions(history_, undo_, redo_, this);
  left->addSeparator();
  left->addAction(action(CommandId::Open));
  left->addAction(action(CommandId::ExportPicture));
  refreshIcons();
}

void ExploreWorkspace::refreshIcons() {
  actions_.refreshIcons(palette());
  undo_->setIcon(lineIcon(QStringLiteral("undo"), palette()));
  redo_->setIcon(lineIcon(QStringLiteral("redo"), palette()));
}

QList<QAction*> ExploreWorkspace::menuEntries(CommandMenu menu) const {
  return actions_.entries(menu);
}

std::vector<ShortcutSection> ExploreWorkspace::shortcuts() const {
  std::vector<ShortcutSection> sections = sectionsOf(exploreCommands(), toolMenuTitle());
  sections.push_back(gestures());
  return sections;
}

void ExploreWorkspace::connectCommands() {
  const auto on = [this](CommandId id, auto&& work) {
    connect(action(id), &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  on(CommandId::Open, [this] { askForFile(); });
  on(CommandId::ExportVelocity,
     [this] { startExport(ExportKind::Velocity, QStringLiteral("vti")); });
  on(CommandId::ExportPicture, [this] { startExport(ExportKind::Picture, QStringLiteral("png")); });
  on(CommandId::ExportTraveltimes,
     [this] { startExport(ExportKind::Traveltimes, QStringLiteral("npy")); });
  on(CommandId::ExportReceivers,
     [this] { startExport(ExportKind::Receivers, QStringLiteral("csv")); });
  on(CommandId::ExportRays, [this] { startExport(ExportKind::Rays, QStringLiteral("csv")); });
  on(CommandId::OpenNetwork, [this] { askForNetwork(); });
  on(CommandId::Refine, [this] { presenter_->refine(); });
  on(CommandId::Compare, [this] { compareWithTraining(); });
  on(CommandId::AnotherModel, [this] { gallery_->makeAnother(); });
  for (const auto& [id, tool] : kTools) on(id, [this, chosen = tool] { tools_->setTool(chosen); });
  action(CommandId::ToolMove)->setChecked(true);
  on(CommandId::BrushSmaller, [this] { scaleBrush(3.0 / 4.0); });
  on(CommandId::BrushLarger, [this] { scaleBrush(4.0 / 3.0); });
  connectViewCommands();
}

void ExploreWorkspace::connectViewCommands() {
  const auto change = [this](CommandId id, auto&& edit) {
    connect(action(id), &QAction::triggered, this, [this, edit](bool on) {
      ViewOptions options = presenter_->options();
      edit(options, on);
      awaited_.reset();
      showOptions(options);
    });
  };
  const auto quantity = [](Quantity shown) {
    return [shown](ViewOptions& options, bool) {
      if (options.quantity != shown) options.range.reset();
      options.quantity = shown;
    };
  };
  for (const auto& [id, shown] : kQuantities) change(id, quantity(shown));
  change(CommandId::ShowContours, [](ViewOptions& options, bool on) { options.contours = on; });
  change(CommandId::ShowLabels, [](ViewOptions& options, bool on) { options.labels = on; });
  change(CommandId::ShowRays, [](ViewOptions& options, bool on) { options.rays = on; });
  change(CommandId::ShowReceivers, [](ViewOptions& options, bool on) { options.receivers = on; });
  change(CommandId::EqualAspect, [](ViewOptions& options, bool on) {
    options.aspect = on ? Aspect::Equal : Aspect::Stretched;
  });
  const auto zoom = [this](double factor) {
    const QPointF centre = QRectF(view_->rect()).center();
    view_->zoom(factor, view_->toField(centre).value_or(middle(document_.grid())));
  };
  connect(action(CommandId::ZoomIn), &QAction::triggered, this, [zoom] { zoom(kZoomStep); });
  connect(action(CommandId::ZoomOut), &QAction::triggered, this, [zoom] { zoom(1 / kZoomStep); });
  connect(action(CommandId::ResetZoom), &QAction::triggered, view_, &FieldView::resetView);
}

void ExploreWorkspace::showOptions(const ViewOptions& options) {
  presenter_->setOptions(options);
  viewPanel_->setOptions(options);
  const auto check = [this](CommandId id, bool on) { action(id)->setChecked(on); };
  for (const auto& [id, shown] : kQuantities) check(id, options.quantity == shown);
  check(CommandId::ShowContours, options.contours);
  check(CommandId::ShowLabels, options.labels);
  check(CommandId::ShowRays, options.rays);
  check(CommandId::ShowReceivers, options.receivers);
  check(CommandId::EqualAspect, options.aspect == Aspect::Equal);
}

void ExploreWorkspace::scaleBrush(double factor) {
  ToolSettings settings = toolOptions_->settings();
  const double scaled = settings.size * factor;
  // Whole nodes: a small brush still changes by one.
  if (settings.sizeUnit == BrushUnit::Nodes)
    settings.size = factor > 1 ? std::ceil(scaled) : std::floor(scaled);
  else
    settings.size = scaled;
  toolOptions_->setSettings(settings);
  tools_->setSettings(toolOptions_->settings());
  adaptBrushOutline();
}

bool ExploreWorkspace::eventFilter(QObject* watched, QEvent* event) {
  if (watched != view_ || event->type() != QEvent::KeyPress)
    return Workspace::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Escape:
      presenter_->setProbe(std::nullopt);
      if (!tools_->isPainting() && !tools_->hasPolygon()) return false;
      tools_->cancel();
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (!tools_->hasPolygon()) return false;
      tools_->closePolygon();
      return true;
    case Qt::Key_Backspace:
      if (!tools_->hasPolygon()) return false;
      tools_->removeLastCorner();
      return true;
    default:
      return false;
  }
}

// Enter and Esc that a panel did not need lead back to the picture, where the tools' keys work.
void ExploreWorkspace::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) view_->setFocus();
  Workspace::keyPressEvent(event);
}

void ExploreWorkspace::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && undo_ != nullptr) refreshIcons();
  Workspace::changeEvent(event);
}

}  // namespace isochron
