// SPDX-License-Identifier: GPL-3.0-or-later
// The generators make the same plausible models from the same seed.
#include <QtTest>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <set>

#include "field/error.h"
#include "generators/generators.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

constexpr double kAlpha = 2.5;
constexpr double kTau = 7.0;
constexpr std::uint64_t kSeeds = 300;

Grid squareCells(int nx, int nz, double spacing) { return {nx, nz, spacing, spacing, {}}; }

double meanSquare(const Array& values) { return values.square().mean(); }

/// Coefficient of wavenumber (kx, kz) of a periodic field.
std::complex<double> coefficient(const Array& u, int kx, int kz) {
  std::complex<double> sum = 0.0;
  for (Eigen::Index iz = 0; iz < u.rows(); ++iz)
    for (Eigen::Index ix = 0; ix < u.cols(); ++ix) {
      const double phase =
          -2.0 * std::numbers::pi *
          (static_cast<double>(kx) * static_cast<double>(ix) / static_cast<double>(u.cols()) +
           static_cast<double>(kz) * static_cast<double>(iz) / static_cast<double>(u.rows()));
      sum += u(iz, ix) * std::polar(1.0, phase);
    }
  return sum / static_cast<double>(u.size());
}

/// Mean square of a coefficient by eq. 7: 2 sigma^2 (4 pi^2 |k|^2 + tau^2)^(-alpha).
double expectedPower(int kx, int kz) {
  const double k = 2.0 * std::numbers::pi * std::hypot(kx, kz);
  return 2.0 * std::pow(kTau, 2.0 * (kAlpha - 1.0)) * std::pow(k * k + kTau * kTau, -kAlpha);
}

void addKinds() {
  QTest::addColumn<int>("kind");
  for (const ModelKindInfo& info : modelKinds())
    QTest::newRow(info.name.c_str()) << static_cast<int>(info.kind);
}

bool isSeeded(ModelKind kind) { return kind != ModelKind::Constant && kind != ModelKind::Gradient; }

}  // namespace

class DataGeneratorsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theRandomStreamIsThePublishedSplitMix64();
  void uniformNumbersFillTheUnitInterval();
  void normalNumbersHaveZeroMeanAndUnitVariance();
  void seedsOfNeighboursDiffer();

  void everyKindIsListedOnceWithItsWords();
  void velocitiesAreInRange_data() { addKinds(); }
  void velocitiesAreInRange();
  void theSameSeedGivesTheSameModel_data() { addKinds(); }
  void theSameSeedGivesTheSameModel();
  void otherSeedsGiveOtherModels_data() { addKinds(); }
  void otherSeedsGiveOtherModels();
  void aFinerGridShowsTheSameEarth_data() { addKinds(); }
  void aFinerGridShowsTheSameEarth();
  void anUnusableGridIsRefused();
  void thePaperBoxIsFiveByOneKilometres();

  void theDefaultsOfItsParametersAreTheKind_data() { addKinds(); }
  void theDefaultsOfItsParametersAreTheKind();
  void everyParameterChangesTheModel_data() { addKinds(); }
  void everyParameterChangesTheModel();
  void parametersOutOfBoundsAreRefused_data() { addKinds(); }
  void parametersOutOfBoundsAreRefused();
  void velocitiesOfRandomFieldsStayBetweenTheirBounds();
  void randomFieldsSpreadAlikeForEveryAlpha();
  void manyModelsTakeParametersToo();

  void theGradientIsExact();
  void layersGetFasterWithDepth();
  void aFaultBreaksTheBeds();
  void saltOverhangsSediments();
  void checkerboardBlocksAlternate();

  void randomFieldsHaveZeroMean();
  void randomFieldsHaveTheExpectedVariance();
  void randomFieldsHaveTheExpectedSpectrum();
  void randomFieldsAreRefinedByMoreNodes();
  void randomFieldsComeInAnyShape();
};

void DataGeneratorsTest::theRandomStreamIsThePublishedSplitMix64() {
  RandomStream stream(1234567);
  QCOMPARE(stream.next(), std::uint64_t{6457827717110365317u});
  QCOMPARE(stream.next(), std::uint64_t{3203168211198807973u});
  QCOMPARE(stream.next(), std::uint64_t{9817491932198370423u});
}

void DataGeneratorsTest::uniformNumbersFillTheUnitInterval() {
  RandomStream stream(3);
  std::array<int, 10> counts{};
  constexpr int kDraws = 100000;
  for (int i = 0; i < kDraws; ++i) {
    const double value = stream.uniform();
    QVERIFY(value >= 0.0 && value < 1.0);
    ++counts[static_cast<std::size_t>(10.0 * value)];
  }
  // Five standard deviations of a binomial count.
  for (const int count : counts) QVERIFY(std::abs(count - kDraws / 10) < 5.0 * std::sqrt(9000.0));
}

void DataGeneratorsTest::normalNumbersHaveZeroMeanAndUnitVariance() {
  RandomStream stream(5);
  constexpr int kPairs = 100000;
  double sum = 0.0, squares = 0.0, products = 0.0;
  for (int i = 0; i < kPairs; ++i) {
    const auto [a, b] = stream.normalPair();
    sum += a + b;
    squares += a * a + b * b;
    products += a * b;
  }
  QVERIFY(std::abs(sum / (2 * kPairs)) < 0.01);
  QVERIFY(std::abs(squares / (2 * kPairs) - 1.0) < 0.015);
  QVERIFY(std::abs(products / kPairs) < 0.015);
}

void DataGeneratorsTest::seedsOfNeighboursDiffer() {
  std::set<std::uint64_t> seeds;
  for (std::uint64_t seed = 0; seed < 4; ++seed)
    for (int i = -20; i <= 20; ++i)
      for (int j = -20; j <= 20; ++j) seeds.insert(seedOf(seed, i, j));
  QCOMPARE(seeds.size(), std::size_t{4 * 41 * 41});
}

void DataGeneratorsTest::everyKindIsListedOnceWithItsWords() {
  std::set<ModelKind> kinds;
  std::set<std::string> names;
  for (const ModelKindInfo& info : modelKinds()) {
    kinds.insert(info.kind);
    names.insert(info.name);
    QVERIFY(!info.title.empty());
    QVERIFY(info.description.ends_with('.'));
  }
  QCOMPARE(kinds.size(), std::size_t{12});
  QCOMPARE(names.size(), std::size_t{12});
}

void DataGeneratorsTest::velocitiesAreInRange() {
  QFETCH(int, kind);
  // Mixtures are of more contrast.
  const double slowest = static_cast<ModelKind>(kind) == ModelKind::Mixture ? 1.0 : 1.5;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (const Grid& grid : {paperGrid(48, 32), squareCells(31, 47, 0.1)}) {
      const VelocityModel model = generate(static_cast<ModelKind>(kind), grid, seed);
      QVERIFY2(
          model.min() >= slowest && model.max() <= 6.0,
          qPrintable(
              QStringLiteral("seed %1: %2 to %3").arg(seed).arg(model.min()).arg(model.max())));
    }
}

void DataGeneratorsTest::theSameSeedGivesTheSameModel() {
  QFETCH(int, kind);
  const VelocityModel first = generate(static_cast<ModelKind>(kind), paperGrid(40, 30), 11);
  const VelocityModel second = generate(static_cast<ModelKind>(kind), paperGrid(40, 30), 11);
  QVERIFY((first.velocity() == second.velocity()).all());
}

void DataGeneratorsTest::otherSeedsGiveOtherModels() {
  QFETCH(int, kind);
  const auto model = static_cast<ModelKind>(kind);
  const Array first = generate(model, paperGrid(40, 30), 1).velocity();
  for (std::uint64_t seed = 2; seed < 12; ++seed) {
    const Array other = generate(model, paperGrid(40, 30), seed).velocity();
    QCOMPARE((first != other).any(), isSeeded(model));
  }
}

void DataGeneratorsTest::aFinerGridShowsTheSameEarth() {
  QFETCH(int, kind);
  const auto model = static_cast<ModelKind>(kind);
  const Array coarse = generate(model, paperGrid(33, 33), 4).velocity();
  const Array fine = generate(model, paperGrid(129, 129), 4).velocity();
  double sum = 0.0;
  for (int iz = 0; iz < 33; ++iz)
    for (int ix = 0; ix < 33; ++ix) sum += std::abs(coarse(iz, ix) - fine(4 * iz, 4 * ix));
  // The finer grid adds detail (and sharper borders); another earth would differ by 0.5 km/s.
  QVERIFY2(sum / (33 * 33) < 0.12, qPrintable(QString::number(sum / (33 * 33))));
}

void DataGeneratorsTest::anUnusableGridIsRefused() {
  QVERIFY_EXCEPTION_THROWN(paperGrid(1, 64), Error);
  QVERIFY_EXCEPTION_THROWN(generate(ModelKind::Salt, squareCells(5, 5, 0.0), 0), Error);
  QVERIFY_EXCEPTION_THROWN(gaussianRandomField(0, 4, kAlpha, kTau, 0), Error);
  QVERIFY_EXCEPTION_THROWN(gaussianRandomField(4, 4, 0.0, kTau, 0), Error);
  QVERIFY_EXCEPTION_THROWN(gaussianRandomField(4, 4, kAlpha, std::nan(""), 0), Error);
}

void DataGeneratorsTest::thePaperBoxIsFiveByOneKilometres() {
  const Grid grid = paperGrid();
  QCOMPARE(grid.nx, 128);
  QCOMPARE(grid.nz, 128);
  QVERIFY(std::abs(grid.width() - 5.0) < 1e-12);
  QVERIFY(std::abs(grid.depth() - 1.0) < 1e-12);
}

void DataGeneratorsTest::theDefaultsOfItsParametersAreTheKind() {
  QFETCH(int, kind);
  const auto which = static_cast<ModelKind>(kind);
  const Grid grid = paperGrid(24, 20);
  const ModelParameters parameters = completeParameters(which, {});
  QCOMPARE(parameters.size(), modelKindInfo(which).parameters.size());
  QVERIFY((generate(which, grid, 3, parameters).velocity() == generate(which, grid, 3).velocity())
              .all());
}

void DataGeneratorsTest::everyParameterChangesTheModel() {
  QFETCH(int, kind);
  const auto which = static_cast<ModelKind>(kind);
  const Grid grid = paperGrid(40, 30);
  for (std::size_t i = 0; i < modelKindInfo(which).parameters.size(); ++i) {
    const ModelParameterInfo& info = modelKindInfo(which).parameters[i];
    QVERIFY(info.min <= info.standard && info.standard <= info.max);
    ModelParameters parameters = completeParameters(which, {});
    parameters[i] = (info.standard + info.max) / 2;
    // The slowest velocity has to stay below the fastest, and the least tau below the greatest.
    if (info.name == "slowest") parameters[i] = 3.0;
    if (info.name == "tau-least") parameters[i] = 10.0;
    // Not every earth has salt, nor every drawing a second stroke.
    double change = 0.0;
    for (std::uint64_t seed = 3; seed < 60 && change < 0.01; ++seed)
      change = (generate(which, grid, seed, parameters).velocity() -
                generate(which, grid, seed).velocity())
                   .abs()
                   .mean();
    QVERIFY2(change > 0.01, info.name.c_str());
  }
}

void DataGeneratorsTest::parametersOutOfBoundsAreRefused() {
  QFETCH(int, kind);
  const auto which = static_cast<ModelKind>(kind);
  const std::vector<ModelParameterInfo>& infos = modelKindInfo(which).parameters;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    for (const double bad : {infos[i].min - 0.01, infos[i].max + 0.01, std::nan("")}) {
      ModelParameters parameters = completeParameters(which, {});
      parameters[i] = bad;
      QVERIFY_THROWS_EXCEPTION(Error, generate(which, paperGrid(8, 8), 1, parameters));
    }
  }
  QVERIFY_THROWS_EXCEPTION(Error,
                           completeParameters(which, ModelParameters(infos.size() + 1, 1.0)));
}

void DataGeneratorsTest::velocitiesOfRandomFieldsStayBetweenTheirBounds() {
  const ModelParameters parameters = {2.5, 7.0, 1.5, 1.75};
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const VelocityModel model =
        generate(ModelKind::RandomField, paperGrid(32, 32), seed, parameters);
    QVERIFY(model.min() >= 1.5 && model.max() <= 1.75);
  }
  QVERIFY_THROWS_EXCEPTION(
      Error, generate(ModelKind::RandomField, paperGrid(8, 8), 1, {2.5, 7.0, 3.0, 3.0}));
}

/// As far as the box holds many structures and the nodes resolve them.
void DataGeneratorsTest::randomFieldsSpreadAlikeForEveryAlpha() {
  const auto spread = [](double alpha) {
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
      const VelocityModel model =
          generate(ModelKind::RandomField, paperGrid(64, 64), seed, {alpha, 30.0});
      sum += meanSquare(model.velocity() - 4.0);
    }
    return std::sqrt(sum / 60.0);
  };
  const double standard = spread(2.5);
  for (const double alpha : {2.0, 3.5, 5.0})
    QVERIFY(std::abs(spread(alpha) / standard - 1.0) < 0.1);
}

void DataGeneratorsTest::manyModelsTakeParametersToo() {
  const Grid grid = paperGrid(16, 12);
  const ModelParameters parameters = {3.0, 10.0, 2.0, 3.0};
  generateMany(
      ModelKind::RandomField, grid, 5, 4, 2,
      [&](std::int64_t i, const VelocityModel& model) {
        const VelocityModel alone =
            generate(ModelKind::RandomField, grid, 5 + static_cast<std::uint64_t>(i), parameters);
        QVERIFY((model.velocity() == alone.velocity()).all());
      },
      {}, parameters);
}

void DataGeneratorsTest::theGradientIsExact() {
  const VelocityModel model = generate(ModelKind::Gradient, paperGrid(20, 51), 0);
  for (int iz = 0; iz < 51; ++iz)
    for (int ix = 0; ix < 20; ++ix)
      QVERIFY(std::abs(model.velocity()(iz, ix) - (2.0 + 3.0 * model.grid().z(iz))) < 1e-12);
}

void DataGeneratorsTest::layersGetFasterWithDepth() {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Array velocity = generate(ModelKind::Layers, paperGrid(64, 64), seed).velocity();
    QVERIFY(velocity.bottomRows(8).minCoeff() > velocity.topRows(8).maxCoeff() + 1.0);
    // Beds: steps of more than 0.15 km/s between neighbours, in every column.
    const Array steps = (velocity.bottomRows(62) - velocity.topRows(62)).abs();
    QVERIFY(((steps > 0.15).cast<int>().colwise().sum() >= 4).all());
  }
}

void DataGeneratorsTest::aFaultBreaksTheBeds() {
  // Along a bed velocity hardly changes from column to column, but across the fault it does.
  const auto jumps = [](const Array& v) {
    return ((v.rightCols(126) - v.leftCols(126)).abs() > 0.3).count();
  };
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Grid grid = squareCells(128, 128, 0.02);
    const Array faulted = generate(ModelKind::Fault, grid, seed).velocity();
    const Array layered = generate(ModelKind::Layers, grid, seed).velocity();
    QVERIFY2(jumps(faulted) > jumps(layered) + 30, qPrintable(QString::number(seed)));
  }
}

void DataGeneratorsTest::saltOverhangsSediments() {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Array velocity = generate(ModelKind::Salt, paperGrid(128, 128), seed).velocity();
    const auto isSalt = ((velocity - 4.5).abs() < 1e-9).eval();
    const auto share = static_cast<double>(isSalt.count()) / static_cast<double>(isSalt.size());
    QVERIFY2(share > 0.08 && share < 0.35, qPrintable(QString::number(share)));
    int overhung = 0;
    for (Eigen::Index ix = 0; ix < 128; ++ix) {
      bool above = false;
      for (Eigen::Index iz = 0; iz < 128 && overhung == 0; ++iz) {
        above = above || isSalt(iz, ix);
        if (above && velocity(iz, ix) < 3.9) ++overhung;
      }
    }
    QVERIFY2(overhung > 0, qPrintable(QStringLiteral("seed %1").arg(seed)));
  }
}

void DataGeneratorsTest::checkerboardBlocksAlternate() {
  const Array velocity =
      generate(ModelKind::Checkerboard, squareCells(129, 129, 0.01), 0).velocity();
  // In a square box four blocks lie in a row: along each row the deviation changes sign four times
  // (three or four, where a border falls on the edge of the box).
  const auto row = (velocity.row(64) - velocity.row(64).mean()).eval();
  int changes = 0;
  for (Eigen::Index ix = 1; ix < 129; ++ix) changes += (row(ix) > 0.0) != (row(ix - 1) > 0.0);
  QVERIFY2(changes == 3 || changes == 4, qPrintable(QString::number(changes)));
}

void DataGeneratorsTest::randomFieldsHaveZeroMean() {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    QVERIFY(std::abs(gaussianRandomField(64, 48, kAlpha, kTau, seed).mean()) < 1e-12);
}

void DataGeneratorsTest::randomFieldsHaveTheExpectedVariance() {
  double sum = 0.0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed)
    sum += meanSquare(gaussianRandomField(64, 64, kAlpha, kTau, seed));
  const double deviation = std::sqrt(sum / kSeeds);
  QVERIFY2(std::abs(deviation - 0.26) < 0.01, qPrintable(QString::number(deviation)));
}

void DataGeneratorsTest::randomFieldsHaveTheExpectedSpectrum() {
  constexpr std::array<std::pair<int, int>, 6> kWaves = {
      {{1, 0}, {0, 2}, {-3, 1}, {5, 4}, {2, -9}, {12, 7}}};
  std::array<double, kWaves.size()> power{};
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const Array u = gaussianRandomField(32, 32, kAlpha, kTau, seed);
    for (std::size_t i = 0; i < kWaves.size(); ++i)
      power[i] += std::norm(coefficient(u, kWaves[i].first, kWaves[i].second)) / kSeeds;
  }
  for (std::size_t i = 0; i < kWaves.size(); ++i) {
    const double ratio = power[i] / expectedPower(kWaves[i].first, kWaves[i].second);
    // The mean of 300 exponential variables: standard deviation 0.06.
    QVERIFY2(std::abs(ratio - 1.0) < 0.25, qPrintable(QStringLiteral("%1: %2").arg(i).arg(ratio)));
  }
}

void DataGeneratorsTest::randomFieldsAreRefinedByMoreNodes() {
  // What the finer grid adds is its higher wavenumbers, a hundredth of the variance.
  const Array coarse = gaussianRandomField(32, 32, kAlpha, kTau, 9);
  const Array fine = gaussianRandomField(64, 96, kAlpha, kTau, 9);
  double difference = 0.0;
  for (int iz = 0; iz < 32; ++iz)
    for (int ix = 0; ix < 32; ++ix)
      difference += std::pow(coarse(iz, ix) - fine(2 * iz, 3 * ix), 2);
  QVERIFY2(difference / 1024.0 < 0.03 * meanSquare(coarse),
           qPrintable(QString::number(difference)));
}

void DataGeneratorsTest::randomFieldsComeInAnyShape() {
  for (const auto& [nz, nx] : {std::pair{1, 1}, {1, 7}, {13, 1}, {97, 101}, {50, 70}}) {
    const Array u = gaussianRandomField(nz, nx, kAlpha, kTau, 2);
    QCOMPARE(u.rows(), Eigen::Index{nz});
    QCOMPARE(u.cols(), Eigen::Index{nx});
    QVERIFY(u.isFinite().all());
  }
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::DataGeneratorsTest)
#include "data_generators_test.moc"
