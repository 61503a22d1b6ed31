// SPDX-License-Identifier: GPL-3.0-or-later
// For sanitizer builds: no library is unloaded before the process ends. Mesa unloads its driver
// with the last window; what the driver still points to would then be reported as leaks without a
// name, which no suppression can match.
extern "C" int dlclose(void* /*handle*/) { return 0; }
