// SPDX-License-Identifier: GPL-3.0-or-later
//
// Windows that slide over images: where the numbers of a window lie, and how they become operands of a product.

#pragma once

#include <stddef.h>

#include "product.h"
#include "variants.h"

#pragma clang assume_nonnull begin

// Numbers that go together: number t of output (slice, row, x) is
// places[slice x slice_step + row x row_step + x x column_step + tap], tap being taps[t], or t x tap_step without taps.
typedef struct trilemma_windows {
    const float *places;
    const size_t *_Nullable taps;
    size_t tap_count, tap_step;
    size_t slices, slice_step, rows, row_step, width, column_step;
    // Whether numbers up to 15 places past the last one of a row may be read.
    bool can_read_past;
} trilemma_windows;

// How an image [channels][depth][height][width] becomes a padded one. A row of the padded image has `phases` runs of
// `phase_length`: place x stands in run x mod phases at x / phases.
typedef struct trilemma_padding {
    size_t channels, depth, height, width;
    size_t depth_before;
    // Negative where rows at the beginning are left out.
    ptrdiff_t height_before;
    size_t width_before;
    size_t padded_depth, padded_height, padded_width;
    size_t phases, phase_length;
    float fill;
} trilemma_padding;

// Writes channels x padded_depth x padded_height x phases x phase_length numbers.
void trilemma_pad(const trilemma_padding *padding, const float *image, float *padded);

// The windows of outputs `from` ... `from + count - 1` in several channels as columns of panels: row k = (channel, t), see
// product.h.
void trilemma_gather_columns(
    const trilemma_windows *windows, size_t channels, size_t channel_step, size_t from, size_t count, float *panels);

// The same windows as rows [count][channels x tap_count].
void trilemma_gather_rows(
    const trilemma_windows *windows, size_t channels, size_t channel_step, size_t from, size_t count, float *rows);

// What becomes of numbers that go together.
typedef enum trilemma_reduction {
    // The sum of products with weights.
    TRILEMMA_PRODUCTS = 0,
    // The sum of products with themselves.
    TRILEMMA_SQUARES = 1,
    // The sum.
    TRILEMMA_SUM = 2,
    // The largest and the smallest, NaN if there is one.
    TRILEMMA_MAXIMUM = 3,
    TRILEMMA_MINIMUM = 4,
} trilemma_reduction;

// Outputs [slices][rows][width]; sums over t in the order given, the bias last. `weights` [tap_count] and `bias`, one number
// for all, are read for products with weights only. Any NaN becomes the one with the bits 0x7FC00000.
void trilemma_reduce(
    trilemma_variant variant, trilemma_order order, trilemma_reduction reduction, const trilemma_windows *windows,
    const float *_Nullable weights, const float *_Nullable bias, float *outputs);

// [outputs][slices][rows][width] = weights [outputs][channels x tap_count] x the windows + bias [outputs], outputs
// `output_step` numbers apart, without gathering windows: the bits of a product of both. For orders with one lane and one block, taps that are listed, windows that can be
// read past their end.
void trilemma_slide(
    trilemma_variant variant, trilemma_order order, const trilemma_windows *windows, size_t channels,
    size_t channel_step, const float *weights, const float *_Nullable bias, size_t outputs, float *output,
    size_t output_step);

#pragma clang assume_nonnull end
