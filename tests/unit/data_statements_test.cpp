// SPDX-License-Identifier: GPL-3.0-or-later
// What files state of their numbers is believed; what they leave open is a doubt or a guess.
#include <QTest>

#include "formats/units.h"
#include "statement_checks.h"

using namespace isochron;
using namespace isochron::tests;

namespace {

VelocityFile netcdf(const StatedArray& first, const StatedArray& second,
                    const std::vector<StatedArray>& arrays) {
  return VelocityFile::openBytes("v.nc", netcdfStating(first, second, arrays, false));
}

VelocityFile npy(const std::string& name, const Array& values) {
  return VelocityFile::openBytes(name, npyFile("<f8", toText({values.rows(), values.cols()}),
                                               encoded(values, ScalarType::Float64)));
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

  void valuesOutsideOfTheValidRangeAreMissing_data() {
    QTest::addColumn<double>("fill");
    QTest::addColumn<QString>("attribute");
    QTest::newRow("valid_min") << 0.2 << "valid_min";
    QTest::newRow("valid_max") << 31.0 << "valid_max";
    QTest::newRow("below valid_range") << -5.0 << "valid_range";
    QTest::newRow("above valid_range") << 99.0 << "valid_range";
  }

  void valuesOutsideOfTheValidRangeAreMissing() {
    QFETCH(double, fill);
    QFETCH(QString, attribute);
    const std::string name = attribute.toStdString();
    StatedArray holed = velocity();
    if (name == "valid_range")
      holed.rows[name] = {0.5, 9.0};
    else
      holed.numbers[name] = name == "valid_min" ? 0.5 : 9.0;
    for (const bool netcdf4 : {false, true}) {
      const auto bytes = [&] {
        return netcdfStating(depthAxis(), lateralAxis(), {holed}, netcdf4);
      };
      QVERIFY(isSample(VelocityFile::openBytes("v.nc", bytes()).read()));
      holed.values(7, 9) = fill;
      const std::string refused = sentence("v.nc", bytes());
      QVERIFY2(contains(refused, "iz = 7, ix = 9"), refused.c_str());
      QVERIFY2(contains(refused, "missing"), refused.c_str());
      QVERIFY(VelocityFile::openBytes("v.nc", bytes()).summary().max < 10);
      holed.values(7, 9) = sampleVelocity()(7, 9);
    }
  }

  void noAttributeIsOverlookedAmongMany_data() {
    QTest::addColumn<int>("others");
    for (const int others : {0, 8, 30, 150}) QTest::addRow("%d others", others) << others;
  }

  // HDF5 keeps more than eight attributes in a heap, the names in a tree.
  void noAttributeIsOverlookedAmongMany() {
    QFETCH(int, others);
    StatedArray array{"v", 1000 / 0.3048 * sampleVelocity(), {{"units", "ft/s"}}};
    for (int i = 0; i < others; ++i)
      array.texts["note " + std::to_string(i)] = std::string(static_cast<std::size_t>(i), 'n');
    const VelocityFile hdf5 = VelocityFile::openBytes("v.h5", hdf5Stating({array}));
    QCOMPARE(hdf5.guess().layout.unit, VelocityUnit::FeetPerSecond);
    QVERIFY2(contains(hdf5.guess().unitReason, "'units'"), hdf5.guess().unitReason.c_str());
    const VelocityFile netcdf4 =
        VelocityFile::openBytes("v.nc", netcdfStating(depthAxis(), lateralAxis(), {array}, true));
    QVERIFY(isSample(netcdf4.read()));
    QVERIFY(hasGrid(netcdf4.read(), 0.02, 0.01, {0.0, 0.0}) || netcdf4.guess().spacingKnown);
    QVERIFY(netcdf4.guess().doubts.empty());
  }

  void aStopIsHeededBeforeALongFileIsAtItsEnd_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    const Array values = sampleVelocity().replicate(6, 6);
    const auto row = [](const char* name, const ByteVector& bytes) {
      QTest::newRow(name) << QString::fromLatin1(name)
                          << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                        static_cast<qsizetype>(bytes.size()));
    };
    ByteVector text = textFile(values, ",");
    for (const char c : std::string("1,2,slow\n")) text.push_back(static_cast<std::byte>(c));
    row("v.csv", text);
    ByteVector zip = npzFile(
        {{"v.npy", npyFile("<f8", "(240, 360)", encoded(values, ScalarType::Float64))}}, true);
    zip[zip.size() / 2] ^= std::byte{0x55};
    row("v.npz", zip);
    ByteVector mat = matStating({{"vp", values}}, MatStatement::Level5Compressed);
    mat[mat.size() - 20] ^= std::byte{0x55};
    row("v.mat", mat);
  }

  void aStopIsHeededBeforeALongFileIsAtItsEnd() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.constData());
    const ByteVector file(begin, begin + bytes.size());
    OpenOptions options;
    // Read to its end it would be refused.
    QVERIFY_EXCEPTION_THROWN(VelocityFile::openBytes(name.toStdString(), file, options), Error);
    std::stop_source stop;
    stop.request_stop();
    options.stop = stop.get_token();
    QVERIFY_EXCEPTION_THROWN(VelocityFile::openBytes(name.toStdString(), file, options), Cancelled);
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

  /// A body in an even background: the values do not tell which axis is depth.

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
};

QTEST_APPLESS_MAIN(DataStatementsTest)
#include "data_statements_test.moc"
