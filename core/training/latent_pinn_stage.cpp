// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_stage.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "eikonal/upwind_residual.h"
#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/threads.h"

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

Schedule scheduleOf(const LatentPinnConfig& config) {
  Schedule schedule;
  schedule.kind = scheduleKindOf(config.schedule);
  schedule.initial = config.learningRate;
  schedule.least = std::min(config.leastLearningRate, config.learningRate);
  schedule.steps = config.steps;
  schedule.patience = config.patience;
  return schedule;
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

/// What L-BFGS knows, and the terms of its last loss.
void put(Archive& archive, const FlatLbfgs& lbfgs, const EikonalLossTerms& reached) {
  std::vector<float> pairs;
  for (const FlatLbfgs::Pair& pair : lbfgs.pairs)
    for (const std::vector<float>* part : {&pair.move, &pair.change})
      pairs.insert(pairs.end(), part->begin(), part->end());
  put(archive, "training/lbfgs_pairs", torch::tensor(pairs));
  put(archive, "training/lbfgs_gradient", torch::tensor(lbfgs.gradient));
  put(archive, "training/lbfgs_loss",
      torch::tensor(
          {lbfgs.loss, reached.total, reached.residual, reached.semiconcavity, reached.labels},
          torch::kFloat64));
}

/// The reverse.
EikonalLossTerms restore(const Archive& archive, FlatLbfgs& lbfgs, std::size_t parameters) {
  const auto floats = [&](const char* name) {
    const torch::Tensor stored = tensorOf(archive, name);
    const float* from = stored.data_ptr<float>();
    return std::vector<float>(from, from + stored.numel());
  };
  lbfgs.forget();
  lbfgs.gradient = floats("training/lbfgs_gradient");
  const std::vector<float> pairs = floats("training/lbfgs_pairs");
  const std::size_t length = lbfgs.gradient.empty() ? parameters : lbfgs.gradient.size();
  if (length != parameters || pairs.size() % (2 * length) != 0)
    throw Error(archive.name(), "what L-BFGS knew does not fit the network",
                "the file is damaged; take an older copy of it");
  for (auto at = pairs.begin(); at != pairs.end(); at += 2 * length)
    lbfgs.pairs.push_back({{at, at + length}, {at + length, at + 2 * length}});
  torch::Tensor terms = torch::empty({5}, torch::kFloat64);
  restore(archive, "training/lbfgs_loss", terms);
  const double* t = terms.data_ptr<double>();
  lbfgs.loss = t[0];
  return {t[1], t[2], t[3], t[4]};
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
      learningRate_(scheduleOf(config)),
      gradient_(model_.parameters().size()) {
  config_ = model_.config();
  adam_.beta2 = config_.beta2;
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

double LatentPinnStage::learningRate() const {
  const double warm = std::min(1.0, static_cast<double>(steps_ + 1) / std::max(config_.warmUp, 1));
  return warm * learningRate_.at(steps_);
}

void LatentPinnStage::clipGradient() {
  if (config_.gradientClip <= 0.0) return;
  const double length = Eigen::Map<const Eigen::VectorXf>(gradient_.data(), std::ssize(gradient_))
                            .cast<double>()
                            .norm();
  if (length <= config_.gradientClip) return;
  const auto factor = static_cast<float>(config_.gradientClip / length);
  for (float& g : gradient_) g *= factor;
}

void LatentPinnStage::takeBatch() {
  const std::int64_t length = usesLbfgs() ? config_.batchSteps : 1;
  if (batch_ && steps_ % length != 0) return;
  batch_.reset();  // refers to groups that the next draw may drop
  batch_.emplace(batches_.draw(steps_ / length, config_.loss));
  if (steps_ % length == 0) lbfgs_.forget();
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

EikonalLossTerms LatentPinnStage::adamStep() {
  const EikonalLossTerms terms = evaluate(model_.parameters(), gradient_);
  clipGradient();
  adam_.learningRate = learningRate();
  torch::Tensor parameters =
      torch::from_blob(model_.parameters().data(), {std::ssize(model_.parameters())});
  adam_.step(parameters, torch::from_blob(gradient_.data(), {std::ssize(gradient_)}));
  return terms;
}

EikonalLossTerms LatentPinnStage::lbfgsStep() {
  std::vector<EikonalLossTerms> tried;
  const double loss =
      lbfgs_.step(model_.parameters(), [&](std::span<const float> at, std::span<float> gradient) {
        return tried.emplace_back(evaluate(at, gradient)).total;
      });
  // The step ended at one of them, or where the last one did.
  for (const EikonalLossTerms& terms : tried)
    if (terms.total == loss) reached_ = terms;
  return reached_;
}

void LatentPinnStage::step() {
  const auto start = std::chrono::steady_clock::now();
  takeBatch();
  const EikonalLossTerms terms = usesLbfgs() ? lbfgsStep() : adamStep();
  sum_ += terms;
  epochLoss_ += terms.total;
  ++summed_;
  if (++steps_ % config_.epoch == 0) {
    learningRate_.epochEnded(epochLoss_ / config_.epoch);
    epochLoss_ = 0.0;
  }
  learningSeconds_ +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Metrics LatentPinnStage::metrics() {
  const double count = std::max<double>(1.0, static_cast<double>(summed_));
  Metrics metrics;
  metrics.step = steps_;
  metrics.values = {{"loss", sum_.total / count}};
  if (config_.points > 0) metrics.values.emplace_back("residual", sum_.residual / count);
  if (config_.loss.semiconcavity > 0.0)
    metrics.values.emplace_back("semiconcavity", sum_.semiconcavity / count);
  if (config_.loss.labels > 0.0) metrics.values.emplace_back("labels", sum_.labels / count);
  if (!usesLbfgs()) metrics.values.emplace_back("learning_rate", learningRate());
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
  if (setting == "gradient_clip") return &config_.gradientClip;
  if (setting == "residual") return &config_.loss.residual;
  if (setting == "semiconcavity") return &config_.loss.semiconcavity;
  if (setting == "semiconcavity_bound") return &config_.loss.semiconcavityBound;
  if (setting == "viscosity") return &config_.loss.viscosity;
  // Without a weight no label was solved for the groups in use.
  if (setting == "labels" && model_.config().loss.labels > 0.0) return &config_.loss.labels;
  return nullptr;
}

bool LatentPinnStage::adjust(const std::string& setting, double value) {
  if (setting == "learning_rate") {
    learningRate_.setInitial(value);
    config_.learningRate = value;
    return true;
  }
  double* const adjusted = adjustable(setting);
  if (adjusted == nullptr) return false;
  if (!(value >= 0.0) || !std::isfinite(value))
    throw Error("latentpinn", "'" + setting + "' cannot be negative", "set it to 0");
  *adjusted = value;
  lbfgs_.forget();  // it is another function now
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
  using Field32 = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Grid& grid = data_.grid();
  const Array learnt = Eigen::Map<const Field32>(times.data(), grid.nz, grid.nx).cast<double>();
  return {steps_,
          {{"velocity", model.velocity},
           {"traveltime", {grid, learnt}},
           {"reference", {grid, model.reference}},
           {"error", {grid, (learnt - model.reference).abs()}},
           {"residual", {grid, upwindResidual(model.velocity, learnt, box_.middle())}}},
          batch_ ? batch_->points() : std::vector<Point>()};
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
  archive.metadata["steps"] = steps_;
  archive.metadata["learning_rate"] = learningRate_.save();
  archive.metadata["epoch_loss"] = epochLoss_;
  archive.metadata["adam_steps"] = adam_.steps;
  if (adam_.firstMoment.defined()) {
    put(archive, "training/first_moment", adam_.firstMoment);
    put(archive, "training/second_moment", adam_.secondMoment);
  }
  if (usesLbfgs()) put(archive, lbfgs_, reached_);
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
  try {
    learningRate_.load(archive.described("learning_rate"));
    steps_ = archive.described("steps").get<std::int64_t>();
    adam_.steps = archive.described("adam_steps").get<std::int64_t>();
    epochLoss_ = archive.metadata.value("epoch_loss", 0.0);
  } catch (const Json::exception&) {
    throw Error(archive.name(), "its counters cannot be understood",
                "the file is damaged; take an older copy of it");
  }
  model_.parameters() = stored.parameters();
  batch_.reset();
  adam_.firstMoment = adam_.secondMoment = torch::Tensor();
  if (adam_.steps > 0) {
    adam_.firstMoment = torch::empty({std::ssize(gradient_)});
    adam_.secondMoment = torch::empty({std::ssize(gradient_)});
    restore(archive, "training/first_moment", adam_.firstMoment);
    restore(archive, "training/second_moment", adam_.secondMoment);
  }
  std::vector<double>& seen = batches_.residuals().means();
  torch::Tensor means = torch::empty({std::ssize(seen)}, torch::kFloat64);
  restore(archive, "training/residuals", means);
  std::copy_n(means.data_ptr<double>(), means.numel(), seen.begin());
  torch::Tensor sums = torch::empty({5}, torch::kFloat64);
  restore(archive, "training/sums", sums);
  const double* s = sums.data_ptr<double>();
  sum_ = {s[0], s[1], s[2], s[3]};
  summed_ = static_cast<std::int64_t>(s[4]);
  if (usesLbfgs()) reached_ = restore(archive, lbfgs_, gradient_.size());
}

}  // namespace isochron
