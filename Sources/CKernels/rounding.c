// SPDX-License-Identifier: GPL-3.0-or-later

#include "rounding.inc.h"

#pragma STDC FP_CONTRACT OFF

#define ROUND(target, name)                                                                                           \
    target static void name(trilemma_type type, float *numbers, size_t count) {                                       \
        if (type == TRILEMMA_BFLOAT16)                                                                                \
            for (size_t i = 0; i < count; i++) numbers[i] = to_bfloat16(numbers[i]);                                  \
        else if (type == TRILEMMA_FLOAT16)                                                                            \
            for (size_t i = 0; i < count; i++) numbers[i] = to_float16(numbers[i]);                                   \
        else                                                                                                          \
            for (size_t i = 0; i < count; i++) numbers[i] = with_one_nan(numbers[i]);                                 \
    }

ROUND(, round_portable)
#if defined(__x86_64__)
ROUND(__attribute__((target("avx2,fma"))), round_with_avx2)
ROUND(__attribute__((target("avx512f,fma"))), round_with_avx512)
#endif

void trilemma_round(trilemma_variant variant, trilemma_type type, float *numbers, size_t count) {
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return round_with_avx512(type, numbers, count);
    if (variant == TRILEMMA_AVX2) return round_with_avx2(type, numbers, count);
#endif
    (void)variant;
    round_portable(type, numbers, count);
}
