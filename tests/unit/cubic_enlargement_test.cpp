// SPDX-License-Identifier: GPL-3.0-or-later
// A coarse lattice made fine: exact for cubics, fourth order for what is smooth.
#include <QTest>
#include <cmath>
#include <functional>

#include "field/cubic_enlargement.h"

using namespace isochron;

namespace {

using Function = std::function<double(double, double)>;

/// At every `stride`-th node.
std::vector<float> sampled(int nx, int nz, int stride, const Function& f) {
  std::vector<float> values;
  for (int iz = 0; iz < nz; iz += stride)
    for (int ix = 0; ix < nx; ix += stride)
      values.push_back(static_cast<float>(f(ix / (nx - 1.0), iz / (nz - 1.0))));
  return values;
}

double worst(int nx, int nz, int stride, const Function& f) {
  CubicEnlargement enlargement(nx, nz, stride);
  std::vector<float> values(static_cast<std::size_t>(nx) * static_cast<std::size_t>(nz));
  enlargement.apply(sampled(nx, nz, stride, f), values);
  const std::vector<float> expected = sampled(nx, nz, 1, f);
  double most = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i)
    most = std::max(most, static_cast<double>(std::abs(values[i] - expected[i])));
  return most;
}

}  // namespace

class CubicEnlargementTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void exactForCubics() {
    const Function cubic = [](double x, double z) {
      return 1.0 + x - 2.0 * z + x * x * z + 3.0 * x * x * x - z * z * z + x * x * x * z * z * z;
    };
    QVERIFY(worst(7, 8, 2, cubic) < 3e-6);
    QVERIFY(worst(128, 99, 2, cubic) < 3e-6);
    QVERIFY(worst(33, 4, 1, cubic) < 3e-6);
  }

  /// A polynomial through all nodes where there are fewer than four: exact up to its degree.
  void fewerThanFourNodesAreEnough() {
    const Function constant = [](double, double) { return 2.5; };
    const Function linear = [](double x, double z) { return 1.0 + 2.0 * x - 3.0 * z + x * z; };
    const Function square = [](double x, double z) { return 1.0 + x * x - z * z * x + z; };
    for (const int n : {2, 3, 4, 5}) {
      QVERIFY(worst(n, 2, 1, linear) < 1e-6);
      QVERIFY(worst(2, n, 1, linear) < 1e-6);
      QVERIFY(worst(2, n, 2, constant) < 1e-6);
    }
    QVERIFY(worst(3, 3, 1, square) < 1e-6);
    QVERIFY(worst(5, 5, 2, square) < 1e-6);
    QVERIFY(worst(3, 40, 2, linear) < 1e-6);
  }

  void fourthOrder() {
    const Function wave = [](double x, double z) { return std::sin(7.0 * x) * std::cos(5.0 * z); };
    const double coarse = worst(161, 161, 8, wave), fine = worst(161, 161, 4, wave);
    QVERIFY2(fine < coarse / 12.0, qPrintable(QString("%1 %2").arg(coarse).arg(fine)));
  }
};

QTEST_GUILESS_MAIN(CubicEnlargementTest)
#include "cubic_enlargement_test.moc"
