// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/model_opener.h"

#include <QFileInfo>

#include "project/model_library.h"

namespace isochron {

ModelCheck ofKind(const std::string& kind) {
  return [kind](const Archive& archive, const QString& name) -> QString {
    const std::string found = TrainedModel::kindOf(archive);
    if (found == kind) return {};
    return ModelOpener::tr("%1: holds a model of the kind '%2'; give one of the kind '%3'")
        .arg(name, QString::fromStdString(found), QString::fromStdString(kind));
  };
}

ReadModel readModel(const QString& path, const ModelCheck& check) {
  ReadModel read{QFileInfo(path).absoluteFilePath(), nullptr, {}};
  try {
    auto archive = std::make_shared<const Archive>(Archive::read(read.path.toStdString()));
    if (check) read.problem = check(*archive, QFileInfo(path).fileName());
    if (read.problem.isEmpty()) read.archive = std::move(archive);
  } catch (const std::exception& failure) {
    read.problem = QString::fromStdString(failure.what());
  }
  return read;
}

ModelOpener::ModelOpener(QObject* parent)
    : QObject(parent),
      answer_([](const Request& request,
                 const std::stop_token&) { return readModel(request.path, request.check); },
              [this](const ReadModel& model) { Q_EMIT opened(model); }) {}

}  // namespace isochron
