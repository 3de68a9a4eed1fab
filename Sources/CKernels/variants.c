// SPDX-License-Identifier: GPL-3.0-or-later

#include "variants.h"

bool trilemma_can_run(trilemma_variant variant) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (variant == TRILEMMA_AVX512) return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma");
    if (variant == TRILEMMA_AVX2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
#endif
    return variant == TRILEMMA_PORTABLE;
}

trilemma_variant trilemma_widest_variant(void) {
    if (trilemma_can_run(TRILEMMA_AVX512)) return TRILEMMA_AVX512;
    return trilemma_can_run(TRILEMMA_AVX2) ? TRILEMMA_AVX2 : TRILEMMA_PORTABLE;
}
