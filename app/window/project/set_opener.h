// SPDX-License-Identifier: GPL-3.0-or-later
// SetOpener: opens the files of data sets, away from the GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

#include "data/dataset.h"
#include "latest_answer.h"

namespace isochron {

struct OpenSetRequest {
  QString path;
  OpenOptions options;
  std::optional<ImportLayout> layout;  // empty: the guessed one
};

/// Either the set or the sentence that says why not.
struct OpenSetAnswer {
  OpenSetRequest request;
  std::shared_ptr<const DataSet> data;
  QString problem;
};

/// In the caller's thread. Where `stop` is raised there is a problem.
OpenSetAnswer openSet(const OpenSetRequest& request, const std::stop_token& stop = {});

/// The latest wish wins.
class SetOpener : public QObject {
  Q_OBJECT
 public:
  explicit SetOpener(QObject* parent = nullptr);
  void open(const OpenSetRequest& request) { answer_.ask(request); }
  /// The answer to the last wish is no longer wanted.
  void cancel() { answer_.cancel(); }
  bool isBusy() const { return answer_.isBusy(); }

 Q_SIGNALS:
  void opened(const isochron::OpenSetAnswer& answer);

 private:
  LatestAnswer<OpenSetRequest, OpenSetAnswer> answer_;
};

}  // namespace isochron
