// SPDX-License-Identifier: GPL-3.0-or-later
// What formats of named arrays keep beside their values: attributes, coordinates, numbers, fields.
#include <QTest>

#include "statement_checks.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

/// An image of three axes with one array, as text. `head` holds the attributes of ImageData.
VelocityFile vti(const std::string& head, const std::string& extent, const Array& values,
                 const std::string& name = "vp [km/s]", bool cells = false) {
  const std::string kind = cells ? "CellData" : "PointData";
  std::string text =
      "<?xml version=\"1.0\"?><VTKFile type=\"ImageData\" byte_order=\"LittleEndian\">"
      "<ImageData WholeExtent=\"" +
      extent + "\" " + head + "><Piece Extent=\"" + extent + "\"><" + kind +
      "><DataArray type=\"Float64\" Name=\"" + name + "\" format=\"ascii\">";
  for (Eigen::Index i = 0; i < values.size(); ++i) text += std::to_string(values.data()[i]) + ' ';
  text += "</DataArray></" + kind + "></Piece></ImageData></VTKFile>";
  return VelocityFile::openBytes("v.vti", toBytes(text));
}

}  // namespace

class DataNamedArraysTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void compressedCoordinatesOfNetcdf4AreRead() {
    const VelocityFile file = VelocityFile::openBytes(
        "v.nc", netcdfStating(depthAxis(), lateralAxis(), {velocity()}, true, true));
    QVERIFY(file.guess().spacingKnown);
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0, 0}));
    QVERIFY(contains(file.guess().unitReason, "units"));
  }

  void equallyLongAxesOfNetcdf4AreToldApartByTheirLinks() {
    const Array square = sampleVelocity().leftCols(kNz);
    const StatedArray x = axis("distance", evenRow(0, 0.02, kNz), {{"units", "km"}});
    const VelocityFile file = VelocityFile::openBytes(
        "v.nc", netcdfStating(x, depthAxis(), {{"vp", square.transpose()}}, true));
    QVERIFY((file.read().velocity() - square).abs().maxCoeff() < 1e-9);
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0, 0}));
  }

  void textsOfVariableLengthInHdf5AreRead() {
    const VelocityFile file = VelocityFile::openBytes(
        "v.h5", hdf5Stating({{"slowness", sampleVelocity().inverse(), {{"units", "s/km"}}},
                             {"x", evenRow(2000, 20, kNx), {{"units", "m"}}},
                             {"z", evenRow(0, 10, kNz), {{"units", "m"}}}}));
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {2, 0}));
    QVERIFY(file.guess().doubts.empty());
  }

  void damagedTextsOfVariableLengthHarmNobody() {
    const ByteVector sound = hdf5Stating({{"vp", sampleVelocity(), {{"units", "km/s"}}}});
    const std::string text(reinterpret_cast<const char*>(sound.data()), sound.size());
    const std::size_t heap = text.find("GCOL");
    QVERIFY(heap != text.npos);
    for (std::size_t at = heap; at < heap + 64; ++at) {
      ByteVector damaged = sound;
      damaged[at] ^= std::byte{0xFF};
      const VelocityFile file = VelocityFile::openBytes("v.h5", damaged);
      QVERIFY(isSample(file.read()));
    }
  }

  void chunksThatWereNeverWrittenHoldTheFillValue() {
    const VelocityFile file = VelocityFile::openBytes("v.h5", hdf5Filled(sampleVelocity(), 2.5));
    const VelocityModel model = file.read();
    QVERIFY(near(model.velocity()(3, 4), sampleVelocity()(3, 4)));
    QVERIFY(near(model.velocity()(30, 50), 2.5));
  }

  void complexNumbersAreRefusedForWhatTheyAre() {
    const std::string hdf5 = sentence("v.h5", hdf5Complex(sampleVelocity()));
    QVERIFY2(contains(hdf5, "complex"), hdf5.c_str());
    const std::string mat = sentence("v.mat", matComplex(sampleVelocity()));
    QVERIFY2(contains(mat, "complex"), mat.c_str());
  }

  void matlabMatricesHaveDepthsAsRows_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("level 4") << static_cast<int>(MatStatement::Level4);
    QTest::newRow("level 5") << static_cast<int>(MatStatement::Level5);
    QTest::newRow("level 5, compressed") << static_cast<int>(MatStatement::Level5Compressed);
    QTest::newRow("version 7.3") << static_cast<int>(MatStatement::Version73);
  }

  void matlabMatricesHaveDepthsAsRows() {
    QFETCH(int, kind);
    Array body = Array::Constant(50, 90, 2000.0);
    body.block(30, 10, 10, 20).setConstant(3000.0);
    const VelocityFile file = VelocityFile::openBytes(
        "v.mat", matStating({{"vp", body}}, static_cast<MatStatement>(kind)));
    QCOMPARE(file.summary().shape, (std::vector<std::int64_t>{50, 90}));
    const VelocityModel model = file.read();
    QCOMPARE(model.grid().nz, 50);
    QVERIFY(near(model.velocity()(35, 15), 3.0) && near(model.velocity()(15, 35), 2.0));
  }

  void numbersBesideAMatlabMatrixAreStatements_data() { matlabMatricesHaveDepthsAsRows_data(); }

  void numbersBesideAMatlabMatrixAreStatements() {
    QFETCH(int, kind);
    const std::vector<StatedArray> arrays = {{"vp", 1000 * sampleVelocity()},
                                             stated("dx", 20.0),
                                             stated("dz", 10.0),
                                             stated("x0", 500.0)};
    const VelocityFile file =
        VelocityFile::openBytes("v.mat", matStating(arrays, static_cast<MatStatement>(kind)));
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0.5, 0}));
    QVERIFY(file.guess().spacingKnown);
  }

  void matlabFilesOfLevel4AreKnownByTheirContent() {
    const ByteVector bytes = matStating({{"vp", sampleVelocity()}}, MatStatement::Level4);
    QVERIFY(isSample(VelocityFile::openBytes("model.dat", bytes).read()));
  }

  void fieldsOfAMatlabStructureAreArrays() {
    for (const bool compressed : {false, true}) {
      const VelocityFile file =
          VelocityFile::openBytes("v.mat", matStructure({{"rho", 1000 * sampleVelocity()},
                                                         {"vp", 1000 * sampleVelocity()},
                                                         stated("h", 12.5)},
                                                        compressed));
      QCOMPARE(file.summary().array, std::string("model.vp"));
      QVERIFY(isSample(file.read()));
      QVERIFY(hasGrid(file.read(), 0.0125, 0.0125, {0, 0}));
    }
  }

  void namesBesideAnArrayAreUnderstood_data() {
    QTest::addColumn<QString>("x");
    QTest::addColumn<QString>("z");
    for (const auto& [x, z] :
         std::initializer_list<std::pair<const char*, const char*>>{{"dx", "dz"},
                                                                    {"dx", "dy"},
                                                                    {"hx", "hz"},
                                                                    {"delta_x", "delta_z"},
                                                                    {"d2", "d1"},
                                                                    {"dx_m", "dz_m"},
                                                                    {"x_step", "z_step"}})
      QTest::newRow(x) << QString::fromUtf8(x) << QString::fromUtf8(z);
  }

  void namesBesideAnArrayAreUnderstood() {
    QFETCH(QString, x);
    QFETCH(QString, z);
    const bool numbered = x == QStringLiteral("d2");  // d1 is the fastest axis
    const Array values = numbered ? Array(sampleVelocity().transpose()) : sampleVelocity();
    const VelocityFile file = VelocityFile::openBytes(
        "v.h5",
        hdf5Stating(
            {{"vp", values}, stated(x.toStdString(), 20.0), stated(z.toStdString(), 10.0)}));
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0, 0}));
    QVERIFY(file.guess().spacingKnown);
  }

  void meshesInAnNpzAreCoordinates() {
    Array x(kNz, kNx), z(kNz, kNx);
    for (int iz = 0; iz < kNz; ++iz)
      for (int ix = 0; ix < kNx; ++ix) {
        x(iz, ix) = 10.0 + 0.02 * ix;
        z(iz, ix) = 0.005 + 0.01 * iz;
      }
    const auto entry = [](const Array& values) {
      return npyFile("<f8", "(40, 60)", encoded(values, ScalarType::Float64));
    };
    const VelocityFile file = VelocityFile::openBytes(
        "v.npz",
        npzFile({{"X", entry(x)}, {"Z", entry(z)}, {"vp", entry(sampleVelocity())}}, true));
    QCOMPARE(file.summary().array, std::string("vp"));
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {10, 0.005}));
  }

  void columnsOfAStructuredNpyAreNamed() {
    std::string header =
        "{'descr': [('vp', '<f4'), ('vs', '<f4')], 'fortran_order': False, "
        "'shape': (3, 3), }";
    header.resize(118 - 1, ' ');
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(118);
    bytes += '\0';
    bytes += header + '\n' + std::string(72, 'a');
    const std::string refused = sentence("s.npy", toBytes(bytes));
    QVERIFY2(contains(refused, "vp, vs") && contains(refused, "array['vp']"), refused.c_str());
  }

  void modelsThatComeLastAreCounted() {
    Array models(35 * 35, 30);  // [iz, ix, model], the same along x
    for (int iz = 0; iz < 35; ++iz)
      for (int ix = 0; ix < 35; ++ix)
        for (int m = 0; m < 30; ++m)
          models(35 * iz + ix, m) = 1.5 + 0.05 * iz + 0.3 * std::sin(1.7 * m * m);
    const VelocityFile file = VelocityFile::openBytes(
        "m.npy", npyFile("<f8", "(35, 35, 30)", encoded(models, ScalarType::Float64)));
    QCOMPARE(file.guess().layout.modelAxis, 2);
    QCOMPARE(file.modelCount(), 30);
    QVERIFY(near(file.read(7).velocity()(20, 3), 1.5 + 1.0 + 0.3 * std::sin(1.7 * 49)));
  }

  void imagesStateTheirExtentDirectionAndCells() {
    const Array& values = sampleVelocity();
    const std::string spacing = "Spacing=\"20 1 10\" Origin=\"0 0 0\"";
    const std::string extent = "0 59 0 0 0 39";
    QVERIFY(hasGrid(vti(spacing, extent, values).read(), 0.02, 0.01, {0, 0}));
    // The first node is that of the extent, not the origin.
    const VelocityFile moved = vti(spacing, "20 79 0 0 5 44", values);
    QVERIFY(isSample(moved.read()));
    QVERIFY(hasGrid(moved.read(), 0.02, 0.01, {0.4, 0.05}));
    // x runs to the left.
    const VelocityFile mirrored =
        vti(spacing + " Direction=\"-1 0 0 0 1 0 0 0 1\"", extent, values.rowwise().reverse());
    QVERIFY(isSample(mirrored.read()));
    QVERIFY(hasGrid(mirrored.read(), 0.02, 0.01, {-1.18, 0}));
    // Values of cells lie in their middles.
    const VelocityFile cells = vti(spacing, "0 60 0 0 0 40", values, "vp [km/s]", true);
    QVERIFY(isSample(cells.read()));
    QVERIFY(hasGrid(cells.read(), 0.02, 0.01, {0.01, 0.005}));
    // Spacing and origin may be left out; then nobody knows the spacing.
    QVERIFY(!vti("", extent, values).guess().spacingKnown);
    // z upward from below.
    const VelocityFile down = vti("Spacing=\"20 1 -10\" Origin=\"0 0 0\"", extent, values);
    QVERIFY(isSample(down.read()));
    QVERIFY(hasGrid(down.read(), 0.02, 0.01, {0, 0}));
  }

  void turnedImagesAreRefused() {
    bool refused = false;
    try {
      vti("Spacing=\"20 1 10\" Origin=\"0 0 0\" Direction=\"0.7 0 0.7 0 1 0 -0.7 0 0.7\"",
          "0 59 0 0 0 39", sampleVelocity());
    } catch (const Error& error) {
      refused = isGoodSentence(error, "v.vti");
    }
    QVERIFY(refused);
  }
};

QTEST_APPLESS_MAIN(DataNamedArraysTest)
#include "data_named_arrays_test.moc"
