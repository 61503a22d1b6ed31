// SPDX-License-Identifier: GPL-3.0-or-later
// What the autoencoder's network is before it learns, and that fast and plain convolutions agree.
#include <torch/utils.h>

#include <QtTest>

#include "field/error.h"
#include "generators/generators.h"
#include "training/archive_tensors.h"
#include "training/autoencoder.h"

namespace isochron {
namespace {

AutoencoderConfig small(const std::string& start) {
  AutoencoderConfig config;
  config.latents = 6;
  config.blocks = 3;
  config.width = 4;
  config.start = start;
  return config;
}

std::shared_ptr<AutoencoderNetwork> networkOf(const AutoencoderConfig& config) {
  torch::Generator generator = makeGenerator(5);
  return std::make_shared<AutoencoderNetwork>(config, paperGrid(24, 16), generator);
}

torch::Tensor fields() { return torch::randn({5, 16, 24}, makeGenerator(6)); }

double relativeDifference(const torch::Tensor& a, const torch::Tensor& b) {
  return ((a - b).norm() / b.norm()).item<double>();
}

/// How far f(2 x) is from 2 f(x), for encoder (before its tanh) and decoder.
double bend(AutoencoderNetwork& network) {
  const torch::Tensor x = 0.1 * fields();
  const torch::Tensor once = network.encode(x).mean.atanh();
  const torch::Tensor twice = network.encode(2.0 * x).mean.atanh();
  const torch::Tensor z = torch::randn({5, 6}, makeGenerator(7));
  return std::max(relativeDifference(twice, 2.0 * once),
                  relativeDifference(network.decode(2.0 * z), 2.0 * network.decode(z)));
}

}  // namespace

class TrainingAutoencoderStartTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { guard_ = std::make_unique<torch::NoGradGuard>(); }
  void cleanup() { guard_.reset(); }
  void aLinearStartIsLinear();
  void signalsKeepTheirSize_data();
  void signalsKeepTheirSize();
  void latentsBeginWithLittleNoise();
  void doubleByPlainConvolutionsIsFloatByFastOnes_data();
  void doubleByPlainConvolutionsIsFloatByFastOnes();
  void channelsDoubleAsOftenAsTheyAreTold();
  void oddWidthsCannotStartLinear();

 private:
  std::unique_ptr<torch::NoGradGuard> guard_;
};

void TrainingAutoencoderStartTest::aLinearStartIsLinear() {
  QVERIFY(bend(*networkOf(small("linear"))) < 1e-4);
  QVERIFY(bend(*networkOf(small("random"))) > 1e-2);
}

void TrainingAutoencoderStartTest::signalsKeepTheirSize_data() {
  QTest::addColumn<QString>("start");
  QTest::newRow("random") << "random";
  QTest::newRow("linear") << "linear";
}

void TrainingAutoencoderStartTest::signalsKeepTheirSize() {
  QFETCH(QString, start);
  AutoencoderConfig config = small(start.toStdString());
  config.width = 16;
  const torch::Tensor z = torch::randn({5, 6}, makeGenerator(8));
  const double size = networkOf(config)->decode(z).square().mean().sqrt().item<double>();
  QVERIFY2(size > 0.2 && size < 5.0, qPrintable(QString::number(size)));
}

void TrainingAutoencoderStartTest::latentsBeginWithLittleNoise() {
  const auto latents = networkOf(small("linear"))->encode(fields());
  QVERIFY(((0.5 * latents.logVariance).exp() < 0.1 * latents.mean.abs().mean()).all().item<bool>());
}

void TrainingAutoencoderStartTest::doubleByPlainConvolutionsIsFloatByFastOnes_data() {
  QTest::addColumn<int>("channels");
  QTest::newRow("one channel") << 1;
  QTest::newRow("three channels") << 3;
}

void TrainingAutoencoderStartTest::doubleByPlainConvolutionsIsFloatByFastOnes() {
  QFETCH(int, channels);
  AutoencoderConfig config = small("random");
  config.channels = channels;
  const auto network = networkOf(config);
  const torch::Tensor x = fields();
  const torch::Tensor z = network->encode(x).mean;
  const torch::Tensor back = network->decode(z);
  network->to(torch::kFloat64);
  QVERIFY(relativeDifference(z, network->encode(x.to(torch::kFloat64)).mean) < 1e-5);
  QVERIFY(relativeDifference(back, network->decode(z.to(torch::kFloat64))) < 1e-5);
}

void TrainingAutoencoderStartTest::channelsDoubleAsOftenAsTheyAreTold() {
  AutoencoderConfig config = small("random");
  config.doublings = 1;
  const auto weights = networkOf(config)->named_parameters();
  QCOMPARE(weights["encoder_1_even.weight"].size(0), 8);
  QCOMPARE(weights["encoder_2_even.weight"].size(0), 8);
}

void TrainingAutoencoderStartTest::oddWidthsCannotStartLinear() {
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"start", "linear"}, {"width", 5}}),
                           Error);
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"start", "zero"}}), Error);
  QVERIFY_EXCEPTION_THROWN((void)AutoencoderConfig::fromJson({{"doublings", -1}}), Error);
}

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::TrainingAutoencoderStartTest)
#include "training_autoencoder_start_test.moc"
