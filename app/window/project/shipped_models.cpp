// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/shipped_models.h"

#include <QDir>

#include "field/error.h"
#include "project/model_library.h"
#include "resource_folder.h"

namespace isochron {
void openShippedModels(ModelLibrary& library) {
  const QDir models(QString::fromStdString((resourceFolder() / "models").string()));
  for (const QString& name :
       models.entryList({QStringLiteral("*.isochron")}, QDir::Files, QDir::Name)) {
    try {
      const std::uint64_t id = library.open(models.filePath(name));
      if (library.current() == nullptr && library.find(id)->kind() == "latentpinn")
        library.setCurrent(id);
    } catch (const Error& error) {
      qWarning("isochron: %s", error.what());
    }
  }
}

}  // namespace isochron
