// SPDX-License-Identifier: GPL-3.0-or-later
// ModelLibrary: the trained models that the program has at hand, from files or from training.
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "training/archive.h"

namespace isochron {

class History;

/// A trained model of either stage as it would lie in a file; the archive never changes.
struct TrainedModel {
  std::uint64_t id = 0;  // of this library; 0: none
  QString title;         // "grf"
  QString path;          // empty while it is in no file
  std::shared_ptr<const Archive> archive;
  bool shipped = false;  // comes with the program

  /// "pca", "autoencoder", "latentpinn".
  std::string kind() const { return kindOf(*archive); }
  static std::string kindOf(const Archive& archive);
};

/// One of the latentPINNs answers beside the solver. Models from files come in undo steps, and all
/// models go in them; what training gives cannot be undone.
class ModelLibrary : public QObject {
  Q_OBJECT
 public:
  explicit ModelLibrary(History& history, QObject* parent = nullptr);

  const std::vector<TrainedModel>& models() const { return models_; }
  /// Null where there is no model of that number.
  const TrainedModel* find(std::uint64_t id) const;

  /// What was read from a file (ModelOpener); of one that is open already, its newer state. Returns
  /// its number.
  std::uint64_t open(const QString& path, std::shared_ptr<const Archive> archive);
  std::uint64_t add(const QString& title, std::shared_ptr<const Archive> archive);
  /// What was read from a file that comes with the program; no undo step.
  std::uint64_t addShipped(const QString& path, std::shared_ptr<const Archive> archive);
  /// A newer state of a model, as training gives it.
  void update(std::uint64_t id, std::shared_ptr<const Archive> archive);
  /// The model is in this file now; its title stays.
  void setPath(std::uint64_t id, const QString& path);
  /// Forgets it; its file stays.
  void remove(std::uint64_t id);
  /// These, with numbers of this library, and no others; `current` counts in `models`, from 0, -1:
  /// none. Cannot be undone.
  void replace(std::vector<TrainedModel> models, int current);

  /// The latentPINN that answers; null where none does.
  const TrainedModel* current() const { return find(current_); }
  /// 0: the solver alone answers.
  void setCurrent(std::uint64_t id);

 Q_SIGNALS:
  /// Models came, went or were renamed.
  void listChanged();
  /// Another model answers, or the one that answers has learnt.
  void currentChanged();

 private:
  TrainedModel* findMutable(std::uint64_t id);
  void put(const TrainedModel& model, std::size_t index);
  TrainedModel take(std::uint64_t id);
  void pushStep(const TrainedModel& model, std::size_t index, bool comes, const QString& text);

  History& history_;
  std::vector<TrainedModel> models_;
  std::uint64_t lastId_ = 0;
  std::uint64_t current_ = 0;
};

}  // namespace isochron
