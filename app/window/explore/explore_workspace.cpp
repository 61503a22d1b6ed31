// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/explore_workspace.h"

#include <QDockWidget>
#include <QFrame>
#include <QGroupBox>
#include <QLabel>
#include <QLocale>
#include <QStatusBar>
#include <QVBoxLayout>
#include <algorithm>

#include "explore/answer_bar.h"
#include "explore/comparison_sheet.h"
#include "explore/export_sheet.h"
#include "explore/gallery_panel.h"
#include "explore/receivers_panel.h"
#include "explore/recipe_sheet.h"
#include "explore/source_panel.h"
#include "explore/tool_options_panel.h"
#include "explore/view_panel.h"
#include "explore/work_progress.h"
#include "import/import_sheet.h"
#include "number_text.h"

namespace isochron {
namespace {

constexpr int kPanelWidth = 300;
constexpr int kTitleWidth = 220;
constexpr int kToolHeight = 240;
constexpr int kViewHeight = 320;

}  // namespace

ExploreWorkspace::ExploreWorkspace(Project& project, QWidget* parent)
    : Workspace(parent),
      recent_(settings_),
      project_(project),
      document_(project.drawing()),
      history_(project.history()),
      networks_(project.models()),
      actions_(exploreCommands(), this) {
  buildCentre();
  buildPanels();
  buildStatusBar();
  buildToolBar();
  connectDocument();
  connectView();
  connectPanels();
  connectCommands();
  connectFiles();
  connectNetworks();
  showStatus();
  showOptions(presenter_->options());
  requestThumbnails();
}

ExploreWorkspace::~ExploreWorkspace() = default;

void ExploreWorkspace::buildCentre() {
  auto* centre = new QWidget(this);
  view_ = new FieldView(centre);
  view_->setMinimumSize(320, 240);
  view_->setFocusPolicy(Qt::StrongFocus);
  view_->setAccessibleName(tr("Model"));
  view_->installEventFilter(this);
  message_ = new MessageBar(centre);
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  answerBar_ = new AnswerBar(centre);
  layout->addWidget(message_);
  layout->addWidget(answerBar_);
  layout->addWidget(view_, 1);
  setCentralWidget(centre);
  setFocusProxy(view_);
  // Sheets are wider than the view between its panels on a small screen.
  importSheet_ = new ImportSheet(this);
  exportSheet_ = new ExportSheet(this);
  recipeSheet_ = new RecipeSheet(this);
  comparisonSheet_ = new ComparisonSheet(this);
  presenter_ = new ViewPresenter(document_, answers_, *view_, this);
  tools_ = new ToolController(
      document_, [this](Point p) { return view_->toWidget(p); }, this);
}

void ExploreWorkspace::buildPanels() {
  toolOptions_ = new ToolOptionsPanel;
  viewPanel_ = new ViewPanel;
  sourcePanel_ = new SourcePanel;
  receiversPanel_ = new ReceiversPanel;
  gallery_ = new GalleryPanel;
  auto* places = new QWidget;
  auto* sourceBox = new QGroupBox(tr("Source"), places);
  auto* receiversBox = new QGroupBox(tr("Receivers"), places);
  (new QVBoxLayout(sourceBox))->addWidget(sourcePanel_);
  (new QVBoxLayout(receiversBox))->addWidget(receiversPanel_);
  auto* layout = new QVBoxLayout(places);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->addWidget(sourceBox);
  layout->addWidget(receiversBox, 1);

  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
  addPanel(QStringLiteral("galleryDock"), tr("Gallery"), gallery_, Qt::BottomDockWidgetArea);
  addPanel(QStringLiteral("toolDock"), tr("Tool"), scrolling(toolOptions_),
           Qt::RightDockWidgetArea);
  QDockWidget* viewDock = addPanel(QStringLiteral("viewDock"), tr("View"), scrolling(viewPanel_),
                                   Qt::RightDockWidgetArea);
  QDockWidget* placesDock = addPanel(QStringLiteral("placesDock"), tr("Source and receivers"),
                                     scrolling(places), Qt::RightDockWidgetArea);
  tabifyDockWidget(placesDock, viewDock);
  viewDock->raise();
}

void ExploreWorkspace::buildStatusBar() {
  probeLabel_ = new QLabel(this);
  answerLabel_ = new QLabel(this);
  documentLabel_ = new QLabel(this);
  probeLabel_->setToolTip(
      tr("At the pointer: position, velocity, and the traveltimes T of the solver and of the "
         "network."));
  answerLabel_->setToolTip(tr("How long the solver took, and the model's nodes."));
  // A long read-out does not keep the window wide.
  probeLabel_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  constexpr int kGap = 12;
  for (QLabel* label : {probeLabel_, answerLabel_, documentLabel_})
    label->setContentsMargins(kGap, 0, kGap, 0);
  makingProgress_ = new WorkProgress(this);
  solvingProgress_ = new WorkProgress(this);
  statusBar()->addWidget(makingProgress_);
  statusBar()->addWidget(solvingProgress_);
  statusBar()->addWidget(probeLabel_, 1);
  statusBar()->addPermanentWidget(answerLabel_);
  statusBar()->addPermanentWidget(documentLabel_);
}

void ExploreWorkspace::connectDocument() {
  connect(&project_, &Project::replaced, message_, &MessageBar::clear);
  connect(&document_, &Document::aboutToStep, tools_, &ToolController::cancel);
  connect(&document_, &Document::statusChanged, this, &ExploreWorkspace::showStatus);
  const auto showPlaces = [this] {
    sourcePanel_->show(document_.grid(), document_.source());
    receiversPanel_->setGrid(document_.grid());
    receiversPanel_->setReceivers(document_.receivers());
    toolOptions_->setGrid(document_.grid());
    adaptBrushOutline();
  };
  for (const auto signal :
       {&Document::velocityChanged, &Document::sourceChanged, &Document::receiversChanged})
    connect(&document_, signal, this, showPlaces);
  showPlaces();
  connect(presenter_, &ViewPresenter::answerShown, this, &ExploreWorkspace::showAnswer);
  connect(presenter_, &ViewPresenter::solvingStarted, this, &ExploreWorkspace::showSolving);
  connect(solvingProgress_, &WorkProgress::cancelAsked, this, [this] {
    presenter_->stopSolving();
    receiversPanel_->setTimes({});
    showNetworkAnswer({});
    message_->show(MessageBar::Kind::Note,
                   tr("Solving was stopped: this drawing has no traveltimes yet."), tr("Solve"),
                   [this] { presenter_->solve(); });
    checkSettled();
  });
  connect(makingProgress_, &WorkProgress::cancelAsked, this, &ExploreWorkspace::cancelMaking);
}

void ExploreWorkspace::connectView() {
  connect(view_, &FieldView::sourceDragged, this, [this](Point position, bool finished) {
    finished ? document_.setSource(position) : document_.previewSource(position);
  });
  connect(view_, &FieldView::receiverDragged, this, [this](int i, Point position, bool finished) {
    finished ? document_.moveReceiver(i, position) : document_.previewReceiver(i, position);
  });
  connect(view_, &FieldView::receiverRemoveRequested, &document_, &Document::removeReceiver);
  connect(view_, &FieldView::pointerMoved, this, [this](Point position) {
    pointer_ = position;
    showProbe(position);
  });
  connect(view_, &FieldView::pointerLeft, this, [this] {
    pointer_.reset();
    probeLabel_->clear();
  });
  connect(view_, &FieldView::strokeBegan, tools_, [this](Point p) { tools_->begin(p); });
  connect(view_, &FieldView::strokeMoved, tools_, [this](Point p) { tools_->move(p); });
  connect(view_, &FieldView::strokeEnded, tools_, [this](Point p) { tools_->end(p); });
  connect(view_, &FieldView::doubleClicked, tools_, [this] {
    if (tools_->hasPolygon()) tools_->closePolygon();
  });
  connect(tools_, &ToolController::draftChanged, view_, &FieldView::setDraft);
  connect(tools_, &ToolController::paintingChanged, presenter_, &ViewPresenter::setColoursFrozen);
  connect(tools_, &ToolController::pointedAt, presenter_, &ViewPresenter::setProbe);
  connect(tools_, &ToolController::toolChanged, this, [this](Tool tool) {
    toolOptions_->setTool(tool);
    adaptBrushOutline();
  });
  connect(tools_, &ToolController::hintChanged, this,
          [this](const QString& hint) { statusBar()->showMessage(hint); });
}

void ExploreWorkspace::connectPanels() {
  connect(toolOptions_, &ToolOptionsPanel::settingsChanged, this,
          [this](const ToolSettings& settings) {
            tools_->setSettings(settings);
            adaptBrushOutline();
          });
  connect(toolOptions_, &ToolOptionsPanel::fillRequested, tools_, &ToolController::fillBetween);
  connect(viewPanel_, &ViewPanel::optionsChanged, this, [this](const ViewOptions& options) {
    awaited_.reset();
    showOptions(options);
  });
  connect(presenter_, &ViewPresenter::automaticChanged, viewPanel_, &ViewPanel::setAutomatic);
  connect(sourcePanel_, &SourcePanel::sourceTyped, &document_, &Document::setSource);
  connect(receiversPanel_, &ReceiversPanel::addAsked, this, [this] {
    const Grid& grid = document_.grid();
    document_.addReceiver({middle(grid).x, grid.origin.z});
  });
  connect(receiversPanel_, &ReceiversPanel::placeRefused, this,
          [this](const QString& sentence) { message_->show(MessageBar::Kind::Problem, sentence); });
  connect(receiversPanel_, &ReceiversPanel::moveAsked, &document_, &Document::moveReceiver);
  connect(receiversPanel_, &ReceiversPanel::removeAsked, this, [this](std::vector<int> indices) {
    auto receivers = document_.receivers();
    std::sort(indices.rbegin(), indices.rend());
    for (const int index : indices) receivers.erase(receivers.begin() + index);
    document_.setReceivers(std::move(receivers), tr("Remove receivers"));
  });
  connect(receiversPanel_, &ReceiversPanel::lineAsked, this, [this](int count) {
    document_.setReceivers(receiversAlongTop(document_.grid(), count), tr("Line of receivers"));
  });
  tools_->setSettings(toolOptions_->settings());
}

void ExploreWorkspace::showStatus() {
  const QString title = document_.origin().title;
  const QString path = document_.origin().path;
  const QString shown = fontMetrics().elidedText(title, Qt::ElideMiddle, kTitleWidth);
  documentLabel_->setText(document_.isUnsaved() ? tr("%1, unsaved changes").arg(shown) : shown);
  documentLabel_->setToolTip(path.isEmpty() ? title : path);
}

void ExploreWorkspace::showAnswer(const LiveAnswer& answer) {
  const Grid& grid = document_.grid();
  if (answer.solveMilliseconds > 0)
    answerLabel_->setText(tr("solver %1 ms, %2 × %3")
                              .arg(QLocale().toString(answer.solveMilliseconds, 'f', 1))
                              .arg(grid.nx)
                              .arg(grid.nz));
  receiversPanel_->setTimes(answer.receiverTimes);
  if (pointer_) showProbe(*pointer_);
  solvingProgress_->stop();
  if (answer.number < answers_.lastRequested()) showSolving();
  showNetworkAnswer(answer);
  if (!answer.problem.empty())
    message_->show(MessageBar::Kind::Problem, QString::fromStdString(answer.problem));
  checkSettled();
}

// Fast answers come before it shows.
void ExploreWorkspace::showSolving() {
  const Grid& grid = document_.grid();
  solvingProgress_->start(tr("Solving, %1 × %2 nodes").arg(grid.nx).arg(grid.nz),
                          [this] { return answers_.progress(); });
}

void ExploreWorkspace::showProbe(Point position) {
  const Grid& grid = document_.grid();
  if (!grid.contains(position)) return probeLabel_->clear();
  const int decimals = grid.width() < 2.0 ? 3 : 2;
  const QLocale locale;
  QString text = tr("x = %1 km, z = %2 km, v = %3 km/s")
                     .arg(locale.toString(position.x, 'f', decimals),
                          locale.toString(position.z, 'f', decimals),
                          locale.toString(document_.model()->at(position), 'f', 2));
  const LiveAnswer& answer = presenter_->answer();
  const auto times = answer.traveltimes;
  if (times && times->grid == grid)
    text += tr(", T solver = %1 s").arg(locale.toString(times->at(position), 'f', 3));
  if (answer.network.state == NetworkState::Answered)
    text += tr(", T network = %1 s")
                .arg(locale.toString(answer.network.reply.traveltimes->at(position), 'f', 3));
  if (answer.field && presenter_->options().quantity == answer.quantity) {
    const QuantityInfo shown = quantityInfo(answer.quantity);
    text += QStringLiteral(", %1 %2 %3")
                .arg(shown.name.toLower(),
                     locale.toString(interpolate(*answer.field, position), 'g', 3), shown.unit)
                .trimmed();
  }
  probeLabel_->setText(text);
}

void ExploreWorkspace::adaptBrushOutline() {
  if (tools_->tool() == Tool::Brush)
    view_->setBrushOutline(brushRadii(tools_->settings(), document_.grid()));
  else
    view_->setBrushOutline(std::nullopt);
}

void ExploreWorkspace::arrange() {
  auto* tool = findChild<QDockWidget*>(QStringLiteral("toolDock"));
  auto* view = findChild<QDockWidget*>(QStringLiteral("viewDock"));
  resizeDocks({view, tool}, {kPanelWidth, kPanelWidth}, Qt::Horizontal);
  resizeDocks({tool, view}, {kToolHeight, kViewHeight}, Qt::Vertical);
}

void ExploreWorkspace::activate() { view_->setFocus(); }

bool ExploreWorkspace::isSettled() const {
  return reading_ == Reading::Nothing && !making_ && !answers_.isBusy() && !loader_.isBusy() &&
         !networkOpener_.isBusy() && thumbnailsDone_;
}

void ExploreWorkspace::checkSettled() {
  if (isSettled()) Q_EMIT settled();
}

}  // namespace isochron
