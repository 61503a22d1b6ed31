// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/model_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "field/error.h"
#include "field_view.h"
#include "number_box.h"

namespace isochron {

ModelPanel::ModelPanel(QWidget* parent)
    : QWidget(parent),
      number_(new NumberBox(true, this)),
      view_(new FieldView(this)),
      text_(new QLabel(this)),
      use_(new QPushButton(tr("&Use in Explore"), this)),
      worker_([](const Request& request, const std::stop_token&,
                 const auto& publish) { publish(read(request)); },
              [this] { notifier_.notify(); }) {
  build();
  connect(&notifier_, &CoalescingNotifier::notified, this, &ModelPanel::deliver);
  connect(number_, &NumberBox::valueChanged, this,
          [this] { Q_EMIT modelAsked(static_cast<std::int64_t>(number_->value()) - 1); });
  connect(use_, &QPushButton::clicked, this, &ModelPanel::useAsked);
  setData(nullptr);
}

void ModelPanel::build() {
  number_->setAccessibleName(tr("Model"));
  number_->setToolTip(tr("Which model of the set, counted from 1; the gallery goes there."));
  view_->setMinimumSize(200, 130);
  view_->setAspect(Aspect::Stretched);  // as the pictures of the gallery
  view_->setAccessibleName(tr("The chosen model"));
  text_->setWordWrap(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* label = new QLabel(tr("&Model"), this);
  label->setBuddy(number_);
  label->setToolTip(number_->toolTip());
  auto* row = new QHBoxLayout;
  row->addWidget(label);
  row->addWidget(number_, 1);
  row->addWidget(use_);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->setSpacing(3);
  layout->addLayout(row);
  layout->addWidget(view_, 1);
  layout->addWidget(text_);
}

ModelPanel::Answer ModelPanel::read(const Request& request) {
  Answer answer{request, nullptr, {}};
  try {
    answer.model = std::make_shared<const VelocityModel>(request.data->read(request.model));
  } catch (const Error& failure) {
    answer.problem = QString::fromUtf8(failure.what());
  }
  return answer;
}

void ModelPanel::setData(std::shared_ptr<const DataSet> set) {
  data_ = std::move(set);
  number_->setTotal(data_ ? data_->count() : 0);
  number_->setEnabled(data_ != nullptr);
  showModel(-1);
}

void ModelPanel::showModel(std::int64_t model) {
  model_ = model;
  waiting_ = data_ && model >= 0;
  if (!waiting_) {
    worker_.cancel();
    return clear({});
  }
  number_->setValue(static_cast<double>(model + 1));
  worker_.submit({data_, model}, true);
}

void ModelPanel::setColouring(const Colouring& colouring) { view_->setColouring(colouring); }

void ModelPanel::setPart(const QString& part) {
  part_ = part;
  showText();
}

QString ModelPanel::text() const { return text_->text(); }

void ModelPanel::deliver() {
  const auto answer = worker_.take();
  if (!answer || answer->request.data != data_ || answer->request.model != model_) return;
  waiting_ = false;
  if (answer->model)
    showAnswer(*answer);
  else
    clear(answer->problem);
}

void ModelPanel::clear(const QString& text) {
  shown_.reset();
  view_->setField(nullptr, {}, {});
  text_->setText(text);
  use_->setEnabled(false);
  use_->setToolTip(text.isEmpty() ? tr("Choose a model first.")
                                  : tr("The model cannot be read: see below."));
  Q_EMIT shownChanged();
}

void ModelPanel::showAnswer(const Answer& answer) {
  shown_ = answer.model;
  view_->setField({shown_, &shown_->field()}, tr("Velocity"), QStringLiteral("km/s"));
  use_->setEnabled(true);
  use_->setToolTip(
      tr("Load this model into Explore (Enter, or a double click in the gallery).\nUndo brings "
         "the model before back."));
  showText();
  Q_EMIT shownChanged();
}

void ModelPanel::showText() {
  if (!shown_) return;
  const QLocale locale;
  const Grid& grid = shown_->grid();
  QString text =
      tr("%1 to %2 km/s, mean %3 km/s\n%4 × %5 nodes, %6 × %7 km")
          .arg(locale.toString(shown_->min(), 'f', 3), locale.toString(shown_->max(), 'f', 3),
               locale.toString(shown_->velocity().mean(), 'f', 3))
          .arg(grid.nx)
          .arg(grid.nz)
          .arg(locale.toString(grid.width(), 'g', 4), locale.toString(grid.depth(), 'g', 4));
  if (!part_.isEmpty()) text += tr("; for %1").arg(part_);
  text_->setText(text);
}

}  // namespace isochron
