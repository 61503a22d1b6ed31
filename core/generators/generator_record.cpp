// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/generator_record.h"

namespace isochron {

GeneratorRecord generatorRecord(const std::string& kind,
                                const std::vector<ModelParameterInfo>& infos,
                                std::optional<std::uint64_t> firstSeed,
                                const ModelParameters& parameters) {
  const ModelParameters all = completeParameters(kind, infos, parameters);
  GeneratorRecord record{kind, firstSeed, {}};
  for (std::size_t i = 0; i < all.size(); ++i)
    record.parameters.emplace_back(infos[i].name, all[i]);
  return record;
}

GeneratorRecord generatorRecord(ModelKind kind, std::optional<std::uint64_t> firstSeed,
                                const ModelParameters& parameters) {
  const ModelKindInfo& info = modelKindInfo(kind);
  return generatorRecord(info.name, info.parameters, firstSeed,
                         completeParameters(kind, parameters));
}

}  // namespace isochron
