// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/set_opener.h"

#include "field/error.h"

namespace isochron {

OpenSetAnswer openSet(const OpenSetRequest& request, const std::stop_token& stop) {
  OpenSetAnswer answer{request, nullptr, {}};
  try {
    OpenOptions options = request.options;
    options.stop = stop;
    VelocityFile file = VelocityFile::open(request.path.toStdString(), options);
    const ImportLayout layout = request.layout.value_or(file.guess().layout);
    answer.data = std::make_shared<const DataSet>(std::move(file), layout);
  } catch (const std::exception& failure) {
    answer.problem = QString::fromUtf8(failure.what());
  }
  return answer;
}

SetOpener::SetOpener(QObject* parent)
    : QObject(parent),
      answer_(openSet, [this](const OpenSetAnswer& answer) { Q_EMIT opened(answer); }) {}

}  // namespace isochron
