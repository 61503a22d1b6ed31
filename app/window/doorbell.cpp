// SPDX-License-Identifier: GPL-3.0-or-later
#include "doorbell.h"

#include <QCoreApplication>
#include <QEvent>

namespace isochron {
namespace {

QEvent::Type ringEvent() {
  static const auto type = static_cast<QEvent::Type>(QEvent::registerEventType());
  return type;
}

}  // namespace

void Doorbell::ring() {
  if (!ringing_.exchange(true)) QCoreApplication::postEvent(this, new QEvent(ringEvent()));
}

bool Doorbell::event(QEvent* event) {
  if (event->type() != ringEvent()) return QObject::event(event);
  ringing_ = false;
  Q_EMIT rang();
  return true;
}

}  // namespace isochron
