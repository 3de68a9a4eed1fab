// SPDX-License-Identifier: GPL-3.0-or-later
//
// Products over packed panels, tile by tile.

#include "product.h"

#include <string.h>

#include "tiles.h"

static size_t least(size_t a, size_t b) { return a < b ? a : b; }
static size_t pieces(size_t whole, size_t most) { return whole == 0 ? 1 : (whole + most - 1) / most; }

// A tile over the last columns: C and the bias end before the tile does, so it works on copies.
static void run_at_the_edge(struct tile t, tiles run, size_t rows, size_t vectors, size_t columns) {
    float c[MOST_SUMS * WIDTH] = {0}, bias[MOST_VECTORS * WIDTH] = {0};
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

// A tile's rows times `columns` columns, `t` standing at the first.
static void run_columns(const struct shapes *shapes, tiles run, struct tile *t, size_t rows, size_t columns) {
    for (size_t vectors; columns > 0;) {
        size_t group = shapes->group[rows];
        vectors = columns >= group * WIDTH ? group : columns <= WIDTH ? 1 : shapes->rest;
        if (columns < vectors * WIDTH) return run_at_the_edge(*t, run, rows, vectors, columns);
        run(t, rows, vectors);
        columns -= vectors * WIDTH;
        t->b += vectors * t->panel_stride;
        t->c += vectors * WIDTH;
        if (t->bias) t->bias += vectors * WIDTH;
    }
}

void trilemma_run_piece(
    const struct shapes *shapes, trilemma_order order, const trilemma_product *p, const struct piece *piece,
    size_t from, size_t to, const float *b, size_t panel_stride) {
    size_t count = pieces(piece->rows, shapes->rows), least_height = piece->rows / count;
    // Columns that stay in the first-level cache while the tiles of all rows pass over them.
    size_t width = count == 1 ? to - from : shapes->group[least_height] * WIDTH;
    for (size_t column = from; column < to; column += width, b += width / TRILEMMA_PANEL * panel_stride)
        for (size_t i = 0, row = 0, height; i < count; i++, row += height) {
            height = least_height + (i < piece->rows - least_height * count);
            struct tile t = {
                .a = p->a + (piece->row + row) * p->a_stride + piece->start,
                .a_stride = p->a_stride,
                .b = b,
                .panel_stride = panel_stride,
                .steps = piece->steps,
                .c = p->c + (piece->row + row) * p->c_stride + column,
                .c_stride = p->c_stride,
                .bias = p->bias ? p->bias + column : NULL,
                .row_bias = p->row_bias ? p->row_bias + piece->row + row : NULL,
                .is_first = piece->start == 0,
                .is_last = piece->start + piece->steps == p->inner,
                .block = order.block < p->inner ? order.block : 0,
                .in_tree = order.in_tree,
                .accumulator = order.accumulator,
            };
            run_columns(shapes, shapes->run[order.is_fused], &t, height, least(width, to - column));
        }
}

size_t trilemma_steps_at_once(trilemma_order order, size_t inner) {
    if (order.block > 0 && order.block < inner)
        return order.block <= CHUNK ? CHUNK / order.block * order.block : inner;
    size_t length = pieces(inner, pieces(inner, CHUNK));
    return order.lanes == 1 ? (length + STEP - 1) / STEP * STEP : inner;
}

void trilemma_multiply(trilemma_variant variant, trilemma_order order, const trilemma_product *p) {
    const struct shapes *shapes = trilemma_shapes(variant, order.lanes);
    if (!shapes) {
        for (size_t row = 0; row < p->rows; row++)
            for (size_t column = 0; column < p->columns; column++)
                p->c[row * p->c_stride + column] = __builtin_nanf("");
        return;
    }
    size_t rows = pieces(p->rows, pieces(p->rows, ROWS_AT_ONCE));
    size_t steps = p->rows > 1 ? trilemma_steps_at_once(order, p->inner) : p->inner;
    for (size_t row = 0; row < p->rows; row += rows) {
        size_t start = 0;
        do {
            struct piece piece = {row, least(rows, p->rows - row), start, least(steps, p->inner - start)};
            trilemma_run_piece(
                shapes, order, p, &piece, 0, p->columns, p->panels + start * TRILEMMA_PANEL, p->panel_stride);
            start += steps;
        } while (start < p->inner);
    }
}
