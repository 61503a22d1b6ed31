// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_update.h"

namespace isochron {
namespace {

constexpr int kContourCount = 16;

}  // namespace

std::filesystem::path unfinished(const std::filesystem::path& file) {
  std::filesystem::path beside = file;
  beside += ".unfinished";
  return beside;
}

TrainingPicture pictureOf(Snapshot snapshot, std::int64_t heldOut) {
  TrainingPicture picture;
  picture.heldOut = heldOut;
  const Field* learnt = snapshot.find("traveltime");
  const Field* reference = snapshot.find("reference");
  if (learnt != nullptr && reference != nullptr) {
    const double longest = reference->values.maxCoeff();
    picture.interval = niceInterval(longest, kContourCount);
    const std::vector<double> levels = levelsBetween(0.0, longest, picture.interval);
    picture.contours = contours(*learnt, levels);
    picture.reference = contours(*reference, levels);
  }
  picture.snapshot = std::move(snapshot);
  return picture;
}

}  // namespace isochron
