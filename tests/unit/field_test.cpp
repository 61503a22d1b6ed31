// SPDX-License-Identifier: GPL-3.0-or-later
// Grids, interpolation, velocity models, resampling and cropping.
#include <QTest>
#include <cmath>
#include <limits>

#include "field/error.h"
#include "field/velocity_model.h"

using namespace isochron;

namespace {

const Grid kGrid{11, 6, 0.5, 0.2, {1.0, -0.4}};

Array linear(const Grid& g) {
  Array v(g.nz, g.nx);
  for (int iz = 0; iz < g.nz; ++iz)
    for (int ix = 0; ix < g.nx; ++ix) v(iz, ix) = 3.0 + 0.2 * g.x(ix) + 0.5 * g.z(iz);
  return v;
}

QString messageOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

}  // namespace

class FieldTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nodesLieAtOriginPlusSpacing() {
    QCOMPARE(kGrid.node(2, 3).x, 2.5);
    QCOMPARE(kGrid.node(2, 3).z, 0.0);
    QCOMPARE(kGrid.end().x, 6.0);
    QVERIFY(kGrid.contains({6.0, 0.6}));
    QVERIFY(!kGrid.contains({6.01, 0.6}));
    QCOMPARE(kGrid.clamp({99.0, -99.0}), (Point{6.0, -0.4}));
  }

  void gridsWithoutNodesOrSpacingAreRefused_data() {
    QTest::addColumn<int>("nx");
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("x0");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("one column") << 1 << 0.1 << 0.0;
    QTest::newRow("zero spacing") << 4 << 0.0 << 0.0;
    QTest::newRow("negative spacing") << 4 << -0.1 << 0.0;
    QTest::newRow("NaN spacing") << 4 << nan << 0.0;
    QTest::newRow("NaN origin") << 4 << 0.1 << nan;
  }
  void gridsWithoutNodesOrSpacingAreRefused() {
    QFETCH(int, nx);
    QFETCH(double, dx);
    QFETCH(double, x0);
    QVERIFY_EXCEPTION_THROWN(validate(Grid{nx, 4, dx, 0.1, {x0, 0.0}}), Error);
  }

  void bilinearInterpolationIsExactForLinearFieldsAndClampsOutside() {
    const Field field{kGrid, linear(kGrid)};
    for (const Point p : {Point{1.0, -0.4}, Point{6.0, 0.6}, Point{2.37, 0.113}})
      QVERIFY(std::abs(interpolate(field, p) - (3.0 + 0.2 * p.x + 0.5 * p.z)) < 1e-12);
    QCOMPARE(interpolate(field, {-50.0, -50.0}), field.values(0, 0));
  }

  void unusableVelocitiesAreRefusedWithTheirPlace_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("word");
    QTest::newRow("NaN") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("NaN");
    QTest::newRow("inf") << std::numeric_limits<double>::infinity() << QStringLiteral("infinite");
    QTest::newRow("zero") << 0.0 << QStringLiteral("zero");
    QTest::newRow("negative") << -2.0 << QStringLiteral("negative");
  }
  void unusableVelocitiesAreRefusedWithTheirPlace() {
    QFETCH(double, value);
    QFETCH(QString, word);
    Array v = linear(kGrid);
    v(4, 7) = value;
    const QString message = messageOf([&] { VelocityModel(kGrid, v); });
    QVERIFY2(message.contains(word), qPrintable(message));
    QVERIFY2(message.contains(QStringLiteral("iz = 4, ix = 7")), qPrintable(message));
  }

  void aShapeThatDoesNotFitTheGridIsRefused() {
    const QString message = messageOf([] { VelocityModel(kGrid, Array::Ones(11, 6)); });
    QVERIFY2(message.contains(QStringLiteral("(11, 6)")), qPrintable(message));
  }

  void resamplingKeepsExtentConstantsAndFinerLinearModels() {
    const VelocityModel model(kGrid, linear(kGrid));
    const VelocityModel fine = resample(model, 41, 21);
    QCOMPARE(fine.grid().nx, 41);
    QCOMPARE(fine.grid().end(), model.grid().end());
    // Slowness is what is interpolated: exact on the old nodes, close between them.
    QVERIFY(std::abs(fine.velocity()(8, 12) - model.velocity()(2, 3)) < 1e-12);
    QVERIFY(std::abs(fine.at({2.37, 0.113}) - model.at({2.37, 0.113})) < 2e-3);
    const VelocityModel constant(kGrid, Array::Constant(6, 11, 2.5));
    QVERIFY((resample(constant, 5, 3).velocity() - 2.5).abs().maxCoeff() < 1e-12);
  }

  void coarseningAveragesSlownessSoThatVerticalTimesSurvive() {
    // Fine alternating layers of 2 and 4 km/s: the vertical time belongs to 2.667 km/s.
    const Grid fine{5, 401, 0.1, 0.0025, {}};
    Array v(401, 5);
    for (int iz = 0; iz < 401; ++iz) v.row(iz) = iz % 2 == 0 ? 2.0 : 4.0;
    const VelocityModel coarse = resample(VelocityModel(fine, v), 5, 21);
    const double middle = coarse.velocity()(10, 2);
    QVERIFY2(std::abs(middle - 8.0 / 3.0) < 0.05, qPrintable(QString::number(middle)));
  }

  void croppingKeepsTheNodesInsideTheRectangle() {
    const VelocityModel model(kGrid, linear(kGrid));
    const VelocityModel part = crop(model, {4.0, 0.41}, {2.0, 0.0});
    QCOMPARE(part.grid().nx, 5);
    QCOMPARE(part.grid().nz, 3);
    QCOMPARE(part.grid().origin.x, 2.0);
    QCOMPARE(part.velocity()(1, 2), model.velocity()(3, 4));
    QVERIFY_EXCEPTION_THROWN(crop(model, {2.0, 0.0}, {2.1, 0.1}), Error);
  }
};

QTEST_APPLESS_MAIN(FieldTest)
#include "field_test.moc"
