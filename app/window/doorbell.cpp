// SPDX-License-Identifier: GPL-3.0-or-later
#include "doorbell.h"

#include <QCoreApplication>
#include <QEvent>
#include <memory>

namespace isochron {
namespace {

QEvent::Type ringEvent() {
  static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
  return type;
}

}  // namespace

void Doorbell::ring() {
  auto event = std::make_unique<QEvent>(ringEvent());
  if (!ringing_.exchange(true)) QCoreApplication::postEvent(this, event.release());
}

bool Doorbell::event(QEvent* event) {
  // Looking at the flag first also orders this reading of the event after its making.
  if (!ringing_.load() || event->type() != ringEvent()) return QObject::event(event);
  ringing_ = false;
  Q_EMIT rang();
  return true;
}

}  // namespace isochron
