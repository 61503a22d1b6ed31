// SPDX-License-Identifier: GPL-3.0-or-later
#include "explore/network_loader.h"

namespace isochron {

NetworkLoader::NetworkLoader(NetworkOpener open, QObject* parent)
    : QObject(parent),
      open_(std::move(open)),
      worker_(
          [this](const Request& request, const std::stop_token&, const auto& publish) {
            Answer answer;
            try {
              answer.network = std::make_shared<LoadedNetwork>(
                  LoadedNetwork{request.title, open_(*request.archive)});
            } catch (const std::exception& failure) {
              answer.problem = failure.what();
            }
            publish(std::move(answer));
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, &NetworkLoader::deliver);
}

void NetworkLoader::load(const QString& title, std::shared_ptr<const Archive> archive) {
  busy_ = true;
  worker_.submit({title.toStdString(), std::move(archive)}, true);
}

void NetworkLoader::cancel() {
  busy_ = false;
  worker_.cancel();
}

void NetworkLoader::deliver() {
  const std::optional<Answer> answer = worker_.take();
  if (!answer || !busy_) return;
  busy_ = false;
  if (answer->network)
    Q_EMIT loaded(answer->network);
  else
    Q_EMIT failed(QString::fromStdString(answer->problem));
}

}  // namespace isochron
