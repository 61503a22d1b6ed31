// SPDX-License-Identifier: GPL-3.0-or-later
// Networks' derivatives and the gradients of losses of them, against double autograd in float64
// and against differences.
#include <torch/torch.h>

#include <QTest>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "field/error.h"
#include "nn/mlp_derivatives.h"
#include "nn/mlp_tensor_propagation.h"

using namespace isochron;
using torch::Tensor;

namespace {

struct Case {
  MlpConfig config;
  MlpInputs inputs;  // float64
  Tensor parameters;
  DerivativeRequest request;
};

Case makeCase(Activation activation, std::vector<int> widths, int outputs, int order, int models,
              std::int64_t points = 53) {
  Case c;
  c.config.coordinates = 3;
  c.config.latents = models > 0 ? 5 : 0;
  c.config.widths = std::move(widths);
  c.config.outputs = outputs;
  c.config.activation = activation;
  c.config.seed = 7;
  c.parameters = initialParameters(c.config, torch::kFloat64).flat;
  // Coordinates on the scale where activations are curved, away from an accidental zero.
  const Tensor numbers = torch::arange(points * 3, torch::kFloat64);
  c.inputs.coordinates = (2 * torch::sin(numbers * 1.7 + 0.1)).view({points, 3});
  if (models > 0)
    c.inputs.latents = torch::cos(torch::arange(models * 5, torch::kFloat64)).view({models, 5});
  if (models > 1)
    c.inputs.modelOfPoint = torch::remainder(torch::arange(points, torch::kInt64) * 5, models);
  c.request = {{2, 0}, order};
  return c;
}

/// A loss that depends on every number of all derivatives, and not linearly.
Tensor lossOf(const MlpDerivatives& d) {
  const auto part = [](const Tensor& t, double rate) {
    const Tensor weights = torch::sin(torch::arange(t.numel(), torch::kFloat64) * rate)
                               .view(t.sizes())
                               .to(t.options());
    return ((weights + 0.5 * t) * t).sum();
  };
  Tensor loss = part(d.value, 0.7);
  if (d.first.defined()) loss = loss + part(d.first, 1.1);
  if (d.second.defined()) loss = loss + part(d.second, 1.3);
  return loss;
}

struct Answer {
  MlpDerivatives derivatives;
  Tensor parameters, coordinates, latents;  // gradients
};

using Method = std::function<MlpDerivatives(const Case&)>;

Answer answer(Case c, torch::ScalarType type, const Method& method) {
  const auto leaf = [&](const Tensor& t) {
    return t.defined() ? t.detach().to(type, false, true).requires_grad_(true) : t;
  };
  c.parameters = leaf(c.parameters);
  c.inputs.coordinates = leaf(c.inputs.coordinates);
  c.inputs.latents = leaf(c.inputs.latents);
  Answer result;
  result.derivatives = method(c);
  lossOf(result.derivatives).backward();
  result.parameters = c.parameters.grad();
  result.coordinates = c.inputs.coordinates.grad();
  if (c.inputs.latents.defined()) result.latents = c.inputs.latents.grad();
  return result;
}

MlpDerivatives byReference(const Case& c) {
  return referenceDerivatives(c.config, c.parameters, c.inputs, c.request);
}

Method fused(MlpWorkspace& workspace) {
  return [&workspace](const Case& c) {
    return mlpDerivatives(c.config, c.parameters, c.inputs, c.request, workspace);
  };
}

double relative(const Tensor& is, const Tensor& should) {
  if (!should.defined()) return is.defined() ? 1e9 : 0.0;
  if (!is.defined() || is.sizes() != should.sizes()) return 1e9;
  const Tensor exact = should.detach().to(torch::kFloat64);
  const double size = std::max(exact.norm().item<double>(), 1e-12);
  return (is.detach().to(torch::kFloat64) - exact).norm().item<double>() / size;
}

double difference(const Answer& is, const Answer& should) {
  return std::max({relative(is.derivatives.value, should.derivatives.value),
                   relative(is.derivatives.first, should.derivatives.first),
                   relative(is.derivatives.second, should.derivatives.second),
                   relative(is.parameters, should.parameters),
                   relative(is.coordinates, should.coordinates),
                   relative(is.latents, should.latents)});
}

void addCases() {
  QTest::addColumn<int>("activation");
  QTest::addColumn<QList<int>>("widths");
  QTest::addColumn<int>("outputs");
  QTest::addColumn<int>("order");
  QTest::addColumn<int>("models");
  const QList<QList<int>> shapes = {{16}, {40, 20, 33}, {128, 128, 128, 128, 128, 128}};
  for (std::size_t a = 0; a < kActivationCount; ++a)
    for (const auto& widths : shapes)
      for (int outputs : {1, 6})
        for (int order : {0, 1, 2})
          for (int models : {0, 1, 4}) {
            // The deep networks are slow to differentiate twice: one kind of each is enough.
            if (widths.size() > 3 && (outputs > 1 || models == 1)) continue;
            QTest::addRow("%s, %d layers, %d outputs, order %d, %d models",
                          activationName(kActivations[a]).c_str(), static_cast<int>(widths.size()),
                          outputs, order, models)
                << static_cast<int>(a) << widths << outputs << order << models;
          }
}

Case fetchCase() {
  QFETCH(int, activation);
  QFETCH(QList<int>, widths);
  QFETCH(int, outputs);
  QFETCH(int, order);
  QFETCH(int, models);
  return makeCase(kActivations[static_cast<std::size_t>(activation)],
                  {widths.begin(), widths.end()}, outputs, order, models);
}

}  // namespace

class NnDerivativesTest : public QObject {
  Q_OBJECT

  MlpWorkspace workspace_{2};

 private Q_SLOTS:
  void agreeWithDoubleAutograd_data() { addCases(); }
  void agreeWithDoubleAutograd() {
    const Case c = fetchCase();
    const Answer exact = answer(c, torch::kFloat64, byReference);
    const double ofDouble = difference(answer(c, torch::kFloat64, fused(workspace_)), exact);
    QVERIFY2(ofDouble < 1e-12, qPrintable(QString::number(ofDouble)));
    const double ofFloat = difference(answer(c, torch::kFloat32, fused(workspace_)), exact);
    QVERIFY2(ofFloat < 1e-5, qPrintable(QString::number(ofFloat)));
  }

  void tensorOperationsAgreeWithDoubleAutograd_data() { addCases(); }
  void tensorOperationsAgreeWithDoubleAutograd() {
    const Case c = fetchCase();
    const Answer exact = answer(c, torch::kFloat64, byReference);
    MlpTensorPropagation sweeps;
    Case leaf = c;
    Answer is;
    is.derivatives = sweeps.forward(c.config, c.parameters.detach(), c.inputs, c.request, true);
    MlpDerivatives bars{is.derivatives.value.detach().requires_grad_(true), is.derivatives.first,
                        is.derivatives.second};
    if (bars.first.defined()) bars.first = bars.first.detach().requires_grad_(true);
    if (bars.second.defined()) bars.second = bars.second.detach().requires_grad_(true);
    lossOf(bars).backward();
    const auto gradient = [](const Tensor& t) { return t.defined() ? t.grad() : t; };
    const MlpGradients gradients =
        sweeps.backward(c.parameters.detach(), c.inputs,
                        {gradient(bars.value), gradient(bars.first), gradient(bars.second)}, true,
                        true, c.config.latents > 0);
    is.parameters = gradients.parameters;
    is.coordinates = gradients.coordinates;
    is.latents = gradients.latents;
    const double error = difference(is, exact);
    QVERIFY2(error < 1e-12, qPrintable(QString::number(error)));
  }

  void inputDerivativesMatchDifferences_data() { addCases(); }
  void inputDerivativesMatchDifferences() {
    const Case c = fetchCase();
    if (c.request.order == 0) return;
    const torch::NoGradGuard noGraph;
    const auto exact = fused(workspace_)(c);
    // One order below is differenced, in fourth order; ELU's jump spoils a few points at order 2.
    constexpr double kStep = 1e-3;
    for (std::size_t k = 0; k < c.request.directions.size(); ++k) {
      const auto at = [&](double steps) {
        Case moved = c;
        moved.inputs.coordinates = c.inputs.coordinates.clone();
        moved.inputs.coordinates.select(1, c.request.directions[k]) += steps * kStep;
        moved.request.order = c.request.order - 1;
        const auto d = fused(workspace_)(moved);
        return c.request.order == 1 ? d.value : d.first[static_cast<std::int64_t>(k)];
      };
      const Tensor slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * kStep);
      const Tensor is =
          (c.request.order == 1 ? exact.first : exact.second)[static_cast<std::int64_t>(k)];
      const Tensor error = (is - slope).abs() / is.abs().mean();
      if (c.config.activation == Activation::Elu) {
        QVERIFY(error.median().item<double>() < 1e-7);
      } else {
        QVERIFY2(error.max().item<double>() < 1e-7,
                 qPrintable(QString::number(error.max().item<double>())));
      }
    }
  }

  void weightGradientsMatchDifferences_data() { addCases(); }
  void weightGradientsMatchDifferences() {
    const Case c = fetchCase();
    // ELU's second derivative jumps, and a loss of it wherever a unit passes 0: there is no
    // derivative to compare with. Double autograd, above, covers that case.
    if (c.config.activation == Activation::Elu && c.request.order == 2) return;
    const Tensor gradient = answer(c, torch::kFloat64, fused(workspace_)).parameters;
    const torch::NoGradGuard noGraph;
    const Tensor direction = torch::sin(torch::arange(c.parameters.numel(), torch::kFloat64) * 0.9);
    const auto lossAt = [&](double step) {
      Case moved = c;
      moved.parameters = c.parameters.detach() + step * direction;
      return lossOf(fused(workspace_)(moved)).item<double>();
    };
    const double expected = (gradient * direction).sum().item<double>();
    const bool isRough = c.config.activation == Activation::Elu && c.request.order > 0;
    const double step = isRough ? 1e-6 : 1e-4;
    const double is =
        (8 * (lossAt(step) - lossAt(-step)) - (lossAt(2 * step) - lossAt(-2 * step))) / (12 * step);
    const double scale = gradient.norm().item<double>() * direction.norm().item<double>() /
                         std::sqrt(static_cast<double>(gradient.numel()));
    QVERIFY2(std::abs(is - expected) < (isRough ? 2e-4 : 1e-5) * scale,
             qPrintable(QString("%1 %2").arg(is).arg(expected)));
  }

  void allMannersGiveTheSameValue() {
    const Case c = makeCase(Activation::Gelu, {64, 64}, 1, 1, 4, 500);
    const Tensor value = mlpEvaluate(c.config, c.parameters, c.inputs, workspace_);
    QVERIFY(!value.requires_grad());
    QVERIFY(relative(value, byReference(c).value) < 1e-13);
    const torch::NoGradGuard noGraph;
    const auto both = fused(workspace_)(c);
    QVERIFY(torch::equal(both.value, value));
  }

  void pointsWithoutNumberOrFewGiveEmptyOrFewAnswers() {
    for (std::int64_t points : {0, 1, 3, 5}) {
      const Case c = makeCase(Activation::Tanh, {32, 32}, 1, 1, 4, points);
      const Answer is = answer(c, torch::kFloat64, fused(workspace_));
      QCOMPARE(is.derivatives.first.size(1), points);
      if (points > 0) QVERIFY(difference(is, answer(c, torch::kFloat64, byReference)) < 1e-12);
      if (points == 0) QCOMPARE(is.parameters.abs().max().item<double>(), 0.0);
    }
  }

  void resultsRepeatToTheLastBit() {
    const Case c = makeCase(Activation::Elu, {128, 128, 128}, 1, 1, 4, 1000);
    MlpWorkspace fresh(2);
    at::set_num_threads(2);
    const Answer first = answer(c, torch::kFloat32, fused(workspace_));
    at::set_num_threads(1);
    const Answer second = answer(c, torch::kFloat32, fused(fresh));
    QVERIFY(torch::equal(first.parameters, second.parameters));
    QVERIFY(torch::equal(first.derivatives.first, second.derivatives.first));
  }

  void nanIsNotHidden() {
    Case c = makeCase(Activation::Elu, {128, 128}, 1, 1, 1);
    c.inputs.coordinates[17][1] = std::nan("");
    const Answer is = answer(c, torch::kFloat32, fused(workspace_));
    QVERIFY(is.derivatives.value[17].isnan().item<bool>());
    QVERIFY(is.parameters.isnan().any().item<bool>());
    // And the workspace is sound afterwards.
    const Case good = makeCase(Activation::Elu, {128, 128}, 1, 1, 1);
    QVERIFY(difference(answer(good, torch::kFloat32, fused(workspace_)),
                       answer(good, torch::kFloat64, byReference)) < 1e-5);
  }

  void initialParametersFollowTheSeedAlone() {
    MlpConfig config;
    config.seed = 3;
    torch::manual_seed(1);
    const Tensor first = initialParameters(config).flat;
    torch::manual_seed(2);
    QVERIFY(torch::equal(first, initialParameters(config).flat));
    config.seed = 4;
    QVERIFY(!torch::equal(first, initialParameters(config).flat));
    const MlpLayer layer = mlpLayers(config)[1];
    const double bound = MlpParameters{first}.weights(layer).abs().max().item<double>();
    QVERIFY(bound <= 1 / std::sqrt(128.0) && bound > 0.99 / std::sqrt(128.0));
  }

  void misuseIsRefused() {
    Case c = makeCase(Activation::Elu, {16}, 1, 1, 4);
    const auto one = fused(workspace_)(c);
    const auto other = fused(workspace_)(c);
    QVERIFY_EXCEPTION_THROWN(lossOf(one).backward(), std::logic_error);
    QVERIFY_EXCEPTION_THROWN(torch::autograd::grad({lossOf(other)}, {c.parameters}, {}, true, true),
                             std::logic_error);
    const auto refused = [&](const std::function<void(Case&)>& spoil) {
      Case spoiled = c;
      spoil(spoiled);
      QVERIFY_EXCEPTION_THROWN(fused(workspace_)(spoiled), Error);
    };
    refused([](Case& s) { s.request.directions = {0, 0}; });
    refused([](Case& s) { s.request.directions = {3}; });
    refused([](Case& s) { s.request.order = 3; });
    refused([](Case& s) { s.inputs.modelOfPoint = s.inputs.modelOfPoint + 1; });
    refused([](Case& s) { s.inputs.modelOfPoint = Tensor(); });
    refused([](Case& s) { s.inputs.latents = s.inputs.latents.to(torch::kFloat32); });
    refused([](Case& s) { s.inputs.coordinates = torch::zeros({4, 2}, torch::kFloat64); });
    refused([](Case& s) { s.parameters = torch::zeros({5}, torch::kFloat64); });
    refused([](Case& s) { s.config.widths = {}; });
  }
};

QTEST_APPLESS_MAIN(NnDerivativesTest)
#include "nn_derivatives_test.moc"
