// SPDX-License-Identifier: GPL-3.0-or-later
#include "number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <cmath>

namespace isochron {
namespace {

constexpr int kManyDigits = 10;  // more come of a computation, not of somebody's hand
constexpr int kShownDigits = 6;
constexpr double kLeastFixed = 1e-4;
constexpr double kMostFixed = 1e9;

QString tr(const char* text) { return QCoreApplication::translate("Number text", text); }

enum class Dimension { Length, Velocity, Time };

struct Unit {
  const char* name;
  Dimension dimension;
  double si;
};

constexpr Unit kUnits[] = {{"km", Dimension::Length, 1000.0},     {"m", Dimension::Length, 1.0},
                           {"cm", Dimension::Length, 0.01},       {"ft", Dimension::Length, 0.3048},
                           {"km/s", Dimension::Velocity, 1000.0}, {"m/s", Dimension::Velocity, 1.0},
                           {"ft/s", Dimension::Velocity, 0.3048}, {"s", Dimension::Time, 1.0},
                           {"ms", Dimension::Time, 1e-3},         {"min", Dimension::Time, 60.0},
                           {"h", Dimension::Time, 3600.0}};

const Unit* findUnit(const QString& name) {
  for (const Unit& unit : kUnits)
    if (name.compare(QLatin1String(unit.name), Qt::CaseInsensitive) == 0) return &unit;
  return nullptr;
}

/// Digits of every script, the minus sign and the locale's own decimal mark as ASCII.
QString asAscii(const QString& text) {
  const QString mark = QLocale().decimalPoint();
  QString plain;
  for (const QChar c : text) {
    if (c.digitValue() >= 0)
      plain += QChar(u'0' + c.digitValue());
    else if (c == QChar(0x2212))
      plain += u'-';
    else if (mark == c && c != u',')
      plain += u'.';
    else
      plain += c;
  }
  return plain.trimmed();
}

/// "1,234,567" for ','.
bool isGrouped(const QString& digits, QChar separator) {
  static const QRegularExpression kDigits(QStringLiteral("^\\d+$"));
  const QStringList groups = digits.split(separator);
  if (groups.size() < 2 || groups[0].size() > 3 || groups[0].startsWith(u'0')) return false;
  for (qsizetype i = 0; i < groups.size(); ++i) {
    if (!kDigits.match(groups[i]).hasMatch()) return false;
    if (i > 0 && groups[i].size() != 3) return false;
  }
  return true;
}

QString without(QString text, QChar c) { return text.remove(c); }

/// The digits before the exponent with a decimal point, if any, and nothing else; empty where they
/// mean nothing. With a problem where they could mean two numbers.
QString plainMantissa(QString digits, bool whole, QString& problem) {
  for (const QChar blank : {QChar(u' '), QChar(0xA0), QChar(0x202F), QChar(u'\''), QChar(0x2019)}) {
    if (!digits.contains(blank)) continue;
    const qsizetype mark = digits.indexOf(QRegularExpression(QStringLiteral("[.,]")));
    if (!isGrouped(mark < 0 ? digits : digits.left(mark), blank)) return {};
    digits.remove(blank);
  }
  const qsizetype points = digits.count(u'.');
  const qsizetype commas = digits.count(u',');
  if (points + commas == 0) return digits;
  if (points > 0 && commas > 0) {
    const QChar decimal = digits.lastIndexOf(u'.') > digits.lastIndexOf(u',') ? u'.' : u',';
    const QChar group = decimal == u'.' ? u',' : u'.';
    const qsizetype at = digits.lastIndexOf(decimal);
    if (digits.count(decimal) > 1 || !isGrouped(digits.left(at), group)) return {};
    return without(digits.left(at), group) + u'.' + digits.mid(at + 1);
  }
  const QChar mark = points > 0 ? u'.' : u',';
  if (points + commas > 1) return isGrouped(digits, mark) ? without(digits, mark) : QString();
  const QLocale locale;
  if (isGrouped(digits, mark)) {
    const bool groups = locale.groupSeparator() == mark;
    if (whole && groups) return without(digits, mark);
    if (whole || (groups && mark == u',')) {
      QString decimal = digits;
      decimal.replace(mark, locale.decimalPoint());
      problem = tr("%1 could be %2 or %3; write one of these.")
                    .arg(digits, decimal, without(digits, mark));
      return {};
    }
  }
  return digits.replace(mark, u'.');
}

}  // namespace

std::optional<double> unitRatio(const QString& typed, const QString& unit) {
  if (typed.compare(unit, Qt::CaseInsensitive) == 0) return 1.0;
  const Unit* const from = findUnit(typed);
  const Unit* const to = findUnit(unit);
  if (from == nullptr || to == nullptr || from->dimension != to->dimension) return std::nullopt;
  return from->si / to->si;
}

TypedNumber readNumber(const QString& text, const QString& unit, bool whole) {
  static const QRegularExpression kParts(
      QStringLiteral("^([+-]?)((?:\\d|[.,])(?:[\\d.,'\\x{2019}\\x{A0}\\x{202F} ]*[\\d.,])?)"
                     "((?:[eE][+-]?\\d+)?)\\s*(\\D.*)?$"));
  TypedNumber typed;
  const auto refused = [&] {
    if (typed.problem.isEmpty())
      typed.problem = text.trimmed().isEmpty()
                          ? tr("A number is missing.")
                          : tr("%1 cannot be read as a number.").arg(text.trimmed());
    return typed;
  };
  const auto parts = kParts.match(asAscii(text));
  if (!parts.hasMatch()) return refused();
  const QString mantissa = plainMantissa(parts.captured(2), whole, typed.problem);
  bool good = false;
  double value = QLocale::c().toDouble(parts.captured(1) + mantissa + parts.captured(3), &good);
  if (mantissa.isEmpty() || !good || !std::isfinite(value)) return refused();
  const QString typedUnit = parts.captured(4).trimmed();
  if (!typedUnit.isEmpty()) {
    const auto ratio = unitRatio(typedUnit, unit);
    if (!ratio) {
      typed.problem =
          unit.isEmpty()
              ? tr("%1 is no unit of this number.").arg(typedUnit)
              : tr("%1 is not understood here; type the number in %2.").arg(typedUnit, unit);
      return refused();
    }
    const QString before = numberText(value, typedUnit);
    // Powers of ten are divided by, which rounds 4555 m/s to 4.555 km/s and not beside it.
    value = *ratio < 1.0 ? value / *unitRatio(unit, typedUnit) : value * *ratio;
    if (*ratio != 1.0) typed.note = QStringLiteral("%1 = %2").arg(before, numberText(value, unit));
  }
  if (whole && value != std::round(value)) {
    typed.problem = tr("%1 is no whole number.").arg(numberText(value));
    return refused();
  }
  typed.value = value;
  return typed;
}

QString numberText(double value) {
  QLocale locale;
  locale.setNumberOptions(QLocale::OmitGroupSeparator | QLocale::OmitLeadingZeroInExponent);
  const double size = std::abs(value);
  const bool fixed = size == 0.0 || (size >= kLeastFixed && size < kMostFixed);
  QString digits = QString::number(value, 'e', QLocale::FloatingPointShortest);
  digits.truncate(digits.indexOf(u'e'));
  digits.remove(u'.').remove(u'-');
  const int shown = digits.size() <= kManyDigits ? static_cast<int>(digits.size()) : kShownDigits;
  if (!fixed) return locale.toString(value, 'e', shown - 1);
  const int place = size == 0.0 ? 0 : static_cast<int>(std::floor(std::log10(size)));
  QString text = locale.toString(value, 'f', std::max(0, shown - 1 - place));
  if (!text.contains(locale.decimalPoint())) return text;
  while (text.endsWith(locale.zeroDigit())) text.chop(1);
  if (text.endsWith(locale.decimalPoint())) text.chop(locale.decimalPoint().size());
  return text;
}

QString withLocalNumbers(const QString& sentence) {
  static const QRegularExpression kNumber(
      QStringLiteral("(?<![\\w.'/])(\\d+)\\.(\\d+(?:e[+-]?\\d+)?)(?!\\w|\\.\\d)"));
  const QString mark = QLocale().decimalPoint();
  return mark == QLatin1String(".")
             ? sentence
             : QString(sentence).replace(kNumber, QStringLiteral("\\1%1\\2").arg(mark));
}

QString numberText(double value, const QString& unit) {
  return unit.isEmpty() ? numberText(value) : numberText(value) + QLatin1Char(' ') + unit;
}

}  // namespace isochron
