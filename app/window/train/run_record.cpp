// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_record.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>

#include "field/error.h"
#include "train/setting_specs.h"

namespace isochron {
namespace {

constexpr int kVersion = 1;
constexpr std::array kOutcomes = {"running", "interrupted", "stopped", "finished", "failed"};

QString tr(const char* text) { return QCoreApplication::translate("Runs", text); }

std::string text(const QString& text) { return text.toStdString(); }
QString text(const Json& json, const char* key) {
  return QString::fromStdString(json.at(key).get<std::string>());
}

RunOutcome outcomeOf(const std::string& name) {
  const auto found = std::find(kOutcomes.begin(), kOutcomes.end(), name);
  return found == kOutcomes.end() ? RunOutcome::Interrupted
                                  : static_cast<RunOutcome>(found - kOutcomes.begin());
}

}  // namespace

QStringList changesOf(const RunRecord& run) {
  QStringList changes;
  const auto say = [&](const std::string& key, const Json& value) {
    QString label = QString::fromStdString(key);
    for (const SettingSpec& spec : settingSpecs(run.stage, run.settings))
      if (spec.key == key) label = spec.label;
    return label + QLatin1Char(' ') + valueText(value);
  };
  for (const auto& [key, value] : run.settings.items())
    if (run.standard.value(key, Json()) != value) changes += say(key, value);
  for (const Adjustment& a : run.adjustments)
    changes +=
        tr("%1 from step %2").arg(say(a.setting, a.value), QLocale().toString(qint64{a.step}));
  return changes;
}

Json settingsNow(const RunRecord& run) {
  Json settings = run.settings;
  for (const Adjustment& a : run.adjustments) settings[a.setting] = a.value;
  return settings;
}

std::optional<double> finalError(const RunRecord& run) {
  const std::vector<Metrics>& records = run.history.records();
  for (auto record = records.rbegin(); record != records.rend(); ++record)
    if (const auto error = record->find(kErrorMetric)) return error;
  return std::nullopt;
}

QString outcomeText(RunOutcome outcome) {
  switch (outcome) {
    case RunOutcome::Running:
      return tr("running");
    case RunOutcome::Interrupted:
      return tr("interrupted");
    case RunOutcome::Stopped:
      return tr("stopped");
    case RunOutcome::Finished:
      return tr("finished");
    case RunOutcome::Failed:
      return tr("failed");
  }
  return {};
}

Json toJson(const RunRecord& run) {
  Json adjustments = Json::array();
  for (const Adjustment& a : run.adjustments)
    adjustments.push_back({{"step", a.step}, {"setting", a.setting}, {"value", a.value}});
  return {{"isochron_run", kVersion},
          {"id", text(run.id)},
          {"name", text(run.name)},
          {"stage", run.stage},
          {"preset", run.preset},
          {"settings", run.settings},
          {"standard", run.standard},
          {"data", text(run.data)},
          {"latents", text(run.latents)},
          {"parent", text(run.parent)},
          {"adjustments", adjustments},
          {"outcome", kOutcomes.at(static_cast<std::size_t>(run.outcome))},
          {"ending", text(run.ending)},
          {"steps", run.steps},
          {"seconds", run.seconds},
          {"history", run.history.toJson()}};
}

RunRecord runRecordOf(const Json& json) {
  try {
    if (json.at("isochron_run").get<int>() > kVersion)
      throw Error("run", "was stored by a newer Isochron", "open it with that");
    RunRecord run;
    run.id = text(json, "id");
    run.name = text(json, "name");
    run.stage = json.at("stage").get<std::string>();
    run.preset = json.at("preset").get<std::string>();
    run.settings = json.at("settings");
    run.standard = json.at("standard");
    run.data = text(json, "data");
    run.latents = text(json, "latents");
    run.parent = text(json, "parent");
    for (const Json& a : json.at("adjustments"))
      run.adjustments.push_back({a.at("step"), a.at("setting"), a.at("value")});
    run.outcome = outcomeOf(json.at("outcome").get<std::string>());
    run.ending = text(json, "ending");
    run.steps = json.at("steps");
    run.seconds = json.at("seconds");
    run.history = MetricsHistory::fromJson(json.at("history"));
    return run;
  } catch (const Json::exception&) {
    throw Error("run", "cannot be understood", "the file is damaged");
  }
}

}  // namespace isochron
