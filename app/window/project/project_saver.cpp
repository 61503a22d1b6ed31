// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project_saver.h"

#include <QFileInfo>

#include "field/error.h"

namespace isochron {
namespace {

QString sentence(const std::exception& failure) { return QString::fromStdString(failure.what()); }

}  // namespace

ProjectSaver::ProjectSaver(Project& project, QObject* parent)
    : QObject(parent),
      project_(project),
      saved_(project.contents()),
      writer_(
          [](const Save& save, const std::stop_token&, const auto& publish) {
            try {
              writeProject(save.contents, placeOf(save.path), save.path);
              publish(Written{});
            } catch (const std::exception& failure) {
              publish(Written{sentence(failure)});
            }
          },
          [this] { writtenNotifier_.notify(); }),
      reader_(
          [](const Reading& reading, const std::stop_token& stop, const auto& publish) {
            try {
              publish(Read{reading.read(reading.path, stop), {}});
            } catch (const std::exception& failure) {
              publish(Read{{}, sentence(failure)});
            }
          },
          [this] { readNotifier_.notify(); }) {
  connect(&writtenNotifier_, &CoalescingNotifier::notified, this, &ProjectSaver::deliverWritten);
  connect(&readNotifier_, &CoalescingNotifier::notified, this, &ProjectSaver::deliverRead);
  connect(&project_, &Project::changed, this, &ProjectSaver::statusChanged);
}

// --- what is not saved
// ------------------------------------------------------------------------------

QStringList ProjectSaver::changes() const { return changesSince(saved_); }

QStringList ProjectSaver::changesSince(const ProjectContents& before) const {
  QStringList names = differences(before, project_.contents());
  const bool painting = project_.drawing().isPreviewing();
  if (painting && !names.contains(tr("the drawing"))) names.prepend(tr("the drawing"));
  return names;
}

QStringList ProjectSaver::unsaved() const {
  if (!path_.isEmpty()) return changes();
  QStringList names;
  if (project_.drawing().isUnsaved()) names.append(tr("the drawing"));
  const ProjectContents now = project_.contents();
  if (!now.data.empty() && !sameDataSets(saved_, now)) names.append(tr("the data sets"));
  return names;
}

// --- opening
// -----------------------------------------------------------------------------------------

void ProjectSaver::take(const OpenedProject& project, bool kept) {
  ++number_;
  project_.replace(project.contents);
  if (kept) project_.drawing().markKept(project_.drawing().recordedState().revision);
  path_ = project.path;
  title_ = project.title;
  saved_ = project_.contents();
  if (!kept) {
    // All that was restored is to be saved.
    saved_.drawing.revision = 0;
    saved_.data.clear();
  }
  Q_EMIT opened(project);
  Q_EMIT statusChanged();
}

void ProjectSaver::takeModelsAsBegun() {
  ProjectContents now = project_.contents();
  saved_.models = std::move(now.models);
  saved_.current = now.current;
  Q_EMIT statusChanged();
}

void ProjectSaver::startNew() {
  cancelOpening();
  OpenedProject fresh;
  fresh.contents = Project::firstContents();
  const ModelLibrary& models = project_.models();
  for (const TrainedModel& model : models.models()) {
    if (!model.shipped || model.kind() != "latentpinn") continue;
    fresh.contents.models = {model};
    fresh.contents.current = 0;
    break;
  }
  take(fresh, false);
  saved_ = project_.contents();
  Q_EMIT statusChanged();
}

void ProjectSaver::open(const QString& path) {
  opening_ = true;
  read_.reset();
  whenAsked_ = project_.contents();
  reader_.submit({QFileInfo(path).absoluteFilePath(), readFile_}, true);
  Q_EMIT statusChanged();
}

void ProjectSaver::cancelOpening() {
  if (!std::exchange(opening_, false)) return;
  reader_.cancel();
  read_.reset();
  Q_EMIT statusChanged();
}

void ProjectSaver::deliverRead() {
  const std::optional<Read> read = reader_.take();
  if (!read || !opening_) return;
  if (read->project) {
    read_ = read->project;
    return takeWhenFree();
  }
  opening_ = false;
  Q_EMIT failed(read->problem);
  Q_EMIT statusChanged();
}

void ProjectSaver::takeWhenFree() {
  if (!read_ || held_ || isSaving()) return;
  const QStringList changed = changesSince(whenAsked_);
  if (changed.isEmpty())
    openAllTheSame();
  else
    Q_EMIT openingWaits(read_->title, changed);
}

void ProjectSaver::openAllTheSame() {
  if (!read_) return;
  const OpenedProject project = *std::exchange(read_, std::nullopt);
  opening_ = false;
  take(project, true);
}

void ProjectSaver::hold(bool held) {
  held_ = held;
  takeWhenFree();
}

void ProjectSaver::restore(const OpenedProject& left) {
  cancelOpening();
  take(left, false);
}

// --- saving
// ------------------------------------------------------------------------------------------

void ProjectSaver::save(const QString& path) {
  saves_.push_back({project_.wholeContents(), QFileInfo(path).absoluteFilePath(), number_});
  if (saves_.size() == 1) writeNext();
  Q_EMIT statusChanged();
}

void ProjectSaver::writeNext() { writer_.submit(saves_.front(), false); }

void ProjectSaver::deliverWritten() {
  const std::optional<Written> written = writer_.take();
  if (!written || saves_.empty()) return;
  const Save done = std::move(saves_.front());
  saves_.pop_front();
  if (!saves_.empty()) writeNext();
  if (written->problem.isEmpty()) {
    if (done.project == number_) {
      path_ = done.path;
      title_ = placeOf(done.path).title;
      saved_ = done.contents;
      project_.drawing().markKept(done.contents.drawing.revision);
      // What is saved is not lost to the one that is being opened.
      if (opening_) whenAsked_ = done.contents;
    }
    Q_EMIT saved(done.path);
  } else {
    // Work that was to be saved is not given up for a project that is being opened.
    if (opening_) whenAsked_.drawing.revision = 0;
    Q_EMIT failed(written->problem);
  }
  Q_EMIT statusChanged();
  takeWhenFree();
}

}  // namespace isochron
