// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which instructions a loop is compiled for. All variants of a loop give the same bits.

#pragma once

#include <stdbool.h>

#pragma clang assume_nonnull begin

typedef enum trilemma_variant {
    // Any processor; fused multiply-adds in software where the processor has none, slow and with the same bits.
    TRILEMMA_PORTABLE = 0,
    // AVX2, FMA and F16C: 256-bit vectors.
    TRILEMMA_AVX2 = 1,
    // AVX-512F: 512-bit vectors.
    TRILEMMA_AVX512 = 2,
} trilemma_variant;

// Whether the processor and the operating system at hand can run a variant.
bool trilemma_can_run(trilemma_variant variant);

// The widest variant that can run here.
trilemma_variant trilemma_widest_variant(void);

#pragma clang assume_nonnull end
