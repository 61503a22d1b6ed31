// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/model_family.h"

#include <QCoreApplication>
#include <QLocale>

#include "field/error.h"

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ModelFamily", text); }

std::string nodes(const Grid& grid) {
  return std::to_string(grid.nx) + " x " + std::to_string(grid.nz) + " nodes";
}

}  // namespace

std::shared_ptr<const VelocityModel> modelOf(const ModelRef& ref) {
  if (ref.drawing) return ref.drawing;
  if (ref.data) return std::make_shared<const VelocityModel>(ref.data->read(ref.place));
  return std::make_shared<const VelocityModel>(
      generate(ref.kind, ref.grid, static_cast<std::uint64_t>(ref.place)));
}

QString nameOf(const ModelRef& ref) {
  if (ref.drawing) return tr("Drawing");
  // Models are counted from 1, as in Data.
  const QString number = QLocale().toString(static_cast<qlonglong>(ref.place) + (ref.data ? 1 : 0));
  return ref.data ? tr("Model %1").arg(number) : tr("Seed %1").arg(number);
}

ModelRef ModelFamily::at(std::int64_t i) const {
  ModelRef ref;
  ref.grid = grid;
  ref.kind = kind;
  ref.data = data;
  ref.place = data ? i * data->count() / count : kFirstSeed + i;
  return ref;
}

std::vector<ModelKindInfo> variedKinds() {
  std::vector<ModelKindInfo> kinds;
  for (const ModelKindInfo& info : modelKinds())
    if (info.kind != ModelKind::Constant && info.kind != ModelKind::Gradient) kinds.push_back(info);
  return kinds;
}

void checkNodes(const Grid& models, const QString& modelsTitle, const Grid& latents,
                const QString& latentsTitle) {
  if (sameNodes(models, latents)) return;
  throw Error(modelsTitle.toStdString(),
              "has " + nodes(models) + ", and the latents of " + latentsTitle.toStdString() +
                  " are for " + nodes(latents),
              "choose models with as many nodes, or latents made for these");
}

}  // namespace isochron
