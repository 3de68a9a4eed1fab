// SPDX-License-Identifier: GPL-3.0-or-later
//
// Memory of packed weights. Large matrices are read from end to end at batch 1: with pages of 2 MiB that is measurably
// faster, because the page tables are not read along.

#define _DEFAULT_SOURCE

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
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

// Rows of B that are turned together, so that each is read in runs.
#define TURNED 16

// One panel of a transposed B, whose columns are rows of memory.
static void turn(const float *b, size_t inner, size_t width, float *panel) {
    for (size_t from = 0; from < inner; from += TURNED) {
        size_t to = inner - from < TURNED ? inner : from + TURNED;
        for (size_t i = 0; i < width; i++)
            for (size_t k = from; k < to; k++) panel[k * TRILEMMA_PANEL + i] = b[i * inner + k];
    }
    for (size_t k = 0; k < inner && width < TRILEMMA_PANEL; k++)
        for (size_t i = width; i < TRILEMMA_PANEL; i++) panel[k * TRILEMMA_PANEL + i] = 0;
}

void trilemma_pack(const float *b, size_t inner, size_t columns, bool is_transposed, float *panels) {
    for (size_t from = 0; from < columns; from += TRILEMMA_PANEL, panels += inner * TRILEMMA_PANEL) {
        size_t width = columns - from < TRILEMMA_PANEL ? columns - from : TRILEMMA_PANEL;
        if (is_transposed) {
            turn(b + from * inner, inner, width, panels);
            continue;
        }
        for (size_t k = 0; k < inner; k++) {
            float *row = panels + k * TRILEMMA_PANEL;
            const float *source = b + k * columns + from;
            if (width == TRILEMMA_PANEL) {
                memcpy(row, source, TRILEMMA_PANEL * sizeof *row);
            } else {
                for (size_t i = 0; i < TRILEMMA_PANEL; i++) row[i] = i < width ? source[i] : 0;
            }
        }
    }
}
