// SPDX-License-Identifier: GPL-3.0-or-later
#include "import/import_sheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <utility>

#include "import/doubt_row.h"
#include "number_box.h"
#include "number_text.h"
#include "row_form.h"

namespace isochron {
namespace {

constexpr double kMetresPerKilometre = 1000.0;
constexpr int kLinearMap = -1;  // in the list of units

/// Nodes that still give many contour pictures a second; beyond it the sheet proposes fewer.
constexpr double kComfortableNodes = 1.5e6;

/// In km; the exact value where nothing else was typed.
double kilometres(const NumberBox* metres, double exact) {
  return metres->value() == exact * kMetresPerKilometre ? exact
                                                        : metres->value() / kMetresPerKilometre;
}

void setReason(RowForm* form, QLabel* label, const std::string& text) {
  label->setText(withLocalNumbers(QString::fromStdString(text)));
  form->setRowVisible(label, !text.empty());
}

}  // namespace

ImportSheet::ImportSheet(QWidget* parent, Purpose purpose) : Sheet(parent), purpose_(purpose) {
  build();
  connectAll();
}

void ImportSheet::connectAll() {
  connectDoubts();
  for (QCheckBox* box : {evenOut_, reverseX_, reverseZ_})
    connect(box, &QCheckBox::toggled, this, &ImportSheet::ask);
  for (QComboBox* box : {axes_, unit_, modelAxis_})
    connect(box, &QComboBox::currentIndexChanged, this, &ImportSheet::askForGuess);
  for (NumberBox* box : {factor_, offset_, black_, white_, dx_, dz_, originX_, originZ_, index_,
                         reducedNx_, reducedNz_})
    connect(box, &NumberBox::valueChanged, this, &ImportSheet::ask);
  connect(reduce_, &QCheckBox::toggled, this, &ImportSheet::ask);
  // Another array or another raw shape deserves a new guess.
  connect(array_, &QComboBox::currentIndexChanged, this, &ImportSheet::askAnew);
  for (QComboBox* box : {rawType_, rawOrder_})
    connect(box, &QComboBox::currentIndexChanged, this, &ImportSheet::askAnew);
  connect(rawHeader_, &NumberBox::valueChanged, this, &ImportSheet::askAnew);
  connect(rawShape_, &QLineEdit::editingFinished, this, [this] {
    if (rawShape_->isModified()) askAnew();
    rawShape_->setModified(false);
  });
  connect(raw_, &QCheckBox::toggled, this, &ImportSheet::askAnew);
  connect(open_, &QPushButton::clicked, this, &ImportSheet::accept);
  connect(cancel_, &QPushButton::clicked, this, &ImportSheet::rejected);
  connect(guess_, &QPushButton::clicked, this, &ImportSheet::backToGuess);
}

/// A field that is changed by hand is settled.
void ImportSheet::connectDoubts() {
  const auto settles = [this](auto* widget, auto signal, std::optional<ImportField> field) {
    connect(widget, signal, this, [this, widget, field] {
      if (filling_) return;
      byHand_[widget] = field;
      if (field) doubts_.at(*field)->settle();
    });
  };
  settles(axes_, &QComboBox::currentIndexChanged, ImportField::Axes);
  settles(modelAxis_, &QComboBox::currentIndexChanged, ImportField::Models);
  settles(unit_, &QComboBox::currentIndexChanged, ImportField::Values);
  for (NumberBox* box : {factor_, offset_, black_, white_})
    settles(box, &NumberBox::valueChanged, ImportField::Values);
  for (NumberBox* box : {dx_, dz_}) settles(box, &NumberBox::valueChanged, ImportField::Spacing);
  for (NumberBox* box : {originX_, originZ_}) settles(box, &NumberBox::valueChanged, std::nullopt);
  settles(evenOut_, &QCheckBox::toggled, ImportField::Spacing);
  for (QCheckBox* box : {reverseX_, reverseZ_})
    settles(box, &QCheckBox::toggled, ImportField::Direction);
  for (const auto& [field, row] : doubts_)
    connect(row, &DoubtRow::settledChanged, this, &ImportSheet::showWhatIsLeft);
}

std::vector<ImportField> ImportSheet::unsettled() const {
  std::vector<ImportField> fields;
  for (const auto& [field, row] : doubts_)
    if (!row->isSettled()) fields.push_back(field);
  return fields;
}

/// Of a new guess.
void ImportSheet::showDoubts() {
  std::map<ImportField, QStringList> sentences;
  for (const ImportDoubt& doubt : answer_.guess.doubts)
    sentences[doubt.field].append(withLocalNumbers(QString::fromStdString(doubt.sentence)));
  for (const auto& [field, row] : doubts_) {
    row->setDoubts(sentences[field]);
    form_->setRowVisible(row, row->hasDoubt());
  }
  for (const auto& [widget, field] : byHand_)
    if (field) doubts_.at(*field)->settle();
}

void ImportSheet::showWhatIsLeft() {
  const std::size_t count = unsettled().size();
  left_->setVisible(count > 0 && answer_.model != nullptr);
  left_->setText(count == 1 ? tr("One field is in doubt: confirm or change it.")
                            : tr("%1 fields are in doubt: confirm or change them.").arg(count));
  open_->setEnabled(answer_.model != nullptr && count == 0);
  const QString does = purpose_ == Purpose::DataSet
                           ? tr("Open the models as a data set (Enter).")
                           : tr("Load this model (Enter); undo brings the old one back.");
  open_->setToolTip(!answer_.model ? tr("The file cannot be read this way: see the sentence above.")
                    : count > 0    ? left_->text()
                                   : does);
}

QWidget* ImportSheet::firstFocus() {
  if (const std::vector<ImportField> fields = unsettled(); answer_.opened && !fields.empty())
    return doubts_.at(fields.front())->confirmBox();
  return answer_.opened ? static_cast<QWidget*>(open_) : rawShape_;
}

void ImportSheet::start(const FileAnswer& answer) {
  waiting_ = false;
  acceptWhenReady_ = false;
  answer_ = answer;
  forgetHand();
  filling_ = true;
  raw_->setChecked(!answer.opened);
  reduce_->setChecked(false);
  filling_ = false;
  fillFromAnswer();
  showResult();
  open();
}

void ImportSheet::setAnswer(const FileAnswer& answer) {
  if (answer.request.path != answer_.request.path) return;
  waiting_ = false;
  const bool guessedAnew = !answer.request.layout;
  answer_ = answer;
  if (guessedAnew && answer.opened) fillFromAnswer();
  // What was changed by hand stands.
  if (guessedAnew && answer.opened && !byHand_.empty() && layoutFromFields() != answer.layout)
    return ask();
  showResult();
  if (std::exchange(acceptWhenReady_, false)) accept();
}

void ImportSheet::accept() {
  if (NumberBox* const refused = refusedNumber(*card())) return refused->setFocus();
  if (rawShape_->isModified()) {
    rawShape_->setModified(false);
    askAnew();
  }
  if (waiting_) {
    acceptWhenReady_ = true;
    return;
  }
  if (const std::vector<ImportField> fields = unsettled(); !fields.empty())
    return doubts_.at(fields.front())->confirmBox()->setFocus(Qt::OtherFocusReason);
  if (answer_.model) Q_EMIT accepted(answer_);
}

void ImportSheet::ask() {
  if (filling_) return;
  waiting_ = true;
  showRelevant();
  progress_->setVisible(true);
  Q_EMIT requested(request());
}

/// In the light of what was changed by hand.
void ImportSheet::askForGuess() {
  if (filling_) return;
  showRelevant();
  FileRequest anew = request();
  if (anew.layout->modelAxis != answer_.layout.modelAxis) anew.index = 0;
  anew.layout.reset();
  if (raw_->isChecked() && !anew.options.raw) return;  // nothing typed yet
  waiting_ = true;
  progress_->setVisible(true);
  Q_EMIT requested(anew);
}

void ImportSheet::askAnew() {
  if (filling_) return;
  byHand_.clear();
  index_->setValue(1.0);
  askForGuess();
}

void ImportSheet::forgetHand() {
  byHand_.clear();
  for (const auto& [field, row] : doubts_) row->setDoubts({});
  for (NumberBox* box : card()->findChildren<NumberBox*>()) box->restore();
}

void ImportSheet::backToGuess() {
  forgetHand();
  filling_ = true;
  raw_->setChecked(false);
  reduce_->setChecked(false);
  filling_ = false;
  askAnew();
}

FileRequest ImportSheet::request() const {
  FileRequest request;
  request.path = answer_.request.path;
  if (array_->count() > 0) request.options.array = array_->currentText().toStdString();
  if (raw_->isChecked()) request.options.raw = rawFromFields();
  request.layout = layoutFromFields();
  if (byHand_.contains(unit_) && !request.layout->map) request.options.unit = request.layout->unit;
  if (byHand_.contains(axes_)) request.options.axes = request.layout->axes;
  if (byHand_.contains(modelAxis_)) request.options.modelAxis = request.layout->modelAxis;
  request.index = static_cast<std::int64_t>(index_->value()) - 1;
  if (!reduce_->isChecked()) return request;
  request.reducedNx = reducedNx_->count();
  request.reducedNz = reducedNz_->count();
  return request;
}

ImportLayout ImportSheet::layoutFromFields() const {
  const ImportLayout& old = answer_.layout;
  ImportLayout layout = old;
  layout.axes = static_cast<AxisOrder>(axes_->currentData().toInt());
  const int unit = unit_->currentData().toInt();
  if (unit != kLinearMap) layout.unit = static_cast<VelocityUnit>(unit);
  layout.map.reset();
  if (unit == kLinearMap) layout.map = LinearMap{factor_->value(), offset_->value()};
  layout.dx = kilometres(dx_, old.dx);
  layout.dz = kilometres(dz_, old.dz);
  layout.origin = {originX_->value(), originZ_->value()};
  layout.greyBlack = black_->value();
  layout.greyWhite = white_->value();
  layout.modelAxis = modelAxis_->currentIndex();
  layout.reverseX = reverseX_->isChecked();
  layout.reverseZ = reverseZ_->isChecked();
  layout.resampleUneven = evenOut_->isChecked();
  return layout;
}

std::optional<RawShape> ImportSheet::rawFromFields() const {
  static const QRegularExpression separators(QStringLiteral("[^0-9]+"));
  RawShape raw;
  for (const QString& n : rawShape_->text().split(separators, Qt::SkipEmptyParts))
    raw.shape.push_back(n.toLongLong());
  if (raw.shape.size() < 2) return std::nullopt;
  raw.type = static_cast<ScalarType>(rawType_->currentData().toInt());
  raw.order = static_cast<ByteOrder>(rawOrder_->currentData().toInt());
  raw.headerBytes = static_cast<std::int64_t>(rawHeader_->value());
  return raw;
}

void ImportSheet::fillRaw(const FileSummary& summary) {
  QStringList shape;
  for (const std::int64_t n : summary.shape) shape.append(QString::number(n));
  rawShape_->setText(shape.join(QStringLiteral(", ")));
  rawType_->setCurrentIndex(rawType_->findData(static_cast<int>(summary.type)));
  rawOrder_->setCurrentIndex(rawOrder_->findData(static_cast<int>(summary.order)));
}

/// What was changed by hand stays.
void ImportSheet::fillLayout(const ImportLayout& layout) {
  const auto choose = [this](QComboBox* box, int index) {
    if (!byHand_.contains(box)) box->setCurrentIndex(index);
  };
  const auto number = [this](NumberBox* box, double value) {
    if (!byHand_.contains(box)) box->setValue(value);
  };
  const auto check = [this](QCheckBox* box, bool checked) {
    if (!byHand_.contains(box)) box->setChecked(checked);
  };
  const LinearMap map = layout.map.value_or(LinearMap{});
  choose(axes_, axes_->findData(static_cast<int>(layout.axes)));
  choose(modelAxis_, layout.modelAxis);
  choose(unit_, unit_->findData(layout.map ? kLinearMap : static_cast<int>(layout.unit)));
  number(factor_, map.factor);
  number(offset_, map.offset);
  number(black_, layout.greyBlack);
  number(white_, layout.greyWhite);
  number(dx_, layout.dx * kMetresPerKilometre);
  number(dz_, layout.dz * kMetresPerKilometre);
  number(originX_, layout.origin.x);
  number(originZ_, layout.origin.z);
  check(reverseX_, layout.reverseX);
  check(reverseZ_, layout.reverseZ);
  check(evenOut_, layout.resampleUneven);
}

void ImportSheet::fillFromAnswer() {
  filling_ = true;
  array_->clear();
  for (const std::string& name : answer_.summary.arrays)
    array_->addItem(QString::fromStdString(name));
  array_->setCurrentText(QString::fromStdString(answer_.summary.array));
  index_->setTotal(std::max(answer_.modelCount, answer_.request.index + 1));
  index_->setValue(static_cast<double>(answer_.request.index + 1));
  fillLayout(answer_.layout);
  if (answer_.opened && !raw_->isChecked()) fillRaw(answer_.summary);
  if (answer_.model && !reduce_->isChecked()) {
    const Grid& grid = answer_.model->grid();
    const double share =
        std::min(1.0, std::sqrt(kComfortableNodes / static_cast<double>(grid.size())));
    reducedNx_->setValue(grid.nx * (share < 1.0 ? share : 0.5));
    reducedNz_->setValue(grid.nz * (share < 1.0 ? share : 0.5));
  }
  filling_ = false;
  showDoubts();
}

void ImportSheet::showRelevant() {
  const bool opened = answer_.opened;
  const bool cube = std::count_if(answer_.summary.shape.begin(), answer_.summary.shape.end(),
                                  [](std::int64_t n) { return n > 1; }) == 3;
  form_->setRowVisible(array_, answer_.summary.arrays.size() > 1);
  form_->setRowVisible(modelAxis_, cube);
  form_->setRowVisible(index_, answer_.modelCount > 1);
  const bool picture = answer_.summary.picture;
  form_->setRowVisible(unit_, !picture);
  form_->setRowVisible(factor_->parentWidget(),
                       !picture && unit_->currentData().toInt() == kLinearMap);
  form_->setRowVisible(black_->parentWidget(), picture);
  const ImportGuess& guess = answer_.guess;
  // A reason speaks for the guess, not for what was typed over it.
  const ImportLayout& used = answer_.layout;
  const bool sameValues = used.unit == guess.layout.unit && used.map == guess.layout.map;
  const bool sameModels = used.modelAxis == guess.layout.modelAxis;
  setReason(form_, arrayReason_,
            opened && answer_.summary.arrays.size() > 1 ? guess.arrayReason : "");
  setReason(form_, axesReason_, opened && used.axes == guess.layout.axes ? guess.axesReason : "");
  setReason(form_, indexReason_, answer_.modelCount > 1 && sameModels ? guess.modelReason : "");
  setReason(form_, unitReason_,
            opened && !picture && !guess.layout.map && sameValues ? guess.unitReason : "");
  setReason(form_, mapReason_, opened && sameValues ? guess.mapReason : "");
  const bool sameSpacing = used.dx == guess.layout.dx && used.dz == guess.layout.dz;
  setReason(form_, spacingReason_, opened && sameSpacing ? guess.spacingReason : "");
  form_->setRowVisible(evenOut_, opened && guess.layout.resampleUneven);
  form_->setRowVisible(directions_, opened && !picture);
  form_->setRowVisible(rawFields_, raw_->isChecked());
  form_->setRowVisible(reducedNx_->parentWidget(), purpose_ == Purpose::Model);
  reducedNx_->setEnabled(reduce_->isChecked());
  reducedNz_->setEnabled(reduce_->isChecked());
}

void ImportSheet::showResult() {
  const FileSummary& summary = answer_.summary;
  const QLocale locale;
  title_->setText(tr("Open %1").arg(QFileInfo(answer_.request.path).fileName()));
  QString text;
  if (answer_.opened)
    text = tr("%1, shape %2, %3, values %4 to %5")
               .arg(QString::fromStdString(summary.format),
                    QString::fromStdString(toText(summary.shape)),
                    QString::fromStdString(toText(summary.type)),
                    locale.toString(summary.min, 'g', 5), locale.toString(summary.max, 'g', 5));
  if (!answer_.guess.shapeReason.empty())
    text +=
        QStringLiteral("; ") + withLocalNumbers(QString::fromStdString(answer_.guess.shapeReason));
  summary_->setText(text);
  index_->setTotal(answer_.modelCount);
  preview_->setPixmap(QPixmap::fromImage(answer_.preview));
  progress_->setVisible(waiting_);
  problem_->setText(withLocalNumbers(answer_.problem));
  problem_->setVisible(!answer_.problem.isEmpty());
  result_->setVisible(answer_.model != nullptr);
  showWhatIsLeft();
  showRelevant();
  if (answer_.model) result_->setText(resultText());
}

QString ImportSheet::resultText() const {
  const QLocale locale;
  const Grid& grid = answer_.model->grid();
  const QString text =
      tr("%1 × %2 nodes, %3 × %4 km, %5 to %6 km/s.")
          .arg(grid.nx)
          .arg(grid.nz)
          .arg(locale.toString(grid.width(), 'g', 4), locale.toString(grid.depth(), 'g', 4),
               locale.toString(answer_.model->min(), 'f', 2),
               locale.toString(answer_.model->max(), 'f', 2));
  if (purpose_ == Purpose::DataSet)
    return tr("%1 models like this one: %2").arg(locale.toString(qint64{answer_.modelCount}), text);
  const bool large = static_cast<double>(grid.size()) > kComfortableNodes;
  return large ? text + tr(" This is large: reduce it for contours that follow the mouse.") : text;
}

}  // namespace isochron
