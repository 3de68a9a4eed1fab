// SPDX-License-Identifier: GPL-3.0-or-later
//
// Two hints about memory for which Swift has no word. Neither changes what a program computes.

#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

// Begins to bring the cache line at the address near, and does not wait for it. Any address will do.
static inline void trilemma_fetch(const void *address) { __builtin_prefetch(address); }

// Asks the system for large pages behind the memory. Where there are none, nothing changes.
void trilemma_prefer_large_pages(void *start, size_t bytes);

#pragma clang assume_nonnull end
