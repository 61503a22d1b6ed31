// SPDX-License-Identifier: GPL-3.0-or-later
// A latentPINN as an AnsweringNetwork: what it learnt is kept per source and per model.
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <list>

#include "field/error.h"
#include "learning/answering_network.h"
#include "pinn/traveltime_errors.h"
#include "training/latent_pinn_field.h"

namespace isochron {
namespace {

// Each holds what all models share for its source, some 5 MB.
constexpr std::size_t kMostSources = 3;
// What an autoencoder leaves out of models like those it learnt from; its file does not tell.
constexpr double kUsualLoss = 0.2;

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double typicalLossOf(const Archive& archive) {
  const Json latents = archive.metadata.value("latents", Json::object());
  if (!latents.contains("energy")) return kUsualLoss;
  return std::sqrt(std::max(0.0, 1.0 - latents.at("energy").get<double>()));
}

class AnsweringLatentPinn final : public AnsweringNetwork {
 public:
  explicit AnsweringLatentPinn(const Archive& archive)
      : pinn_(archive), typicalLoss_(typicalLossOf(archive)) {
    warmUp();
  }

  const Grid& grid() const override { return pinn_.grid(); }
  bool canRefine() const override {
    return dynamic_cast<const BranchTrunk*>(&const_cast<LatentPinn&>(pinn_).network()) != nullptr;
  }
  NetworkReply answer(const NetworkQuestion& question) override;
  NetworkReply refine(const NetworkQuestion& question, double milliseconds) override;
  Array reconstruction(const NetworkQuestion& question) override {
    look(question);
    return reconstruction_;
  }

 private:
  void warmUp();
  void look(const NetworkQuestion& question);
  LatentPinnField& prepared(Point source, NetworkReply& reply);
  NetworkReply finished(const NetworkQuestion& question, NetworkReply reply, Array slowness) const;
  Point own(const NetworkQuestion& question) const {
    const Point& from = question.model->grid().origin;
    return grid().clamp({question.source.x - from.x + grid().origin.x,
                         question.source.z - from.z + grid().origin.z});
  }

  LatentPinn pinn_;
  double typicalLoss_;
  std::list<LatentPinnField> sources_;  // the newest first

  // Of the model that was asked about last.
  std::shared_ptr<const VelocityModel> model_;
  std::unique_ptr<VelocityModel> ownModel_;  // at the network's own origin
  std::vector<float> latents_;
  FamilyFit fit_;
  Array reconstruction_;

  // Of the model and the source that were refined last.
  Point refinedSource_;
  std::vector<float> refined_;
  double refinedMilliseconds_ = 0.0;
};

/// LibTorch's first work of a kind takes as long as a thousand answers: it is done before the first
/// answer that somebody waits for, which is likely from the middle.
void AnsweringLatentPinn::warmUp() {
  const Point middle{grid().origin.x + grid().width() / 2, grid().origin.z + grid().depth() / 2};
  const double velocity = pinn_.latents().standardisation().mean;
  NetworkReply ignored;
  look({std::make_shared<const VelocityModel>(grid(),
                                              Array::Constant(grid().nz, grid().nx, velocity)),
        middle, nullptr});
  prepared(middle, ignored);
}

void AnsweringLatentPinn::look(const NetworkQuestion& question) {
  if (question.model == model_) return;
  const torch::NoGradGuard noGradients;
  const Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> velocity =
      question.model->velocity().cast<float>();
  latents_ = pinn_.encode({velocity.data(), static_cast<std::size_t>(velocity.size())});
  const auto count = static_cast<std::int64_t>(latents_.size());
  const torch::Tensor decoded =
      pinn_.latents().decode(torch::from_blob(latents_.data(), {1, count})).contiguous();
  reconstruction_ =
      Eigen::Map<const decltype(velocity)>(decoded.data_ptr<float>(), grid().nz, grid().nx)
          .cast<double>();
  double squares = 0.0;
  for (const float latent : latents_) squares += static_cast<double>(latent) * latent;
  fit_.distance = std::sqrt(squares / static_cast<double>(latents_.size()));
  fit_.loss = std::sqrt((question.model->velocity() - reconstruction_).square().mean()) /
              pinn_.latents().standardisation().scale;
  fit_.typicalLoss = typicalLoss_;
  fit_.slowest = pinn_.ansatz().slowest;
  fit_.fastest = pinn_.ansatz().fastest;
  ownModel_ = std::make_unique<VelocityModel>(grid(), question.model->velocity());
  refined_.clear();
  model_ = question.model;
}

LatentPinnField& AnsweringLatentPinn::prepared(Point source, NetworkReply& reply) {
  const auto found = std::find_if(sources_.begin(), sources_.end(),
                                  [&](const auto& known) { return known.source() == source; });
  if (found != sources_.end()) {
    sources_.splice(sources_.begin(), sources_, found);
    return sources_.front();
  }
  const auto start = Clock::now();
  sources_.emplace_front(pinn_, source);
  if (sources_.size() > kMostSources) sources_.pop_back();
  reply.sourceMilliseconds = since(start);
  return sources_.front();
}

NetworkReply AnsweringLatentPinn::finished(const NetworkQuestion& question, NetworkReply reply,
                                           Array slowness) const {
  auto times = std::make_shared<Traveltimes>();
  times->grid = question.model->grid();
  times->source = question.source;
  times->time.resize(slowness.rows(), slowness.cols());
  for (int iz = 0; iz < times->grid.nz; ++iz)
    for (int ix = 0; ix < times->grid.nx; ++ix)
      times->time(iz, ix) = distance(times->grid.node(iz, ix), question.source) * slowness(iz, ix);
  times->meanSlowness = std::move(slowness);
  using Numbers = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Numbers ours = times->time.cast<float>();
  const Numbers theirs = question.reference->time.cast<float>();
  const auto count = static_cast<std::size_t>(ours.size());
  const TraveltimeErrors errors = traveltimeErrors({ours.data(), count}, {theirs.data(), count});
  reply.rmae = errors.rmae;
  reply.re = errors.re;
  reply.fit = fit_;
  reply.traveltimes = std::move(times);
  return reply;
}

NetworkReply AnsweringLatentPinn::answer(const NetworkQuestion& question) {
  NetworkReply reply;
  const Point source = own(question);
  LatentPinnField& field = prepared(source, reply);
  const auto start = Clock::now();
  look(question);
  const bool refined = !refined_.empty() && refinedSource_ == source;
  if (refined) reply.refinedMilliseconds = refinedMilliseconds_;
  const std::vector<float> slowness =
      field.meanSlowness(refined ? refined_ : field.coefficients(latents_));
  using Numbers = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Array meanSlowness =
      Eigen::Map<const Numbers>(slowness.data(), grid().nz, grid().nx).cast<double>();
  reply.milliseconds = since(start);
  return finished(question, std::move(reply), std::move(meanSlowness));
}

NetworkReply AnsweringLatentPinn::refine(const NetworkQuestion& question, double milliseconds) {
  NetworkReply reply;
  const Point source = own(question);
  LatentPinnField& field = prepared(source, reply);
  if (!field.canRefine()) return answer(question);
  look(question);
  if (refined_.empty() || !(refinedSource_ == source)) {
    refined_ = field.coefficients(latents_);
    refinedSource_ = source;
    refinedMilliseconds_ = 0.0;
  }
  RefinementOptions options;
  options.time = std::chrono::duration<double, std::milli>(milliseconds);
  Refinement refinement = field.refine(*ownModel_, std::move(refined_), options);
  refined_ = std::move(refinement.coefficients);
  refinedMilliseconds_ += refinement.milliseconds;
  return answer(question);
}

}  // namespace
}  // namespace isochron

/// Found by name in the library: see learning_library.h.
extern "C" isochron::AnsweringNetwork* isochronOpenNetwork(const isochron::Archive& archive) {
  return new isochron::AnsweringLatentPinn(archive);
}
