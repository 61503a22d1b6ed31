// SPDX-License-Identifier: GPL-3.0-or-later
// LearningLibrary: the part of the window that needs LibTorch, loaded when it is first asked for.
#pragma once

namespace isochron {

/// The function of that name, declared extern "C". LibTorch brings some 300 libraries: loading
/// them takes longer than all else before the window's first picture, so they come after it. Any
/// thread. Throws Error where the library is missing or cannot be loaded. A program that has the
/// functions linked in needs no library.
void* learningFunction(const char* name);

/// So that learningFunction() need not load it. Any thread. Throws Error as that does.
void loadLearningLibrary();
/// learningFunction() returns at once. False also while another thread loads it.
bool isLearningLibraryLoaded();

}  // namespace isochron
