// SPDX-License-Identifier: GPL-3.0-or-later
// Data sets: splits, orders, batches and standardisation; many models made in parallel.
#include <QTemporaryDir>
#include <QtTest>
#include <complex>
#include <numbers>
#include <set>

#include "data/dataset.h"
#include "field/error.h"
#include "formats/npy_sequence_writer.h"
#include "formats/write_field.h"
#include "generators/generators.h"
#include "generators/inverse_fourier.h"
#include "generators/parallel_in_order.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

constexpr std::int64_t kModels = 23;

std::vector<std::int64_t> firstModels(std::int64_t count) {
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) indices.push_back(i);
  return indices;
}

}  // namespace

class DataSetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();

  void transformsAgreeWithTheirDefinition_data();
  void transformsAgreeWithTheirDefinition();
  void itemsComeInOrderWhateverTheThreads();
  void whatAProducerThrowsEndsTheRow();
  void aStopEndsTheRow();
  void manyModelsAreThoseMadeOneByOne_data();
  void manyModelsAreThoseMadeOneByOne();

  void aSplitHoldsEveryModelOnce();
  void aSplitDependsOnItsSeedAlone();
  void anImpossibleSplitIsRefused();
  void everyEpochHasAnOrderOfItsOwn();
  void batchesAreTheModelsStandardised();
  void standardisedModelsHaveZeroMeanAndUnitVariance();
  void modelsThatAreAllTheSameAreRefused();
  void aBadModelIsNamed();

 private:
  std::filesystem::path path(const char* name) const {
    return folder_.filePath(QString::fromLatin1(name)).toStdString();
  }

  QTemporaryDir folder_;
};

void DataSetTest::initTestCase() {
  NpySequenceWriter writer(path("set.npy"), kModels, 16, 24, NpyNumber::Float32);
  for (std::uint64_t seed = 0; seed < kModels; ++seed)
    writer.append(generate(ModelKind::RandomField, paperGrid(24, 16), seed).velocity());
  writer.finish();
}

void DataSetTest::transformsAgreeWithTheirDefinition_data() {
  QTest::addColumn<int>("length");
  for (const int length : {1, 2, 3, 4, 5, 8, 12, 16, 30, 49, 64, 97, 101, 128})
    QTest::newRow(qPrintable(QString::number(length))) << length;
}

void DataSetTest::transformsAgreeWithTheirDefinition() {
  QFETCH(int, length);
  constexpr std::size_t kBatch = 3;
  const auto n = static_cast<std::size_t>(length);
  SplitComplex values;
  values.resize(n * kBatch);
  RandomStream random(1);
  for (std::size_t i = 0; i < n * kBatch; ++i)
    std::tie(values.re[i], values.im[i]) = random.normalPair();
  const SplitComplex before = values;
  InverseFourier(length).run(values, kBatch);
  for (std::size_t b = 0; b < kBatch; ++b)
    for (std::size_t x = 0; x < n; ++x) {
      std::complex<double> sum = 0.0;
      for (std::size_t k = 0; k < n; ++k) {
        const double turn = static_cast<double>(k * x % n) / static_cast<double>(n);
        sum += std::complex(before.re[k * kBatch + b], before.im[k * kBatch + b]) *
               std::polar(1.0, 2.0 * std::numbers::pi * turn);
      }
      QVERIFY(std::abs(sum - std::complex(values.re[x * kBatch + b], values.im[x * kBatch + b])) <
              1e-12 * length);
    }
}

void DataSetTest::itemsComeInOrderWhateverTheThreads() {
  for (const int threads : {1, 2, 7}) {
    std::vector<std::int64_t> squares;
    parallelInOrder(
        500, threads, [] { return [](std::int64_t i) { return i * i; }; },
        [&](std::int64_t i, std::int64_t square) {
          QCOMPARE(square, i * i);
          squares.push_back(square);
        });
    QCOMPARE(squares.size(), std::size_t{500});
  }
}

void DataSetTest::whatAProducerThrowsEndsTheRow() {
  const auto producer = [](std::int64_t i) {
    if (i == 40) throw Error("item", "is bad");
    return i;
  };
  std::int64_t consumed = 0;
  QVERIFY_EXCEPTION_THROWN(
      parallelInOrder(
          1000, 3, [&] { return producer; }, [&](std::int64_t, std::int64_t) { ++consumed; }),
      Error);
  QVERIFY(consumed <= 40);
}

void DataSetTest::aStopEndsTheRow() {
  std::stop_source source;
  std::int64_t consumed = 0;
  const auto consume = [&](std::int64_t, std::int64_t) {
    if (++consumed == 10) source.request_stop();
  };
  QVERIFY_EXCEPTION_THROWN(parallelInOrder(
                               1'000'000'000, 2, [] { return [](std::int64_t i) { return i; }; },
                               consume, source.get_token()),
                           Cancelled);
  QCOMPARE(consumed, std::int64_t{10});
}

void DataSetTest::manyModelsAreThoseMadeOneByOne_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("random field") << static_cast<int>(ModelKind::RandomField);
  QTest::newRow("salt") << static_cast<int>(ModelKind::Salt);
}

void DataSetTest::manyModelsAreThoseMadeOneByOne() {
  QFETCH(int, kind);
  const Grid grid = paperGrid(33, 18);
  for (const int threads : {1, 2, 3}) {
    std::int64_t seen = 0;
    generateMany(static_cast<ModelKind>(kind), grid, 100, 15, threads,
                 [&](std::int64_t i, const VelocityModel& model) {
                   QCOMPARE(i, seen++);
                   const VelocityModel alone = generate(static_cast<ModelKind>(kind), grid,
                                                        100 + static_cast<std::uint64_t>(i));
                   QVERIFY((model.velocity() == alone.velocity()).all());
                 });
    QCOMPARE(seen, std::int64_t{15});
  }
}

void DataSetTest::aSplitHoldsEveryModelOnce() {
  const DataSplit split = splitModels(1000, 0.1, 0.05, 7);
  QCOMPARE(split.validation.size(), std::size_t{100});
  QCOMPARE(split.test.size(), std::size_t{50});
  std::set<std::int64_t> all;
  for (const auto* part : {&split.train, &split.validation, &split.test}) {
    QVERIFY(std::is_sorted(part->begin(), part->end()));
    all.insert(part->begin(), part->end());
  }
  QCOMPARE(split.train.size() + 150, std::size_t{1000});
  QCOMPARE(all.size(), std::size_t{1000});
  QCOMPARE(*all.rbegin(), std::int64_t{999});
}

void DataSetTest::aSplitDependsOnItsSeedAlone() {
  QCOMPARE(splitModels(100, 0.2, 0.2, 3).test, splitModels(100, 0.2, 0.2, 3).test);
  QVERIFY(splitModels(100, 0.2, 0.2, 3).test != splitModels(100, 0.2, 0.2, 4).test);
}

void DataSetTest::anImpossibleSplitIsRefused() {
  QVERIFY_EXCEPTION_THROWN(splitModels(10, -0.1, 0.1, 0), Error);
  QVERIFY_EXCEPTION_THROWN(splitModels(10, 0.5, 0.5, 0), Error);
  QVERIFY_EXCEPTION_THROWN(splitModels(10, std::nan(""), 0.5, 0), Error);
  QVERIFY_EXCEPTION_THROWN(splitModels(0, 0.1, 0.1, 0), Error);
}

void DataSetTest::everyEpochHasAnOrderOfItsOwn() {
  const std::vector<std::int64_t> indices = firstModels(50);
  std::set<std::vector<std::int64_t>> orders;
  for (std::int64_t epoch = 0; epoch < 10; ++epoch) {
    std::vector<std::int64_t> order = shuffled(indices, 5, epoch);
    QCOMPARE(order, shuffled(indices, 5, epoch));
    orders.insert(order);
    std::sort(order.begin(), order.end());
    QCOMPARE(order, indices);
  }
  QCOMPARE(orders.size(), std::size_t{10});
}

void DataSetTest::batchesAreTheModelsStandardised() {
  const DataSet set = DataSet::open(path("set.npy"));
  QCOMPARE(set.count(), kModels);
  QCOMPARE(set.grid().nz, 16);
  QCOMPARE(set.grid().nx, 24);
  const std::vector<std::int64_t> indices = {22, 3, 3, 0};
  for (const int threads : {1, 2}) {
    std::vector<float> values(4 * 16 * 24);
    set.readBatch(indices, {3.0, 2.0}, values, threads);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const Array velocity = generate(ModelKind::RandomField, paperGrid(24, 16),
                                      static_cast<std::uint64_t>(indices[i]))
                                 .velocity();
      for (Eigen::Index node = 0; node < set.nodes(); ++node) {
        const double expected = (velocity.data()[node] - 3.0) / 2.0;
        const double value = values[i * 16 * 24 + static_cast<std::size_t>(node)];
        QVERIFY(std::abs(value - expected) < 1e-6);
      }
    }
  }
}

void DataSetTest::standardisedModelsHaveZeroMeanAndUnitVariance() {
  const DataSet set = DataSet::open(path("set.npy"));
  const std::vector<std::int64_t> indices = firstModels(kModels);
  const Standardisation standardisation = set.standardisation(indices, 1);
  QCOMPARE(set.standardisation(indices, 3), standardisation);
  std::vector<float> values(static_cast<std::size_t>(kModels * set.nodes()));
  set.readBatch(indices, standardisation, values);
  const Eigen::Map<const Eigen::ArrayXf> all(values.data(), kModels * set.nodes());
  QVERIFY(std::abs(all.mean()) < 1e-5f);
  QVERIFY(std::abs(all.square().mean() - 1.0f) < 1e-5f);
}

void DataSetTest::modelsThatAreAllTheSameAreRefused() {
  writeNpy(path("same.npy"), std::vector<Array>(3, Array::Constant(4, 5, 2.5)));
  const DataSet set = DataSet::open(path("same.npy"));
  QVERIFY_EXCEPTION_THROWN(set.standardisation(firstModels(3)), Error);
}

void DataSetTest::aBadModelIsNamed() {
  std::vector<Array> models(3, Array::Constant(4, 5, 2.5));
  models[2](1, 1) = std::nan("");
  writeNpy(path("bad.npy"), models);
  const DataSet set = DataSet::open(path("bad.npy"));
  try {
    (void)set.standardisation(firstModels(3));
    QFAIL("nothing was thrown");
  } catch (const Error& error) {
    QVERIFY2(QString::fromUtf8(error.what()).contains(QStringLiteral("model 2")), error.what());
  }
}

}  // namespace isochron

QTEST_APPLESS_MAIN(isochron::DataSetTest)
#include "dataset_test.moc"
