// SPDX-License-Identifier: GPL-3.0-or-later
//
// Windows that slide over images: where the numbers of a window lie, and how they become operands of a product.

#pragma once

#include <stddef.h>

#include "product.h"
#include "variants.h"

#pragma clang assume_nonnull begin

// An image with padding in place and each row split by stride, so that the tap of an output is found by adding: in channel
// c, tap t of output (slice, row, x) is places[c x channel_step + slice x slice_step + row x row_step + x + taps[t]].
typedef struct trilemma_view {
    const float *places;
    size_t channels, channel_step;
    const size_t *taps;
    size_t tap_count;
    // Outputs: slices of rows of `width`.
    size_t slices, slice_step, rows, row_step, width;
} trilemma_view;

// How an image [channels][depth][height][width] becomes a padded one. A row of the padded image has `phases` runs of
// `phase_length`: place x stands in run x mod phases at x / phases.
typedef struct trilemma_padding {
    size_t channels, depth, height, width;
    size_t depth_before, height_before, width_before;
    size_t padded_depth, padded_height, padded_width;
    size_t phases, phase_length;
    float fill;
} trilemma_padding;

// Writes channels x padded_depth x padded_height x phases x phase_length numbers.
void trilemma_pad(const trilemma_padding *padding, const float *image, float *padded);

// The windows of outputs `from` ... `from + count - 1` as columns of panels: row k = (channel, tap), see product.h.
void trilemma_gather_columns(const trilemma_view *view, size_t from, size_t count, float *panels);

// The same windows as rows [count][channels x taps].
void trilemma_gather_rows(const trilemma_view *view, size_t from, size_t count, float *rows);

// What becomes of the numbers of a window in one channel.
typedef enum trilemma_slide_kind {
    // The sum of products with weights[taps].
    TRILEMMA_SLIDE_PRODUCT = 0,
    // The sum.
    TRILEMMA_SLIDE_SUM = 1,
    // The largest, NaN if there is one.
    TRILEMMA_SLIDE_MAXIMUM = 2,
} trilemma_slide_kind;

// One channel's outputs [slices][rows][width]; sums over taps in the order given, the bias last. `weights` and `bias` are
// read for products only. Up to 15 places past the last tap of a row are read and do not matter.
void trilemma_slide(
    trilemma_variant variant, trilemma_order order, trilemma_slide_kind kind, const trilemma_view *view,
    const float *_Nullable weights, const float *_Nullable bias, float *outputs);

#pragma clang assume_nonnull end
