// SPDX-License-Identifier: GPL-3.0-or-later
#include "latent_map_view.h"

#include <QApplication>
#include <QEvent>
#include <QFrame>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "latent_chart.h"

namespace isochron {
namespace {

constexpr double kKeyZoom = 1.4;
constexpr int kCardGap = 14;  // from the pointer, logical pixels

/// Picture and name of the point under the pointer.
class HoverCard : public QFrame {
 public:
  explicit HoverCard(QWidget* parent)
      : QFrame(parent), picture_(new QLabel(this)), caption_(new QLabel(this)) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addWidget(picture_);
    layout->addWidget(caption_);
    hide();
  }
  void fill(const QImage& image, const QString& caption) {
    picture_->setPixmap(QPixmap::fromImage(image));
    caption_->setText(caption);
    adjustSize();
  }
  /// Beside the point, inside the parent.
  void place(QPoint point) {
    const QSize room = parentWidget()->size();
    int x = point.x() + kCardGap, y = point.y() + kCardGap;
    if (x + width() > room.width()) x = point.x() - kCardGap - width();
    if (y + height() > room.height()) y = point.y() - kCardGap - height();
    move(std::max(0, x), std::max(0, y));
  }

 private:
  QLabel* picture_;
  QLabel* caption_;
};

}  // namespace

struct LatentMapView::Implementation {
  LatentChart* chart = nullptr;
  HoverCard* card = nullptr;
  std::optional<QPointF> pressed;
};

LatentMapView::LatentMapView(QWidget* parent)
    : QWidget(parent), implementation_(std::make_unique<Implementation>()) {
  Implementation& my = *implementation_;
  my.chart = new LatentChart(this);
  my.chart->setMouseTracking(true);
  my.chart->installEventFilter(this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(my.chart);
  my.card = new HoverCard(this);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Latent map"));
}

LatentMapView::~LatentMapView() = default;

void LatentMapView::setPoints(std::vector<MapPoint> points, bool keepView) {
  leave();
  if (!keepView) implementation_->chart->followData();
  implementation_->chart->setPoints(std::move(points));
}

void LatentMapView::setAxisTitles(const QString& across, const QString& up) {
  implementation_->chart->setTitles(across, up);
}

void LatentMapView::setColouring(const Colouring& colouring, const QString& title) {
  implementation_->chart->setColouring(colouring, title);
}

void LatentMapView::setChosen(std::optional<int> index) {
  const auto count = static_cast<int>(implementation_->chart->points().size());
  if (index && (*index < 0 || *index >= count)) index.reset();
  implementation_->chart->setChosen(index);
}

std::optional<int> LatentMapView::chosen() const { return implementation_->chart->chosen(); }

void LatentMapView::setMarks(std::vector<MapMark> marks) {
  implementation_->chart->setMarks(std::move(marks));
}

void LatentMapView::setPath(std::vector<QPointF> path, std::optional<QPointF> place) {
  implementation_->chart->setPath(std::move(path), place);
}

void LatentMapView::setHoverPicture(int index, const QImage& image, const QString& caption) {
  Implementation& my = *implementation_;
  const std::optional<QPoint> point = pixelOf(index);
  if (my.chart->hovered() != index || !point) return;
  my.card->fill(image, caption);
  my.card->place(*point);
  my.card->show();
  my.card->raise();
}

void LatentMapView::setEmptyText(const QString& text) {
  implementation_->chart->setEmptyText(text);
}

void LatentMapView::showAll() {
  implementation_->chart->followData();
  implementation_->chart->fit();
}

void LatentMapView::zoom(double factor) { implementation_->chart->zoomAboutMiddle(factor); }

std::optional<int> LatentMapView::hovered() const { return implementation_->chart->hovered(); }

std::optional<QPoint> LatentMapView::pixelOf(int index) const {
  const std::vector<MapPoint>& points = implementation_->chart->points();
  if (index < 0 || index >= static_cast<int>(points.size())) return std::nullopt;
  const MapPoint& point = points[static_cast<std::size_t>(index)];
  return pixelOf(QPointF(point.x, point.y));
}

std::optional<QPoint> LatentMapView::pixelOf(QPointF place) const {
  LatentChart& chart = *implementation_->chart;
  const QPointF pixel = chart.toPixel(place.x(), place.y());
  if (!chart.isInside(pixel)) return std::nullopt;
  return chart.mapTo(this, pixel.toPoint());
}

QWidget* LatentMapView::hoverCard() const { return implementation_->card; }

void LatentMapView::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && implementation_->chart)
    implementation_->chart->applyPalette(palette());
}

void LatentMapView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  leave();
}

void LatentMapView::step(int across, int up) {
  const std::vector<MapPoint>& points = implementation_->chart->points();
  if (points.empty()) return;
  const auto along = [&](int i) {
    const MapPoint& p = points[static_cast<std::size_t>(i)];
    return std::make_pair(across != 0 ? p.x : p.y, i);
  };
  const bool forward = across + up > 0;
  std::optional<int> next;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    if (chosen() && (forward ? along(i) <= along(*chosen()) : along(i) >= along(*chosen())))
      continue;
    if (!next || (forward ? along(i) < along(*next) : along(i) > along(*next))) next = i;
  }
  if (next) Q_EMIT pointChosen(*next);
}

void LatentMapView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return step(-1, 0);
    case Qt::Key_Right:
      return step(1, 0);
    case Qt::Key_Down:
      return step(0, -1);
    case Qt::Key_Up:
      return step(0, 1);
    case Qt::Key_Home:
      return showAll();
    case Qt::Key_Plus:
      return zoom(kKeyZoom);
    case Qt::Key_Minus:
      return zoom(1.0 / kKeyZoom);
    default:
      QWidget::keyPressEvent(event);
  }
}

void LatentMapView::hover(QPointF pixel) {
  Implementation& my = *implementation_;
  const std::optional<int> under = my.chart->pointAt(pixel);
  if (under == my.chart->hovered()) return;
  leave();
  my.chart->setHovered(under);
  if (under) Q_EMIT pointHovered(*under);
}

void LatentMapView::leave() {
  Implementation& my = *implementation_;
  my.card->hide();
  if (!my.chart->hovered()) return;
  my.chart->setHovered(std::nullopt);
  Q_EMIT pointLeft();
}

bool LatentMapView::eventFilter(QObject* watched, QEvent* event) {
  Implementation& my = *implementation_;
  const auto* mouse = dynamic_cast<QMouseEvent*>(event);
  if (event->type() == QEvent::MouseButtonPress && mouse->button() == Qt::LeftButton) {
    setFocus();
    my.pressed = mouse->position();
  } else if (event->type() == QEvent::MouseButtonRelease && my.pressed) {
    const double way = QLineF(*my.pressed, mouse->position()).length();
    const std::optional<int> under = my.chart->pointAt(mouse->position());
    my.pressed.reset();
    // A drag has moved the map, and chooses nothing.
    if (way < QApplication::startDragDistance() && under) Q_EMIT pointChosen(*under);
  } else if (event->type() == QEvent::MouseMove) {
    mouse->buttons() == Qt::NoButton ? hover(mouse->position()) : leave();
  } else if (event->type() == QEvent::Enter) {
    hover(static_cast<QSinglePointEvent*>(event)->position());
  } else if (event->type() == QEvent::Leave || event->type() == QEvent::Wheel) {
    leave();
  } else if (event->type() == QEvent::MouseButtonDblClick) {
    showAll();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace isochron
