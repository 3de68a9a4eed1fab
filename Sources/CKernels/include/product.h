// SPDX-License-Identifier: GPL-3.0-or-later
//
// Matrix products with a written order of every reduction.

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "variants.h"

#pragma clang assume_nonnull begin

// Columns of a panel of packed weights. Panel p holds columns 16 p ... 16 p + 15 as [inner][16], zeros past the last
// column; panels follow each other. That is the width of a tile, so that it reads memory from end to end, a cache line for
// each step of k.
#define TRILEMMA_PANEL 16

// The type that a running total is rounded to, ties to even, after each block.
typedef enum trilemma_type {
    TRILEMMA_FLOAT32 = 0,
    TRILEMMA_BFLOAT16 = 1,
    TRILEMMA_FLOAT16 = 2,
} trilemma_type;

// The order of a reduction over k < inner, and no other:
//
//   1. k is cut into blocks of `block` (0: one block of all), the last one possibly shorter.
//   2. In a block `lanes` running sums (1, 4, 8 or 16) start at +0. Sum number i mod lanes takes the product at place i
//      of the block in ascending order of i, each product either rounded before it is added, or (`is_fused`) multiplied
//      and added with one rounding.
//   3. The sums of a block are added up: `in_tree` adds the upper half to the lower half, lane by lane, until one is
//      left; otherwise from the first to the last.
//   4. The total is the sum of the first block; the sums of the others are added to it in ascending order. After each
//      block the total is rounded to `accumulator`.
//   5. The bias, if any, is added with a rounding of its own. Any NaN becomes the one with the bits 0x7FC00000.
typedef struct trilemma_order {
    size_t block;
    int lanes;
    bool in_tree;
    bool is_fused;
    trilemma_type accumulator;
} trilemma_order;

// C[rows][columns] = A[rows][inner] x B[inner][columns] + bias, of which there is one at most.
typedef struct trilemma_product {
    const float *a;
    // From a row of A to the next, in numbers; at least `inner`.
    size_t a_stride;
    // B as panels, aligned to 64 bytes.
    const float *panels;
    // From a panel to the next, in numbers; at least 16 x inner, and a multiple of 16.
    size_t panel_stride;
    // One per column.
    const float *_Nullable bias;
    // One per row.
    const float *_Nullable row_bias;
    float *c;
    // From a row of C to the next, in numbers; at least `columns`.
    size_t c_stride;
    size_t rows, inner, columns;
} trilemma_product;

// Writes C and nothing else; allocates nothing. A row of C does not depend on the number of rows. Lanes that are not
// listed above give NaN. A, B and C do not overlap.
void trilemma_multiply(trilemma_variant variant, trilemma_order order, const trilemma_product *product);

// Rounds each number to the type and back to float32, ties to even, in place. NaN as above.
void trilemma_round(trilemma_variant variant, trilemma_type type, float *numbers, size_t count);

// Memory for the panels of B[inner][columns], contents undefined; NULL if there is not as much. Free it with
// `trilemma_free_panels`.
float *_Nullable trilemma_new_panels(size_t inner, size_t columns);
void trilemma_free_panels(float *panels);

// B as panels from B[inner][columns] (`is_transposed` false) or from B[columns][inner]. `panels` holds
// inner x columns rounded up to whole panels.
void trilemma_pack(const float *b, size_t inner, size_t columns, bool is_transposed, float *panels);

#pragma clang assume_nonnull end
