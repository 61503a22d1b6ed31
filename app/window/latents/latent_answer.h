// SPDX-License-Identifier: GPL-3.0-or-later
// LatentAnswer: one model and its reconstruction, and a model from a walk through the latents.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <utility>

#include "answers/live_network.h"
#include "eikonal/eikonal_solver.h"
#include "latents/latent_map.h"

namespace isochron {

/// Where a walk goes.
struct Walk {
  enum class Kind { Direction, Between };
  Kind kind = Kind::Direction;
  // Direction: from the chosen model.
  int direction = 0;        // of the map's; 0 is the first
  double deviations = 0.0;  // standard deviations of the family
  // Between: from one to the other, straight in the latents.
  ModelRef first, second;
  double fraction = 0.0;  // 0: first, 1: second

  friend bool operator==(const Walk&, const Walk&) = default;
};

struct LatentRequest {
  std::uint64_t number = 0;
  std::shared_ptr<const Archive> archive;
  QString latentsTitle;
  ModelRef chosen;
  std::shared_ptr<const VelocityModel> drawing;  // marked on the map
  std::shared_ptr<const LatentMap> map;  // null: no map yet, and no directions to walk along
  Walk walk;
  /// km from the grid's upper left corner; where it is outside of the grid, its middle is taken.
  Point source;
  bool network = false;  // the archive is a latentPINN's, and it shall answer, too
};

/// How a model comes back from its latents.
struct Reconstruction {
  std::shared_ptr<const VelocityModel> original;
  std::shared_ptr<const Field> decoded;     // km/s, on the original's grid
  std::shared_ptr<const Field> difference;  // |decoded - original|, km/s
  double relative = 0.0;                    // ||v - decoded|| / ||v - mean velocity||
  double rms = 0.0;                         // km/s
  double largest = 0.0;                     // km/s
  double meanVelocity = 0.0;                // km/s
};

/// The model that a walk has come to.
struct WalkedModel {
  std::shared_ptr<const VelocityModel> model;
  std::int64_t raised = 0;  // nodes that were slower than kSlowestDecoded, and are not now
  Point source;             // km
  std::shared_ptr<const Traveltimes> traveltimes;  // the solver's
  std::vector<Contour> contours;
  double interval = 0.0;  // s
  NetworkAnswer network;
  double milliseconds = 0.0;  // decoding and solving
};

/// Decoded velocities need not be velocities: the solver gets none below this, km/s.
inline constexpr double kSlowestDecoded = 0.1;

struct LatentAnswer {
  std::uint64_t number = 0;
  ModelRef chosen;
  std::shared_ptr<const LatentMap> map;
  std::optional<Reconstruction> reconstruction;
  std::optional<WalkedModel> walked;
  // Scores along the map's directions; empty where there is no map or no such model.
  std::vector<double> chosenScores, drawingScores, walkedScores;
  std::vector<double> firstScores, secondScores;
  QString problem;  // a sentence; empty when all went well
};

/// Answers requests one after the other, and keeps what the next one needs again.
class LatentAnswerer {
 public:
  LatentAnswerer(LatentCoderOpener openCoder, NetworkOpener openNetwork)
      : coders_(std::move(openCoder)), openNetwork_(std::move(openNetwork)) {}

  /// Expected failures are told in the answer. Throws Cancelled where `stop` is raised.
  LatentAnswer answer(const LatentRequest& request, const std::stop_token& stop);

 private:
  struct Encoded {
    ModelRef ref;
    std::shared_ptr<const VelocityModel> model;
    FloatRows latents;  // (1, latents)
  };
  using Archives = std::shared_ptr<const Archive>;

  void forgetOtherArchives(const LatentRequest& request);
  const Encoded& encoded(const LatentRequest& request, const ModelRef& ref);
  Reconstruction reconstruct(const LatentRequest& request);
  /// One model by the numbers that describe it.
  struct Described {
    FloatRows latents;  // (1, latents)
    VelocityBounds bounds;
  };
  Described walkedLatents(const LatentRequest& request);
  WalkedModel walkTo(const LatentRequest& request, const Described& described,
                     const std::stop_token& stop);
  void askTheNetwork(const LatentRequest& request, WalkedModel& walked);
  void placeOnMap(const LatentRequest& request, LatentAnswer& answer);

  CoderCache coders_;
  NetworkOpener openNetwork_;
  EikonalSolver solver_;  // keeps its working memory
  Archives archive_;
  std::list<Encoded> encoded_;  // of archive_, the newest first
  std::optional<std::pair<ModelRef, Reconstruction>> reconstructed_;
  Archives networkArchive_;
  std::shared_ptr<LoadedNetwork> network_;
};

}  // namespace isochron
