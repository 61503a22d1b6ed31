// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/family_fit_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "number_words.h"

namespace isochron {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Family fit text", text); }

QString number(double value, int decimals) { return QLocale().toString(value, 'f', decimals); }

constexpr double kEdge = 1.6;  // times what is usual, where the edge ends
constexpr double kVelocityTolerance = 1e-6;

bool knownVelocities(const FamilyFit& fit, const VelocityModel& model) {
  return model.min() >= fit.slowest * (1 - kVelocityTolerance) &&
         model.max() <= fit.fastest * (1 + kVelocityTolerance);
}

}  // namespace

FamilyPlace familyPlace(const FamilyFit& fit, const VelocityModel& model) {
  if (!knownVelocities(fit, model)) return FamilyPlace::Outside;
  const double strangeness = std::max({fit.measures.distance / fit.usual.distance,
                                       fit.measures.loss / std::max(fit.usual.loss, 1e-9),
                                       fit.measures.contrast / fit.usual.contrast});
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
  if (fit.usualError)
    text += tr("Models like this one, which were not trained on, are answered with an RMAE of %1; "
               "nine of ten with less than %2.")
                .arg(percentWords(fit.usualError->median), percentWords(fit.usualError->high)) +
            QLatin1Char('\n');
  text += tr("The root mean square of its latents is %1, of 49 in 50 models of the family below "
             "%2; what the latents leave out is %3 standard deviations, there below %4.")
              .arg(number(fit.measures.distance, 1), number(fit.usual.distance, 1),
                   number(fit.measures.loss, 2), number(fit.usual.loss, 2));
  if (!knownVelocities(fit, model))
    text += QLatin1Char('\n') +
            tr("Its velocities are %1 to %2 km/s; the network was trained on %3 to %4 km/s.")
                .arg(number(model.min(), 2), number(model.max(), 2), number(fit.slowest, 2),
                     number(fit.fastest, 2));
  return text;
}

}  // namespace isochron
