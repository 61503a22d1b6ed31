// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_record.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "field/error.h"
#include "formats/write_field.h"
#include "train/setting_specs.h"
#include "train/training_update.h"

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

int numberOf(const QString& id) { return id.mid(id.indexOf(QLatin1Char('-')) + 1).toInt(); }

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

RunStore::RunStore(std::filesystem::path folder, QObject* parent)
    : QObject(parent), folder_(std::move(folder)) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() != ".json") continue;
    try {
      std::ifstream file(entry.path());
      const std::string content(std::istreambuf_iterator<char>(file), {});
      RunRecord run = runRecordOf(Json::parse(content));
      if (run.outcome == RunOutcome::Running) interrupt(run);
      runs_.push_back(std::move(run));
    } catch (const std::exception&) {
      // Not ours to judge: the file stays as it is.
    }
  }
  std::sort(runs_.begin(), runs_.end(),
            [](const RunRecord& a, const RunRecord& b) { return numberOf(a.id) < numberOf(b.id); });
}

/// Its record was written when it began; its checkpoint knows how far it came.
void RunStore::interrupt(RunRecord& run) const {
  run.outcome = RunOutcome::Interrupted;
  run.ending = tr("the program ended before the run did");
  const std::filesystem::path file = newestFile(run.id);
  if (file.empty()) return;
  const Archive left = Archive::read(file);
  run.steps = left.described("steps").get<std::int64_t>();
  run.seconds = left.described("training_seconds").get<double>();
  run.history = MetricsHistory::fromJson(left.described("history"));
}

const RunRecord* RunStore::find(const QString& id) const {
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [&](const RunRecord& run) { return run.id == id; });
  return found == runs_.end() ? nullptr : &*found;
}

RunRecord RunStore::fresh(const std::string& stage, const QString& stageTitle) const {
  RunRecord run;
  int number = 0, ofStage = 0;
  for (const RunRecord& known : runs_) {
    number = std::max(number, numberOf(known.id));
    if (known.stage == stage) ++ofStage;
  }
  // A file of an unreadable record keeps its number.
  do {
    run.id = QStringLiteral("run-%1").arg(++number, 4, 10, QLatin1Char('0'));
  } while (std::filesystem::exists(recordFile(run.id)));
  const auto taken = [&](const QString& name) {
    return std::any_of(runs_.begin(), runs_.end(),
                       [&](const RunRecord& known) { return known.name == name; });
  };
  do {
    run.name = stageTitle + QLatin1Char(' ') + QLocale().toString(++ofStage);
  } while (taken(run.name));
  run.stage = stage;
  return run;
}

void RunStore::store(const RunRecord& run) {
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  writeFileAtomically(recordFile(run.id), toJson(run).dump());
  const auto found = std::find_if(runs_.begin(), runs_.end(),
                                  [&](const RunRecord& known) { return known.id == run.id; });
  if (found == runs_.end())
    runs_.push_back(run);
  else
    *found = run;
  Q_EMIT changed();
}

void RunStore::remove(const QString& id) {
  std::error_code ignored;
  std::filesystem::remove(recordFile(id), ignored);
  std::filesystem::remove(modelFile(id), ignored);
  std::filesystem::remove(unfinished(modelFile(id)), ignored);
  std::erase_if(runs_, [&](const RunRecord& run) { return run.id == id; });
  Q_EMIT changed();
}

std::filesystem::path RunStore::recordFile(const QString& id) const {
  return folder_ / (text(id) + ".json");
}

std::filesystem::path RunStore::modelFile(const QString& id) const {
  return folder_ / (text(id) + ".isochron");
}

std::filesystem::path RunStore::newestFile(const QString& id) const {
  const std::filesystem::path model = modelFile(id), left = unfinished(model);
  if (std::filesystem::exists(left)) return left;
  return std::filesystem::exists(model) ? model : std::filesystem::path();
}

}  // namespace isochron
