// SPDX-License-Identifier: GPL-3.0-or-later
//
// Products over packed panels, tile by tile. The rows of a tile are copied to the stack first, side by side, so that they
// stay in the first-level cache whatever their distance in memory is.

#include "product.h"

#include <string.h>

#include "tiles.h"

// Columns of B that are used for all rows before the next ones: 384 x 384 numbers are 576 KiB of second-level cache.
#define COLUMN_BLOCK 384

// A tile over the last columns: C and the bias end before the tile does, so it works on copies.
static void run_at_the_edge(struct tile t, tiles run, size_t rows, size_t vectors, size_t columns) {
    float c[MOST_ROWS * TRILEMMA_PANEL] = {0}, bias[TRILEMMA_PANEL] = {0};
    size_t stride = vectors * WIDTH;
    for (size_t row = 0; row < rows && !t.is_first; row++)
        memcpy(c + row * stride, t.c + row * t.c_stride, columns * sizeof *c);
    if (t.bias) t.bias = memcpy(bias, t.bias, columns * sizeof *bias);
    float *target = t.c;
    size_t target_stride = t.c_stride;
    t.c = c;
    t.c_stride = stride;
    run(&t, rows, vectors);
    for (size_t row = 0; row < rows; row++)
        memcpy(target + row * target_stride, c + row * stride, columns * sizeof *c);
}

void trilemma_run_columns(
    const struct shapes *shapes, struct tile t, size_t rows, size_t from, size_t to, const struct tile *origin) {
    tiles run = shapes->run[t.order.is_fused];
    for (size_t column = from, vectors; column < to; column += vectors * WIDTH) {
        size_t group = shapes->group[rows], left = to - column;
        vectors = left >= group * WIDTH ? group : left <= WIDTH ? 1 : shapes->rest;
        t.b = origin->b + column / TRILEMMA_PANEL * t.panel_stride + column % TRILEMMA_PANEL;
        t.c = origin->c + column;
        t.bias = origin->bias ? origin->bias + column : NULL;
        if (left >= vectors * WIDTH) {
            run(&t, rows, vectors);
        } else {
            run_at_the_edge(t, run, rows, vectors, left);
        }
    }
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }
static size_t pieces(size_t whole, size_t most) { return whole == 0 ? 1 : (whole + most - 1) / most; }

// All rows of C for some columns and some steps of k, `t` standing at the first of each.
static void run_rows(
    const struct shapes *shapes, struct tile t, size_t rows, size_t most_rows, bool copies, size_t from, size_t to) {
    _Alignas(64) float copy[MOST_ROWS * TILE_STRIDE];
    size_t count = pieces(rows, most_rows);
    for (size_t piece = 0, row = 0; piece < count; piece++) {
        size_t height = rows / count + (piece < rows % count);
        struct tile here = t;
        here.a += row * t.a_stride;
        here.c += row * t.c_stride;
        if (t.row_bias) here.row_bias += row;
        if (copies) {
            for (size_t i = 0; i < height; i++)
                memcpy(copy + i * TILE_STRIDE, here.a + i * t.a_stride, t.steps * sizeof *copy);
            here.a = copy;
        }
        trilemma_run_columns(shapes, here, height, from, to, &here);
        row += height;
    }
}

void trilemma_multiply(trilemma_variant variant, trilemma_order order, const trilemma_product *p) {
    if (p->rows == 0) return;
    int place = order.lanes == 1 ? 0 : order.lanes == 4 ? 1 : order.lanes == 8 ? 2 : order.lanes == 16 ? 3 : -1;
    if (place < 0) {
        for (size_t row = 0; row < p->rows; row++)
            for (size_t column = 0; column < p->columns; column++)
                p->c[row * p->c_stride + column] = __builtin_nanf("");
        return;
    }
    const struct shapes *shapes = tiles_of(variant, place);
    bool is_whole = order.block == 0 || order.block >= p->inner;
    // One running sum can rest in C between pieces of k; several, or a block's sum beside the total, cannot.
    bool can_rest = order.lanes == 1 && is_whole && p->rows > 1;
    size_t most_steps = can_rest ? CHUNK : is_whole ? p->inner : order.block;
    size_t count = pieces(p->inner, most_steps);
    size_t length = can_rest ? (p->inner + count - 1) / count : most_steps;
    bool fits = most_steps <= CHUNK;
    size_t most_rows = order.lanes == 1 && !fits ? 1 : shapes->rows;
    bool copies = order.lanes == 1 && fits && p->rows > 1;
    size_t column_block = p->rows > most_rows ? COLUMN_BLOCK : p->columns;
    for (size_t from = 0; from < p->columns; from += column_block)
        for (size_t piece = 0; piece < count; piece++) {
            size_t start = piece * length;
            struct tile t = {
                p->a + start, p->a_stride, p->panels + start * TRILEMMA_PANEL, p->inner * TRILEMMA_PANEL,
                least(length, p->inner - start), p->c, p->c_stride, p->bias, p->row_bias,
                piece == 0, piece + 1 == count, is_whole,
                order,
            };
            run_rows(shapes, t, p->rows, most_rows, copies, from, least(p->columns, from + column_block));
        }
}
