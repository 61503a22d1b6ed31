// SPDX-License-Identifier: GPL-3.0-or-later
// The autoencoder learns, and goes on after an interruption as if there had been none.
#include <torch/utils.h>

#include <QTemporaryDir>
#include <QtTest>

#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"
#include "stage_difference.h"
#include "training/archive_tensors.h"
#include "training/autoencoder_stage.h"
#include "training/training.h"

namespace isochron {
namespace {

constexpr std::int64_t kModels = 60;

AutoencoderConfig tiny() {
  AutoencoderConfig config;
  config.latents = 6;
  config.blocks = 2;
  config.width = 4;
  config.batch = 8;
  config.epochs = 0;
  config.threads = 1;
  config.klWeight = 1e-4;
  config.patience = 1;  // so that the schedule's state matters within a few epochs
  config.validation = 0.1;
  config.test = 0.1;
  return config;
}

/// Learns much within a second.
AutoencoderConfig eager() {
  AutoencoderConfig config = tiny();
  config.schedule = "constant";
  config.learningRate = 1e-2;
  config.klWeight = 1e-6;
  return config;
}

void take(Stage& stage, int steps) {
  for (int i = 0; i < steps; ++i) stage.step();
}

}  // namespace

class TrainingAutoencoderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void networksHaveThePapersShapes();
  void gradientsAreViewsOfOneVector();
  void theErrorFalls();
  void aResumedRunEqualsTheUnbrokenOneBitForBit();
  void lookingOnChangesNothing();
  void finishedModelsHaveStandardisedLatents();
  void anUnfinishedModelIsRefused();
  void threeChannelsWorkToo();
  void anotherRunsFileIsRefused();
  void impossibleSettingsAreRefused();
  void theSnapshotShowsAModelBesideItsReconstruction();
  void aLearningRateCanBeAdjusted();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name)).toStdString();
  }
  DataSet data() const { return DataSet::open(path("set.npy")); }

  QTemporaryDir folder_;
};

void TrainingAutoencoderTest::initTestCase() {
  NpySequenceWriter writer(path("set.npy"), kModels, 16, 24);
  generateMany(ModelKind::RandomField, paperGrid(24, 16), 0, kModels, 2,
               [&](std::int64_t, const VelocityModel& model) { writer.append(model.velocity()); });
  writer.finish();
}

void TrainingAutoencoderTest::networksHaveThePapersShapes() {
  torch::Generator generator = makeGenerator(1);
  AutoencoderConfig config;
  config.width = 2;
  AutoencoderNetwork network(config, paperGrid(), generator);
  const auto latents = network.encode(torch::zeros({2, 128, 128}));
  QCOMPARE(latents.mean.sizes(), (torch::IntArrayRef{2, 96}));
  QCOMPARE(latents.logVariance.sizes(), (torch::IntArrayRef{2, 96}));
  QCOMPARE(network.decode(latents.mean).sizes(), (torch::IntArrayRef{2, 1, 128, 128}));
  // Five blocks of two convolutions and a connected layer, twice; a weight and a bias each.
  QCOMPARE(network.parameters().size(), std::size_t{2 * 2 * (5 * 2 + 1)});
  // The code of 4 x 4 nodes and 16 channels goes to mean and variance of 96 latents.
  QCOMPARE(network.named_parameters()["to_latents.weight"].sizes(),
           (torch::IntArrayRef{192, 4 * 4 * 16}));
}

void TrainingAutoencoderTest::gradientsAreViewsOfOneVector() {
  const torch::Tensor a = torch::ones({3}, torch::requires_grad());
  const torch::Tensor b = torch::full({2, 2}, 2.0f, torch::requires_grad());
  FlatParameters flat({a, b});
  for (int i = 0; i < 2; ++i) {
    flat.zeroGradients();
    (a.sum() * 3 + b.square().sum()).backward();
    QCOMPARE(flat.gradients().sum().item<float>(), 9.0f + 16.0f);
    QCOMPARE(flat.values().sum().item<float>(), 3.0f + 8.0f);
  }
  flat.clipGradients(1.0);
  QVERIFY(std::abs(flat.gradients().norm().item<float>() - 1.0f) < 1e-6f);
  QVERIFY(flat.areFinite());
  flat.values()[1] = std::nanf("");
  QVERIFY(!flat.areFinite());
  QVERIFY(std::isnan(a[1].item<float>()));
}

void TrainingAutoencoderTest::theErrorFalls() {
  AutoencoderStage stage(data(), eager());
  take(stage, 1);
  const Metrics first = stage.metrics();
  take(stage, 390);
  (void)stage.metrics();
  take(stage, 10);
  const Metrics last = stage.metrics();
  QVERIFY2(*last.find("misfit") < 0.5 * *first.find("misfit"),
           qPrintable(QString::number(*last.find("misfit"))));
  // The mean velocity everywhere has an error of 1. With so few models to learn from, unseen ones
  // cannot come back well; they must come back better than that.
  QVERIFY2(*last.find(kErrorMetric) < 0.95 && *first.find(kErrorMetric) > 0.95,
           qPrintable(QString::number(*last.find(kErrorMetric))));
  QVERIFY(*last.find("kl") > 0.0);
}

void TrainingAutoencoderTest::aResumedRunEqualsTheUnbrokenOneBitForBit() {
  AutoencoderStage unbroken(data(), tiny());
  take(unbroken, 40);
  AutoencoderStage first(data(), tiny());
  take(first, 20);
  Archive archive;
  first.save(archive);
  archive.write(path("half.isochron"));
  AutoencoderStage second(data(), tiny());
  QVERIFY(!tests::difference(first, second).empty());
  second.load(Archive::read(path("half.isochron")));
  QCOMPARE(tests::difference(first, second), std::string());
  take(second, 20);
  QCOMPARE(tests::difference(unbroken, second), std::string());
}

void TrainingAutoencoderTest::lookingOnChangesNothing() {
  AutoencoderStage alone(data(), tiny()), watched(data(), tiny());
  take(alone, 9);
  for (int i = 0; i < 9; ++i) {
    watched.step();
    (void)watched.snapshot(0);
    if (i % 2 == 0) (void)watched.metrics();
  }
  (void)alone.metrics();  // so that both begin their sums anew
  (void)watched.metrics();
  QCOMPARE(tests::difference(alone, watched), std::string());
}

void TrainingAutoencoderTest::finishedModelsHaveStandardisedLatents() {
  AutoencoderStage stage(data(), tiny());
  take(stage, 30);
  stage.finish();
  Archive archive;
  stage.save(archive);
  const Autoencoder model(archive);
  const torch::NoGradGuard noGradients;
  const torch::Tensor latents =
      model.encodeStandardised(batchOf(stage.data(), stage.split().train, model.standardisation()));
  QVERIFY(latents.mean(0).abs().max().item<double>() < 1e-3);
  QVERIFY((latents.square().mean(0) - 1.0).abs().max().item<double>() < 1e-3);
  // The error told while training is that of the model on the validation part.
  const double error = reconstructionError(model, stage.data(), stage.split().validation);
  QVERIFY(std::abs(error - *stage.metrics().find(kErrorMetric)) < 1e-4);
  Archive alone;
  model.save(alone);
  QVERIFY(alone.arrays().size() < archive.arrays().size());
  QCOMPARE(loadLatentModel(alone)->kind(), std::string("autoencoder"));
}

void TrainingAutoencoderTest::anUnfinishedModelIsRefused() {
  AutoencoderStage stage(data(), tiny());
  take(stage, 1);
  Archive archive;
  stage.save(archive);
  QVERIFY_EXCEPTION_THROWN((void)loadLatentModel(archive), Error);
}

void TrainingAutoencoderTest::threeChannelsWorkToo() {
  AutoencoderConfig config = tiny();
  config.channels = 3;
  AutoencoderStage stage(data(), config);
  take(stage, 3);
  stage.finish();
  Archive archive;
  stage.save(archive);
  QCOMPARE(archive.at("weights/encoder_0_strided.weight").shape,
           (std::vector<std::int64_t>{4, 3, 3, 3}));
  const Autoencoder model(archive);
  QCOMPARE(model.decode(torch::zeros({2, 6})).sizes(), (torch::IntArrayRef{2, 16, 24}));
}

void TrainingAutoencoderTest::anotherRunsFileIsRefused() {
  AutoencoderStage stage(data(), tiny());
  Archive archive;
  stage.save(archive);
  AutoencoderConfig other = tiny();
  other.batch = 4;
  AutoencoderStage otherBatch(data(), other);
  QVERIFY_EXCEPTION_THROWN(otherBatch.load(archive), Error);
  archive.metadata["models"] = 7;
  QVERIFY_EXCEPTION_THROWN(stage.load(archive), Error);
  archive.metadata["kind"] = "pca";
  QVERIFY_EXCEPTION_THROWN(stage.load(archive), Error);
}

void TrainingAutoencoderTest::impossibleSettingsAreRefused() {
  QCOMPARE(AutoencoderConfig::fromJson(tiny().toJson()).toJson(), tiny().toJson());
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"channels", 2}}), Error);
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"schedule", "linear"}}), Error);
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"latent", 96}}), Error);
  AutoencoderConfig config = tiny();
  config.blocks = 5;  // 16 nodes cannot be halved five times
  QVERIFY_EXCEPTION_THROWN(AutoencoderStage(data(), config), Error);
  // Older settings name the processor as their device; there is no other.
  QCOMPARE(AutoencoderConfig::fromJson({{"device", "cpu"}}).toJson(), AutoencoderConfig().toJson());
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"device", "cuda:0"}}), Error);
}

void TrainingAutoencoderTest::theSnapshotShowsAModelBesideItsReconstruction() {
  AutoencoderStage stage(data(), eager());
  take(stage, 150);
  const Snapshot snapshot = stage.snapshot(0);
  QCOMPARE(snapshot.step, std::int64_t{150});
  const Array& velocity = snapshot.fields.at(0).second.values;
  const Array& back = snapshot.fields.at(1).second.values;
  QVERIFY((velocity == data().read(stage.split().validation[0]).velocity()).all());
  QVERIFY((back - velocity).square().mean() < (velocity - velocity.mean()).square().mean());
  QVERIFY((snapshot.find("error")->values == (back - velocity).abs()).all());
  QVERIFY((stage.snapshot(1).find("velocity")->values ==
           data().read(stage.split().validation[1]).velocity())
              .all());
}

void TrainingAutoencoderTest::aLearningRateCanBeAdjusted() {
  AutoencoderConfig config = eager();
  config.schedule = "constant";
  AutoencoderStage stage(data(), config);
  take(stage, 2);
  QVERIFY(stage.adjust("learning_rate", 1e-4));
  QCOMPARE(stage.metrics().find("learning_rate"), std::optional(1e-4));
  QVERIFY(stage.adjust("kl_weight", 0.0));
  QVERIFY(!stage.adjust("latents", 4.0));
  QVERIFY_EXCEPTION_THROWN(stage.adjust("kl_weight", -1.0), Error);
}

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::TrainingAutoencoderTest)
#include "training_autoencoder_test.moc"
