// SPDX-License-Identifier: GPL-3.0-or-later
// SSIM after Wang, Bovik, Sheikh and Simoncelli (2004), over tiles of 8 x 8 pixels.
#include "picture_compare.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <vector>

namespace isochron::tests {
namespace {

constexpr int kTile = 8;
constexpr int kTilesInLargeOne = 4;
constexpr double kLeastMean = 0.97;
constexpr double kLeastWorst = 0.8;
constexpr double kMostColour = 3.0;

double tileSimilarity(const QImage& a, const QImage& b, QRect tile) {
  double sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
  for (int y = tile.top(); y <= tile.bottom(); ++y) {
    for (int x = tile.left(); x <= tile.right(); ++x) {
      const double p = qGray(a.pixel(x, y));
      const double q = qGray(b.pixel(x, y));
      sumA += p;
      sumB += q;
      squareA += p * p;
      squareB += q * q;
      product += p * q;
    }
  }
  const double n = tile.width() * tile.height();
  const double meanA = sumA / n;
  const double meanB = sumB / n;
  const double varianceA = squareA / n - meanA * meanA;
  const double varianceB = squareB / n - meanB * meanB;
  const double covariance = product / n - meanA * meanB;
  constexpr double kFirst = 6.5025;    // (0.01 * 255)^2
  constexpr double kSecond = 58.5225;  // (0.03 * 255)^2
  return (2 * meanA * meanB + kFirst) * (2 * covariance + kSecond) /
         ((meanA * meanA + meanB * meanB + kFirst) * (varianceA + varianceB + kSecond));
}

double colourDifference(const QImage& a, const QImage& b) {
  double sum = 0.0;
  for (int y = 0; y < a.height(); ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QRgb p = a.pixel(x, y);
      const QRgb q = b.pixel(x, y);
      sum += std::abs(qRed(p) - qRed(q)) + std::abs(qGreen(p) - qGreen(q)) +
             std::abs(qBlue(p) - qBlue(q));
    }
  }
  return sum / (3.0 * a.width() * a.height());
}

// Beside the test program, in a folder that can be uploaded as a whole.
QString keep(const QImage& picture, const QString& name) {
  const QDir folder(QCoreApplication::applicationDirPath() + QStringLiteral("/pictures"));
  folder.mkpath(QStringLiteral("."));
  const QString path = folder.filePath(name + QStringLiteral(".png"));
  picture.save(path);
  return path;
}

QImage without(const QRegion& region, const QImage& picture) {
  QImage rest = picture.convertToFormat(QImage::Format_RGB32);
  rest.setDevicePixelRatio(1.0);
  QPainter painter(&rest);
  for (const QRect& part : region) painter.fillRect(part, Qt::gray);
  return rest;
}

}  // namespace

Likeness likeness(const QImage& a, const QImage& b) {
  if (a.isNull() || a.size() != b.size()) return {};
  const int columns = a.width() / kTile;
  const int rows = a.height() / kTile;
  std::vector<double> tiles;
  double sum = 0.0;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      tiles.push_back(tileSimilarity(a, b, {column * kTile, row * kTile, kTile, kTile}));
      sum += tiles.back();
    }
  }
  double worst = 1.0;
  for (int row = 0; row + kTilesInLargeOne <= rows; ++row) {
    for (int column = 0; column + kTilesInLargeOne <= columns; ++column) {
      double large = 0.0;
      for (int k = 0; k < kTilesInLargeOne * kTilesInLargeOne; ++k) {
        const int at = (row + k / kTilesInLargeOne) * columns + column + k % kTilesInLargeOne;
        large += tiles[static_cast<std::size_t>(at)];
      }
      worst = std::min(worst, large / (kTilesInLargeOne * kTilesInLargeOne));
    }
  }
  return {sum / static_cast<double>(tiles.size()), worst, colourDifference(a, b)};
}

QString differenceFromBaseline(const QImage& picture, const QString& name,
                               const QRegion& changing) {
  const QString path = QStringLiteral(ISOCHRON_BASELINES "/%1.png").arg(name);
  if (!QFile::exists(path)) {
    return QStringLiteral("there is no baseline %1; look at %2 and copy it there if it is right")
        .arg(path, keep(picture, name));
  }
  const QImage baseline(path);
  if (baseline.size() != picture.size()) {
    return QStringLiteral("%1 x %2 pixels instead of %3 x %4; see %5")
        .arg(picture.width())
        .arg(picture.height())
        .arg(baseline.width())
        .arg(baseline.height())
        .arg(keep(picture, name));
  }
  const Likeness found = likeness(without(changing, picture), without(changing, baseline));
  if (found.mean >= kLeastMean && found.worst >= kLeastWorst && found.colour <= kMostColour) {
    return {};
  }
  return QStringLiteral(
             "mean likeness %1 (at least %2), worst tile %3 (at least %4), colours "
             "differ by %5 (at most %6); see %7")
      .arg(found.mean)
      .arg(kLeastMean)
      .arg(found.worst)
      .arg(kLeastWorst)
      .arg(found.colour)
      .arg(kMostColour)
      .arg(keep(picture, name));
}

}  // namespace isochron::tests
