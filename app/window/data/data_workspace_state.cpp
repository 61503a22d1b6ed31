// SPDX-License-Identifier: GPL-3.0-or-later
// What a project keeps of Data: how it is looked at.
#include "data/data_workspace.h"
#include "data/gallery_bar.h"
#include "data/gallery_view.h"
#include "data/model_panel.h"
#include "data/set_list.h"
#include "data/split_panel.h"

namespace isochron {

Json DataWorkspace::projectState() const {
  return {{"width", gallery_->thumbnailSize().width()},
          {"colour_map", bar_->colourMap().toStdString()},
          {"model", detail_->model()}};
}

void DataWorkspace::restoreProjectState(const Json& state) {
  gallery_->setThumbnailWidth(state.value("width", gallery_->thumbnailSize().width()));
  bar_->setColourMap(
      QString::fromStdString(state.value("colour_map", bar_->colourMap().toStdString())));
  const int row = models_->rowOf(state.value("model", std::int64_t{-1}));
  if (row >= 0) gallery_->setCurrentIndex(models_->index(row));
  applyLook();
}

}  // namespace isochron
