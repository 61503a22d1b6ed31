// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/recent_files.h"

#include <QStringList>

namespace isochron {
namespace {

const QString kKey = QStringLiteral("recentFiles");

void write(QSettings& settings, const RecentFile& file) {
  const auto set = [&](const char* key, const QVariant& value) {
    settings.setValue(QLatin1String(key), value);
  };
  const ImportLayout& layout = file.layout;
  set("path", file.path);
  set("index", static_cast<qlonglong>(file.index));
  set("reducedNx", file.reducedNx);
  set("reducedNz", file.reducedNz);
  set("zFast", layout.axes == AxisOrder::ZFast);
  set("metres", layout.unit == VelocityUnit::MetresPerSecond);
  set("dx", layout.dx);
  set("dz", layout.dz);
  set("originX", layout.origin.x);
  set("originZ", layout.origin.z);
  set("greyBlack", layout.greyBlack);
  set("greyWhite", layout.greyWhite);
  set("modelAxis", layout.modelAxis);
  if (layout.map) {
    set("mapFactor", layout.map->factor);
    set("mapOffset", layout.map->offset);
  }
  set("array", QString::fromStdString(file.options.array));
  if (!file.options.raw) return;
  QStringList shape;
  for (const std::int64_t n : file.options.raw->shape) shape.append(QString::number(n));
  set("rawShape", shape);
  set("rawType", static_cast<int>(file.options.raw->type));
  set("rawBig", file.options.raw->order == ByteOrder::Big);
  set("rawHeader", static_cast<qlonglong>(file.options.raw->headerBytes));
}

RecentFile read(const QSettings& settings) {
  const auto get = [&](const char* key) { return settings.value(QLatin1String(key)); };
  RecentFile file;
  ImportLayout& layout = file.layout;
  file.path = get("path").toString();
  file.index = get("index").toLongLong();
  file.reducedNx = get("reducedNx").toInt();
  file.reducedNz = get("reducedNz").toInt();
  layout.axes = get("zFast").toBool() ? AxisOrder::ZFast : AxisOrder::XFast;
  layout.unit =
      get("metres").toBool() ? VelocityUnit::MetresPerSecond : VelocityUnit::KilometresPerSecond;
  layout.dx = get("dx").toDouble();
  layout.dz = get("dz").toDouble();
  layout.origin = {get("originX").toDouble(), get("originZ").toDouble()};
  layout.greyBlack = get("greyBlack").toDouble();
  layout.greyWhite = get("greyWhite").toDouble();
  layout.modelAxis = get("modelAxis").toInt();
  if (get("mapFactor").isValid())
    layout.map = LinearMap{get("mapFactor").toDouble(), get("mapOffset").toDouble()};
  file.options.array = get("array").toString().toStdString();
  if (!get("rawShape").isValid()) return file;
  RawShape raw;
  for (const QString& n : get("rawShape").toStringList()) raw.shape.push_back(n.toLongLong());
  raw.type = static_cast<ScalarType>(get("rawType").toInt());
  raw.order = get("rawBig").toBool() ? ByteOrder::Big : ByteOrder::Little;
  raw.headerBytes = get("rawHeader").toLongLong();
  file.options.raw = raw;
  return file;
}

}  // namespace

std::vector<RecentFile> RecentFiles::files() const {
  std::vector<RecentFile> files;
  const int count = std::min(settings_.beginReadArray(kKey), kMost);
  for (int i = 0; i < count; ++i) {
    settings_.setArrayIndex(i);
    files.push_back(read(settings_));
  }
  settings_.endArray();
  return files;
}

void RecentFiles::add(const RecentFile& file) {
  std::vector<RecentFile> all = files();
  std::erase_if(all, [&](const RecentFile& other) { return other.path == file.path; });
  all.insert(all.begin(), file);
  if (all.size() > kMost) all.resize(kMost);
  clear();
  settings_.beginWriteArray(kKey, static_cast<int>(all.size()));
  for (std::size_t i = 0; i < all.size(); ++i) {
    settings_.setArrayIndex(static_cast<int>(i));
    write(settings_, all[i]);
  }
  settings_.endArray();
}

void RecentFiles::clear() { settings_.remove(kKey); }

}  // namespace isochron
