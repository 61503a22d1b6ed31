// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/comparison.h"

#include <algorithm>
#include <array>

namespace isochron {
namespace {

constexpr std::array kNames = {"random_weights", "transfer", "latentpinn", "refined", "solver"};

}  // namespace

std::string toText(Contender contender) { return kNames[static_cast<std::size_t>(contender)]; }

bool trains(Contender contender) {
  return contender == Contender::RandomWeights || contender == Contender::Transfer;
}

std::optional<ComparedAnswer> ComparedCurve::firstWithin(double rmae) const {
  const auto found = std::find_if(answers.begin(), answers.end(),
                                  [&](const ComparedAnswer& a) { return a.rmae <= rmae; });
  if (found == answers.end()) return {};
  return *found;
}

const ComparedCurve* Comparison::find(Contender contender) const {
  const auto found = std::find_if(curves.begin(), curves.end(), [&](const ComparedCurve& curve) {
    return curve.contender == contender;
  });
  return found == curves.end() ? nullptr : &*found;
}

double Comparison::trainedSeconds() const {
  double seconds = donorSeconds;
  for (const ComparedCurve& curve : curves)
    if (trains(curve.contender)) seconds += curve.answers.back().seconds;
  return seconds;
}

std::vector<BreakEven> Comparison::breakEvens() const {
  std::vector<BreakEven> all;
  if (!trainingSeconds) return all;
  for (const Contender answer : {Contender::LatentPinn, Contender::Refined})
    for (const Contender against :
         {Contender::RandomWeights, Contender::Transfer, Contender::Solver}) {
      const ComparedCurve* own = find(answer);
      const ComparedCurve* other = find(against);
      if (own == nullptr || other == nullptr) continue;
      const ComparedAnswer& met = own->answers.back();
      const auto within = other->firstWithin(met.rmae);
      BreakEven even{against, answer, met.rmae, other->answers.back().seconds, within.has_value(),
                     {}};
      if (within) even.seconds = within->seconds;
      if (even.seconds > met.seconds) even.pairs = *trainingSeconds / (even.seconds - met.seconds);
      all.push_back(even);
    }
  return all;
}

Json Comparison::toJson() const {
  Json json = Json::object();
  json["curves"] = Json::array();
  for (const ComparedCurve& curve : curves) {
    Json columns = {{"contender", toText(curve.contender)}};
    for (const ComparedAnswer& a : curve.answers) {
      columns["seconds"].push_back(a.seconds);
      columns["epochs"].push_back(a.epochs);
      columns["loss"].push_back(a.loss);
      columns["rmae"].push_back(a.rmae);
    }
    json["curves"].push_back(columns);
  }
  if (trainingSeconds) json["latentpinn_training_seconds"] = *trainingSeconds;
  json["donor"] = {{"seconds", donorSeconds}, {"rmae", donorRmae}};
  json["break_even"] = Json::array();
  for (const BreakEven& even : breakEvens())
    json["break_even"].push_back({{"answer", toText(even.answer)},
                                  {"rmae", even.rmae},
                                  {"against", toText(even.against)},
                                  {"seconds", even.seconds},
                                  {"reached", even.reached},
                                  {"pairs", even.pairs ? Json(*even.pairs) : Json()}});
  return json;
}

std::string Comparison::toCsv() const {
  std::string csv = "contender,seconds,epochs,loss,rmae\n";
  for (const ComparedCurve& curve : curves)
    for (const ComparedAnswer& a : curve.answers) {
      csv += toText(curve.contender);
      for (const double value : {a.seconds, a.epochs, a.loss, a.rmae})
        csv += ',' + jsonText(Json(value));
      csv += '\n';
    }
  return csv;
}

}  // namespace isochron
