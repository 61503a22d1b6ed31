// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the import sheet: what there is and how it is laid out.
#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "import/doubt_row.h"
#include "import/import_sheet.h"
#include "number_box.h"
#include "row_form.h"

namespace isochron {
namespace {

NumberBox* number(const QString& prefix, const QString& unit, double min, double max,
                  const QString& tip, QWidget* parent) {
  auto* box = new NumberBox(false, parent);
  box->setPrefix(prefix);
  box->setAccessibleName(prefix.trimmed());
  box->setSuffix(QLatin1Char(' ') + unit);
  box->setRange(min, max);
  box->setToolTip(tip);
  return box;
}

NumberBox* count(const QString& name, int min, int max, const QString& tip, QWidget* parent) {
  auto* box = new NumberBox(true, parent);
  box->setAccessibleName(name);
  box->setRange(min, max);
  box->setToolTip(tip);
  return box;
}

QComboBox* combo(const QString& tip, QWidget* parent) {
  auto* box = new QComboBox(parent);
  box->setToolTip(tip);
  return box;
}

/// Small print below a field: the reason for a guess.
QLabel* reason(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  QFont font = label->font();
  font.setPointSizeF(font.pointSizeF() * 0.9);
  label->setFont(font);
  label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

QWidget* pair(QWidget* first, QWidget* second, QWidget* parent) {
  auto* widget = new QWidget(parent);
  auto* layout = new QHBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(first, 1);
  layout->addWidget(second, 1);
  return widget;
}

}  // namespace

void ImportSheet::build() {
  card()->setMinimumWidth(760);
  title_ = new QLabel(card());
  QFont bold = title_->font();
  bold.setBold(true);
  bold.setPointSizeF(bold.pointSizeF() * 1.2);
  title_->setFont(bold);
  title_->setTextFormat(Qt::PlainText);
  summary_ = new QLabel(card());
  summary_->setTextFormat(Qt::PlainText);
  summary_->setWordWrap(true);
  preview_ = new QLabel(card());
  preview_->setFixedWidth(360);
  preview_->setMinimumHeight(90);
  preview_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  preview_->setAccessibleName(tr("Preview"));
  result_ = new QLabel(card());
  result_->setWordWrap(true);
  problem_ = new QLabel(card());
  problem_->setWordWrap(true);
  problem_->setTextFormat(Qt::PlainText);
  problem_->setStyleSheet(QStringLiteral("color: #c0392b;"));
  left_ = new QLabel(card());
  left_->setWordWrap(true);
  left_->setTextFormat(Qt::PlainText);
  progress_ = new QProgressBar(card());
  progress_->setRange(0, 0);
  progress_->setTextVisible(false);
  progress_->setFixedHeight(6);

  auto* right = new QVBoxLayout;
  right->addWidget(preview_);
  right->addWidget(progress_);
  right->addWidget(result_);
  right->addWidget(problem_);
  right->addStretch(1);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(16);
  middle->addLayout(buildLayoutForm(), 1);
  middle->addLayout(right);

  guess_ = new QPushButton(tr("Back to the guess"), card());
  guess_->setToolTip(tr("Undo all changes made here."));
  cancel_ = new QPushButton(tr("Cancel"), card());
  cancel_->setToolTip(tr("Load nothing (Esc)."));
  open_ = new QPushButton(tr("Open"), card());
  open_->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(guess_);
  buttons->addWidget(left_, 4, Qt::AlignVCenter);
  buttons->addStretch(1);
  buttons->addWidget(cancel_);
  buttons->addWidget(open_);

  cardLayout()->setContentsMargins(18, 14, 18, 14);
  cardLayout()->addWidget(title_);
  cardLayout()->addWidget(summary_);
  cardLayout()->addSpacing(6);
  cardLayout()->addLayout(middle);
  cardLayout()->addSpacing(6);
  cardLayout()->addLayout(buttons);
}

RowForm* ImportSheet::buildLayoutForm() {
  const QString metres = QStringLiteral("m");
  const QString kilometres = QStringLiteral("km");
  const QString speed = QStringLiteral("km/s");
  array_ = combo(tr("The file holds several arrays: which one is the velocity?"), card());
  axes_ = combo(tr("Which of the two axes is depth."), card());
  axes_->addItem(tr("rows are depth: (z, x)"), static_cast<int>(AxisOrder::XFast));
  axes_->addItem(tr("rows are distance: (x, z)"), static_cast<int>(AxisOrder::ZFast));
  arrayReason_ = reason(card());
  axesReason_ = reason(card());
  modelAxis_ = combo(tr("Which axis of the cube counts the slices."), card());
  for (const QString& axis : {tr("the first axis"), tr("the second axis"), tr("the third axis")})
    modelAxis_->addItem(axis);
  index_ = count(tr("Model"), 1, 1, tr("Which model of the file, counted from 1."), card());
  indexReason_ = reason(card());
  unit_ = combo(tr("What the numbers in the file mean."), card());
  for (const VelocityUnit unit : velocityUnits())
    unit_->addItem(QString::fromStdString(toText(unit)), static_cast<int>(unit));
  unit_->addItem(tr("other numbers: factor and offset"), -1);
  unitReason_ = reason(card());
  factor_ =
      number(QStringLiteral("× "), speed, -1e6, 1e6, tr("km/s per unit of the file."), card());
  offset_ =
      number(QStringLiteral("+ "), speed, -1e6, 1e6, tr("km/s where the file has 0."), card());
  mapReason_ = reason(card());
  black_ = number(tr("black "), speed, 0.1, 20, tr("The velocity of black."), card());
  white_ = number(tr("white "), speed, 0.1, 20, tr("The velocity of white."), card());
  dx_ = number(QStringLiteral("dx "), metres, 1e-6, 1e9, tr("Distance between nodes along x."),
               card());
  dz_ = number(QStringLiteral("dz "), metres, 1e-6, 1e9, tr("Distance between nodes in depth."),
               card());
  spacingReason_ = reason(card());
  evenOut_ = new QCheckBox(tr("Interpolate uneven nodes"), card());
  evenOut_->setToolTip(
      tr("The nodes in the file are unevenly spaced. Checked: velocities are interpolated to even "
         "nodes\nthis far apart, over the same extent. Unchecked: the nodes are taken as even "
         "ones, and the extent changes."));
  reverseX_ = new QCheckBox(tr("x right to left"), card());
  reverseX_->setToolTip(tr("The first node in the file is the rightmost one."));
  reverseZ_ = new QCheckBox(tr("z bottom to top"), card());
  reverseZ_->setToolTip(tr("The first node in the file is the deepest one."));
  directions_ = pair(reverseX_, reverseZ_, card());
  originX_ = number(QStringLiteral("x "), kilometres, -1e9, 1e9,
                    tr("Where the first node lies, x."), card());
  originZ_ = number(QStringLiteral("z "), kilometres, -1e9, 1e9,
                    tr("Where the first node lies, depth."), card());
  reduce_ = new QCheckBox(tr("Reduce to"), card());
  reduce_->setToolTip(tr("Resample to fewer nodes while loading; contours follow faster."));
  reducedNx_ = count(tr("Nodes in x"), 2, 100000, tr("Nodes along x after loading."), card());
  reducedNz_ = count(tr("Nodes in z"), 2, 100000, tr("Nodes in depth after loading."), card());

  form_ = new RowForm;
  form_->setVerticalSpacing(3);
  form_->addRow(tr("Array"), array_);
  form_->addRow(QString(), arrayReason_);
  addDoubtRow(ImportField::ArrayName);
  form_->addRow(tr("Axes"), axes_);
  form_->addRow(QString(), axesReason_);
  addDoubtRow(ImportField::Axes);
  form_->addRow(tr("Stored"), directions_);
  addDoubtRow(ImportField::Direction);
  form_->addRow(tr("Slices along"), modelAxis_);
  addDoubtRow(ImportField::Models);
  form_->addRow(tr("Model"), index_);
  form_->addRow(QString(), indexReason_);
  form_->addRow(tr("Numbers are"), unit_);
  form_->addRow(QString(), unitReason_);
  form_->addRow(tr("Velocity ="), pair(factor_, offset_, card()));
  form_->addRow(tr("Grey levels"), pair(black_, white_, card()));
  form_->addRow(QString(), mapReason_);
  addDoubtRow(ImportField::Values);
  form_->addRow(tr("Spacing"), pair(dx_, dz_, card()));
  form_->addRow(QString(), spacingReason_);
  form_->addRow(QString(), evenOut_);
  addDoubtRow(ImportField::Spacing);
  form_->addRow(tr("First node at"), pair(originX_, originZ_, card()));
  form_->addRow(reduce_, pair(reducedNx_, reducedNz_, card()));
  buildRawForm(form_);
  addDoubtRow(ImportField::Shape);
  return form_;
}

void ImportSheet::addDoubtRow(ImportField field) {
  auto* row = new DoubtRow(card());
  doubts_[field] = row;
  form_->addRow(row);
}

void ImportSheet::buildRawForm(RowForm* form) {
  raw_ = new QCheckBox(tr("Read as raw numbers"), card());
  raw_->setToolTip(tr("Ignore what the file seems to be; give shape and type yourself."));
  rawFields_ = new QWidget(card());
  rawShape_ = new QLineEdit(rawFields_);
  rawShape_->setObjectName(QStringLiteral("rawShape"));
  rawShape_->setPlaceholderText(tr("221, 601"));
  rawShape_->setToolTip(tr("Number of values along each axis, slowest first."));
  rawType_ = combo(tr("The type of each number."), rawFields_);
  for (int type = 0; type <= static_cast<int>(ScalarType::IbmFloat32); ++type)
    rawType_->addItem(QString::fromStdString(toText(static_cast<ScalarType>(type))), type);
  rawOrder_ = combo(tr("Which byte of a number comes first."), rawFields_);
  for (const ByteOrder order : {ByteOrder::Little, ByteOrder::Big})
    rawOrder_->addItem(QString::fromStdString(toText(order)), static_cast<int>(order));
  rawHeader_ =
      count(tr("Skip"), 0, 1 << 30, tr("Bytes to skip before the first number."), rawFields_);
  rawHeader_->setSuffix(tr(" bytes"));
  auto* rawForm = new QFormLayout(rawFields_);
  rawForm->setContentsMargins(0, 0, 0, 0);
  rawForm->setVerticalSpacing(3);
  rawForm->addRow(tr("Shape"), rawShape_);
  rawForm->addRow(tr("Type"), pair(rawType_, rawOrder_, rawFields_));
  rawForm->addRow(tr("Skip"), rawHeader_);
  form->addRow(QString(), raw_);
  form->addRow(rawFields_);
}

}  // namespace isochron
