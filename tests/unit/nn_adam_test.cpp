// SPDX-License-Identifier: GPL-3.0-or-later
// FlatAdam against LibTorch's Adam.
#include <torch/torch.h>

#include <QTest>

#include "field/error.h"
#include "nn/flat_adam.h"

using namespace isochron;

namespace {

torch::Tensor gradientOfStep(int step, const torch::TensorOptions& options) {
  return torch::sin(torch::arange(100001, options) * (0.37 + step));
}

}  // namespace

class NnAdamTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void stepsEqualLibTorchs_data() {
    QTest::addColumn<bool>("isDouble");
    QTest::addColumn<double>("decay");
    QTest::newRow("float") << false << 0.0;
    QTest::newRow("double") << true << 0.0;
    QTest::newRow("double with decay") << true << 0.01;
  }
  void stepsEqualLibTorchs() {
    QFETCH(bool, isDouble);
    QFETCH(double, decay);
    const auto options = torch::TensorOptions(isDouble ? torch::kFloat64 : torch::kFloat32);
    torch::Tensor ours = torch::cos(torch::arange(100001, options));
    torch::Tensor theirs = ours.clone().requires_grad_(true);
    FlatAdam adam;
    adam.learningRate = 0.01;
    adam.weightDecay = decay;
    torch::optim::Adam reference({theirs}, torch::optim::AdamOptions(0.01).weight_decay(decay));
    for (int step = 0; step < 50; ++step) {
      const torch::Tensor gradient = gradientOfStep(step, options);
      adam.step(ours, gradient);
      theirs.mutable_grad() = gradient.clone();
      reference.step();
    }
    const double error = (ours - theirs.detach()).abs().max().item<double>();
    QVERIFY2(error < (isDouble ? 1e-13 : 2e-5), qPrintable(QString::number(error)));
  }

  void aCopyContinuesBitForBit() {
    torch::Tensor parameters = torch::cos(torch::arange(100001, torch::kFloat32));
    FlatAdam adam;
    for (int step = 0; step < 5; ++step)
      adam.step(parameters, gradientOfStep(step, torch::kFloat32));
    FlatAdam copy = adam;
    copy.firstMoment = adam.firstMoment.clone();
    copy.secondMoment = adam.secondMoment.clone();
    torch::Tensor copied = parameters.clone();
    for (int step = 5; step < 10; ++step) {
      adam.step(parameters, gradientOfStep(step, torch::kFloat32));
      copy.step(copied, gradientOfStep(step, torch::kFloat32));
    }
    QVERIFY(torch::equal(parameters, copied));
  }

  void theNumberOfThreadsChangesNothing() {
    torch::Tensor results[2];
    for (int threads : {1, 2}) {
      at::set_num_threads(threads);
      torch::Tensor parameters = torch::cos(torch::arange(100001, torch::kFloat32));
      FlatAdam adam;
      for (int step = 0; step < 5; ++step)
        adam.step(parameters, gradientOfStep(step, torch::kFloat32));
      results[threads - 1] = parameters;
    }
    QVERIFY(torch::equal(results[0], results[1]));
  }

  void aGradientThatDoesNotFitIsRefused() {
    torch::Tensor parameters = torch::zeros({3});
    FlatAdam adam;
    QVERIFY_EXCEPTION_THROWN(adam.step(parameters, torch::zeros({4})), Error);
    QVERIFY_EXCEPTION_THROWN(adam.step(parameters, torch::Tensor()), Error);
  }
};

QTEST_APPLESS_MAIN(NnAdamTest)
#include "nn_adam_test.moc"
