// SPDX-License-Identifier: GPL-3.0-or-later
// Project: all that the workspaces share. They meet here and know nothing of each other.
#pragma once

#include <QObject>

#include "project/data_library.h"
#include "project/document.h"
#include "project/model_library.h"

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

 private:
  Document drawing_;
  ModelLibrary models_;
  DataLibrary data_;
};

}  // namespace isochron
