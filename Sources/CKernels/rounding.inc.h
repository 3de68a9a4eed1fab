// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rounding of single numbers to shorter types, for loops that the compiler turns into vector code: no branches.

#pragma once

#include <stdint.h>
#include <string.h>

#include "product.h"

#define INLINE static inline __attribute__((always_inline))

INLINE uint32_t bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE float float_of(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// The one NaN that leaves these loops, whatever NaN came in or arose: which operand's payload an instruction passes on
// depends on how the compiler orders operands.
INLINE float with_one_nan(float x) { return x == x ? x : float_of(0x7FC00000u); }

// Eight bits of significand: half a unit less one, plus one if the kept part is odd, carries into the kept part exactly
// when ties-to-even rounds up. Past the largest number the carry makes an infinity.
INLINE float to_bfloat16(float x) {
    uint32_t bits = bits_of(x);
    return with_one_nan(x) == x ? float_of((bits + 0x7FFFu + (bits >> 16 & 1)) & 0xFFFF0000u) : with_one_nan(x);
}

// Eleven bits of significand, exponents -14...15. Below 2^-14 the numbers are multiples of 2^-24, which is what adding
// and subtracting 1/2 rounds to.
INLINE float to_float16(float x) {
    uint32_t bits = bits_of(x), sign = bits & 0x80000000u, magnitude = bits & 0x7FFFFFFFu;
    uint32_t normal = (magnitude + 0xFFFu + (magnitude >> 13 & 1)) & 0xFFFFE000u;
    uint32_t small = bits_of((float_of(magnitude) + 0.5f) - 0.5f);
    uint32_t rounded = magnitude < 0x38800000u ? small : normal >= 0x47800000u ? 0x7F800000u : normal;
    return magnitude > 0x7F800000u ? float_of(0x7FC00000u) : float_of(sign | rounded);
}

INLINE float to_type(float x, trilemma_type type) {
    if (type == TRILEMMA_BFLOAT16) return to_bfloat16(x);
    return type == TRILEMMA_FLOAT16 ? to_float16(x) : with_one_nan(x);
}
