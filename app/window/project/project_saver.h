// SPDX-License-Identifier: GPL-3.0-or-later
// ProjectSaver: the project's file: opening, saving, and what is not saved.
#pragma once

#include <QObject>
#include <QStringList>
#include <deque>
#include <functional>
#include <optional>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "project/project.h"
#include "project/project_file.h"

namespace isochron {

/// Files are read and written in threads; the project is touched in this one. Saves are done in
/// the order in which they were asked for, none is dropped; of two openings the later wins. A
/// project that was read takes its place in the window only once nothing is being saved or held,
/// and not over work that was done while it was read: see openingWaits().
class ProjectSaver : public QObject {
  Q_OBJECT
 public:
  explicit ProjectSaver(Project& project, QObject* parent = nullptr);
  /// Reads in the thread, in place of readProject(); may throw.
  using ReadFile = std::function<OpenedProject(const QString& path, const std::stop_token& stop)>;
  void setReader(ReadFile reader) { readFile_ = std::move(reader); }

  /// Empty: it was never saved.
  QString path() const { return path_; }
  /// The file's name; empty while there is none.
  QString title() const { return title_; }
  /// What has changed since the project was saved, opened or begun.
  QStringList changes() const;
  /// What would be lost for good. While there is no file these are the painted velocities and which
  /// data sets were made or opened: all else is made again by a click.
  QStringList unsaved() const;
  bool isUnsaved() const { return !unsaved().isEmpty(); }
  bool isSaving() const { return !saves_.empty(); }
  bool isOpening() const { return opening_; }

  /// The models that are open now are those that the project began with.
  void takeModelsAsBegun();

  /// As the program begins, with nothing open.
  void startNew();
  /// The answer is opened(), failed() or openingWaits().
  void open(const QString& path);
  void cancelOpening();
  /// After openingWaits(): what has changed meanwhile may go.
  void openAllTheSame();
  /// While a question about the project in the window stands, no other takes its place.
  void hold(bool held);
  /// What is there now. The answer is saved() or failed().
  void save(const QString& path);
  /// Takes over what a crash has left: it belongs to its file and is not saved there.
  void restore(const OpenedProject& left);

 Q_SIGNALS:
  void statusChanged();
  /// Another project is in the window; how it was looked at is to be restored.
  void opened(const isochron::OpenedProject& project);
  /// It was read, but the project in the window has changed since it was asked for. It waits for
  /// openAllTheSame() or cancelOpening().
  void openingWaits(const QString& title, const QStringList& changes);
  void saved(const QString& path);
  /// Nothing has changed; with a sentence for the user.
  void failed(const QString& sentence);

 private:
  struct Save {
    ProjectContents contents;
    QString path;
    std::uint64_t project = 0;  // that it was of; another may be in the window by now
  };
  struct Written {
    QString problem;  // empty: none
  };
  struct Reading {
    QString path;
    ReadFile read;
  };
  struct Read {
    std::optional<OpenedProject> project;
    QString problem;
  };

  void take(const OpenedProject& project, bool kept);
  void writeNext();
  void deliverWritten();
  void deliverRead();
  void takeWhenFree();
  QStringList changesSince(const ProjectContents& before) const;

  Project& project_;
  ReadFile readFile_ = readProject;
  QString path_;
  QString title_;
  ProjectContents saved_;
  std::uint64_t number_ = 0;  // of the project in the window
  std::deque<Save> saves_;    // the first is being written
  bool opening_ = false;
  bool held_ = false;
  ProjectContents whenAsked_;          // in the window, when the opening was asked for
  std::optional<OpenedProject> read_;  // waits to take its place
  CoalescingNotifier writtenNotifier_;
  CoalescingNotifier readNotifier_;
  LatestWorker<Save, Written> writer_;  // last: stop first
  LatestWorker<Reading, Read> reader_;
};

}  // namespace isochron
