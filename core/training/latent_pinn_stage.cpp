// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_stage.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/loss_settings.h"
#include "training/threads.h"
#include "training/traveltime_snapshot.h"

namespace isochron {
namespace {

/// With velocities for the ansatz: those that are not given are the models' own.
LatentPinnConfig prepared(LatentPinnConfig config, const LatentModel& latents, const DataSet& data,
                          const DataSplit& split, const Preparation& preparation) {
  config.checkForTraining();
  useThreads(config.threads);
  const bool relative = latents.standardisation().relative;
  if (config.greatestAspect > 0.0 && !relative)
    throw Error(
        "latentpinn",
        "boxes of several shapes need latents of velocities relative to each model's bounds",
        "train them with --set relative=true, or leave least_aspect and greatest_aspect at 0");
  if (relative || (config.slowest > 0.0 && config.fastest > 0.0)) return config;
  constexpr std::size_t kFieldsAtOnce = 256;
  float slowest = std::numeric_limits<float>::infinity(), fastest = 0.0f;
  std::vector<float> fields(kFieldsAtOnce * static_cast<std::size_t>(data.nodes()));
  for (std::size_t at = 0; at < split.train.size(); at += kFieldsAtOnce) {
    preparation.at("looking for the slowest and the fastest velocity",
                   static_cast<double>(at) / static_cast<double>(split.train.size()));
    const auto block =
        std::span(split.train).subspan(at, std::min(kFieldsAtOnce, split.train.size() - at));
    const auto values =
        std::span(fields).first(block.size() * static_cast<std::size_t>(data.nodes()));
    data.readBatch(block, {0.0, 1.0}, values, config.threads);
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    slowest = std::min(slowest, *least);
    fastest = std::max(fastest, *most);
  }
  if (config.slowest == 0.0) config.slowest = static_cast<double>(slowest);
  if (config.fastest == 0.0) config.fastest = static_cast<double>(fastest);
  config.check();
  return config;
}

void checkGrids(const DataSet& data, const LatentModel& latents) {
  const Grid& a = data.grid();
  const Grid& b = latents.grid();
  if (a.nx != b.nx || a.nz != b.nz)
    throw Error(data.path().filename().string(), "has another number of nodes than the latents",
                "give models of " + std::to_string(b.nx) + " x " + std::to_string(b.nz) + " nodes");
  if (std::abs(a.width() - b.width()) > 1e-6 * b.width() ||
      std::abs(a.depth() - b.depth()) > 1e-6 * b.depth())
    throw Error(data.path().filename().string(), "has another size than the latents' box",
                "give the same --spacing to both stages");
}

std::span<const std::int64_t> trainingModels(const DataSplit& split,
                                             const LatentPinnConfig& config) {
  const std::span<const std::int64_t> all = split.train;
  const auto most = static_cast<std::size_t>(config.trainingModels);
  return most == 0 ? all : all.first(std::min(most, all.size()));
}

/// True where these are the latents that the archive of a latentPINN holds, number by number.
bool holdsLatents(const Archive& archive, const LatentModel& latents) {
  Archive own;
  latents.save(own);
  const Archive stored = nested(archive, "latents");
  for (const char* key : {"kind", "grid", "standardisation"})
    if (stored.described(key) != own.described(key)) return false;
  const auto same = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second.shape == b.second.shape &&
           a.second.bytes == b.second.bytes;
  };
  return std::equal(stored.arrays().begin(), stored.arrays().end(), own.arrays().begin(),
                    own.arrays().end(), same);
}

}  // namespace

LatentPinnStage::LatentPinnStage(DataSet data, std::shared_ptr<const LatentModel> latents,
                                 const LatentPinnConfig& config, const Preparation& preparation)
    : data_(std::move(data)),
      split_(splitModels(data_.count(), config.validation, config.test, config.seed)),
      model_((checkGrids(data_, *latents), latents),
             prepared(config, *latents, data_, split_, preparation)),
      batches_(data_, trainingModels(split_, model_.config()), model_, preparation),
      box_(data_.grid()),
      optimiser_(config.optimiser, model_.parameters().size()) {
  config_ = model_.config();
  heldOut_ = HeldOutTimes(data_, split_.validation, model_, preparation);
}

void LatentPinnStage::beginWith(const LatentPinn& other) {
  const LatentPinnConfig& its = other.config();
  if (other.parameters().size() != model_.parameters().size() || its.network != config_.network ||
      its.activation != config_.activation || its.ansatz != config_.ansatz ||
      its.slowest != config_.slowest || its.fastest != config_.fastest)
    throw Error("latentpinn", "the model to begin with has another network",
                "leave the settings of network, ansatz and its velocities as they are there");
  model_.parameters() = other.parameters();
}

void LatentPinnStage::takeBatch() {
  if (batch_ && !optimiser_.beginsBatch()) return;
  batch_.reset();  // refers to groups that the next draw may drop
  batch_.emplace(batches_.draw(optimiser_.batch(), config_.loss));
}

EikonalLossTerms LatentPinnStage::evaluate(std::span<const float> parameters,
                                           std::span<float> gradient) {
  const bool adaptive = config_.sampler == Sampler::Adaptive;
  const EikonalLossTerms terms =
      batch_->loss(model_, parameters, config_, adaptive ? &batches_.residuals() : nullptr);
  model_.network().backward(parameters, gradient);
  pairsLearnt_ += static_cast<double>(batch_->pairs());
  return terms;
}

void LatentPinnStage::step() {
  const auto start = std::chrono::steady_clock::now();
  takeBatch();
  sum_ += optimiser_.step(model_.parameters(),
                          [&](std::span<const float> parameters, std::span<float> gradient) {
                            return evaluate(parameters, gradient);
                          });
  ++summed_;
  learningSeconds_ +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Metrics LatentPinnStage::metrics() {
  const double count = std::max<double>(1.0, static_cast<double>(summed_));
  Metrics metrics;
  metrics.step = steps();
  metrics.values = {{"loss", sum_.total / count}};
  if (config_.points > 0) metrics.values.emplace_back("residual", sum_.residual / count);
  if (config_.loss.semiconcavity > 0.0)
    metrics.values.emplace_back("semiconcavity", sum_.semiconcavity / count);
  if (config_.loss.labels > 0.0) metrics.values.emplace_back("labels", sum_.labels / count);
  if (const auto rate = optimiser_.learningRate())
    metrics.values.emplace_back("learning_rate", *rate);
  if (learningSeconds_ > 0.0)
    metrics.values.emplace_back("points_per_s", pairsLearnt_ / learningSeconds_);
  if (heldOut_.hasMiddle())
    metrics.values.emplace_back(kErrorMetric, heldOut_.errorInTheMiddle(model_));
  if (heldOut_.hasAnywhere())
    metrics.values.emplace_back("error_anywhere", heldOut_.errorAnywhere(model_));
  sum_ = {};
  summed_ = 0;
  learningSeconds_ = pairsLearnt_ = 0.0;
  return metrics;
}

double* LatentPinnStage::adjustable(const std::string& setting) {
  // Without a weight no label was solved for the groups in use.
  if (setting == "labels" && model_.config().loss.labels > 0.0) return &config_.loss.labels;
  return numberOf(config_.loss, setting);
}

bool LatentPinnStage::adjust(const std::string& setting, double value) {
  if (optimiser_.adjust(setting, value)) {
    config_.optimiser = optimiser_.config();
    return true;
  }
  double* const adjusted = adjustable(setting);
  if (adjusted == nullptr) return false;
  requireNotNegative(kind(), setting, value);
  *adjusted = value;
  optimiser_.forget();
  return true;
}

const LatentPinnStage::Shown& LatentPinnStage::shown(std::int64_t index) {
  if (shown_.index == index) return shown_;
  const VelocityModel velocity = data_.read(index);
  const Eigen::ArrayXXf rounded = velocity.velocity().transpose().cast<float>();
  shown_ = {index, velocity.field(),
            model_.encode({rounded.data(), static_cast<std::size_t>(rounded.size())}, data_.grid()),
            EikonalSolver().solve(velocity, box_.middle()).time};
  return shown_;
}

Snapshot LatentPinnStage::snapshot(std::int64_t heldOut) {
  const Shown& model = shown(heldOutModel(split_, heldOut));
  const std::vector<float> times = model_.traveltimes(model.models, box_.middle());
  return traveltimeSnapshot(steps(), model.velocity, arrayOf(data_.grid(), times), model.reference,
                            box_.middle(), batch_ ? batch_->points() : std::vector<Point>());
}

void LatentPinnStage::finish() {
  // Each takes about as long as the solver for it.
  constexpr std::size_t kModels = 400;
  const auto count = std::min(split_.validation.size(), kModels);
  model_.setHeldOut(measureHeldOut(model_, data_, std::span(split_.validation).first(count)));
}

bool LatentPinnStage::isSound() const {
  return std::all_of(model_.parameters().begin(), model_.parameters().end(),
                     [](float w) { return std::isfinite(w); });
}

void LatentPinnStage::save(Archive& archive) const {
  model_.save(archive);
  archive.metadata["config"] = config_.toJson();  // with what was adjusted
  archive.metadata["models"] = data_.count();
  archive.metadata["data"] = data_.path().filename().string();
  optimiser_.save(archive);
  put(archive, "training/residuals", torch::tensor(batches_.residuals().means(), torch::kFloat64));
  put(archive, "training/sums",
      torch::tensor({sum_.total, sum_.residual, sum_.semiconcavity, sum_.labels,
                     static_cast<double>(summed_)},
                    torch::kFloat64));
}

void LatentPinnStage::checkSameRun(const Archive& archive) const {
  if (archive.described("kind") != kind())
    throw Error(archive.name(), "holds " + jsonText(archive.described("kind")) + ", no latentPINN",
                "resume a file that train latentpinn has written");
  if (archive.described("models") != data_.count())
    throw Error(archive.name(),
                "was trained with other models than " + data_.path().filename().string(),
                "resume it with the file it began with");
  if (!holdsLatents(archive, model_.latents()))
    throw Error(archive.name(), "was trained with other latents, or another standardisation",
                "resume it with the latents that it holds");
  // Only where a run ends, how it is watched, and what may change while it runs may differ.
  Json then = LatentPinnConfig::fromJson(archive.described("config")).toJson();
  Json now = config_.toJson();
  for (const char* key :
       {"steps", "validation_models", "threads", "learning_rate", "gradient_clip", "residual",
        "semiconcavity", "semiconcavity_bound", "viscosity", "labels"}) {
    then.erase(key);
    now.erase(key);
  }
  for (const auto& [key, value] : now.items())
    if (then.value(key, Json()) != value)
      throw Error(archive.name(),
                  "was trained with " + key + " = " + jsonText(then.value(key, Json())),
                  "resume it with that, or start a new run");
}

void LatentPinnStage::load(const Archive& archive) {
  checkSameRun(archive);
  const LatentPinn stored(archive);
  optimiser_.load(archive);
  model_.parameters() = stored.parameters();
  batch_.reset();
  std::vector<double>& seen = batches_.residuals().means();
  torch::Tensor means = torch::empty({std::ssize(seen)}, torch::kFloat64);
  restore(archive, "training/residuals", means);
  std::copy_n(means.data_ptr<double>(), means.numel(), seen.begin());
  torch::Tensor sums = torch::empty({5}, torch::kFloat64);
  restore(archive, "training/sums", sums);
  const double* s = sums.data_ptr<double>();
  sum_ = {s[0], s[1], s[2], s[3]};
  summed_ = static_cast<std::int64_t>(s[4]);
}

}  // namespace isochron
