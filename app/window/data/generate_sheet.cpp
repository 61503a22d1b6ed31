// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/generate_sheet.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QStorageInfo>
#include <QToolButton>
#include <QVBoxLayout>

#include "colour_legend.h"
#include "data/generate_sheet_parts.h"
#include "number_box.h"
#include "value_control.h"

namespace isochron {

using namespace generate_sheet;

GenerateSheet::GenerateSheet(QWidget* parent) : Sheet(parent) {
  build();
  connectAll();
  takeKind();
}

void GenerateSheet::connectAll() {
  connect(kind_, &QComboBox::currentIndexChanged, this, &GenerateSheet::takeKind);
  for (NumberBox* box : {count_, nx_, nz_, width_, depth_, seed_})
    connect(box, &NumberBox::valueChanged, this, &GenerateSheet::changed);
  connect(file_, &QLineEdit::textEdited, this, [this] {
    fileTyped_ = !file_->text().isEmpty();
    showNote();
  });
  connect(browse_, &QToolButton::clicked, this, &GenerateSheet::browse);
  connect(defaults_, &QPushButton::clicked, this, &GenerateSheet::reset);
  connect(generate_, &QPushButton::clicked, this, &GenerateSheet::accept);
  connect(cancel_, &QPushButton::clicked, this, &GenerateSheet::rejected);
  connect(&samples_, &SampleSource::made, this, &GenerateSheet::showSamples);
}

QWidget* GenerateSheet::firstFocus() { return kind_; }

void GenerateSheet::start(const QString& folder, const QString& colourMap,
                          const std::shared_ptr<const DataSet>& set) {
  folder_ = folder;
  colourMap_ = colourMap;
  offerPatches(set);
  // The file of the last set is there now: the next has another name.
  fileTyped_ = false;
  changed();
  open();
}

/// The last entry of the kinds, while a set is chosen to cut from.
void GenerateSheet::offerPatches(const std::shared_ptr<const DataSet>& set) {
  const int place = kind_->findData(kPatchesKind);
  if (set == nullptr) {
    patches_.reset();
    if (place >= 0) kind_->removeItem(place);
    return;
  }
  if (!patches_ || &patches_->data() != set.get())
    patches_ = std::make_shared<const PatchOrigin>(set);
  const QString title =
      tr("Patches of %1").arg(QString::fromStdString(set->path().filename().string()));
  if (place < 0)
    kind_->addItem(title, kPatchesKind);
  else
    kind_->setItemText(place, title);
}

bool GenerateSheet::makesPatches() const { return kind_->currentData().toInt() == kPatchesKind; }

GenerateRequest GenerateSheet::request() const {
  GenerateRequest request;
  if (makesPatches())
    request.patches = patches_;
  else
    request.kind = static_cast<ModelKind>(kind_->currentData().toInt());
  for (const ValueControl* control : parameters_) request.parameters.push_back(control->value());
  request.count = count_->count();
  request.grid = {nx_->count(),
                  nz_->count(),
                  width_->value() / (nx_->count() - 1),
                  depth_->value() / (nz_->count() - 1),
                  {}};
  request.first = static_cast<std::uint64_t>(seed_->value());
  request.path = QDir(folder_).absoluteFilePath(file_->text().trimmed()).toStdString();
  return request;
}

/// The controls of the kind's parameters take the place of the last kind's.
void GenerateSheet::takeKind() {
  const ModelKindInfo info =
      makesPatches() ? patchesInfo()
                     : modelKindInfo(static_cast<ModelKind>(kind_->currentData().toInt()));
  description_->setText(QString::fromStdString(info.description));
  for (ValueControl* control : parameters_) {
    control->hide();
    control->deleteLater();
  }
  parameters_.clear();
  for (const ModelParameterInfo& parameter : info.parameters) {
    auto* control = new ValueControl(specOf(parameter), parameterBox_);
    parameterBox_->layout()->addWidget(control);
    connect(control, &ValueControl::valueChanged, this, &GenerateSheet::changed);
    control->show();
    parameters_.push_back(control);
  }
  changed();
}

void GenerateSheet::changed() {
  const QLocale locale;
  const GenerateRequest wanted = request();
  spacing_->setText(tr("spacing %1 × %2 m")
                        .arg(locale.toString(1000.0 * wanted.grid.dx, 'g', 4),
                             locale.toString(1000.0 * wanted.grid.dz, 'g', 4)));
  if (!fileTyped_) proposeFile();
  if (!folder_.isEmpty())
    samples_.request({wanted, kSamples, kSampleSize, devicePixelRatioF(), colourMap_});
  showNote();
}

void GenerateSheet::proposeFile() {
  const std::string name = nameOf(request());
  const QString base =
      QStringLiteral("%1-%2").arg(QString::fromStdString(name)).arg(count_->count());
  QString file = base + QStringLiteral(".npy");
  for (int i = 2; QFileInfo::exists(QDir(folder_).filePath(file)); ++i)
    file = QStringLiteral("%1-%2.npy").arg(base).arg(i);
  file_->setText(QDir(folder_).filePath(file));
}

void GenerateSheet::browse() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Write the data set to"),
                                                    file_->text(), tr("NumPy arrays (*.npy)"),
                                                    nullptr, QFileDialog::DontConfirmOverwrite);
  if (path.isEmpty()) return;
  file_->setText(path.endsWith(QLatin1String(".npy"), Qt::CaseInsensitive)
                     ? path
                     : path + QStringLiteral(".npy"));
  fileTyped_ = true;
  showNote();
}

void GenerateSheet::reset() {
  for (ValueControl* control : parameters_) control->reset();
  count_->setValue(kStandardCount);
  nx_->setValue(kStandardNodes);
  nz_->setValue(kStandardNodes);
  width_->setValue(kStandardWidth);
  depth_->setValue(kStandardDepth);
  seed_->setValue(kStandardSeed);
  fileTyped_ = false;
  changed();
}

QString GenerateSheet::fileProblem() const {
  const QFileInfo file(QString::fromStdString(request().path.string()));
  if (file_->text().trimmed().isEmpty()) return tr("Name the file to write.");
  if (file.suffix().compare(QLatin1String("npy"), Qt::CaseInsensitive) != 0)
    return tr("%1: data sets are written as npy; let the name end in .npy.").arg(file.fileName());
  // The program's own folder is made when it is needed.
  if (file.absolutePath() == QDir(folder_).absolutePath()) return {};
  if (!QFileInfo(file.absolutePath()).isDir())
    return tr("%1: there is no such folder; choose one that exists.").arg(file.absolutePath());
  if (!QFileInfo(file.absolutePath()).isWritable())
    return tr("%1: you may not write there; choose another folder.").arg(file.absolutePath());
  return {};
}

QString GenerateSheet::problem() const {
  if (!sampleProblem_.isEmpty()) return sampleProblem_;
  if (const QString file = fileProblem(); !file.isEmpty()) return file;
  const QStorageInfo disk(existingFolder(QString::fromStdString(request().path.string())));
  if (disk.isValid() && disk.bytesAvailable() < bytesOf(request()))
    return tr("The disk has %1 left; make fewer or smaller models, or choose another disk.")
        .arg(QLocale().formattedDataSize(disk.bytesAvailable()));
  return {};
}

QString GenerateSheet::note() const { return note_->text(); }

void GenerateSheet::showNote() {
  const QString why = problem();
  const QString path = QString::fromStdString(request().path.string());
  QString text = why;
  if (why.isEmpty()) {
    text = tr("%1 on disk.").arg(QLocale().formattedDataSize(bytesOf(request())));
    if (QFileInfo::exists(path)) text += tr(" This file is there already and will be replaced.");
  }
  note_->setText(text);
  note_->setStyleSheet(why.isEmpty() ? QString() : QStringLiteral("color: #c0392b;"));
  generate_->setEnabled(why.isEmpty());
  generate_->setToolTip(why.isEmpty() ? tr("Write the models to the file and open it (Enter).")
                                      : why);
}

void GenerateSheet::showSamples(const SampleAnswer& answer) {
  sampleProblem_ = answer.problem;
  for (std::size_t i = 0; i < pictures_.size(); ++i)
    pictures_[i]->setPixmap(i < answer.pictures.size() ? QPixmap::fromImage(answer.pictures[i])
                                                       : QPixmap());
  Colouring colouring;
  colouring.map = colourMap_;
  std::tie(colouring.min, colouring.max) = answer.range;
  legend_->setColouring(colouring);
  showNote();
}

void GenerateSheet::accept() {
  if (NumberBox* const refused = refusedNumber(*card())) return refused->setFocus();
  if (problem().isEmpty()) Q_EMIT accepted(request());
}

}  // namespace isochron
