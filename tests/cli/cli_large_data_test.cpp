// SPDX-License-Identifier: GPL-3.0-or-later
// Learning from a file that is larger than the memory a process may have.
#include <sys/resource.h>

#include "tiny_latent_pinn.h"

namespace isochron::tests {
namespace {

constexpr qint64 kNodes = 128 * 128, kModels = 50'000;
// Libraries and threads take a part of it before anything is read.
constexpr rlim_t kMostMemory = rlim_t{512} << 20;
static_assert(kModels * kNodes > 3 * static_cast<qint64>(kMostMemory) / 2);

/// An npy file of bytes, almost all of them a hole; some models are not zero.
bool writeSparse(const QString& path) {
  QByteArray header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" +
                      QByteArray::number(kModels) + ", 128, 128), }";
  header = header.leftJustified(118 - 1) + '\n';
  const QByteArray start = QByteArray("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) +
                           static_cast<char>(0) + header;
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(start) != start.size() ||
      !file.resize(start.size() + kModels * kNodes))
    return false;
  for (qint64 model = 0; model < kModels; model += kModels / 50) {
    const QByteArray values(kNodes, static_cast<char>(model % 199));
    if (!file.seek(start.size() + model * kNodes) || file.write(values) != kNodes) return false;
  }
  return true;
}

}  // namespace

class CliLargeDataTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void latentPinn();
  void theLimitHolds();

 private:
  /// In a process whose data, stacks and private mappings may not grow beyond kMostMemory; pages
  /// of a file that is mapped for reading are not among them.
  Outcome runWithin(rlim_t limit, const QString& arguments) const {
    QProcess process;
    process.setWorkingDirectory(workplace_.path({}));
    process.setChildProcessModifier([limit] {
      const struct rlimit both = {limit, limit};
      ::setrlimit(RLIMIT_DATA, &both);
    });
    process.start(QStringLiteral(ISOCHRON_CLI),
                  arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    const bool ended = process.waitForFinished(300'000);
    return {ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
  }

  Workplace workplace_;
};

void CliLargeDataTest::initTestCase() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  QSKIP("sanitizers keep memory of their own");
#endif
  ISOCHRON_SUCCEEDED(
      workplace_.run("generate random-field --count 60 --size 128,128 --out few.npy"));
  ISOCHRON_SUCCEEDED(
      workplace_.run("train pca --data few.npy --spacing 0.04,0.008 --set components=4 "
                     "--set passes=1 --out latents.isochron"));
  if (!writeSparse(workplace_.path(QStringLiteral("many.npy"))))
    QSKIP("there is no room for a sparse file here");
}

void CliLargeDataTest::latentPinn() {
  const Outcome outcome = runWithin(
      kMostMemory, QStringLiteral("train latentpinn --data many.npy --spacing 0.04,0.008 "
                                  "--map 0.02,2 --out m.isochron --stop-after 3steps --json ") +
                       kTinyNetwork + kTinyLearning);
  ISOCHRON_SUCCEEDED(outcome);
  const QJsonObject models = outcome.json()[QStringLiteral("models")].toObject();
  QCOMPARE(models[QStringLiteral("train")].toInt(), static_cast<int>(kModels * 8 / 10));
}

void CliLargeDataTest::theLimitHolds() {
  // One model of 128 MiB, where 64 are allowed.
  const Outcome outcome =
      runWithin(kMostMemory / 8, QStringLiteral("generate random-field --size 4096,4096 "
                                                "--threads 1 --out x.npy"));
  QCOMPARE(outcome.exitCode, 1);
  QVERIFY2(outcome.err.contains(QStringLiteral("not enough memory")), qPrintable(outcome.err));
  QVERIFY(!workplace_.exists(QStringLiteral("x.npy")));
}

}  // namespace isochron::tests

QTEST_GUILESS_MAIN(isochron::tests::CliLargeDataTest)
#include "cli_large_data_test.moc"
