// SPDX-License-Identifier: GPL-3.0-or-later
#include "receivers_file.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTextStream>
#include <cmath>
#include <optional>

#include "field/error.h"

namespace isochron {
namespace {

constexpr qint64 kLongestLine = 4096;
constexpr std::size_t kMostReceivers = 100000;

std::optional<Point> parse(const QString& line) {
  static const QRegularExpression separators(QStringLiteral("[,;\\s]+"));
  const QStringList words = line.split(separators, Qt::SkipEmptyParts);
  if (words.size() < 2) return std::nullopt;
  bool xIsNumber = false;
  bool zIsNumber = false;
  const Point p{words[0].toDouble(&xIsNumber), words[1].toDouble(&zIsNumber)};
  if (!xIsNumber || !zIsNumber || !std::isfinite(p.x) || !std::isfinite(p.z)) return std::nullopt;
  return p;
}

}  // namespace

std::vector<Point> readReceivers(const QString& path) {
  const std::string name = QFileInfo(path).fileName().toStdString();
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
    throw Error(name, "cannot be opened: " + file.errorString().toStdString(),
                "check that it exists and may be read");
  QTextStream text(&file);
  std::vector<Point> receivers;
  for (int number = 1; !text.atEnd(); ++number) {
    const QString line = text.readLine(kLongestLine).trimmed();
    if (line.isEmpty() || line.startsWith(QLatin1Char('#'))) continue;
    const std::optional<Point> receiver = parse(line);
    if (!receiver && receivers.empty() && number == 1) continue;
    const std::string place = name + ", line " + std::to_string(number);
    if (!receiver)
      throw Error(place, "two numbers are missing", "write x and z in km, \"1.25, 0.0\"");
    if (receivers.size() == kMostReceivers)
      throw Error(place, "more than 100000 receivers", "split the file");
    receivers.push_back(*receiver);
  }
  if (receivers.empty())
    throw Error(name, "holds no receivers", "write a line per receiver, x and z in km");
  return receivers;
}

}  // namespace isochron
