// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project.h"

#include "explore/model_source.h"

namespace isochron {
namespace {

constexpr ModelKind kFirstKind = ModelKind::RandomField;
constexpr std::uint64_t kFirstSeed = 1;

}  // namespace

Project::Project(QObject* parent)
    : QObject(parent),
      drawing_(std::make_shared<const VelocityModel>(generate(kFirstKind, paperGrid(), kFirstSeed)),
               {generatedTitle(kFirstKind, kFirstSeed), {}, {}}) {}

}  // namespace isochron
