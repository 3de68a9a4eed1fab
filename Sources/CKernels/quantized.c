// SPDX-License-Identifier: GPL-3.0-or-later
//
// A product with many rows expands a panel into a scratch that stays in the second-level cache and runs the ordinary tiles
// over it. A product with one row is bound by the memory of the weights; in the default order they become float32 in
// registers.

#include "quantized.h"

#include "rounding.inc.h"

// The order of product.h is the contract: the compiler must not fuse what is written apart.
#pragma STDC FP_CONTRACT OFF

// Columns of a vector, as in tiles.h.
#define WIDTH 16
#define PER_PANEL (TRILEMMA_PANEL / WIDTH)

typedef float vector __attribute__((ext_vector_type(WIDTH)));
typedef float loose_vector __attribute__((ext_vector_type(WIDTH), aligned(4)));
typedef uint32_t words __attribute__((ext_vector_type(WIDTH)));
typedef int32_t integers __attribute__((ext_vector_type(WIDTH)));
typedef uint16_t halves __attribute__((ext_vector_type(WIDTH)));
typedef uint8_t bytes __attribute__((ext_vector_type(WIDTH)));
typedef int8_t signed_bytes __attribute__((ext_vector_type(WIDTH)));

struct int8_block {
    float scales[TRILEMMA_PANEL];
    int8_t codes[TRILEMMA_BLOCK][TRILEMMA_PANEL];
};

struct int4_block {
    float scales[TRILEMMA_PANEL], minima[TRILEMMA_PANEL];
    uint8_t codes[TRILEMMA_BLOCK / 2][TRILEMMA_PANEL];
};

struct half_block {
    uint16_t codes[TRILEMMA_BLOCK][TRILEMMA_PANEL];
};

size_t trilemma_block_bytes(trilemma_form form) {
    if (form == TRILEMMA_CODES_INT8) return sizeof(struct int8_block);
    return form == TRILEMMA_CODES_INT4 ? sizeof(struct int4_block) : sizeof(struct half_block);
}

void trilemma_set_codes(
    trilemma_form form, void *block, size_t column, const uint16_t *codes, size_t count, float scale, float minimum) {
    if (form == TRILEMMA_CODES_INT8) {
        struct int8_block *b = block;
        b->scales[column] = scale;
        for (size_t k = 0; k < count; k++) b->codes[k][column] = (int8_t)codes[k];
    } else if (form == TRILEMMA_CODES_INT4) {
        struct int4_block *b = block;
        b->scales[column] = scale;
        b->minima[column] = minimum;
        for (size_t k = 0; k < count; k++) {
            uint8_t *pair = &b->codes[k / 2][column];
            *pair = k % 2 == 0 ? (*pair & 0xF0) | (codes[k] & 0xF) : (*pair & 0xF) | (uint8_t)(codes[k] << 4);
        }
    } else {
        struct half_block *b = block;
        for (size_t k = 0; k < count; k++) b->codes[k][column] = codes[k];
    }
}

// A binary16 as float32: its bits moved into place stand for the number times 2^-112, subnormal or not.
INLINE float from_float16(uint16_t code) {
    float magnitude = float_of((uint32_t)(code & 0x7FFF) << 13) * 0x1p112f;
    return float_of(bits_of(magnitude) | (uint32_t)(code & 0x8000) << 16);
}

void trilemma_expand_column(trilemma_form form, const void *blocks, size_t column, size_t steps, float *numbers) {
    const struct int8_block *int8 = blocks;
    const struct int4_block *int4 = blocks;
    const struct half_block *half = blocks;
    for (size_t k = 0; k < steps; k++) {
        size_t b = k / TRILEMMA_BLOCK, i = k % TRILEMMA_BLOCK;
        switch (form) {
        case TRILEMMA_CODES_FLOAT16: numbers[k] = from_float16(half[b].codes[i][column]); break;
        case TRILEMMA_CODES_BFLOAT16: numbers[k] = float_of((uint32_t)half[b].codes[i][column] << 16); break;
        case TRILEMMA_CODES_INT8: numbers[k] = int8[b].scales[column] * int8[b].codes[i][column]; break;
        case TRILEMMA_CODES_INT4: {
            uint8_t pair = int4[b].codes[i / 2][column];
            numbers[k] = __builtin_fmaf(
                int4[b].scales[column], i % 2 == 0 ? pair & 0xF : pair >> 4, int4[b].minima[column]);
        }
        }
    }
}

// Sixteen 16-bit codes as float32; through memory, because the compiler keeps vectors of this size out of calls.
INLINE void load_halves(const uint16_t *codes, bool is_float16, vector *weights) {
    words bits = __builtin_convertvector(*(const halves *)codes, words);
    words moved = is_float16 ? (bits & 0x7FFF) << 13 : bits << 16;
    memcpy(weights, &moved, sizeof moved);
    if (!is_float16) return;
    *weights *= 0x1p112f;
    memcpy(&moved, weights, sizeof moved);
    moved |= (bits & 0x8000) << 16;
    memcpy(weights, &moved, sizeof moved);
}

// The weights at (step, half of the panel) and (step + 1, half). `form` is a constant where this is inlined.
INLINE void load_pair(trilemma_form form, const void *block, size_t step, size_t half, vector *even, vector *odd) {
    size_t at = half * WIDTH;
    if (form == TRILEMMA_CODES_INT4) {
        const struct int4_block *b = block;
        integers codes = __builtin_convertvector(*(const bytes *)(b->codes[step / 2] + at), integers);
        vector d = *(const vector *)(b->scales + at), m = *(const vector *)(b->minima + at);
        *even = __builtin_elementwise_fma(d, __builtin_convertvector(codes & 0xF, vector), m);
        *odd = __builtin_elementwise_fma(d, __builtin_convertvector(codes >> 4, vector), m);
    } else if (form == TRILEMMA_CODES_INT8) {
        const struct int8_block *b = block;
        vector d = *(const vector *)(b->scales + at);
        integers first = __builtin_convertvector(*(const signed_bytes *)(b->codes[step] + at), integers);
        integers second = __builtin_convertvector(*(const signed_bytes *)(b->codes[step + 1] + at), integers);
        *even = d * __builtin_convertvector(first, vector);
        *odd = d * __builtin_convertvector(second, vector);
    } else {
        const struct half_block *b = block;
        load_halves(b->codes[step] + at, form == TRILEMMA_CODES_FLOAT16, even);
        load_halves(b->codes[step + 1] + at, form == TRILEMMA_CODES_FLOAT16, odd);
    }
}

INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

INLINE void expand(trilemma_form form, const void *blocks, size_t steps, float *panel) {
    size_t size = trilemma_block_bytes(form);
    for (size_t start = 0; start < steps; start += TRILEMMA_BLOCK) {
        const void *block = (const char *)blocks + start / TRILEMMA_BLOCK * size;
        size_t length = least(TRILEMMA_BLOCK, steps - start);
        for (size_t k = 0; k < length; k += 2)
            for (size_t half = 0; half < PER_PANEL; half++) {
                vector even, odd, *to = (vector *)(panel + (start + k) * TRILEMMA_PANEL) + half;
                load_pair(form, block, k, half, &even, &odd);
                to[0] = even;
                if (k + 1 < length) to[PER_PANEL] = odd;
            }
    }
}

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

// The functions of one target, and their switch over forms.
#define EACH_FORM(call)                                                                                               \
    switch (form) {                                                                                                   \
    case TRILEMMA_CODES_FLOAT16: call(TRILEMMA_CODES_FLOAT16); break;                                                 \
    case TRILEMMA_CODES_BFLOAT16: call(TRILEMMA_CODES_BFLOAT16); break;                                               \
    case TRILEMMA_CODES_INT8: call(TRILEMMA_CODES_INT8); break;                                                       \
    case TRILEMMA_CODES_INT4: call(TRILEMMA_CODES_INT4); break;                                                       \
    }
#define EXPAND(form) expand(form, blocks, steps, panel)
#define MULTIPLY_FUSED(form) multiply_row(form, blocks, a, steps, true, sums)
#define MULTIPLY_SEPARATE(form) multiply_row(form, blocks, a, steps, false, sums)

#define TARGET(target, variant)                                                                                       \
    target static void expand_##variant(trilemma_form form, const void *blocks, size_t steps, float *panel) {         \
        EACH_FORM(EXPAND)                                                                                             \
    }                                                                                                                 \
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

void trilemma_expand(trilemma_variant variant, trilemma_form form, const void *blocks, size_t steps, float *panel) {
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return expand_avx512(form, blocks, steps, panel);
    if (variant == TRILEMMA_AVX2) return expand_avx2(form, blocks, steps, panel);
#endif
    (void)variant;
    expand_portable(form, blocks, steps, panel);
}

static void multiply_one_row(
    trilemma_variant variant, trilemma_form form, const void *blocks, const trilemma_product *p, bool is_fused,
    size_t column) {
    float sums[TRILEMMA_PANEL];
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) row_avx512(form, blocks, p->a, p->inner, is_fused, sums);
    else if (variant == TRILEMMA_AVX2) row_avx2(form, blocks, p->a, p->inner, is_fused, sums);
    else
#endif
        row_portable(form, blocks, p->a, p->inner, is_fused, sums);
    size_t width = least(TRILEMMA_PANEL, p->columns - column);
    for (size_t i = 0; i < width; i++)
        p->c[column + i] = with_one_nan(p->bias ? sums[i] + p->bias[column + i] : sums[i]);
}

void trilemma_multiply_quantized(
    trilemma_variant variant, trilemma_order order, const trilemma_product *product, trilemma_form form,
    const void *blocks) {
    size_t size = (product->inner + TRILEMMA_BLOCK - 1) / TRILEMMA_BLOCK * trilemma_block_bytes(form);
    bool is_whole = order.block == 0 || order.block >= product->inner;
    bool is_simple =
        product->rows == 1 && order.lanes == 1 && is_whole && order.accumulator == TRILEMMA_FLOAT32;
    for (size_t column = 0; column < product->columns; column += TRILEMMA_PANEL) {
        const void *panel = (const char *)blocks + column / TRILEMMA_PANEL * size;
        if (is_simple) {
            multiply_one_row(variant, form, panel, product, order.is_fused, column);
            continue;
        }
        trilemma_product part = *product;
        trilemma_expand(variant, form, panel, product->inner, (float *)product->panels);
        part.c += column;
        part.bias = product->bias ? product->bias + column : NULL;
        part.columns = least(TRILEMMA_PANEL, product->columns - column);
        trilemma_multiply(variant, order, &part);
    }
}
