// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/train_workspace.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QKeyEvent>
#include <QShortcut>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include "field/error.h"
#include "field_view.h"
#include "formats/write_field.h"
#include "loss_plot.h"
#include "message_bar.h"
#include "number_box.h"
#include "resource_folder.h"
#include "train/loss_curves.h"
#include "train/run_list.h"
#include "train/setup_panel.h"
#include "train/start_page.h"
#include "train/training_view.h"

namespace isochron {
namespace {

constexpr int kPanelWidth = 340;
constexpr int kPlotHeight = 270;

std::filesystem::path runsFolder(const std::filesystem::path& given) {
  if (!given.empty()) return given;
  const QString place = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
  return std::filesystem::path(place.toStdString()) / "runs";
}

}  // namespace

TrainWorkspace::TrainWorkspace(Project& project, std::filesystem::path runs, QWidget* parent)
    : Workspace(parent),
      project_(project),
      controller_(new TrainController(project, runsFolder(runs), this)) {
  build();
  buildShortcuts();
  connectAll();
  showState();
  showCurves();
}

// The controller's thread must end while what listens to it is still there.
TrainWorkspace::~TrainWorkspace() { delete controller_; }

void TrainWorkspace::build() {
  bar_ = new RunBar;
  message_ = new MessageBar;
  setup_ = new SetupPanel(project_, *controller_, resourceFolder() / "presets");
  runs_ = new RunList(*controller_);
  start_ = new StartPage;
  view_ = new TrainingView;
  centre_ = new QStackedWidget;
  centre_->addWidget(start_);
  centre_->addWidget(view_);
  plot_ = new LossPlot;
  auto* centre = new QWidget;
  auto* layout = new QVBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(bar_);
  layout->addWidget(message_);
  layout->addWidget(centre_, 1);
  setCentralWidget(centre);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::North);
  setupDock_ = addPanel(QStringLiteral("setupDock"), tr("Setup"), setup_, Qt::LeftDockWidgetArea);
  runsDock_ = addPanel(QStringLiteral("runsDock"), tr("Runs"), runs_, Qt::LeftDockWidgetArea);
  lossDock_ =
      addPanel(QStringLiteral("lossDock"), tr("Loss and error"), plot_, Qt::BottomDockWidgetArea);
  tabifyDockWidget(setupDock_, runsDock_);
  setupDock_->raise();
}

void TrainWorkspace::buildShortcuts() {
  const auto key = [this](Qt::Key pressed, auto does) {
    auto* shortcut = new QShortcut(pressed, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    shortcut->setAutoRepeat(pressed == Qt::Key_N);
    connect(shortcut, &QShortcut::activated, this, does);
  };
  key(Qt::Key_Space, [this] { bar_->togglePlay(); });
  key(Qt::Key_N, [this] { bar_->takeStep(); });
  key(Qt::Key_R, [this] { bar_->reset(); });
  for (int i = 0; i < 5; ++i)
    key(static_cast<Qt::Key>(Qt::Key_1 + i), [this, i] { view_->choose(i); });
  // Space also presses what has the keyboard, where that is no button of the run; and letters look
  // for an entry of a list.
  for (auto* button : findChildren<QAbstractButton*>()) button->installEventFilter(this);
  for (auto* box : findChildren<QComboBox*>()) box->installEventFilter(this);
  for (auto* count : bar_->findChildren<NumberBox*>()) count->installEventFilter(this);
}

void TrainWorkspace::connectAll() {
  TrainController& controller = *controller_;
  connect(&project_, &Project::replaced, message_, &MessageBar::clear);
  connect(bar_, &RunBar::playRequested, &controller, &TrainController::play);
  connect(bar_, &RunBar::pauseRequested, &controller, &TrainController::pause);
  connect(bar_, &RunBar::stepRequested, &controller, &TrainController::step);
  connect(bar_, &RunBar::resetRequested, &controller, &TrainController::reset);
  connect(bar_, &RunBar::stopRequested, &controller, &TrainController::stop);
  connect(start_, &StartPage::pressed, this, [this] {
    if (controller_->cannotStart().isEmpty())
      controller_->play();
    else
      Q_EMIT workspaceAsked(QStringLiteral("data"));
  });
  connect(start_, &StartPage::otherPressed, this, &TrainWorkspace::openData);
  connect(setup_, &SetupPanel::resetRequested, &controller, &TrainController::reset);
  connect(setup_, &SetupPanel::openDataRequested, this, &TrainWorkspace::openData);
  connect(setup_, &SetupPanel::problem, this,
          [this](const QString& sentence) { message_->show(MessageBar::Kind::Problem, sentence); });
  connect(&controller, &TrainController::problem, this,
          [this](const QString& sentence) { message_->show(MessageBar::Kind::Problem, sentence); });
  connect(&controller, &TrainController::planIsDone, this, [this](const QString& sentence) {
    if (controller_->run()->stage == "pca")
      message_->show(MessageBar::Kind::Note, sentence);
    else
      message_->show(MessageBar::Kind::Note, sentence, tr("As far again"),
                     [this] { controller_->goBeyond(); });
  });
  connect(&controller, &TrainController::begun, message_, &MessageBar::clear);
  connect(&controller, &TrainController::writingFailed, this, &TrainWorkspace::showWritingFailed);
  connect(&controller.library(), &LearningLoader::loaded, this, &TrainWorkspace::restoreWaiting);
  connect(&controller.store(), &RunStore::changed, this, &TrainWorkspace::restoreWaiting);
  connect(&opener_, &SetOpener::opened, this, &TrainWorkspace::dataIsOpen);
  connect(&controller, &TrainController::stateChanged, this, &TrainWorkspace::showState);
  connect(&controller, &TrainController::runChanged, this, &TrainWorkspace::showCurves);
  connect(&controller, &TrainController::pictureCame, this,
          [this](const std::shared_ptr<const TrainingPicture>& picture) {
            view_->setPicture(picture);
          });
  connect(&controller, &TrainController::runLeft, this, [this](const QString& id) {
    // Errors of another stage are of something else.
    const RunRecord* left = controller_->store().find(id);
    if (left && left->stage == controller_->setup().stage) runs_->setCompared(id, true);
  });
  connect(view_, &TrainingView::heldOutChosen, this, &TrainWorkspace::wantPictures);
  connect(runs_, &RunList::comparedChanged, this, &TrainWorkspace::showGhosts);
  connect(runs_, &RunList::setupRequested, this, [this] {
    setupDock_->show();
    setupDock_->raise();
  });
  connect(plot_, &LossPlot::exportRequested, this, &TrainWorkspace::writeCsv);
}

void TrainWorkspace::showState() {
  bar_->setState(controller_->barState());
  const TrainingUpdate& news = controller_->news();
  const bool active = isActive(controller_->state());
  std::optional<double> part = active ? news.progress : std::nullopt;
  if (active && !news.preparing.empty()) part = news.prepared;
  bar_->setProgress(controller_->sentence(), part,
                    news.preparing.empty() ? news.remaining : std::nullopt);
  view_->setHeldOutCount(news.heldOut);
  showCentre();
}

void TrainWorkspace::showCentre() {
  centre_->setCurrentWidget(controller_->run() ? static_cast<QWidget*>(view_) : start_);
  const OpenDataSet* set = project_.data().find(controller_->setup().data);
  const QString reason = controller_->cannotStart();
  if (set != nullptr && !reason.isEmpty())
    start_->setContents(tr("Not yet"), reason,
                        {tr("Go to Data"), tr("See the data set (Ctrl+1).")});
  else if (set == nullptr)
    start_->setContents(
        tr("No data set yet"),
        tr("Make a data set of velocity models in Data, or open a file that holds many."),
        {tr("Go to Data"), tr("Generate a data set, or open one and see what it holds (Ctrl+1).")},
        {tr("Open a File..."), tr("npy, npz, HDF5, SEG-Y and others; or drop it on the window.")});
  else
    start_->setContents(tr("Ready"),
                        tr("Play trains on %1: %2. Picture and curves follow the training.")
                            .arg(set->title, sizeText(*set->data)),
                        {tr("Play"), tr("Begin a run with the settings on the left (Space).")});
}

void TrainWorkspace::showCurves() {
  const RunRecord* run = controller_->run();
  plot_->setRun(run ? lossRunOf(*run) : LossRun{});
  showGhosts();
}

void TrainWorkspace::showGhosts() {
  std::vector<LossRun> ghosts;
  for (const QString& id : runs_->compared()) {
    const RunRecord* run = controller_->store().find(id);
    if (run && !(controller_->run() && controller_->run()->id == id))
      ghosts.push_back(lossRunOf(*run));
  }
  plot_->setGhosts(std::move(ghosts));
}

/// Pictures cost the run time: only while they can be seen.
void TrainWorkspace::wantPictures() {
  const bool seen = isVisible() && !window()->isMinimized();
  // Another window may have trained meanwhile.
  if (seen) controller_->store().readLater();
  controller_->showHeldOut(seen ? std::optional(view_->heldOut()) : std::nullopt);
}

void TrainWorkspace::showEvent(QShowEvent* event) {
  Workspace::showEvent(event);
  wantPictures();
}

void TrainWorkspace::hideEvent(QHideEvent* event) {
  Workspace::hideEvent(event);
  wantPictures();
}

void TrainWorkspace::changeEvent(QEvent* event) {
  Workspace::changeEvent(event);
  const bool comes = event->type() == QEvent::ActivationChange && isActiveWindow();
  if ((comes || event->type() == QEvent::WindowStateChange) && controller_) wantPictures();
}

void TrainWorkspace::arrange() {
  resizeDocks({setupDock_}, {kPanelWidth}, Qt::Horizontal);
  resizeDocks({lossDock_}, {kPlotHeight}, Qt::Vertical);
}

std::vector<ShortcutSection> TrainWorkspace::shortcuts() const {
  return {{tr("Training"),
           {{tr("Space"), tr("Play and pause")},
            {tr("N"), tr("Take a step")},
            {tr("R"), tr("Reset: leave the run, begin anew")},
            {tr("1 to 5"), tr("What the picture shows")},
            {tr("Left, Right"), tr("In the curves: read the record before and after")},
            {tr("Home"), tr("In the curves: show all")}}}};
}

void TrainWorkspace::activate() { bar_->playButton()->setFocus(); }

bool TrainWorkspace::open(const QString& path, Opening) {
  opener_.open({path, {}, {}});
  return true;
}

void TrainWorkspace::dataIsOpen(const OpenSetAnswer& answer) {
  if (answer.data != nullptr) {
    message_->clear();
    project_.data().add(answer.data);
    return;
  }
  message_->show(MessageBar::Kind::Problem, answer.problem);
  Q_EMIT openFailed(answer.problem);
}

void TrainWorkspace::showWritingFailed(const QString& sentence) {
  if (sentence.isEmpty())
    message_->show(MessageBar::Kind::Note, tr("The run's file is written again."));
  else
    message_->show(MessageBar::Kind::Problem,
                   tr("%1. Nothing learnt is lost while this window is open: it is tried again "
                      "every few seconds.")
                       .arg(sentence));
}

void TrainWorkspace::restoreWaiting() {
  if (waitingState_ && controller_->isReady())
    restoreProjectState(*std::exchange(waitingState_, std::nullopt));
}

void TrainWorkspace::openData() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Open a data set"));
  if (!path.isEmpty()) open(path, Opening::AskHow);
}

void TrainWorkspace::writeCsv() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Write all records"),
                                                    QStringLiteral("runs.csv"), tr("CSV (*.csv)"));
  if (path.isEmpty()) return;
  try {
    writeFileAtomically(path.toStdString(), plot_->csv().toStdString());
  } catch (const Error& failure) {
    message_->show(MessageBar::Kind::Problem, QString::fromUtf8(failure.what()));
  }
}

bool TrainWorkspace::eventFilter(QObject* watched, QEvent* event) {
  const bool ofTheRun = watched == bar_->playButton() || watched == bar_->stepButton() ||
                        watched == bar_->resetButton() || watched == bar_->stopButton();
  if (event->type() == QEvent::ShortcutOverride && !ofTheRun) {
    const auto* key = static_cast<QKeyEvent*>(event);
    // No number has a space in it: the key is the run's there, too.
    if (qobject_cast<NumberBox*>(watched) && key->key() == Qt::Key_Space) {
      event->ignore();
      return true;
    }
    const bool typed = qobject_cast<QComboBox*>(watched) && !key->text().isEmpty() &&
                       key->modifiers() == Qt::NoModifier;
    if (key->key() == Qt::Key_Space || typed) {
      event->accept();
      return true;
    }
  }
  return Workspace::eventFilter(watched, event);
}

}  // namespace isochron
