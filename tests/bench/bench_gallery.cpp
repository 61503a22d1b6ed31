// SPDX-License-Identifier: GPL-3.0-or-later
// Bench of the Data workspace's gallery: what a frame of scrolling costs the GUI thread, how soon
// the pictures of a place that was jumped to are there, and how fast a set is gone through.
// Usage: bench_gallery [FILE]; without one 20,000 random fields of 64 x 64 nodes are made first.
#include <QApplication>
#include <QEventLoop>
#include <QScrollBar>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

#include "data/gallery_model.h"
#include "data/gallery_view.h"
#include "data/set_work.h"
#include "project/set_scanner.h"
#include "stopwatch.h"

using namespace isochron;

namespace {

constexpr int kFrames = 500;
constexpr int kJumps = 60;

std::shared_ptr<const DataSet> setOf(int argc, char** argv, const QTemporaryDir& folder) {
  if (argc > 1) return std::make_shared<const DataSet>(DataSet::open(argv[1]));
  const GenerateRequest request{
      ModelKind::RandomField, {}, 20000,
      paperGrid(64, 64),      0,  folder.filePath(QStringLiteral("fields.npy")).toStdString()};
  return generateSet(request, {}, [](std::int64_t) {});
}

void report(const char* name, std::vector<double> milliseconds) {
  std::sort(milliseconds.begin(), milliseconds.end());
  const auto at = [&](double share) {
    return milliseconds[static_cast<std::size_t>(share *
                                                 static_cast<double>(milliseconds.size() - 1))];
  };
  std::printf("%-44s %9.2f %9.2f %9.2f\n", name, at(0.5), at(0.99), at(1.0));
}

void settle(ThumbnailSource& thumbnails) {
  QEventLoop loop;
  QObject::connect(&thumbnails, &ThumbnailSource::arrived, &loop, [&] {
    if (thumbnails.isSettled()) loop.quit();
  });
  if (!thumbnails.isSettled()) loop.exec();
}

void scroll(GalleryView& view, ThumbnailSource& thumbnails) {
  std::vector<double> frames;
  for (int i = 0; i < kFrames; ++i) {
    Stopwatch watch;
    view.verticalScrollBar()->setValue(i * view.verticalScrollBar()->singleStep());
    view.viewport()->repaint();
    frames.push_back(watch.lap());
    QEventLoop().processEvents();  // what the thread has drawn comes in between frames
  }
  report("a step of the wheel, painted", frames);
  settle(thumbnails);
}

void jump(GalleryView& view, ThumbnailSource& thumbnails) {
  std::vector<double> painted, there;
  const int most = view.verticalScrollBar()->maximum();
  for (int i = 0; i < kJumps; ++i) {
    // Far apart, so that nothing is in the cache.
    const int place = static_cast<int>(std::int64_t{most} * ((i * 37) % kJumps) / kJumps);
    Stopwatch watch;
    view.verticalScrollBar()->setValue(place);
    view.viewport()->repaint();
    const double first = watch.lap();
    settle(thumbnails);
    view.viewport()->repaint();
    painted.push_back(first);
    there.push_back(first + watch.lap());
  }
  report("a jump to another place, painted", painted);
  report("... with its pictures, and the pages beside", there);
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QTemporaryDir folder;
  const auto data = setOf(argc, argv, folder);
  std::printf("%lld models of %d x %d nodes; milliseconds\n", static_cast<long long>(data->count()),
              data->grid().nx, data->grid().nz);
  std::printf("%-44s %9s %9s %9s\n", "", "median", "99 %", "most");
  GalleryModel model;
  GalleryView view;
  view.setModel(&model);
  view.resize(771, 704);
  view.show();
  const auto [min, max] = sampledRange(*data, 48);
  model.thumbnails().setLook({view.thumbnailSize(),
                              view.devicePixelRatioF(),
                              {QStringLiteral("viridis"), false, min, max}});
  QObject::connect(&view, &GalleryView::visibleRowsChanged, &model, &GalleryModel::want);
  model.setDataSet(data);
  settle(model.thumbnails());
  scroll(view, model.thumbnails());
  jump(view, model.thumbnails());
  Stopwatch watch;
  SetStatistics statistics;
  continueStatistics(statistics, *data, workingThreads(), {}, [](const SetStatistics&) {});
  const double seconds = watch.lap() / 1000.0;
  std::printf("statistics of all: %.1f s, %.0f models a second\n", seconds,
              static_cast<double>(data->count()) / seconds);
  return 0;
}
