// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/recent_files.h"

#include "project/import_json.h"

namespace isochron {
namespace {

const QString kKey = QStringLiteral("recentFiles");

void write(QSettings& settings, const RecentFile& file) {
  const auto set = [&](const char* key, const QVariant& value) {
    settings.setValue(QLatin1String(key), value);
  };
  set("path", file.path);
  set("index", static_cast<qlonglong>(file.index));
  set("reducedNx", file.reducedNx);
  set("reducedNz", file.reducedNz);
  set("layout", QString::fromStdString(toJson(file.layout).dump()));
  set("options", QString::fromStdString(toJson(file.options).dump()));
}

/// A file whose layout cannot be understood, as those of 0.1, is one without: it is guessed anew.
RecentFile read(const QSettings& settings) {
  const auto get = [&](const char* key) { return settings.value(QLatin1String(key)); };
  RecentFile file;
  file.path = get("path").toString();
  try {
    file.layout = layoutFrom(Json::parse(get("layout").toString().toStdString()));
    file.options = optionsFrom(Json::parse(get("options").toString().toStdString()));
    file.index = get("index").toLongLong();
    file.reducedNx = get("reducedNx").toInt();
    file.reducedNz = get("reducedNz").toInt();
  } catch (const Json::exception&) {
    file.layout = {};
    file.options = {};
  }
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
