// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/latent_pinn_stage.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "eikonal/eikonal_solver.h"
#include "eikonal/upwind_residual.h"
#include "field/error.h"
#include "training/archive_tensors.h"
#include "training/device.h"

namespace isochron {
namespace {

constexpr std::int64_t kPointStream = 13, kHeldOutStream = 14, kNodeStream = 15;
// While training, errors are taken at every second node along both axes.
constexpr int kErrorStride = 2;
constexpr int kSourcesAnywhere = 4;

LatentPinnConfig prepared(LatentPinnConfig config, const DataSet& data, const DataSplit& split,
                          const Preparation& preparation) {
  useThreads(config.threads);
  if (config.threads == 0) config.threads = at::get_num_threads();
  if (config.slowest > 0.0 && config.fastest > config.slowest) return config;
  constexpr std::size_t kBlock = 256;
  float slowest = std::numeric_limits<float>::infinity(), fastest = 0.0f;
  std::vector<float> fields(kBlock * static_cast<std::size_t>(data.nodes()));
  for (std::size_t at = 0; at < split.train.size(); at += kBlock) {
    preparation.at("looking for the slowest and the fastest velocity",
                   static_cast<double>(at) / static_cast<double>(split.train.size()));
    const auto block =
        std::span(split.train).subspan(at, std::min(kBlock, split.train.size() - at));
    const auto values =
        std::span(fields).first(block.size() * static_cast<std::size_t>(data.nodes()));
    data.readBatch(block, {0.0, 1.0}, values, config.threads);
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    slowest = std::min(slowest, *least);
    fastest = std::max(fastest, *most);
  }
  config.slowest = static_cast<double>(slowest);
  config.fastest = static_cast<double>(fastest);
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

/// `count` of them, each at most once.
std::vector<Point> drawFrom(std::vector<Point> points, std::size_t count, RandomStream& random) {
  for (std::size_t i = 0; i < count; ++i)
    std::swap(points[i],
              points[i + static_cast<std::size_t>(random.uniform() *
                                                  static_cast<double>(points.size() - i))]);
  points.resize(count);
  return points;
}

std::size_t nodeAt(const Grid& grid, Point p) {
  const CellPosition cell = locate(grid, p);
  return static_cast<std::size_t>((cell.iz + static_cast<int>(std::lround(cell.fz))) * grid.nx +
                                  cell.ix + static_cast<int>(std::lround(cell.fx)));
}

}  // namespace

LatentPinnStage::LatentPinnStage(DataSet data, std::shared_ptr<const LatentModel> latents,
                                 const LatentPinnConfig& config, const Preparation& preparation)
    : data_(std::move(data)),
      split_(splitModels(data_.count(), config.validation, config.test, config.seed)),
      model_((checkGrids(data_, *latents), std::move(latents)),
             prepared(config, data_, split_, preparation)),
      groups_(data_, trainingModels(split_, model_.config()), model_.latents(), model_.config(),
              preparation),
      box_(data_.grid()),
      learningRate_(scheduleOf(config)),
      residuals_(data_.grid()),
      gradient_(model_.parameters().size()) {
  config_ = model_.config();
  adam_.beta2 = config_.beta2;
  if (config_.trainingNodes > 0) {
    RandomStream random(seedOf(config_.seed, kNodeStream));
    trainingNodes_ =
        drawPoints(Sampler::Grid, data_.grid(), static_cast<std::size_t>(config_.trainingNodes),
                   random, residuals_);
  }
  preparation.at("solving for the models held out", 0.0);
  prepareHeldOut();
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

void LatentPinnStage::prepareHeldOut() {
  const auto count =
      std::min(split_.validation.size(), static_cast<std::size_t>(config_.validationModels));
  const std::vector<Point> nodes = nodesOf(data_.grid(), kErrorStride);
  const auto add = [&](std::vector<HeldOut>& to, Point source,
                       std::span<const std::int64_t> which) {
    if (which.empty()) return;
    std::vector<float> velocity(which.size() * static_cast<std::size_t>(data_.nodes()));
    data_.readBatch(which, {0.0, 1.0}, velocity, config_.threads);
    HeldOut heldOut{source, model_.encode(velocity), {}};
    const std::vector<float> times = solveTimes(data_.grid(), velocity, source, config_.threads);
    for (std::size_t m = 0; m < which.size(); ++m)
      for (const Point& p : nodes)
        heldOut.times.push_back(
            times[m * static_cast<std::size_t>(data_.nodes()) + nodeAt(data_.grid(), p)]);
    to.push_back(std::move(heldOut));
  };
  const std::span<const std::int64_t> models = std::span(split_.validation).first(count);
  add(inTheMiddle_, box_.middle(), models);
  if (config_.centreShare >= 1.0) return;
  RandomStream random(seedOf(config_.seed, kHeldOutStream));
  const std::size_t each = (count + kSourcesAnywhere - 1) / kSourcesAnywhere;
  for (std::size_t at = 0; at < count; at += each) {
    const double fx = random.uniform(), fz = random.uniform();
    const Grid& grid = data_.grid();
    add(anywhere_, {grid.origin.x + fx * grid.width(), grid.origin.z + fz * grid.depth()},
        models.subspan(at, std::min(each, count - at)));
  }
}

LatentPinnStage::Collocation LatentPinnStage::draw(const SourceGroup& group, std::int64_t number) {
  RandomStream random(seedOf(config_.seed, kPointStream, number));
  const Grid& grid = data_.grid();
  Collocation collocation;
  std::vector<Point> positions;
  if (config_.points > 0 && config_.loss.residual > 0.0) {
    const auto count = static_cast<std::size_t>(config_.points);
    collocation.stencil = std::make_unique<CollocationStencil>(
        trainingNodes_.size() > count
            ? drawFrom(trainingNodes_, count, random)
            : drawPoints(config_.sampler, grid, count, random, residuals_),
        group.source, config_.spacing * grid.dx, config_.spacing * grid.dz, grid);
    positions = config_.loss.differentiation == Differentiation::Exact
                    ? collocation.stencil->points()
                    : collocation.stencil->positions();
  }
  if (config_.loss.labels > 0.0)
    for (const Point& p :
         drawPoints(Sampler::Grid, grid, static_cast<std::size_t>(config_.labelPoints), random,
                    residuals_)) {
      collocation.labelNodes.push_back(nodeAt(grid, p));
      collocation.labelRadii.push_back(distance(p, group.source));
      positions.push_back(p);
    }
  for (const Point& p : positions) collocation.points.push_back(box_.at(p));
  return collocation;
}

std::vector<float> LatentPinnStage::velocityAt(const Collocation& collocation,
                                               const SourceGroup& group, std::int64_t model) const {
  const Grid& grid = data_.grid();
  const float* field = group.velocity.data() + model * data_.nodes();
  std::vector<float> velocity;
  velocity.reserve(collocation.stencil->count());
  for (const Point& p : collocation.stencil->points()) {
    const CellPosition cell = locate(grid, p);
    const float* corner = field + cell.iz * grid.nx + cell.ix;
    const double top = corner[0] + cell.fx * (corner[1] - corner[0]);
    const double bottom = corner[grid.nx] + cell.fx * (corner[grid.nx + 1] - corner[grid.nx]);
    velocity.push_back(static_cast<float>(top + cell.fz * (bottom - top)));
  }
  return velocity;
}

EikonalLossTerms LatentPinnStage::modelLoss(const Collocation& collocation,
                                            const SourceGroup& group, std::size_t block,
                                            std::int64_t model, double share,
                                            std::span<float> residuals) {
  PairNetwork& network = model_.network();
  const std::span<float> u = network.channel(0, block, model);
  EikonalLossTerms terms;
  std::size_t used = 0;
  if (collocation.stencil) {
    const CollocationStencil& stencil = *collocation.stencil;
    const std::vector<float> velocity = velocityAt(collocation, group, model);
    if (config_.loss.differentiation == Differentiation::Exact) {
      used = stencil.count();
      terms = exactLoss(
          config_.loss, model_.ansatz(), stencil, velocity, box_.perX(), box_.perZ(), share,
          [&](std::size_t c) { return network.channel(c, block, model).first(used); });
    } else {
      used = CollocationStencil::kNeighbours * stencil.count();
      terms = differencesLoss(config_.loss, model_.ansatz(), stencil, velocity, share,
                              u.first(used), residuals);
    }
  }
  if (!collocation.labelNodes.empty()) {
    const float* times = group.times.data() + model * data_.nodes();
    std::vector<float> labels;
    for (const std::size_t node : collocation.labelNodes) labels.push_back(times[node]);
    terms.labels = labelLoss(model_.ansatz(), config_.loss.labels, collocation.labelRadii, labels,
                             share, u.subspan(used));
    terms.total += config_.loss.labels * terms.labels;
  }
  return terms;
}

EikonalLossTerms LatentPinnStage::stepLoss(const std::vector<const SourceGroup*>& groups,
                                           const std::vector<Collocation>& collocations) {
  const std::int64_t pairs = std::ssize(groups) * config_.models;
  const double share = 1.0 / static_cast<double>(pairs);
  const bool adaptive = config_.sampler == Sampler::Adaptive;
  const auto width = static_cast<std::size_t>(adaptive ? config_.points : 0);
  std::vector<float> residuals(static_cast<std::size_t>(pairs) * width);
  std::vector<EikonalLossTerms> terms(static_cast<std::size_t>(pairs));
  at::parallel_for(0, pairs, 8, [&](std::int64_t first, std::int64_t end) {
    for (std::int64_t i = first; i < end; ++i) {
      const auto block = static_cast<std::size_t>(i / config_.models);
      terms[static_cast<std::size_t>(i)] =
          modelLoss(collocations[block], *groups[block], block, i % config_.models, share,
                    std::span(residuals).subspan(static_cast<std::size_t>(i) * width, width));
    }
  });
  if (adaptive)
    for (std::size_t i = 0; i < static_cast<std::size_t>(pairs); ++i) {
      const auto& stencil = *collocations[i / static_cast<std::size_t>(config_.models)].stencil;
      for (std::size_t p = 0; p < stencil.count(); ++p)
        residuals_.add(stencil.points()[p], residuals[i * width + p]);
    }
  EikonalLossTerms mean;
  for (const EikonalLossTerms& t : terms) mean += t;
  return mean /= static_cast<double>(pairs);
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

void LatentPinnStage::step() {
  const auto start = std::chrono::steady_clock::now();
  const std::vector<const SourceGroup*> groups = groups_.ofStep(steps_);
  std::vector<Collocation> collocations;
  std::vector<PairBlock> blocks;
  for (std::size_t i = 0; i < groups.size(); ++i)
    collocations.push_back(
        draw(*groups[i], steps_ * config_.sources + static_cast<std::int64_t>(i)));
  for (std::size_t i = 0; i < groups.size(); ++i)
    blocks.push_back({box_.at(groups[i]->source), collocations[i].points, groups[i]->latents});

  lastPoints_.clear();
  for (const Collocation& collocation : collocations)
    if (collocation.stencil)
      lastPoints_.insert(lastPoints_.end(), collocation.stencil->points().begin(),
                         collocation.stencil->points().end());

  PairNetwork& network = model_.network();
  network.forward(model_.parameters(), blocks, orderOf(config_.loss), true);
  const EikonalLossTerms terms = stepLoss(groups, collocations);
  sum_ += terms;
  epochLoss_ += terms.total;
  ++summed_;
  network.backward(model_.parameters(), gradient_);
  clipGradient();
  adam_.learningRate = learningRate();
  torch::Tensor parameters =
      torch::from_blob(model_.parameters().data(), {std::ssize(model_.parameters())});
  adam_.step(parameters, torch::from_blob(gradient_.data(), {std::ssize(gradient_)}));
  if (++steps_ % config_.epoch == 0) {
    learningRate_.epochEnded(epochLoss_ / config_.epoch);
    epochLoss_ = 0.0;
  }
  learningSeconds_ +=
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  residualCount_ += static_cast<double>(groups.size()) * config_.models *
                    (config_.points + (config_.loss.labels > 0.0 ? config_.labelPoints : 0));
}

double LatentPinnStage::errorOn(const std::vector<HeldOut>& heldOut) {
  const std::vector<Point> nodes = nodesOf(data_.grid(), kErrorStride);
  double sum = 0.0;
  std::size_t count = 0;
  for (const HeldOut& h : heldOut) {
    const std::vector<float> times = model_.traveltimes(h.latents, h.source, nodes);
    for (std::size_t m = 0; m * nodes.size() < times.size(); ++m, ++count)
      sum += traveltimeErrors(std::span(times).subspan(m * nodes.size(), nodes.size()),
                              std::span(h.times).subspan(m * nodes.size(), nodes.size()))
                 .rmae;
  }
  return sum / static_cast<double>(count);
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
  metrics.values.emplace_back("learning_rate", learningRate());
  if (learningSeconds_ > 0.0)
    metrics.values.emplace_back("points_per_s", residualCount_ / learningSeconds_);
  if (!inTheMiddle_.empty()) metrics.values.emplace_back(kErrorMetric, errorOn(inTheMiddle_));
  if (!anywhere_.empty()) metrics.values.emplace_back("error_anywhere", errorOn(anywhere_));
  sum_ = {};
  summed_ = 0;
  learningSeconds_ = residualCount_ = 0.0;
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
  return true;
}

const LatentPinnStage::Shown& LatentPinnStage::shown(std::int64_t index) {
  if (shown_.index == index) return shown_;
  const VelocityModel velocity = data_.read(index);
  const Eigen::ArrayXXf rounded = velocity.velocity().transpose().cast<float>();
  shown_ = {index, velocity.field(),
            model_.encode({rounded.data(), static_cast<std::size_t>(rounded.size())}),
            EikonalSolver().solve(velocity, box_.middle()).time};
  return shown_;
}

Snapshot LatentPinnStage::snapshot(std::int64_t heldOut) {
  const Shown& model = shown(heldOutModel(split_, heldOut));
  const std::vector<float> times = model_.traveltimes(model.latents, box_.middle());
  using Field32 = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Grid& grid = data_.grid();
  const Array learnt = Eigen::Map<const Field32>(times.data(), grid.nz, grid.nx).cast<double>();
  return {steps_,
          {{"velocity", model.velocity},
           {"traveltime", {grid, learnt}},
           {"reference", {grid, model.reference}},
           {"error", {grid, (learnt - model.reference).abs()}},
           {"residual", {grid, upwindResidual(model.velocity, learnt, box_.middle())}}},
          lastPoints_};
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
  put(archive, "training/residuals", torch::tensor(residuals_.means(), torch::kFloat64));
  put(archive, "training/sums",
      torch::tensor({sum_.total, sum_.residual, sum_.semiconcavity, sum_.labels,
                     static_cast<double>(summed_)},
                    torch::kFloat64));
}

void LatentPinnStage::checkSameRun(const Archive& archive) const {
  if (archive.described("kind") != kind())
    throw Error(archive.name(), "holds " + archive.described("kind").dump() + ", no latentPINN",
                "resume a file that train latentpinn has written");
  if (archive.described("models") != data_.count())
    throw Error(archive.name(),
                "was trained with other models than " + data_.path().filename().string(),
                "resume it with the file it began with");
  // Only where a run ends, how it is watched, and what may change while it runs may differ.
  Json then = LatentPinnConfig::fromJson(archive.described("config")).toJson();
  Json now = config_.toJson();
  for (const char* key :
       {"steps", "validation_models", "threads", "device", "learning_rate", "gradient_clip",
        "residual", "semiconcavity", "semiconcavity_bound", "viscosity", "labels"}) {
    then.erase(key);
    now.erase(key);
  }
  for (const auto& [key, value] : now.items())
    if (then.value(key, Json()) != value)
      throw Error(archive.name(),
                  "was trained with " + key + " = " + then.value(key, Json()).dump(),
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
  adam_.firstMoment = adam_.secondMoment = torch::Tensor();
  if (adam_.steps > 0) {
    adam_.firstMoment = torch::empty({std::ssize(gradient_)});
    adam_.secondMoment = torch::empty({std::ssize(gradient_)});
    restore(archive, "training/first_moment", adam_.firstMoment);
    restore(archive, "training/second_moment", adam_.secondMoment);
  }
  torch::Tensor means = torch::empty({std::ssize(residuals_.means())}, torch::kFloat64);
  restore(archive, "training/residuals", means);
  std::copy_n(means.data_ptr<double>(), means.numel(), residuals_.means().begin());
  torch::Tensor sums = torch::empty({5}, torch::kFloat64);
  restore(archive, "training/sums", sums);
  const double* s = sums.data_ptr<double>();
  sum_ = {s[0], s[1], s[2], s[3]};
  summed_ = static_cast<std::int64_t>(s[4]);
}

}  // namespace isochron
