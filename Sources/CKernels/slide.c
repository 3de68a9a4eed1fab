// SPDX-License-Identifier: GPL-3.0-or-later
//
// Products of weights and windows that are read where they are, for few output channels: gathering the windows would take
// about as long as multiplying them.

#include "images.h"

#include "vectors.inc.h"

#pragma STDC FP_CONTRACT OFF

// Output channels of a tile: 12 of 16 registers of AVX2 are running sums.
#define MOST_ROWS 6

struct slide {
    const trilemma_windows *windows;
    size_t channels, channel_step;
    // [outputs][channels x tap_count], and one number each.
    const float *weights, *bias;
    trilemma_order order;
};

// Some output channels of sixteen outputs of a row, of which `count` exist.
INLINE void run_tile(
    const struct slide *s, const float *weights, const float *bias, const float *places, size_t rows, bool is_fused,
    size_t count, float *output, size_t output_step) {
    size_t taps = s->windows->tap_count, inner = s->channels * taps;
    const size_t *tap = s->windows->taps;
    vector sums[MOST_ROWS];
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) sums[row] = (vector)(0.0f);
    for (size_t c = 0; c < s->channels; c++, places += s->channel_step, weights += taps)
        for (size_t t = 0; t < taps; t++) {
            vector x = *(const loose_vector *)(places + tap[t]);
#pragma clang loop unroll(full)
            for (size_t row = 0; row < rows; row++) {
                vector weight = (vector)(weights[row * inner + t]);
                sums[row] = is_fused ? __builtin_elementwise_fma(weight, x, sums[row]) : sums[row] + weight * x;
            }
        }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        vector sum = sums[row];
        if (s->order.accumulator != TRILEMMA_FLOAT32) round_vector(&sum, s->order.accumulator);
        if (bias) sum = sum + (vector)(bias[row]);
        sum = sum == sum ? sum : (vector)(__builtin_nanf(""));
        memcpy(output + row * output_step, &sum, (count < WIDTH ? count : WIDTH) * sizeof *output);
    }
}

INLINE void run(const struct slide *s, size_t outputs, bool is_fused, float *output) {
    const trilemma_windows *w = s->windows;
    size_t inner = s->channels * w->tap_count, output_step = w->slices * w->rows * w->width;
    size_t pieces = (outputs + MOST_ROWS - 1) / MOST_ROWS;
    for (size_t row = 0; row < w->slices * w->rows; row++)
        for (size_t x = 0; x < w->width; x += WIDTH) {
            const float *places = w->places + row / w->rows * w->slice_step + row % w->rows * w->row_step + x;
            for (size_t piece = 0, first = 0, height; piece < pieces; piece++, first += height) {
                height = outputs / pieces + (piece < outputs % pieces);
                const float *weights = s->weights + first * inner, *bias = s->bias ? s->bias + first : NULL;
                float *target = output + first * output_step + row * w->width + x;
#define CASE(rows)                                                                                                    \
    case rows: run_tile(s, weights, bias, places, rows, is_fused, w->width - x, target, output_step); break;
                switch (height) {
                    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
                default: __builtin_trap();
                }
            }
        }
}

#define SLIDE(target, name)                                                                                           \
    target static void name(const struct slide *s, size_t outputs, float *output) {                                   \
        if (s->order.is_fused)                                                                                        \
            run(s, outputs, true, output);                                                                            \
        else                                                                                                          \
            run(s, outputs, false, output);                                                                           \
    }

SLIDE(, slide_portable)
#if defined(__x86_64__)
SLIDE(__attribute__((target("avx2,fma"))), slide_with_avx2)
SLIDE(__attribute__((target("avx512f,fma"))), slide_with_avx512)
#endif

void trilemma_slide(
    trilemma_variant variant, trilemma_order order, const trilemma_windows *windows, size_t channels,
    size_t channel_step, const float *weights, const float *bias, size_t outputs, float *output) {
    struct slide s = {windows, channels, channel_step, weights, bias, order};
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return slide_with_avx512(&s, outputs, output);
    if (variant == TRILEMMA_AVX2) return slide_with_avx2(&s, outputs, output);
#endif
    (void)variant;
    slide_portable(&s, outputs, output);
}
