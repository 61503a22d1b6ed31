// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of models with their parameters, as people see them.
#include <algorithm>
#include <optional>

#include "field/error.h"
#include "formats/decimal.h"
#include "generators/generators.h"
#include "generators/parameter_places.h"

namespace isochron {
namespace {

ModelParameterInfo slowest(double standard) {
  return {"slowest", "Slowest", "km/s", "No velocity is below.", 0.3, 8.0, standard, 2};
}

ModelParameterInfo fastest(double standard) {
  return {"fastest", "Fastest", "km/s", "No velocity is above.", 0.3, 8.0, standard, 2};
}

ModelParameterInfo folding() {
  return {"folding", "Folding", "",  "How much the layers are folded and tilted; 0: flat.",
          0.0,       2.0,       1.0, 2};
}

std::vector<ModelKindInfo> simpleKinds() {
  return {
      {ModelKind::Constant,
       "constant",
       "Constant",
       "The same velocity everywhere, 2 km/s unless told otherwise.",
       {{"velocity", "Velocity", "km/s", "The velocity everywhere.", 0.3, 8.0, 2.0, 2}}},
      {ModelKind::Gradient,
       "gradient",
       "Gradient",
       "Velocity grows evenly from 2 km/s at the top to 5 km/s at the bottom.",
       {{"top", "At the top", "km/s", "The velocity at the top.", 0.3, 8.0, 2.0, 2},
        {"bottom", "At the bottom", "km/s", "The velocity at the bottom.", 0.3, 8.0, 5.0, 2}}},
      {ModelKind::Layers,
       "layers",
       "Layers",
       "Gently folded sediments, faster with depth but for a slow bed here and there.",
       {folding()}},
      {ModelKind::Lens,
       "lens",
       "Lens",
       "A slow or fast ellipse in a gradient.",
       {{"strength", "Strength", "", "How much the ellipse differs from the gradient around it.",
         0.0, 1.5, 1.0, 2}}},
      {ModelKind::Fault,
       "fault",
       "Fault",
       "Layers displaced along a dipping normal fault.",
       {folding(),
        {"throw", "Throw", "", "How far the fault displaces the layers; 0: not at all.", 0.0, 2.0,
         1.0, 2}}},
      {ModelKind::Salt,
       "salt",
       "Salt",
       "A salt dome of 4.5 km/s that overhangs the sediments it has pierced.",
       {{"salt", "Velocity of salt", "km/s", "The velocity inside the dome.", 1.5, 8.0, 4.5, 2}}},
      {ModelKind::Checkerboard,
       "checkerboard",
       "Checkerboard",
       "Fast and slow blocks in turn, the classic test of what rays can resolve.",
       {{"rows", "Rows", "", "Blocks from top to bottom.", 1.0, 32.0, 4.0, 0},
        {"contrast", "Contrast", "",
         "How much a block differs from the gradient below it, as a "
         "part of it.",
         0.0, 0.5, 0.14, 2}}},
      {ModelKind::RandomField,
       "random-field",
       "Random field",
       "A Gaussian random field, the family that latentPINNs are trained on.",
       {{"alpha", "Smoothness alpha", "", "How fast short waves fade: greater is smoother.", 1.2,
         6.0, parameter::kStandardAlpha, 2},
        {"tau", "Inverse length tau", "",
         "Greater makes shorter structures; in terms of a box of "
         "unit width and depth.",
         0.5, 50.0, 7.0, 1},
        slowest(2.0),
        fastest(6.0),
        {"anisotropy", "Anisotropy", "",
         "Length of structures along x over that in depth, in a box of unit width and depth.", 0.1,
         10.0, 1.0, 2}}},
  };
}

ModelKindInfo phaseSeparation() {
  return {ModelKind::PhaseSeparation,
          "phase-separation",
          "Phase separation",
          "Two phases that have parted, by the Cahn-Hilliard equation: fast and slow with sharp "
          "borders.",
          {{"least", "Least share", "", "Of the fast phase; drawn between this and the most.", 0.25,
            0.75, 0.3, 2},
           {"most", "Greatest share", "", "Of the fast phase; drawn between the least and this.",
            0.25, 0.75, 0.7, 2},
           {"size", "Size", "", "Of the structures; 1: as in the published patterns.", 0.4, 3.0,
            1.0, 2},
           {"edge", "Width of borders", "",
            "From fast to slow, as a share of the box; smaller is sharper.", 0.002, 0.05, 0.012, 3},
           slowest(2.0),
           fastest(6.0)}};
}

ModelKindInfo earth() {
  return {
      ModelKind::Earth,
      "earth",
      "Earth",
      "A random geological history: beds, folds, faults, unconformities, channels, salt, water.",
      {{"folding", "Folding", "", "How much the beds are folded and tilted; 0: flat.", 0.0, 2.0,
        1.0, 2},
       {"faulting", "Faulting", "", "How many faults there are; 0: none.", 0.0, 3.0, 1.0, 2},
       {"contrast", "Contrast", "", "How much beds differ; 0: only depth counts.", 0.0, 2.0, 1.0,
        2},
       {"slow-beds", "Slow beds", "", "Share of beds slower than those around.", 0.0, 0.5, 0.12, 2},
       {"salt", "Salt", "", "Share of models with a body of salt.", 0.0, 1.0, 0.3, 2},
       {"water", "Water", "", "Share of models under water.", 0.0, 1.0, 0.3, 2},
       {"blur", "Blur", "",
        "The most that a model is smoothed, as a share of the box; 0: all are sharp.", 0.0, 0.1,
        0.04, 3},
       slowest(1.5),
       fastest(6.0)}};
}

ModelKindInfo drawing() {
  return {ModelKind::Drawing,
          "drawing",
          "Drawing",
          "What people draw: strokes, polygons, layers and gradients on a background.",
          {{"edits", "Edits", "", "The most strokes and shapes in a drawing.", 1.0, 40.0, 6.0, 0},
           {"contrast", "Contrast", "", "How much they differ from what they are drawn on.", 0.1,
            2.0, 1.0, 2},
           slowest(1.5),
           fastest(6.0)}};
}

ModelKindInfo mixture(const std::vector<ModelKindInfo>& kinds) {
  constexpr double kShares[] = {0.2, 0.5, 1.0, 1.0, 1.0, 1.0, 0.5, 2.0, 1.5, 4.0, 2.0};
  ModelKindInfo info{ModelKind::Mixture,
                     "mixture",
                     "Mixture",
                     "Models of all kinds in the shares you choose, with random parameters.",
                     {}};
  for (const ModelKindInfo& part : kinds)
    info.parameters.push_back({part.name, part.title, "", "Share of models of this kind.", 0.0,
                               100.0, kShares[info.parameters.size()], 1});
  const std::vector<ModelParameterInfo> others = {
      {"tau-least", "Least tau", "", "Of random fields.", 0.5, 50.0, 3.0, 1},
      {"tau-most", "Greatest tau", "", "Of random fields.", 0.5, 50.0, 20.0, 1},
      {"alpha-least", "Least alpha", "", "Of random fields.", 1.2, 6.0, 2.0, 2},
      {"alpha-most", "Greatest alpha", "", "Of random fields.", 1.2, 6.0, 4.0, 2},
      {"anisotropy", "Anisotropy", "",
       "Random fields are up to so many times longer along one axis than along the other.", 1.0,
       10.0, 4.0, 2},
      {"recast", "Recast", "",
       "Share of the models whose velocities are changed to a contrast drawn anew.", 0.0, 1.0, 0.5,
       2},
      {"contrast", "Contrast", "", "The most that the fastest is over the slowest then.", 1.2, 10.0,
       6.0, 2},
      slowest(1.0),
      fastest(6.0)};
  info.parameters.insert(info.parameters.end(), others.begin(), others.end());
  return info;
}

std::vector<ModelKindInfo> allKinds() {
  std::vector<ModelKindInfo> kinds = simpleKinds();
  kinds.push_back(phaseSeparation());
  kinds.push_back(earth());
  kinds.push_back(drawing());
  kinds.push_back(mixture(kinds));
  return kinds;
}

/// The values of two parameters, where a list has both.
struct Bounds {
  double low;
  double high;
};
std::optional<Bounds> boundsNamed(const std::string& low, const std::string& high,
                                  const std::vector<ModelParameterInfo>& infos,
                                  const ModelParameters& parameters) {
  std::optional<double> first, second;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    if (infos[i].name == low) first = parameters[i];
    if (infos[i].name == high) second = parameters[i];
  }
  if (!first || !second) return {};
  return Bounds{*first, *second};
}

}  // namespace

const std::vector<ModelKindInfo>& modelKinds() {
  static const std::vector<ModelKindInfo> kinds = allKinds();
  return kinds;
}

const ModelKindInfo& modelKindInfo(ModelKind kind) {
  const std::vector<ModelKindInfo>& kinds = modelKinds();
  return *std::find_if(kinds.begin(), kinds.end(),
                       [kind](const ModelKindInfo& info) { return info.kind == kind; });
}

ModelParameters completeParameters(const std::string& name,
                                   const std::vector<ModelParameterInfo>& infos,
                                   ModelParameters parameters) {
  if (parameters.size() > infos.size())
    throw Error(name, "there are only " + std::to_string(infos.size()) + " parameters",
                "leave the others out");
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const ModelParameterInfo& parameter = infos[i];
    if (i == parameters.size()) parameters.push_back(parameter.standard);
    if (!(parameters[i] >= parameter.min && parameters[i] <= parameter.max))
      throw Error(parameter.name, decimal(parameters[i]) + " is out of bounds",
                  "give " + decimal(parameter.min) + " to " + decimal(parameter.max) +
                      (parameter.unit.empty() ? "" : " " + parameter.unit));
  }
  const auto velocities = boundsNamed("slowest", "fastest", infos, parameters);
  if (velocities && !(velocities->low < velocities->high))
    throw Error("slowest", "it is not below the fastest velocity", "make it smaller");
  for (const auto& [low, high] :
       {std::pair{"least", "most"}, {"tau-least", "tau-most"}, {"alpha-least", "alpha-most"}})
    if (const auto pair = boundsNamed(low, high, infos, parameters); pair && pair->low > pair->high)
      throw Error(low, decimal(pair->low) + " is above " + high + ", " + decimal(pair->high),
                  "make it smaller, or the other larger");
  return parameters;
}

ModelParameters completeParameters(ModelKind kind, ModelParameters parameters) {
  const ModelKindInfo& info = modelKindInfo(kind);
  return completeParameters(info.name, info.parameters, std::move(parameters));
}

}  // namespace isochron
