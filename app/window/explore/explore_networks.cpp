// SPDX-License-Identifier: GPL-3.0-or-later
// Trained networks in Explore: which one answers, and what is told of it.
#include <QFileDialog>
#include <QFileInfo>

#include "explore/answer_bar.h"
#include "explore/comparison_sheet.h"
#include "explore/explore_workspace.h"
#include "explore/resampling_text.h"
#include "explore/view_panel.h"
#include "field/error.h"

namespace isochron {
namespace {

constexpr const char* kAnswering = "latentpinn";
const QString kNetworkFolderKey = QStringLiteral("files/networkFolder");

constexpr CommandId kOfNetwork[] = {CommandId::ShowError,    CommandId::ShowResidual,
                                    CommandId::ShowReadBack, CommandId::ShowReconstruction,
                                    CommandId::Refine,       CommandId::Compare};

}  // namespace

void ExploreWorkspace::connectNetworks() {
  connect(&networks_, &ModelLibrary::listChanged, this, &ExploreWorkspace::listNetworks);
  connect(&networks_, &ModelLibrary::currentChanged, this, &ExploreWorkspace::loadCurrentNetwork);
  connect(&networkOpener_, &ModelOpener::opened, this, &ExploreWorkspace::networkRead);
  connect(&loader_, &NetworkLoader::loaded, this, &ExploreWorkspace::networkLoaded);
  connect(&loader_, &NetworkLoader::failed, this, [this](const QString& sentence) {
    message_->show(MessageBar::Kind::Problem, sentence);
    networks_.setCurrent(0);
    Q_EMIT openFailed(sentence);
    checkSettled();
  });
  connect(answerBar_, &AnswerBar::modelChosen, this, [this](std::uint64_t id) {
    networks_.setCurrent(id);
    view_->setFocus();
  });
  connect(answerBar_, &AnswerBar::openAsked, this, &ExploreWorkspace::askForNetwork);
  connect(answerBar_, &AnswerBar::refineAsked, this, [this] {
    view_->setFocus();
    presenter_->refine();
  });
  connect(answerBar_, &AnswerBar::resampleAsked, this, &ExploreWorkspace::putDrawingOn);
  connect(comparisonSheet_, &Sheet::rejected, comparisonSheet_, &Sheet::close);
  listNetworks();
  loadCurrentNetwork();
  showNetworkAnswer({});
}

void ExploreWorkspace::listNetworks() {
  std::vector<std::pair<std::uint64_t, QString>> titles;
  for (const TrainedModel& model : networks_.models())
    if (model.kind() == kAnswering) titles.emplace_back(model.id, model.title);
  const TrainedModel* current = networks_.current();
  answerBar_->setModels(titles, current == nullptr ? 0 : current->id);
}

void ExploreWorkspace::loadCurrentNetwork() {
  listNetworks();
  const TrainedModel* current = networks_.current();
  if (current == nullptr) {
    loader_.cancel();
    if (presenter_->hasNetwork()) presenter_->setNetwork({});
    return checkSettled();
  }
  if (!presenter_->hasNetwork()) answerBar_->showLoading();
  loader_.load(current->title, current->archive);
}

void ExploreWorkspace::networkLoaded(std::shared_ptr<LoadedNetwork> network) {
  presenter_->setNetwork(std::move(network));
}

void ExploreWorkspace::askForNetwork() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a trained network"), settings_.value(kNetworkFolderKey).toString(),
      tr("Isochron models (*.isochron);;All files (*)"));
  if (path.isEmpty()) return listNetworks();
  settings_.setValue(kNetworkFolderKey, QFileInfo(path).absolutePath());
  openNetworkFile(path);
}

void ExploreWorkspace::openNetworkFile(const QString& path) {
  networkOpener_.open(path, ofKind(kAnswering));
}

void ExploreWorkspace::networkRead(const ReadModel& model) {
  if (model.archive) {
    message_->clear();
    networks_.setCurrent(networks_.open(model.path, model.archive));
  } else {
    message_->show(MessageBar::Kind::Problem, model.problem);
    listNetworks();
    Q_EMIT openFailed(model.problem);
  }
  checkSettled();
}

void ExploreWorkspace::putDrawingOn(const Grid& network) {
  view_->setFocus();
  const ModelPointer drawing = document_.model();
  auto resampled =
      std::make_shared<const VelocityModel>(onGridOf(network, *drawing, document_.source()));
  const Grid grid = resampled->grid();
  std::vector<Point> receivers = document_.receivers();
  const auto outside = std::erase_if(receivers, [&](Point p) { return !grid.contains(p); });
  QString words = resamplingWords(drawing->grid(), grid);
  if (outside > 0)
    words +=
        QLatin1Char(' ') + tr("Receivers left out, as they lie outside of it: %1.").arg(outside);
  ModelOrigin origin = document_.origin();
  origin.title = tr("%1, resampled").arg(origin.title);
  origin.path.clear();
  origin.layout.reset();
  document_.load(std::move(resampled), std::move(origin), document_.source(), std::move(receivers),
                 tr("Put the drawing on the network's grid"));
  message_->show(MessageBar::Kind::Note, words, tr("Undo"), [this] { history_.undo(); });
  // Undo would take back something else then.
  connect(&document_, &Document::recorded, message_, &MessageBar::clear, Qt::SingleShotConnection);
}

void ExploreWorkspace::compareWithTraining() {
  const TrainedModel* network = networks_.current();
  if (network != nullptr)
    comparisonSheet_->start({document_.model(), document_.source(), network->archive});
}

void ExploreWorkspace::showNetworkAnswer(const LiveAnswer& answer) {
  const bool answers = answer.network.state == NetworkState::Answered;
  answerBar_->setSource(document_.source());
  if (!loader_.isBusy() || presenter_->hasNetwork())
    answerBar_->showAnswer(answer, !answer.complete);
  viewPanel_->setNetworkAnswers(answers);
  for (const CommandId id : kOfNetwork) {
    action(id)->setEnabled(answers);
    action(id)->setToolTip(
        answers ? action(id)->whatsThis()
                : tr("There is no network, or it does not work on this drawing's grid."));
  }
  if (answers && awaited_) showOptions(*std::exchange(awaited_, std::nullopt));
  if (answers || !needsNetwork(presenter_->options().quantity)) return;
  // The view would keep what is no longer true.
  ViewOptions options = presenter_->options();
  options.quantity = Quantity::Velocity;
  options.range.reset();
  showOptions(options);
}

}  // namespace isochron
