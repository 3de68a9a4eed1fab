// SPDX-License-Identifier: GPL-3.0-or-later

#define _DEFAULT_SOURCE

#include "hints.h"

#include <sys/mman.h>

void trilemma_prefer_large_pages(void *start, size_t bytes) {
    // Refused by systems that do not know it, which is as good as not asking.
    (void)madvise(start, bytes, MADV_HUGEPAGE);
}
