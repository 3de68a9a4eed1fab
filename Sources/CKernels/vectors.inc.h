// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sixteen numbers side by side: one register of AVX-512, two of AVX2, four of SSE.

#pragma once

#include "rounding.inc.h"

#define WIDTH 16

typedef float vector __attribute__((ext_vector_type(WIDTH)));
typedef _Float16 halves __attribute__((ext_vector_type(WIDTH)));
typedef float loose_vector __attribute__((ext_vector_type(WIDTH), aligned(4)));

INLINE void round_vector(vector *sum, trilemma_type type) {
    float numbers[WIDTH];
    memcpy(numbers, sum, sizeof numbers);
    for (size_t i = 0; i < WIDTH; i++) numbers[i] = to_type(numbers[i], type);
    memcpy(sum, numbers, sizeof numbers);
}
