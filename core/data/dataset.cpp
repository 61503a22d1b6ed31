// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/dataset.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "data/moments.h"
#include "field/error.h"
#include "generators/parallel_in_order.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

/// Fisher and Yates. The remainder's bias, below 2^-32 for any number of models, does not matter.
void shuffle(std::vector<std::int64_t>& values, std::uint64_t seed) {
  RandomStream random(seed);
  for (std::size_t left = values.size(); left > 1; --left)
    std::swap(values[left - 1], values[random.next() % left]);
}

std::vector<std::int64_t> allOf(std::int64_t count) {
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  std::iota(indices.begin(), indices.end(), std::int64_t{0});
  return indices;
}

std::int64_t share(const char* name, double fraction, std::int64_t count) {
  if (!(fraction >= 0.0 && fraction < 1.0))
    throw Error(name, std::to_string(fraction) + " is not in [0, 1)", "give a part of one, as 0.1");
  return static_cast<std::int64_t>(std::floor(fraction * static_cast<double>(count)));
}

/// What is standardised: the velocities, or where they lie between the model's own bounds.
Array standardisedPart(const VelocityModel& model, bool relative) {
  if (!relative) return model.velocity();
  const double range = model.max() - model.min();
  return (model.velocity() - model.min()) * (range > 0.0 ? 1.0 / range : 0.0);
}

}  // namespace

VelocityBounds boundsOf(std::span<const float> velocity) {
  const auto [slowest, fastest] = std::minmax_element(velocity.begin(), velocity.end());
  return {static_cast<double>(*slowest), static_cast<double>(*fastest)};
}

DataSplit splitModels(std::int64_t count, double validationFraction, double testFraction,
                      std::uint64_t seed) {
  const std::int64_t validation = share("validation", validationFraction, count);
  const std::int64_t test = share("test", testFraction, count);
  if (count - validation - test < 1)
    throw Error("split", "no model of " + std::to_string(count) + " is left for training",
                "take smaller parts for validation and test, or more models");
  std::vector<std::int64_t> order = allOf(count);
  shuffle(order, seedOf(seed, count));
  const auto firstEnd = order.begin() + validation, secondEnd = firstEnd + test;
  DataSplit split{{secondEnd, order.end()}, {order.begin(), firstEnd}, {firstEnd, secondEnd}};
  for (auto* part : {&split.train, &split.validation, &split.test})
    std::sort(part->begin(), part->end());
  return split;
}

std::int64_t heldOutModel(const DataSplit& split, std::int64_t number) {
  const std::vector<std::int64_t>& from = split.validation.empty() ? split.train : split.validation;
  return from[static_cast<std::size_t>(
      std::clamp<std::int64_t>(number, 0, static_cast<std::int64_t>(from.size()) - 1))];
}

std::vector<std::int64_t> shuffled(std::vector<std::int64_t> indices, std::uint64_t seed,
                                   std::int64_t epoch) {
  // One apart from the split's, so that the first epoch does not repeat its permutation.
  shuffle(indices, seedOf(seed, epoch, 1));
  return indices;
}

DataSet::DataSet(VelocityFile file, const ImportLayout& layout)
    : file_(std::make_shared<const VelocityFile>(std::move(file))),
      layout_(layout),
      count_(file_->modelCount(layout_)),
      grid_(read(0).grid()) {}

DataSet DataSet::open(const std::filesystem::path& path) {
  VelocityFile file = VelocityFile::open(path);
  const ImportLayout layout = file.guess().layout;
  return {std::move(file), layout};
}

bool DataSet::spacingKnown() const {
  const ImportGuess& guess = file_->guess();
  return guess.spacingKnown || layout_.dx != guess.layout.dx || layout_.dz != guess.layout.dz;
}

void DataSet::readBatch(std::span<const std::int64_t> indices,
                        const Standardisation& standardisation, std::span<float> values,
                        int threads) const {
  assert(values.size() == indices.size() * static_cast<std::size_t>(nodes()));
  const auto readOne = [&](std::int64_t i) {
    const VelocityModel model = read(indices[static_cast<std::size_t>(i)]);
    Eigen::Map<Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
        values.data() + i * nodes(), grid_.nz, grid_.nx) =
        ((standardisedPart(model, standardisation.relative) - standardisation.mean) /
         standardisation.scale)
            .cast<float>();
    return true;
  };
  const auto count = static_cast<std::int64_t>(indices.size());
  if (threadCount(threads) == 1)
    for (std::int64_t i = 0; i < count; ++i) readOne(i);
  else
    parallelInOrder(
        count, threads, [&] { return readOne; }, [](std::int64_t, bool) {});
}

Standardisation DataSet::standardisation(std::span<const std::int64_t> indices, int threads,
                                         const std::stop_token& stop, bool relative) const {
  constexpr double kRounding = 1e-9;  // relative
  struct Measured {
    Moments moments;
    double apart;  // from the first model, at most
  };
  if (indices.empty())
    throw Error(path().filename().string(), "holds no model to learn from",
                "give more models, or hold fewer of them out");
  const Array first = standardisedPart(read(indices.front()), relative);
  const auto measure = [&](std::int64_t i) {
    const Array part = standardisedPart(read(indices[static_cast<std::size_t>(i)]), relative);
    return Measured{Moments::of(part), (part - first).abs().maxCoeff()};
  };
  Moments all;
  double apart = 0.0;
  parallelInOrder(
      static_cast<std::int64_t>(indices.size()), threads, [&] { return measure; },
      [&](std::int64_t, const Measured& one) {
        all.add(one.moments);
        apart = std::max(apart, one.apart);
      },
      stop);
  const auto refuse = [&](const char* problem) {
    throw Error(path().filename().string(), problem,
                "give models that differ: there is nothing to learn from these");
  };
  const double deviation = all.deviation(), least = kRounding * std::abs(all.mean);
  if (!(deviation > least)) refuse("all velocities are the same");
  if (indices.size() > 1 && !(apart > least)) refuse("all models are the same");
  return {all.mean, deviation, relative};
}

}  // namespace isochron
