// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_counter.h"

#include "formats/velocity_file.h"

namespace isochron {

CountedFile countModels(const QString& path, const std::stop_token& stop) {
  CountedFile counted{path, 0};
  try {
    OpenOptions options;
    options.stop = stop;
    const VelocityFile file = VelocityFile::open(path.toStdString(), options);
    counted.models = file.modelCount(file.guess().layout);
  } catch (const std::exception&) {
    // Who opens it tells why.
  }
  return counted;
}

}  // namespace isochron
