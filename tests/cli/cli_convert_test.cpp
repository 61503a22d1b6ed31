// SPDX-License-Identifier: GPL-3.0-or-later
// isochron-cli convert: every option that says how a file is read, cropping, resampling, formats.
#include <QImage>
#include <QtEndian>
#include <array>
#include <cmath>

#include "cli.h"

namespace isochron::tests {
namespace {

/// v = 2 + 0.1 ix + 0.01 iz, shape (nz, nx).
QVector<double> plane(int nz, int nx) {
  QVector<double> values;
  for (int iz = 0; iz < nz; ++iz)
    for (int ix = 0; ix < nx; ++ix) values.append(2.0 + 0.1 * ix + 0.01 * iz);
  return values;
}

bool close(const QVector<double>& a, const QVector<double>& b, double tolerance) {
  if (a.size() != b.size()) return false;
  for (qsizetype i = 0; i < a.size(); ++i)
    if (!(std::abs(a[i] - b[i]) <= tolerance)) return false;
  return true;
}

quint32 crc32(const QByteArray& bytes) {
  quint32 crc = 0xFFFFFFFFu;
  for (const char c : bytes) {
    crc ^= static_cast<quint8>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

template <typename Integer>
QByteArray little(Integer value) {
  QByteArray bytes(sizeof value, 0);
  qToLittleEndian(value, bytes.data());
  return bytes;
}

/// A zip file of stored (not compressed) members, as numpy.savez writes it.
QByteArray npzBytes(const QVector<std::pair<QByteArray, QByteArray>>& members) {
  QByteArray files;
  QByteArray directory;
  for (const auto& [name, data] : members) {
    const auto size = static_cast<quint32>(data.size());
    const QByteArray common = little<quint16>(20) + little<quint16>(0) + little<quint16>(0) +
                              little<quint16>(0) + little<quint16>(0x21) + little(crc32(data)) +
                              little(size) + little(size) +
                              little(static_cast<quint16>(name.size())) + little<quint16>(0);
    directory += QByteArray("PK\x01\x02", 4) + little<quint16>(20) + common + little<quint16>(0) +
                 little<quint16>(0) + little<quint16>(0) + little<quint32>(0) +
                 little(static_cast<quint32>(files.size())) + name;
    files += QByteArray("PK\x03\x04", 4) + common + name + data;
  }
  const auto count = static_cast<quint16>(members.size());
  return files + directory + QByteArray("PK\x05\x06", 4) + little<quint16>(0) + little<quint16>(0) +
         little(count) + little(count) + little(static_cast<quint32>(directory.size())) +
         little(static_cast<quint32>(files.size())) + little<quint16>(0);
}

}  // namespace

class CliConvertTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { place_ = std::make_unique<Workplace>(); }

  void npyRoundTripKeepsEveryValue();
  void axesAreSwapped();
  void metresPerSecondBecomeKilometresPerSecond();
  void valuesAreMapped();
  void cropKeepsTheNodesInside();
  void cropNeedsTheSpacing();
  void sizeResamplesOverTheSameExtent();
  void originAndSpacingReachTheOutput();
  void anIndexPicksOneModelAndElseAllAreWritten();
  void modelsAreCountedAlongTheGivenAxis();
  void aNamedArrayIsTaken();
  void rawNumbersAreReadAsTold_data();
  void rawNumbersAreReadAsTold();
  void greyLevelsBecomeVelocities();
  void greyIsForPicturesAlone();
  void everyFormatComesBackTheSame_data();
  void everyFormatComesBackTheSame();
  void aFileMayReplaceItself();
  void jsonTellsTheLayout();
  void badFilesAreRefused_data();
  void badFilesAreRefused();

 private:
  /// Converts in.npy to out.npy with the options and returns the result.
  NpyArray converted(const char* options, const char* in = "in.npy");

  std::unique_ptr<Workplace> place_;
};

NpyArray CliConvertTest::converted(const char* options, const char* in) {
  const Outcome outcome =
      place_->run((QByteArray("convert ") + in + " out.npy " + options).constData());
  if (outcome.exitCode != 0) qWarning("%s", qPrintable(outcome.err));
  return parseNpy(place_->bytes(QStringLiteral("out.npy")));
}

void CliConvertTest::npyRoundTripKeepsEveryValue() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  const NpyArray out = converted("--axes zx --unit km/s");
  QCOMPARE(out.shape, (QVector<qint64>{6, 9}));
  QCOMPARE(out.values, plane(6, 9));
}

void CliConvertTest::axesAreSwapped() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  const NpyArray out = converted("--axes xz --unit km/s");
  QCOMPARE(out.shape, (QVector<qint64>{9, 6}));
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 9; ++j) QCOMPARE(out.values[j * 6 + i], plane(6, 9)[i * 9 + j]);
}

void CliConvertTest::metresPerSecondBecomeKilometresPerSecond() {
  QVector<double> metres = plane(6, 9);
  for (double& v : metres) v *= 1000.0;
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, metres));
  QVERIFY(close(converted("--axes zx").values, plane(6, 9), 1e-12));
  QVERIFY(close(converted("--axes zx --unit km/s").values, metres, 0.0));
}

void CliConvertTest::valuesAreMapped() {
  QVector<double> fractions = plane(6, 9);
  for (double& v : fractions) v = (v - 4.0) / 2.0;
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, fractions));
  QVERIFY(close(converted("--axes zx --map 2,4").values, plane(6, 9), 1e-12));
}

void CliConvertTest::cropKeepsTheNodesInside() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  // Nodes x = 0.2 .. 0.5 and z = 0.02 .. 0.04 lie inside, borders included.
  const NpyArray out = converted("--axes zx --spacing 0.1,0.01 --crop 0.15,0.02,0.5,0.045");
  QCOMPARE(out.shape, (QVector<qint64>{3, 4}));
  QCOMPARE(out.values.front(), plane(6, 9)[2 * 9 + 2]);
  QCOMPARE(out.values.back(), plane(6, 9)[4 * 9 + 5]);
  ISOCHRON_REFUSED(
      place_->run("convert in.npy x.npy --axes zx --spacing 0.1,0.01 --crop 0.31,0,0.39,1"),
      "crop");
}

void CliConvertTest::cropNeedsTheSpacing() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  ISOCHRON_REFUSED(place_->run("convert in.npy out.npy --crop 0,0,1,1"), "--spacing");
  QVERIFY(!place_->exists(QStringLiteral("out.npy")));
}

void CliConvertTest::sizeResamplesOverTheSameExtent() {
  ISOCHRON_SUCCEEDED(place_->run("generate gradient --size 21,11 --out in.csv"));
  const Outcome outcome = place_->run("convert in.csv out.npy --size 41,101 --json");
  ISOCHRON_SUCCEEDED(outcome);
  const NpyArray out = parseNpy(place_->bytes(QStringLiteral("out.npy")));
  QCOMPARE(out.shape, (QVector<qint64>{101, 41}));
  // Linear in slowness between nodes: exact on the old nodes, close between them.
  for (int iz = 0; iz < 101; ++iz)
    for (int ix = 0; ix < 41; ++ix)
      QVERIFY(std::abs(out.values[iz * 41 + ix] - (2.0 + 3.0 * iz / 100.0)) <
              (iz % 10 == 0 ? 1e-9 : 0.02));
  const QVariantList spacing = outcome.json()[QStringLiteral("model")]
                                   .toObject()[QStringLiteral("spacing_km")]
                                   .toVariant()
                                   .toList();
  QVERIFY(std::abs(spacing.value(0).toDouble() - 5.0 / 40.0) < 1e-12);
  QVERIFY(std::abs(spacing.value(1).toDouble() - 1.0 / 100.0) < 1e-12);
}

void CliConvertTest::originAndSpacingReachTheOutput() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  ISOCHRON_SUCCEEDED(
      place_->run("convert in.npy out.csv --axes zx --spacing 25m,10m --origin 3,0.5"));
  const Outcome outcome = place_->run("info out.csv --json");
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject model = outcome.json()[QStringLiteral("model")].toObject();
  QCOMPARE(model[QStringLiteral("spacing_km")].toVariant().toList(), (QVariantList{0.025, 0.01}));
  QCOMPARE(model[QStringLiteral("origin_km")].toVariant().toList(), (QVariantList{3.0, 0.5}));
}

void CliConvertTest::anIndexPicksOneModelAndElseAllAreWritten() {
  ISOCHRON_SUCCEEDED(place_->run("generate lens --count 3 --size 9,6 --out in.npy"));
  const NpyArray in = parseNpy(place_->bytes(QStringLiteral("in.npy")));
  const NpyArray all = converted("--axes zx --model-axis 0");
  QCOMPARE(all.shape, (QVector<qint64>{3, 6, 9}));
  QCOMPARE(all.values, in.values);
  const NpyArray last = converted("--axes zx --model-axis 0 --index 2");
  QCOMPARE(last.shape, (QVector<qint64>{6, 9}));
  QCOMPARE(last.values, in.values.mid(2 * 54));
  ISOCHRON_REFUSED(place_->run("convert in.npy x.npy --index 3"), "in.npy");
  ISOCHRON_REFUSED(place_->run("convert in.npy x.vti"), "x.vti");
}

void CliConvertTest::modelsAreCountedAlongTheGivenAxis() {
  QVector<double> values;
  for (int i = 0; i < 4 * 5 * 6; ++i) values.append(2.0 + 0.01 * i);
  place_->write(QStringLiteral("in.npy"), npyBytes({4, 5, 6}, values));
  const NpyArray slices = converted("--axes zx --model-axis 1");
  QCOMPARE(slices.shape, (QVector<qint64>{5, 4, 6}));
  for (int a = 0; a < 4; ++a)
    for (int b = 0; b < 5; ++b)
      for (int c = 0; c < 6; ++c)
        QCOMPARE(slices.values[(b * 4 + a) * 6 + c], values[(a * 5 + b) * 6 + c]);
}

void CliConvertTest::aNamedArrayIsTaken() {
  QVector<double> other = plane(6, 9);
  for (double& v : other) v += 1.0;
  place_->write(QStringLiteral("in.npz"), npzBytes({{"first.npy", npyBytes({6, 9}, plane(6, 9))},
                                                    {"second.npy", npyBytes({6, 9}, other)}}));
  QCOMPARE(converted("--axes zx --array second", "in.npz").values, other);
  QCOMPARE(converted("--axes zx --array first", "in.npz").values, plane(6, 9));
  ISOCHRON_REFUSED(place_->run("convert in.npz x.npy --array third"), "third");
}

void CliConvertTest::rawNumbersAreReadAsTold_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QByteArray>("options");
  QByteArray floats, bigFloats, bigDoubles, shorts;
  for (const double v : plane(6, 9)) {
    char four[4], eight[8], two[2];
    qToLittleEndian(static_cast<float>(v), four);
    floats.append(four, 4);
    qToBigEndian(static_cast<float>(v), four);
    bigFloats.append(four, 4);
    qToBigEndian(v, eight);
    bigDoubles.append(eight, 8);
    qToLittleEndian(static_cast<qint16>(std::lround(1000.0 * v)), two);
    shorts.append(two, 2);
  }
  QTest::newRow("float32") << floats << QByteArray();
  QTest::newRow("big-endian float32") << bigFloats << QByteArray("--raw-order big");
  QTest::newRow("float64 after a header")
      << QByteArray("a header of 21 bytes.") + bigDoubles
      << QByteArray("--raw-type float64 --raw-order big --raw-header 21");
  QTest::newRow("int16 in m/s") << shorts << QByteArray("--raw-type int16 --unit m/s");
}

void CliConvertTest::rawNumbersAreReadAsTold() {
  QFETCH(QByteArray, bytes);
  QFETCH(QByteArray, options);
  place_->write(QStringLiteral("in.bin"), bytes);
  const NpyArray out = converted(("--axes zx --raw-shape 6,9 " + options).constData(), "in.bin");
  QCOMPARE(out.shape, (QVector<qint64>{6, 9}));
  QVERIFY(close(out.values, plane(6, 9), 1e-6));
  ISOCHRON_REFUSED(place_->run(("convert in.bin x.npy --raw-shape 60,90 " + options).constData()),
                   "in.bin");
}

void CliConvertTest::greyLevelsBecomeVelocities() {
  QImage image(5, 4, QImage::Format_Grayscale8);
  image.fill(0);
  image.setPixelColor(4, 3, Qt::white);
  QVERIFY(image.save(place_->path(QStringLiteral("in.png"))));
  const NpyArray out = converted("--axes zx --grey 2,5.5", "in.png");
  QCOMPARE(out.shape, (QVector<qint64>{4, 5}));
  QVERIFY(std::abs(out.values.front() - 2.0) < 1e-9);
  QVERIFY(std::abs(out.values.back() - 5.5) < 1e-9);
}

void CliConvertTest::greyIsForPicturesAlone() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  ISOCHRON_REFUSED(place_->run("convert in.npy x.npy --grey 1,2"), "--grey");
}

void CliConvertTest::everyFormatComesBackTheSame_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("options");
  QTest::addColumn<double>("tolerance");
  QTest::newRow("csv") << QByteArray("m.csv") << QByteArray() << 0.0;
  QTest::newRow("txt") << QByteArray("m.txt") << QByteArray() << 0.0;
  QTest::newRow("vti") << QByteArray("m.vti") << QByteArray() << 0.0;
  QTest::newRow("raw") << QByteArray("m.bin") << QByteArray("--raw-shape 30,40") << 1e-6;
}

void CliConvertTest::everyFormatComesBackTheSame() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, options);
  QFETCH(double, tolerance);
  ISOCHRON_SUCCEEDED(place_->run("generate salt --size 40,30 --out salt.npy"));
  ISOCHRON_SUCCEEDED(
      place_->run(("convert salt.npy --axes zx --spacing 10m,10m " + name).constData()));
  const NpyArray back = converted(("--axes zx " + options).constData(), name.constData());
  QCOMPARE(back.shape, (QVector<qint64>{30, 40}));
  QVERIFY(
      close(back.values, parseNpy(place_->bytes(QStringLiteral("salt.npy"))).values, tolerance));
}

void CliConvertTest::aFileMayReplaceItself() {
  ISOCHRON_SUCCEEDED(place_->run("generate salt --count 3 --size 8,6 --out in.npy"));
  ISOCHRON_SUCCEEDED(place_->run("convert in.npy in.npy --axes zx --model-axis 0 --size 4,3"));
  QCOMPARE(parseNpy(place_->bytes(QStringLiteral("in.npy"))).shape, (QVector<qint64>{3, 3, 4}));
}

void CliConvertTest::jsonTellsTheLayout() {
  place_->write(QStringLiteral("in.npy"), npyBytes({6, 9}, plane(6, 9)));
  const Outcome outcome =
      place_->run("convert in.npy out.npy --axes xz --unit km/s --spacing 1,2 --json");
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject layout = outcome.json()[QStringLiteral("layout")].toObject();
  QCOMPARE(layout[QStringLiteral("axes")].toString(), QStringLiteral("xz"));
  QCOMPARE(layout[QStringLiteral("unit")].toString(), QStringLiteral("km/s"));
  QCOMPARE(layout[QStringLiteral("spacing_known")].toBool(), true);
}

void CliConvertTest::badFilesAreRefused_data() {
  QTest::addColumn<QByteArray>("bytes");
  const QByteArray good = npyBytes({6, 9}, plane(6, 9));
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("truncated") << good.left(good.size() - 9);
  QTest::newRow("header cut off") << good.left(40);
  QTest::newRow("huge shape") << npyBytes({4000000000, 4000000000}, plane(6, 9));
  QTest::newRow("one axis") << npyBytes({54}, plane(6, 9));
  QTest::newRow("one row") << npyBytes({1, 54}, plane(6, 9));
  QTest::newRow("words") << QByteArray(good).replace("'<f8'", "'<U2'");
  QTest::newRow("zero") << npyBytes({2, 2}, {2.0, 2.0, 0.0, 2.0});
  QTest::newRow("negative") << npyBytes({2, 2}, {2.0, 2.0, -3.0, 2.0});
}

void CliConvertTest::badFilesAreRefused() {
  QFETCH(QByteArray, bytes);
  place_->write(QStringLiteral("bad.npy"), bytes);
  ISOCHRON_REFUSED(place_->run("convert bad.npy out.npy"), "bad.npy");
  QCOMPARE(place_->names(), QStringList(QStringLiteral("bad.npy")));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliConvertTest)
#include "cli_convert_test.moc"
