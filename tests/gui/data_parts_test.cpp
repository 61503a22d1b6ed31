// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the Data workspace, each alone: jobs, scans, thumbnails, the grid, the histogram.
#include <QComboBox>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>

#include "colour_legend.h"
#include "data/gallery_model.h"
#include "data/gallery_view.h"
#include "data/set_list.h"
#include "data/set_work.h"
#include "data/split_panel.h"
#include "data_sets.h"
#include "field/error.h"
#include "histogram.h"
#include "long_job.h"
#include "number_typing.h"
#include "project/set_opener.h"
#include "project/set_scanner.h"
#include "thumbnail.h"

namespace isochron::tests {
namespace {

constexpr int kLong = 60000;  // ms, for a loaded machine

ThumbnailLook look(const QString& map = QStringLiteral("viridis")) {
  ThumbnailLook look;
  look.colouring = {map, false, 2.0, 6.0};
  return look;
}

std::vector<std::int64_t> numbers(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> all;
  for (std::int64_t i = first; i <= last; ++i) all.push_back(i);
  return all;
}

QStringList entries(const QTemporaryDir& folder) {
  return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden);
}

}  // namespace

class DataPartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QLocale::setDefault(QLocale::c());
    QVERIFY(folder_.isValid());
    set_ = writeSet(folder_.filePath(QStringLiteral("fields.npy")), 300);
  }

  // --- long jobs ---------------------------------------------------------------------------------

  void aJobTellsItsProgressAndItsEnd() {
    LongJob job;
    QSignalSpy finished(&job, &LongJob::finished);
    std::atomic<bool> goOn = false;
    job.start(QStringLiteral("Counting"), 4, [&](const std::stop_token&, const auto& told) {
      told(1);
      while (!goOn) std::this_thread::yield();
      told(4);
    });
    QVERIFY(job.isRunning());
    QVERIFY(QTest::qWaitFor([&] { return job.done() == 1; }, kLong));
    QVERIFY(job.remaining() >= 0.0);
    goOn = true;
    QVERIFY(QTest::qWaitFor([&] { return finished.count() == 1; }, kLong));
    QVERIFY(!job.isRunning());
    QCOMPARE(finished[0][0].value<LongJob::Outcome>(), LongJob::Outcome::Done);
    QCOMPARE(job.done(), std::int64_t{4});
  }

  void aJobThatFailsTellsTheSentence() {
    LongJob job;
    QSignalSpy finished(&job, &LongJob::finished);
    job.start(QStringLiteral("Failing"), 1, [](const std::stop_token&, const auto&) {
      throw Error("disk", "it is full", "free some space");
    });
    QVERIFY(QTest::qWaitFor([&] { return finished.count() == 1; }, kLong));
    QCOMPARE(finished[0][0].value<LongJob::Outcome>(), LongJob::Outcome::Failed);
    QVERIFY(finished[0][1].toString().contains(QStringLiteral("it is full")));
  }

  void generatingGivesTheModelsOfTheGenerator() {
    const QTemporaryDir folder;
    const GenerateRequest request{
        ModelKind::Salt, {}, 5,
        smallGrid(),     7,  folder.filePath(QStringLiteral("salt.npy")).toStdString()};
    std::int64_t told = 0;
    const auto made = generateSet(request, {}, [&](std::int64_t done) { told = done; });
    QCOMPARE(told, std::int64_t{5});
    QCOMPARE(made->count(), std::int64_t{5});
    QCOMPARE(made->grid(), smallGrid());
    for (int i = 0; i < 5; ++i) {
      const Array expected =
          generate(ModelKind::Salt, smallGrid(), 7u + static_cast<unsigned>(i)).velocity();
      QVERIFY((made->read(i).velocity() - expected).abs().maxCoeff() < 1e-6);
    }
    const qint64 size = QFileInfo(folder.filePath(QStringLiteral("salt.npy"))).size();
    QVERIFY(size <= bytesOf(request) && size > bytesOf(request) - 1024);
  }

  void aCancelledGenerationLeavesNoFile() {
    const QTemporaryDir folder;
    const GenerateRequest request{ModelKind::RandomField,
                                  {},
                                  100000,
                                  smallGrid(),
                                  0,
                                  folder.filePath(QStringLiteral("many.npy")).toStdString()};
    LongJob job;
    QSignalSpy finished(&job, &LongJob::finished);
    job.start(QStringLiteral("Generating"), request.count,
              [&](const std::stop_token& stop, const LongJob::Progress& told) {
                generateSet(request, stop, told);
              });
    QVERIFY(QTest::qWaitFor([&] { return job.done() > 10; }, kLong));
    QCOMPARE(entries(folder).size(), 1);  // hidden, half written
    job.cancel();
    QVERIFY(QTest::qWaitFor([&] { return finished.count() == 1; }, kLong));
    QCOMPARE(finished[0][0].value<LongJob::Outcome>(), LongJob::Outcome::Cancelled);
    QVERIFY(job.done() < request.count);
    QVERIFY(entries(folder).isEmpty());
  }

  void aJobEndsWithItsOwner() {
    const QTemporaryDir folder;
    const GenerateRequest request{ModelKind::RandomField,
                                  {},
                                  1000000,
                                  smallGrid(),
                                  0,
                                  folder.filePath(QStringLiteral("many.npy")).toStdString()};
    {
      LongJob job;
      job.start(QStringLiteral("Generating"), request.count,
                [&](const std::stop_token& stop, const LongJob::Progress& told) {
                  generateSet(request, stop, told);
                });
      QVERIFY(QTest::qWaitFor([&] { return job.done() > 0; }, kLong));
    }
    QVERIFY(entries(folder).isEmpty());
  }

  void exportedModelsAreThoseThatWereAskedFor() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("some.npy"));
    exportModels(*set_, {3, 200, 7}, path.toStdString(), {}, [](std::int64_t) {});
    const auto some = openOn(path, smallGrid());
    QCOMPARE(some->count(), std::int64_t{3});
    QCOMPARE(some->summary().type, ScalarType::Float32);
    const std::int64_t from[] = {3, 200, 7};
    for (int i = 0; i < 3; ++i)
      QVERIFY((some->read(i).velocity() == set_->read(from[i]).velocity()).all());
  }

  // --- opening and scanning --------------------------------------------------------------------

  void aBrokenFileIsOneSentence() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("broken.npy"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x93NUMPY\x01\x00garbage", 15);
    file.close();
    const OpenSetAnswer answer = openSet({path, {}, {}});
    QVERIFY(answer.data == nullptr);
    QVERIFY(answer.problem.contains(QStringLiteral("broken.npy")));
    QVERIFY(!answer.problem.contains(QLatin1Char('\n')));
  }

  void scansEndWithTheRangeOfAllModels() {
    SetScanner scanner;
    scanner.wantStatistics();
    QSignalSpy found(&scanner, &SetScanner::found);
    scanner.setSets({set_});
    QVERIFY(QTest::qWaitFor([&] { return !scanner.isBusy(); }, kLong));
    QVERIFY(found.count() >= 1);
    const SetFindings* findings = scanner.find(set_.get());
    QVERIFY(findings != nullptr && findings->complete);
    QCOMPARE(findings->seen(), std::int64_t{300});
    double min = 1e9;
    for (int i = 0; i < 300; ++i) min = std::min(min, set_->read(i).min());
    QCOMPARE(findings->range.first, min);
  }

  void untilAllIsWantedOnlyASampleIsRead() {
    SetScanner scanner;
    scanner.setSets({set_});
    QVERIFY(QTest::qWaitFor([&] { return !scanner.isBusy(); }, kLong));
    const SetFindings sampled = *scanner.find(set_.get());
    QVERIFY(sampled.sampled && !sampled.complete);
    QCOMPARE(sampled.seen(), std::int64_t{0});
    QVERIFY(sampled.range.first > 1.9 && sampled.range.second > sampled.range.first);
    scanner.wantStatistics();
    QVERIFY(QTest::qWaitFor([&] { return !scanner.isBusy(); }, kLong));
    QVERIFY(scanner.find(set_.get())->complete);
  }

  void everySetHasItsTurnAndRemovedOnesAreForgotten() {
    const auto other = writeSet(folder_.filePath(QStringLiteral("other.npy")), 40);
    SetScanner scanner;
    scanner.wantStatistics();
    scanner.setSets({set_, other});
    QVERIFY(QTest::qWaitFor([&] { return !scanner.isBusy(); }, kLong));
    QVERIFY(scanner.find(set_.get())->complete && scanner.find(other.get())->complete);
    scanner.setSets({other});
    QVERIFY(scanner.find(set_.get()) == nullptr);
    QVERIFY(scanner.find(other.get()) != nullptr);
  }

  void aHaltedScanGoesOnWhereItWas() {
    const auto many = writeSet(folder_.filePath(QStringLiteral("halted.npy")), 4000);
    SetScanner scanner;
    scanner.wantStatistics();
    scanner.setSets({many});
    QVERIFY(QTest::qWaitFor([&] { return scanner.find(many.get()) != nullptr; }, kLong));
    scanner.setHalted(many.get(), true);
    const SetFindings halted = *scanner.find(many.get());
    if (!halted.complete) {
      QVERIFY(!scanner.isBusy());
      QVERIFY(halted.halted && halted.seen() < 4000);
    }
    scanner.setHalted(many.get(), false);
    QVERIFY(QTest::qWaitFor([&] { return !scanner.isBusy(); }, kLong));
    const SetFindings* findings = scanner.find(many.get());
    QVERIFY(findings->complete && !findings->halted);
    QCOMPARE(findings->seen(), std::int64_t{4000});
    QCOMPARE(findings->statistics->moments.count, 4000.0 * 24 * 20);
  }

  // --- thumbnails ------------------------------------------------------------------------------

  void picturesAreThoseOfTheModels() {
    ThumbnailSource source;
    source.setData(set_);
    source.setLook(look());
    QVERIFY(source.image(5).isNull());
    source.want(numbers(0, 19));
    QVERIFY(QTest::qWaitFor([&] { return source.isSettled(); }, kLong));
    for (const std::int64_t model : {0, 5, 19}) {
      const VelocityModel read = set_->read(model);
      QCOMPARE(source.image(model),
               thumbnail(read.field(), {}, look().size, look().colouring, 1.0));
    }
    QVERIFY(source.image(20).isNull());
  }

  void anotherLookDrawsThemAnewAndShowsTheOldUntilThen() {
    ThumbnailSource source;
    source.setData(set_);
    source.setLook(look());
    source.want(numbers(0, 4));
    QVERIFY(QTest::qWaitFor([&] { return source.isSettled(); }, kLong));
    const QImage before = source.image(2);
    source.setLook(look(QStringLiteral("magma")));
    QCOMPARE(source.image(2), before);
    QVERIFY(QTest::qWaitFor([&] { return source.isSettled(); }, kLong));
    QVERIFY(source.image(2) != before);
  }

  void theirMemoryIsBounded() {
    const auto many = writeSet(folder_.filePath(QStringLiteral("many.npy")), 3000);
    ThumbnailSource source;
    source.setData(many);
    ThumbnailLook large = look();
    large.size = {280, 162};
    source.setLook(large);
    const int one = 280 * 162 * 4;
    for (std::int64_t first = 0; first < 3000; first += 60) {
      source.want(numbers(first, first + 59));
      QVERIFY(QTest::qWaitFor([&] { return source.isSettled(); }, kLong));
    }
    QVERIFY(source.cachedBytes() <= ThumbnailSource::kCacheBytes);
    QVERIFY(source.cachedBytes() > ThumbnailSource::kCacheBytes - 2 * one);
    QVERIFY(source.image(0).isNull());
    QVERIFY(!source.image(2999).isNull());
  }

  void aModelThatCannotBeReadIsMarkedAndTheOthersAreShown() {
    const auto bad = writeSet(folder_.filePath(QStringLiteral("bad.npy")), 12, 4);
    ThumbnailSource source;
    source.setData(bad);
    source.setLook(look());
    source.want(numbers(0, 11));
    QVERIFY(QTest::qWaitFor([&] { return source.isSettled(); }, kLong));
    QVERIFY(source.isUnreadable(4));
    QVERIFY(source.image(4).isNull());
    QVERIFY(!source.isUnreadable(5));
    QVERIFY(!source.image(5).isNull());
  }

  void newWishesTakeTheTurnOfOldOnes() {
    ThumbnailSource source;
    source.setData(set_);
    source.setLook(look());
    // As a fast scroll asks: what was left behind is not drawn before what is seen.
    for (std::int64_t first = 0; first < 280; first += 20) source.want(numbers(first, first + 19));
    QVERIFY(QTest::qWaitFor([&] { return source.isSettled(); }, kLong));
    for (const std::int64_t model : numbers(260, 279)) QVERIFY(!source.image(model).isNull());
  }

  // --- the grid --------------------------------------------------------------------------------

  void onlyVisibleRowsAreAskedFor() {
    GalleryModel model;
    model.setDataSet(set_);
    GalleryView view;
    view.setModel(&model);
    view.resize(600, 400);
    QSignalSpy seen(&view, &GalleryView::visibleRowsChanged);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto [first, last] = view.visibleRows();
    QCOMPARE(first, 0);
    QVERIFY(last < 60);
    view.scrollToBottom();
    QCOMPARE(view.visibleRows().second, 299);
    QVERIFY(view.visibleRows().first > 200);
    QCOMPARE(seen.last()[1].toInt(), 299);
  }

  void everyCellLiesWhereItIsFound() {
    GalleryModel model;
    model.setDataSet(set_);
    GalleryView view;
    view.setModel(&model);
    view.resize(700, 500);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    for (const int offset : {0, 37, 400}) {
      view.verticalScrollBar()->setValue(offset);
      const auto [first, last] = view.visibleRows();
      for (int row = first; row <= last; ++row) {
        const QRect rect = view.visualRect(model.index(row));
        if (view.viewport()->rect().contains(rect.center()))
          QCOMPARE(view.indexAt(rect.center()).row(), row);
      }
    }
    QVERIFY(!view.indexAt({2, 2}).isValid());
  }

  void keysMoveInTheGrid() {
    GalleryModel model;
    model.setDataSet(set_);
    GalleryView view;
    view.setModel(&model);
    view.resize(700, 400);
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    view.setFocus();
    view.setCurrentIndex(model.index(0));
    const int across = view.columns();
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = {}) {
      QTest::keyClick(&view, key, with);
      return view.currentIndex().row();
    };
    QCOMPARE(press(Qt::Key_Right), 1);
    QCOMPARE(press(Qt::Key_Down), 1 + across);
    QCOMPARE(press(Qt::Key_Up), 1);
    QCOMPARE(press(Qt::Key_Up), 1);
    QCOMPARE(press(Qt::Key_Left), 0);
    QCOMPARE(press(Qt::Key_Left), 0);
    QCOMPARE(press(Qt::Key_End), 299);
    QVERIFY(view.viewport()->rect().contains(view.visualRect(model.index(299))));
    QCOMPARE(press(Qt::Key_Home), 0);
    QVERIFY(press(Qt::Key_PageDown) >= across);
    press(Qt::Key_Home);
    press(Qt::Key_Right, Qt::ShiftModifier);
    press(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(view.selectionModel()->selectedIndexes().size(), 3);
  }

  void theMouseSelectsRowsBetween() {
    GalleryModel model;
    model.setDataSet(set_);
    GalleryView view;
    view.setModel(&model);
    view.resize(700, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto click = [&](int row, Qt::KeyboardModifiers with = {}) {
      QTest::mouseClick(view.viewport(), Qt::LeftButton, with,
                        view.visualRect(model.index(row)).center());
    };
    click(2);
    QCOMPARE(view.currentIndex().row(), 2);
    const int last = 2 + view.columns();
    click(last, Qt::ShiftModifier);
    QCOMPARE(view.selectionModel()->selectedIndexes().size(), last - 2 + 1);
    click(0, Qt::ControlModifier);
    QCOMPARE(view.selectionModel()->selectedIndexes().size(), last - 2 + 2);
  }

  void aFilterShowsOnePartAndKeepsNumbers() {
    GalleryModel model;
    model.setDataSet(set_);
    const SplitSettings settings{0.1, 0.2, 3};
    const std::vector<Part> parts = partsOf(300, settings);
    model.setParts(parts);
    const DataSplit split = splitModels(300, 0.1, 0.2, 3);
    model.setFilter(Part::Test);
    QCOMPARE(model.rowCount(), static_cast<int>(split.test.size()));
    for (int row = 0; row < model.rowCount(); ++row) {
      QCOMPARE(model.modelAt(row), split.test[static_cast<std::size_t>(row)]);
      QCOMPARE(model.rowOf(model.modelAt(row)), row);
      QCOMPARE(model.index(row).data(GalleryModel::PartRole).toInt(), static_cast<int>(Part::Test));
    }
    QCOMPARE(model.rowOf(split.train[0]), -1);
    model.setFilter(std::nullopt);
    QCOMPARE(model.rowCount(), 300);
  }

  // --- the small ones --------------------------------------------------------------------------

  void theSplitPanelTakesStagesAndOwnNumbers() {
    SplitPanel panel;
    QSignalSpy changed(&panel, &SplitPanel::settingsChanged);
    QCOMPARE(panel.settings(), stageSplits()[0].settings);
    panel.stageBox()->setCurrentIndex(1);
    Q_EMIT panel.stageBox()->activated(1);
    QCOMPARE(panel.settings(), stageSplits()[1].settings);
    QCOMPARE(changed.count(), 1);
    typeInto(*panel.testBox(), QStringLiteral("30"));
    QCOMPARE(panel.stageBox()->currentIndex(), static_cast<int>(stageSplits().size()));
    QCOMPARE(panel.settings().test, 0.3);
    typeInto(*panel.testBox(), QStringLiteral("5"));
    QCOMPARE(panel.stageBox()->currentIndex(), 1);
  }

  void aHistogramReadsItsBars() {
    Histogram histogram(QStringLiteral("Velocity"), QStringLiteral("km/s"));
    histogram.resize(400, 200);
    HistogramView view;
    view.first = 2.0;
    view.width = 0.5;
    view.counts = {10, 30, 60};
    view.mean = 2.9;
    view.deviation = 0.3;
    histogram.setView(view);
    histogram.show();
    QVERIFY(QTest::qWaitForWindowExposed(&histogram));
    QCOMPARE(histogram.readOut(), QString());
    histogram.readAt(2.6);
    QCOMPARE(histogram.readOut(), QStringLiteral("2.50 to 3.00 km/s: 30.00 %"));
    QTest::keyClick(&histogram, Qt::Key_Right);
    QCOMPARE(histogram.readOut(), QStringLiteral("3.00 to 3.50 km/s: 60.00 %"));
    QTest::keyClick(&histogram, Qt::Key_Right);
    QCOMPARE(histogram.readOut(), QStringLiteral("3.00 to 3.50 km/s: 60.00 %"));
    QTest::keyClick(&histogram, Qt::Key_Left);
    QTest::keyClick(&histogram, Qt::Key_Left);
    QCOMPARE(histogram.readOut(), QStringLiteral("2.00 to 2.50 km/s: 10.00 %"));
    QWidget* plot = histogram.childAt(histogram.pixelOf(2));
    QVERIFY(plot != nullptr);
    QTest::mouseMove(plot, plot->mapFrom(&histogram, histogram.pixelOf(2)));
    QVERIFY(QTest::qWaitFor(
        [&] { return histogram.readOut() == QStringLiteral("3.00 to 3.50 km/s: 60.00 %"); },
        kLong));
    QCOMPARE(histogram.csv(), QStringLiteral("from [km/s],to [km/s],nodes\n2,2.5,10\n2.5,3,30\n"
                                             "3,3.5,60\n"));
  }

  void aLegendTellsItsRange() {
    ColourLegend legend(QStringLiteral("km/s"));
    QCOMPARE(legend.text(), QString());
    legend.setColouring({QStringLiteral("viridis"), false, 2.0, 6.0});
    QCOMPARE(legend.text(), QStringLiteral("2 to 6 km/s"));
    legend.resize(legend.sizeHint());
    const QImage image = legend.grab().toImage();
    const ColourTable table = colourTable(QStringLiteral("viridis"));
    // Low values left, high ones right.
    int low = -1, high = -1;
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, 6);
      const auto near = [&](double share) {
        const QColor wanted = colourAt(table, share);
        return std::abs(pixel.red() - wanted.red()) + std::abs(pixel.green() - wanted.green()) +
                   std::abs(pixel.blue() - wanted.blue()) <
               12;
      };
      if (near(0.1)) low = x;
      if (near(0.9)) high = x;
    }
    QVERIFY(low > 0 && high > low + 100);
  }

 private:
  QTemporaryDir folder_;
  std::shared_ptr<const DataSet> set_;
};

}  // namespace isochron::tests

QTEST_MAIN(isochron::tests::DataPartsTest)
#include "data_parts_test.moc"
