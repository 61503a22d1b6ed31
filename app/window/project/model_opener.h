// SPDX-License-Identifier: GPL-3.0-or-later
// ModelOpener: reads the files of trained models, away from the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <memory>

#include "latest_answer.h"
#include "training/archive.h"

namespace isochron {

/// What a file of a trained model holds, or the sentence that says why it cannot be read.
struct ReadModel {
  QString path;
  std::shared_ptr<const Archive> archive;  // null where there is a problem
  QString problem;
};

/// Why a model cannot be used; empty: it can.
using ModelCheck = std::function<QString(const Archive&, const QString& name)>;

/// Its metadata say that it is of this kind ("latentpinn").
ModelCheck ofKind(const std::string& kind);

/// In the caller's thread.
ReadModel readModel(const QString& path, const ModelCheck& check = {});

/// The latest wish wins.
class ModelOpener : public QObject {
  Q_OBJECT
 public:
  explicit ModelOpener(QObject* parent = nullptr);
  /// `check` runs in the thread that reads.
  void open(const QString& path, ModelCheck check = {}) { answer_.ask({path, std::move(check)}); }
  /// The answer to the last wish is no longer wanted.
  void cancel() { answer_.cancel(); }
  bool isBusy() const { return answer_.isBusy(); }

 Q_SIGNALS:
  void opened(const isochron::ReadModel& model);

 private:
  struct Request {
    QString path;
    ModelCheck check;
  };

  LatestAnswer<Request, ReadModel> answer_;
};

}  // namespace isochron
