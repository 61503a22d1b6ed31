// SPDX-License-Identifier: GPL-3.0-or-later
#include "gallery_thumbnails.h"

#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "project/document.h"
#include "thumbnail.h"

namespace isochron {
namespace {

constexpr int kNodes = 64;  // per side: more than a thumbnail shows
constexpr int kContours = 8;

QImage picture(ModelKind kind, const Grid& extent, std::uint64_t seed, QSize size, double ratio,
               const std::stop_token& stop) {
  Grid grid = extent;
  grid.nx = grid.nz = kNodes;
  grid.dx = extent.width() / (kNodes - 1);
  grid.dz = extent.depth() / (kNodes - 1);
  const VelocityModel model = generate(kind, grid, seed);
  const Traveltimes times = solveEikonal(model, middle(grid), stop);
  const double longest = times.time.maxCoeff();
  const auto levels = levelsBetween(0.0, longest, niceInterval(longest, kContours));
  return thumbnail(model.field(), contours({grid, times.time}, levels), size, {}, ratio);
}

}  // namespace

GalleryThumbnails::GalleryThumbnails(QObject* parent)
    : QObject(parent),
      worker_(
          [](const Request& request, const std::stop_token& stop, const auto& publish) {
            std::vector<QImage> images;
            try {
              for (const ModelKindInfo& info : modelKinds()) {
                images.push_back(picture(info.kind, request.extent, request.seed, request.size,
                                         request.ratio, stop));
                publish(images);
              }
            } catch (const std::exception&) {
              // Cancelled: a newer request follows. A thumbnail that cannot be made stays empty;
              // asking for the model itself tells why.
            }
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, [this] {
    if (const auto images = worker_.take()) Q_EMIT ready(*images);
  });
}

void GalleryThumbnails::request(std::uint64_t seed, const Grid& extent, QSize size, double ratio) {
  worker_.submit({seed, extent, size, ratio}, true);
}

}  // namespace isochron
