// SPDX-License-Identifier: GPL-3.0-or-later
// Typing into the window's numbers, as a hand does.
#pragma once

#include <QtTest>

#include "number_box.h"

namespace isochron::tests {

/// Types over all that a box holds, as a hand does, and presses Enter or another key that ends it.
inline void typeInto(NumberBox& box, const QString& text, Qt::Key last = Qt::Key_Return) {
  box.setFocus();
  box.selectAll();
  QTest::keyClicks(&box, text);
  QTest::keyClick(&box, last);
}

/// The one of that accessible name; null where there is none.
inline NumberBox* numberBox(const QWidget& parent, const QString& name) {
  for (NumberBox* box : parent.findChildren<NumberBox*>())
    if (box->accessibleName() == name) return box;
  return nullptr;
}

}  // namespace isochron::tests
