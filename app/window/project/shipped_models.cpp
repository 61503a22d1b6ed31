// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/shipped_models.h"

#include <QDir>

#include "project/model_library.h"
#include "resource_folder.h"

namespace isochron {
namespace {

QDir shippedFolder() { return {QString::fromStdString((resourceFolder() / "models").string())}; }

}  // namespace

QString shippedPath(const QString& name) {
  return QFileInfo(shippedFolder().filePath(name)).absoluteFilePath();
}

ShippedModels::ShippedModels(ModelLibrary& library, QObject* parent)
    : QObject(parent),
      library_(library),
      worker_(
          [](const QStringList& paths, const std::stop_token& stop, const auto& publish) {
            Models models;
            for (const QString& path : paths)
              if (!stop.stop_requested()) models.push_back(readModel(path));
            publish(std::move(models));
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &ShippedModels::deliver);
}

void ShippedModels::open() {
  busy_ = true;
  QStringList paths;
  const QDir folder = shippedFolder();
  for (const QString& name :
       folder.entryList({QStringLiteral("*.isochron")}, QDir::Files, QDir::Name))
    paths.append(folder.absoluteFilePath(name));
  worker_.submit(std::move(paths), false);
}

void ShippedModels::deliver() {
  const std::optional<Models> models = worker_.take();
  if (!models) return;
  busy_ = false;
  for (const ReadModel& model : *models) {
    if (!model.archive) {
      qWarning("isochron: %s", qPrintable(model.problem));
      continue;
    }
    const std::uint64_t id = library_.addShipped(model.path, model.archive);
    if (library_.current() == nullptr && library_.find(id)->kind() == "latentpinn")
      library_.setCurrent(id);
  }
  Q_EMIT opened();
}

}  // namespace isochron
