// SPDX-License-Identifier: GPL-3.0-or-later
// Phase separation, drawings, mixtures and patches are what they say.
#include <QtTest>
#include <cmath>
#include <map>
#include <numbers>

#include "field/error.h"
#include "formats/velocity_file.h"
#include "generators/cosine_transform.h"
#include "generators/drawing.h"
#include "generators/mixture.h"
#include "generators/patches.h"
#include "generators/phase_separation.h"
#include "pattern_statistics.h"
#include "shared_data.h"

namespace isochron {
namespace {

using tests::PatternStatistics;
using tests::patternStatistics;

Array phases(int nodes, const PhaseSeparationShape& shape, std::uint64_t seed) {
  return PhaseSeparationSampler(nodes, nodes, shape).sample(seed);
}

PatternStatistics meanStatistics(const PhaseSeparationShape& shape, int count) {
  PhaseSeparationSampler sampler(128, 128, shape);
  PatternStatistics mean;
  for (int i = 0; i < count; ++i) {
    const PatternStatistics one = patternStatistics(sampler.sample(static_cast<std::uint64_t>(i)));
    mean.fraction += one.fraction / count;
    mean.correlation += one.correlation / count;
    mean.border += one.border / count;
    mean.sharpness += one.sharpness / count;
  }
  return mean;
}

/// Shares of some kinds alone, all velocities as their kind has them.
Mixture mixtureOfKinds(const std::map<ModelKind, double>& shares) {
  Mixture mixture;
  for (const auto& [kind, share] : shares) mixture.parts.push_back(standardPart(kind, share));
  mixture.recast = 0.0;
  return mixture;
}

bool isEven(const VelocityModel& model) { return model.max() - model.min() < 1e-9; }

std::shared_ptr<const VelocityModel> sharedModel(const Grid& grid, Array velocity) {
  return std::make_shared<const VelocityModel>(grid, std::move(velocity));
}

/// 300 x 100 nodes, 20 x 10 m: velocity grows along x, or down z, by 1 km/s a kilometre.
constexpr Grid kLarge{300, 100, 0.02, 0.01, {1.0, 0.5}};
std::shared_ptr<const VelocityModel> ramp(bool alongX) {
  Array velocity(kLarge.nz, kLarge.nx);
  for (int iz = 0; iz < kLarge.nz; ++iz)
    for (int ix = 0; ix < kLarge.nx; ++ix)
      velocity(iz, ix) = 2.0 + (alongX ? kLarge.x(ix) : kLarge.z(iz));
  return sharedModel(kLarge, std::move(velocity));
}

}  // namespace

class GeneratorFamiliesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cosinesAreSummedAndTakenApart();

  void phasesHaveTheirSharesAndPart();
  void phasesMeetTheWallsAtRightAngles();
  void theSizeOfPhasesIsAsAsked();
  void theirBordersAreAsWideAsAsked();
  void aFinerGridShowsTheSamePhases();
  void phasesThatCannotPartAreRefused();
  void phasesLookLikeThePublishedOnes();

  void drawingsHaveAsManyEditsAsAsked();
  void drawingsAreSharpAndSoft();

  void aMixtureOfOneKindIsThatKind();
  void sharesAreKept();
  void parametersAreDrawnBetweenTheirBounds();
  void recastModelsHaveTheContrastThatIsDrawn();
  void aMixtureIsTheSameReadBack();
  void whatIsWrongInAMixtureIsTold_data();
  void whatIsWrongInAMixtureIsTold();

  void patchesAreWindowsOfTheModel();
  void patchesKeepTheirShapeUnlessStretched();
  void halfOfThePatchesAreMirrored();
  void patchesAverageSlowness();
  void patchesComeFromAllModels();
  void patchesNeedAModel();
};

void GeneratorFamiliesTest::cosinesAreSummedAndTakenApart() {
  for (const int n : {2, 6, 12}) {
    Array values(n, n);
    for (int i = 0; i < n * n; ++i) values.data()[i] = std::sin(1.7 * i + 0.3 * i * i);
    Array sums = values;
    CosineTransform transform(n);
    transform.forward(sums);
    for (int k = 0; k < n; ++k)
      for (int l = 0; l < n; ++l) {
        double expected = 0.0;
        for (int j = 0; j < n; ++j)
          for (int i = 0; i < n; ++i)
            expected += values(j, i) * std::cos(std::numbers::pi * k * (i + 0.5) / n) *
                        std::cos(std::numbers::pi * l * (j + 0.5) / n);
        QVERIFY(std::abs(sums(k, l) - expected) < 1e-12 * n * n);
      }
    transform.inverse(sums);
    QVERIFY((sums - values).abs().maxCoeff() < 1e-13);
  }
}

void GeneratorFamiliesTest::phasesHaveTheirSharesAndPart() {
  for (const double share : {0.3, 0.5, 0.7}) {
    PhaseSeparationShape shape;
    shape.least = shape.most = share;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
      const Array u = phases(96, shape, seed);
      QVERIFY(u.minCoeff() >= -1.0 && u.maxCoeff() <= 1.0);
      const double fast = patternStatistics(u).fraction;
      QVERIFY2(std::abs(fast - share) < 0.02, qPrintable(QString::number(fast)));
      // Parted: little is in between.
      const double parted = (u.abs() > 0.9).cast<double>().mean();
      QVERIFY2(parted > 0.6, qPrintable(QString::number(parted)));
    }
  }
}

void GeneratorFamiliesTest::phasesMeetTheWallsAtRightAngles() {
  // Through a wall nothing flows: next to it the field hardly changes across, and does along.
  double across = 0.0, along = 0.0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Array u = phases(129, {}, seed);
    across += (u.row(1) - u.row(0)).square().mean() + (u.col(127) - u.col(128)).square().mean();
    along += (u.row(0).rightCols(128) - u.row(0).leftCols(128)).square().mean() +
             (u.col(128).bottomRows(128) - u.col(128).topRows(128)).square().mean();
  }
  QVERIFY2(across < 0.05 * along, qPrintable(QString::number(across / along)));
}

void GeneratorFamiliesTest::theSizeOfPhasesIsAsAsked() {
  PhaseSeparationShape shape;
  const double standard = meanStatistics(shape, 30).correlation;
  for (const double size : {0.7, 1.6}) {
    shape.size = size;
    const double ratio = meanStatistics(shape, 30).correlation / standard;
    QVERIFY2(std::abs(ratio / size - 1.0) < 0.25, qPrintable(QString::number(ratio)));
  }
}

void GeneratorFamiliesTest::theirBordersAreAsWideAsAsked() {
  for (const double edge : {0.01, 0.02}) {
    PhaseSeparationShape shape;
    shape.edge = edge;
    const double measured = meanStatistics(shape, 20).sharpness;
    QVERIFY2(std::abs(measured / edge - 1.0) < 0.25, qPrintable(QString::number(measured)));
  }
}

void GeneratorFamiliesTest::aFinerGridShowsTheSamePhases() {
  const Array coarse = phases(33, {}, 5), fine = phases(129, {}, 5);
  for (int iz = 0; iz < 33; ++iz)
    for (int ix = 0; ix < 33; ++ix) QVERIFY(std::abs(coarse(iz, ix) - fine(4 * iz, 4 * ix)) < 1e-9);
}

void GeneratorFamiliesTest::phasesThatCannotPartAreRefused() {
  QVERIFY_THROWS_EXCEPTION(Error, phases(1, {}, 0));
  QVERIFY_THROWS_EXCEPTION(Error, phases(8, {.least = 0.1, .most = 0.5}, 0));
  QVERIFY_THROWS_EXCEPTION(Error, phases(8, {.least = 0.6, .most = 0.5}, 0));
  QVERIFY_THROWS_EXCEPTION(Error, phases(8, {.size = 0.0}, 0));
  QVERIFY_THROWS_EXCEPTION(Error, phases(8, {.edge = std::nan("")}, 0));
}

void GeneratorFamiliesTest::phasesLookLikeThePublishedOnes() {
  const auto folder = tests::sharedData() / "phase-separation";
  ISOCHRON_NEED_SHARED(folder);
  PatternStatistics published;
  int count = 0;
  for (const char* name : {"Image1459.txt", "Image37524.txt"}) {
    const VelocityModel model = VelocityFile::open(folder / name).read();
    // They are read as v = 2 (u + 2).
    QCOMPARE(model.min(), 2.0);
    QCOMPARE(model.max(), 6.0);
    const PatternStatistics one = patternStatistics(model.velocity() / 2.0 - 2.0);
    QVERIFY(one.fraction > 0.3 && one.fraction < 0.7);
    published.correlation += one.correlation;
    published.border += one.border;
    ++count;
  }
  const PatternStatistics ours = meanStatistics({}, 40);
  const double correlation = ours.correlation * count / published.correlation;
  const double border = ours.border * count / published.border;
  QVERIFY2(correlation > 0.8 && correlation < 1.25, qPrintable(QString::number(correlation)));
  QVERIFY2(border > 0.8 && border < 1.25, qPrintable(QString::number(border)));
}

void GeneratorFamiliesTest::drawingsHaveAsManyEditsAsAsked() {
  // One edit leaves most of an even background alone; many leave little.
  const auto untouched = [](double edits) {
    double sum = 0.0;
    int even = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      const Array v = randomDrawing(paperGrid(40, 40), {.edits = edits}, seed);
      std::map<double, int> counts;
      for (const double value : v.reshaped()) ++counts[value];
      int most = 0;
      for (const auto& [value, count] : counts) most = std::max(most, count);
      if (most < 800) continue;  // the background was not even, or is gone
      ++even;
      sum += most / 1600.0;
    }
    return even > 0 ? even * sum / even : 0.0;
  };
  QVERIFY(untouched(1.0) > 1.3 * untouched(12.0));
}

void GeneratorFamiliesTest::drawingsAreSharpAndSoft() {
  int sharp = 0, soft = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Array v = randomDrawing(paperGrid(64, 64), {}, seed);
    const Array steps = (v.rightCols(63) - v.leftCols(63)).abs();
    if ((steps > 0.4).any()) ++sharp;
    if ((steps > 0.01 && steps < 0.1).count() > 20) ++soft;
  }
  QVERIFY2(sharp > 30 && soft > 20, qPrintable(QStringLiteral("%1 %2").arg(sharp).arg(soft)));
}

void GeneratorFamiliesTest::aMixtureOfOneKindIsThatKind() {
  const Mixture mixture = mixtureOfKinds({{ModelKind::Constant, 1.0}, {ModelKind::Salt, 0.0}});
  for (std::uint64_t seed = 0; seed < 50; ++seed)
    QVERIFY(isEven(generate(mixture, paperGrid(8, 8), seed)));
}

void GeneratorFamiliesTest::sharesAreKept() {
  const Mixture mixture = mixtureOfKinds({{ModelKind::Constant, 3.0}, {ModelKind::Gradient, 1.0}});
  int even = 0;
  constexpr int kModels = 2000;
  for (std::uint64_t seed = 0; seed < kModels; ++seed)
    if (isEven(generate(mixture, paperGrid(8, 8), seed))) ++even;
  // Five standard deviations of a binomial count.
  QVERIFY2(std::abs(even - 0.75 * kModels) < 5.0 * std::sqrt(0.75 * 0.25 * kModels),
           qPrintable(QString::number(even)));
}

void GeneratorFamiliesTest::parametersAreDrawnBetweenTheirBounds() {
  Mixture mixture = mixtureOfKinds({{ModelKind::Constant, 1.0}});
  mixture.parts[0].parameters[0] = {2.0, 4.5};
  double least = 9.0, most = 0.0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const double velocity = generate(mixture, paperGrid(8, 8), seed).min();
    least = std::min(least, velocity);
    most = std::max(most, velocity);
  }
  QVERIFY(least >= 2.0 && least < 2.05);
  QVERIFY(most <= 4.5 && most > 4.4);
}

void GeneratorFamiliesTest::recastModelsHaveTheContrastThatIsDrawn() {
  Mixture mixture = mixtureOfKinds({{ModelKind::RandomField, 1.0}, {ModelKind::Earth, 1.0}});
  mixture.recast = 1.0;
  mixture.contrast = {2.0, 5.0};
  double least = 99.0, most = 0.0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const VelocityModel model = generate(mixture, paperGrid(16, 16), seed);
    QVERIFY(model.min() >= mixture.slowest && model.max() <= mixture.fastest);
    least = std::min(least, model.max() / model.min());
    most = std::max(most, model.max() / model.min());
  }
  QVERIFY2(least >= 2.0 - 1e-9 && least < 2.2, qPrintable(QString::number(least)));
  QVERIFY2(most <= 5.0 + 1e-9 && most > 4.5, qPrintable(QString::number(most)));
}

void GeneratorFamiliesTest::aMixtureIsTheSameReadBack() {
  const Mixture mixture = mixtureOf({});
  const Mixture again = parseMixture(mixtureText(mixture), "m.json");
  QCOMPARE(mixtureText(again), mixtureText(mixture));
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Grid grid = paperGrid(16, 16);
    QVERIFY(
        (generate(again, grid, seed).velocity() == generate(mixture, grid, seed).velocity()).all());
    QVERIFY((generate(ModelKind::Mixture, grid, seed).velocity() ==
             generate(mixture, grid, seed).velocity())
                .all());
  }
}

void GeneratorFamiliesTest::whatIsWrongInAMixtureIsTold_data() {
  QTest::addColumn<QString>("body");
  QTest::addColumn<QString>("told");
  const auto row = [](const char* name, const char* body, const char* told) {
    QTest::newRow(name) << QString::fromLatin1(body) << QString::fromLatin1(told);
  };
  row("no parts", "", "parts");
  row("no list", R"(, "parts": 3)", "parts");
  row("nothing in it", R"(, "parts": [])", "no kind has a share");
  row("no shares", R"(, "parts": [{"kind": "salt", "share": 0}])", "no kind has a share");
  row("negative", R"(, "parts": [{"kind": "salt", "share": -1}])", "share of salt");
  row("kind", R"(, "parts": [{"kind": "sand"}])", "phase-separation");
  row("itself", R"(, "parts": [{"kind": "mixture"}])", "part of itself");
  row("part", R"(, "parts": [7])", "parts[0]");
  row("member", R"(, "parts": [{"kind": "salt", "shares": 2}])", "shares");
  row("parameter", R"(, "parts": [{"kind": "salt", "parameters": {"tau": 2}}])", "tau");
  row("bounds", R"(, "parts": [{"kind": "salt", "parameters": {"salt": [4, 99]}}])",
      "salt, salt: 99 is out of bounds");
  row("order", R"(, "parts": [{"kind": "salt", "parameters": {"salt": [5, 4]}}])",
      "above the most");
  row("pair", R"(, "parts": [{"kind": "salt", "parameters": {"salt": [5]}}])", "is no pair");
  row("number", R"(, "parts": [{"kind": "salt", "parameters": {"salt": "5"}}])", "is no number");
  row("contrast", R"(, "contrast": 0.5, "parts": [{"kind": "salt"}])", "contrast");
  row("bounds of velocity", R"(, "slowest": 5, "fastest": 4, "parts": [{"kind": "salt"}])",
      "slowest");
  row("unknown", R"(, "seed": 5, "parts": [{"kind": "salt"}])", "seed");
}

void GeneratorFamiliesTest::whatIsWrongInAMixtureIsTold() {
  QFETCH(QString, body);
  QFETCH(QString, told);
  const QString text =
      QStringLiteral(R"({"format": "isochron mixture", "version": 1%1})").arg(body);
  try {
    parseMixture(text.toStdString(), "m.json");
    QFAIL("it was taken");
  } catch (const Error& error) {
    const QString what = QString::fromStdString(error.what());
    QVERIFY2(what.contains(told) && !error.remedy().empty(), qPrintable(what));
  }
}

void GeneratorFamiliesTest::patchesAreWindowsOfTheModel() {
  const PatchSource source({ramp(true)});
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const VelocityModel patch = source.cut(paperGrid(32, 24), seed);
    QVERIFY(patch.grid() == paperGrid(32, 24));
    QVERIFY(patch.min() >= ramp(true)->min() && patch.max() <= ramp(true)->max());
    // Each row is the same piece of the ramp, a straight one but for the border.
    QVERIFY((patch.velocity().row(3) - patch.velocity().row(17)).abs().maxCoeff() < 1e-12);
    const double slope = patch.velocity()(5, 20) - patch.velocity()(5, 19);
    QVERIFY(std::abs(patch.velocity()(5, 12) - patch.velocity()(5, 11) - slope) < 1e-3);
    QVERIFY((patch.velocity() == source.cut(paperGrid(32, 24), seed).velocity()).all());
  }
}

void GeneratorFamiliesTest::patchesKeepTheirShapeUnlessStretched() {
  // The same seed cuts the same window from both ramps, so that they tell its width and depth.
  const auto aspects = [](double stretch) {
    const PatchSource x({ramp(true)}, {0.3, 0.9, stretch}), z({ramp(false)}, {0.3, 0.9, stretch});
    double least = 99.0, most = 0.0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const Grid box{64, 64, 2.0 / 63, 1.0 / 63, {}};
      const VelocityModel first = x.cut(box, seed), second = z.cut(box, seed);
      const double aspect = std::abs(first.velocity()(9, 50) - first.velocity()(9, 10)) /
                            std::abs(second.velocity()(50, 9) - second.velocity()(10, 9));
      least = std::min(least, aspect);
      most = std::max(most, aspect);
    }
    return std::pair{least, most};
  };
  const auto [least, most] = aspects(1.0);
  QVERIFY2(least > 1.95 && most < 2.05, qPrintable(QString::number(most)));
  const auto [narrow, wide] = aspects(2.0);
  QVERIFY(narrow < 1.2 && narrow > 0.95);
  QVERIFY(wide > 3.4 && wide < 4.1);
}

void GeneratorFamiliesTest::halfOfThePatchesAreMirrored() {
  const auto mirrored = [](double share) {
    const PatchSource source({ramp(true)}, {0.25, 1.0, 1.5, share});
    int count = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
      const Array v = source.cut(paperGrid(12, 12), seed).velocity();
      if (v(0, 0) > v(0, 11)) ++count;
    }
    return count;
  };
  QCOMPARE(mirrored(0.0), 0);
  QCOMPARE(mirrored(1.0), 400);
  // Five standard deviations of a binomial count.
  QVERIFY(std::abs(mirrored(0.5) - 200) < 50);
}

void GeneratorFamiliesTest::patchesAverageSlowness() {
  // Columns of 2 and 4 km/s in turn: what a coarse patch must have is their harmonic mean.
  Array stripes(kLarge.nz, kLarge.nx);
  for (int ix = 0; ix < kLarge.nx; ++ix) stripes.col(ix).setConstant(ix % 2 == 0 ? 2.0 : 4.0);
  const PatchSource source({sharedModel(kLarge, stripes)}, {1.0, 1.0, 1.0});
  const Array v = source.cut(Grid{12, 12, 3.0 / 11, 0.5 / 11, {}}, 1).velocity();
  // Between nodes velocity is linear: the mean slowness is ln(2) / 2.
  const double expected = 2.0 / std::log(2.0);
  QVERIFY2((v.block(0, 1, 12, 10) - expected).abs().maxCoeff() < 0.15,
           qPrintable(QString::number(v(5, 5))));
}

void GeneratorFamiliesTest::patchesComeFromAllModels() {
  const Grid grid = paperGrid(20, 20);
  const PatchSource source({sharedModel(grid, Array::Constant(20, 20, 2.0)),
                            sharedModel(grid, Array::Constant(20, 20, 3.0)),
                            sharedModel(grid, Array::Constant(20, 20, 5.0))});
  std::map<long, int> counts;
  for (std::uint64_t seed = 0; seed < 300; ++seed)
    ++counts[std::lround(source.cut(paperGrid(8, 8), seed).min())];
  QCOMPARE(counts.size(), std::size_t{3});
  for (const auto& [velocity, count] : counts) QVERIFY(count > 60);
}

void GeneratorFamiliesTest::patchesNeedAModel() {
  QVERIFY_THROWS_EXCEPTION(Error, PatchSource({}));
  QVERIFY_THROWS_EXCEPTION(Error, PatchSource({ramp(true)}, {0.0}));
  QVERIFY_THROWS_EXCEPTION(Error, PatchSource({ramp(true)}, {0.9, 0.5}));
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::GeneratorFamiliesTest)
#include "generator_families_test.moc"
