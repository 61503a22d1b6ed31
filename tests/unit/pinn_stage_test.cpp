// SPDX-License-Identifier: GPL-3.0-or-later
// A PINN of one model learns its traveltimes, can be taken up and transferred; the comparison
// measures it beside a latentPINN and the solver.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/random_field.h"
#include "stage_difference.h"
#include "tiny_network.h"
#include "training/compare.h"
#include "training/latent_pinn_stage.h"
#include "training/pca.h"
#include "training/pinn_stage.h"
#include "training/training.h"

namespace isochron {
namespace {

constexpr Point kSource{1.1, 0.4};

VelocityModel model(std::uint64_t seed, int nx = 33, int nz = 25) {
  const Array field = gaussianRandomField(nz, nx, 4.0, 8.0, seed);
  const double least = field.minCoeff(), range = field.maxCoeff() - least;
  return {{nx, nz, 2.0 / (nx - 1), 1.0 / (nz - 1), {0.2, 0.1}},
          2.0 + 2.0 * (field - least) / range};
}

PinnConfig tiny() {
  PinnConfig config;
  config.width = 24;
  config.depth = 3;
  config.points = 100;
  config.optimiser.steps = 600;
  config.optimiser.learningRate = 5e-3;
  config.optimiser.warmUp = 20;
  config.threads = 1;
  return config;
}

double errorAfter(PinnStage& stage, int steps) {
  for (int i = 0; i < steps; ++i) stage.step();
  return stage.metrics().find(kErrorMetric).value_or(1e9);
}

}  // namespace

class PinnStageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itLearnsTheFirstArrival_data() {
    QTest::addColumn<QString>("settings");
    QTest::newRow("exact, L1") << "{}";
    QTest::newRow("exact, L2") << R"({"norm": "l2"})";
    QTest::newRow("upwind") << R"({"derivatives": "upwind"})";
    QTest::newRow("nodes") << R"({"sampler": "grid"})";
    QTest::newRow("L-BFGS") << R"({"optimiser": "lbfgs", "norm": "l2", "batch_steps": 300})";
  }
  void itLearnsTheFirstArrival() {
    QFETCH(QString, settings);
    Json json = tiny().toJson();
    json.update(Json::parse(settings.toStdString()));
    PinnStage stage(model(1), kSource, PinnConfig::fromJson(json));
    const double before = errorAfter(stage, 0), after = errorAfter(stage, 600);
    QVERIFY2(after < 0.02, qPrintable(QString::number(after)));
    QVERIFY(after < 0.2 * before);
  }

  void aRunThatIsTakenUpEndsWithTheSameBits_data() {
    QTest::addColumn<QString>("optimiser");
    for (const char* name : {"adam", "lbfgs"}) QTest::newRow(name) << name;
  }
  void aRunThatIsTakenUpEndsWithTheSameBits() {
    QFETCH(QString, optimiser);
    PinnConfig config = tiny();
    config.optimiser.kind = optimiser.toStdString();
    config.optimiser.batchSteps = 7;
    PinnStage whole(model(1), kSource, config), first(model(1), kSource, config),
        second(model(1), kSource, config);
    for (int i = 0; i < 23; ++i) whole.step();
    for (int i = 0; i < 10; ++i) first.step();
    Archive archive;
    first.save(archive);
    second.load(archive);
    QCOMPARE(second.steps(), 10);
    for (int i = 0; i < 13; ++i) second.step();
    QCOMPARE(tests::difference(whole, second), std::string());
  }

  void whatDoesNotFitIsRefused() {
    PinnStage stage(model(1), kSource, tiny());
    Archive archive;
    stage.save(archive);
    PinnConfig wider = tiny();
    wider.width = 28;
    QVERIFY_THROWS_EXCEPTION(Error, PinnStage(model(1), kSource, wider).load(archive));
    QVERIFY_THROWS_EXCEPTION(Error, PinnStage(model(1), kSource, wider).beginWith(archive));
    QVERIFY_THROWS_EXCEPTION(Error, PinnStage(model(2), kSource, tiny()).load(archive));
    QVERIFY_THROWS_EXCEPTION(Error, PinnStage(model(1), {1.0, 0.4}, tiny()).load(archive));
    QVERIFY_THROWS_EXCEPTION(Error, PinnStage(model(1), {5.0, 0.4}, tiny()));
    for (const char* settings :
         {R"({"points": 0})", R"({"sampler": "adaptive"})", R"({"width": 0})", R"({"wdth": 8})",
          R"({"derivatives": "upwind", "viscosity": 0.1})", R"({"residual": 0})"}) {
      Json json = tiny().toJson();
      json.update(Json::parse(settings));
      QVERIFY_THROWS_EXCEPTION(Error, PinnConfig::fromJson(json));
    }
  }

  void transferBeginsWithWhatWasLearnt() {
    PinnStage donor(model(1), kSource, tiny());
    const double learnt = errorAfter(donor, 600);
    Archive archive;
    donor.save(archive);
    PinnStage same(model(1), kSource, tiny());
    same.beginWith(archive);
    QCOMPARE(same.steps(), 0);
    QCOMPARE(errorAfter(same, 0), learnt);
    const VelocityModel like(model(1).grid(),
                             0.9 * model(1).velocity() + 0.1 * model(2).velocity());
    PinnStage other(like, kSource, tiny()), anew(like, kSource, tiny());
    other.beginWith(archive);
    QVERIFY(errorAfter(other, 0) < errorAfter(anew, 0));
  }

  void theComparisonMeasuresEveryWay() {
    const QTemporaryDir folder;
    LatentPinn pinn = trained(folder.filePath("family.npy").toStdString());
    PinnConfig config = tiny();
    config.optimiser.steps = 0;
    const ComparisonRequest request{
        .model = model(100), .source = kSource, .seconds = 0.5, .refinementSteps = 5, .other = {}};
    std::size_t told = 0;
    const Comparison result =
        compare(request, pinn, 10.0, config, [&](const Comparison&) { ++told; }, {});
    std::size_t answers = 0;
    for (const Contender contender : {Contender::Solver, Contender::LatentPinn, Contender::Refined,
                                      Contender::RandomWeights, Contender::Transfer}) {
      const ComparedCurve* curve = result.find(contender);
      QVERIFY2(curve != nullptr, toText(contender).c_str());
      answers += curve->answers.size();
      for (std::size_t i = 1; i < curve->answers.size(); ++i)
        QVERIFY(curve->answers[i].seconds > curve->answers[i - 1].seconds);
      for (const ComparedAnswer& a : curve->answers)
        QVERIFY(std::isfinite(a.loss) && a.rmae > 0.0 && a.rmae < 2.0);
    }
    QVERIFY(told >= answers);
    QVERIFY(result.find(Contender::Solver)->answers.back().rmae < 0.005);
    QVERIFY(result.find(Contender::Refined)->answers.back().rmae <=
            result.find(Contender::LatentPinn)->answers.back().rmae);
    const auto& curve = result.find(Contender::RandomWeights)->answers;
    QVERIFY(curve.back().rmae < curve.front().rmae);
    QCOMPARE(result.breakEvens().size(), std::size_t{6});
    QVERIFY(Json::parse(jsonText(result.toJson())).at("curves").size() == 5);
    QCOMPARE(static_cast<std::size_t>(std::ranges::count(result.toCsv(), '\n')), answers + 1);
  }

  void theBreakEvenIsTrainingOverWhatAnAnswerSaves() {
    Comparison comparison;
    comparison.trainingSeconds = 100.0;
    comparison.curves = {
        {Contender::Solver, {{0.001, 0, 0, 0.001}}},
        {Contender::LatentPinn, {{0.5, 0, 0, 0.02}}},
        {Contender::RandomWeights, {{0, 0, 0, 0.5}, {2.5, 0, 0, 0.02}, {5.0, 0, 0, 0.01}}},
        {Contender::Transfer, {{0, 0, 0, 0.4}, {4.5, 0, 0, 0.03}}},
    };
    const std::vector<BreakEven> evens = comparison.breakEvens();
    QCOMPARE(evens.size(), std::size_t{3});
    QVERIFY(evens[0].against == Contender::RandomWeights && evens[0].reached);
    QCOMPARE(evens[0].pairs.value(), 50.0);
    QVERIFY(evens[1].against == Contender::Transfer && !evens[1].reached);
    QCOMPARE(evens[1].pairs.value(), 25.0);
    QVERIFY(evens[2].against == Contender::Solver && !evens[2].pairs);
    comparison.trainingSeconds.reset();
    QVERIFY(comparison.breakEvens().empty());
  }

  void theComparisonStopsWhenAsked() {
    const QTemporaryDir folder;
    LatentPinn pinn = trained(folder.filePath("family.npy").toStdString());
    const ComparisonRequest request{.model = model(100),
                                    .source = kSource,
                                    .seconds = 600.0,
                                    .refinementSteps = 5,
                                    .other = {}};
    std::stop_source stop;
    const auto tell = [&](const Comparison& sofar) {
      if (sofar.find(Contender::RandomWeights)) stop.request_stop();
    };
    QVERIFY_THROWS_EXCEPTION(Cancelled, compare(request, pinn, {}, tiny(), tell, stop.get_token()));
  }

 private:
  static LatentPinn trained(const std::string& file) {
    const Grid grid = model(0).grid();
    NpySequenceWriter writer(file, 40, grid.nz, grid.nx);
    for (std::uint64_t i = 0; i < 40; ++i) writer.append(model(i).velocity());
    writer.finish();
    VelocityFile opened = VelocityFile::open(file);
    ImportLayout layout = opened.guess().layout;
    layout.dx = grid.dx;
    layout.dz = grid.dz;
    layout.origin = grid.origin;
    const DataSet data(std::move(opened), layout);
    PcaConfig components;
    components.components = 6;
    components.threads = 1;
    LatentPinnConfig config = tests::tinyNetwork();
    config.points = 40;
    config.models = 4;
    config.optimiser.steps = 5;
    config.threads = 1;
    LatentPinnStage stage(data, std::make_shared<PrincipalComponents>(data, components), config);
    stage.step();
    Archive archive;
    stage.save(archive);
    return LatentPinn(archive);
  }
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::PinnStageTest)
#include "pinn_stage_test.moc"
