// SPDX-License-Identifier: GPL-3.0-or-later
// ProjectActions: the commands that open, save and begin projects, and what is asked and told of
// them.
#pragma once

#include <QObject>
#include <QSettings>
#include <functional>
#include <memory>
#include <optional>

#include "frame_commands.h"
#include "project/autosave.h"
#include "project/project_saver.h"
#include "project/recent_files.h"

class QMenu;
class QWidget;

namespace isochron {

class CrashOffer;
class MessageBar;

class ProjectActions : public QObject {
  Q_OBJECT
 public:
  using Then = std::function<void()>;

  /// Dialogs and questions belong to `window`.
  ProjectActions(Project& project, const Actions<FrameCommandId>& actions, MessageBar& message,
                 QWidget* window);
  ~ProjectActions() override;

  ProjectSaver& saver() { return saver_; }
  /// Null before autosave(plan, offers).
  const Autosave* autosave() const { return autosave_.get(); }
  /// Begins to autosave, and offers back in `offers` what a crash has left.
  void autosave(const AutosavePlan& plan, MessageBar& offers);

  /// The session ends: what is not saved is written now, and is offered at the next start.
  void keepForNextStart();

  /// False: there is no project in that file. Asks first where something would be lost.
  bool open(const QString& path);
  /// False: something is asked, or being saved; closeConfirmed() follows where it may be closed.
  bool mayClose();
  /// "salt[*] (unsaved: the drawing)", with its mark for what is unsaved.
  QString windowTitle() const;
  QMenu* recentMenu() { return recentMenu_.get(); }

 Q_SIGNALS:
  void closeConfirmed();
  /// A file that was chosen, which holds no project.
  void otherFileChosen(const QString& path);
  /// One of the recent files, to be read as it was then.
  void recentFileChosen(const QString& path);

 private:
  void connectCommands(const Actions<FrameCommandId>& actions);
  void connectSaver();
  void ifNothingIsLost(Then then);
  void ask(Then then);
  void askAfter(const QString& question, const QStringList& unsaved, Then then, Then ifCancelled);
  void save();
  void askWhereToSave();
  void askForFile();
  void openNow(const QString& path);
  void fillRecentMenu();
  std::optional<Autosave::Work> workToKeep() const;

  Project& project_;
  MessageBar& message_;
  QWidget* window_;
  QSettings settings_;
  RecentFiles recent_;
  std::unique_ptr<QMenu> recentMenu_;
  ProjectSaver saver_;
  std::unique_ptr<Autosave> autosave_;
  std::unique_ptr<CrashOffer> offer_;
  Then afterSaving_;
  bool closeAllowed_ = false;
};

}  // namespace isochron
