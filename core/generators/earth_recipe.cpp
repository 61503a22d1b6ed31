// SPDX-License-Identifier: GPL-3.0-or-later
// Random earth recipes.
#include "generators/earth_recipe.h"

#include <algorithm>
#include <cmath>

#include "generators/random_stream.h"

namespace isochron {
namespace {

/// Each theme has random numbers of its own, so that more faults leave the folds as they were.
enum Theme {
  kRock,
  kOldBeds,
  kYoungBeds,
  kFolds,
  kFaults,
  kCover,
  kChannels,
  kSalt,
  kWater,
  kBlur
};

double logUniform(RandomStream& random, double low, double high) {
  return low * std::pow(high / low, random.uniform());
}

bool happens(RandomStream& random, double chance) { return random.uniform() < chance; }

/// A number about that mean, whole: the fraction is a chance.
int wholeNumber(RandomStream& random, double mean) {
  return static_cast<int>(std::floor(mean + random.uniform()));
}

class RecipeWriter {
 public:
  RecipeWriter(const EarthShape& shape, double aspect, std::uint64_t seed)
      : shape_(shape),
        seed_(seed),
        // Structures keep their true shape halfway: very wide boxes hold more, and flatter ones.
        width_(std::sqrt(std::clamp(aspect, 0.5, 20.0))),
        run_(1.0 / std::clamp(aspect, 0.1, 20.0)) {}

  EarthRecipe write() {
    RandomStream rock = stream(kRock);
    top_ = rock.uniform(1.75, 3.2);
    const double gain = rock.uniform(1.0, 3.4);
    // Part of what velocity gains with depth is age, the rest burial.
    recipe_.compaction = gain * rock.uniform(0.3, 0.8);
    ageing_ = gain - recipe_.compaction;
    roughness_ = shape_.contrast * logUniform(rock, 0.04, 0.45);
    recipe_.lateral.push_back(wave(rock, rock.uniform(0.0, 0.2), 0.3, 1.0));
    recipe_.slowest = shape_.slowest;
    recipe_.fastest = shape_.fastest;

    RandomStream old = stream(kOldBeds);
    recipe_.events.push_back(beds(old, 0.0));
    const double cover = coverDepth();
    fold();
    fault(cover);
    if (cover > 0.0) erode(cover);
    channels(cover);
    salt();
    water();
    RandomStream blur = stream(kBlur);
    const bool sharp = happens(blur, 0.35);
    recipe_.blur = sharp ? 0.0 : shape_.blur * logUniform(blur, 0.06, 1.0);
    return std::move(recipe_);
  }

 private:
  RandomStream stream(Theme theme) const { return RandomStream(seedOf(seed_, theme)); }

  /// `low` to `high` waves across a square box, more across a wide one.
  EarthWave wave(RandomStream& random, double height, double low, double high) const {
    return {height, width_ * random.uniform(low, high), random.uniform()};
  }

  /// Long waves and shorter, lower ones.
  EarthRelief relief(RandomStream& random, double height) const {
    EarthRelief waves;
    waves.push_back(wave(random, height * random.uniform(0.5, 1.0), 0.3, 0.9));
    waves.push_back(wave(random, height * random.uniform(0.15, 0.5), 0.9, 2.2));
    waves.push_back(wave(random, height * random.uniform(0.0, 0.15), 2.2, 5.0));
    return waves;
  }

  /// From well above the box, where faults and folds may fetch them, to well below.
  EarthBeds beds(RandomStream& random, double younger) const {
    constexpr double kAbove = 0.6, kBelow = 1.7;
    EarthBeds pile{-kAbove, {}};
    const double mean = logUniform(random, 0.025, 0.22);
    double deviation = 0.0;
    for (double w = -kAbove; w < kBelow;) {
      // Exponential, as beds are, but none too thin to matter.
      const double thickness = mean * (0.15 - 0.85 * std::log(1.0 - random.uniform()));
      // Facies last for some beds: each remembers the one above.
      deviation = 0.45 * deviation + roughness_ * random.normalPair().first;
      // Above today's surface lay beds hardly younger than those below it.
      double velocity = top_ + ageing_ * (w > 0.0 ? w : 0.3 * w) - younger + deviation;
      const double odd = random.uniform(), strength = random.uniform(0.3, 0.9);
      if (odd < shape_.slowBeds)
        velocity -= strength * shape_.contrast;  // shale under pressure, gas sand, coal
      else if (odd > 0.95)
        velocity += strength * shape_.contrast;  // a stringer of carbonate, a sill
      // No bed is as slow as water: mud that would be is a little faster for it.
      const double mud = shape_.slowest + 0.1;
      if (velocity < mud) velocity = mud + 0.25 * (mud - velocity);
      pile.beds.push_back({thickness, velocity});
      w += thickness;
    }
    return pile;
  }

  /// Depth of an unconformity; 0 where there is none.
  double coverDepth() const {
    RandomStream random = stream(kCover);
    return happens(random, 0.5) ? random.uniform(0.1, 0.5) : 0.0;
  }

  void fold() {
    RandomStream random = stream(kFolds);
    const bool strong = happens(random, 0.35);
    const double height =
        shape_.folding * (strong ? random.uniform(0.06, 0.16) : random.uniform(0.005, 0.05));
    recipe_.events.push_back(
        EarthFold{relief(random, height), shape_.folding * random.uniform(-0.15, 0.15)});
  }

  /// Faults of one style, as one stress makes them: in sets that dip alike or face each other.
  void fault(double cover) {
    RandomStream random = stream(kFaults);
    const double style = random.uniform();
    const bool listric = style<0.25, reverse = style> 0.75;
    const int count = wholeNumber(
        random, shape_.faulting * width_ * (happens(random, 0.3) ? 0.0 : random.uniform(0.6, 1.6)));
    const bool alike = happens(random, listric ? 0.9 : 0.6);
    double side = happens(random, 0.5) ? 1.0 : -1.0;
    const double detachment = std::max(cover + 0.25, random.uniform(0.5, 1.1));
    for (int i = 0; i < count; ++i) {
      EarthFault fault;
      const double dip = reverse   ? random.uniform(25.0, 50.0)
                         : listric ? random.uniform(50.0, 68.0)
                                   : random.uniform(50.0, 75.0);
      fault.dip = side * dip;
      // Evenly spread, each somewhere in its share; `at` is where it would reach the top.
      const double middle = (i + random.uniform(0.15, 0.85)) / count;
      fault.at = middle - 0.5 * side * run_ / std::tan(dip * 0.0174532925);
      fault.fall = (reverse ? -1.0 : 1.0) * logUniform(random, 0.03, listric ? 0.3 : 0.2);
      fault.detachment = listric ? detachment : 0.0;
      recipe_.events.push_back(fault);
      if (!alike) side = -side;
    }
  }

  void erode(double cover) {
    RandomStream random = stream(kYoungBeds);
    EarthUnconformity surface{cover, relief(random, random.uniform(0.005, 0.08)), {}};
    surface.beds = beds(random, std::min(random.uniform(0.0, 0.5), 0.5 * (top_ - 1.6)));
    recipe_.events.push_back(surface);
    // What came later bent old and young alike, and moved a fault once more.
    recipe_.events.push_back(EarthFold{relief(random, shape_.folding * random.uniform(0.0, 0.03)),
                                       shape_.folding * random.uniform(-0.05, 0.05)});
    if (!happens(random, 0.35)) return;
    for (const EarthEvent& event : recipe_.events)
      if (const auto* fault = std::get_if<EarthFault>(&event)) {
        EarthFault again = *fault;
        again.fall *= random.uniform(0.15, 0.4);
        recipe_.events.push_back(again);
        return;
      }
  }

  void channels(double cover) {
    RandomStream random = stream(kChannels);
    if (!happens(random, 0.3)) return;
    const int count = 1 + wholeNumber(random, random.uniform(0.0, 1.5));
    const double depth = cover > 0.0 && happens(random, 0.5) ? cover : random.uniform(0.08, 0.6);
    for (int i = 0; i < count; ++i) {
      EarthChannel channel;
      channel.x = random.uniform(0.05, 0.95);
      channel.depth = depth + random.uniform(0.0, 0.04);
      channel.width = random.uniform(0.12, 0.5) / width_;
      channel.thickness = random.uniform(0.025, 0.1);
      const double step = random.uniform(0.25, 0.8) * shape_.contrast;
      channel.velocity = top_ + ageing_ * channel.depth + (happens(random, 0.65) ? -step : step);
      recipe_.events.push_back(channel);
    }
  }

  /// A diapir, a pillow that has not risen yet, or a sheet that has left its root.
  void salt() {
    RandomStream random = stream(kSalt);
    if (!happens(random, shape_.salt)) return;
    const double style = random.uniform();
    EarthSalt salt;
    salt.x = random.uniform(0.2, 0.8);
    salt.velocity = random.uniform(4.35, 4.65);
    salt.uneven = random.uniform(0.03, 0.12);
    salt.phase = random.uniform();
    salt.lean = random.uniform(-0.25, 0.25) / width_;
    if (style < 0.6) {
      salt.depth = random.uniform(0.3, 0.5);
      salt.width = random.uniform(0.28, 0.55) / width_;
      salt.height = random.uniform(0.22, 0.42);
      salt.stem = salt.width * random.uniform(0.25, 0.6);
      salt.drag = random.uniform(0.04, 0.14);
    } else if (style < 0.8) {
      salt.depth = random.uniform(0.95, 1.1);
      salt.width = random.uniform(0.7, 1.3) / width_;
      salt.height = random.uniform(0.4, 0.9);
      salt.drag = random.uniform(0.1, 0.2);
    } else {
      salt.depth = random.uniform(0.25, 0.5);
      salt.width = random.uniform(0.6, 1.1) / width_;
      salt.height = random.uniform(0.1, 0.2);
      salt.stem = happens(random, 0.5) ? salt.width * random.uniform(0.06, 0.15) : 0.0;
      salt.drag = random.uniform(0.02, 0.06);
    }
    recipe_.events.push_back(salt);
  }

  void water() {
    RandomStream random = stream(kWater);
    if (!happens(random, shape_.water)) return;
    const double depth = logUniform(random, 0.04, 0.3);
    EarthWater water{depth, relief(random, depth * random.uniform(0.02, 0.35)), 1.5};
    recipe_.events.push_back(water);
  }

  const EarthShape& shape_;
  std::uint64_t seed_;
  double width_;
  double run_;
  double top_ = 2.0;        // km/s at the surface
  double ageing_ = 1.0;     // km/s gained by older beds from top to bottom
  double roughness_ = 0.1;  // km/s
  EarthRecipe recipe_;
};

}  // namespace

EarthRecipe randomEarthRecipe(const EarthShape& shape, double aspect, std::uint64_t seed) {
  return RecipeWriter(shape, aspect, seed).write();
}

}  // namespace isochron
