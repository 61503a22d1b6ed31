// SPDX-License-Identifier: GPL-3.0-or-later
#include "field/error.h"

namespace isochron {
namespace {

std::string sentence(const std::string& place, const std::string& problem,
                     const std::string& remedy) {
  std::string text = place.empty() ? problem : place + ": " + problem;
  if (!remedy.empty()) text += "; " + remedy;
  return text;
}

}  // namespace

Error::Error(std::string place, std::string problem, std::string remedy)
    : std::runtime_error(sentence(place, problem, remedy)),
      place_(std::move(place)),
      problem_(std::move(problem)),
      remedy_(std::move(remedy)) {}

}  // namespace isochron
