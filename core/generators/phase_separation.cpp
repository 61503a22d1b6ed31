// SPDX-License-Identifier: GPL-3.0-or-later
#include "generators/phase_separation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "field/error.h"
#include "generators/random_stream.h"

namespace isochron {
namespace {

using std::numbers::pi;

/// Values along an axis for structures of the published size; the border between phases, e = 1
/// value apart, is then resolved by three.
constexpr double kStandardValues = 64.0;
constexpr double kNoise = 0.1;
/// In units in which e and the mobility are 1.
constexpr double kShortest = 120.0;
constexpr double kLongest = 500.0;
constexpr double kFirstStep = 0.5;
constexpr double kLastStep = 4.0;
constexpr double kStepGrowth = 1.03;
/// At least half the largest slope of u^3 - u there is: unconditionally stable.
constexpr double kStabiliser = 1.5;

int checkedValues(int nz, int nx, const PhaseSeparationShape& shape) {
  if (nz < 2 || nx < 2)
    throw Error("phase separation", "has too few nodes", "ask for at least 2 x 2");
  if (!(shape.least > 0.2 && shape.most < 0.8 && shape.least <= shape.most))
    throw Error("phase separation", "the shares are not between 0.2 and 0.8, or not in order",
                "use 0.3 and 0.7");
  if (!(shape.size > 0.0) || !(shape.edge > 0.0))
    throw Error("phase separation", "the size or the edge is not positive",
                "use size = 1, edge = 0.012");
  // Lengths that the transform is fast for.
  const double wanted = kStandardValues / shape.size;
  for (const int n : {16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192})
    if (n >= 0.9 * wanted) return n;
  return 256;
}

/// cos(pi k i / (nodes - 1)) with the weights of the inverse transform: (nodes, n).
Array cosinesAtNodes(int nodes, int n) {
  Array table(nodes, n);
  for (int i = 0; i < nodes; ++i)
    for (int k = 0; k < n; ++k)
      table(i, k) = (k == 0 ? 1.0 : 2.0) / n * std::cos(pi * k * i / (nodes - 1.0));
  return table;
}

}  // namespace

PhaseSeparationSampler::PhaseSeparationSampler(int nz, int nx, const PhaseSeparationShape& shape)
    : shape_(shape),
      n_(checkedValues(nz, nx, shape)),
      cosines_(n_),
      laplacian_(n_, n_),
      toRows_(cosinesAtNodes(nz, n_)),
      toColumns_(cosinesAtNodes(nx, n_).transpose()),
      spectrum_(n_, n_),
      force_(n_, n_) {
  for (int k = 0; k < n_; ++k)
    for (int l = 0; l < n_; ++l) laplacian_(k, l) = (k * k + l * l) * pi * pi / (n_ * n_);
}

/// Every wave has random numbers of its own, so that a finer simulation starts alike.
void PhaseSeparationSampler::mix(std::uint64_t seed, double mean) {
  for (int k = 0; k < n_; ++k)
    for (int l = 0; l < n_; ++l) {
      RandomStream random(seedOf(seed, k, l));
      // Noise of that deviation at each value has this one in the sums of cosines.
      spectrum_(k, l) = kNoise * 0.5 * n_ * random.normalPair().first;
    }
  spectrum_(0, 0) = mean * n_ * n_;
}

void PhaseSeparationSampler::separate(double time, const WorkMonitor& monitor) {
  double step = kFirstStep;
  for (double t = 0.0; t < time; t += step, step = std::min(step * kStepGrowth, kLastStep)) {
    monitor.at(t / time);
    force_ = spectrum_;
    cosines_.inverse(force_);
    force_ = force_ * (force_.square() - (1.0 + kStabiliser));
    cosines_.forward(force_);
    spectrum_ = (spectrum_ - step * laplacian_ * force_) /
                (1.0 + step * laplacian_ * (kStabiliser + laplacian_));
  }
}

/// What u is inside the slower phase, at the border and inside the faster one, so that this one has
/// its share of the box. Near -1, 0 and 1: phases in small drops and phases still parting differ.
PhaseSeparationSampler::Levels PhaseSeparationSampler::levels(double share) {
  force_ = spectrum_;
  cosines_.inverse(force_);
  std::sort(force_.data(), force_.data() + force_.size());
  const auto at = [&](double part) {
    return force_.data()[static_cast<Eigen::Index>(part * static_cast<double>(force_.size() - 1))];
  };
  return {at(0.5 * (1.0 - share)), at(1.0 - share), at(1.0 - 0.5 * share)};
}

Array PhaseSeparationSampler::sample(std::uint64_t seed, const WorkMonitor& monitor) {
  RandomStream random(seed);
  const double share = random.uniform(shape_.least, shape_.most);
  const double time = kShortest * std::pow(kLongest / kShortest, random.uniform());
  mix(seed, 2.0 * share - 1.0);
  // Of the whole, as measured on 256 values, where it counts, and 4096 nodes along each axis.
  constexpr double kSeparated = 0.5, kOnNodes = 0.7;
  separate(time, monitor.part(0.0, kSeparated));
  const auto [slower, border, faster] = levels(share);
  Array u = (toRows_.matrix() * spectrum_.matrix().transpose() * toColumns_.matrix()).array();
  // Beyond that the distance says nothing, and the logarithm is large.
  constexpr double kBulk = 0.999;
  const double sharpening = std::numbers::sqrt2 / (n_ * shape_.edge);
  for (Eigen::Index iz = 0; iz < u.rows(); ++iz) {
    monitor.at(std::lerp(kOnNodes, 1.0, static_cast<double>(iz) / static_cast<double>(u.rows())));
    u.row(iz) = u.row(iz).unaryExpr([=](double value) {
      const double inside = value < border ? border - slower : faster - border;
      const double profile = std::clamp((value - border) / inside, -kBulk, kBulk);
      return std::tanh(sharpening * std::atanh(profile));
    });
  }
  return u;
}

}  // namespace isochron
