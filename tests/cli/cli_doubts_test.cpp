// SPDX-License-Identifier: GPL-3.0-or-later
// Doubts about a file: told by info, refused by commands whose result depends on them, settled by
// the option that the refusal names. And arguments that no command is made for.
#include <QJsonArray>
#include <cmath>

#include "cli.h"
#include "unit/statement_samples.h"

namespace isochron::tests {
namespace {

constexpr int kNz = 21, kNx = 31;

/// 1.5 to 3.5 km/s, growing downward, to a power and times a factor.
QByteArray earth(double factor = 1.0, double power = 1.0) {
  QVector<double> values;
  for (int iz = 0; iz < kNz; ++iz)
    for (int ix = 0; ix < kNx; ++ix)
      values.append(factor * std::pow(1.5 + 2.0 * iz / (kNz - 1) + 0.001 * ix, power));
  return npyBytes({kNz, kNx}, values);
}

/// What a message tells to give, up to the first comma: the first way out.
QStringList firstMend(const QString& message) {
  const qsizetype at = message.indexOf(QStringLiteral("; give --"));
  const QString rest = message.mid(at + 7);
  const qsizetype end = rest.indexOf(QStringLiteral(", or "));
  return rest.left(end < 0 ? rest.indexOf(QLatin1Char('\n')) : end)
      .section(QStringLiteral(", --"), 0, 0)
      .section(QStringLiteral(" or --"), 0, 0)
      .section(QLatin1Char(','), 0, rest.startsWith(QStringLiteral("--spacing")) ? 1 : 0)
      .split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

}  // namespace

class CliDoubtsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { place_ = std::make_unique<Workplace>(); }

  void aDoubtIsALineOfInfo();
  void aDoubtIsRefusedAndItsMendWorks_data();
  void aDoubtIsRefusedAndItsMendWorks();
  void everyDoubtIsSettledByItsOption_data();
  void everyDoubtIsSettledByItsOption();
  void trainingAndPredictionRefuseDoubtsToo_data();
  void trainingAndPredictionRefuseDoubtsToo();
  void convertAsksForTheSpacingWhereTheFormatKeepsIt();
  void whatConvertWroteIsKnownWhenItIsReadAgain();
  void aFlipTurnsTheModelOver();
  void manyReceiversAreNoFileName();
  void nothingIsPrintedBeforeARefusal();
  void strangeArgumentsAreRefusedInOurWords_data();
  void strangeArgumentsAreRefusedInOurWords();
  void namesThatAreNoTextDoNotBreakJson();

 private:
  Outcome run(const QStringList& arguments) { return place_->run(arguments); }
  std::unique_ptr<Workplace> place_;
};

void CliDoubtsTest::aDoubtIsALineOfInfo() {
  place_->write(QStringLiteral("s.npy"), earth(1.0, -1.0));
  const Outcome text = place_->run("info s.npy");
  ISOCHRON_SUCCEEDED(text);
  QVERIFY2(text.out.contains(QStringLiteral("\ndoubt ")), qPrintable(text.out));
  const QJsonArray doubts = place_->run("info s.npy --json")
                                .json()[QStringLiteral("layout")][QStringLiteral("doubts")]
                                .toArray();
  QCOMPARE(doubts.size(), 1);
  QCOMPARE(doubts[0][QStringLiteral("field")].toString(), QStringLiteral("values"));
  QVERIFY(doubts[0][QStringLiteral("option")].toString().contains(QStringLiteral("--unit s/km")));
  // Settled, it is gone.
  QVERIFY(!place_->run("info s.npy --unit s/km").out.contains(QStringLiteral("\ndoubt ")));
}

void CliDoubtsTest::aDoubtIsRefusedAndItsMendWorks_data() {
  QTest::addColumn<double>("factor");
  QTest::addColumn<double>("power");
  QTest::newRow("s/km") << 1.0 << -1.0;
  QTest::newRow("s/m") << 1e-3 << -1.0;
  QTest::newRow("ft/s") << 1e3 / 0.3048 << 1.0;
  QTest::newRow("cm/s") << 1e5 << 1.0;
}

void CliDoubtsTest::aDoubtIsRefusedAndItsMendWorks() {
  QFETCH(double, factor);
  QFETCH(double, power);
  place_->write(QStringLiteral("v.npy"), earth(factor, power));
  place_->write(QStringLiteral("right.npy"), earth());
  const auto solve = [&](const char* file, const QStringList& more) {
    return run(QStringList{QStringLiteral("solve"), QStringLiteral("--velocity"),
                           QString::fromUtf8(file), QStringLiteral("--spacing"),
                           QStringLiteral("20m,10m"), QStringLiteral("--source"),
                           QStringLiteral("0.1,0"), QStringLiteral("--receivers"),
                           QStringLiteral("0.5,0.1")} +
               more);
  };
  const Outcome refused = solve("v.npy", {});
  ISOCHRON_REFUSED(refused, "give --unit");
  ISOCHRON_REFUSED(place_->run("convert v.npy out.npy"), "give --unit");
  const Outcome mended = solve("v.npy", firstMend(refused.err));
  ISOCHRON_SUCCEEDED(mended);
  const double time = parseTable(mended.out).rows[0].last();
  const double right = parseTable(solve("right.npy", {}).out).rows[0].last();
  QVERIFY2(std::abs(time - right) < 1e-6, qPrintable(mended.out));
}

void CliDoubtsTest::everyDoubtIsSettledByItsOption_data() {
  QTest::addColumn<QByteArray>("file");
  QTest::addColumn<QString>("told");     // in the refusal
  QTest::addColumn<QString>("options");  // made of it
  const Array v = sampleVelocity();
  const int nz = static_cast<int>(v.rows()), nx = static_cast<int>(v.cols());
  const StatedArray x{"x", evenRow(0, 0.02, nx), {{"units", "km"}}};
  const StatedArray depth{"depth", evenRow(0, 0.01, nz), {{"units", "km"}}};
  const StatedArray vp{"vp", v, {{"units", "km/s"}}};
  const auto row = [](const char* name, const StatedArray& first, const StatedArray& second,
                      const std::vector<StatedArray>& arrays, const char* told,
                      const char* options) {
    const ByteVector bytes = netcdfStating(first, second, arrays, false);
    QTest::newRow(name) << QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                      static_cast<qsizetype>(bytes.size()))
                        << QString::fromUtf8(told) << QString::fromUtf8(options);
  };
  row("array", depth, x, {{"a", v, {{"units", "km/s"}}}, {"b", v, {{"units", "km/s"}}}}, "--array",
      "--array b");
  Array uneven = depth.values;
  uneven(0, 3) += 0.004;
  const StatedArray levels{"depth", uneven, {{"units", "km"}}};
  row("uneven depths, interpolated", levels, x, {vp}, "--resample", "--resample");
  row("uneven depths, taken as even", levels, x, {vp}, "or --spacing DX,DZ", "--spacing 20m,10m");
  const StatedArray upward{"z", depth.values, {{"units", "km"}}};
  const StatedArray overturned{"vp", v.colwise().reverse(), {{"units", "km/s"}}};
  row("direction", upward, x, {overturned}, "--flip z", "--flip z");
  row("direction, as it is", upward, x, {overturned}, "--flip none", "--flip none");
  const StatedArray longitude{"lon", evenRow(0, 0.1, nx), {{"units", "degrees_east"}}};
  row("longitude", depth, longitude, {vp}, "--spacing", "--spacing 11,0.01");
  const StatedArray unknown{"x", evenRow(0, 3, nx), {{"units", "furlongs"}}};
  row("unit of an axis", depth, unknown, {vp}, "--spacing", "--spacing 20m,10m");
  const StatedArray latitude{"latitude", evenRow(0, 0.1, nz), {{"units", "degrees_north"}}};
  row("a map", latitude, longitude, {vp}, "--axes", "--axes zx --spacing 11,11");
  const StatedArray percent{"dvp", v, {{"units", "%"}}};
  row("percent", depth, x, {percent}, "--map", "--map 0.05,5");
  const StatedArray fast{"vp", 10 * v, {{"units", "km/s"}}};
  row("too fast, and yet so", depth, x, {fast}, "--unit km/s", "--unit km/s");
}

void CliDoubtsTest::everyDoubtIsSettledByItsOption() {
  QFETCH(QByteArray, file);
  QFETCH(QString, told);
  QFETCH(QString, options);
  place_->write(QStringLiteral("v.nc"), file);
  const QStringList solve = {QStringLiteral("solve"),    QStringLiteral("--velocity"),
                             QStringLiteral("v.nc"),     QStringLiteral("--source"),
                             QStringLiteral("0.1,0.02"), QStringLiteral("--out"),
                             QStringLiteral("t.npy")};
  QCOMPARE(refusalFault(run(solve), told), QString());
  ISOCHRON_SUCCEEDED(run(solve + options.split(QLatin1Char(' '))));
}

void CliDoubtsTest::trainingAndPredictionRefuseDoubtsToo_data() {
  QTest::addColumn<QString>("command");
  QTest::newRow("train pca") << "train pca --data s.npy --out m.isochron";
  QTest::newRow("train autoencoder") << "train autoencoder --data s.npy --out m.isochron";
}

void CliDoubtsTest::trainingAndPredictionRefuseDoubtsToo() {
  QFETCH(QString, command);
  place_->write(QStringLiteral("s.npy"), earth(1.0, -1.0));
  ISOCHRON_REFUSED(place_->run(qPrintable(command)), "give --unit s/km");
}

void CliDoubtsTest::convertAsksForTheSpacingWhereTheFormatKeepsIt() {
  place_->write(QStringLiteral("v.npy"), earth());
  for (const char* out : {"v.vti", "v.csv", "v.txt"}) {
    const QStringList command = {QStringLiteral("convert"), QStringLiteral("v.npy"),
                                 QString::fromUtf8(out)};
    const Outcome refused = run(command);
    ISOCHRON_REFUSED(refused, "give --spacing");
    QVERIFY(!place_->exists(QString::fromUtf8(out)));
    ISOCHRON_SUCCEEDED(
        run(command + QStringList{QStringLiteral("--spacing"), QStringLiteral("20m,10m")}));
  }
  ISOCHRON_SUCCEEDED(place_->run("convert v.npy v.bin"));
}

void CliDoubtsTest::whatConvertWroteIsKnownWhenItIsReadAgain() {
  place_->write(QStringLiteral("v.npy"), earth());
  for (const char* out : {"v.vti", "v.csv"}) {
    // Whole kilometres: no size of a step tells km from m.
    ISOCHRON_SUCCEEDED(
        run({QStringLiteral("convert"), QStringLiteral("v.npy"), QString::fromUtf8(out),
             QStringLiteral("--spacing"), QStringLiteral("1,2"), QStringLiteral("--origin"),
             QStringLiteral("5,-3")}));
    const QJsonObject json =
        run({QStringLiteral("info"), QString::fromUtf8(out), QStringLiteral("--json")}).json();
    const QJsonObject model = json[QStringLiteral("model")].toObject();
    QCOMPARE(model[QStringLiteral("spacing_km")].toArray(), (QJsonArray{1, 2}));
    QCOMPARE(model[QStringLiteral("origin_km")].toArray(), (QJsonArray{5, -3}));
    QVERIFY(json[QStringLiteral("layout")][QStringLiteral("spacing_known")].toBool());
    QVERIFY(json[QStringLiteral("layout")][QStringLiteral("doubts")].toArray().isEmpty());
  }
}

void CliDoubtsTest::aFlipTurnsTheModelOver() {
  place_->write(QStringLiteral("v.npy"), earth());
  ISOCHRON_SUCCEEDED(place_->run("convert v.npy turned.npy --flip xz"));
  const QVector<double> before = parseNpy(place_->bytes(QStringLiteral("v.npy"))).values;
  const QVector<double> after = parseNpy(place_->bytes(QStringLiteral("turned.npy"))).values;
  QCOMPARE(after.size(), before.size());
  for (qsizetype i = 0; i < after.size(); ++i) QCOMPARE(after[i], before[before.size() - 1 - i]);
}

void CliDoubtsTest::manyReceiversAreNoFileName() {
  place_->write(QStringLiteral("v.npy"), earth());
  QStringList points;
  for (int i = 0; i < 250; ++i) points.append(QStringLiteral("0.%1,0.1000").arg(1000 + 10 * i));
  const Outcome outcome =
      run({QStringLiteral("solve"), QStringLiteral("--velocity"), QStringLiteral("v.npy"),
           QStringLiteral("--spacing"), QStringLiteral("20m,10m"), QStringLiteral("--source"),
           QStringLiteral("0.1,0"), QStringLiteral("--receivers"), points.join(QLatin1Char(';'))});
  ISOCHRON_SUCCEEDED(outcome);
  QCOMPARE(parseTable(outcome.out).rows.size(), 250);
}

void CliDoubtsTest::nothingIsPrintedBeforeARefusal() {
  // The second model of the file cannot be used; the receiver lies outside.
  QByteArray two = earth();
  const QByteArray values = two.right(kNz * kNx * qsizetype{sizeof(double)});
  QVector<double> both(2 * kNz * kNx, 0.0);
  std::memcpy(both.data(), values.constData(), static_cast<std::size_t>(values.size()));
  place_->write(QStringLiteral("two.npy"), npyBytes({2, kNz, kNx}, both));
  for (const char* place : {"0.2,0.1", "200,0.1"}) {
    const Outcome outcome =
        run({QStringLiteral("solve"), QStringLiteral("--velocity"), QStringLiteral("two.npy"),
             QStringLiteral("--spacing"), QStringLiteral("20m,10m"), QStringLiteral("--source"),
             QStringLiteral("0.1,0"), QStringLiteral("--receivers"), QString::fromUtf8(place)});
    QCOMPARE(outcome.exitCode, 2);
    QCOMPARE(outcome.out, QString());
  }
}

void CliDoubtsTest::strangeArgumentsAreRefusedInOurWords_data() {
  QTest::addColumn<QStringList>("arguments");
  const QString longName(70000, QLatin1Char('a'));
  const QString longPath = QString(QStringLiteral("aaaa/")).repeated(2000);
  const QString noText = QString::fromLatin1("caf\xE9\x01\x7F.npy");
  const QString digits(400, QLatin1Char('9'));
  const auto row = [](const char* name, const QStringList& arguments) {
    QTest::newRow(name) << arguments;
  };
  const QStringList onV = {QStringLiteral("--velocity"), QStringLiteral("v.npy"),
                           QStringLiteral("--source"), QStringLiteral("0.1,0")};
  const QStringList solve = QStringList{QStringLiteral("solve")} + onV +
                            QStringList{QStringLiteral("--spacing"), QStringLiteral("20m,10m")};
  for (const auto& [name, text] :
       {std::pair{"a long name", longName}, std::pair{"a long path", longPath},
        std::pair{"no text", noText}}) {
    const std::string label = name;
    row((label + ": info").c_str(), {QStringLiteral("info"), text});
    row((label + ": convert from").c_str(),
        {QStringLiteral("convert"), text, QStringLiteral("b.npy")});
    row((label + ": convert to a folder").c_str(),
        {QStringLiteral("convert"), QStringLiteral("v.npy"), text + QStringLiteral("/b.npy")});
    row((label + ": receivers").c_str(), solve + QStringList{QStringLiteral("--receivers"), text});
    row((label + ": source").c_str(),
        {QStringLiteral("solve"), QStringLiteral("--velocity"), QStringLiteral("v.npy"),
         QStringLiteral("--source"), text, QStringLiteral("--out"), QStringLiteral("t.npy")});
    row((label + ": array").c_str(),
        {QStringLiteral("info"), QStringLiteral("v.npy"), QStringLiteral("--unit"), text});
    row((label + ": train").c_str(),
        {QStringLiteral("train"), QStringLiteral("pca"), QStringLiteral("--data"), text,
         QStringLiteral("--out"), QStringLiteral("m.isochron")});
    row((label + ": train to").c_str(),
        {QStringLiteral("train"), QStringLiteral("pca"), QStringLiteral("--data"),
         QStringLiteral("v.npy"), QStringLiteral("--out"), text + QStringLiteral("/m.isochron")});
    row((label + ": predict").c_str(),
        {QStringLiteral("predict"), QStringLiteral("--model"), text, QStringLiteral("--velocity"),
         QStringLiteral("v.npy"), QStringLiteral("--out"), QStringLiteral("t.npy")});
    row((label + ": a command").c_str(), {text});
    row((label + ": an option").c_str(),
        {QStringLiteral("info"), QStringLiteral("v.npy"), QStringLiteral("--") + text});
  }
  row("a huge spacing",
      {QStringLiteral("convert"), QStringLiteral("v.npy"), QStringLiteral("b.vti"),
       QStringLiteral("--spacing"), digits + QLatin1Char(',') + digits});
  row("a huge index",
      {QStringLiteral("info"), QStringLiteral("v.npy"), QStringLiteral("--index"), digits});
  row("a large index", {QStringLiteral("info"), QStringLiteral("v.npy"), QStringLiteral("--index"),
                        QStringLiteral("9223372036854775807")});
  row("a huge raw shape",
      {QStringLiteral("info"), QStringLiteral("v.npy"), QStringLiteral("--raw-shape"), digits});
  row("a large raw shape",
      {QStringLiteral("info"), QStringLiteral("v.npy"), QStringLiteral("--raw-shape"),
       QStringLiteral("3037000500,3037000500")});
  row("a huge size", {QStringLiteral("convert"), QStringLiteral("v.npy"), QStringLiteral("b.npy"),
                      QStringLiteral("--size"), digits + QStringLiteral(",2")});
  row("a negative spacing", {QStringLiteral("convert"), QStringLiteral("v.npy"),
                             QStringLiteral("b.vti"), QStringLiteral("--spacing=-1,2")});
}

void CliDoubtsTest::strangeArgumentsAreRefusedInOurWords() {
  QFETCH(QStringList, arguments);
  place_->write(QStringLiteral("v.npy"), earth());
  const Outcome outcome = run(arguments);
  QVERIFY2(outcome.exitCode == 2, qPrintable(outcome.err));
  for (const QString& line : outcome.err.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
    QVERIFY2(line.startsWith(QStringLiteral("isochron-cli: ")), qPrintable(line));
    QVERIFY2(line.size() < 2200, "a message is as long as the argument");
  }
  // Words of the standard library, of CLI11, nlohmann::json, HDF5, LibTorch.
  for (const char* foreign : {"filesystem error", "std::", "basic_string", "[json.exception",
                              "what():", "HDF5-DIAG", "c10::", "went wrong that should not"})
    QVERIFY2(!outcome.err.contains(QLatin1String(foreign)), qPrintable(outcome.err));
}

void CliDoubtsTest::namesThatAreNoTextDoNotBreakJson() {
  place_->write(QStringLiteral("v.npy"), earth());
  const QByteArray name = QFile::encodeName(place_->path(QStringLiteral("v.npy")));
  const QByteArray folder = name.left(name.size() - 5), strange = folder + "caf\xE9.npy";
  QCOMPARE(std::rename(name.constData(), strange.constData()), 0);
  QProcess shell;
  shell.start(
      QStringLiteral("/bin/sh"),
      {QStringLiteral("-c"), QStringLiteral("cd \"$1\" && exec \"$2\" info caf*.npy --json"),
       QStringLiteral("sh"), QFile::decodeName(folder), QStringLiteral(ISOCHRON_CLI)});
  QVERIFY(shell.waitForFinished());
  QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
  QVERIFY(!QJsonDocument::fromJson(shell.readAllStandardOutput()).isNull());
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliDoubtsTest)
#include "cli_doubts_test.moc"
