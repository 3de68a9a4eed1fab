// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tiles of a product: some rows of A times some columns of B for some steps of k, with the running sums in registers.

#pragma once

#include "product.h"
#include "vectors.inc.h"

// Steps of k between two visits to C. A panel of 384 is 24 KiB, which stays in the first-level cache while the tiles of
// all rows pass over it.
#define CHUNK 384
// What a piece of k is a multiple of, unless it is the last one or all.
#define STEP 32
// Rows of A that are used for all columns before the next ones: with `CHUNK` steps 144 KiB of second-level cache.
#define ROWS_AT_ONCE 96
#define MOST_ROWS 14
#define MOST_VECTORS 4
// Running sums of a tile: 28 of the 32 registers of AVX-512.
#define MOST_SUMS 28

struct tile {
    const float *a;
    size_t a_stride;
    // The first panel at the first step; from a panel to the next.
    const float *b;
    size_t panel_stride, steps;
    float *c;
    size_t c_stride;
    const float *bias, *row_bias;
    // Whether these are the first and the last steps of k.
    bool is_first, is_last;
    // Steps of a block; 0: all are one, and the sum goes on from C where these are not the first.
    size_t block;
    bool in_tree;
    trilemma_type accumulator;
};

typedef void (*tiles)(const struct tile *t, size_t rows, size_t vectors);

// What shapes a set of tiles has: at most `rows`; `group[rows]` vectors at once, `rest` where fewer are left, and one at
// the very end.
struct shapes {
    tiles run[2];
    size_t rows;
    unsigned char group[MOST_ROWS + 1], rest;
};

// The shapes of the tiles with 1, 4, 8 or 16 lanes; NULL for any other number.
const struct shapes *trilemma_shapes(trilemma_variant variant, int lanes);

// Steps of k whose sums can rest in C until the next ones; `inner` where the order wants all at once. One running sum can
// rest anywhere; several, or a block's sum beside the total, only at the end of a block.
size_t trilemma_steps_at_once(trilemma_order order, size_t inner);

// Some rows of A for some steps of k.
struct piece {
    size_t row, rows, start, steps;
};

// Columns `from` up to `to` of C for a piece, `b` being their first panel at the first step of the piece.
void trilemma_run_piece(
    const struct shapes *shapes, trilemma_order order, const trilemma_product *p, const struct piece *piece,
    size_t from, size_t to, const float *b, size_t panel_stride);
