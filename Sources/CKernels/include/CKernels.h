// SPDX-License-Identifier: GPL-3.0-or-later
//
// The innermost loop of inference: one reduction, compiled twice, with the same bits from both.

#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "arithmetic.h"
#include "elementary.h"
#include "exponentials.h"
#include "hints.h"
#include "images.h"
#include "product.h"
#include "quantized.h"
#include "sha256.h"
#include "variants.h"

#pragma clang assume_nonnull begin

// The sum of a[i] x b[i] over i < count, in float32, in this order and no other:
//
//   1. `lanes` running sums (1, 4, 8 or 16) start at +0. Sum number i mod lanes takes the products in ascending order
//      of i, each either rounded before it is added, or (`is_fused`) multiplied and added with one rounding.
//   2. The sums are added up: `in_tree` adds the upper half to the lower half, lane by lane, until one is left;
//      otherwise from the first to the last.
//
// `a` and `b` hold at least `count` numbers each. Any other number of lanes gives NaN.
typedef float (*trilemma_dot)(
    const float *a, const float *b, size_t count, int lanes, bool in_tree, bool is_fused);

// For any machine.
float trilemma_dot_portable(
    const float *a, const float *b, size_t count, int lanes, bool in_tree, bool is_fused);

// The fastest variant that the processor at hand can run.
trilemma_dot _Nonnull trilemma_dot_for_this_machine(void);

#pragma clang assume_nonnull end
/// Mean waiting time, in mean service times, of the first customers of an M/M/1 queue at utilisation 0.9 that starts empty.
/// What it computes is a by-product; benchmarks want the time it takes.
double trilemma_yardstick(int customers);

