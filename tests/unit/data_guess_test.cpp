// SPDX-License-Identifier: GPL-3.0-or-later
// Guesses: unit, axes, spacing, shape and map, each with its reason, on real and made files.
#include <QTest>
#include <filesystem>

#include "data_samples.h"
#include "field/error.h"
#include "formats/velocity_file.h"
#include "generators/generators.h"
#include "shared_data.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

std::filesystem::path shared(const char* file) { return sharedData() / file; }

bool mentions(const std::string& reason, const char* word) {
  return reason.find(word) != std::string::npos;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-12; }

VelocityFile openNpy(const std::string& name, const Array& values, const std::string& shape) {
  return VelocityFile::openBytes(name, npyFile("<f8", shape, encoded(values, ScalarType::Float64)));
}

/// Dipping layers, other ones for every `seed`; 1.5 to 5.5 km/s.
Array layeredModel(int nz, int nx, unsigned seed) {
  Array v(nz, nx);
  const double layers = 5.0 + seed % 4, dip = 0.1 * (1 + seed % 3), start = 0.13 * (seed % 7);
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix)
      v(iz, ix) = 1.5 + 0.4 * std::floor(layers * iz / nz + dip * std::sin(6.0 * ix / nx) + start) +
                  0.5 * iz / nz + 0.1 * std::sin(4.0 * ix / nx + seed) * std::cos(3.0 * iz / nz);
  return v;
}

}  // namespace

class DataGuessTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void marmousiInMetresPerSecondWithSwappedAxes() {
    const auto path = shared("velocity/marmousi_smooth_12.5m.npy");
    ISOCHRON_NEED_SHARED(path);
    const VelocityFile file = VelocityFile::open(path);
    const ImportGuess& guess = file.guess();
    QVERIFY(guess.layout.axes == AxisOrder::ZFast);
    QVERIFY(guess.layout.unit == VelocityUnit::MetresPerSecond);
    QVERIFY(near(guess.layout.dx, 0.0125) && near(guess.layout.dz, 0.0125));
    QVERIFY(mentions(guess.axesReason, "velocity grows along it"));
    QVERIFY(mentions(guess.unitReason, "1028 to 4700"));
    QVERIFY(mentions(guess.spacingReason, "name"));
    const VelocityModel model = file.read();
    QCOMPARE(model.grid().nx, 1361);
    QCOMPARE(model.grid().nz, 281);
    QVERIFY(near(model.min(), 1.028) && near(model.max(), 4.7));
    // Water on top, rock below.
    QVERIFY(model.velocity().row(0).mean() < 1.6 && model.velocity().row(280).mean() > 3.0);
  }

  void marmousiWithoutAHeader() {
    const auto path = shared("velocity/marmousi.bin");
    ISOCHRON_NEED_SHARED(path);
    const VelocityFile file = VelocityFile::open(path);
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{221, 601}));
    QVERIFY(file.summary().type == ScalarType::Float32);
    QVERIFY(file.summary().order == ByteOrder::Little);
    QVERIFY(file.guess().layout.axes == AxisOrder::XFast);
    QVERIFY(file.guess().layout.unit == VelocityUnit::KilometresPerSecond);
    QVERIFY(mentions(file.guess().shapeReason, "601"));
    QVERIFY(mentions(file.guess().spacingReason, "assumed"));
    QVERIFY(!file.guess().spacingKnown);
    const VelocityModel model = file.read();
    QCOMPARE(model.grid().nx, 601);
    QCOMPARE(model.grid().nz, 221);
    QVERIFY(std::abs(model.min() - 1.4840147) < 1e-6 && std::abs(model.max() - 5.694933) < 1e-6);
  }

  void aridIsACubeWithDepthFirst() {
    const auto path = shared("velocity/arid_cropped.npy");
    ISOCHRON_NEED_SHARED(path);
    const VelocityFile file = VelocityFile::open(path);
    QCOMPARE(file.guess().layout.modelAxis, 1);
    QCOMPARE(file.modelCount(), 67);
    QVERIFY(mentions(file.guess().modelReason, "first is depth"));
    const VelocityModel model = file.read(30);
    QCOMPARE(model.grid().nz, 80);
    QCOMPARE(model.grid().nx, 67);
    QVERIFY(model.velocity().bottomRows(10).mean() > model.velocity().topRows(10).mean() + 1);
    ImportLayout layout = file.guess().layout;
    layout.modelAxis = 0;
    QCOMPARE(file.modelCount(layout), 80);
  }

  void phaseSeparationIsMapped() {
    const auto path = shared("phase-separation/Image37524.txt");
    ISOCHRON_NEED_SHARED(path);
    const VelocityFile file = VelocityFile::open(path);
    QVERIFY(file.guess().layout.map == (LinearMap{4.0, 2.0}));
    QVERIFY(mentions(file.guess().mapReason, "only 0 and 1"));
    const VelocityModel model = file.read();
    QCOMPARE(model.grid().nx, 400);
    QCOMPARE(model.grid().nz, 400);
    QCOMPARE(model.min(), 2.0);
    QCOMPARE(model.max(), 6.0);
    ImportLayout unmapped = file.guess().layout;
    unmapped.map.reset();
    QVERIFY_EXCEPTION_THROWN(file.read(unmapped), Error);
  }

  void theYardsticksOpenAsTheyAre_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"const_128", "grad_128", "grad_512", "grf_128"})
      QTest::newRow(name) << QStringLiteral("eikonal/%1_v.npy").arg(QString::fromLatin1(name));
  }

  void theYardsticksOpenAsTheyAre() {
    QFETCH(QString, name);
    const auto path = shared(qPrintable(name));
    ISOCHRON_NEED_SHARED(path);
    const VelocityFile file = VelocityFile::open(path);
    QVERIFY(file.guess().layout.axes == AxisOrder::XFast);
    QVERIFY(file.guess().layout.unit == VelocityUnit::KilometresPerSecond);
    QVERIFY(!file.guess().layout.map.has_value());
  }

  void mappedFieldsOfTheReferenceSolutions() {
    const auto npz = shared("reference-solutions/Burgers.npz");
    const auto mat = shared("reference-solutions/Allen_Cahn.mat");
    ISOCHRON_NEED_SHARED(npz);
    ISOCHRON_NEED_SHARED(mat);
    const VelocityFile burgers = VelocityFile::open(npz);
    QCOMPARE(burgers.summary().array, std::string("usol"));
    QVERIFY(burgers.guess().layout.map == (LinearMap{2.0, 4.0}));
    const VelocityFile allenCahn = VelocityFile::open(mat);
    QCOMPARE(allenCahn.summary().array, std::string("u"));
    QVERIFY(std::abs(allenCahn.read().min() - 2.0) < 1e-6);
  }

  void openFwiIsKnownByItsShape() {
    Array models(8 * 70, 70);
    for (unsigned i = 0; i < 8; ++i) models.middleRows(70 * i, 70) = 1000 * layeredModel(70, 70, i);
    const VelocityFile file = openNpy("model1.npy", models, "(8, 1, 70, 70)");
    QCOMPARE(file.modelCount(), 8);
    QVERIFY(file.guess().layout.unit == VelocityUnit::MetresPerSecond);
    QVERIFY(file.guess().layout.axes == AxisOrder::XFast);
    QVERIFY(near(file.guess().layout.dx, 0.010) && near(file.guess().layout.dz, 0.010));
    QVERIFY(mentions(file.guess().spacingReason, "OpenFWI"));
    QVERIFY(mentions(file.guess().modelReason, "8 models"));
  }

  void stacksOfModelsAreNoCubes() {
    Array models(20 * 48, 64);
    for (unsigned i = 0; i < 20; ++i) models.middleRows(48 * i, 48) = layeredModel(48, 64, 13 * i);
    const VelocityFile file = openNpy("set.npy", models, "(20, 48, 64)");
    QCOMPARE(file.guess().layout.modelAxis, 0);
    QCOMPARE(file.modelCount(), 20);
    QVERIFY(file.guess().layout.axes == AxisOrder::XFast);
  }

  void rawShapesAreGuessed_data() {
    QTest::addColumn<int>("nz");
    QTest::addColumn<int>("nx");
    QTest::addColumn<bool>("swapped");
    QTest::newRow("wide") << 70 << 210 << false;
    QTest::newRow("wide, depth fastest") << 70 << 210 << true;
    QTest::newRow("square") << 128 << 128 << false;
    QTest::newRow("many factors") << 96 << 480 << false;
    QTest::newRow("deep") << 300 << 120 << false;
  }

  void rawShapesAreGuessed() {
    QFETCH(int, nz);
    QFETCH(int, nx);
    QFETCH(bool, swapped);
    const Array model = layeredModel(nz, nx, 3);
    const Array stored = swapped ? Array(model.transpose()) : model;
    const VelocityFile file =
        VelocityFile::openBytes("model.bin", encoded(stored, ScalarType::Float32));
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{stored.rows(), stored.cols()}));
    QCOMPARE(file.read().grid().nx, nx);
    QVERIFY((file.read().velocity() - model).abs().maxCoeff() < 1e-6);
  }

  void rawStacksOfSquaresAreGuessed() {
    Array models(40 * 32, 32);
    for (unsigned i = 0; i < 40; ++i) models.middleRows(32 * i, 32) = layeredModel(32, 32, 5 * i);
    const VelocityFile file =
        VelocityFile::openBytes("set.bin", encoded(models, ScalarType::Float32));
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{40, 32, 32}));
  }

  void rawFlatLayersAreGuessed() {
    Array v(70, 210);
    for (int iz = 0; iz < 70; ++iz) v.row(iz) = iz < 11 ? 1.5 : iz < 24 ? 2.1 : iz < 51 ? 3.3 : 4.2;
    const VelocityFile file = VelocityFile::openBytes("flat.bin", encoded(v, ScalarType::Float32));
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{70, 210}));
    QVERIFY(mentions(file.guess().shapeReason, "nothing changes within rows of 210"));
  }

  void aHoleInARawModelIsFoundNotGuessedAway() {
    Array model = layeredModel(70, 210, 3);
    model(5, 9) = std::nan("");
    const VelocityFile file =
        VelocityFile::openBytes("model.bin", encoded(model, ScalarType::Float32));
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{70, 210}));
    QVERIFY_EXCEPTION_THROWN(file.read(), Error);
  }

  void linesOfSquaresAreModels() {
    Array rows(3, 1600);
    for (Eigen::Index i = 0; i < rows.size(); ++i) rows.data()[i] = (i / 37) % 2 == 0 ? 1.0 : 0.0;
    const VelocityFile file = VelocityFile::openBytes("samples.txt", textFile(rows, " "));
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{3, 40, 40}));
    QVERIFY(mentions(file.guess().shapeReason, "one per line"));
    QVERIFY(file.guess().layout.map.has_value());
  }

  void spacingIsTakenFromTheName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dz");
    QTest::addColumn<bool>("named");
    QTest::newRow("metres") << "model_12.5m.npy" << 0.0125 << 0.0125 << true;
    QTest::newRow("kilometres") << "model-0.02km.npy" << 0.02 << 0.02 << true;
    QTest::newRow("both") << "bp_12.5x6.25m.npy" << 0.0125 << 0.00625 << true;
    QTest::newRow("first word") << "4m_model.npy" << 0.004 << 0.004 << true;
    QTest::newRow("a speed is none") << "model_1500m_s.npy" << 0.01 << 0.01 << false;
    QTest::newRow("a size is none") << "model_5km.npy" << 0.01 << 0.01 << false;
    QTest::newRow("a count is none") << "model70.npy" << 0.01 << 0.01 << false;
    QTest::newRow("a word is none") << "model_3marmousi.npy" << 0.01 << 0.01 << false;
    QTest::newRow("a version is none") << "model_v2.5.npy" << 0.01 << 0.01 << false;
  }

  void spacingIsTakenFromTheName() {
    QFETCH(QString, name);
    QFETCH(double, dx);
    QFETCH(double, dz);
    QFETCH(bool, named);
    const VelocityFile file = openNpy(name.toStdString(), sampleVelocity(), "(40, 60)");
    QVERIFY(near(file.guess().layout.dx, dx) && near(file.guess().layout.dz, dz));
    QCOMPARE(mentions(file.guess().spacingReason, "name"), named);
  }

  void knownModelsAreKnownByTheirSize_data() {
    QTest::addColumn<int>("nx");
    QTest::addColumn<int>("nz");
    QTest::addColumn<double>("dx");
    QTest::addColumn<double>("dz");
    QTest::newRow("classic Marmousi") << 2301 << 751 << 0.004 << 0.004;
    QTest::newRow("Marmousi2, thinned out") << 1361 << 281 << 0.0125 << 0.0125;
    QTest::newRow("BP 2004") << 5395 << 1911 << 0.0125 << 0.00625;
  }

  void knownModelsAreKnownByTheirSize() {
    QFETCH(int, nx);
    QFETCH(int, nz);
    QFETCH(double, dx);
    QFETCH(double, dz);
    const Array model = layeredModel(nz, nx, 1);
    for (const bool swapped : {false, true}) {
      const Array stored = swapped ? Array(model.transpose()) : model;
      const VelocityFile file = VelocityFile::openBytes(
          "model.npy", npyFile("<f4", toText({stored.rows(), stored.cols()}),
                               encoded(stored, ScalarType::Float32)));
      QVERIFY(file.guess().layout.axes == (swapped ? AxisOrder::ZFast : AxisOrder::XFast));
      QVERIFY(near(file.guess().layout.dx, dx) && near(file.guess().layout.dz, dz));
    }
  }

  /// What the program writes it reads back as it was, whatever the field's shape happens to be.
  void randomFieldsAreNotTurned() {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      const Array field = generate(ModelKind::RandomField, paperGrid(64, 64), seed).velocity();
      const VelocityFile file = openNpy("field.npy", field, "(64, 64)");
      QVERIFY2(file.guess().layout.axes == AxisOrder::XFast, std::to_string(seed).c_str());
    }
  }

  void normalisedFieldsAreMappedAndVelocitiesNot() {
    const Array phase = (sampleVelocity() - 2.5) / 2.0;  // within [-1, 1]
    const VelocityFile mapped = openNpy("u.npy", phase, "(40, 60)");
    QVERIFY(mapped.guess().layout.map == (LinearMap{2.0, 4.0}));
    QVERIFY(std::abs(mapped.read().max() - (4.0 + 2.0 * phase.maxCoeff())) < 1e-12);
    QVERIFY(!openNpy("v.npy", sampleVelocity(), "(40, 60)").guess().layout.map);
    // All zeros are no phase field.
    QVERIFY(!openNpy("v.npy", Array::Zero(40, 60), "(40, 60)").guess().layout.map);
  }

  void everyGuessCanBeOverridden() {
    const VelocityFile file = openNpy("v.npy", sampleVelocity(), "(40, 60)");
    ImportLayout layout;
    layout.axes = AxisOrder::ZFast;
    layout.unit = VelocityUnit::MetresPerSecond;
    layout.dx = 0.5;
    layout.dz = 0.25;
    layout.origin = {3.0, 1.0};
    const VelocityModel model = file.read(layout);
    QCOMPARE(model.grid().nx, 40);
    QCOMPARE(model.grid().nz, 60);
    QCOMPARE(model.grid().origin, (Point{3.0, 1.0}));
    QVERIFY(near(model.velocity()(50, 3), sampleVelocity()(3, 50) / 1000));
  }
};

QTEST_APPLESS_MAIN(DataGuessTest)
#include "data_guess_test.moc"
