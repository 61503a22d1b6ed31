// SPDX-License-Identifier: GPL-3.0-or-later
// Earth recipes: each event does what it says, and a recipe is the same as text.
#include <QtTest>
#include <array>
#include <cmath>
#include <set>

#include "field/error.h"
#include "generators/earth_recipe.h"
#include "generators/generators.h"

namespace isochron {
namespace {

/// A square box of 2 x 2 km.
Grid box(int nodes = 101) { return {nodes, nodes, 2.0 / (nodes - 1), 2.0 / (nodes - 1), {}}; }

/// 2 km/s above half the depth and 4 km/s below.
EarthRecipe twoBeds() {
  EarthRecipe recipe;
  recipe.events.push_back(EarthBeds{0.0, {{0.5, 2.0}, {0.5, 4.0}}});
  recipe.compaction = 0.0;
  return recipe;
}

EarthRecipe twoBedsAnd(EarthEvent event) {
  EarthRecipe recipe = twoBeds();
  recipe.events.push_back(std::move(event));
  return recipe;
}

/// Where the velocity first passes 3 km/s in a column, as a share of the depth; 1 if nowhere.
double stepDepth(const Array& velocity, double u) {
  const auto ix =
      static_cast<Eigen::Index>(std::lround(u * static_cast<double>(velocity.cols() - 1)));
  for (Eigen::Index iz = 0; iz < velocity.rows(); ++iz)
    if (velocity(iz, ix) > 3.0)
      return static_cast<double>(iz) / static_cast<double>(velocity.rows() - 1);
  return 1.0;
}

bool isNear(double value, double expected) { return std::abs(value - expected) < 0.015; }

}  // namespace

class EarthRecipeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bedsLieFlatAndGetFasterByCompaction();
  void foldsBendAndTiltThem();
  void aNormalFaultDropsItsHangingWall();
  void aReverseFaultRaisesIt();
  void aListricFaultRollsItOver();
  void anUnconformityHidesWhatIsAbove();
  void laterEventsMoveWhatEarlierOnesMade();
  void aChannelIsFilled();
  void saltOverhangsAndDragsBedsUp();
  void waterLiesOnTop();
  void blurSmoothsAndKeepsTheTime();
  void velocitiesAreCut();

  void aRecipeIsTheSameReadBack();
  void theRecipeOfASeedIsItsModel();
  void whatIsLeftOutIsStandard();
  void whatIsWrongIsTold_data();
  void whatIsWrongIsTold();

  void randomRecipesHaveEverything();
  void wideBoxesHoldMore();
};

void EarthRecipeTest::bedsLieFlatAndGetFasterByCompaction() {
  EarthRecipe recipe = twoBeds();
  recipe.compaction = 1.0;
  const Array v = earthVelocity(box(), recipe);
  for (int iz = 0; iz <= 100; ++iz) {
    if (iz == 50) continue;  // half of its cell is in each bed
    const double expected = (iz < 50 ? 2.0 : 4.0) + iz / 100.0;
    QVERIFY((v.row(iz) - expected).abs().maxCoeff() < 0.01);
  }
  const double mean = 2.0 / (1.0 / 2.5 + 1.0 / 4.5);
  QVERIFY2(std::abs(v(50, 30) - mean) < 0.02, "slowness is averaged over the cell");
}

void EarthRecipeTest::foldsBendAndTiltThem() {
  const Array v = earthVelocity(box(), twoBedsAnd(EarthFold{{{0.1, 1.0, 0.0}}, 0.2}));
  // The fold's crest and trough are at a quarter and three quarters of the width.
  QVERIFY(isNear(stepDepth(v, 0.25), 0.5 + 0.1 - 0.05));
  QVERIFY(isNear(stepDepth(v, 0.75), 0.5 - 0.1 + 0.05));
  QVERIFY(isNear(stepDepth(v, 1.0), 0.5 + 0.1));
}

void EarthRecipeTest::aNormalFaultDropsItsHangingWall() {
  for (const double dip : {60.0, -60.0}) {
    const double at = dip > 0 ? 0.3 : 0.7;
    const Array v = earthVelocity(box(), twoBedsAnd(EarthFault{at, dip, 0.12, 0.0}));
    const double foot = dip > 0 ? 0.1 : 0.9, hanging = 1.0 - foot;
    QVERIFY(isNear(stepDepth(v, foot), 0.5));
    QVERIFY(isNear(stepDepth(v, hanging), 0.62));
    // At half the depth the fault lies 0.5 / tan(60) further on.
    const double place = at + (dip > 0 ? 1 : -1) * 0.55 / std::sqrt(3.0);
    QVERIFY(isNear(stepDepth(v, place - 0.06), dip > 0 ? 0.5 : 0.62));
    QVERIFY(isNear(stepDepth(v, place + 0.06), dip > 0 ? 0.62 : 0.5));
  }
}

void EarthRecipeTest::aReverseFaultRaisesIt() {
  const Array v = earthVelocity(box(), twoBedsAnd(EarthFault{0.3, 45.0, -0.1, 0.0}));
  QVERIFY(isNear(stepDepth(v, 0.1), 0.5));
  QVERIFY(isNear(stepDepth(v, 0.97), 0.4));
  // Where the wall is thrust over, fast rock lies on slow: the column has two steps.
  const Eigen::Index column = 75;
  int changes = 0;
  for (Eigen::Index iz = 1; iz < 101; ++iz)
    changes += (v(iz, column) > 3.0) != (v(iz - 1, column) > 3.0);
  QCOMPARE(changes, 3);
}

void EarthRecipeTest::aListricFaultRollsItOver() {
  const Array v = earthVelocity(box(), twoBedsAnd(EarthFault{0.1, 60.0, 0.15, 0.8}));
  // Beds drop most beside the fault and hardly far from it, where it is flat.
  const double beside = stepDepth(v, 0.7), far = stepDepth(v, 1.0);
  QVERIFY2(beside > 0.535 && far < 0.535 && far > 0.505 && beside > far + 0.015,
           qPrintable(QStringLiteral("%1 %2").arg(beside).arg(far)));
  QVERIFY(isNear(stepDepth(v, 0.02), 0.5));
  // Below the detachment nothing moved.
  EarthRecipe deep = twoBeds();
  deep.events.front() = EarthBeds{0.0, {{0.9, 2.0}, {0.5, 4.0}}};
  deep.events.push_back(EarthFault{0.1, 60.0, 0.15, 0.8});
  const Array below = earthVelocity(box(), deep);
  for (const double u : {0.1, 0.4, 0.7, 1.0}) QVERIFY(isNear(stepDepth(below, u), 0.9));
}

void EarthRecipeTest::anUnconformityHidesWhatIsAbove() {
  EarthRecipe recipe = twoBedsAnd(EarthFold{{}, 0.6});
  EarthUnconformity surface;
  surface.depth = 0.5;
  surface.beds = {0.0, {{1.0, 2.5}}};
  recipe.events.push_back(surface);
  const Array v = earthVelocity(box(), recipe);
  QVERIFY((v.topRows(49) - 2.5).abs().maxCoeff() < 1e-9);
  QVERIFY(isNear(stepDepth(v, 0.1), 0.5));   // what stood above is cut off
  QVERIFY(isNear(stepDepth(v, 0.9), 0.74));  // what lay below is as it was
}

void EarthRecipeTest::laterEventsMoveWhatEarlierOnesMade() {
  EarthUnconformity surface;
  surface.depth = 0.3;
  surface.beds = {0.0, {{1.0, 2.5}}};
  EarthRecipe before = twoBeds();
  before.events.push_back(surface);
  before.events.push_back(EarthFault{0.5, 89.0, 0.1, 0.0});
  const Array later = earthVelocity(box(), before);
  EarthRecipe after = twoBeds();
  after.events.push_back(EarthFault{0.5, 89.0, 0.1, 0.0});
  after.events.push_back(surface);
  const Array earlier = earthVelocity(box(), after);
  // A fault after the erosion displaces its surface, one before it does not.
  QVERIFY(std::abs(later(35, 90) - 2.5) < 1e-9);
  QVERIFY(std::abs(earlier(35, 90) - 2.0) < 1e-9);
  QVERIFY(isNear(stepDepth(later, 0.9), 0.6) && isNear(stepDepth(earlier, 0.9), 0.6));
}

void EarthRecipeTest::aChannelIsFilled() {
  const Array v = earthVelocity(box(), twoBedsAnd(EarthChannel{0.5, 0.2, 0.4, 0.1, 1.7}));
  const auto share =
      static_cast<double>(((v - 1.7).abs() < 1e-6).count()) / static_cast<double>(v.size());
  QVERIFY(std::abs(share - 2.0 / 3.0 * 0.4 * 0.1) < 0.006);  // a parabola's
  QVERIFY(std::abs(v(21, 50) - 1.7) < 1e-9 && std::abs(v(28, 50) - 1.7) < 1e-9);
  QVERIFY(std::abs(v(28, 36) - 2.0) < 1e-9 && std::abs(v(18, 50) - 2.0) < 1e-9);
}

void EarthRecipeTest::saltOverhangsAndDragsBedsUp() {
  EarthSalt salt;
  salt.uneven = 0.0;
  salt.velocity = 5.5;
  const Array v = earthVelocity(box(), twoBedsAnd(salt));
  const auto isSalt = [&](double u, double w) {
    return std::abs(v(std::lround(100 * w), std::lround(100 * u)) - 5.5) < 1e-9;
  };
  QVERIFY(isSalt(0.5, 0.4) && isSalt(0.5, 0.7) && isSalt(0.5, 1.0));
  QVERIFY(isSalt(0.38, 0.4) && !isSalt(0.38, 0.7));  // it overhangs
  QVERIFY(isSalt(0.38, 1.0));                        // and stands on a broad foot
  QVERIFY(isNear(stepDepth(v, 0.02), 0.5));
  QVERIFY2(stepDepth(v, 0.7) < 0.49, "beds are dragged up");
}

void EarthRecipeTest::waterLiesOnTop() {
  EarthRecipe recipe = twoBedsAnd(EarthWater{0.2, {{0.05, 1.0, 0.0}}, 1.5});
  recipe.compaction = 1.0;
  const Array v = earthVelocity(box(), recipe);
  QVERIFY((v.topRows(14) - 1.5).abs().maxCoeff() < 1e-9);
  QVERIFY(std::abs(v(23, 25) - 1.5) < 1e-9 && v(17, 75) > 1.9);
  // Rock is compacted from the sea floor down.
  QVERIFY(std::abs(v(40, 25) - (2.0 + 0.15)) < 0.01);
}

void EarthRecipeTest::blurSmoothsAndKeepsTheTime() {
  EarthRecipe recipe = twoBeds();
  const Array sharp = earthVelocity(box(), recipe);
  recipe.blur = 0.05;
  const Array soft = earthVelocity(box(), recipe);
  const auto steepest = [](const Array& v) {
    return (v.bottomRows(100) - v.topRows(100)).abs().maxCoeff();
  };
  QVERIFY(steepest(soft) < 0.15 * steepest(sharp));
  // A ray straight down takes as long.
  QVERIFY(std::abs((1.0 / soft.col(50)).sum() - (1.0 / sharp.col(50)).sum()) < 0.01);
  // A Gaussian: at one deviation below the step, 84 % of the way in slowness.
  const double share = (0.5 - 1.0 / soft(55, 50)) / 0.25;
  QVERIFY2(std::abs(share - 0.841) < 0.02, qPrintable(QString::number(share)));
}

void EarthRecipeTest::velocitiesAreCut() {
  EarthRecipe recipe = twoBeds();
  recipe.compaction = 8.0;
  recipe.slowest = 2.5;
  recipe.fastest = 5.0;
  const Array v = earthVelocity(box(), recipe);
  QVERIFY(v.minCoeff() >= 2.5 - 1e-12 && v.maxCoeff() <= 5.0 + 1e-12);
}

void EarthRecipeTest::aRecipeIsTheSameReadBack() {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const EarthRecipe recipe = randomEarthRecipe({}, 2.0, seed);
    const EarthRecipe again = parseEarthRecipe(recipeText(recipe), "r.json");
    QCOMPARE(recipeText(again), recipeText(recipe));
    QVERIFY((earthVelocity(box(24), again) == earthVelocity(box(24), recipe)).all());
  }
}

void EarthRecipeTest::theRecipeOfASeedIsItsModel() {
  const Grid grid = paperGrid(30, 20);
  const ModelParameters parameters = {0.5, 2.0};
  QVERIFY((earthVelocity(grid, earthRecipe(grid, 5, parameters)) ==
           generate(ModelKind::Earth, grid, 5, parameters).velocity())
              .all());
}

void EarthRecipeTest::whatIsLeftOutIsStandard() {
  const EarthRecipe recipe = parseEarthRecipe(
      R"({"format": "isochron earth recipe", "version": 1, "compaction": 0, "events":
          [{"event": "beds", "beds": [{"velocity": 3}]}, {"event": "water"}]})",
      "r.json");
  const Array v = earthVelocity(box(), recipe);
  QVERIFY((v.topRows(10) - 1.5).abs().maxCoeff() < 1e-9);
  QVERIFY((v.bottomRows(90) - 3.0).abs().maxCoeff() < 1e-9);
}

void EarthRecipeTest::whatIsWrongIsTold_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("told");
  const auto raw = [](const char* name, const QString& text, const char* told) {
    QTest::newRow(name) << text << QString::fromLatin1(told);
  };
  const auto row = [&](const char* name, const char* body, const char* told) {
    raw(name,
        QStringLiteral(R"({"format": "isochron earth recipe", "version": 1, %1})")
            .arg(QString::fromLatin1(body)),
        told);
  };
  raw("not JSON", QStringLiteral("{\"format\": "), "r.json, byte");
  raw("other JSON", QStringLiteral("[1, 2]"), "no earth recipe");
  raw("newer", QStringLiteral(R"({"format": "isochron earth recipe", "version": 2})"),
      "another version");
  row("no events", R"("blur": 0)", "lay down beds");
  row("events", R"("events": {})", "events: is no list");
  row("first", R"("events": [{"event": "water"}])", "lay down beds");
  row("unknown event", R"("events": [{"event": "volcano"}])", "events[0].event: 'volcano'");
  row("no event", R"("events": [{}])", "events[0].event");
  row("not an event", R"("events": [5])", "events[0]: is no object");
  const auto later = [&](const char* name, const char* event, const char* told) {
    row(name,
        qPrintable(QStringLiteral(R"("events": [{"event": "beds", "beds": [{}]}, %1])")
                       .arg(QString::fromLatin1(event))),
        told);
  };
  row("no bed", R"("events": [{"event": "beds", "beds": []}])", "events[0].beds: there is no bed");
  row("thin", R"("events": [{"event": "beds", "beds": [{"thickness": 0}]}])",
      "events[0].beds[0].thickness: 0 is out of bounds");
  later("member", R"({"event": "fault", "trow": 1})", "events[1].trow: is not known");
  later("number", R"({"event": "fault", "throw": "1"})", "events[1].throw: is no number");
  later("bounds", R"({"event": "fault", "dip": 90})", "events[1].dip: 90 is out of bounds");
  later("flat", R"({"event": "fault", "dip": 0.5})", "too flat");
  later("wave", R"({"event": "fold", "relief": [{"waves": -1}]})", "events[1].relief[0].waves");
  later("no young bed", R"({"event": "unconformity", "beds": []})", "events[1].beds");
  row("velocities", R"("slowest": 5, "fastest": 4, "events": [{"event": "beds", "beds": [{}]}])",
      "slowest");
}

void EarthRecipeTest::whatIsWrongIsTold() {
  QFETCH(QString, text);
  QFETCH(QString, told);
  try {
    parseEarthRecipe(text.toStdString(), "r.json");
    QFAIL("it was taken");
  } catch (const Error& error) {
    const QString what = QString::fromStdString(error.what());
    QVERIFY2(what.contains(told) && !error.remedy().empty(), qPrintable(what));
    QVERIFY2(what.startsWith(QLatin1String("r.json")), qPrintable(what));
  }
}

void EarthRecipeTest::randomRecipesHaveEverything() {
  std::array<int, std::variant_size_v<EarthEvent>> models{};
  int normal = 0, reverse = 0, listric = 0, sharp = 0, slowBeds = 0;
  constexpr int kModels = 300;
  for (std::uint64_t seed = 0; seed < kModels; ++seed) {
    const EarthRecipe recipe = randomEarthRecipe({}, 2.0, seed);
    std::set<std::size_t> kinds;
    for (const EarthEvent& event : recipe.events) {
      kinds.insert(event.index());
      if (const auto* fault = std::get_if<EarthFault>(&event))
        ++(fault->detachment > 0.0 ? listric : fault->fall < 0.0 ? reverse : normal);
    }
    for (const std::size_t kind : kinds) ++models[kind];
    if (recipe.blur == 0.0) ++sharp;
    const Array v = earthVelocity(box(24), recipe);
    QVERIFY(v.minCoeff() >= 1.5 - 1e-9 && v.maxCoeff() <= 6.0 + 1e-9);
    QVERIFY2(v.bottomRows(4).mean() > v.topRows(4).mean(), qPrintable(QString::number(seed)));
    if ((v.bottomRows(23) < v.topRows(23) - 0.1).any()) ++slowBeds;
  }
  for (const int count : models) QVERIFY2(count > kModels / 10, qPrintable(QString::number(count)));
  QVERIFY(normal > 50 && reverse > 50 && listric > 50);
  QVERIFY(sharp > kModels / 5 && sharp < kModels / 2);
  QVERIFY2(slowBeds > kModels / 3, qPrintable(QString::number(slowBeds)));
}

void EarthRecipeTest::wideBoxesHoldMore() {
  const auto faults = [](double aspect) {
    std::size_t count = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed)
      for (const EarthEvent& event : randomEarthRecipe({}, aspect, seed).events)
        if (std::holds_alternative<EarthFault>(event)) ++count;
    return count;
  };
  QVERIFY(faults(5.0) > faults(1.0) && faults(1.0) > faults(0.5));
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::EarthRecipeTest)
#include "earth_recipe_test.moc"
