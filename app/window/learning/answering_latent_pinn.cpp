// SPDX-License-Identifier: GPL-3.0-or-later
// A latentPINN as an AnsweringNetwork: what it learnt is kept per source and per model.
#include <torch/utils.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <list>

#include "field/error.h"
#include "learning/answering_network.h"
#include "pinn/traveltime_errors.h"
#include "training/latent_pinn_field.h"

namespace isochron {
namespace {

// Each holds what all models share for its source, some 5 MB.
constexpr std::size_t kMostSources = 3;

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

class AnsweringLatentPinn final : public AnsweringNetwork {
 public:
  explicit AnsweringLatentPinn(const Archive& archive) : pinn_(archive) { warmUp(); }

  const Grid& grid() const override { return pinn_.grid(); }
  bool anyBox() const override { return pinn_.anyBox(); }
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
  LatentPinnField& prepared(const NetworkQuestion& question, NetworkReply& reply);
  NetworkReply finished(const NetworkQuestion& question, NetworkReply reply, Array slowness) const;

  LatentPinn pinn_;
  std::list<LatentPinnField> sources_;  // the newest first

  // Of the model that was asked about last.
  std::shared_ptr<const VelocityModel> model_;
  EncodedModels encoded_;
  FamilyFit fit_;
  Array reconstruction_;

  // Of the model and the source that were refined last; null where none was since.
  std::unique_ptr<Refiner> refiner_;
  const LatentPinnField* refinedField_ = nullptr;  // that of the refiner
  AnswerCoefficients refined_;
  double refinedMilliseconds_ = 0.0;
  RefinementOutcome outcome_ = RefinementOutcome::Unfinished;
};

/// LibTorch's first work of a kind takes as long as a thousand answers: it is done before the first
/// answer that somebody waits for, which is likely from the middle.
void AnsweringLatentPinn::warmUp() {
  const Point middle{grid().origin.x + grid().width() / 2, grid().origin.z + grid().depth() / 2};
  constexpr double kVelocity = 3.0;  // km/s; any
  const NetworkQuestion question{std::make_shared<const VelocityModel>(
                                     grid(), Array::Constant(grid().nz, grid().nx, kVelocity)),
                                 middle, nullptr};
  NetworkReply ignored;
  look(question);
  prepared(question, ignored);
}

void AnsweringLatentPinn::look(const NetworkQuestion& question) {
  if (question.model == model_) return;
  encoded_ = pinn_.encode(*question.model);
  reconstruction_ = reconstructionOf(pinn_, *question.model, encoded_);
  fit_ = familyFit(pinn_, measuresOf(pinn_, *question.model, encoded_, reconstruction_));
  refiner_.reset();  // before the model that it refines for
  model_ = question.model;
}

LatentPinnField& AnsweringLatentPinn::prepared(const NetworkQuestion& question,
                                               NetworkReply& reply) {
  const Grid& asked = question.model->grid();
  const auto found = std::find_if(sources_.begin(), sources_.end(), [&](const auto& known) {
    return known.source() == question.source && known.grid() == asked;
  });
  if (found != sources_.end()) {
    sources_.splice(sources_.begin(), sources_, found);
    return sources_.front();
  }
  const auto start = Clock::now();
  sources_.emplace_front(pinn_, asked, question.source);
  if (sources_.size() > kMostSources) {
    if (&sources_.back() == refinedField_) refiner_.reset();
    sources_.pop_back();
  }
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
  LatentPinnField& field = prepared(question, reply);
  const auto start = Clock::now();
  look(question);
  const bool refined = refiner_ && refinedField_ == &field;
  if (refined) {
    reply.refinedMilliseconds = refinedMilliseconds_;
    reply.refinement = outcome_;
  }
  const std::vector<float> slowness =
      field.meanSlowness(refined ? refined_ : field.coefficients(encoded_));
  using Numbers = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Grid& nodes = field.grid();
  Array meanSlowness =
      Eigen::Map<const Numbers>(slowness.data(), nodes.nz, nodes.nx).cast<double>();
  reply.milliseconds = since(start);
  return finished(question, std::move(reply), std::move(meanSlowness));
}

NetworkReply AnsweringLatentPinn::refine(const NetworkQuestion& question, double milliseconds) {
  NetworkReply reply;
  LatentPinnField& field = prepared(question, reply);
  if (!field.canRefine()) return answer(question);
  look(question);
  if (!refiner_ || refinedField_ != &field) {
    refined_ = field.coefficients(encoded_);
    refiner_ = field.refiner(*model_, refined_);
    refinedField_ = &field;
    refinedMilliseconds_ = 0.0;
  }
  RefinementOptions options;
  options.steps = std::numeric_limits<int>::max();
  options.time = std::chrono::duration<double, std::milli>(milliseconds);
  Refinement refinement = refiner_->advance(options);
  refined_.values = std::move(refinement.coefficients);
  refinedMilliseconds_ += refinement.milliseconds;
  outcome_ = refinement.outcome;
  return answer(question);
}

}  // namespace
}  // namespace isochron

/// Found by name in the library: see learning_library.h.
extern "C" isochron::AnsweringNetwork* isochronOpenNetwork(const isochron::Archive& archive) {
  return new isochron::AnsweringLatentPinn(archive);
}
