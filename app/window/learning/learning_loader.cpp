// SPDX-License-Identifier: GPL-3.0-or-later
#include "learning/learning_loader.h"

#include "field/error.h"
#include "learning/learning_library.h"

namespace isochron {

LearningLoader::LearningLoader(QObject* parent)
    : QObject(parent), loaded_(isLearningLibraryLoaded()) {
  if (loaded_) return;
  connect(&notifier_, &CoalescingNotifier::notified, this, &LearningLoader::deliver);
  thread_ = std::jthread([this] {
    try {
      loadLearningLibrary();
    } catch (const Error& failure) {
      const std::scoped_lock lock(mutex_);
      failure_ = QString::fromUtf8(failure.what());
    }
    notifier_.notify();
  });
}

LearningLoader::~LearningLoader() = default;

void LearningLoader::deliver() {
  {
    const std::scoped_lock lock(mutex_);
    problem_ = failure_;
  }
  loaded_ = problem_.isEmpty();
  Q_EMIT loaded();
}

}  // namespace isochron
