// SPDX-License-Identifier: GPL-3.0-or-later
//
// Arithmetic over arrays of float32, each operation rounded once; every NaN becomes the one with the bits 0x7FC00000.

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "variants.h"

#pragma clang assume_nonnull begin

// What becomes of two numbers.
typedef enum trilemma_operation {
    TRILEMMA_ADD = 0,
    TRILEMMA_SUBTRACT = 1,
    TRILEMMA_MULTIPLY = 2,
    TRILEMMA_DIVIDE = 3,
} trilemma_operation;

// Combines a[i] with b[i] for i < count. A single a or b stands for all numbers. `results` may be the memory of a or b, but
// must not overlap them otherwise.
void trilemma_combine(
    trilemma_variant variant, trilemma_operation operation, const float *a, bool a_is_single, const float *b,
    bool b_is_single, float *results, size_t count);

// What becomes of a number x, with two parameters p and q.
typedef enum trilemma_bend {
    // p where x < p, then q where that is > q.
    TRILEMMA_CLIP = 0,
    // p x + q, clipped to 0...1.
    TRILEMMA_HARD_SIGMOID = 1,
    // p x where x < 0.
    TRILEMMA_LEAKY = 2,
} trilemma_bend;

// Applies the function to each number. `numbers` and `results` may be the same memory, but must not overlap otherwise.
void trilemma_bend_all(
    trilemma_variant variant, trilemma_bend function, float p, float q, const float *numbers, float *results,
    size_t count);

#pragma clang assume_nonnull end
