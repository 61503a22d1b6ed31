// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the generate sheet.
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "colour_legend.h"
#include "data/generate_sheet.h"
#include "data/generate_sheet_parts.h"
#include "generators/patches.h"
#include "number_box.h"
#include "number_text.h"

namespace isochron {
namespace generate_sheet {

ValueSpec specOf(const ModelParameterInfo& parameter) {
  ValueSpec spec;
  spec.name = QString::fromStdString(parameter.title);
  spec.unit = QString::fromStdString(parameter.unit);
  spec.min = parameter.min;
  spec.max = parameter.max;
  spec.standard = parameter.standard;
  spec.decimals = parameter.decimals;
  spec.step = parameter.decimals == 0 ? 1.0 : std::pow(10.0, 1 - parameter.decimals);
  if (parameter.decimals > 1) spec.step /= 2.0;
  spec.tip = QString::fromStdString(parameter.description);
  return spec;
}

ModelKindInfo patchesInfo() {
  ModelKindInfo info;
  info.name = "patches";
  info.title = "Patches";
  info.description = GenerateSheet::tr(
                         "Windows cut from the models of the set that is chosen, scaled to the box "
                         "and mirrored.")
                         .toStdString();
  info.parameters = patchParameters();
  return info;
}

QString existingFolder(const QString& file) {
  QFileInfo folder(QFileInfo(file).absolutePath());
  while (!folder.isDir() && !folder.isRoot()) folder = QFileInfo(folder.absolutePath());
  return folder.absoluteFilePath();
}

}  // namespace generate_sheet

namespace {

using namespace generate_sheet;

constexpr double kLeastLength = 0.01;  // km
constexpr double kMostLength = 1000.0;

NumberBox* whole(const QString& name, int min, int max, int standard, const QString& tip,
                 QWidget* parent) {
  auto* box = new NumberBox(true, parent);
  box->setRange(min, max);
  box->setValue(standard);
  box->setAccessibleName(name);
  box->setToolTip(
      GenerateSheet::tr("%1\n%L2 to %L3, default %L4.").arg(tip).arg(min).arg(max).arg(standard));
  return box;
}

NumberBox* length(const QString& name, double standard, const QString& tip, QWidget* parent) {
  auto* box = new NumberBox(false, parent);
  const QString kKilometres = QStringLiteral("km");
  box->setRange(kLeastLength, kMostLength);
  box->setValue(standard);
  box->setSuffix(QStringLiteral(" km"));
  box->setAccessibleName(name);
  box->setToolTip(GenerateSheet::tr("%1\n%2 to %3, default %4.")
                      .arg(tip, numberText(kLeastLength), numberText(kMostLength, kKilometres),
                           numberText(standard, kKilometres)));
  return box;
}

QWidget* pair(QWidget* first, const QString& between, QWidget* second, QWidget* parent) {
  auto* widget = new QWidget(parent);
  auto* layout = new QHBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(4);
  layout->addWidget(first, 1);
  if (!between.isEmpty()) layout->addWidget(new QLabel(between, widget));
  layout->addWidget(second, between.isEmpty() ? 0 : 1);
  return widget;
}

}  // namespace

void GenerateSheet::build() {
  card()->setMinimumWidth(780);
  auto* title = new QLabel(tr("Generate a data set"), card());
  QFont bold = title->font();
  bold.setBold(true);
  bold.setPointSizeF(bold.pointSizeF() * 1.2);
  title->setFont(bold);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(18);
  middle->addLayout(buildForm(), 1);
  middle->addWidget(buildSamples());
  cardLayout()->setContentsMargins(18, 14, 18, 14);
  cardLayout()->addWidget(title);
  cardLayout()->addLayout(middle, 1);
  cardLayout()->addWidget(buildButtons());
}

QFormLayout* GenerateSheet::buildForm() {
  const QString cross = QStringLiteral("×");
  kind_ = new QComboBox(card());
  for (const ModelKindInfo& info : modelKinds())
    kind_->addItem(QString::fromStdString(info.title), static_cast<int>(info.kind));
  kind_->setCurrentIndex(kind_->findData(static_cast<int>(ModelKind::RandomField)));
  kind_->setAccessibleName(tr("Kind"));
  kind_->setToolTip(tr("What kind of models to generate; its parameters are below."));
  description_ = new QLabel(card());
  description_->setWordWrap(true);
  count_ =
      whole(tr("Models"), 1, 10000000, kStandardCount, tr("Number of models to generate."), card());
  nx_ = whole(tr("Nodes in x"), 8, 4096, kStandardNodes, tr("Nodes along x."), card());
  nz_ = whole(tr("Nodes in z"), 8, 4096, kStandardNodes, tr("Nodes in depth."), card());
  width_ = length(tr("Width"), kStandardWidth, tr("Extent along x."), card());
  depth_ = length(tr("Depth"), kStandardDepth, tr("Extent in depth."), card());
  spacing_ = new QLabel(card());
  seed_ =
      whole(tr("Seed"), 0, 999999999, kStandardSeed,
            tr("Random seed of the first model; the second has the next seed, and so on.\nThe same "
               "seed gives the same model on every machine."),
            card());
  parameterBox_ = new QWidget(card());
  auto* parameterLayout = new QVBoxLayout(parameterBox_);
  parameterLayout->setContentsMargins(0, 0, 0, 0);
  parameterLayout->setSpacing(2);
  parameterLayout->setAlignment(Qt::AlignTop);
  auto* form = new QFormLayout;
  form->setVerticalSpacing(4);
  form->addRow(tr("&Kind"), kind_);
  form->addRow(QString(), description_);
  form->addRow(tr("&Models"), count_);
  form->addRow(tr("&Nodes"), pair(nx_, cross, nz_, card()));
  form->addRow(tr("&Extent"), pair(width_, cross, depth_, card()));
  form->addRow(QString(), spacing_);
  form->addRow(tr("&Seed"), seed_);
  // A mixture has more of them than there is room for.
  auto* scroll = new QScrollArea(card());
  scroll->setWidget(parameterBox_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setMinimumHeight(kParametersHeight);
  form->addRow(scroll);
  // Tab leads to those out of sight, too.
  connect(qApp, &QApplication::focusChanged, scroll, [scroll](QWidget*, QWidget* now) {
    if (now != nullptr && scroll->isAncestorOf(now)) scroll->ensureWidgetVisible(now);
  });
  return form;
}

QWidget* GenerateSheet::buildSamples() {
  auto* box = new QWidget(card());
  auto* grid = new QGridLayout;
  grid->setSpacing(6);
  constexpr int kColumns = 2;
  for (int i = 0; i < kSamples; ++i) {
    auto* picture = new QLabel(box);
    picture->setFixedSize(kSampleSize);
    picture->setAutoFillBackground(true);
    picture->setBackgroundRole(QPalette::AlternateBase);
    picture->setAccessibleName(tr("Sample %1").arg(i + 1));
    grid->addWidget(picture, i / kColumns, i % kColumns);
    pictures_.push_back(picture);
  }
  legend_ = new ColourLegend(QStringLiteral("km/s"), box);
  auto* caption = new QLabel(tr("Preview of the first models"), box);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(caption);
  layout->addLayout(grid);
  layout->addWidget(legend_);
  layout->addStretch(1);
  return box;
}

QWidget* GenerateSheet::buildButtons() {
  auto* box = new QWidget(card());
  file_ = new QLineEdit(box);
  file_->setAccessibleName(tr("File"));
  file_->setToolTip(
      tr("The npy file to write: an array (models, nz, nx) in km/s, float32. Spacing, kind, "
         "parameters and seed are stored in it, too."));
  browse_ = new QToolButton(box);
  browse_->setText(tr("Choose…"));
  browse_->setToolTip(tr("Choose another folder or name."));
  browse_->setFocusPolicy(Qt::StrongFocus);
  auto* fileLabel = new QLabel(tr("&File"), box);
  fileLabel->setBuddy(file_);
  note_ = new QLabel(box);
  note_->setWordWrap(true);
  note_->setTextFormat(Qt::PlainText);
  defaults_ = new QPushButton(tr("&Defaults"), box);
  defaults_->setToolTip(tr("Reset all numbers of this sheet to their defaults."));
  cancel_ = new QPushButton(tr("Cancel"), box);
  cancel_->setToolTip(tr("Close without generating (Esc)."));
  generate_ = new QPushButton(tr("&Generate"), box);
  generate_->setDefault(true);
  auto* fileRow = new QHBoxLayout;
  fileRow->addWidget(fileLabel);
  fileRow->addWidget(file_, 1);
  fileRow->addWidget(browse_);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(defaults_);
  buttons->addWidget(note_, 1);
  buttons->addWidget(cancel_);
  buttons->addWidget(generate_);
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 6, 0, 0);
  layout->addLayout(fileRow);
  layout->addLayout(buttons);
  return box;
}

}  // namespace isochron
