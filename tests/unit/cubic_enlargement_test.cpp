// SPDX-License-Identifier: GPL-3.0-or-later
// A coarse lattice made fine: exact for cubics, fourth order for what is smooth.
#include <QTest>
#include <cmath>
#include <functional>

#include "field/cubic_enlargement.h"

using namespace isochron;

namespace {

using Function = std::function<double(double, double)>;

std::vector<float> sampled(int nx, int nz, const Function& f) {
  std::vector<float> values;
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix)
      values.push_back(static_cast<float>(f(ix / (nx - 1.0), iz / (nz - 1.0))));
  return values;
}

double worst(int latticeX, int latticeZ, int nx, int nz, const Function& f) {
  CubicEnlargement enlargement(latticeX, latticeZ, nx, nz);
  std::vector<float> values(static_cast<std::size_t>(nx) * static_cast<std::size_t>(nz));
  enlargement.apply(sampled(latticeX, latticeZ, f), values);
  const std::vector<float> expected = sampled(nx, nz, f);
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
    QVERIFY(worst(4, 4, 9, 7, cubic) < 3e-6);
    QVERIFY(worst(64, 50, 128, 99, cubic) < 3e-6);
    QVERIFY(worst(33, 4, 33, 4, cubic) < 3e-6);
  }

  void fourthOrder() {
    const Function wave = [](double x, double z) { return std::sin(7.0 * x) * std::cos(5.0 * z); };
    const double coarse = worst(16, 16, 151, 151, wave), fine = worst(31, 31, 151, 151, wave);
    QVERIFY2(fine < coarse / 12.0, qPrintable(QString("%1 %2").arg(coarse).arg(fine)));
  }
};

QTEST_GUILESS_MAIN(CubicEnlargementTest)
#include "cubic_enlargement_test.moc"
