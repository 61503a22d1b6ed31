// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_counter.h"

#include "formats/velocity_file.h"

namespace isochron {
namespace {

std::int64_t modelsIn(const QString& path) {
  try {
    const VelocityFile file = VelocityFile::open(path.toStdString());
    return file.modelCount(file.guess().layout);
  } catch (const std::exception&) {
    return 0;  // who opens it tells why
  }
}

}  // namespace

ModelCounter::ModelCounter(QObject* parent)
    : QObject(parent),
      worker_(
          [](const QString& path, const std::stop_token&, const auto& publish) {
            publish({path, modelsIn(path)});
          },
          [this] { notifier_.notify(); }) {
  connect(&notifier_, &CoalescingNotifier::notified, this, [this] {
    const auto file = worker_.take();
    if (!file) return;
    busy_ = false;
    Q_EMIT counted(*file);
  });
}

void ModelCounter::count(const QString& path) {
  busy_ = true;
  worker_.submit(path, true);
}

}  // namespace isochron
