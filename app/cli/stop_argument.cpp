// SPDX-License-Identifier: GPL-3.0-or-later
#include "stop_argument.h"

#include <charconv>
#include <cmath>

#include "arguments.h"
#include "field/error.h"

namespace isochron::cli {
namespace {

void addCondition(StopConditions& stop, const std::string& part) {
  double number = 0.0;
  const char* last = part.data() + part.size();
  const auto [end, error] = std::from_chars(part.data(), last, number);
  const std::string unit(end, last);
  if (error == std::errc{} && std::isfinite(number) && number > 0.0) {
    if (unit == "steps" && number == std::floor(number) && number < 1e15) {
      stop.steps = static_cast<std::int64_t>(number);
      return;
    }
    if (unit == "error") {
      stop.error = number;
      return;
    }
    for (const auto& [name, seconds] : {std::pair{"s", 1.0}, {"min", 60.0}, {"h", 3600.0}})
      if (unit == name) {
        stop.seconds = number * seconds;
        return;
      }
  }
  throw Error("--stop-after", "'" + part + "' is no such condition",
              "write it as 1000steps, 60s, 10min, 2h or 0.05error");
}

}  // namespace

StopConditions parseStop(const std::string& text) {
  StopConditions stop;
  for (const std::string& part : split(text, ',')) addCondition(stop, part);
  return stop;
}

}  // namespace isochron::cli
