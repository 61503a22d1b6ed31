// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project_keeper.h"

#include <QFileInfo>

#include "field/error.h"

namespace isochron {
namespace {

QString sentence(const std::exception& failure) { return QString::fromStdString(failure.what()); }

}  // namespace

ProjectKeeper::ProjectKeeper(Project& project, QObject* parent)
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
          [this] { writtenBell_.ring(); }),
      reader_(
          [](const QString& path, const std::stop_token&, const auto& publish) {
            try {
              publish(Read{readProject(path), {}});
            } catch (const std::exception& failure) {
              publish(Read{{}, sentence(failure)});
            }
          },
          [this] { readBell_.ring(); }) {
  connect(&writtenBell_, &Doorbell::rang, this, &ProjectKeeper::deliverWritten);
  connect(&readBell_, &Doorbell::rang, this, &ProjectKeeper::deliverRead);
  connect(&project_, &Project::changed, this, &ProjectKeeper::statusChanged);
}

// --- what is not saved
// ------------------------------------------------------------------------------

QStringList ProjectKeeper::changes() const {
  QStringList names = differences(saved_, project_.contents());
  const bool painting = project_.drawing().isPreviewing();
  if (painting && !names.contains(tr("the drawing"))) names.prepend(tr("the drawing"));
  return names;
}

QStringList ProjectKeeper::unsaved() const {
  if (!path_.isEmpty()) return changes();
  return project_.drawing().isUnsaved() ? QStringList(tr("the drawing")) : QStringList();
}

// --- opening
// -----------------------------------------------------------------------------------------

void ProjectKeeper::take(const OpenedProject& project, bool kept) {
  project_.replace(project.contents);
  if (kept) project_.drawing().markKept(project_.drawing().recordedState().revision);
  path_ = project.path;
  title_ = project.title;
  saved_ = project_.contents();
  if (!kept) saved_.drawing.revision = 0;  // of no drawing: all that was restored is to be saved
  Q_EMIT opened(project);
  Q_EMIT statusChanged();
}

void ProjectKeeper::takeModelsAsBegun() {
  ProjectContents now = project_.contents();
  saved_.models = std::move(now.models);
  saved_.current = now.current;
  Q_EMIT statusChanged();
}

void ProjectKeeper::startNew() {
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

void ProjectKeeper::open(const QString& path) {
  opening_ = true;
  reader_.submit(QFileInfo(path).absoluteFilePath(), true);
  Q_EMIT statusChanged();
}

void ProjectKeeper::cancelOpening() {
  if (!std::exchange(opening_, false)) return;
  reader_.cancel();
  Q_EMIT statusChanged();
}

void ProjectKeeper::deliverRead() {
  const std::optional<Read> read = reader_.take();
  if (!read || !std::exchange(opening_, false)) return;
  if (read->project)
    take(*read->project, true);
  else
    Q_EMIT failed(read->problem);
  Q_EMIT statusChanged();
}

void ProjectKeeper::restore(const OpenedProject& left) {
  cancelOpening();
  take(left, false);
}

// --- saving
// ------------------------------------------------------------------------------------------

void ProjectKeeper::save(const QString& path) {
  saves_.push_back({project_.wholeContents(), QFileInfo(path).absoluteFilePath()});
  if (saves_.size() == 1) writeNext();
  Q_EMIT statusChanged();
}

void ProjectKeeper::writeNext() { writer_.submit(saves_.front(), false); }

void ProjectKeeper::deliverWritten() {
  const std::optional<Written> written = writer_.take();
  if (!written || saves_.empty()) return;
  const Save done = std::move(saves_.front());
  saves_.pop_front();
  if (!saves_.empty()) writeNext();
  if (written->problem.isEmpty()) {
    path_ = done.path;
    title_ = placeOf(done.path).title;
    saved_ = done.contents;
    project_.drawing().markKept(done.contents.drawing.revision);
    Q_EMIT saved(path_);
  } else {
    Q_EMIT failed(written->problem);
  }
  Q_EMIT statusChanged();
}

}  // namespace isochron
