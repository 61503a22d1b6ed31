// SPDX-License-Identifier: GPL-3.0-or-later
// RecentFiles: what was opened lately, and how it was read.
#pragma once

#include <QSettings>
#include <QString>
#include <optional>
#include <vector>

#include "formats/velocity_file.h"

namespace isochron {

/// Everything needed to open a model again without asking.
struct RecentFile {
  QString path;  // absolute
  ImportLayout layout;
  OpenOptions options;
  std::int64_t index = 0;  // of the model in the file
  int reducedNx = 0;       // nodes after loading; 0: as in the file
  int reducedNz = 0;
};

/// Newest first, at most ten, kept in the settings.
class RecentFiles {
 public:
  static constexpr int kMost = 10;

  explicit RecentFiles(QSettings& settings) : settings_(settings) {}
  std::vector<RecentFile> files() const;
  /// Puts a file first; an older entry of the same path goes.
  void add(const RecentFile& file);
  void clear();

 private:
  QSettings& settings_;
};

}  // namespace isochron
