// SPDX-License-Identifier: GPL-3.0-or-later
//
// A product with one row is bound by the memory of the weights; in the default order they become float32 in registers.
// With more rows, pieces of a panel are expanded that stay in the first-level cache while the tiles of all rows pass
// over them.

#include "quantized.inc.h"
#include "tiles.h"

INLINE void add_product(vector *sum, float a, const vector *b, bool is_fused) {
    *sum = is_fused ? __builtin_elementwise_fma((vector)(a), *b, *sum) : *sum + (vector)(a) * *b;
}

// Two steps of one row, or the first of them.
INLINE void add_pair(
    trilemma_form form, const void *block, size_t step, const float *a, bool is_fused, bool has_both, vector *sums) {
#pragma clang loop unroll(full)
    for (size_t half = 0; half < PER_PANEL; half++) {
        vector even, odd;
        load_pair(form, block, step, half, &even, &odd);
        add_product(&sums[half], a[0], &even, is_fused);
        if (has_both) add_product(&sums[half], a[1], &odd, is_fused);
    }
}

// One row times one panel: a sum per column from +0, k ascending.
INLINE void multiply_row(
    trilemma_form form, const void *blocks, const float *a, size_t steps, bool is_fused, float *results) {
    size_t size = trilemma_block_bytes(form);
    vector sums[PER_PANEL] = {0};
    for (size_t start = 0; start < steps; start += TRILEMMA_BLOCK) {
        const void *block = (const char *)blocks + start / TRILEMMA_BLOCK * size;
        size_t length = least(TRILEMMA_BLOCK, steps - start), k = 0;
        for (; k + 2 <= length; k += 2) add_pair(form, block, k, a + start + k, is_fused, true, sums);
        if (k < length) add_pair(form, block, k, a + start + k, is_fused, false, sums);
    }
    memcpy(results, sums, sizeof sums);
}

#define MULTIPLY_FUSED(form) multiply_row(form, blocks, a, steps, true, sums)
#define MULTIPLY_SEPARATE(form) multiply_row(form, blocks, a, steps, false, sums)
#define TARGET(target, variant)                                                                                       \
    target static void row_##variant(                                                                                 \
        trilemma_form form, const void *blocks, const float *a, size_t steps, bool is_fused, float *sums) {           \
        if (is_fused)                                                                                                 \
            EACH_FORM(MULTIPLY_FUSED)                                                                                 \
        else                                                                                                          \
            EACH_FORM(MULTIPLY_SEPARATE)                                                                              \
    }

TARGET(, portable)
#if defined(__x86_64__)
TARGET(__attribute__((target("avx2,fma"))), avx2)
TARGET(__attribute__((target("avx512f,fma"))), avx512)
#endif

// B as it lies in memory.
struct codes {
    trilemma_form form;
    const char *blocks;
    size_t panel_bytes;
};

static const char *panel_of(const struct codes *b, size_t column) {
    return b->blocks + column / TRILEMMA_CODE_PANEL * b->panel_bytes;
}

static void multiply_one_row(
    trilemma_variant variant, const trilemma_product *p, const struct codes *b, bool is_fused) {
    for (size_t column = 0; column < p->columns; column += TRILEMMA_CODE_PANEL) {
        const char *blocks = panel_of(b, column);
        float sums[TRILEMMA_CODE_PANEL];
#if defined(__x86_64__)
        if (variant == TRILEMMA_AVX512)
            row_avx512(b->form, blocks, p->a, p->inner, is_fused, sums);
        else if (variant == TRILEMMA_AVX2)
            row_avx2(b->form, blocks, p->a, p->inner, is_fused, sums);
        else
#endif
            row_portable(b->form, blocks, p->a, p->inner, is_fused, sums);
        size_t width = least(TRILEMMA_CODE_PANEL, p->columns - column);
        for (size_t i = 0; i < width; i++)
            p->c[column + i] = with_one_nan(p->bias ? sums[i] + p->bias[column + i] : sums[i]);
    }
}

// Columns for which some rows and steps of A are used before the next steps.
#define COLUMN_BLOCK 1024

// Any order: `steps` of k at a time.
static void multiply_rows(
    trilemma_variant variant, trilemma_order order, const trilemma_product *p, const struct codes *b, size_t row,
    size_t rows, size_t steps) {
    const struct shapes *shapes = trilemma_shapes(variant, order.lanes);
    float *panels = (float *)p->panels;
    for (size_t from = 0; from < p->columns; from += COLUMN_BLOCK) {
        size_t start = 0, to = least(from + COLUMN_BLOCK, p->columns);
        do {
            struct piece piece = {row, rows, start, least(steps, p->inner - start)};
            for (size_t column = from; column < to; column += TRILEMMA_CODE_PANEL) {
                const char *blocks = panel_of(b, column) + start / TRILEMMA_BLOCK * trilemma_block_bytes(b->form);
                trilemma_expand(variant, b->form, blocks, piece.steps, b->panel_bytes, panels);
                trilemma_run_piece(
                    shapes, order, p, &piece, column, least(column + TRILEMMA_CODE_PANEL, to), panels,
                    piece.steps * TRILEMMA_PANEL);
            }
            start += steps;
        } while (start < p->inner);
    }
}

size_t trilemma_quantized_scratch(size_t inner) { return inner * TRILEMMA_CODE_PANEL; }

void trilemma_multiply_quantized(
    trilemma_variant variant, trilemma_order order, const trilemma_product *product, trilemma_form form,
    const void *blocks) {
    if (!trilemma_shapes(variant, order.lanes)) return trilemma_multiply(variant, order, product);
    struct codes b = {
        form, blocks, (product->inner + TRILEMMA_BLOCK - 1) / TRILEMMA_BLOCK * trilemma_block_bytes(form)};
    if (order.block >= product->inner) order.block = 0;
    if (product->rows == 1 && order.lanes == 1 && order.block == 0 && order.accumulator == TRILEMMA_FLOAT32)
        return multiply_one_row(variant, product, &b, order.is_fused);
    size_t steps = trilemma_steps_at_once(order, product->inner);
    if (steps % TRILEMMA_BLOCK != 0) steps = product->inner;
    for (size_t row = 0; row < product->rows; row += ROWS_AT_ONCE)
        multiply_rows(variant, order, product, &b, row, least(ROWS_AT_ONCE, product->rows - row), steps);
}
