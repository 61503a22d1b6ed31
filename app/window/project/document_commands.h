// SPDX-License-Identifier: GPL-3.0-or-later
// Undo steps of a Document.
#pragma once

#include "project/document.h"
#include "project/history.h"

namespace isochron {

class DocumentCommand : public HistoryStep {
 public:
  DocumentCommand(Document& document, const QString& text)
      : HistoryStep(text, QStringLiteral("explore")), document_(document) {}

 protected:
  Document& document_;
};

/// Velocities in a rectangle of nodes.
class PatchCommand : public DocumentCommand {
 public:
  PatchCommand(Document& document, const Painting& painting, const QString& text);
  void undo() override { apply(before_, revisionBefore_); }
  void redo() override { apply(after_, revisionAfter_); }
  std::size_t bytes() const override;

 protected:
  void drop() override;

 private:
  void apply(const Array& patch, std::uint64_t revision);

  NodeRectangle nodes_;
  Array before_;
  Array after_;
  std::uint64_t revisionBefore_;
  std::uint64_t revisionAfter_;
};

class SourceCommand : public DocumentCommand {
 public:
  SourceCommand(Document& document, Point position);
  void undo() override { apply(before_); }
  void redo() override { apply(after_); }
  std::size_t bytes() const override { return sizeof(*this); }

 protected:
  void drop() override {}

 private:
  void apply(Point position);
  Point before_;
  Point after_;
};

class ReceiversCommand : public DocumentCommand {
 public:
  ReceiversCommand(Document& document, std::vector<Point> receivers, const QString& text);
  void undo() override { apply(before_); }
  void redo() override { apply(after_); }
  std::size_t bytes() const override;

 protected:
  void drop() override;

 private:
  void apply(const std::vector<Point>& receivers);
  std::vector<Point> before_;
  std::vector<Point> after_;
};

/// A whole other model.
class LoadCommand : public DocumentCommand {
 public:
  LoadCommand(Document& document, DocumentState after, const QString& text);
  void undo() override;
  void redo() override;
  std::size_t bytes() const override;

 protected:
  void drop() override;

 private:
  DocumentState before_;
  DocumentState after_;
};

}  // namespace isochron
