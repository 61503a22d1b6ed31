// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/shipped_models.h"

#include <QDir>

#include "field/error.h"
#include "project/model_library.h"
#include "resource_folder.h"

namespace isochron {
namespace {

QDir shippedFolder() { return {QString::fromStdString((resourceFolder() / "models").string())}; }

}  // namespace

QString shippedPath(const QString& name) {
  return QFileInfo(shippedFolder().filePath(name)).absoluteFilePath();
}

void openShippedModels(ModelLibrary& library) {
  const QDir models = shippedFolder();
  for (const QString& name :
       models.entryList({QStringLiteral("*.isochron")}, QDir::Files, QDir::Name)) {
    try {
      const std::uint64_t id = library.openShipped(models.filePath(name));
      if (library.current() == nullptr && library.find(id)->kind() == "latentpinn")
        library.setCurrent(id);
    } catch (const Error& error) {
      qWarning("isochron: %s", error.what());
    }
  }
}

}  // namespace isochron
