// SPDX-License-Identifier: GPL-3.0-or-later
// A latentPINN of velocities relative to each model's own bounds answers in boxes of any shape and
// size, at any nodes.
#include <QTemporaryDir>
#include <QtTest>

#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"
#include "pinn/traveltime_errors.h"
#include "tiny_network.h"
#include "training/latent_pinn_field.h"
#include "training/latent_pinn_stage.h"
#include "training/pca.h"
#include "training/source_groups.h"

namespace isochron {
namespace {

constexpr std::int64_t kModels = 80;

LatentPinnConfig tiny() {
  LatentPinnConfig config = tests::tinyNetwork();
  config.points = 20;
  config.labelPoints = 80;
  config.loss.labels = 1.0;
  config.loss.residual = 0.1;
  config.models = 8;
  config.sources = 4;
  config.reuse = 4;
  config.centreShare = 0.0;
  config.optimiser.steps = 300;
  config.optimiser.warmUp = 20;
  config.validation = 0.2;
  config.test = 0.0;
  config.validationModels = 16;
  config.threads = 1;
  config.leastAspect = 0.2;
  config.greatestAspect = 2.0;
  return config;
}

VelocityModel layers(int nx, int nz, double width, double depth, double factor = 1.0) {
  Array velocity(nz, nx);
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix)
      velocity(iz, ix) = factor * (2.0 + 1.5 * iz / (nz - 1.0) + std::sin(3.0 * ix / (nx - 1.0)));
  return {{nx, nz, width / (nx - 1), depth / (nz - 1), {0.0, 0.0}}, velocity};
}

double worstRatio(std::span<const float> a, std::span<const float> b, double factor) {
  double worst = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i)
    worst = std::max(worst, std::abs(a[i] - factor * b[i]) / std::max(1e-6, factor * b[i]));
  return worst;
}

}  // namespace

class AnyBoxTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(folder_.isValid());
    file_ = folder_.filePath("fields.npy").toStdString();
    NpySequenceWriter writer(file_, kModels, 20, 24);
    generateMany(ModelKind::RandomField, paperGrid(24, 20), 0, kModels, 1,
                 [&](std::int64_t, const VelocityModel& m) { writer.append(m.velocity()); });
    writer.finish();
    latents_ = std::make_shared<PrincipalComponents>(data(), components(true));
  }

  /// T(a x; v(a .)) = a T and T(x; c v) = T / c.
  void lengthsAndSpeedsScale() {
    LatentPinnStage stage(data(), latents_, tiny());
    for (int i = 0; i < 20; ++i) stage.step();
    LatentPinn& pinn = stage.model();
    const auto times = [&](const VelocityModel& model, Point source) {
      LatentPinnField field(pinn, model.grid(), source);
      return field.traveltimes(field.coefficients(pinn.encode(model)));
    };
    const std::vector<float> first = times(layers(31, 27, 4.0, 2.0), {1.3, 0.4});
    QVERIFY(worstRatio(times(layers(31, 27, 40.0, 20.0), {13.0, 4.0}), first, 10.0) < 1e-5);
    QVERIFY(worstRatio(times(layers(31, 27, 0.4, 0.2), {0.13, 0.04}), first, 0.1) < 1e-5);
    QVERIFY(worstRatio(times(layers(31, 27, 4.0, 2.0, 0.5), {1.3, 0.4}), first, 2.0) < 1e-5);
    QVERIFY(worstRatio(times(layers(31, 27, 4.0, 2.0, 2.0), {1.3, 0.4}), first, 0.5) < 1e-5);
  }

  void aConstantVelocityIsExact() {
    LatentPinn pinn(latents_, tiny());
    const VelocityModel model({17, 40, 0.3, 0.1, {-2.0, 1.0}}, Array::Constant(40, 17, 2.5));
    const Point source{-1.1, 2.2};
    LatentPinnField field(pinn, model.grid(), source);
    const std::vector<float> times = field.traveltimes(field.coefficients(pinn.encode(model)));
    const std::vector<Point> nodes = nodesOf(model.grid());
    QCOMPARE(times.size(), nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
      QVERIFY(std::abs(times[i] - distance(nodes[i], source) / 2.5) < 1e-6);
  }

  /// Few nodes, many, an odd number, a narrow box, and where the model begins elsewhere.
  void aFieldIsTheNetworksAtAnyNodes_data() {
    QTest::addColumn<int>("nx");
    QTest::addColumn<int>("nz");
    QTest::newRow("few") << 9 << 8;
    QTest::newRow("odd") << 57 << 33;
    QTest::newRow("wide") << 301 << 24;
    QTest::newRow("deep") << 20 << 190;
  }
  void aFieldIsTheNetworksAtAnyNodes() {
    QFETCH(int, nx);
    QFETCH(int, nz);
    LatentPinnStage stage(data(), latents_, tiny());
    for (int i = 0; i < 40; ++i) stage.step();
    LatentPinn& pinn = stage.model();
    const VelocityModel model = layers(nx, nz, 3.0, 1.7);
    const Point source{2.1, 0.3};
    LatentPinnField field(pinn, model.grid(), source);
    const EncodedModels encoded = pinn.encode(model);
    const std::vector<float> times = field.traveltimes(field.coefficients(encoded));
    const std::vector<float> everywhere = pinn.traveltimes(encoded, source);
    QCOMPARE(times.size(), everywhere.size());
    const TraveltimeErrors errors = traveltimeErrors(times, everywhere);
    QVERIFY2(errors.rmae < 2e-3, qPrintable(QString::number(errors.rmae)));
  }

  void boxesOfSeveralShapesAreLearnt() {
    LatentPinnStage stage(data(), latents_, tiny());
    const auto error = [&] { return *stage.metrics().find("error_anywhere"); };
    const double before = error();
    for (int i = 0; i < 300; ++i) stage.step();
    const double after = error();
    QVERIFY2(after < 0.08 && after < 0.7 * before,
             qPrintable(QString("%1 -> %2").arg(before).arg(after)));
  }

  void theBoxesDrawnSpanTheRange() {
    const DataSet set = data();
    const LatentPinnConfig config = tiny();
    const double area = set.grid().width() * set.grid().depth();
    double least = 10.0, most = 0.0;
    for (int i = 0; i <= 10; ++i) {
      const Grid box = boxOfChance(set.grid(), config, i / 10.0);
      least = std::min(least, aspectOf(box));
      most = std::max(most, aspectOf(box));
      QVERIFY(std::abs(box.width() * box.depth() - area) < 1e-9 * area);
    }
    QVERIFY(std::abs(least - 0.2) < 1e-9 && std::abs(most - 2.0) < 1e-9);
  }

  void whatIsStoredAnswersAlike() {
    LatentPinnStage stage(data(), latents_, tiny());
    stage.step();
    Archive archive;
    stage.save(archive);
    LatentPinn stored(archive);
    QVERIFY(stored.anyBox());
    const EncodedModels encoded = stored.encode(layers(50, 60, 2.0, 3.0));
    QVERIFY(stored.traveltimes(encoded, {1.3, 0.7}) ==
            stage.model().traveltimes(encoded, {1.3, 0.7}));
  }

  /// A decoded model lies between its own bounds, or close to them.
  void decodingGivesVelocitiesBack() {
    const VelocityModel model = data().read(3);
    const LatentPinn pinn(latents_, tiny());
    const EncodedModels encoded = pinn.encode(model);
    const VelocityBounds bounds{model.min(), model.max()};
    torch::Tensor row = torch::empty({1, latents_->latentCount()});
    std::copy_n(encoded.inputs.begin(), row.numel(), row.data_ptr<float>());
    const torch::Tensor back = latents_->decode(row, {&bounds, 1}).contiguous();
    double squares = 0.0, all = 0.0;
    const double mean = model.velocity().mean();
    for (std::int64_t i = 0; i < back.numel(); ++i) {
      const double v = model.velocity()(i / 24, i % 24);
      squares += std::pow(back.data_ptr<float>()[i] - v, 2);
      all += std::pow(v - mean, 2);
    }
    QVERIFY2(squares < 0.5 * all, qPrintable(QString::number(squares / all)));
  }

  /// What is usual for models like the one at hand is measured when training ends, and stored.
  void theUsualErrorIsToldOfModelsHeldOut() {
    LatentPinnStage stage(data(), latents_, tiny());
    for (int i = 0; i < 100; ++i) stage.step();
    stage.finish();
    const std::vector<HeldOutModel>& measured = stage.model().heldOut();
    QCOMPARE(std::ssize(measured), std::ssize(stage.split().validation));
    Archive archive;
    stage.save(archive);
    const LatentPinn stored(archive);
    QCOMPARE(stored.heldOut().size(), measured.size());
    double least = 1.0, most = 0.0;
    for (std::size_t i = 0; i < measured.size(); ++i) {
      QCOMPARE(stored.heldOut()[i].rmae, measured[i].rmae);
      least = std::min(least, measured[i].rmae);
      most = std::max(most, measured[i].rmae);
    }
    const VelocityModel model = data().read(stage.split().validation.front());
    const EncodedModels encoded = stored.encode(model);
    const FamilyFit fit = familyFit(
        stored, measuresOf(stored, model, encoded, reconstructionOf(stored, model, encoded)));
    QVERIFY(fit.usualError.has_value());
    QVERIFY(least <= fit.usualError->median && fit.usualError->median <= fit.usualError->high &&
            fit.usualError->high <= most);
    QVERIFY(fit.measures.distance < 1.5 * fit.usual.distance);
    QVERIFY(std::abs(fit.measures.contrast - model.max() / model.min()) < 1e-9);
    // A file from before knows none.
    Archive old;
    LatentPinnStage(data(), latents_, tiny()).save(old);
    QVERIFY(!familyFit(LatentPinn(old), fit.measures).usualError);
  }

  void otherLatentsAreRefused() {
    const auto absolute = std::make_shared<PrincipalComponents>(data(), components(false));
    QVERIFY_EXCEPTION_THROWN(LatentPinnStage(data(), absolute, tiny()), Error);
    LatentPinnConfig noRange = tiny();
    noRange.leastAspect = noRange.greatestAspect = 0.0;
    LatentPinnStage(data(), absolute, noRange).step();
    LatentPinnStage(data(), latents_, noRange).step();
  }

  void impossibleRangesAreRefused_data() {
    QTest::addColumn<QString>("settings");
    for (const char* settings :
         {R"({"least_aspect": 2, "greatest_aspect": 0.1})", R"({"least_aspect": 0.1})",
          R"({"greatest_aspect": 2})",
          R"({"least_aspect": 0.1, "greatest_aspect": 2, "sampler": "adaptive"})",
          R"({"least_aspect": 0.1, "greatest_aspect": 2, "training_nodes": 500})"})
      QTest::newRow(settings) << settings;
  }
  void impossibleRangesAreRefused() {
    QFETCH(QString, settings);
    QVERIFY_EXCEPTION_THROWN(LatentPinnConfig::fromJson(Json::parse(settings.toStdString())),
                             Error);
  }

 private:
  static PcaConfig components(bool relative) {
    PcaConfig config;
    config.components = 6;
    config.threads = 1;
    config.relative = relative;
    return config;
  }
  DataSet data() const {
    VelocityFile file = VelocityFile::open(file_);
    ImportLayout layout = file.guess().layout;
    layout.dx = 5.0 / 23;
    layout.dz = 1.0 / 19;
    return {std::move(file), layout};
  }

  QTemporaryDir folder_;
  std::string file_;
  std::shared_ptr<const LatentModel> latents_;
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::AnyBoxTest)
#include "any_box_test.moc"
