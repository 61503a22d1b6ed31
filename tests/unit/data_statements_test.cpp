// SPDX-License-Identifier: GPL-3.0-or-later
// What files state of their numbers is believed; what they leave open is a doubt or a guess.
#include <QTest>

#include "data_refusal.h"
#include "formats/units.h"
#include "statement_samples.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

constexpr int kNz = 40, kNx = 60;  // of sampleVelocity()

StatedArray axis(const std::string& name, const Array& coordinates, const Texts& texts = {}) {
  return {name, coordinates, texts};
}
StatedArray depthAxis() { return axis("depth", evenRow(0, 0.01, kNz), {{"units", "km"}}); }
StatedArray lateralAxis() { return axis("x", evenRow(0, 0.02, kNx), {{"units", "km"}}); }
StatedArray velocity() { return {"vp", sampleVelocity(), {{"units", "km/s"}}}; }

VelocityFile netcdf(const StatedArray& first, const StatedArray& second,
                    const std::vector<StatedArray>& arrays) {
  return VelocityFile::openBytes("v.nc", netcdfStating(first, second, arrays, false));
}

VelocityFile npy(const std::string& name, const Array& values) {
  return VelocityFile::openBytes(name, npyFile("<f8", toText({values.rows(), values.cols()}),
                                               encoded(values, ScalarType::Float64)));
}

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

bool isSample(const VelocityModel& model, double tolerance = 1e-6) {
  return model.grid().nx == kNx && model.grid().nz == kNz &&
         (model.velocity() - sampleVelocity()).abs().maxCoeff() < tolerance;
}

bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

bool hasGrid(const VelocityModel& model, double dx, double dz, Point origin) {
  const Grid& grid = model.grid();
  return near(grid.dx, dx) && near(grid.dz, dz) && near(grid.origin.x, origin.x) &&
         near(grid.origin.z, origin.z);
}

/// The doubt about a field; empty where there is none.
std::string doubt(const VelocityFile& file, ImportField field) {
  for (const ImportDoubt& doubted : file.guess().doubts)
    if (doubted.field == field) return doubted.sentence + " | " + doubted.option;
  return {};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

/// How a file is refused; empty where it is not, or not in a good sentence.
std::string sentence(const std::string& name, const ByteVector& bytes) {
  const auto error = failure(name, bytes);
  return error && isGoodSentence(*error, name) ? error->what() : "";
}

Array upsideDown(const Array& values) { return values.colwise().reverse(); }

}  // namespace

class DataStatementsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void unitsAreReadAsPeopleWriteThem_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("unit");
    for (const auto& [text, unit] : std::initializer_list<std::pair<const char*, const char*>>{
             {"km/s", "km/s"},
             {"km.s-1", "km/s"},
             {"km s^-1", "km/s"},
             {"KM/SEC", "km/s"},
             {"kilometers per second", "km/s"},
             {"m/s", "m/s"},
             {"m s-1", "m/s"},
             {"m s**-1", "m/s"},
             {"metres/second", "m/s"},
             {"ft/s", "ft/s"},
             {"feet/sec", "ft/s"},
             {"cm/s", "cm/s"},
             {"m/ms", "km/s"},
             {"s/km", "s/km"},
             {"s km-1", "s/km"},
             {"ms/m", "s/km"},
             {"s/m", "s/m"},
             {"us/ft", "us/ft"},
             {"\xC2\xB5s/ft", "us/ft"},
             {"s2/km2", "s2/km2"},
             {"s^2/km^2", "s2/km2"},
             {"km^2/s^2", "km2/s2"},
             {"kg/m3", ""},
             {"g/cm3", ""},
             {"%", ""},
             {"m", ""},
             {"s", ""},
             {"", ""}})
      QTest::newRow(text[0] == 0 ? "nothing" : text)
          << QString::fromUtf8(text) << QString::fromUtf8(unit);
  }

  void unitsAreReadAsPeopleWriteThem() {
    QFETCH(QString, text);
    QFETCH(QString, unit);
    const auto found = velocityUnit(text.toStdString());
    QCOMPARE(QString::fromStdString(found ? toText(*found) : ""), unit);
  }

  void slownessesAndOtherUnitsAreConverted_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("power");
    QTest::newRow("m/s") << "m/s" << 1e3 << 1.0;
    QTest::newRow("ft/s") << "ft/s" << 1e3 / 0.3048 << 1.0;
    QTest::newRow("cm/s") << "cm/s" << 1e5 << 1.0;
    QTest::newRow("s/km") << "s/km" << 1.0 << -1.0;
    QTest::newRow("s/m") << "s/m" << 1e-3 << -1.0;
    QTest::newRow("us/ft") << "us/ft" << 304.8 << -1.0;
    QTest::newRow("s2/km2") << "s2/km2" << 1.0 << -2.0;
  }

  void slownessesAndOtherUnitsAreConverted() {
    QFETCH(QString, unit);
    QFETCH(double, factor);
    QFETCH(double, power);
    const StatedArray stored{
        "v", factor * sampleVelocity().pow(power), {{"units", unit.toStdString()}}};
    const VelocityFile file = netcdf(depthAxis(), lateralAxis(), {stored});
    QVERIFY(isSample(file.read()));
    QVERIFY2(file.guess().doubts.empty(), doubt(file, ImportField::Values).c_str());
  }

  void theArrayNamedAsPVelocityIsTaken() {
    const StatedArray rho{"rho", 1000 * sampleVelocity(), {{"units", "kg/m3"}}};
    const StatedArray shear{"vs", 0.5 * sampleVelocity(), {{"units", "km/s"}}};
    for (const bool netcdf4 : {false, true}) {
      const VelocityFile file = VelocityFile::openBytes(
          "v.nc", netcdfStating(depthAxis(), lateralAxis(), {rho, shear, velocity()}, netcdf4));
      QCOMPARE(file.summary().array, std::string("vp"));
      QVERIFY(isSample(file.read()));
      QVERIFY(doubt(file, ImportField::ArrayName).empty());
      QVERIFY(contains(file.guess().arrayReason, "P velocity"));
    }
  }

  void theArrayMeasuredAsAVelocityIsTaken() {
    const StatedArray other{"a", 1000 * sampleVelocity(), {{"units", "kg/m3"}}};
    const StatedArray measured{"b", 1000 * sampleVelocity(), {{"units", "m/s"}}};
    const VelocityFile file = netcdf(depthAxis(), lateralAxis(), {other, measured});
    QCOMPARE(file.summary().array, std::string("b"));
    QVERIFY(isSample(file.read()));
  }

  void whatOnlySoundsLikeAVelocityIsNotTaken() {
    for (const char* other : {"velocity_std", "vp_error", "vp_vs_ratio", "dvp", "vs"}) {
      const VelocityFile file =
          netcdf(depthAxis(), lateralAxis(),
                 {{other, 0.1 * sampleVelocity()}, {"velocity", sampleVelocity()}});
      QCOMPARE(file.summary().array, std::string("velocity"));
      QVERIFY(doubt(file, ImportField::ArrayName).empty());
    }
  }

  void whereNoArrayStandsOutTheChoiceIsAskedFor() {
    const VelocityFile file =
        netcdf(depthAxis(), lateralAxis(), {{"a", sampleVelocity()}, {"b", sampleVelocity()}});
    QVERIFY2(contains(doubt(file, ImportField::ArrayName), "a, b"),
             doubt(file, ImportField::ArrayName).c_str());
    OpenOptions options;
    options.array = "b";
    const VelocityFile chosen = VelocityFile::openBytes(
        "v.nc",
        netcdfStating(depthAxis(), lateralAxis(),
                      {{"a", sampleVelocity()}, {"b", sampleVelocity()}}, false),
        options);
    QVERIFY(doubt(chosen, ImportField::ArrayName).empty());
  }

  void packedValuesAreUnpacked() {
    StatedArray packed{"vp",
                       ((sampleVelocity() - 1.0) / 2e-4).round(),
                       {{"units", "km/s"}},
                       {{"scale_factor", 2e-4}, {"add_offset", 1.0}},
                       true};
    for (const bool netcdf4 : {false, true}) {
      const VelocityFile file = VelocityFile::openBytes(
          "v.nc", netcdfStating(depthAxis(), lateralAxis(), {packed}, netcdf4));
      QVERIFY(isSample(file.read(), 2e-4));
    }
  }

  void missingValuesAreRefusedWithTheirPlace_data() {
    QTest::addColumn<double>("fill");
    QTest::addColumn<QString>("attribute");
    QTest::newRow("_FillValue") << -999.0 << "_FillValue";
    QTest::newRow("missing_value") << 1e20 << "missing_value";
    QTest::newRow("the library's own") << 9.9692099683868690e+36 << "";
  }

  void missingValuesAreRefusedWithTheirPlace() {
    QFETCH(double, fill);
    QFETCH(QString, attribute);
    StatedArray holed = velocity();
    holed.values(7, 9) = fill;
    if (!attribute.isEmpty()) holed.numbers[attribute.toStdString()] = fill;
    const ByteVector bytes = netcdfStating(depthAxis(), lateralAxis(), {holed}, false);
    const std::string refused = sentence("v.nc", bytes);
    QVERIFY2(contains(refused, "iz = 7, ix = 9"), refused.c_str());
    QVERIFY2(contains(refused, "missing"), refused.c_str());
    // The range is that of the values that are there.
    QVERIFY(VelocityFile::openBytes("v.nc", bytes).summary().max < 10);
  }

  void depthThatRunsBackwardsIsTurned() {
    const VelocityFile file =
        netcdf(axis("depth", evenRow(0.39, -0.01, kNz), {{"units", "km"}}), lateralAxis(),
               {{"vp", upsideDown(sampleVelocity()), {{"units", "km/s"}}}});
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0, 0}));
  }

  void heightsBecomeDepths_data() {
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("step");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("positive");
    QTest::addColumn<double>("top");
    QTest::newRow("stated, bottom first") << -0.39 << 0.01 << "z"
                                          << "up" << 0.0;
    QTest::newRow("stated, top first") << 0.0 << -0.01 << "z"
                                       << "up" << 0.0;
    QTest::newRow("stated, above the sea") << 1.0 << 0.01 << "z"
                                           << "up" << -1.39;
    QTest::newRow("negative, bottom first") << -0.39 << 0.01 << "y"
                                            << "" << 0.0;
    QTest::newRow("negative, top first") << 0.0 << -0.01 << "z"
                                         << "" << 0.0;
    QTest::newRow("an elevation") << 0.5 << 0.01 << "elevation"
                                  << "" << -0.89;
  }

  void heightsBecomeDepths() {
    QFETCH(double, first);
    QFETCH(double, step);
    QFETCH(QString, name);
    QFETCH(QString, positive);
    QFETCH(double, top);
    Texts texts{{"units", "km"}};
    if (!positive.isEmpty()) texts["positive"] = positive.toStdString();
    const Array stored = step > 0 ? upsideDown(sampleVelocity()) : sampleVelocity();
    const VelocityFile file = netcdf(axis(name.toStdString(), evenRow(first, step, kNz), texts),
                                     lateralAxis(), {{"vp", stored, {{"units", "km/s"}}}});
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0, top}));
    QVERIFY(doubt(file, ImportField::Direction).empty());
  }

  void aVerticalAxisOfNoStatedDirectionIsDoubtedWhereVelocityShrinks() {
    const VelocityFile file =
        netcdf(axis("z", evenRow(0, 0.01, kNz), {{"units", "km"}}), lateralAxis(),
               {{"vp", upsideDown(sampleVelocity()), {{"units", "km/s"}}}});
    QVERIFY(contains(doubt(file, ImportField::Direction), "--flip z"));
    const VelocityFile usual =
        netcdf(axis("z", evenRow(0, 0.01, kNz), {{"units", "km"}}), lateralAxis(), {velocity()});
    QVERIFY(doubt(usual, ImportField::Direction).empty());
  }

  void xThatRunsBackwardsIsTurned() {
    const VelocityFile file =
        netcdf(depthAxis(), axis("x", evenRow(1.18, -0.02, kNx), {{"units", "km"}}),
               {{"vp", sampleVelocity().rowwise().reverse(), {{"units", "km/s"}}}});
    QVERIFY(isSample(file.read()));
    QVERIFY(hasGrid(file.read(), 0.02, 0.01, {0, 0}));
  }

  void axesInTheOtherOrderAreSwapped() {
    const VelocityFile file = netcdf(lateralAxis(), depthAxis(),
                                     {{"vp", sampleVelocity().transpose(), {{"units", "km/s"}}}});
    QVERIFY(isSample(file.read()));
  }

  void lengthsAreConverted_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("perKilometre");
    QTest::newRow("m") << "m" << 1e3;
    QTest::newRow("metres") << "metres" << 1e3;
    QTest::newRow("km") << "km" << 1.0;
    QTest::newRow("ft") << "ft" << 1e3 / 0.3048;
    QTest::newRow("cm") << "cm" << 1e5;
    QTest::newRow("degrees of a great circle") << "degrees" << 1 / 111.194927;
  }

  void lengthsAreConverted() {
    QFETCH(QString, unit);
    QFETCH(double, perKilometre);
    const Texts texts{{"units", unit.toStdString()}};
    const VelocityFile file =
        netcdf(depthAxis(), axis("x", evenRow(3 * perKilometre, 0.02 * perKilometre, kNx), texts),
               {velocity()});
    const Grid grid = file.read().grid();
    QVERIFY(std::abs(grid.dx - 0.02) < 1e-9 && std::abs(grid.origin.x - 3) < 1e-6);
    QVERIFY(file.guess().spacingKnown);
    QVERIFY2(file.guess().doubts.empty(), doubt(file, ImportField::Spacing).c_str());
  }

  void aLongitudeWithoutALatitudeIsADoubt() {
    const StatedArray longitude =
        axis("longitude", evenRow(10, 0.1, kNx), {{"units", "degrees_east"}});
    const VelocityFile file = netcdf(depthAxis(), longitude, {velocity()});
    QVERIFY(contains(doubt(file, ImportField::Spacing), "longitude"));
    StatedArray located = velocity();
    located.numbers["latitude"] = 60.0;
    const VelocityFile known = netcdf(depthAxis(), longitude, {located});
    QVERIFY(doubt(known, ImportField::Spacing).empty());
    QVERIFY(std::abs(known.read().grid().dx - 0.05 * 111.194927) < 1e-6);
  }

  void anUnknownUnitOfAnAxisIsADoubt() {
    const VelocityFile file =
        netcdf(depthAxis(), axis("x", evenRow(0, 2, kNx), {{"units", "furlongs"}}), {velocity()});
    QVERIFY(contains(doubt(file, ImportField::Spacing), "furlongs"));
  }

  void coordinatesThatCountTheNodesAreNoSpacing() {
    const VelocityFile file =
        netcdf(axis("z", evenRow(0, 1, kNz)), axis("x", evenRow(0, 1, kNx)), {velocity()});
    QVERIFY(!file.guess().spacingKnown);
  }

  void unevenDepthsAreADoubtAndCanBeInterpolated() {
    Array depths = evenRow(0, 0.01, kNz);
    depths.rightCols(20) += evenRow(0, 0.01, 20);  // 20 m apart from the middle on
    Array linear(kNz, kNx);
    for (int iz = 0; iz < kNz; ++iz) linear.row(iz).setConstant(2.0 + depths(0, iz));
    const VelocityFile file = netcdf(axis("depth", depths, {{"units", "km"}}), lateralAxis(),
                                     {{"vp", linear, {{"units", "km/s"}}}});
    QVERIFY(contains(doubt(file, ImportField::Spacing), "depths are uneven"));
    QVERIFY(contains(doubt(file, ImportField::Spacing), "--resample"));
    const VelocityModel even = file.read();
    QVERIFY(near(even.grid().end().z, depths(0, kNz - 1)));
    for (int iz = 0; iz < even.grid().nz; ++iz)
      QVERIFY(near(even.velocity()(iz, 5), 2.0 + even.grid().z(iz)));
    ImportLayout asEven = file.guess().layout;
    asEven.resampleUneven = false;
    QCOMPARE(file.read(asEven).grid().nz, kNz);
  }

  void oneUnevenStepIsFound() {
    Array depths = evenRow(0, 0.01, kNz);
    depths(0, 3) = 0.0307;
    const VelocityFile file =
        netcdf(axis("depth", depths, {{"units", "km"}}), lateralAxis(), {velocity()});
    QVERIFY(contains(doubt(file, ImportField::Spacing), "depths are uneven"));
  }

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

  /// A body in an even background: the values do not tell which axis is depth.
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

  void valuesThatOnlyTheirRangeSpeaksAgainstAreDoubted_data() {
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("power");
    QTest::addColumn<QString>("option");
    QTest::newRow("s/km") << 1.0 << -1.0 << "--unit s/km";
    QTest::newRow("s/m") << 1e-3 << -1.0 << "--unit s/m";
    QTest::newRow("ft/s") << 1e3 / 0.3048 << 1.0 << "--unit ft/s";
    QTest::newRow("cm/s") << 1e5 << 1.0 << "--unit cm/s";
  }

  void valuesThatOnlyTheirRangeSpeaksAgainstAreDoubted() {
    QFETCH(double, factor);
    QFETCH(double, power);
    QFETCH(QString, option);
    const VelocityFile file = npy("v.npy", factor * sampleVelocity().pow(power));
    QVERIFY2(contains(doubt(file, ImportField::Values), option.toStdString()),
             doubt(file, ImportField::Values).c_str());
    QVERIFY(npy("v.npy", sampleVelocity()).guess().doubts.empty());
    QVERIFY(npy("v.npy", 1000 * sampleVelocity()).guess().doubts.empty());
  }

  void axesAreGuessedInTheLightOfAUnitThatIsGiven() {
    const Array stored = sampleVelocity().inverse().transpose();
    OpenOptions options;
    options.unit = VelocityUnit::SecondsPerKilometre;
    const VelocityFile file = VelocityFile::openBytes(
        "s.npy", npyFile("<f8", "(60, 40)", encoded(stored, ScalarType::Float64)), options);
    QVERIFY(isSample(file.read()));
    QVERIFY(file.guess().doubts.empty());
  }

  void impossibleVelocitiesAreDoubtedWhateverTheUnit() {
    for (const double factor : {1e-3, 10.0}) {
      const VelocityFile file = netcdf(depthAxis(), lateralAxis(),
                                       {{"vp", factor * sampleVelocity(), {{"units", "km/s"}}}});
      QVERIFY(!doubt(file, ImportField::Values).empty());
    }
  }

  void whatIsNamedOrMeasuredAsSomethingElseIsDoubted() {
    const VelocityFile density =
        VelocityFile::openBytes("v.h5", hdf5Stating({{"density", 1000 * sampleVelocity()}}));
    QVERIFY(!doubt(density, ImportField::Values).empty());
    const VelocityFile percent =
        netcdf(depthAxis(), lateralAxis(), {{"dvp", sampleVelocity(), {{"units", "percent"}}}});
    QVERIFY(contains(doubt(percent, ImportField::Values), "--map"));
    const VelocityFile slowness =
        VelocityFile::openBytes("v.h5", hdf5Stating({{"slowness", sampleVelocity().inverse()}}));
    QVERIFY(contains(doubt(slowness, ImportField::Values), "--unit s/km"));
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

QTEST_APPLESS_MAIN(DataStatementsTest)
#include "data_statements_test.moc"
