// SPDX-License-Identifier: GPL-3.0-or-later
// Axis ticks, colour maps and field images: from values to what stands for them.
#include <QTest>
#include <limits>

#include "axis_ticks.h"
#include "field_image.h"
#include "view_samples.h"

using namespace isochron;

class ViewScalesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void ticksAreRoundAndInside() {
    const AxisTicks ticks = axisTicks(0.0, 5.0, 6);
    QCOMPARE(ticks.step, 1.0);
    QCOMPARE(ticks.major.size(), std::size_t{6});
    QCOMPARE(ticks.major.back(), 5.0);
  }

  void ticksNeverExceedTheirNumber_data() {
    QTest::addColumn<double>("min");
    QTest::addColumn<double>("max");
    QTest::newRow("unit") << 0.0 << 1.0;
    QTest::newRow("odd") << -0.37 << 12.9;
    QTest::newRow("tiny") << 2.0000001 << 2.0000009;
    QTest::newRow("huge") << -4e7 << 9e8;
  }
  void ticksNeverExceedTheirNumber() {
    QFETCH(double, min);
    QFETCH(double, max);
    for (int most = 2; most < 15; ++most) {
      const AxisTicks ticks = axisTicks(min, max, most);
      QVERIFY(static_cast<int>(ticks.major.size()) <= most);
      for (const double value : ticks.major) {
        QVERIFY(value >= min - 1e-6 * ticks.step && value <= max + 1e-6 * ticks.step);
      }
    }
  }

  void minorTicksLeaveOutMajorOnes() {
    const AxisTicks ticks = axisTicks(0.0, 2.0, 3);
    QCOMPARE(ticks.major.size(), std::size_t{3});
    QCOMPARE(ticks.minor.size(), std::size_t{8});  // 0.2 apart
    for (const double value : ticks.minor) QVERIFY(std::abs(value - 1.0) > 0.1);
  }

  void emptyRangesHaveNoTicks() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(axisTicks(1.0, 1.0, 5).major.empty());
    QVERIFY(axisTicks(nan, 1.0, 5).major.empty());
    QVERIFY(axisTicks(0.0, std::numeric_limits<double>::infinity(), 5).major.empty());
  }

  void textHasTheDecimalsOfTheStep() {
    QCOMPARE(tickText(0.5, 0.25), QStringLiteral("0.50"));
    QCOMPARE(tickText(3.0, 1.0), QStringLiteral("3"));
    QCOMPARE(tickText(-0.5, 0.5), QStringLiteral("\u22120.5"));
    QCOMPARE(tickText(-1e-17, 0.1), QStringLiteral("0.0"));
    QCOMPARE(tickText(0.30000000000000004, 0.1), QStringLiteral("0.3"));
  }

  void sequentialMapsGrowLighterEvenly_data() {
    QTest::addColumn<QString>("name");
    for (const auto* name : {"viridis", "cividis", "earth", "magma", "grey"}) {
      QTest::newRow(name) << QString::fromLatin1(name);
    }
  }
  void sequentialMapsGrowLighterEvenly() {
    QFETCH(QString, name);
    const ColourTable table = colourTable(name);
    QCOMPARE(table.size(), std::size_t{kColourMapEntries});
    const double first = lightness(colourAt(table, 0.0));
    const double last = lightness(colourAt(table, 1.0));
    for (int i = 0; i <= 20; ++i) {
      const double here = lightness(colourAt(table, i / 20.0));
      const double even = first + (last - first) * i / 20.0;
      QVERIFY2(std::abs(here - even) < 7.0, qPrintable(QString::number(here - even)));
    }
  }

  void invertedMapsAreReversed() {
    for (const QString& name : colourMapNames()) {
      const ColourTable table = colourTable(name);
      const ColourTable inverted = colourTable(name, true);
      QVERIFY(table.front() == inverted.back() && table.back() == inverted.front());
      QVERIFY(!colourMapTitle(name).isEmpty());
    }
  }

  void imageShowsEachNodeOnce() {
    const Grid grid{3, 2, 1.0, 1.0, {}};
    Field field{grid, Array(2, 3)};
    field.values << 0.0, 0.5, 1.0, -9.0, 9.0, std::numeric_limits<double>::quiet_NaN();
    const ColourTable table = colourTable(QStringLiteral("grey"));
    const QImage image = fieldImage(field, {0, 0, 3, 2, 1, 1}, {0.0, 1.0}, table);
    QCOMPARE(image.size(), QSize(3, 2));
    QCOMPARE(image.pixelColor(0, 0), colourAt(table, 0.0));
    QCOMPARE(image.pixelColor(2, 0), colourAt(table, 1.0));
    QCOMPARE(image.pixelColor(0, 1), colourAt(table, 0.0));  // below the range
    QCOMPARE(image.pixelColor(1, 1), colourAt(table, 1.0));  // above it
    QCOMPARE(image.pixelColor(2, 1).alpha(), 0);
  }

  void smallModelsAreShownWhole() {
    const Grid grid{1361, 281, 0.0125, 0.0125, {}};
    const NodeSelection nodes = nodesFor(grid, {{0, 0}, grid.end()}, {1000, 300});
    QCOMPARE(nodes.countX, 1361);
    QCOMPARE(nodes.strideX, 1);
  }

  void largeModelsAreThinnedToTheScreen() {
    const Grid grid{13601, 2801, 0.00125, 0.00125, {}};
    const NodeSelection nodes = nodesFor(grid, {{0, 0}, grid.end()}, {1000, 300});
    QVERIFY(nodes.countX >= 1000 && nodes.countX <= 2000);
    QVERIFY(nodes.countZ >= 300 && nodes.countZ <= 600);
    const NodeSelection near = nodesFor(grid, {{3.0, 1.0}, {3.5, 1.2}}, {1000, 300});
    QCOMPARE(near.strideX, 1);
    QVERIFY(near.countX >= 400 && near.countX < 420);
    const QRectF window = imageWindow(grid, near, {{3.0, 1.0}, {3.5, 1.2}});
    QVERIFY(QRectF(0, 0, near.countX, near.countZ).contains(window));
    QVERIFY(std::abs(window.width() - 400.0) < 1e-6);
  }

  // A screen that blends the colours of two nodes would show some that no value between theirs has.
  void betweenNodesValuesAreInterpolatedAndThenColoured() {
    const Grid grid{2, 2, 0.1, 0.1, {}};
    Array values(2, 2);
    values << 0.0, 1.0, 0.0, 1.0;
    const ColourTable table = colourTable(QStringLiteral("viridis"), false);
    const NodeSelection nodes =
        refined(nodesFor(grid, {{0, 0}, grid.end()}, {8, 2}), grid, {{0, 0}, grid.end()}, {8, 2});
    QCOMPARE(nodes.refineX, 4);
    const QImage image = fieldImage({grid, values}, nodes, {0.0, 1.0}, table);
    QCOMPARE(image.width(), 8);
    double last = -1.0;
    for (int x = 0; x < image.width(); ++x) {
      const double value = std::clamp((x + 0.5) / 4 - 0.5, 0.0, 1.0);
      QCOMPARE(image.pixelColor(x, 0), colourAt(table, value));
      QVERIFY(value >= last);
      last = value;
    }
    const QRectF window = imageWindow(grid, nodes, {{0, 0}, grid.end()});
    QCOMPARE(window.left(), 2.0);
    QCOMPARE(window.right(), 6.0);
  }

  void valueRangeIgnoresWhatIsNotFinite() {
    Array values(2, 2);
    values << 2.0, std::numeric_limits<double>::quiet_NaN(),
        std::numeric_limits<double>::infinity(), 5.0;
    QCOMPARE(valueRange(values), (ValueRange{2.0, 5.0}));
    values.setConstant(3.0);
    QVERIFY(valueRange(values).min < 3.0 && valueRange(values).max > 3.0);
  }
};

QTEST_GUILESS_MAIN(ViewScalesTest)
#include "view_scales_test.moc"
