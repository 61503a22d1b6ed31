// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/project_actions.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QStandardPaths>
#include <QTimer>

#include "message_bar.h"
#include "project/crash_offer.h"

namespace isochron {
namespace {

constexpr int kPatienceMilliseconds = 300;
const QString kFolderKey = QStringLiteral("files/projectFolder");
const QString kSaveDialog = QStringLiteral("saveProject");
const QString kVelocityPatterns = QStringLiteral(
    "*.npy *.npz *.sgy *.segy *.bin *.raw *.f32 *.rsf *.mat *.h5 *.hdf5 *.nc *.vti "
    "*.csv *.txt *.dat *.png");

QString listed(const QStringList& names) { return names.join(QStringLiteral(", ")); }

/// A name for a file, of what a drawing is called.
QString fileNameFor(const QString& title) {
  QString name = QFileInfo(title).completeBaseName();
  name.replace(QLatin1String(", "), QLatin1String("-")).replace(QLatin1Char(' '), QLatin1Char('-'));
  return name.isEmpty() ? QStringLiteral("project") : name;
}

}  // namespace

ProjectActions::ProjectActions(Project& project, const Actions<FrameCommandId>& actions,
                               MessageBar& message, QWidget* window)
    : QObject(window),
      project_(project),
      message_(message),
      window_(window),
      recent_(settings_),
      recentMenu_(std::make_unique<QMenu>(tr("Open &recent"), window)),
      saver_(project) {
  connectCommands(actions);
  connectSaver();
  connect(recentMenu_.get(), &QMenu::aboutToShow, this, &ProjectActions::fillRecentMenu);
}

ProjectActions::~ProjectActions() = default;

void ProjectActions::connectCommands(const Actions<FrameCommandId>& actions) {
  const auto on = [&](FrameCommandId id, auto&& work) {
    connect(actions[id], &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  on(FrameCommandId::New, [this] { ifNothingIsLost([this] { saver_.startNew(); }); });
  on(FrameCommandId::Open, [this] { askForFile(); });
  on(FrameCommandId::Save, [this] { save(); });
  on(FrameCommandId::SaveAs, [this] { askWhereToSave(); });
}

void ProjectActions::connectSaver() {
  connect(&saver_, &ProjectSaver::opened, this, [this](const OpenedProject& opened) {
    closeAllowed_ = false;
    message_.clear();
    if (!opened.problems.isEmpty()) message_.show(MessageBar::Kind::Problem, opened.problems);
    if (opened.path.isEmpty()) return;
    recent_.add({.path = opened.path, .layout = {}, .options = {}});
    settings_.setValue(kFolderKey, QFileInfo(opened.path).absolutePath());
  });
  connect(&saver_, &ProjectSaver::saved, this, [this](const QString& path) {
    recent_.add({.path = path, .layout = {}, .options = {}});
    settings_.setValue(kFolderKey, QFileInfo(path).absolutePath());
    if (autosave_) autosave_->writeNow();
    if (const Then then = std::exchange(afterSaving_, nullptr)) ifNothingIsLost(then);
  });
  connect(&saver_, &ProjectSaver::openingWaits, this,
          [this](const QString& title, const QStringList& changes) {
            askAfter(
                tr("%1 is ready to open, but the project in the window has changed meanwhile. "
                   "Save these changes first?")
                    .arg(title),
                changes, [this] { saver_.openAllTheSame(); }, [this] { saver_.cancelOpening(); });
          });
  connect(&saver_, &ProjectSaver::failed, this, [this](const QString& sentence) {
    afterSaving_ = nullptr;
    message_.show(MessageBar::Kind::Problem, sentence);
  });
}

// --- autosave -----------------------------------------------------------------------------------

void ProjectActions::autosave(const AutosavePlan& plan, MessageBar& offers) {
  autosave_ = std::make_unique<Autosave>(plan, [this] { return workToKeep(); });
  const auto tell = [this](const QString& sentence) {
    message_.show(MessageBar::Kind::Problem, sentence);
  };
  connect(autosave_.get(), &Autosave::failed, this, tell);
  if (autosave_->file().isEmpty())
    tell(tr("Nothing is kept for after a crash: %1 cannot be written; mend that, or save often.")
             .arg(plan.folder));
  connect(&project_, &Project::changed, autosave_.get(), &Autosave::change);
  offer_ =
      std::make_unique<CrashOffer>(plan.folder, offers, saver_, *autosave_,
                                   [this](const CrashOffer::Then& then) { ifNothingIsLost(then); });
}

void ProjectActions::keepForNextStart() {
  if (autosave_) autosave_->keepForNextStart();
}

std::optional<Autosave::Work> ProjectActions::workToKeep() const {
  if (saver_.changes().isEmpty()) return std::nullopt;
  return Autosave::Work{project_.wholeContents(true), {saver_.title(), {}, saver_.path()}};
}

// --- saving -------------------------------------------------------------------------------------

void ProjectActions::save() {
  if (saver_.path().isEmpty()) return askWhereToSave();
  saver_.save(saver_.path());
}

void ProjectActions::askWhereToSave() {
  QString folder = settings_.value(kFolderKey).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  const QString name =
      saver_.title().isEmpty() ? fileNameFor(project_.drawing().origin().title) : saver_.title();
  auto* dialog = new QFileDialog(window_, tr("Save the project"), folder,
                                 tr("Isochron projects (*.%1)").arg(projectSuffix()));
  dialog->setObjectName(kSaveDialog);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(projectSuffix());
  dialog->selectFile(name + QLatin1Char('.') + projectSuffix());
  saver_.hold(true);
  connect(dialog, &QFileDialog::finished, this, [this, dialog](int answer) {
    if (answer == QDialog::Accepted)
      saver_.save(dialog->selectedFiles().constFirst());
    else
      afterSaving_ = nullptr;
    saver_.hold(false);
  });
  dialog->open();
}

void ProjectActions::ifNothingIsLost(Then then) {
  if (saver_.isSaving())
    afterSaving_ = std::move(then);
  else if (saver_.isUnsaved())
    ask(std::move(then));
  else
    then();
}

void ProjectActions::ask(Then then) {
  const QString name =
      saver_.title().isEmpty() ? project_.drawing().origin().title : saver_.title();
  askAfter(tr("Save the changes to %1?").arg(name), saver_.unsaved(), std::move(then), [] {});
}

void ProjectActions::askAfter(const QString& question, const QStringList& unsaved, Then then,
                              Then ifCancelled) {
  // One question at a time: a second close while it stands asks nothing more.
  if (window_->findChild<QMessageBox*>(QStringLiteral("unsavedChanges")) != nullptr) return;
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Unsaved changes"), question,
                      QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window_);
  box->setObjectName(QStringLiteral("unsavedChanges"));
  box->setInformativeText(
      tr("Not saved yet: %1. Without saving this is lost.").arg(listed(unsaved)));
  box->setDefaultButton(QMessageBox::Save);
  box->setAttribute(Qt::WA_DeleteOnClose);
  saver_.hold(true);
  connect(box, &QMessageBox::finished, this,
          [this, then = std::move(then), ifCancelled = std::move(ifCancelled)](int answer) {
            if (answer == QMessageBox::Discard) {
              then();
            } else if (answer == QMessageBox::Save) {
              afterSaving_ = then;
              save();
            } else {
              ifCancelled();
            }
            // While it is asked where to save, it is still held.
            saver_.hold(window_->findChild<QFileDialog*>(kSaveDialog) != nullptr);
          });
  box->open();
}

bool ProjectActions::mayClose() {
  if (closeAllowed_ || !(saver_.isSaving() || saver_.isUnsaved())) return true;
  ifNothingIsLost([this] {
    closeAllowed_ = true;
    Q_EMIT closeConfirmed();
  });
  return false;
}

QString ProjectActions::windowTitle() const {
  const QString drawing = project_.drawing().origin().title;
  if (saver_.title().isEmpty()) return tr("%1[*] — Isochron").arg(drawing);
  const QStringList unsaved = saver_.unsaved();
  if (unsaved.isEmpty()) return tr("%1[*] — %2 — Isochron").arg(saver_.title(), drawing);
  return tr("%1[*] (unsaved: %2) — %3 — Isochron").arg(saver_.title(), listed(unsaved), drawing);
}

// --- opening ------------------------------------------------------------------------------------

void ProjectActions::askForFile() {
  auto* dialog = new QFileDialog(window_, tr("Open"), settings_.value(kFolderKey).toString());
  dialog->setObjectName(QStringLiteral("openFile"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  const QString project = QStringLiteral("*.") + projectSuffix();
  dialog->setNameFilters(
      {tr("All that Isochron opens (%1 *.isochron %2)").arg(project, kVelocityPatterns),
       tr("Projects, and pictures that hold one (%1 *.png)").arg(project),
       tr("Trained models (*.isochron)"), tr("Velocity models (%1)").arg(kVelocityPatterns),
       tr("All files (*)")});
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    if (!open(path)) Q_EMIT otherFileChosen(path);
  });
  dialog->open();
}

bool ProjectActions::open(const QString& path) {
  if (!holdsProject(path)) return false;
  ifNothingIsLost([this, path] { openNow(path); });
  return true;
}

void ProjectActions::openNow(const QString& path) {
  saver_.open(path);
  QTimer::singleShot(kPatienceMilliseconds, this, [this, name = QFileInfo(path).fileName()] {
    if (!saver_.isOpening()) return;
    message_.show(MessageBar::Kind::Note, tr("Opening %1…").arg(name), tr("Cancel"),
                  [this] { saver_.cancelOpening(); });
  });
}

void ProjectActions::fillRecentMenu() {
  recentMenu_->clear();
  recentMenu_->setToolTipsVisible(true);
  const std::vector<RecentFile> files = recent_.files();
  for (const RecentFile& file : files) {
    const QFileInfo info(file.path);
    QString name = info.fileName();
    name.replace(QLatin1Char('&'), QStringLiteral("&&"));
    QAction* entry = recentMenu_->addAction(name);
    entry->setEnabled(info.exists());
    entry->setToolTip(info.exists() ? file.path : tr("%1 is no longer there.").arg(file.path));
    connect(entry, &QAction::triggered, this, [this, path = file.path] {
      if (!open(path)) Q_EMIT recentFileChosen(path);
    });
  }
  if (files.empty()) {
    recentMenu_->addAction(tr("Nothing was opened yet"))->setEnabled(false);
    return;
  }
  recentMenu_->addSeparator();
  connect(recentMenu_->addAction(tr("Forget these")), &QAction::triggered, this,
          [this] { recent_.clear(); });
}

}  // namespace isochron
