// SPDX-License-Identifier: GPL-3.0-or-later
// The drawing tools: what a press, a drag and a release do to the document.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include "explore/explore_commands.h"
#include "explore/tool_controller.h"
#include "field/error.h"
#include "formats/read_receivers.h"
#include "frame_commands.h"
#include "workspaces.h"

namespace {

using namespace isochron;

const Grid kGrid{51, 41, 0.1, 0.05, {}};  // 5 x 2 km

struct Bench {
  Document document{std::make_shared<const VelocityModel>(kGrid, Array::Constant(41, 51, 3.0)), {}};
  ToolController tools{document, [](Point p) { return QPointF(100 * p.x, 100 * p.z); }};

  double at(Point p) const { return document.model()->at(p); }
  void drag(std::vector<Point> path) {
    tools.begin(path.front());
    for (const Point& p : path) tools.move(p);
    tools.end(path.back());
  }
  void click(Point p) { drag({p}); }
};

class WindowToolsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theBrushPreviewsAndRecordsOneStep() {
    Bench bench;
    bench.tools.setTool(Tool::Brush);
    QSignalSpy painting(&bench.tools, &ToolController::paintingChanged);
    bench.tools.begin({1, 1});
    QVERIFY(bench.tools.isPainting());
    QVERIFY2(bench.at({1, 1}) > 3.0, "a press alone paints a dab, at once");
    bench.tools.move({2, 1});
    QVERIFY(bench.at({2, 1}) > 3.0);
    QCOMPARE(bench.document.history().count(), 0);
    bench.tools.end({2, 1});
    QCOMPARE(bench.document.history().count(), 1);
    QCOMPARE(painting.count(), 2);
    QCOMPARE(bench.at({1.5, 1}), 4.5);
  }

  void cancelTakesAStrokeBack() {
    Bench bench;
    bench.tools.setTool(Tool::Brush);
    bench.tools.begin({1, 1});
    bench.tools.cancel();
    QCOMPARE(bench.at({1, 1}), 3.0);
    bench.tools.move({2, 1});
    bench.tools.end({2, 1});
    QCOMPARE(bench.document.history().count(), 0);
    QVERIFY(!bench.tools.isPainting());
  }

  void undoOrAnotherModelInTheMiddleOfAStrokeIsSafe() {
    Bench bench;
    bench.tools.setTool(Tool::Brush);
    bench.drag({{1, 1}, {2, 1}});
    bench.tools.begin({3, 1});
    bench.document.undo();
    bench.tools.move({4, 1});
    bench.tools.end({4, 1});
    QCOMPARE(bench.at({4, 1}), 3.0);
    bench.tools.begin({3, 1});
    const Grid other{10, 10, 0.1, 0.1, {}};
    bench.document.load(std::make_shared<const VelocityModel>(other, Array::Constant(10, 10, 2.0)),
                        {});
    bench.tools.move({0.5, 0.5});
    bench.tools.end({0.5, 0.5});
    QCOMPARE(bench.at({0.5, 0.5}), 2.0);
  }

  void theBrushIsACircleInKilometresOrSoManyNodes() {
    ToolSettings settings;
    settings.size = 10;
    QCOMPARE(brushRadii(settings, kGrid), (Point{0.5, 0.25}));
    settings.sizeUnit = BrushUnit::Kilometres;
    QCOMPARE(brushRadii(settings, kGrid), (Point{5, 5}));
  }

  void aLayerIsFilledBetweenTheDepthsOfTheDrag() {
    Bench bench;
    bench.tools.setTool(Tool::Layer);
    bench.drag({{1, 0.5}, {1.2, 1.4}, {3, 1.0}});
    QCOMPARE(bench.at({4.9, 0.75}), 4.5);
    QCOMPARE(bench.at({4.9, 1.2}), 3.0);
    QCOMPARE(bench.document.history().count(), 1);
    bench.click({1, 1.5});
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY(!bench.document.isPreviewing());
  }

  void aGradientStartsAtTheShallowEndWhicheverWayTheMouseWent() {
    for (const bool down : {true, false}) {
      Bench bench;
      bench.tools.setTool(Tool::Gradient);
      const Point top{1, 0.0};
      const Point bottom{1, 2.0};
      down ? bench.drag({top, bottom}) : bench.drag({bottom, top});
      QCOMPARE(bench.at({2, 0.0}), 2.0);
      QCOMPARE(bench.at({2, 2.0}), 4.0);
      QVERIFY(std::abs(bench.at({2, 1.0}) - 3.0) < 1e-12);
    }
  }

  void typedDepthsFillAsADragDoes() {
    Bench bench;
    bench.tools.setTool(Tool::Layer);
    bench.tools.fillBetween(0.5, 1.0);
    QCOMPARE(bench.at({2, 0.75}), 4.5);
    QCOMPARE(bench.at({2, 1.2}), 3.0);
  }

  void clicksMakeAPolygonThatTheFirstCornerCloses() {
    Bench bench;
    bench.tools.setTool(Tool::Polygon);
    QSignalSpy drafts(&bench.tools, &ToolController::draftChanged);
    for (const Point p : {Point{1, 0.5}, Point{4, 0.5}, Point{4, 1.5}, Point{1, 1.5}})
      bench.click(p);
    QVERIFY(bench.tools.hasPolygon());
    QCOMPARE(bench.document.history().count(), 0);
    QVERIFY(drafts.count() >= 4);
    bench.click({1.01, 0.51});
    QVERIFY(!bench.tools.hasPolygon());
    QCOMPARE(bench.document.history().count(), 1);
    QCOMPARE(bench.at({2.5, 1}), 4.5);
    QCOMPARE(bench.at({0.5, 1}), 3.0);
  }

  void cornersCanBeDraggedAndRemovedBeforeFilling() {
    Bench bench;
    bench.tools.setTool(Tool::Polygon);
    for (const Point p : {Point{1, 0.5}, Point{2, 0.5}, Point{1.5, 1.0}, Point{4, 1.9}})
      bench.click(p);
    bench.tools.removeLastCorner();
    bench.drag({{2, 0.5}, {3, 0.5}, {4, 0.5}});
    bench.tools.closePolygon();
    QCOMPARE(bench.at({3, 0.6}), 4.5);
    QCOMPARE(bench.at({3.5, 1.6}), 3.0);
  }

  void oneDragDrawsABody() {
    Bench bench;
    bench.tools.setTool(Tool::Polygon);
    std::vector<Point> circle;
    for (int i = 0; i < 40; ++i)
      circle.push_back({2.5 + std::cos(i * 0.157), 1.0 + 0.6 * std::sin(i * 0.157)});
    bench.drag(circle);
    QCOMPARE(bench.document.history().count(), 1);
    QCOMPARE(bench.at({2.5, 1}), 4.5);
    QCOMPARE(bench.at({0.5, 1}), 3.0);
  }

  void aStraightDragOverAPaintedBodyPaintsNoSpike() {
    Bench bench;
    bench.tools.setTool(Tool::Polygon);
    for (const Point p : {Point{1, 0.5}, Point{3, 0.5}, Point{2, 1.5}}) bench.click(p);
    bench.tools.closePolygon();
    const Array filled = bench.document.model()->velocity();
    QSignalSpy hints(&bench.tools, &ToolController::hintChanged);
    bench.drag({{2, 0.8}, {2.5, 0.9}, {3.2, 1.0}, {4.5, 1.2}});
    QCOMPARE(bench.document.history().count(), 1);
    QVERIFY((bench.document.model()->velocity() == filled).all());
    QVERIFY(!bench.tools.hasPolygon());
    QVERIFY2(hints.last()[0].toString().contains(QStringLiteral("Nothing was painted")),
             qPrintable(hints.last()[0].toString()));
  }

  void aDragOnAClosedOutlineMovesItOrInsertsACornerButAddsNoSpike() {
    Bench bench;
    bench.tools.setTool(Tool::Polygon);
    QSignalSpy drafts(&bench.tools, &ToolController::draftChanged);
    const auto corners = [&] { return drafts.last()[0].value<Polyline>(); };
    for (const Point p : {Point{1, 0.5}, Point{2, 0.5}, Point{1.5, 1.0}}) bench.click(p);
    bench.drag({{1.5, 0.7}, {2.0, 0.8}, {2.5, 0.9}});  // inside: all of it
    QCOMPARE(corners().size(), std::size_t{3});
    QVERIFY(distance(corners()[0], {2.0, 0.7}) < 1e-9);
    bench.drag({{2.5, 0.7}, {2.5, 0.5}, {2.5, 0.3}});  // on the upper edge: a new corner there
    QCOMPARE(corners().size(), std::size_t{4});
    QCOMPARE(corners()[1], (Point{2.5, 0.3}));
    bench.drag({{4.5, 1.8}, {4.0, 1.0}, {0.5, 0.1}});  // far outside: nothing
    QCOMPARE(corners().size(), std::size_t{4});
    bench.drag({{2.0, 0.7}, {1.8, 0.8}, {1.5, 0.9}});  // the first corner: it is not filled yet
    QCOMPARE(corners()[0], (Point{1.5, 0.9}));
    QCOMPARE(bench.document.history().count(), 0);
    bench.click({2.4, 0.6});  // a click inside is a corner: bodies may be concave
    QCOMPARE(corners().size(), std::size_t{5});
  }

  void anotherToolDropsThePolygon() {
    Bench bench;
    bench.tools.setTool(Tool::Polygon);
    bench.click({1, 1});
    bench.tools.setTool(Tool::Brush);
    QVERIFY(!bench.tools.hasPolygon());
    QCOMPARE(bench.document.history().count(), 0);
  }

  void theReceiversToolPlacesWhereOneClicks() {
    Bench bench;
    bench.tools.setTool(Tool::Receivers);
    bench.click({1.25, 0.75});
    QCOMPARE(bench.document.receivers().back(), (Point{1.25, 0.75}));
  }

  void theMoveToolPoints() {
    Bench bench;
    QSignalSpy pointed(&bench.tools, &ToolController::pointedAt);
    bench.drag({{1, 1}, {2, 1}});
    QVERIFY(pointed.count() >= 2);
    QCOMPARE(bench.document.history().count(), 0);
  }

  // --- receivers from a file, and the table of commands ----------------------------------------
  void receiversAreReadWithHeaderCommentsAndAnySeparator() {
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("r.csv"));
    write(path, "x_km,z_km,time_s\n# a comment\n1.5,0.25,0.1\n\n2 0.5\n3;0.75\n");
    const auto receivers = readReceivers(path.toStdString()).points;
    QVERIFY(receivers == (std::vector<Point>{{1.5, 0.25}, {2, 0.5}, {3, 0.75}}));
  }

  void badReceiverFilesAreRefusedWithTheLine_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("told");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("holds no receivers");
    QTest::newRow("words") << QByteArray("1,2\nno,numbers\n") << QStringLiteral("line 2");
    QTest::newRow("one column") << QByteArray("1,2\n3\n") << QStringLiteral("line 2");
    QTest::newRow("nan") << QByteArray("1,2\nnan,3\n") << QStringLiteral("line 2");
    QTest::newRow("bytes") << QByteArray(5000, '\xff') << QStringLiteral("r.csv");
  }
  void badReceiverFilesAreRefusedWithTheLine() {
    QFETCH(QByteArray, content);
    QFETCH(QString, told);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("r.csv"));
    write(path, content);
    try {
      readReceivers(path.toStdString());
      QFAIL("was read");
    } catch (const Error& error) {
      QVERIFY2(QString::fromStdString(error.what()).contains(told), error.what());
    }
    QVERIFY_THROWS_EXCEPTION(
        Error, readReceivers(folder.filePath(QStringLiteral("absent")).toStdString()));
  }

  void noTwoCommandsShareAKeyAndAllAreExplained() {
    QStringList keys;
    const auto check = [&](const auto& table) {
      QString page;
      for (const ShortcutSection& section : sectionsOf(table, QStringLiteral("&Tool")))
        for (const auto& [key, what] : section.rows) page += key + QLatin1Char(' ');
      for (const auto& [id, command] : table) {
        QVERIFY2(!command.tip.isEmpty(), qPrintable(command.text));
        if (command.shortcut.isEmpty()) continue;
        QVERIFY2(!keys.contains(command.shortcut.toString()), qPrintable(command.text));
        keys.append(command.shortcut.toString());
        QVERIFY(page.contains(command.shortcut.toString(QKeySequence::NativeText)));
      }
    };
    check(exploreCommands());
    check(frameCommands());
    for (const WorkspaceInfo& info : workspaces()) {
      QVERIFY2(!keys.contains(info.shortcut.toString()), qPrintable(info.title));
      keys.append(info.shortcut.toString());
    }
    QVERIFY(keys.size() > 15);
  }

 private:
  static void write(const QString& path, const QByteArray& content) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
  }
};

}  // namespace

QTEST_MAIN(WindowToolsTest)
#include "window_tools_test.moc"
