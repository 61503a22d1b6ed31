// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/document.h"

#include <algorithm>

#include "project/document_commands.h"

namespace isochron {
namespace {

std::vector<Point> clamped(std::vector<Point> points, const Grid& grid) {
  for (Point& p : points) p = grid.clamp(p);
  return points;
}

bool sameExtent(const Grid& a, const Grid& b) { return a.origin == b.origin && a.end() == b.end(); }

}  // namespace

std::vector<Point> receiversAlongTop(const Grid& grid, int count) {
  std::vector<Point> receivers;
  for (int i = 1; i <= count; ++i)
    receivers.push_back({grid.origin.x + grid.width() * i / (count + 1), grid.origin.z});
  return receivers;
}

Point middle(const Grid& grid) {
  return {grid.origin.x + grid.width() / 2, grid.origin.z + grid.depth() / 2};
}

Document::Document(ModelPointer model, ModelOrigin origin, QObject* parent)
    : QObject(parent), own_(std::make_unique<History>()), history_(*own_) {
  begin(std::move(model), std::move(origin));
}

Document::Document(ModelPointer model, ModelOrigin origin, History& history, QObject* parent)
    : QObject(parent), history_(history) {
  begin(std::move(model), std::move(origin));
}

void Document::begin(ModelPointer model, ModelOrigin origin) {
  const Grid& grid = model->grid();
  recorded_ = {model, std::move(origin), middle(grid), receiversAlongTop(grid, kFirstReceivers),
               nextRevision()};
  shown_ = recorded_;
  saved_[recorded_.revision] = recorded_.origin.path;
  connect(&history_, &History::aboutToStep, this, [this] {
    Q_EMIT aboutToStep();
    if (previewing_) cancelPreview();
  });
  connect(&history_, &History::changed, this, &Document::statusChanged);
}

bool Document::isUnsaved() const {
  return previewing_ || (differsFromOrigin() && kept_ != recorded_.revision);
}

void Document::load(ModelPointer model, ModelOrigin origin) {
  const Grid& grid = model->grid();
  const bool stay = sameExtent(grid, recorded_.model->grid());
  const Point source = stay ? recorded_.source : middle(grid);
  std::vector<Point> receivers =
      stay ? recorded_.receivers : receiversAlongTop(grid, kFirstReceivers);
  const QString text = tr("Load %1").arg(origin.title);
  load(std::move(model), std::move(origin), source, std::move(receivers), text);
}

void Document::load(ModelPointer model, ModelOrigin origin, Point source,
                    std::vector<Point> receivers, const QString& text) {
  cancelPreview();
  DocumentState after = recorded_;
  after.model = std::move(model);
  after.origin = std::move(origin);
  after.source = after.model->grid().clamp(source);
  after.receivers = clamped(std::move(receivers), after.model->grid());
  after.revision = nextRevision();
  saved_[after.revision] = after.origin.path;
  push(new LoadCommand(*this, std::move(after), text));
}

void Document::setVelocity(const Painting& painting, const QString& text) {
  if (painting.changed.empty()) return cancelPreview();
  push(new PatchCommand(*this, painting, text));
}

void Document::setSource(Point position) {
  position = grid().clamp(position);
  if (position == recorded_.source) return cancelPreview();
  push(new SourceCommand(*this, position));
}

void Document::setReceivers(std::vector<Point> receivers, const QString& text) {
  receivers = clamped(std::move(receivers), grid());
  if (receivers == recorded_.receivers) return cancelPreview();
  push(new ReceiversCommand(*this, std::move(receivers), text));
}

bool Document::hasReceiver(int index) const {
  return index >= 0 && static_cast<std::size_t>(index) < recorded_.receivers.size();
}

void Document::addReceiver(Point position) {
  auto receivers = recorded_.receivers;
  receivers.push_back(position);
  setReceivers(std::move(receivers), tr("Add receiver"));
}

void Document::moveReceiver(int index, Point position) {
  if (!hasReceiver(index)) return;
  auto receivers = recorded_.receivers;
  receivers.at(static_cast<std::size_t>(index)) = position;
  setReceivers(std::move(receivers), tr("Move receiver"));
}

void Document::removeReceiver(int index) {
  if (!hasReceiver(index)) return;
  auto receivers = recorded_.receivers;
  receivers.erase(receivers.begin() + index);
  setReceivers(std::move(receivers), tr("Remove receiver"));
}

void Document::previewVelocity(Array velocity) {
  DocumentState state = shown_;
  state.model = std::make_shared<const VelocityModel>(grid(), std::move(velocity));
  previewing_ = true;
  show(std::move(state));
}

void Document::previewSource(Point position) {
  DocumentState state = shown_;
  state.source = grid().clamp(position);
  show(std::move(state));
}

void Document::previewReceiver(int index, Point position) {
  if (!hasReceiver(index)) return;
  DocumentState state = shown_;
  state.receivers.at(static_cast<std::size_t>(index)) = grid().clamp(position);
  show(std::move(state));
}

void Document::cancelPreview() {
  previewing_ = false;
  show(recorded_);
}

void Document::markKept(std::uint64_t revision) {
  kept_ = revision;
  Q_EMIT statusChanged();
}

void Document::replace(DocumentState state, bool unsaved) {
  cancelPreview();
  const Grid& grid = state.model->grid();
  state.source = grid.clamp(state.source);
  state.receivers = clamped(std::move(state.receivers), grid);
  state.revision = nextRevision();
  kept_.reset();
  saved_.clear();
  if (!unsaved) saved_[state.revision] = state.origin.path;
  record(std::move(state));
  Q_EMIT statusChanged();
}

void Document::push(HistoryStep* step) { history_.push(step); }

void Document::record(DocumentState state) {
  previewing_ = false;
  recorded_ = state;
  show(std::move(state));
  Q_EMIT recorded();
}

void Document::show(DocumentState state) {
  const DocumentState old = std::exchange(shown_, std::move(state));
  if (old.model != shown_.model) Q_EMIT velocityChanged();
  if (old.source != shown_.source) Q_EMIT sourceChanged();
  if (old.receivers != shown_.receivers) Q_EMIT receiversChanged();
  if (old.model != shown_.model) Q_EMIT statusChanged();
}

}  // namespace isochron
