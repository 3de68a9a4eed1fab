// SPDX-License-Identifier: GPL-3.0-or-later

#include "CKernels.h"

// The order of CKernels.h is the contract: the compiler must not fuse what is written apart.
#pragma STDC FP_CONTRACT OFF

#define MOST_LANES 16

static inline __attribute__((always_inline)) float multiply_add(float a, float b, float sum, bool is_fused) {
    return is_fused ? __builtin_fmaf(a, b, sum) : sum + a * b;
}

static inline __attribute__((always_inline)) float combine(float *sums, size_t lanes, bool in_tree) {
    if (in_tree) {
        for (size_t half = lanes / 2; half > 0; half /= 2)
            for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
    } else {
        for (size_t lane = 1; lane < lanes; lane++) sums[0] += sums[lane];
    }
    return sums[0];
}

// `lanes` and `is_fused` are constants where this is inlined, so that the loop over lanes becomes vector code.
static inline __attribute__((always_inline)) float reduce(
    const float *a, const float *b, size_t count, size_t lanes, bool in_tree, bool is_fused) {
    float sums[MOST_LANES] = {0};
    size_t start = 0;
    for (; start + lanes <= count; start += lanes)
        for (size_t lane = 0; lane < lanes; lane++)
            sums[lane] = multiply_add(a[start + lane], b[start + lane], sums[lane], is_fused);
    for (size_t lane = 0; start + lane < count; lane++)
        sums[lane] = multiply_add(a[start + lane], b[start + lane], sums[lane], is_fused);
    return combine(sums, lanes, in_tree);
}

static inline __attribute__((always_inline)) float dot(
    const float *a, const float *b, size_t count, int lanes, bool in_tree, bool is_fused) {
    switch (lanes) {
    case 1: return is_fused ? reduce(a, b, count, 1, in_tree, true) : reduce(a, b, count, 1, in_tree, false);
    case 4: return is_fused ? reduce(a, b, count, 4, in_tree, true) : reduce(a, b, count, 4, in_tree, false);
    case 8: return is_fused ? reduce(a, b, count, 8, in_tree, true) : reduce(a, b, count, 8, in_tree, false);
    case 16: return is_fused ? reduce(a, b, count, 16, in_tree, true) : reduce(a, b, count, 16, in_tree, false);
    default: return __builtin_nanf("");
    }
}

float trilemma_dot_portable(
    const float *a, const float *b, size_t count, int lanes, bool in_tree, bool is_fused) {
    return dot(a, b, count, lanes, in_tree, is_fused);
}

#if defined(__x86_64__)
// The same source; the target attribute lets the compiler use eight lanes and the fused instruction.
__attribute__((target("avx2,fma"))) static float dot_with_avx2(
    const float *a, const float *b, size_t count, int lanes, bool in_tree, bool is_fused) {
    return dot(a, b, count, lanes, in_tree, is_fused);
}
#endif

trilemma_dot _Nonnull trilemma_dot_for_this_machine(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return dot_with_avx2;
#endif
    return trilemma_dot_portable;
}
