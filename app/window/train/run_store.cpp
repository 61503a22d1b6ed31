// SPDX-License-Identifier: GPL-3.0-or-later
#include "train/run_store.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "field/error.h"
#include "formats/file_bytes.h"
#include "formats/write_field.h"
#include "train/training_update.h"

namespace isochron {
namespace {

int numberOf(const QString& id) { return id.mid(id.indexOf(QLatin1Char('-')) + 1).toInt(); }

std::filesystem::path fileOf(const std::filesystem::path& folder, const QString& id,
                             const char* end) {
  return folder / (id.toStdString() + end);
}

std::filesystem::path newestIn(const std::filesystem::path& folder, const QString& id) {
  std::error_code ignored;
  const std::filesystem::path model = fileOf(folder, id, ".isochron"), left = unfinished(model);
  if (std::filesystem::exists(left, ignored)) return left;
  return std::filesystem::exists(model, ignored) ? model : std::filesystem::path();
}

QString lockIn(const std::filesystem::path& folder, const QString& id) {
  return QString::fromStdString(fileOf(folder, id, ".lock").string());
}

/// Its record was written when it began; its checkpoint knows how far it came.
void interrupt(RunRecord& run, const std::filesystem::path& folder) {
  run.outcome = RunOutcome::Interrupted;
  run.ending = RunStore::tr("the program ended before the run did");
  const std::filesystem::path file = newestIn(folder, run.id);
  if (file.empty()) return;
  const Archive left = Archive::read(file);
  run.steps = left.described("steps").get<std::int64_t>();
  run.seconds = left.described("training_seconds").get<double>();
  run.history = MetricsHistory::fromJson(left.described("history"));
}

RunRecord readRecord(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const FileBytes file = FileBytes::open(path);
  RunRecord run = runRecordOf(Json::parse(file.text(0, file.bytes().size())));
  if (run.outcome == RunOutcome::Running && !FileLock::isHeld(lockIn(folder, run.id)))
    interrupt(run, folder);
  return run;
}

}  // namespace

RunStore::RunStore(std::filesystem::path folder, QObject* parent)
    : QObject(parent),
      folder_(std::move(folder)),
      reader_([](const Reading& reading, const std::stop_token&,
                 const auto& publish) { publish(readFolder(reading)); },
              [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, [this] {
    if (auto reading = reader_.take()) take(*std::move(reading));
  });
}

void RunStore::read() { take(readFolder({folder_, stored_, moment_})); }

void RunStore::readLater() { reader_.submit({folder_, stored_, moment_}, false); }

/// In any thread.
RunStore::Reading RunStore::readFolder(Reading reading) {
  StoredRuns now;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(reading.folder, ignored)) {
    if (entry.path().extension() != ".json") continue;
    const QString id = QString::fromStdString(entry.path().stem().string());
    try {
      const auto written = entry.last_write_time();
      const auto known = reading.known.find(id);
      // One that runs may have lost its program meanwhile.
      const bool same = known != reading.known.end() && known->second.written == written &&
                        known->second.run.outcome != RunOutcome::Running;
      now[id] = same ? known->second : StoredRun{readRecord(entry.path(), reading.folder), written};
    } catch (const std::exception&) {
      // Not ours to judge: the file stays as it is.
    }
  }
  reading.known = std::move(now);
  return reading;
}

void RunStore::take(Reading reading) {
  // What was stored or removed here meanwhile may not be in it.
  if (reading.moment != moment_) return readLater();
  const auto isSame = [this](const RunRecord& run) {
    const RunRecord* known = find(run.id);
    return known && known->outcome == run.outcome && known->steps == run.steps &&
           known->ending == run.ending;
  };
  stored_ = std::move(reading.known);
  std::vector<RunRecord> runs;
  bool changes = !std::exchange(isRead_, true) || stored_.size() != runs_.size();
  for (const auto& [id, stored] : stored_) {
    // What is trained here is known better than its file tells.
    const RunRecord* ours = held_.contains(id) ? find(id) : nullptr;
    runs.push_back(ours ? *ours : stored.run);
    changes = changes || !isSame(runs.back());
  }
  std::sort(runs.begin(), runs.end(),
            [](const RunRecord& a, const RunRecord& b) { return numberOf(a.id) < numberOf(b.id); });
  runs_ = std::move(runs);
  if (changes) Q_EMIT changed();
}

const RunRecord* RunStore::find(const QString& id) const {
  const auto found =
      std::find_if(runs_.begin(), runs_.end(), [&](const RunRecord& run) { return run.id == id; });
  return found == runs_.end() ? nullptr : &*found;
}

RunRecord RunStore::fresh(const std::string& stage, const QString& stageTitle) {
  RunRecord run;
  int number = 0, ofStage = 0;
  for (const RunRecord& known : runs_) {
    number = std::max(number, numberOf(known.id));
    if (known.stage == stage) ++ofStage;
  }
  const auto taken = [&](const QString& name) {
    return std::any_of(runs_.begin(), runs_.end(),
                       [&](const RunRecord& known) { return known.name == name; });
  };
  do {
    run.name = stageTitle + QLatin1Char(' ') + QLocale().toString(++ofStage);
  } while (taken(run.name));
  run.stage = stage;
  std::error_code failure;
  std::filesystem::create_directories(folder_, failure);
  // A file of an unreadable record keeps its number, and another window may have taken one.
  for (;;) {
    run.id = QStringLiteral("run-%1").arg(++number, 4, 10, QLatin1Char('0'));
    if (isHeldElsewhere(run.id)) continue;
    hold(run.id);
    if (!std::filesystem::exists(recordFile(run.id))) return run;
    release(run.id);
  }
}

void RunStore::hold(const QString& id) {
  if (held_.contains(id)) return;
  std::unique_ptr<FileLock> lock;
  // Who only looks whether it is held holds it for a moment, too.
  constexpr int kAttempts = 20;
  for (int i = 0; i < kAttempts && lock == nullptr; ++i) lock = FileLock::take(lockFile(id));
  if (lock == nullptr) {
    const RunRecord* run = find(id);
    const std::string name = (run ? run->name : id).toStdString();
    if (isHeldElsewhere(id))
      throw Error(name, "is trained in another window", "stop it there first");
    throw Error(folder_.string(), "cannot be written to, and runs are kept there",
                "make room on the disk, or give yourself the right to write there");
  }
  lock->removeAtEnd();
  held_[id] = std::move(lock);
}

void RunStore::release(const QString& id) { held_.erase(id); }

bool RunStore::isHeldElsewhere(const QString& id) const {
  return !held_.contains(id) && FileLock::isHeld(lockFile(id));
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
  ++moment_;
  Q_EMIT changed();
}

void RunStore::remove(const QString& id) {
  hold(id);
  std::error_code ignored;
  std::filesystem::remove(recordFile(id), ignored);
  std::filesystem::remove(modelFile(id), ignored);
  std::filesystem::remove(unfinished(modelFile(id)), ignored);
  release(id);
  std::erase_if(runs_, [&](const RunRecord& run) { return run.id == id; });
  ++moment_;
  Q_EMIT changed();
}

std::filesystem::path RunStore::recordFile(const QString& id) const {
  return fileOf(folder_, id, ".json");
}

std::filesystem::path RunStore::modelFile(const QString& id) const {
  return fileOf(folder_, id, ".isochron");
}

std::filesystem::path RunStore::newestFile(const QString& id) const {
  return newestIn(folder_, id);
}

QString RunStore::lockFile(const QString& id) const { return lockIn(folder_, id); }

}  // namespace isochron
