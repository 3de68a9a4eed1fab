// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tiles of a product: some rows of A times some columns of B for some steps of k, with the running sums in registers.

#pragma once

#include "product.h"
#include "vectors.inc.h"

// Steps of k between two visits to C; also the longest piece of a row on the stack. 14 rows of 384 are 21 KiB.
#define CHUNK 384
// From a row on the stack to the next.
#define TILE_STRIDE (CHUNK + WIDTH)
#define MOST_ROWS 14
#define MOST_VECTORS 8

struct tile {
    const float *a;
    size_t a_stride;
    // The first column's panel at the first step; the second half of it when the tile starts there.
    const float *b;
    size_t panel_stride, steps;
    float *c;
    size_t c_stride;
    const float *bias, *row_bias;
    bool is_first, is_last, continues;
    trilemma_order order;
};

typedef void (*tiles)(const struct tile *t, size_t rows, size_t vectors);

// What shapes a set of tiles has: at most `rows`; `group[rows]` vectors at once, `rest` where fewer are left, and one at
// the very end.
struct shapes {
    tiles run[2];
    size_t rows;
    unsigned char group[MOST_ROWS + 1], rest;
};

// The shapes of the tiles with 1, 4, 8 or 16 lanes (`place` 0...3).
const struct shapes *tiles_of(trilemma_variant variant, int place);

// Columns `from` up to `to` for the rows of `t`, whose pointers stand at column 0, as those of `origin` do.
void trilemma_run_columns(
    const struct shapes *shapes, struct tile t, size_t rows, size_t from, size_t to, const struct tile *origin);
