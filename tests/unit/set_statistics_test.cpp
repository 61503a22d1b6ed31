// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of data sets against sums over all their values, however they are gone through.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <numeric>

#include "data/set_statistics.h"
#include "formats/npy_sequence_writer.h"
#include "generators/generators.h"

namespace isochron {
namespace {

std::shared_ptr<const DataSet> written(const QTemporaryDir& folder,
                                       const std::vector<Array>& models) {
  const std::filesystem::path path = folder.filePath(QStringLiteral("models.npy")).toStdString();
  NpySequenceWriter writer(path, std::ssize(models), static_cast<int>(models[0].rows()),
                           static_cast<int>(models[0].cols()));
  for (const Array& model : models) writer.append(model);
  writer.finish();
  ImportLayout layout;
  layout.dx = layout.dz = 0.01;
  return std::make_shared<const DataSet>(VelocityFile::open(path), layout);
}

std::vector<Array> randomModels(int count) {
  std::vector<Array> models;
  for (int i = 0; i < count; ++i)
    models.push_back(
        generate(ModelKind::RandomField, paperGrid(16, 12), static_cast<std::uint64_t>(i))
            .velocity());
  return models;
}

SetStatistics whole(const DataSet& data, int threads) {
  SetStatistics statistics;
  continueStatistics(statistics, data, threads, {}, [](const SetStatistics&) {});
  return statistics;
}

}  // namespace

class SetStatisticsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theyAreThoseOfAllValues() {
    const QTemporaryDir folder;
    const std::vector<Array> models = randomModels(40);
    const SetStatistics found = whole(*written(folder, models), 3);
    double sum = 0.0, squares = 0.0, min = 1e9, max = 0.0;
    for (const Array& model : models) {
      sum += model.sum();
      min = std::min(min, model.minCoeff());
      max = std::max(max, model.maxCoeff());
    }
    const double count = 40.0 * 16 * 12, mean = sum / count;
    for (const Array& model : models) squares += (model - mean).square().sum();
    QCOMPARE(found.moments.count, count);
    QVERIFY(std::abs(found.moments.mean - mean) < 1e-12);
    QVERIFY(std::abs(found.moments.deviation() - std::sqrt(squares / count)) < 1e-12);
    QCOMPARE(found.min, min);
    QCOMPARE(found.max, max);
    QCOMPARE(found.values.total(), static_cast<std::int64_t>(count));
    QCOMPARE(std::ssize(found.models), 40);
    for (std::size_t i = 0; i < models.size(); ++i) {
      QCOMPARE(found.models[i].min, static_cast<float>(models[i].minCoeff()));
      QCOMPARE(found.models[i].max, static_cast<float>(models[i].maxCoeff()));
      QVERIFY(std::abs(found.models[i].mean - static_cast<float>(models[i].mean())) < 1e-5f);
    }
  }

  void everyBarCountsTheValuesWithinIt() {
    const QTemporaryDir folder;
    const std::vector<Array> models = randomModels(20);
    const HistogramBars bars = whole(*written(folder, models), 1).values.bars(50);
    QVERIFY(std::ssize(bars.counts) <= 50 && std::ssize(bars.counts) > 20);
    for (std::size_t i = 0; i < bars.counts.size(); ++i) {
      const double from = bars.first + static_cast<double>(i) * bars.width;
      std::int64_t expected = 0;
      for (const Array& model : models)
        expected += (model >= from && model < from + bars.width).count();
      QCOMPARE(bars.counts[i], expected);
    }
  }

  void theNumberOfThreadsDoesNotMatter() {
    const QTemporaryDir folder;
    const auto data = written(folder, randomModels(30));
    const SetStatistics one = whole(*data, 1), four = whole(*data, 4);
    QCOMPARE(one.moments.mean, four.moments.mean);
    QCOMPARE(one.moments.squares, four.moments.squares);
    QCOMPARE(one.values.bars(4096).counts, four.values.bars(4096).counts);
  }

  void brokenOffTheyGoOnToTheSameEnd() {
    const QTemporaryDir folder;
    const auto data = written(folder, randomModels(60));
    SetStatistics parted;
    std::stop_source stop;
    continueStatistics(parted, *data, 2, stop.get_token(), [&](const SetStatistics& now) {
      if (now.models.size() == 7) stop.request_stop();
    });
    QVERIFY(parted.models.size() >= 7 && parted.models.size() < 60);
    continueStatistics(parted, *data, 2, {}, [](const SetStatistics&) {});
    const SetStatistics unbroken = whole(*data, 2);
    QCOMPARE(parted.models.size(), unbroken.models.size());
    QCOMPARE(parted.moments.mean, unbroken.moments.mean);
    QCOMPARE(parted.moments.squares, unbroken.moments.squares);
    QCOMPARE(parted.values.bars(4096).counts, unbroken.values.bars(4096).counts);
  }

  void aModelThatCannotBeReadIsCountedAndLeftOut() {
    const QTemporaryDir folder;
    std::vector<Array> models = randomModels(12);
    models[3](2, 5) = std::nan("");
    models[8](0, 0) = -1.0;
    const auto data = written(folder, models);
    const SetStatistics found = whole(*data, 2);
    QCOMPARE(found.unreadable, std::int64_t{2});
    QVERIFY(!found.problem.empty());
    QVERIFY(std::isnan(found.models[3].mean) && std::isnan(found.models[8].min));
    QCOMPARE(found.moments.count, 10.0 * 16 * 12);
    QVERIFY(found.min > 1.9);
    const auto [least, most] = sampledRange(*data, 12);
    QCOMPARE(least, found.min);
    QCOMPARE(most, found.max);
  }

  void theBinsGrowWithTheRange() {
    Array narrow = Array::Constant(4, 4, 2.0);
    narrow(0, 0) = 2.001;
    ValueHistogram histogram(narrow);
    histogram.add(narrow);
    const double fine = histogram.width();
    QVERIFY(fine < 1e-5);
    Array wide = Array::Constant(4, 4, 1500.0);
    wide(0, 0) = 1e30;
    histogram.add(wide);
    QVERIFY(histogram.width() > fine);
    QCOMPARE(histogram.total(), std::int64_t{32});
    QVERIFY(std::ssize(histogram.bars(ValueHistogram::kMostBins).counts) <=
            ValueHistogram::kMostBins);
  }

  void mergedHistogramsAreThoseOfAllValues() {
    const std::vector<Array> models = randomModels(25);
    // Of quite another width.
    const Array small = models[0] / 100.0;
    ValueHistogram merged(small);
    merged.add(small);
    for (const Array& model : models) {
      ValueHistogram one(model);
      one.add(model);
      merged.add(one);
    }
    const HistogramBars bars = merged.bars(ValueHistogram::kMostBins);
    for (std::size_t i = 0; i < bars.counts.size(); ++i) {
      const double from = bars.first + static_cast<double>(i) * bars.width;
      std::int64_t expected = (small >= from && small < from + bars.width).count();
      for (const Array& model : models)
        expected += (model >= from && model < from + bars.width).count();
      QCOMPARE(bars.counts[i], expected);
    }
    QCOMPARE(merged.total(), std::int64_t{26 * 16 * 12});
  }

  void oneVelocityAloneHasOneBar() {
    const QTemporaryDir folder;
    const SetStatistics found =
        whole(*written(folder, std::vector<Array>(5, Array::Constant(6, 7, 2.5))), 1);
    QCOMPARE(found.moments.deviation(), 0.0);
    const HistogramBars bars = found.values.bars(64);
    QCOMPARE(std::ssize(bars.counts), 1);
    QVERIFY(bars.first <= 2.5 && 2.5 < bars.first + bars.width);
    QCOMPARE(bars.counts[0], std::int64_t{5 * 42});
  }
};

}  // namespace isochron

QTEST_GUILESS_MAIN(isochron::SetStatisticsTest)
#include "set_statistics_test.moc"
