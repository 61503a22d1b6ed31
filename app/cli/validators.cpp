// SPDX-License-Identifier: GPL-3.0-or-later
#include "validators.h"

#include <cmath>
#include <functional>
#include <sstream>

namespace isochron::cli {
namespace {

/// A number for which `holds` is true; `problem` is what is wrong with any other.
CLI::Validator numberThat(const std::function<bool(double)>& holds, const std::string& problem) {
  return {[holds, problem](std::string& text) -> std::string {
            double number = 0.0;
            if (!CLI::detail::lexical_cast(text, number) || std::isnan(number))
              return "'" + text + "' is not a number";
            return holds(number) ? std::string() : text + " is " + problem;
          },
          ""};
}

}  // namespace

CLI::Validator notNegative() {
  return numberThat([](double number) { return number >= 0.0; }, "negative");
}

CLI::Validator positive() {
  return numberThat([](double number) { return number > 0.0; }, "not above 0");
}

CLI::Validator within(double least, double most) {
  std::ostringstream range;
  range << least << " to " << most;
  return numberThat([=](double number) { return number >= least && number <= most; },
                    "not in the range from " + range.str());
}

}  // namespace isochron::cli
