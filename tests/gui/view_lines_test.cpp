// SPDX-License-Identifier: GPL-3.0-or-later
// Lines on the screen: clipping, simplifying, labels, triangles.
#include <QTest>
#include <cmath>
#include <numbers>

#include "contour_labels.h"
#include "mark_names.h"
#include "screen_lines.h"
#include "triangle_mesh.h"

using namespace isochron;

namespace {

double lengthOf(const ScreenLine& line) { return arcLengths(line).back(); }

ScreenLine circle(QPointF centre, double radius, int points) {
  ScreenLine line;
  for (int i = 0; i < points; ++i) {
    const double angle = 2.0 * std::numbers::pi * i / (points - 1);
    line.push_back(centre + radius * QPointF(std::cos(angle), std::sin(angle)));
  }
  line.back() = line.front();
  return line;
}

LabelledLevel level(const ScreenLine& line, const char* text = "0.5") {
  return {{line}, QString::fromLatin1(text), 24.0, 0};
}

LabelStyle style() {
  LabelStyle result;
  result.inside = QRectF(0, 0, 1000, 600);
  return result;
}

}  // namespace

class ViewLinesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void clippingCutsAtTheEdges() {
    const ScreenLine line{{-10, 5}, {30, 5}, {30, 50}, {5, 50}, {5, 5}};
    const auto pieces = clipped(line, QRectF(0, 0, 20, 20));
    QCOMPARE(pieces.size(), std::size_t{2});
    QCOMPARE(pieces[0].front(), QPointF(0, 5));
    QCOMPARE(pieces[0].back(), QPointF(20, 5));
    QCOMPARE(pieces[1].front(), QPointF(5, 20));
    QCOMPARE(pieces[1].back(), QPointF(5, 5));
  }

  void linesInsideStayWhole() {
    const ScreenLine line{{1, 1}, {10, 4}, {19, 19}};
    QCOMPARE(clipped(line, QRectF(0, 0, 20, 20)), std::vector<ScreenLine>{line});
    QVERIFY(clipped({{30, 30}, {40, 50}}, QRectF(0, 0, 20, 20)).empty());
  }

  void simplifyingKeepsTheShape() {
    const ScreenLine fine = circle({200, 200}, 120.0, 2000);
    const ScreenLine coarse = simplified(fine, 0.2);
    QVERIFY2(coarse.size() < fine.size() / 5, qPrintable(QString::number(coarse.size())));
    QCOMPARE(coarse.front(), fine.front());
    QCOMPARE(coarse.back(), fine.back());
    for (std::size_t i = 0; i + 1 < coarse.size(); ++i) {
      const QPointF middle = 0.5 * (coarse[i] + coarse[i + 1]) - QPointF(200, 200);
      QVERIFY(std::abs(std::hypot(middle.x(), middle.y()) - 120.0) < 0.25);
    }
  }

  void simplifyingKeepsCorners() {
    ScreenLine line;
    for (int i = 0; i <= 50; ++i) line.emplace_back(i, 0.0);
    for (int i = 1; i <= 50; ++i) line.emplace_back(50.0, i);
    const ScreenLine result = simplified(line, 0.2);
    QVERIFY(std::find(result.begin(), result.end(), QPointF(50, 0)) != result.end());
    QCOMPARE(lengthOf(result), 100.0);
  }

  void dashesAreAsLongAsAskedForRoundCorners() {
    const ScreenLine line{{0, 0}, {7, 0}, {7, 20}, {50, 20}};
    const auto dashes = dashed(line, 5.0, 4.0);
    QCOMPARE(dashes.size(), std::size_t{8});  // 70 = 7 * 9 + 7
    for (std::size_t i = 0; i + 1 < dashes.size(); ++i)
      QVERIFY(std::abs(lengthOf(dashes[i]) - 5.0) < 1e-9);
    QCOMPARE(dashes[0].back(), QPointF(5, 0));
    QCOMPARE(dashes[1].front(), QPointF(7, 2));
    QVERIFY(std::abs(lengthOf(dashes.back()) - 5.0) < 1e-9);
    QVERIFY(dashed({}, 5.0, 4.0).empty());
    QCOMPARE(dashed({{0, 0}, {3, 0}}, 5.0, 4.0).size(), std::size_t{1});
  }

  void labelsCutTheirLine() {
    std::vector<LabelledLevel> levels{level({{50, 300}, {300, 300}})};
    const auto labels = placeLabels(levels, style());
    QCOMPARE(labels.size(), std::size_t{1});
    QCOMPARE(labels[0].text, QStringLiteral("0.5"));
    QCOMPARE(labels[0].centre.y(), 300.0);
    QCOMPARE(levels[0].lines.size(), std::size_t{2});
    const double left = lengthOf(levels[0].lines[0]) + lengthOf(levels[0].lines[1]);
    QVERIFY(left < 250.0 - 24.0 && left > 250.0 - 40.0);
  }

  void labelsAreUpright() {
    for (int degrees = 0; degrees < 360; degrees += 5) {
      const double angle = degrees * std::numbers::pi / 180.0;
      const QPointF along(std::cos(angle), std::sin(angle));
      std::vector<LabelledLevel> levels{
          level({QPointF(500, 300) - 90 * along, QPointF(500, 300) + 90 * along})};
      const auto labels = placeLabels(levels, style());
      QCOMPARE(labels.size(), std::size_t{1});
      QVERIFY(labels[0].angle > -100.0 - 1e-9 && labels[0].angle <= 80.0 + 1e-9);
      const double off = std::remainder(labels[0].angle - degrees, 180.0);
      QVERIFY(std::abs(off) < 1e-6);
    }
  }

  void labelsNeverOverlap() {
    std::vector<LabelledLevel> levels;
    for (int i = 0; i < 40; ++i) levels.push_back(level({{20, 50.0 + 6 * i}, {980, 50.0 + 6 * i}}));
    const auto labels = placeLabels(levels, style());
    QVERIFY(labels.size() > 5);
    for (std::size_t a = 0; a < labels.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const QPointF d = labels[a].centre - labels[b].centre;
        QVERIFY(std::hypot(d.x(), d.y()) >= 24.0);
      }
    }
  }

  void longLinesAreLabelledAgain() {
    LabelStyle spaced = style();
    spaced.spacing = 200.0;
    std::vector<LabelledLevel> levels{level({{10, 300}, {990, 300}})};
    const auto labels = placeLabels(levels, spaced);
    QVERIFY(labels.size() >= 3);
    for (std::size_t i = 1; i < labels.size(); ++i) {
      QVERIFY(std::abs(labels[i].centre.x() - labels[i - 1].centre.x()) >= 200.0);
    }
  }

  void aClosedLineIsNotLabelledTwiceAtItsSeam() {
    LabelStyle spaced = style();
    spaced.spacing = 400.0;
    std::vector<LabelledLevel> levels{level(circle({500, 300}, 100.0, 400))};
    QCOMPARE(placeLabels(levels, spaced).size(), std::size_t{1});
  }

  void shortAndCurvedLinesStayWithoutLabel() {
    std::vector<LabelledLevel> levels{level({{100, 100}, {130, 100}}),
                                      level(circle({400, 300}, 14.0, 100))};
    QVERIFY(placeLabels(levels, style()).empty());
    QCOMPARE(levels[0].lines.size(), std::size_t{1});
  }

  void labelsKeepAwayFromHandlesAndEdges() {
    LabelStyle careful = style();
    careful.inside = QRectF(0, 0, 400, 600);
    careful.keepClear = {QRectF(100, 280, 200, 40)};
    std::vector<LabelledLevel> levels{level({{0, 300}, {400, 300}}), level({{0, 3}, {400, 3}})};
    for (const ContourLabel& label : placeLabels(levels, careful)) {
      QVERIFY(label.centre.x() < 100.0 || label.centre.x() > 300.0);
      QVERIFY(label.centre.y() > 100.0);
    }
  }

  void aStrokeCoversItsWidth() {
    // The sum over all triangles of area times mean opacity is length times width.
    for (const double width : {0.5, 1.0, 2.5, 6.0}) {
      Shape shape;
      shape.stroke = Qt::black;
      shape.width = width;
      shape.lines.add({{10, 10}, {60, 10}, {60, 80}, {200, 80}});
      TriangleMesh mesh;
      mesh.add(shape, {1.0, 100.0});
      double covered = 0.0;
      for (std::size_t i = 0; i < mesh.corners.size(); i += 3) {
        double alpha = 0.0;
        QPointF p[3];
        for (std::size_t k = 0; k < 3; ++k) {
          const auto corner = static_cast<std::size_t>(mesh.corners[i + k]);
          p[k] = {mesh.points[3 * corner], mesh.points[3 * corner + 1]};
          alpha += mesh.colours[4 * corner + 3] / (3.0 * 255.0);
        }
        const QPointF u = p[1] - p[0];
        const QPointF v = p[2] - p[0];
        covered += 0.5 * std::abs(u.x() * v.y() - u.y() * v.x()) * alpha;
      }
      QVERIFY2(std::abs(covered - 260.0 * width) < 0.02 * 260.0 * width + 1.0,
               qPrintable(QStringLiteral("%1 for width %2").arg(covered).arg(width)));
    }
  }

  void meshesTurnYUpside() {
    Shape shape;
    shape.stroke = Qt::red;
    shape.lines.add({{0, 0}, {10, 0}});
    TriangleMesh mesh;
    mesh.add(shape, {2.0, 100.0});
    for (std::size_t i = 1; i < mesh.points.size(); i += 3) QVERIFY(mesh.points[i] > 98.0F);
    QCOMPARE(mesh.points[3 * 4], 20.0F);  // the second row of four
  }

  void namesOfMarksStandApartHoweverCloseTheMarksAre() {
    const QRectF inside(0, 0, 200, 150);
    for (const QPointF& offset : {QPointF(0, 0), QPointF(3, 0), QPointF(0, 5), QPointF(12, 1),
                                  QPointF(-9, -9), QPointF(80, 40)}) {
      for (const QPointF& first :
           {QPointF(100, 75), QPointF(195, 75), QPointF(4, 4), QPointF(196, 146)}) {
        const std::vector<NamedMark> marks = {
            {first, {9, 11}}, {first + offset, {9, 11}}, {first - offset, {22, 11}}};
        const std::vector<QRectF> names = placeNames(marks, inside, 11.0);
        QCOMPARE(names.size(), marks.size());
        for (std::size_t i = 0; i < names.size(); ++i) {
          QCOMPARE(names[i].size(), marks[i].name);
          for (std::size_t j = 0; j < i; ++j) QVERIFY(!names[i].intersects(names[j]));
        }
      }
    }
    QVERIFY(inside.contains(placeNames({{{195, 75}, {22, 11}}}, inside, 11.0)[0]));
  }

  void degenerateLinesDrawNothing() {
    Shape shape;
    shape.closed = true;
    shape.stroke = Qt::red;
    shape.fill = Qt::blue;
    shape.lines.add({{5, 5}, {5, 5}, {5, 5}});
    shape.lines.add({});
    TriangleMesh mesh;
    mesh.add(shape, {1.0, 100.0});
    QVERIFY(mesh.corners.empty());
    for (const float value : mesh.points) QVERIFY(std::isfinite(value));
  }
};

QTEST_GUILESS_MAIN(ViewLinesTest)
#include "view_lines_test.moc"
