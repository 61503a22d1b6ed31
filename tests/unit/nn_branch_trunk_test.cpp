// SPDX-License-Identifier: GPL-3.0-or-later
// The branch-trunk network and its gradient, against the same network in LibTorch and float64.
#include <torch/types.h>

#include <QTest>
#include <cmath>
#include <numeric>

#include "field/error.h"
#include "nn/branch_trunk_field.h"

using namespace isochron;
using torch::Tensor;

namespace {

BranchTrunkConfig smallConfig() {
  BranchTrunkConfig config;
  config.latents = 5;
  config.groups = 8;
  config.rank = 3;
  config.hidden = 12;
  config.trunkWidths = {20, 24};
  config.branchWidths = {28};
  config.activation = Activation::Silu;
  config.seed = 3;
  return config;
}

/// Two blocks: 5 models at 150 points (more than a tile), 2 models at 7.
struct Problem {
  std::vector<UnitPoint> firstPoints, secondPoints;
  std::vector<float> firstLatents, secondLatents;
  std::vector<PairBlock> blocks;

  Problem() {
    for (int i = 0; i < 150; ++i) firstPoints.push_back({std::sin(1.7 * i), std::cos(2.3 * i)});
    for (int i = 0; i < 7; ++i) secondPoints.push_back({std::cos(0.7 * i), std::sin(1.3 * i)});
    for (int i = 0; i < 25; ++i) firstLatents.push_back(static_cast<float>(std::sin(3.1 * i)));
    for (int i = 0; i < 10; ++i) secondLatents.push_back(static_cast<float>(std::cos(1.9 * i)));
    blocks = {{{0.2, -0.4}, firstPoints, firstLatents}, {{-0.9, 0.7}, secondPoints, secondLatents}};
  }
};

class Reference {
 public:
  Reference(const BranchTrunkConfig& config, const std::vector<float>& parameters)
      : config_(config), flat(torch::tensor(parameters).to(torch::kFloat64).requires_grad_(true)) {}

  Tensor values(const PairBlock& block) {
    at_ = 0;
    const auto points = static_cast<std::int64_t>(block.points.size());
    const std::int64_t models = static_cast<std::int64_t>(block.latents.size()) / config_.latents;
    const Tensor source = torch::tensor({block.source[0], block.source[1]}, torch::kFloat64);
    Tensor at = torch::empty({points, 2}, torch::kFloat64);
    for (std::int64_t i = 0; i < points; ++i)
      for (std::int64_t k = 0; k < 2; ++k)
        at[i][k] = block.points[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
    const Tensor offset = at - source;
    const Tensor r = (offset.square().sum(1, true) + 1e-4).sqrt();
    const Tensor features =
        torch::cat({at, source.expand({points, 2}), offset, r, offset / r, r.sqrt()}, 1);
    const Tensor latents =
        torch::tensor(std::vector<float>(block.latents.begin(), block.latents.end()))
            .to(torch::kFloat64)
            .view({models, config_.latents});
    const Tensor known = torch::cat({latents, source.expand({models, 2})}, 1);

    const std::int64_t groups = config_.groups, rank = config_.rank;
    const Tensor trunk = mlp(features, config_.trunkWidths, groups * (rank + 1));
    Tensor branch = mlp(known, config_.branchWidths, groups * rank);
    branch = branch + known.matmul(take({groups * rank, known.size(1)}).t());
    const Tensor t = trunk.slice(1, 0, groups * rank).view({points, groups, rank});
    const Tensor b = branch.view({models, groups, rank}) / std::sqrt(static_cast<double>(rank));
    const Tensor h = torch::einsum("mgk,pgk->mpg", {b, t}) + trunk.slice(1, groups * rank);
    const Tensor mixing = take({config_.hidden, groups}), offsets = take({config_.hidden});
    const Tensor hidden = (h.tanh().matmul(mixing.t()) + offsets).tanh();
    const Tensor weights = take({config_.hidden});
    return h.mean(2) + hidden.matmul(weights) + take({1});
  }
  std::int64_t used() const { return at_; }

 private:
  Tensor take(const std::vector<std::int64_t>& shape) {
    std::int64_t count = 1;
    for (const std::int64_t n : shape) count *= n;
    at_ += count;
    return flat.slice(0, at_ - count, at_).view(shape);
  }
  Tensor mlp(Tensor x, const std::vector<int>& widths, std::int64_t outputs) {
    for (const int width : widths) {
      const Tensor weights = take({width, x.size(1)});
      x = torch::silu(x.matmul(weights.t()) + take({width}));
    }
    const Tensor weights = take({outputs, x.size(1)});
    return x.matmul(weights.t()) + take({outputs});
  }

  BranchTrunkConfig config_;
  std::int64_t at_ = 0;

 public:
  Tensor flat;
};

}  // namespace

class BranchTrunkTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void agreesWithTheReference_data() {
    QTest::addColumn<int>("threads");
    QTest::newRow("1 thread") << 1;
    QTest::newRow("2 threads") << 2;
    QTest::newRow("3 threads") << 3;
  }
  void agreesWithTheReference() {
    QFETCH(int, threads);
    const BranchTrunkConfig config = smallConfig();
    const Problem problem;
    BranchTrunk network(config, threads);
    const std::vector<float> parameters = network.initialParameters();
    QCOMPARE(static_cast<std::int64_t>(parameters.size()), network.parameterCount());
    Reference reference(config, parameters);

    network.forward(parameters, problem.blocks, 0, true);
    Tensor loss = torch::zeros({}, torch::kFloat64);
    for (std::size_t b = 0; b < problem.blocks.size(); ++b) {
      const Tensor expected = reference.values(problem.blocks[b]);
      QCOMPARE(reference.used(), network.parameterCount());
      loss = loss + (0.5 * expected.square() + expected).sum();
      for (std::int64_t m = 0; m < expected.size(0); ++m) {
        const std::span<float> u = network.channel(0, b, m);
        QCOMPARE(static_cast<std::int64_t>(u.size()), expected.size(1));
        for (std::int64_t p = 0; p < expected.size(1); ++p) {
          float& value = u[static_cast<std::size_t>(p)];
          QVERIFY(std::abs(value - expected[m][p].item<double>()) < 2e-6);
          value += 1.0f;  // the derivative of the loss
        }
      }
    }
    loss.backward();
    std::vector<float> gradient(parameters.size());
    network.backward(parameters, gradient);
    const Tensor expected = reference.flat.grad();
    const Tensor found = torch::tensor(gradient).to(torch::kFloat64);
    QVERIFY((found - expected).abs().max().item<double>() <
            1e-5 * expected.abs().max().item<double>());
  }

  void kernelsOfAllMachinesAgree() {
    const PairShape shape{8, 3, 12};
    std::vector<float> trunk(static_cast<std::size_t>(shape.trunkCount() * kTilePoints));
    std::vector<float> branch(static_cast<std::size_t>(shape.branchCount()));
    std::vector<float> headNumbers(static_cast<std::size_t>(shape.headCount()));
    const auto fill = [](std::vector<float>& numbers, double rate) {
      for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = static_cast<float>(std::sin(rate * static_cast<double>(i)));
    };
    fill(trunk, 0.7);
    fill(branch, 1.3);
    fill(headNumbers, 2.1);
    const PairHead head = pairHead(shape, headNumbers.data());
    const auto results = [&](const PairKernels& kernels) {
      std::vector<float> scratch(static_cast<std::size_t>(28 * kTilePoints)), u(kTilePoints);
      kernels.forward(shape, trunk.data(), branch.data(), head, scratch.data(), u.data());
      std::vector<float> trunkBar(trunk.size()), branchBar(branch.size());
      std::vector<float> lanes(headNumbers.size() * static_cast<std::size_t>(kernels.lanes));
      kernels.backward(shape, trunk.data(), branch.data(), head, u.data(), scratch.data(),
                       trunkBar.data(), branchBar.data(), lanes.data());
      std::vector<float> all = u;
      all.insert(all.end(), trunkBar.begin(), trunkBar.end());
      all.insert(all.end(), branchBar.begin(), branchBar.end());
      const auto count = static_cast<std::size_t>(kernels.lanes);
      for (std::size_t i = 0; i < headNumbers.size(); ++i)
        all.push_back(std::accumulate(lanes.begin() + static_cast<std::ptrdiff_t>(i * count),
                                      lanes.begin() + static_cast<std::ptrdiff_t>((i + 1) * count),
                                      0.0f));
      return all;
    };
    const std::vector<float> generic = results(*pairKernelsOfMachine(0));
    for (int machine = 1; const PairKernels* kernels = pairKernelsOfMachine(machine); ++machine) {
      const std::vector<float> other = results(*kernels);
      for (std::size_t i = 0; i < generic.size(); ++i)
        QVERIFY2(std::abs(other[i] - generic[i]) < 2e-4f, kernels->machine);
    }
  }

  void aFieldAnswersAsTheNetworkDoes() {
    const BranchTrunkConfig config = smallConfig();
    const Problem problem;
    BranchTrunk network(config, 1);
    const std::vector<float> parameters = network.initialParameters();
    network.forward(parameters, problem.blocks, 0, false);
    const PairBlock& block = problem.blocks[0];
    for (const int threads : {1, 2}) {
      BranchTrunkField field(config, parameters, block.source, block.points, threads);
      QCOMPARE(field.pointCount(), block.points.size());
      std::vector<float> u(field.pointCount());
      for (std::int64_t m = 0; m < 5; ++m) {
        const auto latent = block.latents.subspan(static_cast<std::size_t>(5 * m), 5);
        field.values(field.coefficients(latent), u);
        const std::span<float> expected = network.channel(0, 0, m);
        for (std::size_t p = 0; p < u.size(); ++p) QVERIFY(std::abs(u[p] - expected[p]) < 1e-6f);
      }
    }
  }

  void aFieldsSlopesAreItsDerivatives() {
    const BranchTrunkConfig config = smallConfig();
    const Problem problem;
    const std::vector<float> parameters = BranchTrunk(config).initialParameters();
    const PairBlock& block = problem.blocks[0];
    BranchTrunkField field(config, parameters, block.source, block.points);
    const std::vector<float> at = field.coefficients(block.latents.first(5));
    QCOMPARE(at.size(), field.coefficientCount());
    const std::size_t points = field.pointCount();
    std::vector<float> u(points), slopes(8 * points), low(points), high(points), row(points);
    field.linearise(at, u, slopes);
    for (int g = 0; g < field.groups(); ++g)
      for (int k = 0; k < field.rank(); ++k) {
        const auto i = static_cast<std::size_t>(g * field.rank() + k);
        std::vector<float> shifted = at;
        shifted[i] += 1e-2f;
        field.values(shifted, high);
        shifted[i] -= 2e-2f;
        field.values(shifted, low);
        field.trunkRow(g, k, row);
        for (std::size_t p = 0; p < points; ++p)
          QVERIFY(std::abs((high[p] - low[p]) / 2e-2f -
                           slopes[static_cast<std::size_t>(g) * points + p] * row[p]) < 1e-4f);
      }
  }

  void refusesImpossibleShapes() {
    BranchTrunkConfig config = smallConfig();
    config.groups = 6;
    QVERIFY_EXCEPTION_THROWN(BranchTrunk{config}, Error);
    config = smallConfig();
    config.rank = 0;
    QVERIFY_EXCEPTION_THROWN(BranchTrunk{config}, Error);
  }
};

QTEST_GUILESS_MAIN(BranchTrunkTest)
#include "nn_branch_trunk_test.moc"
