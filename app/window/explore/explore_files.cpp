// SPDX-License-Identifier: GPL-3.0-or-later
// Files of Explore: opening and exporting.
#include <QBuffer>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTimer>

#include "explore/explore_workspace.h"
#include "explore/export_sheet.h"
#include "explore/gallery_panel.h"
#include "explore/receivers_import.h"
#include "explore/receivers_panel.h"
#include "explore/recipe_sheet.h"
#include "explore/work_progress.h"
#include "field/error.h"
#include "formats/write_field.h"
#include "generators/earth_recipe.h"
#include "import/import_sheet.h"
#include "project/project_file.h"

namespace isochron {
namespace {

constexpr int kPatienceMilliseconds = 300;
constexpr int kNoteMilliseconds = 8000;
const QString kFolderKey = QStringLiteral("files/folder");
const QString kExportFolderKey = QStringLiteral("files/exportFolder");

}  // namespace

void ExploreWorkspace::connectFiles() {
  receiversImport_ = new ReceiversImport(document_, *message_, this);
  connect(&source_, &ModelSource::fileRead, this, &ExploreWorkspace::fileRead);
  connect(&source_, &ModelSource::modelMade, this, &ExploreWorkspace::modelMade);
  connect(&thumbnails_, &GalleryThumbnails::ready, this, [this](const std::vector<QImage>& images) {
    gallery_->setThumbnails(images);
    thumbnailsDone_ = images.size() == modelKinds().size();
    checkSettled();
  });
  connect(gallery_, &GalleryPanel::modelAsked, this, &ExploreWorkspace::makeModel);
  connect(gallery_, &GalleryPanel::recipeAsked, this, &ExploreWorkspace::showRecipe);
  connect(recipeSheet_, &RecipeSheet::accepted, this, &ExploreWorkspace::makeEarth);
  connect(recipeSheet_, &Sheet::rejected, recipeSheet_, &Sheet::close);
  connect(gallery_, &GalleryPanel::thumbnailsAsked, this, &ExploreWorkspace::requestThumbnails);
  connect(importSheet_, &ImportSheet::requested, this,
          [this](const FileRequest& request) { startReading(request, Reading::ForSheet); });
  connect(importSheet_, &ImportSheet::accepted, this, [this](const FileAnswer& answer) {
    importSheet_->close();
    loadFile(answer);
  });
  connect(importSheet_, &Sheet::rejected, this, [this] {
    importSheet_->close();
    source_.cancel();
    reading_ = Reading::Nothing;
  });
  connect(exportSheet_, &ExportSheet::accepted, this, &ExploreWorkspace::runExport);
  connect(exportSheet_, &Sheet::rejected, exportSheet_, &Sheet::close);
  connect(receiversPanel_, &ReceiversPanel::importAsked, this, &ExploreWorkspace::importReceivers);
  connect(receiversPanel_, &ReceiversPanel::exportAsked, this,
          [this] { startExport(ExportKind::Receivers, QStringLiteral("csv")); });
}

// --- opening ------------------------------------------------------------------------------------

void ExploreWorkspace::askForFile() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a velocity model"), settings_.value(kFolderKey).toString(),
      tr("Velocity models (*.npy *.npz *.sgy *.segy *.bin *.raw *.f32 *.rsf *.mat *.h5 *.hdf5 *.nc "
         "*.vti *.csv *.txt *.dat *.png);;All files (*)"));
  if (!path.isEmpty()) openFile(path);
}

void ExploreWorkspace::openFile(const QString& path) {
  FileRequest request;
  request.path = QFileInfo(path).absoluteFilePath();
  startReading(request, Reading::ForSheet);
}

void ExploreWorkspace::openDirectly(const RecentFile& file) {
  FileRequest request;
  request.path = QFileInfo(file.path).absoluteFilePath();
  request.options = file.options;
  if (file.layout.dx > 0) request.layout = file.layout;
  request.index = file.index;
  request.reducedNx = file.reducedNx;
  request.reducedNz = file.reducedNz;
  startReading(request, Reading::Directly);
}

void ExploreWorkspace::startReading(const FileRequest& request, Reading reading) {
  reading_ = reading;
  making_ = false;
  source_.read(request);
  if (importSheet_->isVisible()) return;
  message_->clear();
  QTimer::singleShot(
      kPatienceMilliseconds, this, [this, name = QFileInfo(request.path).fileName()] {
        if (reading_ == Reading::Nothing || importSheet_->isVisible()) return;
        message_->show(MessageBar::Kind::Note, tr("Reading %1…").arg(name), tr("Cancel"), [this] {
          source_.cancel();
          reading_ = Reading::Nothing;
        });
      });
}

void ExploreWorkspace::fileRead(const FileAnswer& answer) {
  const Reading reading = std::exchange(reading_, Reading::Nothing);
  if (reading == Reading::Nothing) return;
  if (importSheet_->isVisible()) return importSheet_->setAnswer(answer);
  message_->clear();
  if (reading == Reading::Directly && answer.model) return loadFile(answer);
  if (reading == Reading::ForSheet && answer.opened) return importSheet_->start(answer);
  const bool exists = QFileInfo(answer.request.path).isFile();
  message_->show(MessageBar::Kind::Problem, answer.problem,
                 exists ? tr("Choose how to read it…") : QString(),
                 [this, answer] { importSheet_->start(answer); });
  Q_EMIT openFailed(answer.problem);
}

void ExploreWorkspace::loadFile(const FileAnswer& answer) {
  tools_->cancel();
  const QFileInfo info(answer.request.path);
  QString title = info.fileName();
  if (answer.modelCount > 1) title = tr("%1, model %2").arg(title).arg(answer.request.index + 1);
  document_.load(answer.model, {title, info.absoluteFilePath(), answer.layout});
  recent_.add({info.absoluteFilePath(), answer.layout, answer.request.options, answer.request.index,
               answer.request.reducedNx, answer.request.reducedNz});
  settings_.setValue(kFolderKey, info.absolutePath());
  message_->clear();
  view_->setFocus();
}

bool ExploreWorkspace::open(const QString& path, Opening opening) {
  if (importSheet_->isVisible()) importSheet_->close();
  if (Archive::isArchive(path.toStdString())) {
    openNetworkFile(path);
    return true;
  }
  RecentFile file{.path = path, .layout = {}, .options = {}};
  if (opening == Opening::AsBefore)
    for (const RecentFile& known : recent_.files())
      if (known.path == path) file = known;
  if (opening == Opening::AskHow)
    openFile(path);
  else
    openDirectly(file);
  return true;
}

void ExploreWorkspace::importReceivers() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Import receivers"),
                                                    settings_.value(kFolderKey).toString(),
                                                    tr("Text (*.csv *.txt *.dat);;All files (*)"));
  if (!path.isEmpty()) receiversImport_->read(path);
}

// --- making -------------------------------------------------------------------------------------

void ExploreWorkspace::makeModel(ModelKind kind, std::uint64_t seed) {
  startMaking({kind, gallery_->grid(), seed, {}});
}

void ExploreWorkspace::startMaking(const MakeRequest& request) {
  if (importSheet_->isVisible()) importSheet_->close();
  reading_ = Reading::Nothing;
  making_ = true;
  makingProgress_->start(tr("Making %1, %2 × %3 nodes")
                             .arg(generatedTitle(request))
                             .arg(request.grid.nx)
                             .arg(request.grid.nz),
                         [this] { return source_.progress(); });
  source_.make(request);
  view_->setFocus();
}

void ExploreWorkspace::cancelMaking() {
  source_.cancel();
  making_ = false;
  checkSettled();
}

/// Of the drawing where it is an earth, else of the one in the gallery.
void ExploreWorkspace::showRecipe() {
  const QString& own = document_.origin().recipe;
  recipeSheet_->start(own.isEmpty() ? QString::fromStdString(recipeText(
                                          earthRecipe(gallery_->grid(), gallery_->seed())))
                                    : own);
}

void ExploreWorkspace::makeEarth(const QString& recipe) {
  recipeSheet_->close();
  const bool own = !document_.origin().recipe.isEmpty();
  startMaking({ModelKind::Earth, own ? document_.grid() : gallery_->grid(), gallery_->seed(),
               recipe.toStdString()});
}

void ExploreWorkspace::modelMade(const MakeAnswer& answer) {
  making_ = false;
  makingProgress_->stop();
  if (!answer.model) {
    message_->show(MessageBar::Kind::Problem, answer.problem);
    return checkSettled();
  }
  tools_->cancel();
  document_.load(answer.model,
                 {generatedTitle(answer.request), {}, {}, QString::fromStdString(answer.recipe)});
}

void ExploreWorkspace::requestThumbnails() {
  thumbnailsDone_ = false;
  thumbnails_.request(gallery_->seed(), gallery_->grid(), gallery_->thumbnailSize(),
                      devicePixelRatioF());
}

// --- exporting ----------------------------------------------------------------------------------

void ExploreWorkspace::startExport(ExportKind kind, const QString& extension) {
  QString folder = settings_.value(kExportFolderKey).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  if (!QFileInfo(folder).isDir()) folder = QDir::homePath();
  QString name = QFileInfo(document_.origin().title).completeBaseName();
  name.replace(QLatin1String(", "), QLatin1String("-")).replace(QLatin1Char(' '), QLatin1Char('-'));
  if (kind == ExportKind::Traveltimes) name += tr("-traveltimes");
  if (kind == ExportKind::Receivers) name += tr("-receivers");
  if (kind == ExportKind::Rays) name += tr("-rays");
  exportSheet_->start(kind, folder + QLatin1Char('/') + name + QLatin1Char('.') + extension,
                      view_->size());
}

void ExploreWorkspace::exportPicture(const ExportRequest& request) {
  if (request.path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    return view_->exportSvg(request.path, request.size);
  if (!request.project) return view_->exportPng(request.path, request.size, request.scale);
  const QImage image = view_->picture(request.size, request.scale);
  QBuffer png;
  if (image.isNull() || !image.save(&png, "PNG"))
    throw Error(request.path.toStdString(), "the picture cannot be made at this size",
                "choose a smaller one");
  const QByteArray bytes =
      pictureWithProject(png.data(), project_.wholeContents(), placeOf(request.path));
  writeFileAtomically(request.path.toStdString(),
                      std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

void ExploreWorkspace::runExport(const ExportRequest& request) {
  try {
    if (request.kind == ExportKind::Picture) {
      exportPicture(request);
    } else {
      LiveAnswer current;
      current.model = document_.model();
      current.traveltimes = presenter_->currentTraveltimes();
      exportNumbers(request, current, document_.receivers());
    }
  } catch (const Error& error) {
    return exportSheet_->setProblem(QString::fromStdString(error.what()));
  }
  const QFileInfo info(request.path);
  settings_.setValue(kExportFolderKey, info.absolutePath());
  exportSheet_->close();
  statusBar()->showMessage(tr("Wrote %1").arg(info.absoluteFilePath()), kNoteMilliseconds);
}

}  // namespace isochron
