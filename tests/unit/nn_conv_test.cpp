// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions over fields side by side are LibTorch's, forward and in reverse.
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <QtTest>

#include "nn/conv_planes.h"
#include "nn/kernels/conv_kernels.h"

namespace isochron {
namespace {

torch::Tensor reference(ConvKind kind, const torch::Tensor& x, const torch::Tensor& weight,
                        const torch::Tensor& bias) {
  if (kind == ConvKind::Doubling) return torch::conv_transpose2d(x, weight, bias, 2, 1);
  return torch::conv2d(x, weight, bias, kind == ConvKind::Even ? 1 : 2, 1);
}

double relativeDifference(const torch::Tensor& a, const torch::Tensor& b) {
  return ((a.to(torch::kFloat64) - b).norm() / b.norm()).item<double>();
}

/// Random numbers, the same ones as float32 and as float64, both with gradients.
struct Twin {
  explicit Twin(const std::vector<std::int64_t>& shape)
      : single(torch::randn(shape)), twice(single.to(torch::kFloat64)) {
    single.requires_grad_();
    twice.requires_grad_();
  }
  torch::Tensor single, twice;
};

}  // namespace

class NnConvTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void valuesAndGradientsAreLibTorchs_data();
  void valuesAndGradientsAreLibTorchs();
  void planesGiveTheImagesBack();
  void threadsDoNotChangeABit();
  void allMachinesAgree();
  void geluIsRightInItsTails();
};

void NnConvTest::valuesAndGradientsAreLibTorchs_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QList<int>>("sizes");  // count, in, out, height, width
  QTest::addColumn<bool>("gelu");
  const auto row = [](const char* name, ConvKind kind, const QList<int>& sizes, bool gelu) {
    QTest::newRow(name) << static_cast<int>(kind) << sizes << gelu;
  };
  row("even, one group", ConvKind::Even, {16, 8, 8, 8, 12}, true);
  row("even, odd numbers of everything", ConvKind::Even, {21, 3, 5, 7, 9}, true);
  row("halving one channel", ConvKind::Halving, {16, 1, 6, 16, 8}, true);
  row("halving three channels to odd ones", ConvKind::Halving, {5, 3, 7, 6, 10}, true);
  row("doubling", ConvKind::Doubling, {32, 8, 4, 4, 6}, true);
  row("doubling to one channel", ConvKind::Doubling, {3, 6, 1, 5, 7}, false);
}

void NnConvTest::valuesAndGradientsAreLibTorchs() {
  QFETCH(int, kind);
  QFETCH(QList<int>, sizes);
  QFETCH(bool, gelu);
  torch::manual_seed(1);
  const auto convKind = static_cast<ConvKind>(kind);
  const bool doubling = convKind == ConvKind::Doubling;
  const Twin x({sizes[0], sizes[1], sizes[3], sizes[4]});
  const Twin weight(doubling ? std::vector<std::int64_t>{sizes[1], sizes[2], 4, 4}
                             : std::vector<std::int64_t>{sizes[2], sizes[1], 3, 3});
  const Twin bias({sizes[2]});
  const torch::Tensor ours =
      fromPlanes(convolve(convKind, gelu ? ConvActivation::Gelu : ConvActivation::None,
                          toPlanes(x.single), weight.single, bias.single),
                 sizes[0]);
  torch::Tensor theirs = reference(convKind, x.twice, weight.twice, bias.twice);
  if (gelu) theirs = torch::gelu(theirs);
  QCOMPARE(ours.sizes(), theirs.sizes());
  QVERIFY(relativeDifference(ours, theirs) < 1e-6);
  const torch::Tensor direction = torch::randn(theirs.sizes());
  (ours * direction).sum().backward();
  (theirs * direction.to(torch::kFloat64)).sum().backward();
  for (const Twin* twin : {&x, &weight, &bias}) {
    const double difference = relativeDifference(twin->single.grad(), twin->twice.grad());
    QVERIFY2(difference < 2e-6, qPrintable(QString::number(difference)));
  }
}

void NnConvTest::planesGiveTheImagesBack() {
  const torch::Tensor images = torch::randn({19, 2, 3, 5});
  const torch::Tensor planes = toPlanes(images);
  QCOMPARE(planes.sizes(), (torch::IntArrayRef{2, 2, 5, 7, kFieldLanes}));
  QVERIFY(fromPlanes(planes, 19).equal(images));
  QVERIFY(torch::isclose(planes.abs().sum(), images.abs().sum()).item<bool>());
}

void NnConvTest::threadsDoNotChangeABit() {
  torch::manual_seed(2);
  const torch::Tensor x = toPlanes(torch::randn({64, 4, 8, 8}));
  const int before = at::get_num_threads();
  std::vector<torch::Tensor> gradients;
  const torch::Tensor start = torch::randn({4, 4, 3, 3});
  for (const int threads : {1, 2, 3}) {
    at::set_num_threads(threads);
    torch::Tensor weight = start.clone().requires_grad_();
    convolve(ConvKind::Even, ConvActivation::Gelu, x, weight, torch::zeros({4}))
        .square()
        .sum()
        .backward();
    gradients.push_back(weight.grad());
  }
  at::set_num_threads(before);
  QVERIFY(gradients[0].equal(gradients[1]));
  QVERIFY(gradients[0].equal(gradients[2]));
}

void NnConvTest::allMachinesAgree() {
  torch::manual_seed(3);
  const PlaneShape shape{5, 6, 7};
  const torch::Tensor x = toPlanes(torch::randn({16, 5, 6, 7}));
  const torch::Tensor weights = torch::randn({9, 5, 5});
  ConvGather gather;
  gather.input = gather.output = shape;
  gather.rows = shape.height;
  gather.columns = shape.width;
  for (int tap = 0; tap < 9; ++tap, ++gather.taps) {
    gather.tapRow[tap] = tap / 3 - 1;
    gather.tapColumn[tap] = tap % 3 - 1;
  }
  const auto outcome = [&](const ConvKernels& kernels) {
    torch::Tensor out = torch::zeros_like(x), sums = torch::zeros({5, 5, 3, 3});
    kernels.gather(gather, x.data_ptr<float>(), weights.data_ptr<float>(), nullptr,
                   out.data_ptr<float>());
    kernels.correlate(shape, shape, 1, 3, out.data_ptr<float>(), x.data_ptr<float>(),
                      sums.data_ptr<float>());
    return std::pair(out, sums);
  };
  const auto [out, sums] = outcome(*convKernelsOfMachine(0));
  QVERIFY(out.abs().max().item<float>() > 1.0f);
  for (const int machine : {1, 2}) {
    const ConvKernels* kernels = convKernelsOfMachine(machine);
    if (!kernels) continue;
    const auto [out2, sums2] = outcome(*kernels);
    QVERIFY(relativeDifference(out2, out.to(torch::kFloat64)) < 1e-6);
    QVERIFY(relativeDifference(sums2, sums.to(torch::kFloat64)) < 1e-6);
  }
}

void NnConvTest::geluIsRightInItsTails() {
  const torch::Tensor z = torch::linspace(-12.0, 12.0, 4801);
  torch::Tensor exact = z.to(torch::kFloat64).requires_grad_();
  torch::Tensor value = torch::gelu(exact);
  value.sum().backward();
  torch::Tensor a = torch::empty_like(z), d = torch::ones_like(z);
  convKernels().gelu(z.numel(), z.data_ptr<float>(), a.data_ptr<float>());
  convKernels().geluGradient(z.numel(), z.data_ptr<float>(), d.data_ptr<float>(),
                             d.data_ptr<float>());
  QVERIFY((a - value).abs().max().item<double>() < 1e-6);
  QVERIFY((d - exact.grad()).abs().max().item<double>() < 1e-6);
}

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::NnConvTest)
#include "nn_conv_test.moc"
