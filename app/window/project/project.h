// SPDX-License-Identifier: GPL-3.0-or-later
// Project: all that the workspaces share. They meet here and know nothing of each other.
#pragma once

#include <QObject>
#include <functional>

#include "project/data_library.h"
#include "project/document.h"
#include "project/history.h"
#include "project/model_library.h"
#include "project/project_contents.h"

namespace isochron {

class Project : public QObject {
  Q_OBJECT
 public:
  /// Begins with a model that the program makes.
  explicit Project(QObject* parent = nullptr);

  /// The velocity model in the hand, its source and receivers, with undo.
  Document& drawing() { return drawing_; }
  ModelLibrary& models() { return models_; }
  DataLibrary& data() { return data_; }
  /// Steps of all of these, in the order in which they were made.
  History& history() { return history_; }

  /// What of it a file holds, without how it is looked at. With `inHand`, a stroke or a drag that
  /// is not finished counts, too.
  ProjectContents contents(bool inHand = false) const;
  /// With how it is looked at, which the window knows.
  ProjectContents wholeContents(bool inHand = false) const;
  using AddViews = std::function<void(ProjectContents&)>;
  void setAddViews(AddViews addViews) { addViews_ = std::move(addViews); }
  /// Takes the place of everything, and cannot be undone. Models that come with the program stay.
  void replace(const ProjectContents& contents);
  /// As it began.
  static ProjectContents firstContents();

 Q_SIGNALS:
  /// Something of contents(true) changed.
  void changed();
  /// Another project has taken the place of everything: what was said of the old one is stale, and
  /// what still runs for it must not come into this one. How the new one was looked at is restored
  /// after this.
  void replaced();

 private:
  History history_;
  Document drawing_;
  ModelLibrary models_;
  DataLibrary data_;
  Json missing_ = Json::object();  // of the file that it came from
  AddViews addViews_;
  QString program_;
  mutable std::int64_t moment_ = 0;
};

}  // namespace isochron
