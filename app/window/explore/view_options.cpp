// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/view_options.h"

#include <QCoreApplication>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("ViewOptions", text); }

}  // namespace

QuantityInfo quantityInfo(Quantity quantity) {
  const QString kilometresASecond = QStringLiteral("km/s");
  switch (quantity) {
    case Quantity::Velocity:
      return {tr("Velocity"), tr("Velocity"), kilometresASecond};
    case Quantity::Traveltime:
      return {tr("Traveltime"), tr("Traveltime"), QStringLiteral("s")};
    case Quantity::Error:
      return {tr("Error"), tr("Error |T network − T solver|"), QStringLiteral("ms")};
    case Quantity::Residual:
      return {tr("Residual"), tr("Residual |v |∇T| − 1|"), {}};
    case Quantity::ReadBack:
      return {tr("Read-back velocity"), tr("Read-back velocity 1 / |∇T|"), kilometresASecond};
    case Quantity::Reconstruction:
      return {tr("Reconstruction"), tr("Velocity as the latents have it"), kilometresASecond};
  }
  return {};
}

}  // namespace isochron
