// SPDX-License-Identifier: GPL-3.0-or-later
//
// Memory of packed weights. Large matrices are read from end to end at batch 1: with pages of 2 MiB that is measurably
// faster, because the page tables are not read along.

#define _DEFAULT_SOURCE

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "product.h"

#define LARGE_PAGE ((size_t)2 << 20)

float *trilemma_new_panels(size_t inner, size_t columns) {
    size_t width, count;
    if (__builtin_add_overflow(columns, TRILEMMA_PANEL - 1, &width)) return NULL;
    width -= width % TRILEMMA_PANEL;
    if (__builtin_mul_overflow(inner, width, &count) || count > (SIZE_MAX - LARGE_PAGE) / sizeof(float)) return NULL;
    size_t bytes = count * sizeof(float), page = bytes >= LARGE_PAGE ? LARGE_PAGE : 64;
    bytes = (bytes + page - 1) / page * page;
    float *panels = aligned_alloc(page, bytes > 0 ? bytes : page);
    // A wish; refused, the pages stay small.
    if (panels && page == LARGE_PAGE) (void)madvise(panels, bytes, MADV_HUGEPAGE);
    return panels;
}

void trilemma_free_panels(float *panels) { free(panels); }

void trilemma_pack(const float *b, size_t inner, size_t columns, bool is_transposed, float *panels) {
    size_t row_stride = is_transposed ? 1 : columns, column_stride = is_transposed ? inner : 1;
    for (size_t from = 0; from < columns; from += TRILEMMA_PANEL, panels += inner * TRILEMMA_PANEL) {
        size_t width = columns - from < TRILEMMA_PANEL ? columns - from : TRILEMMA_PANEL;
        for (size_t k = 0; k < inner; k++)
            for (size_t i = 0; i < TRILEMMA_PANEL; i++)
                panels[k * TRILEMMA_PANEL + i] = i < width ? b[k * row_stride + (from + i) * column_stride] : 0;
    }
}
