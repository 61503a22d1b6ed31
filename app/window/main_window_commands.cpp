// SPDX-License-Identifier: GPL-3.0-or-later
// Menus, buttons and keys of the main window, built from the table of commands.
#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QTextBrowser>
#include <QToolBar>
#include <QVBoxLayout>

#include "gallery_panel.h"
#include "icons.h"
#include "main_window.h"
#include "tool_options_panel.h"
#include "view_panel.h"

namespace isochron {
namespace {

constexpr std::pair<CommandId, Tool> kTools[] = {
    {CommandId::ToolMove, Tool::Move},   {CommandId::ToolReceivers, Tool::Receivers},
    {CommandId::ToolBrush, Tool::Brush}, {CommandId::ToolPolygon, Tool::Polygon},
    {CommandId::ToolLayer, Tool::Layer}, {CommandId::ToolGradient, Tool::Gradient}};

constexpr double kZoomStep = 1.4;

QToolBar* toolBar(QMainWindow* window, const QString& name, const QString& title,
                  Qt::ToolBarArea area) {
  auto* bar = new QToolBar(title, window);
  bar->setObjectName(name);
  bar->setIconSize({22, 22});
  window->addToolBar(area, bar);
  return bar;
}

QString tipWithKey(const Command& command) {
  const QString key = command.shortcut.toString(QKeySequence::NativeText);
  QString text = command.text;
  text.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
  return QStringLiteral("%1%2\n%3")
      .arg(text, key.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(key), command.tip);
}

}  // namespace

void MainWindow::buildActions() {
  std::map<CommandMenu, QMenu*> menus;
  for (const CommandMenu menu : {CommandMenu::File, CommandMenu::Edit, CommandMenu::Tool,
                                 CommandMenu::View, CommandMenu::Help}) {
    menus[menu] = menuBar()->addMenu(menuTitle(menu));
    menus[menu]->setToolTipsVisible(true);
  }
  for (const Command& command : commands()) {
    QMenu* menu = menus.at(command.menu);
    if (command.separatorBefore) menu->addSeparator();
    QAction* action = menu->addAction(command.text);
    action->setShortcut(command.shortcut);
    action->setCheckable(command.checkable);
    action->setToolTip(tipWithKey(command));
    action->setStatusTip({});
    actions_[command.id] = action;
    if (command.id == CommandId::Open) recentMenu_ = menu->addMenu(tr("Open &recent"));
  }
  auto* panels = createPopupMenu();
  panels->setTitle(tr("&Panels"));
  menus.at(CommandMenu::View)->insertMenu(action(CommandId::ResetLayout), panels);

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
  left->addAction(action(CommandId::Undo));
  left->addAction(action(CommandId::Redo));
  left->addSeparator();
  left->addAction(action(CommandId::Open));
  left->addAction(action(CommandId::SaveAs));
  left->addAction(action(CommandId::ExportPicture));
  refreshIcons();
}

void MainWindow::refreshIcons() {
  for (const Command& command : commands())
    actions_.at(command.id)->setIcon(lineIcon(command.icon, palette()));
}

void MainWindow::connectCommands() {
  const auto on = [this](CommandId id, auto&& work) {
    connect(action(id), &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  on(CommandId::Open, [this] { askForFile(); });
  on(CommandId::SaveAs, [this] { startExport(ExportKind::Velocity, QStringLiteral("vti")); });
  on(CommandId::ExportPicture, [this] { startExport(ExportKind::Picture, QStringLiteral("png")); });
  on(CommandId::ExportTraveltimes,
     [this] { startExport(ExportKind::Traveltimes, QStringLiteral("npy")); });
  on(CommandId::ExportReceivers,
     [this] { startExport(ExportKind::Receivers, QStringLiteral("csv")); });
  on(CommandId::ExportRays, [this] { startExport(ExportKind::Rays, QStringLiteral("csv")); });
  on(CommandId::Quit, [this] { close(); });
  on(CommandId::Undo, [this] {
    tools_->cancel();
    document_.undo();
  });
  on(CommandId::Redo, [this] {
    tools_->cancel();
    document_.redo();
  });
  on(CommandId::AnotherModel, [this] { gallery_->makeAnother(); });
  for (const auto& [id, tool] : kTools) on(id, [this, chosen = tool] { tools_->setTool(chosen); });
  action(CommandId::ToolMove)->setChecked(true);
  action(CommandId::Redo)
      ->setShortcuts({action(CommandId::Redo)->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  on(CommandId::BrushSmaller, [this] { scaleBrush(3.0 / 4.0); });
  on(CommandId::BrushLarger, [this] { scaleBrush(4.0 / 3.0); });
  on(CommandId::Shortcuts, [this] { showShortcuts(); });
  on(CommandId::About, [this] { showAbout(); });
  connectViewCommands();
}

void MainWindow::connectViewCommands() {
  const auto change = [this](CommandId id, auto&& edit) {
    connect(action(id), &QAction::triggered, this, [this, edit](bool on) {
      ViewOptions options = presenter_->options();
      edit(options, on);
      showOptions(options);
    });
  };
  const auto quantity = [](Quantity shown) {
    return [shown](ViewOptions& options, bool) {
      if (options.quantity != shown) options.range.reset();
      options.quantity = shown;
    };
  };
  change(CommandId::ShowVelocity, quantity(Quantity::Velocity));
  change(CommandId::ShowTraveltime, quantity(Quantity::Traveltime));
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
  connect(action(CommandId::ResetLayout), &QAction::triggered, this,
          [this] { restoreState(standardLayout_); });
}

void MainWindow::showOptions(const ViewOptions& options) {
  presenter_->setOptions(options);
  viewPanel_->setOptions(options);
  const auto check = [this](CommandId id, bool on) { action(id)->setChecked(on); };
  check(CommandId::ShowVelocity, options.quantity == Quantity::Velocity);
  check(CommandId::ShowTraveltime, options.quantity == Quantity::Traveltime);
  check(CommandId::ShowContours, options.contours);
  check(CommandId::ShowLabels, options.labels);
  check(CommandId::ShowRays, options.rays);
  check(CommandId::ShowReceivers, options.receivers);
  check(CommandId::EqualAspect, options.aspect == Aspect::Equal);
}

void MainWindow::scaleBrush(double factor) {
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

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (watched != view_ || event->type() != QEvent::KeyPress)
    return QMainWindow::eventFilter(watched, event);
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
void MainWindow::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) view_->setFocus();
  QMainWindow::keyPressEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && !actions_.empty()) refreshIcons();
  QMainWindow::changeEvent(event);
}

void MainWindow::showShortcuts() {
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keyboard shortcuts"));
  auto* page = new QTextBrowser(dialog);
  page->setHtml(shortcutsPage());
  (new QVBoxLayout(dialog))->addWidget(page);
  dialog->resize(460, 620);
  dialog->show();
}

void MainWindow::showAbout() {
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Isochron"),
                              tr("<h3>Isochron %1</h3><p>A workbench for seismic traveltimes: "
                                 "draw or load a velocity model and see its first arrivals.</p>"
                                 "<p>Free software under the GNU General Public License, "
                                 "version 3 or later.</p>")
                                  .arg(QStringLiteral(ISOCHRON_VERSION)),
                              QMessageBox::Close, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setIconPixmap(windowIcon().pixmap(64));
  box->open();
}

}  // namespace isochron
