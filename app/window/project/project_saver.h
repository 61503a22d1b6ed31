// SPDX-License-Identifier: GPL-3.0-or-later
// ProjectSaver: the project's file: opening, saving, and what is not saved.
#pragma once

#include <QObject>
#include <QStringList>
#include <deque>
#include <optional>

#include "coalescing_notifier.h"
#include "latest_worker.h"
#include "project/project.h"
#include "project/project_file.h"

namespace isochron {

/// Files are read and written in threads; the project is touched in this one. Saves are done in
/// the order in which they were asked for, none is dropped; of two openings the later wins.
class ProjectSaver : public QObject {
  Q_OBJECT
 public:
  explicit ProjectSaver(Project& project, QObject* parent = nullptr);

  /// Empty: it was never saved.
  QString path() const { return path_; }
  /// The file's name; empty while there is none.
  QString title() const { return title_; }
  /// What has changed since the project was saved, opened or begun.
  QStringList changes() const;
  /// What would be lost for good. While there is no file that is the painted velocities alone: all
  /// else is made again by a click.
  QStringList unsaved() const;
  bool isUnsaved() const { return !unsaved().isEmpty(); }
  bool isSaving() const { return !saves_.empty(); }
  bool isOpening() const { return opening_; }

  /// The models that are open now are those that the project began with.
  void takeModelsAsBegun();

  /// As the program begins, with nothing open.
  void startNew();
  /// The answer is opened() or failed().
  void open(const QString& path);
  void cancelOpening();
  /// What is there now. The answer is saved() or failed().
  void save(const QString& path);
  /// Takes over what a crash has left: it belongs to its file and is not saved there.
  void restore(const OpenedProject& left);

 Q_SIGNALS:
  void statusChanged();
  /// Another project is in the window; how it was looked at is to be restored.
  void opened(const isochron::OpenedProject& project);
  void saved(const QString& path);
  /// Nothing has changed; with a sentence for the user.
  void failed(const QString& sentence);

 private:
  struct Save {
    ProjectContents contents;
    QString path;
  };
  struct Written {
    QString problem;  // empty: none
  };
  struct Read {
    std::optional<OpenedProject> project;
    QString problem;
  };

  void take(const OpenedProject& project, bool kept);
  void writeNext();
  void deliverWritten();
  void deliverRead();

  Project& project_;
  QString path_;
  QString title_;
  ProjectContents saved_;
  std::deque<Save> saves_;  // the first is being written
  bool opening_ = false;
  CoalescingNotifier writtenNotifier_;
  CoalescingNotifier readNotifier_;
  LatestWorker<Save, Written> writer_;  // last: stop first
  LatestWorker<QString, Read> reader_;
};

}  // namespace isochron
