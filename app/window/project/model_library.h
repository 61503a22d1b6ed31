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

/// A trained model of either stage as it would lie in a file; the archive never changes.
struct TrainedModel {
  std::uint64_t id = 0;  // of this library; 0: none
  QString title;         // "grf"
  QString path;          // empty while it is in no file
  std::shared_ptr<const Archive> archive;

  /// "pca", "autoencoder", "latentpinn".
  std::string kind() const { return archive->metadata.value("kind", std::string()); }
};

/// One of the latentPINNs answers beside the solver.
class ModelLibrary : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  const std::vector<TrainedModel>& models() const { return models_; }
  /// Null where there is no model of that number.
  const TrainedModel* find(std::uint64_t id) const;

  /// Reads a file; one that is open already is read again. Returns its number. Throws Error.
  std::uint64_t open(const QString& path);
  std::uint64_t add(const QString& title, std::shared_ptr<const Archive> archive);
  /// A newer state of a model, as training gives it.
  void update(std::uint64_t id, std::shared_ptr<const Archive> archive);
  /// The model is in this file now.
  void setPath(std::uint64_t id, const QString& path);
  /// Forgets it; its file stays.
  void remove(std::uint64_t id);

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

  std::vector<TrainedModel> models_;
  std::uint64_t lastId_ = 0;
  std::uint64_t current_ = 0;
};

}  // namespace isochron
