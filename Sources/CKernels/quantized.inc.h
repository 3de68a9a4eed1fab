// SPDX-License-Identifier: GPL-3.0-or-later
//
// Weights in short forms, two steps of k at a time, for loops that the compiler turns into vector code.

#pragma once

#include "quantized.h"
#include "rounding.inc.h"
#include "vectors.inc.h"

// The order of product.h is the contract: the compiler must not fuse what is written apart.
#pragma STDC FP_CONTRACT OFF

// Panels of float32 in a panel of codes.
#define PER_PANEL (TRILEMMA_CODE_PANEL / TRILEMMA_PANEL)

typedef uint32_t words __attribute__((ext_vector_type(WIDTH)));
typedef int32_t integers __attribute__((ext_vector_type(WIDTH)));
typedef uint16_t codes16 __attribute__((ext_vector_type(WIDTH)));
typedef uint8_t bytes __attribute__((ext_vector_type(WIDTH)));
typedef int8_t signed_bytes __attribute__((ext_vector_type(WIDTH)));

struct int8_block {
    float scales[TRILEMMA_CODE_PANEL];
    int8_t codes[TRILEMMA_BLOCK][TRILEMMA_CODE_PANEL];
};

struct int4_block {
    float scales[TRILEMMA_CODE_PANEL], minima[TRILEMMA_CODE_PANEL];
    uint8_t codes[TRILEMMA_BLOCK / 2][TRILEMMA_CODE_PANEL];
};

struct half_block {
    uint16_t codes[TRILEMMA_BLOCK][TRILEMMA_CODE_PANEL];
};

// Sixteen 16-bit codes as float32; through memory, because the compiler keeps vectors of this size out of calls.
INLINE void load_halves(const uint16_t *codes, bool is_float16, vector *weights) {
    words bits = __builtin_convertvector(*(const codes16 *)codes, words);
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

// The functions of one target, and their switch over forms.
#define EACH_FORM(call)                                                                                               \
    switch (form) {                                                                                                   \
    case TRILEMMA_CODES_FLOAT16: call(TRILEMMA_CODES_FLOAT16); break;                                                 \
    case TRILEMMA_CODES_BFLOAT16: call(TRILEMMA_CODES_BFLOAT16); break;                                               \
    case TRILEMMA_CODES_INT8: call(TRILEMMA_CODES_INT8); break;                                                       \
    case TRILEMMA_CODES_INT4: call(TRILEMMA_CODES_INT4); break;                                                       \
    }
