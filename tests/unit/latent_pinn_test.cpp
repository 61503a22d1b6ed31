// SPDX-License-Identifier: GPL-3.0-or-later
// Stage 2 learns traveltimes of a family of models, and goes on after an interruption as if there
// had been none.
#include <QTemporaryDir>
#include <QtTest>
#include <numeric>

#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"
#include "pinn/traveltime_errors.h"
#include "stage_difference.h"
#include "tiny_network.h"
#include "training/latent_pinn_field.h"
#include "training/latent_pinn_stage.h"
#include "training/pca.h"
#include "training/training.h"

namespace isochron {
namespace {

constexpr std::int64_t kModels = 80;

LatentPinnConfig tiny() {
  LatentPinnConfig config = tests::tinyNetwork();
  config.points = 60;
  config.labelPoints = 50;
  config.models = 8;
  config.optimiser.steps = 400;
  config.optimiser.warmUp = 20;
  config.validation = 0.1;
  config.test = 0.1;
  config.validationModels = 8;
  config.threads = 1;
  return config;
}

void take(Stage& stage, int steps) {
  for (int i = 0; i < steps; ++i) stage.step();
}

}  // namespace

class LatentPinnTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    file_ = folder_.filePath("fields.npy").toStdString();
    write(file_, 24, 20, kModels);
    PcaConfig config;
    config.components = 6;
    config.threads = 1;
    latents_ = std::make_shared<PrincipalComponents>(data(), config);
  }

  void physicsAloneLearnsTheFirstArrival() {
    LatentPinnConfig config = tiny();
    LatentPinnStage stage(data(), latents_, config);
    const double before = errorOf(stage);
    take(stage, 400);
    const double after = errorOf(stage);
    QVERIFY2(after < 0.06, qPrintable(QString::number(after)));
    QVERIFY(after < 0.4 * before);
  }

  void theOtherLossesLearnToo_data() {
    QTest::addColumn<QString>("settings");
    QTest::newRow("labels alone") << R"({"points": 0, "labels": 1.0})";
    QTest::newRow("labels guide") << R"({"residual": 0.1, "labels": 1.0, "reuse": 4})";
    QTest::newRow("central, semiconcave")
        << R"({"derivatives": "central", "semiconcavity": 0.01, "spacing": 0.3})";
    QTest::newRow("mlp, exact, semiconcave")
        << R"({"network": "mlp", "width": 32, "depth": 3, "derivatives": "exact",
               "semiconcavity": 0.01, "activation": "elu"})";
    QTest::newRow("mlp, upwind, l2")
        << R"({"network": "mlp", "width": 32, "depth": 3, "norm": "l2"})";
    QTest::newRow("decoded velocity, anywhere") << R"({"velocity": "decoded", "sampler": "sobol"})";
    QTest::newRow("adaptive") << R"({"sampler": "adaptive"})";
  }
  void theOtherLossesLearnToo() {
    QFETCH(QString, settings);
    Json json = tiny().toJson();
    json.update(Json::parse(settings.toStdString()));
    json["steps"] = 150;
    LatentPinnStage stage(data(), latents_, LatentPinnConfig::fromJson(json));
    const double before = errorOf(stage);
    take(stage, 150);
    const double after = errorOf(stage);
    QVERIFY2(after < 0.12 && after < 0.7 * before,
             qPrintable(QString("%1 -> %2").arg(before).arg(after)));
  }

  /// After some steps of Adam. Whether the error of models held out falls as well is another
  /// matter: eight models are few to learn from.
  void lbfgsGoesOnWhereAdamIsSlow() {
    LatentPinnConfig config = tiny();
    LatentPinnStage adam(data(), latents_, config);
    take(adam, 200);
    (void)adam.metrics();
    config.optimiser.kind = "lbfgs";
    config.optimiser.batchSteps = 40;
    LatentPinnStage lbfgs(data(), latents_, config);
    lbfgs.beginWith(adam.model());
    std::vector<double> losses;
    for (int i = 0; i < config.optimiser.batchSteps; ++i) {
      lbfgs.step();
      losses.push_back(*lbfgs.metrics().find("loss"));
    }
    // On one batch it only ever goes down, and not just a little.
    QVERIFY(std::is_sorted(losses.rbegin(), losses.rend()));
    QVERIFY2(losses.back() < 0.8 * losses.front(),
             qPrintable(QString::number(losses.back() / losses.front())));
    QVERIFY(!lbfgs.metrics().find("learning_rate"));
  }

  void aResumedRunEqualsTheUnbrokenOneBitForBit_data() {
    QTest::addColumn<QString>("settings");
    QTest::newRow("physics") << R"({})";
    QTest::newRow("adaptive, reused, guided")
        << R"({"sampler": "adaptive", "reuse": 3, "labels": 0.5})";
    QTest::newRow("mlp")
        << R"({"network": "mlp", "width": 16, "depth": 2, "derivatives": "exact"})";
    QTest::newRow("L-BFGS") << R"({"optimiser": "lbfgs", "batch_steps": 5})";
  }
  void aResumedRunEqualsTheUnbrokenOneBitForBit() {
    QFETCH(QString, settings);
    Json json = tiny().toJson();
    json.update(Json::parse(settings.toStdString()));
    const LatentPinnConfig config = LatentPinnConfig::fromJson(json);
    LatentPinnStage unbroken(data(), latents_, config);
    take(unbroken, 17);
    for (const int interruptedAfter : {0, 1, 8}) {
      LatentPinnStage first(data(), latents_, config);
      take(first, interruptedAfter);
      (void)first.metrics();
      (void)first.snapshot(1);
      Archive archive;
      first.save(archive);
      const std::string file = folder_.filePath("part.isochron").toStdString();
      archive.write(file);
      LatentPinnStage second(data(), latents_, config);
      second.load(Archive::read(file));
      take(second, 17 - interruptedAfter);
      (void)unbroken.metrics();
      (void)second.metrics();
      QCOMPARE(tests::difference(unbroken, second), std::string());
    }
  }

  void aStoredModelAnswersAsBefore() {
    LatentPinnStage stage(data(), latents_, tiny());
    take(stage, 3);
    Archive archive;
    stage.save(archive);
    LatentPinn stored(archive);
    const std::vector<float> velocity = velocityOf(2);
    const Point source{1.3, 0.7};
    QVERIFY(stored.traveltimes(stored.encode(velocity), source) ==
            stage.model().traveltimes(stage.model().encode(velocity), source));
  }

  /// A field asks the network at every second node, and the others are not worse for it.
  void aFieldIsTheNetworksEverywhere_data() {
    QTest::addColumn<QString>("network");
    QTest::newRow("branch-trunk") << "branch-trunk";
    QTest::newRow("mlp") << "mlp";
  }
  void aFieldIsTheNetworksEverywhere() {
    QFETCH(QString, network);
    LatentPinnConfig config = tiny();
    config.network = network.toStdString();
    config.depth = 3;
    config.width = 24;
    LatentPinnStage stage(data(), latents_, config);
    for (int i = 0; i < 50; ++i) stage.step();
    LatentPinn& model = stage.model();
    const Point source{2.1, 0.3};
    const std::vector<float> latent(static_cast<std::size_t>(latents_->latentCount()), 0.4f);
    const EncodedModels encoded = model.encoded(latent, {}, model.grid());
    LatentPinnField field(model, source);
    const std::vector<float> times = field.traveltimes(field.coefficients(encoded));
    const std::vector<float> everywhere = model.traveltimes(encoded, source);
    QCOMPARE(times.size(), everywhere.size());
    const TraveltimeErrors errors = traveltimeErrors(times, everywhere);
    QVERIFY2(errors.rmae < 1e-3, qPrintable(QString::number(errors.rmae)));
  }

  void timesAreBoundedAndVanishAtTheSource() {
    LatentPinn model(latents_, [] {
      LatentPinnConfig config = tiny();
      config.slowest = 2.0;
      config.fastest = 6.0;
      return config;
    }());
    // Far outside the family.
    const EncodedModels encoded = model.encoded(std::vector<float>(6, 40.0f), {}, model.grid());
    const Point source = model.grid().node(3, 5);
    const std::vector<Point> nodes = nodesOf(model.grid());
    const std::vector<float> times = model.traveltimes(encoded, source);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const double r = distance(nodes[i], source);
      QVERIFY(times[i] >= r / 6.0 * (1 - 1e-6) && times[i] <= r / 2.0 * (1 + 1e-6));
    }
  }

  void theSnapshotShowsBothAnswers() {
    LatentPinnStage stage(data(), latents_, tiny());
    const Snapshot snapshot = stage.snapshot(0);
    std::vector<std::string> names;
    for (const auto& [name, field] : snapshot.fields) names.push_back(name);
    QVERIFY((names ==
             std::vector<std::string>{"velocity", "traveltime", "reference", "error", "residual"}));
    const VelocityModel shown(snapshot.fields[0].second.grid, snapshot.fields[0].second.values);
    const Array solved = EikonalSolver().solve(shown, {2.5, 0.5}).time;
    QVERIFY((snapshot.fields[2].second.values - solved).abs().maxCoeff() == 0.0);
  }

  void snapshotsShowTheModelThatIsAskedFor() {
    LatentPinnStage stage(data(), latents_, tiny());
    QCOMPARE(stage.heldOutCount(), std::int64_t{8});
    const auto shown = [&](std::int64_t heldOut) {
      return stage.snapshot(heldOut).find("velocity")->values;
    };
    for (const std::int64_t i : {0, 5, 7, 0})
      QVERIFY((shown(i) ==
               data().read(stage.split().validation[static_cast<std::size_t>(i)]).velocity())
                  .all());
    QVERIFY((shown(99) == shown(7)).all());
    QVERIFY(stage.snapshot(0).collocationPoints.empty());
    stage.step();
    const LatentPinnConfig config = tiny();
    QCOMPARE(stage.snapshot(0).collocationPoints.size(),
             static_cast<std::size_t>(config.points * config.sources));
    QVERIFY(stage.snapshot(0).find("nonsense") == nullptr);
  }

  void whatIsAdjustedHoldsFromTheNextStepOn() {
    LatentPinnConfig config = tiny();
    config.optimiser.schedule = "constant";
    config.optimiser.warmUp = 0;
    LatentPinnStage stage(data(), latents_, config);
    take(stage, 2);
    QVERIFY(stage.adjust("learning_rate", 1e-3));
    QVERIFY(stage.adjust("semiconcavity", 0.01));
    QVERIFY(stage.adjust("semiconcavity_bound", 0.0));  // first weights make no crease of 3 per km
    QVERIFY(!stage.adjust("labels", 1.0));              // none was solved
    QVERIFY(!stage.adjust("rank", 4.0));
    QVERIFY_EXCEPTION_THROWN(stage.adjust("learning_rate", 0.0), Error);
    QVERIFY_EXCEPTION_THROWN(stage.adjust("residual", -1.0), Error);
    (void)stage.metrics();
    stage.step();
    const Metrics metrics = stage.metrics();
    QCOMPARE(metrics.find("learning_rate"), std::optional(1e-3));
    QVERIFY(metrics.find("semiconcavity").value_or(0.0) > 0.0);
    // What is stored is what holds, and any run of the same kind takes it up.
    Archive archive;
    stage.save(archive);
    QCOMPARE(archive.described("config").at("learning_rate").get<double>(), 1e-3);
    LatentPinnStage other(data(), latents_, config);
    other.load(archive);
    QCOMPARE(other.steps(), std::int64_t{3});
  }

  void whatDoesNotFitIsRefused() {
    QTemporaryDir folder;
    const std::string file = folder.filePath("other.npy").toStdString();
    write(file, 12, 20, 10);
    QVERIFY_EXCEPTION_THROWN(LatentPinnStage(DataSet::open(file), latents_, tiny()), Error);

    Archive archive;
    LatentPinnStage(data(), latents_, tiny()).save(archive);
    LatentPinnConfig other = tiny();
    other.points = 24;
    LatentPinnStage stage(data(), latents_, other);
    QVERIFY_EXCEPTION_THROWN(stage.load(archive), Error);
    Archive pca;
    latents_->save(pca);
    QVERIFY_EXCEPTION_THROWN(stage.load(pca), Error);
    QVERIFY_EXCEPTION_THROWN(LatentPinn{pca}, Error);
  }

  /// A run that is to use all threads of its machine says that of the next machine too.
  void threadsOfTheMachineAreNotStored() {
    LatentPinnConfig config = tiny();
    config.threads = 0;
    Archive archive;
    LatentPinnStage(data(), latents_, config).save(archive);
    QCOMPARE(archive.described("config").at("threads"), Json(0));
    config.threads = 3;
    LatentPinnStage(data(), latents_, config).save(archive);
    QCOMPARE(archive.described("config").at("threads"), Json(3));
  }

  void oneVelocityGivenAloneIsKept() {
    const auto used = [&](double slowest, double fastest) {
      LatentPinnConfig config = tiny();
      config.slowest = slowest;
      config.fastest = fastest;
      LatentPinnStage stage(data(), latents_, config);
      const Ansatz ansatz = stage.model().ansatz({});
      return std::pair(ansatz.slowest, ansatz.fastest);
    };
    const auto [slowest, fastest] = used(0.0, 0.0);
    QVERIFY(1.0 < slowest && slowest < fastest && fastest < 7.0);
    QVERIFY(used(1.25, 0.0) == std::pair(1.25, fastest));
    QVERIFY(used(0.0, 7.5) == std::pair(slowest, 7.5));
    QVERIFY(used(1.25, 7.5) == std::pair(1.25, 7.5));
    // A slowest that is faster than all models.
    QVERIFY_EXCEPTION_THROWN(used(9.0, 0.0), Error);
  }

  void aViscosityThatWouldBeIgnoredIsRefused() {
    LatentPinnConfig config = tiny();
    config.loss.viscosity = 0.01;
    QVERIFY_EXCEPTION_THROWN(LatentPinnStage(data(), latents_, config), Error);
    config.loss.differentiation = Differentiation::Central;
    LatentPinnStage(data(), latents_, config).step();
  }

  /// Whatever part of the preparation is under way.
  void preparationEndsWhenItIsCancelled() {
    std::vector<std::string> parts;
    Preparation all;
    all.tell = [&](const char* what, double) { parts.push_back(what); };
    LatentPinnStage(data(), latents_, tiny(), all);
    QVERIFY(parts.size() >= 4);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      std::stop_source source;
      std::size_t told = 0;
      Preparation some;
      some.stop = source.get_token();
      some.tell = [&](const char*, double) {
        if (told++ == i) source.request_stop();
      };
      // The last part is not cut off: it ends at once.
      if (i + 1 < parts.size())
        QVERIFY_EXCEPTION_THROWN(LatentPinnStage(data(), latents_, tiny(), some), Cancelled);
    }
  }

  /// The same kind of latents of the same models, but other numbers.
  void aRunIsNotResumedWithOtherLatents() {
    Archive archive;
    LatentPinnStage(data(), latents_, tiny()).save(archive);
    Archive other;
    latents_->save(other);
    other.metadata["standardisation"]["mean_km_s"] = 3.0;
    const std::shared_ptr<const LatentModel> moved = loadLatentModel(other);
    LatentPinnStage withMoved(data(), moved, tiny());
    QVERIFY_EXCEPTION_THROWN(withMoved.load(archive), Error);
    latents_->save(other);
    ArchivedArray deviations = other.at("deviations");
    deviations.bytes[1] ^= std::byte{1};
    other.put("deviations", deviations);
    const std::shared_ptr<const LatentModel> scaled = loadLatentModel(other);
    LatentPinnStage withScaled(data(), scaled, tiny());
    QVERIFY_EXCEPTION_THROWN(withScaled.load(archive), Error);
    LatentPinnStage same(data(), latents_, tiny());
    same.load(archive);
  }

  void impossibleSettingsAreRefused_data() {
    QTest::addColumn<QString>("settings");
    for (const char* settings :
         {R"({"network": "cnn"})", R"({"derivatives": "exact"})", R"({"points": 0})",
          R"({"spacing": 0})", R"({"centre_share": 2})", R"({"norm": "l3"})",
          R"({"device": "cuda:0"})", R"({"models": 0})", R"({"sampler": "dice"})",
          R"({"activation": "relu"})", R"({"schedule": "stairs"})", R"({"colour": 1})",
          R"({"optimiser": "sgd"})", R"({"optimiser": "lbfgs", "sampler": "adaptive"})",
          R"({"batch_steps": 1})", R"({"slowest": 6, "fastest": 2})"})
      QTest::newRow(settings) << settings;
  }
  void impossibleSettingsAreRefused() {
    QFETCH(QString, settings);
    QVERIFY_EXCEPTION_THROWN(LatentPinnConfig::fromJson(Json::parse(settings.toStdString())),
                             Error);
  }

 private:
  static void write(const std::string& file, int nx, int nz, std::int64_t count) {
    NpySequenceWriter writer(file, count, nz, nx);
    generateMany(ModelKind::RandomField, paperGrid(nx, nz), 0, count, 1,
                 [&](std::int64_t, const VelocityModel& m) { writer.append(m.velocity()); });
    writer.finish();
  }
  DataSet data() const {
    VelocityFile file = VelocityFile::open(file_);
    ImportLayout layout = file.guess().layout;
    layout.dx = 5.0 / 23;
    layout.dz = 1.0 / 19;
    return {std::move(file), layout};
  }
  static double errorOf(LatentPinnStage& stage) { return *stage.metrics().find(kErrorMetric); }
  std::vector<float> velocityOf(std::int64_t index) const {
    std::vector<float> velocity(static_cast<std::size_t>(data().nodes()));
    data().readBatch(std::span(&index, 1), {0.0, 1.0}, velocity);
    return velocity;
  }

  QTemporaryDir folder_;
  std::string file_;
  std::shared_ptr<const LatentModel> latents_;
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::LatentPinnTest)
#include "latent_pinn_test.moc"
