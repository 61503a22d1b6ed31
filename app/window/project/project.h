// SPDX-License-Identifier: GPL-3.0-or-later
// Project: all that the workspaces share. They meet here and know nothing of each other.
#pragma once

#include <QObject>

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

  /// What of it a file holds; how it is looked at is not known here. With `inHand`, a stroke or a
  /// drag that is not finished counts, too.
  ProjectContents contents(bool inHand = false) const;
  /// Takes the place of everything, and cannot be undone. Models that come with the program stay.
  void replace(const ProjectContents& contents);
  /// As it began.
  static ProjectContents firstContents();

 Q_SIGNALS:
  /// Something of contents(true) changed.
  void changed();

 private:
  History history_;
  Document drawing_;
  ModelLibrary models_;
  DataLibrary data_;
};

}  // namespace isochron
