// SPDX-License-Identifier: GPL-3.0-or-later
// ModelSource: reads model files and makes generated models, away from the GUI thread.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <atomic>
#include <optional>
#include <variant>

#include "coalescing_notifier.h"
#include "formats/velocity_file.h"
#include "generators/generators.h"
#include "latest_worker.h"
#include "project/document.h"

namespace isochron {

/// What to read, and how. Without a layout: the guessed one.
struct FileRequest {
  QString path;
  OpenOptions options;
  std::optional<ImportLayout> layout;
  std::int64_t index = 0;
  int reducedNx = 0;  // resample to this many nodes; 0: as in the file
  int reducedNz = 0;
};

struct MakeRequest {
  ModelKind kind = ModelKind::Constant;
  Grid grid;
  std::uint64_t seed = 0;
  std::string recipe = {};  // of an earth, instead of a seed
};

/// What came of it. `summary` tells about the file even where the model cannot be read in the
/// asked layout; then `problem` says why.
struct FileAnswer {
  FileRequest request;
  bool opened = false;
  FileSummary summary;
  ImportGuess guess;
  ImportLayout layout;  // the one used
  std::int64_t modelCount = 0;
  ModelPointer model;
  QImage preview;
  QString problem;  // a sentence; empty when all went well
};

struct MakeAnswer {
  MakeRequest request;
  ModelPointer model;
  std::string recipe;  // of an earth: what the seed stands for, or what was asked for
  QString problem;
};

/// One thread; the latest request wins.
class ModelSource : public QObject {
  Q_OBJECT
 public:
  explicit ModelSource(QObject* parent = nullptr);
  void read(const FileRequest& request);
  void make(const MakeRequest& request);
  /// The answer to the last request is no longer wanted.
  void cancel();
  /// Share of the model that is being made.
  double progress() const { return progress_.load(std::memory_order_relaxed); }

 Q_SIGNALS:
  void fileRead(const isochron::FileAnswer& answer);
  void modelMade(const isochron::MakeAnswer& answer);

 private:
  using Request = std::variant<FileRequest, MakeRequest>;
  using Answer = std::variant<FileAnswer, MakeAnswer>;
  void deliver();

  std::atomic<double> progress_ = 0.0;
  CoalescingNotifier notifier_;
  LatestWorker<Request, Answer> worker_;
};

/// Both run in the caller's thread; expected failures are told in the answer. Where `stop` is
/// raised the answer is not whole.
FileAnswer readModelFile(const FileRequest& request, const std::stop_token& stop = {});
/// Throws Cancelled where the monitor stops it.
MakeAnswer makeModel(const MakeRequest& request, const WorkMonitor& monitor = {});

/// "Salt, seed 3".
QString generatedTitle(ModelKind kind, std::uint64_t seed);
/// Of what was asked for: the same, or "Earth, edited" for a recipe.
QString generatedTitle(const MakeRequest& request);

}  // namespace isochron
