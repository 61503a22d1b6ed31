// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/family_fit_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Family fit text", text); }

QString number(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

// Of random fields never learnt from, 98 in 100 are below both.
constexpr double kUsualDistance = 1.5;
constexpr double kUsualLossRatio = 1.5;
constexpr double kEdge = 1.6;  // of these, where the edge ends
constexpr double kVelocityTolerance = 1e-6;

bool knownVelocities(const FamilyFit& fit, const VelocityModel& model) {
  return model.min() >= fit.slowest * (1 - kVelocityTolerance) &&
         model.max() <= fit.fastest * (1 + kVelocityTolerance);
}

double lossRatio(const FamilyFit& fit) { return fit.loss / std::max(fit.typicalLoss, 1e-9); }

}  // namespace

FamilyPlace familyPlace(const FamilyFit& fit, const VelocityModel& model) {
  if (!knownVelocities(fit, model)) return FamilyPlace::Outside;
  const double strangeness =
      std::max(fit.distance / kUsualDistance, lossRatio(fit) / kUsualLossRatio);
  if (strangeness <= 1.0) return FamilyPlace::Inside;
  return strangeness <= kEdge ? FamilyPlace::AtTheEdge : FamilyPlace::Outside;
}

QString familyTitle(FamilyPlace place) {
  switch (place) {
    case FamilyPlace::Inside:
      return tr("inside its family");
    case FamilyPlace::AtTheEdge:
      return tr("at the edge of its family");
    case FamilyPlace::Outside:
      return tr("outside its family");
  }
  return {};
}

QString familySentence(const FamilyFit& fit, const VelocityModel& model) {
  QString text;
  switch (familyPlace(fit, model)) {
    case FamilyPlace::Inside:
      text = tr("The drawing is like the models that the network was trained on.");
      break;
    case FamilyPlace::AtTheEdge:
      text =
          tr("The drawing is more unusual than nearly all models that the network was trained on: "
             "watch the error.");
      break;
    case FamilyPlace::Outside:
      text =
          tr("The network was not trained on models like this drawing, so that its error may be "
             "large: rely on the solver's contours, which are solid here. Refine lessens the "
             "error.");
      break;
  }
  text += QLatin1Char('\n');
  text += tr("Its latents are %1 times as far from the mean as those of training models usually "
             "are; what their decoding misses of it is %2 times what is usual.")
              .arg(number(fit.distance, 1), number(lossRatio(fit), 1));
  if (!knownVelocities(fit, model))
    text += QLatin1Char('\n') +
            tr("Its velocities are %1 to %2 km/s; the network was trained on %3 to %4 km/s.")
                .arg(number(model.min(), 2), number(model.max(), 2), number(fit.slowest, 2),
                     number(fit.fastest, 2));
  return text;
}

}  // namespace isochron
