// SPDX-License-Identifier: GPL-3.0-or-later
// ProjectFixture: a window with a project, a folder for its files, and what a user does with them.
#pragma once

#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>

#include "message_bar.h"
#include "project/project_actions.h"
#include "window_fixture.h"

namespace isochron::tests {

inline QPushButton* button(QWidget& parent, const QString& text) {
  for (QPushButton* candidate : parent.findChildren<QPushButton*>())
    if (candidate->text() == text && candidate->isVisible()) return candidate;
  return nullptr;
}

/// What the frame's message bars say.
inline QStringList told(MainWindow& window) {
  QStringList sentences;
  for (const MessageBar* bar : window.findChildren<MessageBar*>())
    if (bar->isVisible()) sentences.append(bar->text());
  return sentences;
}

inline bool tells(MainWindow& window, const QString& words) {
  return told(window).join(QLatin1Char('\n')).contains(words);
}

class ProjectFixture : public QObject {
 protected:
  void begin() { isolateSettings(settings_); }
  /// A new folder and a new window; false where none comes.
  bool open() {
    folder_ = std::make_unique<QTemporaryDir>();
    window_ = openWindow();
    return window_ != nullptr;
  }

  QString path(const char* name) const { return folder_->filePath(QString::fromLatin1(name)); }
  AutosavePlan plan() const { return {path("autosave"), std::chrono::milliseconds(20)}; }
  QStringList autosaved() const {
    return QDir(path("autosave")).entryList({QStringLiteral("*.isochron-project")}, QDir::Files);
  }

  ProjectSaver& saver() { return window_->projectActions().saver(); }
  QMessageBox* question() {
    return window_->findChild<QMessageBox*>(QStringLiteral("unsavedChanges"));
  }

  /// By the command and its dialog.
  void saveAs(const QString& file) {
    window_->action(FrameCommandId::SaveAs)->trigger();
    auto* dialog = window_->findChild<QFileDialog*>(QStringLiteral("saveProject"));
    QVERIFY(dialog != nullptr);
    QSignalSpy saved(&window_->projectActions().saver(), &ProjectSaver::saved);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->findChild<QLineEdit*>()->setText(file);
    button(*dialog, QStringLiteral("&Save"))->click();
    QTRY_COMPARE(saved.count(), 1);
    QTRY_VERIFY(window_->findChild<QFileDialog*>() == nullptr);
  }

  QTemporaryDir settings_;
  std::unique_ptr<QTemporaryDir> folder_;
  std::unique_ptr<TestWindow> window_;
};

}  // namespace isochron::tests
