// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/mixture.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "field/error.h"
#include "formats/decimal.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

double drawn(RandomStream& random, const RandomNumber& number) {
  const double share = random.uniform();
  if (number.least > 0.0)
    return std::min(number.least * std::pow(number.most / number.least, share), number.most);
  return std::lerp(number.least, number.most, share);
}

const MixturePart& chosen(RandomStream& random, const std::vector<MixturePart>& parts) {
  double total = 0.0;
  for (const MixturePart& part : parts) total += part.share;
  double left = total * random.uniform();
  for (const MixturePart& part : parts)
    if ((left -= part.share) < 0.0) return part;
  // Rounding has left a little: the last that has a share.
  return *std::find_if(parts.rbegin(), parts.rend(),
                       [](const MixturePart& part) { return part.share > 0.0; });
}

ModelParameters drawnParameters(RandomStream& random, const MixturePart& part) {
  const std::vector<ModelParameterInfo>& infos = modelKindInfo(part.kind).parameters;
  ModelParameters parameters;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const double value = drawn(random, part.parameters[i]);
    parameters.push_back(infos[i].decimals == 0 ? std::round(value) : value);
  }
  return parameters;
}

/// Bounds that chance has put in the wrong order change places.
void sortBounds(ModelKind kind, ModelParameters& parameters) {
  const std::vector<ModelParameterInfo>& infos = modelKindInfo(kind).parameters;
  const auto placeOf = [&](const std::string& name) {
    return std::find_if(infos.begin(), infos.end(),
                        [&](const ModelParameterInfo& info) { return info.name == name; }) -
           infos.begin();
  };
  for (const auto& [low, high] : {std::pair{"slowest", "fastest"}, {"least", "most"}}) {
    const auto first = static_cast<std::size_t>(placeOf(low));
    const auto second = static_cast<std::size_t>(placeOf(high));
    if (first < infos.size() && second < infos.size() && parameters[first] > parameters[second])
      std::swap(parameters[first], parameters[second]);
  }
}

/// a v^b with the fastest `contrast` times the slowest.
Array recast(const VelocityModel& model, double slowest, double contrast) {
  const double ratio = model.max() / model.min();
  if (ratio < 1.0 + 1e-9)
    return Array::Constant(model.grid().nz, model.grid().nx, slowest * std::sqrt(contrast));
  const double power = std::log(contrast) / std::log(ratio);
  return slowest * (model.velocity() / model.min()).pow(power).min(contrast);
}

/// What wide ranges of their parameters make of the kinds.
const std::map<std::string, RandomNumber>& rangesOf(ModelKind kind) {
  static const std::map<ModelKind, std::map<std::string, RandomNumber>> ranges = {
      {ModelKind::Constant, {{"velocity", {1.5, 6.0}}}},
      {ModelKind::Gradient, {{"top", {1.5, 4.0}}, {"bottom", {2.0, 6.0}}}},
      {ModelKind::Layers, {{"folding", {0.0, 2.0}}}},
      {ModelKind::Lens, {{"strength", {0.2, 1.5}}}},
      {ModelKind::Fault, {{"folding", {0.0, 2.0}}, {"throw", {0.2, 2.0}}}},
      {ModelKind::Salt, {{"salt", {3.0, 6.0}}}},
      {ModelKind::Checkerboard, {{"rows", {2.0, 10.0}}, {"contrast", {0.04, 0.3}}}},
      {ModelKind::RandomField,
       {{"alpha", {2.0, 4.0}}, {"tau", {3.0, 20.0}}, {"anisotropy", {0.25, 4.0}}}},
      {ModelKind::PhaseSeparation, {{"size", {0.7, 2.0}}, {"edge", {0.004, 0.03}}}},
      {ModelKind::Earth,
       {{"folding", {0.3, 1.7}}, {"faulting", {0.3, 1.7}}, {"contrast", {0.4, 1.8}}}},
      {ModelKind::Drawing, {{"edits", {1.0, 10.0}}, {"contrast", {0.4, 1.8}}}},
  };
  static const std::map<std::string, RandomNumber> none;
  const auto found = ranges.find(kind);
  return found == ranges.end() ? none : found->second;
}

}  // namespace

MixturePart standardPart(ModelKind kind, double share) {
  MixturePart part{kind, share, {}};
  const std::map<std::string, RandomNumber>& ranges = rangesOf(kind);
  for (const ModelParameterInfo& info : modelKindInfo(kind).parameters) {
    const auto range = ranges.find(info.name);
    part.parameters.push_back(range == ranges.end() ? RandomNumber{info.standard, info.standard}
                                                    : range->second);
  }
  return part;
}

void checkMixture(const Mixture& mixture) {
  const auto within = [](const std::string& place, double value, double least, double most) {
    if (value >= least && value <= most) return;
    throw Error(place, decimal(value) + " is out of bounds",
                "give " + decimal(least) + " to " + decimal(most));
  };
  const auto inOrder = [](const std::string& place, const RandomNumber& number) {
    if (!(number.least <= number.most))
      throw Error(place, "the least is above the most", "give the smaller one first");
  };
  double total = 0.0;
  for (const MixturePart& part : mixture.parts) {
    const ModelKindInfo& info = modelKindInfo(part.kind);
    if (part.kind == ModelKind::Mixture)
      throw Error("mixture", "it cannot be a part of itself", "name other kinds");
    within("share of " + info.name, part.share, 0.0, 1e6);
    total += part.share;
    for (std::size_t i = 0; i < info.parameters.size(); ++i) {
      const ModelParameterInfo& parameter = info.parameters[i];
      const std::string place = info.name + ", " + parameter.name;
      within(place, part.parameters[i].least, parameter.min, parameter.max);
      within(place, part.parameters[i].most, parameter.min, parameter.max);
      inOrder(place, part.parameters[i]);
    }
  }
  if (!(total > 0.0)) throw Error("mixture", "no kind has a share", "make one share larger than 0");
  within("recast", mixture.recast, 0.0, 1.0);
  within("contrast", mixture.contrast.least, 1.0, 100.0);
  within("contrast", mixture.contrast.most, 1.0, 100.0);
  inOrder("contrast", mixture.contrast);
  within("slowest", mixture.slowest, 0.1, 20.0);
  within("fastest", mixture.fastest, 0.1, 20.0);
  if (!(mixture.slowest < mixture.fastest))
    throw Error("slowest", "it is not below the fastest velocity", "make it smaller");
}

VelocityModel generate(const Mixture& mixture, const Grid& grid, std::uint64_t seed,
                       const WorkMonitor& monitor) {
  checkMixture(mixture);
  RandomStream random(seedOf(seed, 7));
  const MixturePart& part = chosen(random, mixture.parts);
  ModelParameters parameters = drawnParameters(random, part);
  const bool change = random.uniform() < mixture.recast;
  const double wanted = drawn(random, mixture.contrast);
  const double place = random.uniform();
  sortBounds(part.kind, parameters);
  VelocityModel model = generate(part.kind, grid, seedOf(seed, 8), parameters, monitor);
  if (!change && model.min() >= mixture.slowest && model.max() <= mixture.fastest) return model;
  const double most = mixture.fastest / mixture.slowest;
  const double contrast = std::min(change ? wanted : model.max() / model.min(), most);
  const double slowest = mixture.slowest * std::pow(most / contrast, place);
  return {grid, recast(model, slowest, contrast).max(mixture.slowest).min(mixture.fastest)};
}

}  // namespace isochron
