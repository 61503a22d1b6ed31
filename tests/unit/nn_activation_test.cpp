// SPDX-License-Identifier: GPL-3.0-or-later
// Activations: their derivatives, and the kernels of every machine against them.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "field/error.h"
#include "nn/activation.h"
#include "nn/kernels/mlp_kernels.h"

using namespace isochron;

namespace {

constexpr std::int64_t kCount = 4001;

/// From -10 to 10, with none at 0, where ELU's derivatives jump.
double argument(std::int64_t i) { return -10.0 + 20.0 * (static_cast<double>(i) + 0.3) / kCount; }

double centralDifference(const std::function<double(double)>& f, double x) {
  // Fourth order: an error of about 1e-12 for smooth f of this size.
  constexpr double kStep = 1e-3;
  return (8 * (f(x + kStep) - f(x - kStep)) - (f(x + 2 * kStep) - f(x - 2 * kStep))) / (12 * kStep);
}

template <typename T>
struct Passes {
  std::vector<T> z, a, d, q;
};

/// f, f' and f'' of all arguments, by the kernels' passes.
template <typename T>
Passes<T> pass(const ActivationKernels<T>& kernels) {
  Passes<T> p;
  p.z.resize(kCount);
  for (std::int64_t i = 0; i < kCount; ++i)
    p.z[static_cast<std::size_t>(i)] = static_cast<T>(argument(i));
  p.a = p.d = p.q = p.z;
  const std::vector<T> ones(kCount, T(1));
  kernels.value(1, kCount, {p.z.data(), 0}, {p.a.data(), 0});
  const T* carrier = kernels.carrierIsOutput ? p.a.data() : p.z.data();
  kernels.adjoint(1, kCount, {carrier, 0}, {ones.data(), 0}, {p.d.data(), 0}, {p.q.data(), 0});
  return p;
}

template <typename T>
double worst(Activation activation, const Passes<T>& p) {
  double error = 0;
  for (std::size_t i = 0; i < p.z.size(); ++i) {
    const ActivationValue f = activationAt(activation, static_cast<double>(p.z[i]));
    const auto off = [](double is, double should) {
      return std::abs(is - should) / std::max(1.0, std::abs(should));
    };
    error = std::max({error, off(static_cast<double>(p.a[i]), f.value),
                      off(static_cast<double>(p.d[i]), f.first),
                      off(static_cast<double>(p.q[i]), f.second)});
  }
  return error;
}

}  // namespace

class NnActivationTest : public QObject {
  Q_OBJECT

  static void allActivations() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < kActivationCount; ++i)
      QTest::newRow(activationName(kActivations[i]).c_str()) << static_cast<int>(i);
  }

 private Q_SLOTS:
  void namesRoundTrip() {
    for (Activation activation : kActivations)
      QVERIFY(activationOf(activationName(activation)) == activation);
    QVERIFY_EXCEPTION_THROWN(activationOf("relu"), Error);
  }

  void derivativesMatchDifferences_data() { allActivations(); }
  void derivativesMatchDifferences() {
    QFETCH(int, index);
    const Activation activation = kActivations[static_cast<std::size_t>(index)];
    using Member = double ActivationValue::*;
    const std::array<Member, 4> orders = {&ActivationValue::value, &ActivationValue::first,
                                          &ActivationValue::second, &ActivationValue::third};
    double error = 0;
    for (std::int64_t i = 0; i < kCount; i += 10) {
      const double z = argument(i);
      if (std::abs(z) < 0.01) continue;  // ELU's jump would lie between the nodes
      for (std::size_t order = 0; order < 3; ++order) {
        const auto lower = [&](double x) { return activationAt(activation, x).*orders[order]; };
        const double exact = activationAt(activation, z).*orders[order + 1];
        error = std::max(error, std::abs(exact - centralDifference(lower, z)));
      }
    }
    QVERIFY2(error < 1e-9, qPrintable(QString::number(error)));
  }

  void kernelsOfEveryMachineAgree_data() { allActivations(); }
  void kernelsOfEveryMachineAgree() {
    QFETCH(int, index);
    const Activation activation = kActivations[static_cast<std::size_t>(index)];
    for (int machine = 0; machine < 3; ++machine) {
      if (const auto* kernels = mlpKernelsOfMachine<float>(machine)) {
        const double error = worst(activation, pass(kernels->of(activation)));
        QVERIFY2(error < 2e-6, qPrintable(QString("%1: %2").arg(kernels->machine).arg(error)));
      }
      if (const auto* kernels = mlpKernelsOfMachine<double>(machine)) {
        const double error = worst(activation, pass(kernels->of(activation)));
        QVERIFY2(error < 1e-13, qPrintable(QString("%1: %2").arg(kernels->machine).arg(error)));
      }
    }
  }

  void extremeArgumentsStayFiniteAndNanIsKept_data() { allActivations(); }
  void extremeArgumentsStayFiniteAndNanIsKept() {
    QFETCH(int, index);
    const Activation activation = kActivations[static_cast<std::size_t>(index)];
    const auto& kernels = mlpKernels<float>().of(activation);
    std::vector<float> z = {
        -1000.0f, -100.0f, -88.0f, 88.0f, 100.0f, 1000.0f, std::numeric_limits<float>::quiet_NaN()};
    std::vector<float> a = z;
    const auto width = static_cast<std::int64_t>(z.size());
    kernels.value(1, width, {z.data(), 0}, {a.data(), 0});
    for (std::size_t i = 0; i + 1 < z.size(); ++i) {
      const double exact = activationAt(activation, static_cast<double>(z[i])).value;
      QVERIFY(std::abs(static_cast<double>(a[i]) - exact) < 1e-5 * std::max(1.0, std::abs(exact)));
    }
    QVERIFY(std::isnan(a.back()));
  }

  void matrixKernelsOfEveryMachineAgreeWithSums() {
    for (int machine = 0; machine < 3; ++machine)
      if (const auto* kernels = mlpKernelsOfMachine<double>(machine))
        for (std::int64_t k : {1, 5, 33})
          for (std::int64_t n : {1, 31, 32, 70}) checkProducts(*kernels, k, n);
  }

 private:
  static void checkProducts(const MlpKernels<double>& kernels, std::int64_t k, std::int64_t n) {
    constexpr std::int64_t kRows = 24;
    const std::int64_t width = leadingDimension(std::max(k, n));
    const auto entry = [](std::int64_t i, std::int64_t j) {
      return std::sin(static_cast<double>(3 * i + 7 * j + 1));
    };
    std::vector<double> a(static_cast<std::size_t>(40 * width)), c(a.size()), b(a.size());
    for (std::int64_t i = 0; i < 40; ++i)
      for (std::int64_t j = 0; j < width; ++j)
        a[static_cast<std::size_t>(i * width + j)] = entry(i, j);
    b = a;
    std::vector<double> packed(static_cast<std::size_t>(k * roundUp(n, kColumnMultiple)));
    kernels.pack(b.data(), k, n, width, 1, packed.data());
    kernels.multiply(kRows, k, n, {a.data(), width}, packed.data(), {a.data(), 0},
                     {c.data(), width});
    double error = 0;
    for (std::int64_t i = 0; i < kRows; ++i)
      for (std::int64_t j = 0; j < n; ++j) {
        double sum = entry(0, j);
        for (std::int64_t l = 0; l < k; ++l) sum += entry(i, l) * entry(l, j);
        error = std::max(error, std::abs(sum - c[static_cast<std::size_t>(i * width + j)]));
      }
    QVERIFY(error < 1e-12);
    constexpr std::int64_t kHeight = 20;
    std::fill(c.begin(), c.end(), 1.0);
    kernels.accumulate(k, kHeight, n, {a.data(), width}, {b.data(), width}, {c.data(), width},
                       true);
    for (std::int64_t i = 0; i < kHeight; ++i)
      for (std::int64_t j = 0; j < n; ++j) {
        double sum = 1;
        for (std::int64_t l = 0; l < k; ++l) sum += entry(l, i) * entry(l, j);
        error = std::max(error, std::abs(sum - c[static_cast<std::size_t>(i * width + j)]));
      }
    QVERIFY(error < 1e-12);
  }
};

QTEST_APPLESS_MAIN(NnActivationTest)
#include "nn_activation_test.moc"
