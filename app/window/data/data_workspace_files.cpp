// SPDX-License-Identifier: GPL-3.0-or-later
// Files of Data: generating, opening, exporting, closing.
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QTimer>
#include <cmath>

#include "data/data_workspace.h"
#include "data/gallery_bar.h"
#include "data/gallery_view.h"
#include "data/set_list.h"
#include "data/set_work.h"
#include "data/statistics_panel.h"
#include "field/error.h"
#include "formats/output_file.h"
#include "formats/write_field.h"
#include "histogram.h"
#include "import/import_sheet.h"
#include "training/archive.h"

namespace isochron {
namespace {

constexpr int kPatienceMilliseconds = 300;
const QString kFolderKey = QStringLiteral("data/folder");  // of files that were opened
const QString kMadeFolderKey = QStringLiteral("data/madeFolder");
const QString kExportFolderKey = QStringLiteral("data/exportFolder");

/// Where the sets that the program makes are kept.
QString dataFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
         QStringLiteral("/data");
}

}  // namespace

void DataWorkspace::connectFiles() {
  connect(&project_, &Project::replaced, this, &DataWorkspace::beginAnew);
  connect(&opener_, &SetOpener::opened, this, &DataWorkspace::setOpened);
  connect(&source_, &ModelSource::fileRead, this, &DataWorkspace::fileRead);
  connect(importSheet_, &ImportSheet::requested, this, &DataWorkspace::readForSheet);
  connect(importSheet_, &ImportSheet::accepted, this, [this](const FileAnswer& answer) {
    closeSheets();
    openSetNow({answer.request.path, answer.request.options, answer.layout});
  });
  connect(importSheet_, &Sheet::rejected, this, [this] {
    source_.cancel();
    reading_ = false;
    closeSheets();
  });
  connect(generateSheet_, &GenerateSheet::accepted, this, &DataWorkspace::generate);
  connect(generateSheet_, &Sheet::rejected, this, &DataWorkspace::closeSheets);
  connect(&job_, &LongJob::started, this, [this] {
    closeAllowed_ = false;  // that was about another one
    updateActions();
  });
  connect(&job_, &LongJob::finished, this, &DataWorkspace::jobFinished);
  const auto on = [this](DataCommandId id, auto&& work) {
    connect(action(id), &QAction::triggered, this, std::forward<decltype(work)>(work));
  };
  const QString csv = tr("CSV (*.csv)");
  on(DataCommandId::ExportModels, [this] {
    const QString path =
        askWhereTo(tr("Export models"), QStringLiteral("-models.npy"), tr("NumPy arrays (*.npy)"));
    if (!path.isEmpty()) exportModelsTo(path);
  });
  on(DataCommandId::ExportStatistics, [this, csv] {
    const QString path = askWhereTo(tr("Export statistics"), QStringLiteral("-models.csv"), csv);
    if (!path.isEmpty()) exportStatisticsTo(path);
  });
  on(DataCommandId::ExportHistogram, [this, csv] {
    const QString path = askWhereTo(tr("Export histogram"), QStringLiteral("-histogram.csv"), csv);
    if (!path.isEmpty()) exportHistogramTo(path);
  });
}

void DataWorkspace::tellProblem(const QString& sentence) {
  message_->show(MessageBar::Kind::Problem, sentence);
}

void DataWorkspace::closeSheets() {
  for (Sheet* sheet : {static_cast<Sheet*>(importSheet_), static_cast<Sheet*>(generateSheet_)})
    if (sheet->isVisible()) sheet->close();
  updateActions();
  activate();
}

/// What was said, asked and looked for belongs to the project that was here before.
void DataWorkspace::beginAnew() {
  message_->clear();
  closeSheets();
  source_.cancel();
  opener_.cancel();
  reading_ = false;
  madeForThisProject_ = false;
  bar_->setFilter(std::nullopt);
  restoreProjectState(firstState_);
}

void DataWorkspace::addSet(const std::shared_ptr<const DataSet>& models) {
  project_.data().add(models);
  gallery_->setFocus();
}

// --- generating ---------------------------------------------------------------------------------

void DataWorkspace::startGenerating() {
  if (importSheet_->isVisible()) return;
  message_->clear();
  generateSheet_->start(settings_.value(kMadeFolderKey, dataFolder()).toString(), bar_->colourMap(),
                        chosen() != nullptr ? chosen()->data : nullptr);
  updateActions();
}

void DataWorkspace::generate(const GenerateRequest& request) {
  if (job_.isRunning()) return;
  const QString folder = QFileInfo(QString::fromStdString(request.path.string())).absolutePath();
  QDir().mkpath(folder);
  settings_.setValue(kMadeFolderKey, folder);
  closeSheets();
  message_->clear();
  const QString kind = QString::fromStdString(titleOf(request));
  made_ = std::make_shared<std::shared_ptr<const DataSet>>();
  madeForThisProject_ = true;
  doneNote_.clear();
  job_.start(tr("Generating %1").arg(kind.toLower()), request.count,
             [request, made = made_](const std::stop_token& stop, const LongJob::Progress& told) {
               *made = generateSet(request, stop, told);
             });
}

void DataWorkspace::jobFinished(LongJob::Outcome outcome, const QString& problem) {
  updateActions();
  const std::shared_ptr<const DataSet> made = made_ ? *made_ : nullptr;
  made_.reset();
  if (outcome == LongJob::Outcome::Failed) {
    tellProblem(problem);
  } else if (outcome == LongJob::Outcome::Cancelled) {
    message_->show(MessageBar::Kind::Note,
                   tr("%1 was cancelled; nothing was written.").arg(job_.title()));
  } else {
    if (made && madeForThisProject_)
      addSet(made);
    else if (made)
      message_->show(MessageBar::Kind::Note,
                     tr("The models that the earlier project asked for are in %1.")
                         .arg(QString::fromStdString(made->path().string())),
                     tr("Open them here"), [this, made] { addSet(made); });
    if (!doneNote_.isEmpty()) message_->show(MessageBar::Kind::Note, doneNote_);
  }
  checkSettled();
}

// --- opening ------------------------------------------------------------------------------------

void DataWorkspace::askForFile() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a data set"), settings_.value(kFolderKey, dataFolder()).toString(),
      tr("Files of models (*.npy *.npz *.mat *.h5 *.hdf5 *.nc *.sgy *.segy *.rsf *.bin *.raw "
         "*.f32 *.vti);;All files (*)"));
  if (!path.isEmpty()) open(path, Opening::AskHow);
}

bool DataWorkspace::open(const QString& path, Opening opening) {
  // A trained model is for another workspace.
  if (Archive::isArchive(path.toStdString())) return false;
  closeSheets();
  message_->clear();
  const QString absolute = QFileInfo(path).absoluteFilePath();
  if (opening != Opening::AskHow) {
    openSetNow({absolute, {}, {}});
  } else {
    FileRequest request;
    request.path = absolute;
    readForSheet(request);
  }
  return true;
}

void DataWorkspace::openSetNow(const OpenSetRequest& request) {
  opener_.open(request);
  tellReading(request.path);
}

void DataWorkspace::readForSheet(const FileRequest& request) {
  reading_ = true;
  source_.read(request);
  // The sheet shows its own progress.
  if (!importSheet_->isVisible()) tellReading(request.path);
}

/// Only where it takes a while.
void DataWorkspace::tellReading(const QString& path) {
  QTimer::singleShot(kPatienceMilliseconds, this, [this, name = QFileInfo(path).fileName()] {
    if (importSheet_->isVisible() || !(reading_ || opener_.isBusy())) return;
    message_->show(MessageBar::Kind::Note, tr("Reading %1…").arg(name), tr("Cancel"), [this] {
      source_.cancel();
      opener_.cancel();
      reading_ = false;
    });
  });
}

void DataWorkspace::fileRead(const FileAnswer& answer) {
  if (!std::exchange(reading_, false)) return;
  if (importSheet_->isVisible()) return importSheet_->setAnswer(answer);
  message_->clear();
  if (answer.opened) {
    settings_.setValue(kFolderKey, QFileInfo(answer.request.path).absolutePath());
    return startImport(answer);
  }
  const bool exists = QFileInfo(answer.request.path).isFile();
  message_->show(MessageBar::Kind::Problem, answer.problem,
                 exists ? tr("Choose how to read it…") : QString(),
                 [this, answer] { startImport(answer); });
  Q_EMIT openFailed(answer.problem);
}

void DataWorkspace::startImport(const FileAnswer& answer) {
  importSheet_->start(answer);
  updateActions();
}

void DataWorkspace::setOpened(const OpenSetAnswer& answer) {
  message_->clear();
  if (answer.data) {
    addSet(answer.data);
  } else {
    tellProblem(answer.problem);
    Q_EMIT openFailed(answer.problem);
  }
  checkSettled();
}

// --- exporting ----------------------------------------------------------------------------------

QString DataWorkspace::askWhereTo(const QString& title, const QString& ending,
                                  const QString& filter) {
  QString folder = settings_.value(kExportFolderKey).toString();
  if (!QFileInfo(folder).isDir())
    folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  if (!QFileInfo(folder).isDir()) folder = QDir::homePath();
  const OpenDataSet* set = chosen();
  const QString name = set == nullptr ? QString() : set->title + ending;
  const QString path =
      QFileDialog::getSaveFileName(this, title, folder + QLatin1Char('/') + name, filter);
  if (!path.isEmpty()) settings_.setValue(kExportFolderKey, QFileInfo(path).absolutePath());
  return path;
}

/// One model is always chosen: a selection is more than that.
std::vector<std::int64_t> DataWorkspace::modelsToExport() const {
  std::vector<std::int64_t> models;
  const QItemSelection selection = gallery_->selectionModel()->selection();
  for (const QItemSelectionRange& range : selection)
    for (int row = range.top(); row <= range.bottom(); ++row)
      models.push_back(models_->modelAt(row));
  std::sort(models.begin(), models.end());
  if (models.size() > 1) return models;
  models.clear();
  for (int row = 0; row < models_->rowCount(); ++row) models.push_back(models_->modelAt(row));
  return models;
}

void DataWorkspace::exportModelsTo(const QString& path) {
  const OpenDataSet* set = chosen();
  if (set == nullptr || job_.isRunning()) return;
  if (QFileInfo(path).absoluteFilePath() == set->path)
    return tellProblem(tr("%1: the models come from this file; choose another name.")
                           .arg(QFileInfo(path).fileName()));
  const std::vector<std::int64_t> models = modelsToExport();
  doneNote_ =
      tr("Wrote %1 models to %2.")
          .arg(QLocale().toString(qint64{std::ssize(models)}), QFileInfo(path).absoluteFilePath());
  job_.start(tr("Exporting %1").arg(set->title), std::ssize(models),
             [data = set->data, models, file = path.toStdString()](const std::stop_token& stop,
                                                                   const LongJob::Progress& told) {
               exportModels(*data, models, file, stop, told);
             });
}

void DataWorkspace::exportStatisticsTo(const QString& path) {
  const SetFindings* findings = findingsOf(models_->dataSet().get());
  if (findings == nullptr || !findings->statistics || job_.isRunning()) return;
  struct Row {
    std::int64_t model;
    std::string part;
  };
  std::vector<Row> rows;
  for (int row = 0; row < models_->rowCount(); ++row) {
    const std::int64_t model = models_->modelAt(row);
    if (model >= std::ssize(findings->statistics->models)) continue;
    const QVariant part = models_->index(row).data(GalleryModel::PartRole);
    rows.push_back({model, part.isValid() ? partName(static_cast<Part>(part.toInt())).toStdString()
                                          : std::string()});
  }
  const std::int64_t count = std::ssize(rows);
  doneNote_ = tr("Wrote %1.").arg(path);
  job_.start(tr("Exporting statistics"), count,
             [rows = std::move(rows), all = findings->statistics, file = path.toStdString()](
                 const std::stop_token& stop, const LongJob::Progress& told) {
               OutputFile out(file);
               std::string text = "model,part,min [km/s],mean [km/s],max [km/s]\n";
               std::int64_t done = 0;
               for (const Row& row : rows) {
                 if (stop.stop_requested()) throw Cancelled();
                 const ModelStatistics& one = all->models[static_cast<std::size_t>(row.model)];
                 text += std::to_string(row.model + 1) + ',' + row.part;
                 for (const float value : {one.min, one.mean, one.max}) {
                   text += ',';
                   if (!std::isnan(one.mean))
                     text += QString::number(static_cast<double>(value), 'g', 7).toStdString();
                 }
                 text += '\n';
                 constexpr std::size_t kBlock = 65536;
                 if (text.size() > kBlock) {
                   out.write(text);
                   text.clear();
                 }
                 told(++done);
               }
               out.write(text);
               out.commit();
             });
}

void DataWorkspace::exportHistogramTo(const QString& path) {
  try {
    writeFileAtomically(path.toStdString(), statistics_->histogram().csv().toStdString());
    message_->show(MessageBar::Kind::Note, tr("Wrote %1.").arg(path));
  } catch (const Error& failure) {
    tellProblem(QString::fromUtf8(failure.what()));
  }
}

// --- closing ------------------------------------------------------------------------------------

bool DataWorkspace::mayClose() {
  if (!job_.isRunning() || closeAllowed_) return true;
  message_->show(
      MessageBar::Kind::Note,
      tr("%1 is not finished. Closing ends it, and leaves no half-written file.").arg(job_.title()),
      tr("Close all the same"), [this] {
        closeAllowed_ = true;
        Q_EMIT closeConfirmed();
      });
  return false;
}

}  // namespace isochron
