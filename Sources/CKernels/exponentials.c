// SPDX-License-Identifier: GPL-3.0-or-later

#include "exponentials.h"

#include <stdint.h>
#include <string.h>

// The order is the contract, see exponentials.h: the compiler must not fuse what is written apart.
#pragma STDC FP_CONTRACT OFF

// Eight at a time, in as many registers as the target needs for that: their latencies overlap.
typedef double numbers __attribute__((vector_size(64)));
typedef uint64_t words __attribute__((vector_size(64)));
#define AT_ONCE 8

static inline __attribute__((always_inline)) numbers negative_logs(numbers x, double mean) {
    words bits = (words)x, shifted = bits - 0x3FE6A09E00000000u;
    words biased = (shifted + 0x4000000000000000u) >> 52;
    numbers exponent = (numbers)(0x4330000000000000u | biased) - (0x1p52 + 1024);
    numbers f = (numbers)(bits - (shifted & 0xFFF0000000000000u)) - 1;
    numbers s = f / (2 + f), z = s * s, square = z * z;
    numbers first = 0.6666666666666734 + z * 0.3999999999941432;
    numbers second = 0.28571428742474725 + z * 0.22222198563497944;
    numbers third = 0.18183564866130517 + z * 0.15314035847062213 + square * 0.14796105340634175;
    numbers series = z * ((first + square * second) + square * square * third);
    numbers half = 0.5 * f * f;
    numbers log = exponent * 0x1.62e42fee00000p-1 - ((half - (s * (half + series) + exponent * 0x1.a39ef35793c76p-33)) - f);
    return -log * mean;
}

static inline __attribute__((always_inline)) void exponentials(double *uniforms, size_t count, double mean) {
    for (size_t start = 0; start + AT_ONCE <= count; start += AT_ONCE) {
        numbers x;
        memcpy(&x, uniforms + start, sizeof x);
        x = negative_logs(x, mean);
        memcpy(uniforms + start, &x, sizeof x);
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void exponentials_with_avx2(double *uniforms, size_t count, double mean) {
    exponentials(uniforms, count, mean);
}

__attribute__((target("avx512f"))) static void exponentials_with_avx512(double *uniforms, size_t count, double mean) {
    exponentials(uniforms, count, mean);
}
#endif

void trilemma_exponentials(trilemma_variant variant, double *uniforms, size_t count, double mean) {
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return exponentials_with_avx512(uniforms, count, mean);
    if (variant == TRILEMMA_AVX2) return exponentials_with_avx2(uniforms, count, mean);
#endif
    exponentials(uniforms, count, mean);
}
