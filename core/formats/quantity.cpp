// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/quantity.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "formats/units.h"

namespace isochron {
namespace {

/// The last part of "models/vp" and "model.vp" in lower case, cut into words at everything that is
/// no letter or digit. Without a unit in brackets, "Vp (m/s)", whose slash would part a path.
std::vector<std::string> wordsOf(const std::string& path) {
  std::vector<std::string> words(1);
  const std::size_t bracket = path.find_first_of("([");
  const std::string name = path.substr(0, bracket == 0 ? path.npos : bracket);
  std::string_view last = name;
  for (const char mark : {'/', '.'}) {
    const std::size_t at = last.find_last_of(mark);
    if (at != last.npos && at + 1 < last.size()) last.remove_prefix(at + 1);
  }
  for (const char c : last) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

template <std::size_t n>
bool hasAny(const std::vector<std::string>& words, const std::string_view (&wanted)[n]) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(std::begin(wanted), std::end(wanted), word) != std::end(wanted);
  });
}

bool hasStart(const std::vector<std::string>& words, std::string_view start) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.starts_with(start); });
}

/// How well an array answers to "the P velocity"; the highest wins.
int rankOf(const ArrayCandidate& candidate) {
  Quantity quantity = quantityNamed(candidate.name);
  if (quantity == Quantity::Unknown || quantity == Quantity::Velocity) {
    const Quantity described = quantityNamed(candidate.description);
    if (described != Quantity::Unknown) quantity = described;
  }
  auto unit = velocityUnit(candidate.unit);
  if (!unit) unit = velocityUnitInName(candidate.name);
  if (!unit && !candidate.unit.empty() && quantity != Quantity::PVelocity) return 0;
  switch (quantity) {
    case Quantity::PVelocity:
      return 6;
    case Quantity::Velocity:
      return 5;
    case Quantity::Unknown:
      return !unit ? 2 : isSlowness(*unit) ? 3 : 4;
    case Quantity::Slowness:
      return 3;
    case Quantity::SVelocity:
      return 1;
    case Quantity::Perturbation:
    case Quantity::Coordinate:
    case Quantity::Other:
      break;
  }
  return 0;
}

std::string listOf(const std::vector<ArrayCandidate>& candidates) {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t i = 0; i < candidates.size() && i < kMost; ++i)
    text += (text.empty() ? "" : ", ") + candidates[i].name;
  if (candidates.size() > kMost)
    text += " and " + std::to_string(candidates.size() - kMost) + " more";
  return text;
}

}  // namespace

Quantity quantityNamed(const std::string& name) {
  const std::vector<std::string> words = wordsOf(name);
  constexpr std::string_view kCoordinate[] = {
      "x",       "y",         "z",          "xx",        "yy",   "zz",       "xi",
      "zi",      "xs",        "zs",         "lat",       "lon",  "latitude", "depth",
      "depths",  "grid",      "mesh",       "longitude", "rays", "nodes",    "source",
      "sources", "receivers", "topography", "elevation"};
  constexpr std::string_view kOther[] = {
      "rho",         "rhob",     "density",  "dens",        "qp",          "qs",
      "q",           "mask",     "epsilon",  "delta",       "eta",         "theta",
      "phi",         "dip",      "time",     "times",       "tt",          "t",
      "ratio",       "vpvs",     "mu",       "poisson",     "lambda",      "impedance",
      "ip",          "is",       "error",    "std",         "sigma",       "hits",
      "weights",     "hitcount", "porosity", "temperature", "resistivity", "traveltime",
      "traveltimes", "residual"};
  constexpr std::string_view kPerturbation[] = {"dvp", "dv",           "dlnvp",   "dlnv",   "dlnvs",
                                                "dvs", "perturbation", "anomaly", "percent"};
  constexpr std::string_view kShear[] = {"vs", "vsv", "vsh", "shear", "beta", "cs", "swave"};
  constexpr std::string_view kCompressional[] = {"vp", "vpv", "vph",  "alpha",  "pwave",
                                                 "cp", "vp0", "pvel", "vpwave", "velp"};
  constexpr std::string_view kVelocity[] = {"v",        "vel",   "velocity", "velocities", "speed",
                                            "c",        "c0",    "v0",       "vint",       "vmodel",
                                            "velmodel", "model", "models",   "wavespeed"};
  // Whatever else the name says: "vp_vs_ratio", "velocity_std".
  constexpr std::string_view kNoVelocity[] = {
      "ratio",    "vpvs", "std",   "sigma", "error",  "err",        "uncertainty", "variance",
      "gradient", "mask", "count", "hits",  "weight", "resolution", "grad"};
  const bool saysP = hasAny(words, {"p", "compressional"});
  const bool saysS = hasAny(words, {"s"}) && hasStart(words, "vel");
  if (hasAny(words, kNoVelocity)) return Quantity::Other;
  if (hasStart(words, "slow") || hasAny(words, {"sloth"})) return Quantity::Slowness;
  if (hasAny(words, kPerturbation)) return Quantity::Perturbation;
  if (hasAny(words, kCompressional)) return Quantity::PVelocity;
  if (hasAny(words, kShear) || saysS) return Quantity::SVelocity;
  if (hasAny(words, kVelocity) || hasStart(words, "vel") || hasStart(words, "vp"))
    return saysP || hasStart(words, "vp") ? Quantity::PVelocity : Quantity::Velocity;
  if (hasAny(words, kOther)) return Quantity::Other;
  if (hasAny(words, kCoordinate)) return Quantity::Coordinate;
  return Quantity::Unknown;
}

std::vector<ArrayCandidate> named(const std::vector<std::string>& names) {
  std::vector<ArrayCandidate> candidates;
  for (const std::string& name : names) candidates.push_back({name, "", ""});
  return candidates;
}

ArrayChoice chooseArray(const FileBytes& file, const std::vector<ArrayCandidate>& candidates,
                        const std::string& wanted, const std::string& kind) {
  if (candidates.empty())
    throw file.error("", "holds no numeric array of two or more axes",
                     "choose a " + kind + " file that holds a velocity model");
  if (!wanted.empty()) {
    const auto found =
        std::find_if(candidates.begin(), candidates.end(),
                     [&](const ArrayCandidate& candidate) { return candidate.name == wanted; });
    if (found == candidates.end())
      throw file.error("", "holds no usable array named '" + wanted + "'",
                       "choose one of: " + listOf(candidates));
    return {static_cast<std::size_t>(found - candidates.begin()), "", {}};
  }
  ArrayChoice choice;
  if (candidates.size() == 1) return choice;
  std::vector<int> ranks;
  for (const ArrayCandidate& candidate : candidates) ranks.push_back(rankOf(candidate));
  const auto best = std::max_element(ranks.begin(), ranks.end());
  choice.index = static_cast<std::size_t>(best - ranks.begin());
  const ArrayCandidate& chosen = candidates[choice.index];
  const bool alone = std::count(ranks.begin(), ranks.end(), *best) == 1;
  if (alone && *best >= 2) {
    choice.reason = "'" + chosen.name + "', the only one of " + std::to_string(candidates.size()) +
                    (*best >= 5   ? " that is named as a velocity"
                     : *best == 4 ? " that is measured as a velocity"
                     : *best == 3 ? " that is a slowness"
                                  : " whose name does not say that it is something else");
    if (*best >= 5)
      choice.reason = "'" + chosen.name + "', which is named as the " +
                      (*best == 6 ? "P velocity" : "velocity");
    return choice;
  }
  choice.reason = "'" + chosen.name + "', the first that can be a velocity";
  choice.doubts.push_back({ImportField::ArrayName,
                           "no array stands out as the P velocity among " + listOf(candidates),
                           "--array NAME"});
  return choice;
}

void apply(const ArrayChoice& choice, FileStatements& says) {
  says.arrayReason = choice.reason;
  says.doubts.insert(says.doubts.end(), choice.doubts.begin(), choice.doubts.end());
}

}  // namespace isochron
