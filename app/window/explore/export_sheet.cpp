// SPDX-License-Identifier: GPL-3.0-or-later
#include "export_sheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "field/error.h"
#include "number_box.h"
#include "number_text.h"
#include "row_form.h"

namespace isochron {
namespace {

QString noteFor(ExportKind kind) {
  switch (kind) {
    case ExportKind::Picture:
      return ExportSheet::tr("PNG: pixels. SVG: lines and text that scale.");
    case ExportKind::Velocity:
    case ExportKind::Traveltimes:
      return ExportSheet::tr(
          "npy: for numpy.load, [iz, ix]. csv: with spacing and origin. "
          "vti: for ParaView. bin: float32, x fastest.");
    case ExportKind::Receivers:
      return ExportSheet::tr("csv: x_km, z_km, time_s, a line per receiver.");
    case ExportKind::Rays:
      return ExportSheet::tr("csv: ray, x_km, z_km, a line per point.");
  }
  return {};
}

QString withSuffix(const QString& path, const QString& suffix) {
  const QFileInfo info(path);
  return info.path() + QLatin1Char('/') + info.completeBaseName() + QLatin1Char('.') + suffix;
}

}  // namespace

ExportSheet::ExportSheet(QWidget* parent)
    : Sheet(parent),
      kind_(new QComboBox(card())),
      path_(new QLineEdit(card())),
      form_(new RowForm),
      sizeRow_(new QWidget(card())),
      width_(new NumberBox(true, sizeRow_)),
      height_(new NumberBox(true, sizeRow_)),
      scale_(new NumberBox(false, sizeRow_)),
      project_(new QCheckBox(tr("Put the project into the picture"), card())),
      note_(new QLabel(card())),
      problem_(new QLabel(card())) {
  card()->setMinimumWidth(620);
  path_->setObjectName(QStringLiteral("path"));
  problem_->setObjectName(QStringLiteral("problem"));
  kind_->addItem(tr("Picture"), static_cast<int>(ExportKind::Picture));
  kind_->addItem(tr("Velocities"), static_cast<int>(ExportKind::Velocity));
  kind_->addItem(tr("Traveltimes"), static_cast<int>(ExportKind::Traveltimes));
  kind_->addItem(tr("Receivers with times"), static_cast<int>(ExportKind::Receivers));
  kind_->addItem(tr("Rays to the receivers"), static_cast<int>(ExportKind::Rays));
  kind_->setToolTip(tr("What is written."));
  for (NumberBox* box : {width_, height_}) {
    box->setRange(100, 8000);
    box->setSuffix(tr(" px"));
  }
  width_->setPrefix(tr("width "));
  height_->setPrefix(tr("height "));
  width_->setToolTip(tr("Width of the figure, 100 to 8000; default that of the view."));
  height_->setToolTip(tr("Height of the figure, 100 to 8000; default that of the view."));
  scale_->setPrefix(QStringLiteral("× "));
  scale_->setRange(0.5, 8.0);
  scale_->setSingleStep(0.5);
  scale_->setValue(2.0);
  scale_->setToolTip(
      tr("Pixels of the PNG for each pixel of the size beside, %1 to 8; default 2, for print.")
          .arg(numberText(0.5)));
  project_->setChecked(true);
  auto* sizes = new QHBoxLayout(sizeRow_);
  sizes->setContentsMargins(0, 0, 0, 0);
  for (QWidget* widget : std::initializer_list<QWidget*>{width_, height_, scale_})
    sizes->addWidget(widget, 1);
  auto* browsing = new QPushButton(tr("Browse…"), card());
  auto* file = new QHBoxLayout;
  file->addWidget(path_, 1);
  file->addWidget(browsing);
  path_->setToolTip(
      tr("The file to write; its extension decides the format. A file that is "
         "there already is replaced after asking."));
  note_->setWordWrap(true);
  note_->setForegroundRole(QPalette::PlaceholderText);
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->setStyleSheet(QStringLiteral("color: #c0392b;"));
  form_->addRow(tr("What"), kind_);
  form_->addRow(tr("File"), file);
  form_->addRow(tr("Size"), sizeRow_);
  form_->addRow(QString(), project_);
  form_->addRow(QString(), note_);
  auto* cancel = new QPushButton(tr("Cancel"), card());
  auto* write = new QPushButton(tr("Export"), card());
  write->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(write);
  cardLayout()->setContentsMargins(18, 14, 18, 14);
  cardLayout()->addLayout(form_);
  cardLayout()->addWidget(problem_);
  cardLayout()->addLayout(buttons);
  connect(kind_, &QComboBox::currentIndexChanged, this, &ExportSheet::adaptToKind);
  connect(path_, &QLineEdit::textChanged, this, &ExportSheet::adaptToFormat);
  connect(browsing, &QPushButton::clicked, this, &ExportSheet::browse);
  connect(cancel, &QPushButton::clicked, this, &Sheet::rejected);
  connect(write, &QPushButton::clicked, this, &ExportSheet::accept);
}

void ExportSheet::start(ExportKind kind, const QString& proposedPath, QSize viewSize) {
  replacing_.clear();
  path_->setText(proposedPath);
  width_->setValue(viewSize.width());
  height_->setValue(viewSize.height());
  kind_->setCurrentIndex(kind_->findData(static_cast<int>(kind)));
  adaptToKind();
  adaptToFormat();
  open();
  path_->selectAll();
}

void ExportSheet::setProblem(const QString& sentence) {
  problem_->setText(sentence);
  problem_->setVisible(!sentence.isEmpty());
}

void ExportSheet::accept() {
  if (NumberBox* const refused = refusedNumber(*card())) return refused->setFocus();
  try {
    ExportRequest complete = request();
    complete.path = completePath(complete);
    const bool isThere = QFileInfo::exists(complete.path);
    if (isThere && replacing_ != complete.path) {
      replacing_ = complete.path;
      return setProblem(tr("%1 is there already; export once more to replace it.")
                            .arg(QFileInfo(complete.path).fileName()));
    }
    Q_EMIT accepted(complete);
  } catch (const Error& error) {
    setProblem(QString::fromStdString(error.what()));
  }
}

QWidget* ExportSheet::firstFocus() { return path_; }

void ExportSheet::adaptToKind() {
  const auto kind = request().kind;
  form_->setRowVisible(sizeRow_, kind == ExportKind::Picture);
  form_->setRowVisible(project_, kind == ExportKind::Picture);
  note_->setText(noteFor(kind));
  setProblem({});
  const QStringList extensions = extensionsFor(kind);
  if (!extensions.contains(QFileInfo(path_->text()).suffix().toLower()))
    path_->setText(withSuffix(path_->text(), extensions.first()));
}

void ExportSheet::adaptToFormat() {
  const bool png =
      QFileInfo(path_->text()).suffix().compare(QLatin1String("svg"), Qt::CaseInsensitive) != 0;
  project_->setEnabled(png);
  project_->setToolTip(
      png ? tr("Default on: the PNG file then holds the velocity model, the networks and all else "
               "of "
               "the project, and Isochron opens the project from it. Turn it off before you give "
               "the picture to somebody who must not have the model.")
          : tr("Only a PNG can hold the project."));
}

void ExportSheet::browse() {
  QStringList filters;
  for (const QString& extension : extensionsFor(request().kind))
    filters.append(tr("%1 files (*.%2)").arg(extension.toUpper(), extension));
  const QString path = QFileDialog::getSaveFileName(this, tr("Export"), path_->text(),
                                                    filters.join(QStringLiteral(";;")));
  if (path.isEmpty()) return;
  path_->setText(path);
  replacing_ = path;  // the file dialog has asked
}

ExportRequest ExportSheet::request() const {
  return {static_cast<ExportKind>(kind_->currentData().toInt()), path_->text(),
          QSize(width_->count(), height_->count()), scale_->value(),
          project_->isEnabled() && project_->isChecked()};
}

}  // namespace isochron
