// SPDX-License-Identifier: GPL-3.0-or-later
// LatentsController: which latents, which models and which walk, and what the workers say of them.
#pragma once

#include <QObject>
#include <optional>

#include "latents/latent_workers.h"
#include "project/model_opener.h"
#include "project/project.h"

namespace isochron {

/// Where the models of the map come from.
struct FamilyChoice {
  std::uint64_t dataSet = 0;                // of the project's library; 0: generated
  ModelKind kind = ModelKind::RandomField;  // of the generated
  std::int64_t count = 500;                 // at most
  friend bool operator==(const FamilyChoice&, const FamilyChoice&) = default;
};

inline constexpr int kFewestModels = 10;
inline constexpr int kMostModels = 2000;

/// Holds the state of Latents, and asks the workers. What cannot be shown is told in a sentence,
/// and what was shown before stays.
class LatentsController : public QObject {
  Q_OBJECT
 public:
  explicit LatentsController(Project& project, LatentCoderOpener openCoder = openLatentCoder,
                             NetworkOpener openNetwork = isochron::openNetwork,
                             QObject* parent = nullptr);

  /// While nobody looks, edits of the drawing ask for nothing; they are caught up with.
  void setActive(bool active);

  // --- what is chosen ----------------------------------------------------------------------------
  std::uint64_t latents() const { return setup_.latents; }  // of the model library; 0: none
  const FamilyChoice& family() const { return setup_.family; }
  const std::shared_ptr<const LatentMap>& map() const { return map_; }
  const ModelRef& chosen() const { return chosen_; }
  /// Its place on the map; empty for the drawing and for a model of another map.
  std::optional<int> chosenIndex() const;
  const Walk& walk() const { return walk_; }
  const LatentAnswer& answer() const { return answer_; }
  bool isBusy() const { return mapper_.isBusy() || answers_.isBusy() || opener_.isBusy(); }
  /// "drawing (Salt, seed 3)", "Random field, seed 900012", "Model 12 of marmousi".
  QString titleOf(const ModelRef& ref) const;

  void chooseLatents(std::uint64_t id);
  void chooseFamily(const FamilyChoice& family);
  void chooseDrawing();
  void chooseModel(int index);
  void setWalk(const Walk& walk);
  /// The start of the walk.
  void resetWalk();
  /// The ends of a walk between two models.
  void setFirst();
  void setSecond();
  /// The map is made of what is encoded.
  void endMapEarly() { mapper_.endEarly(); }
  /// Makes the walked model the drawing: one undo step.
  void useInExplore();
  /// Reads a file into the model library and chooses it; opened() or openFailed() follows.
  void open(const QString& path);
  void cancelOpening() { opener_.cancel(); }
  bool isOpening() const { return opener_.isBusy(); }
  /// A picture for the pointer over a point of the map.
  void askForThumbnail(int index, QSize size, double ratio);

 Q_SIGNALS:
  void listsChanged();
  void choiceChanged();
  void walkChanged();
  void mapChanged();
  void mapTold(const isochron::MapUpdate& news);
  void answered();
  void thumbnailReady(int index, const QImage& image);
  void problem(const QString& sentence);
  void opened();
  void openFailed(const QString& sentence);
  void note(const QString& sentence);
  /// The walked model is the drawing now, under this title.
  void usedInExplore(const QString& title);
  /// No longer busy, perhaps.
  void settled();

 private:
  struct Setup {
    std::uint64_t latents = 0;
    FamilyChoice family;
    friend bool operator==(const Setup&, const Setup&) = default;
  };

  void listsDidChange();
  void followData();
  void beginAnew();
  void modelRead(const ReadModel& model);
  void drawingDidChange();
  Setup standardSetup() const;
  Setup wantedSetup() const;
  void use(const Setup& setup);
  void requestMap();
  void requestAnswer();
  void mapDidTell(const MapUpdate& news);
  void mapFailed(const MapUpdate& news);
  void takeMap(const std::shared_ptr<const LatentMap>& map);
  void answerCame(const LatentAnswer& answer);
  void choose(ModelRef ref);
  ModelRef drawingRef() const;
  QString walkTitle() const;

  Project& project_;
  Setup setup_;
  std::optional<Setup> shown_;  // of which the map is
  bool latentsByUser_ = false;
  bool familyByUser_ = false;  // until another set is chosen in Data
  bool active_ = false;
  bool stale_ = true;  // the drawing has changed unseen
  std::shared_ptr<const Archive> archive_;
  QString title_;
  std::shared_ptr<const LatentMap> map_;
  ModelRef chosen_;
  std::optional<ModelRef> answeredModel_;  // that could be shown
  Walk walk_;
  LatentAnswer answer_;
  ModelOpener opener_;
  LatentMapper mapper_;
  LatentAnswers answers_;
  ModelThumbnails thumbnails_;
};

}  // namespace isochron
