// SPDX-License-Identifier: GPL-3.0-or-later
#include "coalescing_notifier.h"

#include <QCoreApplication>
#include <QEvent>
#include <memory>

namespace isochron {
namespace {

QEvent::Type notificationEvent() {
  static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
  return type;
}

}  // namespace

void CoalescingNotifier::notify() {
  auto event = std::make_unique<QEvent>(notificationEvent());
  if (!pending_.exchange(true)) QCoreApplication::postEvent(this, event.release());
}

bool CoalescingNotifier::event(QEvent* event) {
  // Looking at the flag first also orders this reading of the event after its making.
  if (!pending_.load() || event->type() != notificationEvent()) return QObject::event(event);
  pending_ = false;
  Q_EMIT notified();
  return true;
}

}  // namespace isochron
