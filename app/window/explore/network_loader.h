// SPDX-License-Identifier: GPL-3.0-or-later
// NetworkLoader: makes trained models ready to answer, in a thread of its own.
#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "answers/live_network.h"
#include "coalescing_notifier.h"
#include "latest_worker.h"

namespace isochron {

/// The first time takes LibTorch's loading; the window goes on meanwhile. The latest request wins.
class NetworkLoader : public QObject {
  Q_OBJECT
 public:
  explicit NetworkLoader(NetworkOpener open = openNetwork, QObject* parent = nullptr);

  void load(const QString& title, std::shared_ptr<const Archive> archive);
  /// No network is wanted any more.
  void cancel();
  bool isBusy() const { return busy_; }

 Q_SIGNALS:
  void loaded(std::shared_ptr<isochron::LoadedNetwork> network);
  /// With a sentence for the user.
  void failed(const QString& sentence);

 private:
  struct Request {
    std::string title;
    std::shared_ptr<const Archive> archive;
  };
  struct Answer {
    std::shared_ptr<LoadedNetwork> network;  // null: failed
    std::string problem;
  };
  void deliver();

  NetworkOpener open_;
  bool busy_ = false;
  CoalescingNotifier notifier_;
  LatestWorker<Request, Answer> worker_;  // last: stops first
};

}  // namespace isochron
