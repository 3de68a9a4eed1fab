// SPDX-License-Identifier: GPL-3.0-or-later
//
// Elementary functions over arrays of float32, with the same bits on every machine and in every variant.

#pragma once

#include <stddef.h>

#include "variants.h"

#pragma clang assume_nonnull begin

// What is applied to each number. Errors in units in the last place (ulp) of the correctly rounded result are stated
// in elementary.c and tested; every NaN gives the NaN with the bits 0x7FC00000.
typedef enum trilemma_function {
    // e to the power x.
    TRILEMMA_EXP = 0,
    // Natural logarithm; -inf at both zeros, NaN below.
    TRILEMMA_LOG = 1,
    // Hyperbolic tangent.
    TRILEMMA_TANH = 2,
    // Error function.
    TRILEMMA_ERF = 3,
    // Logistic function 1 / (1 + e^-x).
    TRILEMMA_SIGMOID = 4,
    // x times the logistic function of x.
    TRILEMMA_SILU = 5,
    // x times the distribution function of the normal distribution at x: x (1 + erf(x / sqrt 2)) / 2.
    TRILEMMA_GELU = 6,
    // Square root, NaN below -0.
    TRILEMMA_SQRT = 7,
    // 1 / x.
    TRILEMMA_RECIPROCAL = 8,
    // x times the logistic function of 2 sqrt(2 / pi) (x + 0.044715 x^3): an approximation of the one before.
    TRILEMMA_GELU_TANH = 9,
} trilemma_function;

// Applies the function to each number. `numbers` and `results` may be the same memory, but must not overlap otherwise.
void trilemma_map(
    trilemma_variant variant, trilemma_function function, const float *numbers, float *results, size_t count);

#pragma clang assume_nonnull end
