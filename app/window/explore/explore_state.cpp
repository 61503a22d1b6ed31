// SPDX-License-Identifier: GPL-3.0-or-later
// What a project keeps of Explore: how the picture is drawn, the tool, the gallery's seed.
#include <QStatusBar>

#include "explore/explore_workspace.h"
#include "explore/gallery_panel.h"
#include "explore/tool_options_panel.h"

namespace isochron {
namespace {

constexpr std::pair<Tool, const char*> kTools[] = {
    {Tool::Move, "move"},       {Tool::Receivers, "receivers"}, {Tool::Brush, "brush"},
    {Tool::Polygon, "polygon"}, {Tool::Layer, "layer"},         {Tool::Gradient, "gradient"}};
constexpr std::pair<Tool, CommandId> kCommands[] = {
    {Tool::Move, CommandId::ToolMove},   {Tool::Receivers, CommandId::ToolReceivers},
    {Tool::Brush, CommandId::ToolBrush}, {Tool::Polygon, CommandId::ToolPolygon},
    {Tool::Layer, CommandId::ToolLayer}, {Tool::Gradient, CommandId::ToolGradient}};
constexpr std::pair<BrushMode, const char*> kModes[] = {
    {BrushMode::Value, "value"}, {BrushMode::Add, "add"}, {BrushMode::Smooth, "smooth"}};

template <class Value, std::size_t N>
const char* nameOf(Value value, const std::pair<Value, const char*> (&names)[N]) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  return "";
}

template <class Value, std::size_t N>
void readName(const Json& json, const char* key, const std::pair<Value, const char*> (&names)[N],
              Value& value) {
  for (const auto& [known, name] : names)
    if (json.value(key, std::string()) == name) value = known;
}

Json toJson(const ToolSettings& settings) {
  return {{"mode", nameOf(settings.mode, kModes)},
          {"value", settings.value},
          {"added", settings.added},
          {"size", settings.size},
          {"size_in_km", settings.sizeUnit == BrushUnit::Kilometres},
          {"softness", settings.softness},
          {"top", settings.top},
          {"bottom", settings.bottom}};
}

/// Bounds are those of the panel, which it is shown in first.
ToolSettings toolSettingsFrom(const Json& json, const ToolSettings& standard) {
  ToolSettings settings = standard;
  readName(json, "mode", kModes, settings.mode);
  const bool inKilometres = settings.sizeUnit == BrushUnit::Kilometres;
  settings.sizeUnit =
      json.value("size_in_km", inKilometres) ? BrushUnit::Kilometres : BrushUnit::Nodes;
  for (const auto& [key, value] : {std::pair<const char*, double*>{"value", &settings.value},
                                   {"added", &settings.added},
                                   {"size", &settings.size},
                                   {"softness", &settings.softness},
                                   {"top", &settings.top},
                                   {"bottom", &settings.bottom}})
    *value = json.value(key, *value);
  return settings;
}

}  // namespace

Json ExploreWorkspace::projectState() const {
  return {{"view", isochron::toJson(awaited_.value_or(presenter_->options()))},
          {"tool", nameOf(tools_->tool(), kTools)},
          {"tool_settings", toJson(toolOptions_->settings())},
          {"seed", gallery_->seed()}};
}

void ExploreWorkspace::restoreProjectState(const Json& state) {
  tools_->cancel();
  statusBar()->clearMessage();
  const ViewOptions options =
      viewOptionsFrom(state.value("view", Json::object()), presenter_->options());
  showOptions(options);
  awaited_.reset();
  if (needsNetwork(options.quantity)) awaited_ = options;
  toolOptions_->setSettings(
      toolSettingsFrom(state.value("tool_settings", Json::object()), toolOptions_->settings()));
  tools_->setSettings(toolOptions_->settings());
  Tool tool = tools_->tool();
  readName(state, "tool", kTools, tool);
  for (const auto& [known, id] : kCommands)
    if (known == tool) action(id)->trigger();
  const auto seed = state.find("seed");
  if (seed != state.end() && seed->is_number_unsigned())
    gallery_->setSeed(seed->get<std::uint64_t>());
  adaptBrushOutline();
}

}  // namespace isochron
