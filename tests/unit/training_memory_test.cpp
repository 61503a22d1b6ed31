// SPDX-License-Identifier: GPL-3.0-or-later
// A long run needs no more memory than a short one.
#include <malloc.h>

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"
#include "training/autoencoder_stage.h"
#include "training/latent_pinn_stage.h"
#include "training/pca.h"
#include "training/training.h"

namespace isochron {
namespace {

constexpr std::int64_t kSteps = 10'000;

/// Memory of this process that no file backs, KiB.
std::int64_t residentMemory() {
  QFile file(QStringLiteral("/proc/self/status"));
  if (!file.open(QIODevice::ReadOnly)) return -1;
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith("RssAnon:")) return line.mid(8).chopped(2).trimmed().toLongLong();
  return -1;
}

/// What is allocated and not freed, bytes.
std::int64_t heapInUse() {
  const struct mallinfo2 info = ::mallinfo2();
  return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

}  // namespace

class TrainingMemoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers keep memory of their own");
#endif
    if (residentMemory() < 0) QSKIP("there is no /proc/self/status here");
    QVERIFY(folder_.isValid());
    NpySequenceWriter writer(file(), 60, 12, 16);
    generateMany(ModelKind::RandomField, paperGrid(16, 12), 0, 60, 1,
                 [&](std::int64_t, const VelocityModel& m) { writer.append(m.velocity()); });
    writer.finish();
  }

  void latentPinn() {
    PcaConfig latents;
    latents.components = 4;
    latents.threads = 1;
    LatentPinnConfig config;
    config.sums = 4;
    config.rank = 2;
    config.hidden = 4;
    config.trunkWidth = 8;
    config.trunkDepth = 1;
    config.branchWidth = 8;
    config.branchDepth = 1;
    config.points = 16;
    config.labelPoints = 8;
    config.loss.labels = 0.1;
    config.sampler = Sampler::Adaptive;
    config.models = 4;
    config.reuse = 4;
    config.optimiser.steps = kSteps;
    config.validation = 0.1;
    config.threads = 1;
    const auto components = std::make_shared<PrincipalComponents>(DataSet::open(file()), latents);
    LatentPinnStage stage(DataSet::open(file()), components, config);
    expectNoGrowth(stage);
  }

  void autoencoder() {
    AutoencoderConfig config;
    config.latents = 2;
    config.blocks = 1;
    config.width = 1;
    config.batch = 2;
    config.epochs = 0;
    config.schedule = "plateau";
    config.threads = 1;
    AutoencoderStage stage(DataSet::open(file()), config);
    expectNoGrowth(stage);
  }

 private:
  std::string file() const { return folder_.filePath("fields.npy").toStdString(); }

  /// The second half of a run, with its records and checkpoints, against the first.
  void expectNoGrowth(Stage& stage) const {
    // What a record keeps is meant to stay: some numbers of a hundred bytes, a hundred times.
    constexpr std::int64_t kKept = 100 * 2'000;
    TrainingOptions options;
    options.stop.steps = kSteps;
    options.metricsEvery = kSteps / 100;
    options.checkpointEvery = 0.2;
    options.file = folder_.filePath("run.isochron").toStdString();
    RunControl control;
    Training training(stage, options, control);
    while (stage.steps() < kSteps / 2) QVERIFY(training.advance());
    const std::int64_t heap = heapInUse(), resident = residentMemory();
    while (training.advance()) continue;
    QCOMPARE(stage.steps(), kSteps);
    const std::int64_t heapGrown = heapInUse() - heap, residentGrown = residentMemory() - resident;
    qInfo("heap %lld bytes + %lld, resident %lld KiB + %lld", static_cast<long long>(heap),
          static_cast<long long>(heapGrown), static_cast<long long>(resident),
          static_cast<long long>(residentGrown));
    // 40 bytes a step.
    QVERIFY2(heapGrown < kKept, qPrintable(QString::number(heapGrown)));
    // The allocator's own slack comes on top.
    QVERIFY2(residentGrown < 1024, qPrintable(QString::number(residentGrown)));
  }

  QTemporaryDir folder_;
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::TrainingMemoryTest)
#include "training_memory_test.moc"
