// SPDX-License-Identifier: GPL-3.0-or-later
// Number text: numbers as people type them and as the window writes them, in the locale's format.
#pragma once

#include <QString>
#include <optional>

namespace isochron {

/// What a text means as a number. Either a value or a problem.
struct TypedNumber {
  std::optional<double> value;  // in the unit that was asked for
  QString note;                 // "4500 m/s = 4.5 km/s" where another unit was typed
  QString problem;              // a sentence: why it is no number, and how to write it
};

/// Reads `text`: a number, and after it a unit where one is typed. Both 2.5 and 2,5 are two and a
/// half in every locale; blanks and apostrophes group digits, and so do points and commas where
/// nothing else can be meant (1,234.5; 1.234.567). What could be either, such as 4,500 in a
/// locale with decimal points, is refused. With `unit` km/s, m/s is understood, too; the same goes
/// for other lengths, velocities and times.
TypedNumber readNumber(const QString& text, const QString& unit = {}, bool whole = false);

/// The number of `unit`s that one `typed` is, such as 0.001 for a metre where km are asked for;
/// empty where they are no units of one quantity.
std::optional<double> unitRatio(const QString& typed, const QString& unit);

/// With all digits where these are few (2.555), else rounded to six; never with group separators.
QString numberText(double value);
/// The same with its unit: "2.555 km/s".
QString numberText(double value, const QString& unit);

/// Sentences of core, whose numbers have decimal points, with those of the locale. What belongs to
/// a name ("vel_12.5m.npy") stays.
QString withLocalNumbers(const QString& sentence);

}  // namespace isochron
