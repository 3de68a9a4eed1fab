// SPDX-License-Identifier: GPL-3.0-or-later
//
// Products with weights that stay in short forms in memory and become float32 on the way into the product.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "product.h"
#include "variants.h"

#pragma clang assume_nonnull begin

// Steps of k that share a scale.
#define TRILEMMA_BLOCK 32

// Columns of a panel of codes: two panels of float32.
#define TRILEMMA_CODE_PANEL 32

// How a weight lies in memory. Panel p holds columns 32 p ... 32 p + 31 as blocks of 32 steps of k that follow each other,
// the last one whole even where k ends in it; panels follow each other. A block is, without gaps:
typedef enum trilemma_form {
    // IEEE binary16 [32 steps][32 columns], finite.
    TRILEMMA_CODES_FLOAT16 = 0,
    // Upper halves of binary32 [32][32].
    TRILEMMA_CODES_BFLOAT16 = 1,
    // Float32 scales d[32 columns], then signed bytes q[32][32]: the weight is d x q, rounded once.
    TRILEMMA_CODES_INT8 = 2,
    // Float32 scales d[32] and minima m[32], then codes q of 0...15 as bytes [16][32], the even step in the lower four bits,
    // the odd one in the upper: the weight is d x q + m, rounded once.
    TRILEMMA_CODES_INT4 = 3,
} trilemma_form;

// Bytes of a block of 32 x 32 weights; a multiple of 128.
size_t trilemma_block_bytes(trilemma_form form);

// Writes column `column` (0...31) of a block: its `count` codes of at most 32 steps, each as the form has it (16 bits,
// or the low byte), and, where the form has them, scale and minimum.
void trilemma_set_codes(
    trilemma_form form, void *block, size_t column, const uint16_t *codes, size_t count, float scale, float minimum);

// The first `steps` of a panel of codes as two panels of float32, [2][steps][16]. Meanwhile the blocks that stand `ahead`
// bytes further on are fetched into the caches.
void trilemma_expand(
    trilemma_variant variant, trilemma_form form, const void *blocks, size_t steps, size_t ahead, float *panels);

// Column `column` (0...31) of a panel, `steps` numbers.
void trilemma_expand_column(trilemma_form form, const void *blocks, size_t column, size_t steps, float *numbers);

// Numbers of working memory that such a product needs.
size_t trilemma_quantized_scratch(size_t inner);

// `trilemma_multiply` with the weights in `blocks`, aligned to 64 bytes: the same bits as if they had been expanded
// before. `product->panels`, whose stride is of no meaning, is memory for `trilemma_quantized_scratch(inner)` numbers,
// aligned to 64 bytes, whose contents are lost; `product->row_bias` is NULL.
void trilemma_multiply_quantized(
    trilemma_variant variant, trilemma_order order, const trilemma_product *product, trilemma_form form,
    const void *blocks);

#pragma clang assume_nonnull end
