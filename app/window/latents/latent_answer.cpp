// SPDX-License-Identifier: GPL-3.0-or-later
#include "latents/latent_answer.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "field/error.h"

namespace isochron {
namespace {

// The chosen model, the drawing and the two ends of a walk; one more for what comes next.
constexpr std::size_t kMostEncoded = 5;
constexpr int kContourCount = 12;

using Clock = std::chrono::steady_clock;

void stopHere(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Cancelled();
}

FloatRows rowOf(const VelocityModel& model) {
  return Eigen::Map<const Eigen::ArrayXd>(model.velocity().data(), model.velocity().size())
      .cast<float>()
      .transpose();
}

Array arrayOf(const FloatRows& row, const Grid& grid) {
  return Eigen::Map<const Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
             row.data(), grid.nz, grid.nx)
      .cast<double>();
}

std::vector<double> scoresOf(const LatentMap& map, const FloatRows& latents) {
  const Eigen::MatrixXd scores = map.directions.scores(latents.matrix().cast<double>());
  return {scores.data(), scores.data() + scores.size()};
}

Point sourceIn(const Grid& grid, Point offset) {
  const Point placed{grid.origin.x + offset.x, grid.origin.z + offset.z};
  if (grid.contains(placed)) return placed;
  return {grid.origin.x + grid.width() / 2, grid.origin.z + grid.depth() / 2};
}

}  // namespace

void LatentAnswerer::forgetOtherArchives(const LatentRequest& request) {
  if (request.archive == archive_) return;
  encoded_.clear();
  reconstructed_.reset();
  archive_ = request.archive;
}

const LatentAnswerer::Encoded& LatentAnswerer::encoded(const LatentRequest& request,
                                                       const ModelRef& ref) {
  const auto found = std::find_if(encoded_.begin(), encoded_.end(),
                                  [&](const Encoded& known) { return known.ref == ref; });
  if (found != encoded_.end()) {
    encoded_.splice(encoded_.begin(), encoded_, found);
    return encoded_.front();
  }
  LatentCoder& coder = coders_.of(request.archive);
  Encoded fresh{ref, modelOf(ref), {}};
  checkNodes(fresh.model->grid(), nameOf(ref), coder.grid(), request.latentsTitle);
  fresh.latents = coder.encode(rowOf(*fresh.model));
  encoded_.push_front(std::move(fresh));
  if (encoded_.size() > kMostEncoded) encoded_.pop_back();
  return encoded_.front();
}

Reconstruction LatentAnswerer::reconstruct(const LatentRequest& request) {
  if (reconstructed_ && reconstructed_->first == request.chosen) return reconstructed_->second;
  const Encoded& chosen = encoded(request, request.chosen);
  LatentCoder& coder = coders_.of(request.archive);
  const VelocityBounds bounds{chosen.model->min(), chosen.model->max()};
  const FloatRows decoded = coder.decode(chosen.latents, {&bounds, 1});
  const Grid& grid = chosen.model->grid();
  Reconstruction result;
  result.original = chosen.model;
  result.meanVelocity = coder.meanVelocity(bounds);
  const Array values = arrayOf(decoded, grid);
  const Array difference = (values - chosen.model->velocity()).abs();
  const FloatRows velocity = rowOf(*chosen.model);
  const ReconstructionSums sums = reconstructionSums(
      velocity.row(0).transpose(), decoded.row(0).transpose(), result.meanVelocity);
  result.relative = sums.relative();
  result.rms = std::sqrt(difference.square().mean());
  result.largest = difference.maxCoeff();
  result.decoded = std::make_shared<const Field>(Field{grid, values});
  result.difference = std::make_shared<const Field>(Field{grid, difference});
  reconstructed_ = {request.chosen, result};
  return result;
}

LatentAnswerer::Described LatentAnswerer::walkedLatents(const LatentRequest& request) {
  const auto describe = [&](const ModelRef& ref) {
    const Encoded& known = encoded(request, ref);
    return Described{known.latents, {known.model->min(), known.model->max()}};
  };
  const Walk& walk = request.walk;
  if (walk.kind == Walk::Kind::Between) {
    const Described first = describe(walk.first), second = describe(walk.second);
    const auto fraction = static_cast<float>(walk.fraction);
    // Velocities change by factors.
    const auto between = [&](double a, double b) { return a * std::pow(b / a, walk.fraction); };
    return {(1.0F - fraction) * first.latents + fraction * second.latents,
            {between(first.bounds.slowest, second.bounds.slowest),
             between(first.bounds.fastest, second.bounds.fastest)}};
  }
  Described described = describe(request.chosen);
  if (request.map && walk.direction < request.map->directions.count())
    described.latents += (walk.deviations * request.map->directions.steps.col(walk.direction))
                             .cast<float>()
                             .transpose()
                             .array();
  return described;
}

WalkedModel LatentAnswerer::walkTo(const LatentRequest& request, const Described& described,
                                   const std::stop_token& stop) {
  const auto start = Clock::now();
  LatentCoder& coder = coders_.of(request.archive);
  const Grid& grid = encoded(request, request.walk.kind == Walk::Kind::Between ? request.walk.first
                                                                               : request.chosen)
                         .model->grid();
  Array velocity = arrayOf(coder.decode(described.latents, {&described.bounds, 1}), grid);
  WalkedModel walked;
  walked.raised = (velocity < kSlowestDecoded).count();
  velocity = velocity.max(kSlowestDecoded);
  walked.model = std::make_shared<const VelocityModel>(grid, std::move(velocity));
  walked.source = sourceIn(grid, request.source);
  walked.traveltimes =
      std::make_shared<const Traveltimes>(solver_.solve(*walked.model, walked.source, stop));
  walked.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  const double longest = walked.traveltimes->time.maxCoeff();
  walked.interval = niceInterval(longest, kContourCount);
  walked.contours =
      contours({grid, walked.traveltimes->time}, levelsBetween(0.0, longest, walked.interval));
  if (request.network) askTheNetwork(request, walked);
  return walked;
}

void LatentAnswerer::askTheNetwork(const LatentRequest& request, WalkedModel& walked) {
  if (networkArchive_ != request.archive) {
    networkArchive_.reset();
    network_ = std::make_shared<LoadedNetwork>(
        LoadedNetwork{request.latentsTitle.toStdString(), openNetwork_(*request.archive)});
    networkArchive_ = request.archive;
  }
  const NetworkQuestion question{walked.model, walked.source, walked.traveltimes};
  walked.network = askNetwork(*network_, question);
  if (walked.network.state != NetworkState::Answered) return;
  const Traveltimes& times = *walked.network.reply.traveltimes;
  const double longest = std::max(times.time.maxCoeff(), walked.traveltimes->time.maxCoeff());
  walked.network.contours =
      contours({times.grid, times.time}, levelsBetween(0.0, longest, walked.interval));
}

void LatentAnswerer::placeOnMap(const LatentRequest& request, LatentAnswer& answer) {
  if (!request.map) return;
  const LatentMap& map = *request.map;
  answer.chosenScores = scoresOf(map, encoded(request, request.chosen).latents);
  if (request.drawing && sameNodes(request.drawing->grid(), coders_.of(request.archive).grid())) {
    ModelRef drawing;
    drawing.drawing = request.drawing;
    answer.drawingScores = scoresOf(map, encoded(request, drawing).latents);
  }
  if (request.walk.kind != Walk::Kind::Between) return;
  answer.firstScores = scoresOf(map, encoded(request, request.walk.first).latents);
  answer.secondScores = scoresOf(map, encoded(request, request.walk.second).latents);
}

LatentAnswer LatentAnswerer::answer(const LatentRequest& request, const std::stop_token& stop) {
  LatentAnswer answer;
  answer.number = request.number;
  answer.chosen = request.chosen;
  answer.map = request.map;
  try {
    forgetOtherArchives(request);
    answer.reconstruction = reconstruct(request);
    stopHere(stop);
    placeOnMap(request, answer);
    const Described walked = walkedLatents(request);
    if (request.map) answer.walkedScores = scoresOf(*request.map, walked.latents);
    answer.walked = walkTo(request, walked, stop);
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& failure) {
    answer.problem = QString::fromStdString(failure.what());
  }
  return answer;
}

}  // namespace isochron
