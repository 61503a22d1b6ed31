// SPDX-License-Identifier: GPL-3.0-or-later
#include "tool_options_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "number_box.h"
#include "value_control.h"

namespace isochron {
namespace {

QString helpFor(Tool tool) {
  using P = ToolOptionsPanel;
  switch (tool) {
    case Tool::Move:
      return P::tr(
          "Drag the source (star) or a receiver (triangle). With rays on, click anywhere "
          "for the ray from there.");
    case Tool::Receivers:
      return P::tr("Click to place a receiver, drag to move it, right click to remove it.");
    case Tool::Brush:
      return P::tr("Drag over the model to paint; the contours follow.");
    case Tool::Polygon:
      return P::tr("Click the corners of a body, or draw its outline in one drag.");
    case Tool::Layer:
      return P::tr("Drag from one depth to another, or type the depths.");
    case Tool::Gradient:
      return P::tr("Drag from one depth to another: velocity grows linearly between them.");
  }
  return {};
}

ValueSpec velocity(const QString& name, double standard, const QString& tip) {
  return {name, QStringLiteral("km/s"), kSlowestPaint, kFastestPaint, standard, 0.05, 2, false,
          tip};
}

/// A name above a combo box, as ValueControl has it above its slider.
QWidget* row(const QString& name, QComboBox* box, const QString& tip, QWidget* parent) {
  auto* widget = new QWidget(parent);
  auto* layout = new QHBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* label = new QLabel(name, widget);
  label->setBuddy(box);
  layout->addWidget(label);
  layout->addWidget(box, 1);
  widget->setToolTip(tip);
  box->setAccessibleName(name);
  return widget;
}

}  // namespace

ToolOptionsPanel::ToolOptionsPanel(QWidget* parent) : QWidget(parent) {
  build();
  for (ValueControl* control : {value_, added_, size_, softness_, top_, bottom_})
    connect(control, &ValueControl::valueChanged, this, &ToolOptionsPanel::announce);
  connect(mode_, &QComboBox::currentIndexChanged, this, [this] {
    showRelevant();
    announce();
  });
  connect(sizeUnit_, &QComboBox::currentIndexChanged, this, [this] {
    adaptSize();
    size_->reset();
    announce();
  });
  connect(fill_, &QPushButton::clicked, this, [this] {
    if (NumberBox* const refused = refusedNumber(*this)) return refused->setFocus();
    Q_EMIT fillRequested(firstDepth_->value(), lastDepth_->value());
  });
  showRelevant();
}

void ToolOptionsPanel::build() {
  const ToolSettings standard;
  help_ = new QLabel(this);
  help_->setWordWrap(true);
  mode_ = new QComboBox(this);
  mode_->addItem(tr("Paint a velocity"), static_cast<int>(BrushMode::Value));
  mode_->addItem(tr("Add to the velocity"), static_cast<int>(BrushMode::Add));
  mode_->addItem(tr("Smooth"), static_cast<int>(BrushMode::Smooth));
  modeRow_ = row(tr("Mode"), mode_, tr("What the brush does to the nodes it touches."), this);
  sizeUnit_ = new QComboBox(this);
  sizeUnit_->addItem(tr("nodes"), static_cast<int>(BrushUnit::Nodes));
  sizeUnit_->addItem(tr("km"), static_cast<int>(BrushUnit::Kilometres));
  unitRow_ = row(tr("Size in"), sizeUnit_,
                 tr("Nodes: as many nodes across in x and in z. km: a true circle."), this);
  value_ = new ValueControl(velocity(tr("Velocity"), standard.value,
                                     tr("The velocity that is painted; m/s may be typed, too.")),
                            this);
  added_ = new ValueControl(
      {tr("Added velocity"), QStringLiteral("km/s"), -5.0, 5.0, standard.added, 0.05, 2, false,
       tr("Added to the velocities under the stroke, once per stroke; negative makes them "
          "lower.")},
      this);
  size_ = new ValueControl({tr("Size"), tr("nodes"), 1.0, 100.0, standard.size, 1.0, 0, true,
                            tr("Diameter of the brush.")},
                           this);
  softness_ = new ValueControl(
      {tr("Softness"), QStringLiteral("%"), 0.0, 100.0, 100 * standard.softness, 5.0, 1, false,
       tr("Share of the brush's radius over which its effect fades out; 0: a sharp edge.")},
      this);
  top_ = new ValueControl(
      velocity(tr("Velocity at the top"), standard.top, tr("Velocity at the shallower depth.")),
      this);
  bottom_ = new ValueControl(
      velocity(tr("Velocity at the bottom"), standard.bottom, tr("Velocity at the deeper depth.")),
      this);
  firstDepth_ = new ValueControl({tr("From depth"), QStringLiteral("km"), 0.0, 1.0, 0.25, 0.01, 3,
                                  false, tr("One depth between which the button below fills.")},
                                 this);
  lastDepth_ =
      new ValueControl({tr("To depth"), QStringLiteral("km"), 0.0, 1.0, 0.5, 0.01, 3, false,
                        tr("The other depth between which the button below fills.")},
                       this);
  fill_ = new QPushButton(tr("Fill between these depths"), this);
  auto* layout = new QVBoxLayout(this);
  for (QWidget* widget :
       std::initializer_list<QWidget*>{help_, modeRow_, value_, added_, size_, unitRow_, softness_,
                                       top_, bottom_, firstDepth_, lastDepth_, fill_})
    layout->addWidget(widget);
  layout->addStretch(1);
}

void ToolOptionsPanel::setTool(Tool tool) {
  tool_ = tool;
  showRelevant();
}

void ToolOptionsPanel::setGrid(const Grid& grid) {
  if (grid == grid_) return;
  grid_ = grid;
  adaptSize();
  size_->reset();
  for (ValueControl* control : {firstDepth_, lastDepth_}) {
    ValueSpec spec = control->spec();
    spec.min = grid.origin.z;
    spec.max = grid.end().z;
    spec.standard = spec.min + (control == firstDepth_ ? 0.25 : 0.5) * grid.depth();
    spec.step = grid.dz;
    control->setSpec(spec);
    control->setValue(spec.standard);
  }
  announce();
}

void ToolOptionsPanel::adaptSize() {
  ValueSpec spec = size_->spec();
  const bool nodes = sizeUnit_->currentIndex() == 0;
  const int shorter = std::min(grid_.nx, grid_.nz);
  constexpr double kShare = 8.0;  // of the model's shorter side
  spec.unit = nodes ? tr("nodes") : tr("km");
  spec.decimals = nodes ? 0 : 3;
  spec.min = nodes ? 1.0 : std::min(grid_.dx, grid_.dz);
  spec.max = nodes ? std::max(2.0, 1.0 * shorter) : std::max(grid_.width(), grid_.depth());
  spec.step = nodes ? 1.0 : 0.001;
  spec.standard = nodes ? std::max(2.0, std::round(shorter / kShare))
                        : std::min(grid_.width(), grid_.depth()) / kShare;
  size_->setSpec(spec);
}

ToolSettings ToolOptionsPanel::settings() const {
  ToolSettings settings;
  settings.mode = static_cast<BrushMode>(mode_->currentData().toInt());
  settings.value = value_->value();
  settings.added = added_->value();
  settings.size = size_->value();
  settings.sizeUnit = static_cast<BrushUnit>(sizeUnit_->currentData().toInt());
  settings.softness = softness_->value() / 100;
  settings.top = top_->value();
  settings.bottom = bottom_->value();
  return settings;
}

void ToolOptionsPanel::setSettings(const ToolSettings& settings) {
  const QSignalBlocker quiet(this);
  mode_->setCurrentIndex(mode_->findData(static_cast<int>(settings.mode)));
  sizeUnit_->setCurrentIndex(sizeUnit_->findData(static_cast<int>(settings.sizeUnit)));
  value_->setValue(settings.value);
  added_->setValue(settings.added);
  size_->setValue(settings.size);
  softness_->setValue(100 * settings.softness);
  top_->setValue(settings.top);
  bottom_->setValue(settings.bottom);
  showRelevant();
}

void ToolOptionsPanel::showRelevant() {
  const bool brush = tool_ == Tool::Brush;
  const auto mode = static_cast<BrushMode>(mode_->currentData().toInt());
  const bool depths = tool_ == Tool::Layer || tool_ == Tool::Gradient;
  help_->setText(helpFor(tool_));
  modeRow_->setVisible(brush);
  value_->setVisible((brush && mode == BrushMode::Value) || tool_ == Tool::Polygon ||
                     tool_ == Tool::Layer);
  added_->setVisible(brush && mode == BrushMode::Add);
  for (QWidget* widget : {static_cast<QWidget*>(size_), unitRow_, static_cast<QWidget*>(softness_)})
    widget->setVisible(brush);
  top_->setVisible(tool_ == Tool::Gradient);
  bottom_->setVisible(tool_ == Tool::Gradient);
  firstDepth_->setVisible(depths);
  lastDepth_->setVisible(depths);
  fill_->setVisible(depths);
}

void ToolOptionsPanel::announce() { Q_EMIT settingsChanged(settings()); }

}  // namespace isochron
