// SPDX-License-Identifier: GPL-3.0-or-later
//
// A product with one row is bound by the memory of the weights; in the default order they become float32 in registers. With
// more rows, pieces of a panel are expanded that stay in the first-level cache while the tiles of all rows pass over
// them.

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

// Any order: a whole panel is expanded, and multiplied as any other.
static void multiply_by_panels(
    trilemma_variant variant, trilemma_order order, const trilemma_product *p, const struct codes *b) {
    for (size_t column = 0; column < p->columns; column += TRILEMMA_CODE_PANEL) {
        trilemma_expand(variant, b->form, panel_of(b, column), p->inner, b->panel_bytes, (float *)p->panels);
        trilemma_product part = *p;
        part.panel_stride = p->inner * TRILEMMA_PANEL;
        part.c += column;
        part.bias = p->bias ? p->bias + column : NULL;
        part.columns = least(TRILEMMA_CODE_PANEL, p->columns - column);
        trilemma_multiply(variant, order, &part);
    }
}

// Columns for which a piece of the rows of A is used once copied.
#define COLUMN_BLOCK 1024

// One lane; `steps` of k at a time, a multiple of 32 and of the order's blocks.
static void multiply_by_pieces(
    trilemma_variant variant, trilemma_order order, const trilemma_product *p, const struct codes *b, size_t steps) {
    const struct shapes *shapes = tiles_of(variant, 0);
    float *panels = (float *)p->panels, *copy = panels + CHUNK * TRILEMMA_CODE_PANEL;
    size_t block_bytes = trilemma_block_bytes(b->form);
    for (size_t from = 0; from < p->columns; from += COLUMN_BLOCK)
        for (size_t start = 0; start < p->inner; start += steps) {
            struct piece piece = {NULL, 0, 0, p->rows, start, least(steps, p->inner - start)};
            trilemma_copy_piece(p, &piece, copy);
            size_t to = least(from + COLUMN_BLOCK, p->columns);
            for (size_t column = from; column < to; column += TRILEMMA_CODE_PANEL) {
                const char *blocks = panel_of(b, column) + start / TRILEMMA_BLOCK * block_bytes;
                trilemma_expand(variant, b->form, blocks, piece.steps, b->panel_bytes, panels);
                trilemma_run_piece(
                    shapes, order, p, &piece, column, least(column + TRILEMMA_CODE_PANEL, to), panels,
                    piece.steps * TRILEMMA_PANEL);
            }
        }
}

size_t trilemma_quantized_scratch(size_t inner) {
    size_t panel = inner * TRILEMMA_CODE_PANEL, pieces = CHUNK * TRILEMMA_CODE_PANEL + ROWS_AT_ONCE * TILE_STRIDE;
    return panel > pieces ? panel : pieces;
}

void trilemma_multiply_quantized(
    trilemma_variant variant, trilemma_order order, const trilemma_product *product, trilemma_form form,
    const void *blocks) {
    struct codes b = {
        form, blocks, (product->inner + TRILEMMA_BLOCK - 1) / TRILEMMA_BLOCK * trilemma_block_bytes(form)};
    if (order.block >= product->inner) order.block = 0;
    bool is_plain = order.lanes == 1 && order.block == 0 && order.accumulator == TRILEMMA_FLOAT32;
    size_t steps = order.lanes == 1 ? trilemma_steps_at_once(order, product->inner) : 0;
    for (size_t row = 0; row < product->rows; row += ROWS_AT_ONCE) {
        trilemma_product part = *product;
        part.rows = least(ROWS_AT_ONCE, product->rows - row);
        part.a += row * product->a_stride;
        part.c += row * product->c_stride;
        if (part.rows == 1 && is_plain)
            multiply_one_row(variant, &part, &b, order.is_fused);
        else if (steps > 0 && steps % TRILEMMA_BLOCK == 0)
            multiply_by_pieces(variant, order, &part, &b, steps);
        else
            multiply_by_panels(variant, order, &part, &b);
    }
}
