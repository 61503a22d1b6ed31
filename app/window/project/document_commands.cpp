// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/document_commands.h"

namespace isochron {
namespace {

std::size_t bytesOf(const Array& values) {
  return static_cast<std::size_t>(values.size()) * sizeof(double);
}

}  // namespace

PatchCommand::PatchCommand(Document& document, const Painting& painting, const QString& text)
    : DocumentCommand(document, text),
      nodes_(painting.changed),
      revisionBefore_(document.recorded_.revision),
      revisionAfter_(document.nextRevision()) {
  const auto block = [this](const Array& values) {
    return values.block(nodes_.iz0, nodes_.ix0, nodes_.height(), nodes_.width());
  };
  before_ = block(document.recorded_.model->velocity());
  after_ = block(painting.velocity);
}

std::size_t PatchCommand::bytes() const { return bytesOf(before_) + bytesOf(after_); }

void PatchCommand::drop() {
  before_.resize(0, 0);
  after_.resize(0, 0);
}

void PatchCommand::apply(const Array& patch, std::uint64_t revision) {
  DocumentState state = document_.recorded_;
  Array velocity = state.model->velocity();
  velocity.block(nodes_.iz0, nodes_.ix0, nodes_.height(), nodes_.width()) = patch;
  state.model = std::make_shared<const VelocityModel>(state.model->grid(), std::move(velocity));
  state.revision = revision;
  document_.record(std::move(state));
}

SourceCommand::SourceCommand(Document& document, Point position)
    : DocumentCommand(document, Document::tr("Move source")),
      before_(document.recorded_.source),
      after_(position) {}

void SourceCommand::apply(Point position) {
  DocumentState state = document_.recorded_;
  state.source = position;
  document_.record(std::move(state));
}

ReceiversCommand::ReceiversCommand(Document& document, std::vector<Point> receivers,
                                   const QString& text)
    : DocumentCommand(document, text),
      before_(document.recorded_.receivers),
      after_(std::move(receivers)) {}

std::size_t ReceiversCommand::bytes() const {
  return (before_.size() + after_.size()) * sizeof(Point);
}

void ReceiversCommand::drop() {
  before_ = {};
  after_ = {};
}

void ReceiversCommand::apply(const std::vector<Point>& receivers) {
  DocumentState state = document_.recorded_;
  state.receivers = receivers;
  document_.record(std::move(state));
}

LoadCommand::LoadCommand(Document& document, DocumentState after, const QString& text)
    : DocumentCommand(document, text), before_(document.recorded_), after_(std::move(after)) {}

void LoadCommand::undo() { document_.record(before_); }

void LoadCommand::redo() { document_.record(after_); }

std::size_t LoadCommand::bytes() const {
  std::size_t sum = 0;
  for (const DocumentState* state : {&before_, &after_})
    if (state->model) sum += bytesOf(state->model->velocity());
  return sum;
}

void LoadCommand::drop() {
  before_ = {};
  after_ = {};
}

}  // namespace isochron
