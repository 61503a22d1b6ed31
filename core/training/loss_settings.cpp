// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/loss_settings.h"

#include <cmath>

namespace isochron {

void readWords(ConfigReader& reader, AnsatzKind& ansatz, EikonalLossConfig& loss,
               Sampler& sampler) {
  std::string ansatzWord = toText(ansatz), norm = toText(loss.norm),
              derivatives = toText(loss.differentiation), samplerWord = toText(sampler);
  reader.read("ansatz", ansatzWord);
  reader.read("norm", norm);
  reader.read("derivatives", derivatives);
  reader.read("sampler", samplerWord);
  ansatz = ansatzKindOf(ansatzWord);
  loss.norm = residualNormOf(norm);
  loss.differentiation = differentiationOf(derivatives);
  sampler = samplerOf(samplerWord);
}

void writeWords(Json& json, AnsatzKind ansatz, const EikonalLossConfig& loss, Sampler sampler) {
  json["ansatz"] = toText(ansatz);
  json["norm"] = toText(loss.norm);
  json["derivatives"] = toText(loss.differentiation);
  json["sampler"] = toText(sampler);
}

double* numberOf(EikonalLossConfig& loss, const std::string& key) {
  double* found = nullptr;
  visitSettings(loss, [&](const char* known, double& value) {
    if (key == known) found = &value;
  });
  return found;
}

void requireNotNegative(const std::string& place, const std::string& key, double value) {
  if (!(value >= 0.0) || !std::isfinite(value))
    throw Error(place, "'" + key + "' cannot be negative", "set it to 0");
}

}  // namespace isochron
