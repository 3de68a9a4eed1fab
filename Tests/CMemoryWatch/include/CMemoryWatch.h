// SPDX-License-Identifier: GPL-3.0-or-later
//
// Counts what a stretch of work asks of the memory, for the tests of the hot path.
//
// Works for the whole process, so only in a process that does nothing else: an exit test.

#pragma once

#include <stdint.h>

typedef struct {
    /// Blocks taken from the C library's allocator.
    int64_t allocations;
    /// References counted up or down by the Swift runtime.
    int64_t references;
} memory_calls;

// Counts from zero. Strings must be left alone until the end: the runtime's hooks take short ones for objects.
void memory_watch_begin(void);

// Stops counting and says what was counted.
memory_calls memory_watch_end(void);
