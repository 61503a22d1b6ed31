// SPDX-License-Identifier: GPL-3.0-or-later
// Contour lines: where they lie, how they join, which levels are chosen.
#include <QTest>
#include <cmath>
#include <random>

#include "field/contours.h"

using namespace isochron;

namespace {

Field radius(int n) {
  Field f{{n, n, 2.0 / (n - 1), 2.0 / (n - 1), {-1.0, -1.0}}, Array(n, n)};
  for (int iz = 0; iz < n; ++iz)
    for (int ix = 0; ix < n; ++ix) f.values(iz, ix) = distance(f.grid.node(iz, ix), {});
  return f;
}

bool closed(const Polyline& line) { return line.front() == line.back(); }

}  // namespace

class ContoursTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aCircleIsOneClosedLineOnTheLevel() {
    const std::vector<Contour> circles = contours(radius(101), {0.3, 0.7});
    QCOMPARE(circles.size(), 2u);
    for (const Contour& c : circles) {
      QCOMPARE(c.lines.size(), 1u);
      QVERIFY(closed(c.lines.front()));
      double length = 0;
      for (std::size_t i = 0; i < c.lines.front().size(); ++i) {
        QVERIFY(std::abs(distance(c.lines.front()[i], {}) - c.level) < 2e-4);
        if (i > 0) length += distance(c.lines.front()[i - 1], c.lines.front()[i]);
      }
      QVERIFY(std::abs(length - 2 * M_PI * c.level) < 2e-3);
    }
  }

  void aLineThatLeavesTheGridIsOpenAndEndsOnTheBorder() {
    const std::vector<Contour> arcs = contours(radius(51), {1.2});
    QCOMPARE(arcs.front().lines.size(), 4u);
    for (const Polyline& line : arcs.front().lines)
      for (const Point end : {line.front(), line.back()})
        QVERIFY(std::abs(std::max(std::abs(end.x), std::abs(end.z)) - 1.0) < 1e-12);
  }

  void unreachedLevelsHaveNoLines() {
    const std::vector<Contour> none = contours(radius(21), {-1.0, 5.0});
    QCOMPARE(none.size(), 2u);
    QVERIFY(none[0].lines.empty() && none[1].lines.empty());
  }

  void levelsThroughNodesAndSaddlesLoseNoCrossing() {
    // Integer values meet the levels exactly, and random ones make saddles everywhere.
    std::mt19937 random(7);
    Field f{{40, 30, 0.1, 0.3, {}}, Array(30, 40)};
    for (double& v : f.values.reshaped()) v = static_cast<double>(random() % 5);
    for (const Contour& c : contours(f, {1.0, 1.5, 2.0, 3.0})) {
      std::size_t crossed = 0, points = 0;
      const auto above = [&](int iz, int ix) { return f.values(iz, ix) >= c.level; };
      for (int iz = 0; iz < 30; ++iz)
        for (int ix = 0; ix < 40; ++ix) {
          if (ix + 1 < 40 && above(iz, ix) != above(iz, ix + 1)) ++crossed;
          if (iz + 1 < 30 && above(iz, ix) != above(iz + 1, ix)) ++crossed;
        }
      for (const Polyline& line : c.lines) points += line.size() - (closed(line) ? 1 : 0);
      // Between the nodes every crossed edge is one point; through nodes some coincide.
      if (c.level == 1.5)
        QCOMPARE(points, crossed);
      else
        QVERIFY(points <= crossed && points > crossed / 4);
    }
  }

  void intervalsAreOneTwoOrFive() {
    QCOMPARE(niceInterval(0.78, 8), 0.1);
    QCOMPARE(niceInterval(4.1, 20), 0.2);
    QCOMPARE(niceInterval(530.0, 10), 50.0);
    QCOMPARE(niceInterval(0.0, 10), 1.0);
  }

  void levelsAreMultiplesStrictlyInside() {
    const std::vector<double> levels = levelsBetween(0.0, 0.5, 0.1);
    QCOMPARE(levels.size(), 4u);
    QVERIFY(std::abs(levels.front() - 0.1) < 1e-12 && std::abs(levels.back() - 0.4) < 1e-12);
    QVERIFY(levelsBetween(0.0, 1.0, 0.0).empty());
    QCOMPARE(levelsBetween(0.0, 1.0, 1e-9).size(), 1000u);
  }
};

QTEST_APPLESS_MAIN(ContoursTest)
#include "contours_test.moc"
