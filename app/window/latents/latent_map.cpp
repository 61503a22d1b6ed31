// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latent_map.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "field/error.h"
#include "generators/parallel_in_order.h"

namespace isochron {
namespace {

constexpr std::int64_t kBlock = 32;        // models that are encoded at once
constexpr std::int64_t kFirstMap = 160;    // models of the early map
constexpr std::int64_t kFewestModels = 8;  // of a map that was cut short
constexpr double kNewsSeconds = 0.1;

using Clock = std::chrono::steady_clock;

/// One thread is left for the window.
int readingThreads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

class MapMaker {
 public:
  MapMaker(const MapRequest& request, LatentCoder& coder,
           const std::function<void(MapUpdate)>& tell)
      : request_(request), coder_(coder), tell_(tell), started_(Clock::now()), told_(started_) {
    map_.archive = request.archive;
    map_.family = request.family;
    map_.grid = coder.grid();
    map_.latents.resize(request.family.count, coder.latentCount());
    map_.slowest = std::numeric_limits<double>::infinity();
    block_.resize(std::min(kBlock, request.family.count), coder.grid().size());
  }

  void add(const VelocityModel& model) {
    block_.row(waiting_++) =
        Eigen::Map<const Eigen::ArrayXd>(model.velocity().data(), model.velocity().size())
            .cast<float>()
            .transpose();
    const double mean = model.velocity().mean();
    map_.meanVelocity.push_back(mean);
    map_.spread.push_back(std::sqrt((model.velocity() - mean).square().mean()));
    bounds_.push_back({model.min(), model.max()});
    map_.slowest = std::min(map_.slowest, model.min());
    map_.fastest = std::max(map_.fastest, model.max());
    if (waiting_ == block_.rows()) encodeBlock();
  }
  std::int64_t done() const { return done_; }
  void encodeBlock();
  void tellProgress();
  /// The map of what is encoded.
  void tellMap(bool last);

 private:
  MapUpdate news() const;
  VelocityBounds meanBounds() const;

  const MapRequest& request_;
  LatentCoder& coder_;
  const std::function<void(MapUpdate)>& tell_;
  LatentMap map_;  // grows
  std::shared_ptr<const LatentMap> shown_;
  FloatRows block_;
  std::vector<VelocityBounds> bounds_;  // of all that were added
  Eigen::Index waiting_ = 0;
  std::int64_t done_ = 0;
  ReconstructionSums sums_;
  LatentEffects effects_;
  Clock::time_point started_, told_;
};

void MapMaker::encodeBlock() {
  if (waiting_ == 0) return;
  const FloatRows velocity = block_.topRows(waiting_);
  const FloatRows latents = coder_.encode(velocity);
  const auto bounds = std::span(bounds_).last(static_cast<std::size_t>(waiting_));
  const FloatRows decoded = coder_.decode(latents, bounds);
  map_.latents.middleRows(done_, waiting_) = latents;
  for (Eigen::Index i = 0; i < waiting_; ++i) {
    const ReconstructionSums sums =
        reconstructionSums(velocity.row(i).transpose(), decoded.row(i).transpose(),
                           coder_.meanVelocity(bounds[static_cast<std::size_t>(i)]));
    map_.error.push_back(sums.relative());
    sums_.lost += sums.lost;
    sums_.all += sums.all;
  }
  done_ += waiting_;
  waiting_ = 0;
}

VelocityBounds MapMaker::meanBounds() const {
  VelocityBounds mean;
  for (const auto& [slowest, fastest] : bounds_) {
    mean.slowest += slowest / static_cast<double>(bounds_.size());
    mean.fastest += fastest / static_cast<double>(bounds_.size());
  }
  return mean;
}

MapUpdate MapMaker::news() const {
  MapUpdate news;
  news.number = request_.number;
  news.done = done_;
  news.total = request_.family.count;
  news.map = shown_;  // again, because news that nobody took are replaced by newer ones
  const double passed = std::chrono::duration<double>(Clock::now() - started_).count();
  if (done_ > 0)
    news.secondsLeft =
        passed * static_cast<double>(news.total - done_) / static_cast<double>(done_);
  return news;
}

void MapMaker::tellProgress() {
  const auto now = Clock::now();
  if (std::chrono::duration<double>(now - told_).count() < kNewsSeconds) return;
  told_ = now;
  tell_(news());
}

void MapMaker::tellMap(bool last) {
  auto map = std::make_shared<LatentMap>(map_);
  map->latents.conservativeResize(done_, Eigen::NoChange);
  map->meanVelocity.resize(static_cast<std::size_t>(done_));
  map->spread.resize(static_cast<std::size_t>(done_));
  map->familyError = sums_.relative();
  map->complete = done_ == request_.family.count;
  const Eigen::MatrixXd latents = map->latents.matrix().cast<double>();
  if (effects_.along.size() == 0)
    effects_ = latentEffects(coder_, latents.colwise().mean().cast<float>(), meanBounds());
  map->directions = principalDirections(latents, effects_);
  map->scores = map->directions.scores(latents);
  shown_ = std::move(map);
  MapUpdate all = news();
  all.last = last;
  tell_(std::move(all));
}

void encodeFamily(const MapRequest& request, MapMaker& maker, const std::stop_token& stop) {
  // Ended from outside, or by the user who has seen enough.
  std::stop_source ended;
  const std::stop_callback forward(stop, [&ended] { ended.request_stop(); });
  try {
    parallelInOrder(
        request.family.count, readingThreads(),
        [&request] { return [&request](std::int64_t i) { return modelOf(request.family.at(i)); }; },
        [&](std::int64_t i, const std::shared_ptr<const VelocityModel>& model) {
          maker.add(*model);
          if (i + 1 == kFirstMap && i + 1 < request.family.count) {
            maker.encodeBlock();
            maker.tellMap(false);
          }
          maker.tellProgress();
          if (request.enough->load() && maker.done() >= kFewestModels) ended.request_stop();
        },
        ended.get_token());
  } catch (const Cancelled&) {
    if (stop.stop_requested()) throw;
  }
  maker.encodeBlock();
}

}  // namespace

double ReconstructionSums::relative() const {
  return all > 0.0 ? std::sqrt(lost / all) : lost > 0.0 ? 1.0 : 0.0;
}

ReconstructionSums reconstructionSums(const Eigen::Ref<const Eigen::ArrayXf>& velocity,
                                      const Eigen::Ref<const Eigen::ArrayXf>& decoded,
                                      double meanVelocity) {
  const Eigen::ArrayXd v = velocity.cast<double>();
  return {(v - decoded.cast<double>()).square().sum(), (v - meanVelocity).square().sum()};
}

LatentEffects latentEffects(LatentCoder& coder, const Eigen::RowVectorXf& mean,
                            const VelocityBounds& bounds) {
  const Eigen::Index count = mean.size();
  const Eigen::Index nodes = coder.grid().size();
  Eigen::MatrixXf changes(nodes, count);  // km/s for a change of one latent by 1
  for (Eigen::Index first = 0; first < count; first += kBlock) {
    const Eigen::Index some = std::min<Eigen::Index>(kBlock, count - first);
    FloatRows moved = mean.array().replicate(2 * some, 1);
    for (Eigen::Index i = 0; i < some; ++i) {
      moved(i, first + i) += 1.0F;
      moved(some + i, first + i) -= 1.0F;
    }
    const std::vector<VelocityBounds> all(static_cast<std::size_t>(moved.rows()), bounds);
    const FloatRows decoded = coder.decode(moved, all);
    changes.middleCols(first, some) =
        (0.5F * (decoded.topRows(some) - decoded.bottomRows(some))).matrix().transpose();
  }
  LatentEffects effects;
  effects.products = (changes.transpose() * changes).cast<double>() / static_cast<double>(nodes);
  effects.along =
      changes.cast<double>().transpose() * orientationField(nodes) / static_cast<double>(nodes);
  return effects;
}

void makeLatentMap(const MapRequest& asked, CoderCache& coders, const std::stop_token& stop,
                   const std::function<void(MapUpdate)>& tell) {
  MapUpdate news;
  news.number = asked.number;
  news.last = true;
  try {
    LatentCoder& coder = coders.of(asked.archive);
    MapRequest request = asked;
    if (request.family.data)
      request.family.count = std::min(request.family.count, request.family.data->count());
    else
      request.family.grid = coder.grid();
    news.otherNodes = !sameNodes(request.family.grid, coder.grid());
    checkNodes(request.family.grid, request.familyTitle, coder.grid(), request.latentsTitle);
    MapMaker maker(request, coder, tell);
    encodeFamily(request, maker, stop);
    maker.tellMap(true);
  } catch (const Cancelled&) {
    // A newer request took over; its news follow.
  } catch (const std::exception& failure) {
    news.problem = QString::fromStdString(failure.what());
    tell(std::move(news));
  }
}

}  // namespace isochron
