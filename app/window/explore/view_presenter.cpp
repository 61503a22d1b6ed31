// SPDX-License-Identifier: GPL-3.0-or-later
#include "view_presenter.h"

#include "explore/family_fit_text.h"

namespace isochron {
namespace {

/// Milliseconds that new velocities may wait for their contours.
constexpr double kOneFrame = 12.0;

std::shared_ptr<const Field> velocityField(const ModelPointer& model) {
  return {model, &model->field()};
}

std::shared_ptr<const Field> traveltimeField(const Traveltimes& times) {
  return std::make_shared<const Field>(Field{times.grid, times.time});
}

}  // namespace

ViewPresenter::ViewPresenter(Document& document, LiveAnswers& answers, FieldView& view,
                             QObject* parent)
    : QObject(parent), document_(document), answers_(answers), view_(view) {
  connect(&document_, &Document::velocityChanged, this, &ViewPresenter::modelChanged);
  connect(&document_, &Document::sourceChanged, this, [this] {
    view_.setSource(document_.source());
    edited();
  });
  connect(&document_, &Document::receiversChanged, this, [this] {
    if (options_.receivers) view_.setReceivers(document_.receivers());
    request();
  });
  connect(&answers_, &LiveAnswers::answered, this, &ViewPresenter::showAnswer);
  view_.setSource(document_.source());
  setOptions(options_);
  modelChanged();
}

void ViewPresenter::setOptions(const ViewOptions& options) {
  const bool otherQuantity = options.quantity != options_.quantity;
  const bool otherAnswer = options.interval != options_.interval || options.rays != options_.rays ||
                           (otherQuantity && needsNetwork(options.quantity));
  options_ = options;
  view_.setAspect(options.aspect);
  view_.setSmooth(options.interpolated);
  view_.setContourLabels(options.labels);
  view_.setReceivers(options.receivers ? document_.receivers() : std::vector<Point>{});
  if (otherQuantity) showQuantity();
  applyColouring();
  showLines();
  if (otherAnswer) request();
}

void ViewPresenter::setColoursFrozen(bool frozen) {
  frozen_.reset();
  if (frozen) frozen_ = valueRange();
  applyColouring();
}

void ViewPresenter::setProbe(std::optional<Point> probe) {
  if (probe == probe_) return;
  probe_ = probe;
  if (options_.rays) request();
}

std::shared_ptr<const Traveltimes> ViewPresenter::currentTraveltimes() const {
  const bool current = answer_.traveltimes && answer_.model == document_.model() &&
                       answer_.traveltimes->source == document_.source();
  return current ? answer_.traveltimes : nullptr;
}

std::pair<double, double> ViewPresenter::valueRange() const {
  const Quantity shown = canShow(options_.quantity) ? options_.quantity : Quantity::Velocity;
  switch (shown) {
    case Quantity::Velocity:
    // What is a velocity keeps the drawing's colours: they can be compared by eye.
    case Quantity::ReadBack:
    case Quantity::Reconstruction:
      return {document_.model()->min(), document_.model()->max()};
    case Quantity::Traveltime:
      return {0.0, answer_.traveltimes->time.maxCoeff()};
    case Quantity::Error:
    case Quantity::Residual:
      return {0.0, answer_.field->values.maxCoeff()};
  }
  return {};
}

void ViewPresenter::applyColouring() {
  const auto range = options_.range.value_or(frozen_.value_or(valueRange()));
  view_.setColouring({options_.colourMap, options_.inverted, range.first, range.second});
  const auto values = valueRange();
  Q_EMIT automaticChanged(answer_.interval, values.first, values.second);
}

bool ViewPresenter::canShow(Quantity quantity) const {
  if (quantity == Quantity::Velocity) return true;
  if (quantity == Quantity::Traveltime) return answer_.traveltimes != nullptr;
  return answer_.field != nullptr && answer_.quantity == quantity;
}

void ViewPresenter::showModel(const ModelPointer& model) {
  if (model == shownModel_) return;
  shownModel_ = model;
  showField(velocityField(model), Quantity::Velocity);
}

void ViewPresenter::showField(const std::shared_ptr<const Field>& field, Quantity quantity) {
  const QuantityInfo info = quantityInfo(quantity);
  view_.setField(field, info.title, info.unit);
}

void ViewPresenter::showQuantity() {
  const Quantity quantity = options_.quantity;
  if (quantity == Quantity::Velocity || !canShow(quantity)) return showModel(document_.model());
  shownModel_.reset();
  showField(
      quantity == Quantity::Traveltime ? traveltimeField(*answer_.traveltimes) : answer_.field,
      quantity);
}

void ViewPresenter::setNetwork(std::shared_ptr<LoadedNetwork> network) {
  network_ = std::move(network);
  refineFor_ = 0.0;
  request();
}

void ViewPresenter::stopSolving() {
  answers_.cancel();
  answer_ = {};
  showQuantity();
  applyColouring();
  showLines();
}

void ViewPresenter::refine() {
  // Goes on from what was gained before.
  constexpr double kEachTime = 2000.0;  // ms
  refineFor_ = answer_.network.reply.refinedMilliseconds + kEachTime;
  request();
}

void ViewPresenter::edited() {
  refineFor_ = 0.0;
  request();
}

void ViewPresenter::modelChanged() {
  const bool otherGrid = !(document_.grid() == grid_);
  if (otherGrid) {
    // Lines of another grid have no place in this one.
    grid_ = document_.grid();
    answer_ = {};
    probe_.reset();
    showLines();
  }
  const bool slow = lastMilliseconds_ > kOneFrame;
  if (otherGrid || (slow && options_.quantity == Quantity::Velocity)) showModel(document_.model());
  if (!frozen_) applyColouring();
  edited();
}

void ViewPresenter::showAnswer(const LiveAnswer& answer) {
  answer_ = answer;
  if (answer.solveMilliseconds > 0)
    lastMilliseconds_ = answer.solveMilliseconds + answer.contourMilliseconds;
  if (options_.quantity == Quantity::Velocity || !canShow(options_.quantity))
    showModel(answer.model);
  else
    showQuantity();
  applyColouring();
  showLines();
  Q_EMIT answerShown(answer);
}

ViewPresenter::Leader ViewPresenter::leader() const {
  const NetworkAnswer& network = answer_.network;
  if (network.state != NetworkState::Answered) return Leader::Solver;
  const FamilyPlace place = familyPlace(network.reply.fit, *answer_.model);
  return place == FamilyPlace::Outside ? Leader::Solver : Leader::Network;
}

void ViewPresenter::showLines() {
  const double interval = answer_.interval > 0 ? answer_.interval : 1.0;
  const auto shown = [this](const std::vector<Contour>& contours) {
    return options_.contours ? contours : std::vector<Contour>{};
  };
  const bool both = answer_.network.state == NetworkState::Answered;
  const bool networkLeads = both && leader() == Leader::Network;
  view_.setContours(shown(networkLeads ? answer_.network.contours : answer_.contours), interval,
                    QStringLiteral("s"),
                    networkLeads ? tr("Network's traveltime") : tr("Solver's traveltime"));
  std::vector<Contour> dashed;
  if (both) dashed = shown(networkLeads ? answer_.contours : answer_.network.contours);
  view_.setReferenceContours(
      std::move(dashed), networkLeads ? tr("the solver's")
                                      : tr("the network's, which was not trained on such models"));
  view_.setRays(options_.rays ? answer_.rays : std::vector<Polyline>{});
}

void ViewPresenter::request() {
  LiveRequest request;
  request.model = document_.model();
  request.source = document_.source();
  request.receivers = document_.receivers();
  request.interval = options_.interval;
  request.rays = options_.rays;
  request.probe = probe_;
  request.quantity = options_.quantity;
  request.network = network_;
  request.refineFor = refineFor_;
  answers_.request(std::move(request));
  Q_EMIT solvingStarted();
}

}  // namespace isochron
