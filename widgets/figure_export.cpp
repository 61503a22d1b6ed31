// SPDX-License-Identifier: GPL-3.0-or-later
// The draw lists of the screen, drawn by QPainter.
#include "figure_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cmath>

#include "draw_list_painter.h"
#include "field/error.h"
#include "field_painter.h"

namespace isochron {
namespace {

constexpr double kDotsPerMetre = 96.0 / 0.0254;
constexpr double kSvgImageScale = 2.0;  // pixels of embedded images per logical pixel

QString sentence(const char* text) { return QCoreApplication::translate("FigureExport", text); }

[[noreturn]] void fail(const QString& path, const QString& problem) {
  throw Error(path.toStdString(), problem.toStdString(),
              sentence("choose a folder that you can write to, with enough space").toStdString());
}

void save(const QByteArray& bytes, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
    fail(path, sentence("the picture cannot be written (%1)").arg(file.errorString()));
  }
}

// SVG can only show images whole: what lies outside is cut away beforehand.
void cutImages(DrawList& list, double scale) {
  for (PlacedImage& placed : list.images) {
    const QSize pixels(std::max(1, static_cast<int>(std::lround(placed.target.width() * scale))),
                       std::max(1, static_cast<int>(std::lround(placed.target.height() * scale))));
    QImage cut(pixels, QImage::Format_RGBA8888);
    cut.fill(Qt::transparent);
    QPainter painter(&cut);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, placed.smooth);
    painter.drawImage(QRectF(cut.rect()), placed.image, placed.source);
    painter.end();
    placed.image = cut;
    placed.source = QRectF(cut.rect());
  }
}

void paintFigure(QPainter& painter, const Figure& figure, const ViewTransform& view, QSize size,
                 double fontPixels, double scale, bool wholeImages) {
  const FigureStyle style = printStyle(fontPixels);
  ViewTransform snapped = view;
  snapped.snap = scale;
  const FigureLayout layout = layOut(figure, style, size, snapped);
  ColouredField colours;
  DrawList list = paintField(figure, layout, style, colours, scale);
  if (wholeImages) cutImages(list, kSvgImageScale);
  painter.fillRect(QRect(QPoint(), size), style.background);
  paintDrawList(painter, list);
  paintDrawList(painter, paintMarks(figure, {}, layout, style));
}

}  // namespace

QImage figureImage(const Figure& figure, const ViewTransform& view, QSize size, double scale,
                   double fontPixels) {
  const QSize pixels = (QSizeF(size) * scale).toSize();
  QImage image(pixels, QImage::Format_RGB32);
  if (image.isNull()) return image;
  image.setDotsPerMeterX(static_cast<int>(std::lround(kDotsPerMetre * scale)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  QPainter painter(&image);
  painter.scale(scale, scale);
  paintFigure(painter, figure, view, size, fontPixels, scale, false);
  return image;
}

void writePng(const QImage& image, const QString& path) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  if (image.isNull() || !image.save(&buffer, "PNG")) {
    fail(path, sentence("the picture cannot be made at this size"));
  }
  save(bytes, path);
}

void writeSvg(const Figure& figure, const ViewTransform& view, QSize size, double fontPixels,
              const QString& path) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator svg;
  svg.setOutputDevice(&buffer);
  svg.setSize(size);
  svg.setViewBox(QRect(QPoint(), size));
  svg.setResolution(96);
  svg.setTitle(withUnit(figure.quantity, figure.unit));
  svg.setDescription(contourNote(figure));
  QPainter painter;
  if (!painter.begin(&svg)) fail(path, sentence("the picture cannot be made at this size"));
  paintFigure(painter, figure, view, size, fontPixels, 1.0, true);
  painter.end();
  save(bytes, path);
}

}  // namespace isochron
