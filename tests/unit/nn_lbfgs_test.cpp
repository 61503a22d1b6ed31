// SPDX-License-Identifier: GPL-3.0-or-later
// L-BFGS finds minima whose place is known.
#include <QtTest>
#include <cmath>
#include <limits>

#include "nn/flat_lbfgs.h"

namespace isochron {
namespace {

/// Sum of i (x_i - i)^2 / 2: minimum 0 at x_i = i, condition number 50.
double quadratic(std::span<const float> x, std::span<float> gradient) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double weight = static_cast<double>(i) + 1.0, apart = x[i] - weight;
    sum += 0.5 * weight * apart * apart;
    gradient[i] = static_cast<float>(weight * apart);
  }
  return sum;
}

/// Minimum 0 at (1, 1), at the end of a bent valley.
double rosenbrock(std::span<const float> x, std::span<float> gradient) {
  const double a = 1.0 - x[0], b = x[1] - static_cast<double>(x[0]) * x[0];
  gradient[0] = static_cast<float>(-2.0 * a - 400.0 * b * x[0]);
  gradient[1] = static_cast<float>(200.0 * b);
  return a * a + 100.0 * b * b;
}

}  // namespace

class NnLbfgsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aQuadraticOfFiftyNumbersIsSolved() {
    FlatLbfgs lbfgs;
    std::vector<float> x(50, 0.0f);
    double before = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 50; ++i) {
      const double loss = lbfgs.step(x, quadratic);
      QVERIFY(loss <= before);
      before = loss;
    }
    for (std::size_t i = 0; i < x.size(); ++i)
      QVERIFY(std::abs(x[i] - static_cast<double>(i + 1)) < 1e-3);
  }

  void rosenbrocksValleyIsFollowed() {
    FlatLbfgs lbfgs;
    std::vector<float> x = {-1.2f, 1.0f};
    int evaluations = 0;
    const auto counted = [&](std::span<const float> at, std::span<float> gradient) {
      ++evaluations;
      return rosenbrock(at, gradient);
    };
    for (int i = 0; i < 50; ++i) lbfgs.step(x, counted);
    QVERIFY2(std::abs(x[0] - 1.0) < 1e-3 && std::abs(x[1] - 1.0) < 2e-3,
             qPrintable(QString("%1 %2").arg(x[0]).arg(x[1])));
    // Steepest descent takes thousands.
    QVERIFY2(evaluations < 200, qPrintable(QString::number(evaluations)));
  }

  void everyStepFulfilsWolfesConditions() {
    FlatLbfgs lbfgs;
    std::vector<float> x = {-1.2f, 1.0f}, gradient(2), after(2);
    for (int i = 0; i < 15; ++i) {
      const std::vector<float> start = x;
      const double loss = rosenbrock(x, gradient);
      QVERIFY(lbfgs.step(x, rosenbrock) < loss);
      const double reached = rosenbrock(x, after);
      QCOMPARE(lbfgs.loss, reached);
      double slope = 0.0, slopeAfter = 0.0;
      for (std::size_t k = 0; k < 2; ++k) {
        slope += static_cast<double>(gradient[k]) * (x[k] - start[k]);
        slopeAfter += static_cast<double>(after[k]) * (x[k] - start[k]);
      }
      QVERIFY(slope < 0.0);
      QVERIFY(reached <= loss + 1e-4 * slope + 1e-9);
      QVERIFY(std::abs(slopeAfter) <= 0.9 * std::abs(slope) + 1e-9);
    }
  }

  void atAMinimumNothingMoves() {
    FlatLbfgs lbfgs;
    std::vector<float> x = {1.0f, 1.0f};
    QCOMPARE(lbfgs.step(x, rosenbrock), 0.0);
    QCOMPARE(x, (std::vector<float>{1.0f, 1.0f}));
  }

  void whereTheLossIsNoNumberStepsAreShorter() {
    // Only x < 1.5 has a loss; the minimum of x^2 - 2.8 x lies at 1.4.
    const auto cliff = [](std::span<const float> x, std::span<float> gradient) {
      gradient[0] = 20.0f * (x[0] - 1.4f);
      if (x[0] >= 1.5f) return std::numeric_limits<double>::quiet_NaN();
      return 10.0 * (x[0] - 1.4) * (x[0] - 1.4);
    };
    FlatLbfgs lbfgs;
    std::vector<float> x = {1.0f};
    for (int i = 0; i < 10; ++i) QVERIFY(std::isfinite(lbfgs.step(x, cliff)));
    QVERIFY(std::abs(x[0] - 1.4) < 1e-4);
  }

  void aCopyContinuesBitForBit() {
    FlatLbfgs first;
    std::vector<float> x(20, 3.0f);
    for (int i = 0; i < 7; ++i) first.step(x, quadratic);
    FlatLbfgs second = first;
    std::vector<float> y = x;
    for (int i = 0; i < 5; ++i) {
      first.step(x, quadratic);
      second.step(y, quadratic);
    }
    QCOMPARE(x, y);
  }

  void anotherFunctionBeginsAnew() {
    FlatLbfgs used;
    std::vector<float> x = {-1.2f, 1.0f};
    for (int i = 0; i < 5; ++i) used.step(x, rosenbrock);
    used.forget();
    FlatLbfgs fresh;
    std::vector<float> y = x;
    used.step(x, quadratic);
    fresh.step(y, quadratic);
    QCOMPARE(x, y);
  }
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::NnLbfgsTest)
#include "nn_lbfgs_test.moc"
