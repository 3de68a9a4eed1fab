// SPDX-License-Identifier: GPL-3.0-or-later
//
// Products of weights and windows that are read where they are, for few output channels: gathering the windows would take
// about as long as multiplying them.

#include "images.h"

#include "vectors.inc.h"

#pragma STDC FP_CONTRACT OFF

// Output channels of a tile: 12 of 16 registers of AVX2 are running sums.
#define MOST_ROWS 6

// Steps of the sums that go on before the next outputs have their turn, and outputs of a row that take turns: what they
// read together, windows and weights, stays in the first-level cache.
#define STEPS_AT_ONCE 108
#define OUTPUTS_AT_ONCE (8 * WIDTH)

struct slide {
    const trilemma_windows *windows;
    size_t channels, channel_step;
    // [outputs][channels x tap_count], and one number each.
    const float *weights, *bias;
    size_t outputs, output_step;
    trilemma_order order;
};

// Some channels of the sums of some outputs of a row.
struct part {
    size_t first_channel, channels;
    size_t row, x, end;
    bool is_first, is_last;
};

INLINE void load(vector *sum, const float *output, size_t count) {
    *sum = (vector)(0.0f);
    memcpy(sum, output, (count < WIDTH ? count : WIDTH) * sizeof *output);
}

// Some output channels, from number `output` on, of sixteen outputs of a row, of which `count` exist.
INLINE void run_tile(
    const struct slide *s, const struct part *part, size_t output, const float *places, size_t rows, bool is_fused,
    size_t count, float *target) {
    size_t taps = s->windows->tap_count, inner = s->channels * taps;
    const size_t *tap = s->windows->taps;
    const float *weights = s->weights + output * inner + part->first_channel * taps;
    vector sums[MOST_ROWS];
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++)
        if (part->is_first)
            sums[row] = (vector)(0.0f);
        else
            load(&sums[row], target + row * s->output_step, count);
    for (size_t c = 0; c < part->channels; c++, places += s->channel_step, weights += taps)
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
        if (part->is_last) {
            if (s->order.accumulator != TRILEMMA_FLOAT32) round_vector(&sum, s->order.accumulator);
            if (s->bias) sum = sum + (vector)(s->bias[output + row]);
            sum = sum == sum ? sum : (vector)(__builtin_nanf(""));
        }
        memcpy(target + row * s->output_step, &sum, (count < WIDTH ? count : WIDTH) * sizeof *target);
    }
}

INLINE void run_part(const struct slide *s, const struct part *part, bool is_fused, float *output) {
    const trilemma_windows *w = s->windows;
    size_t pieces = (s->outputs + MOST_ROWS - 1) / MOST_ROWS;
    const float *row = w->places + part->first_channel * s->channel_step + part->row / w->rows * w->slice_step +
                       part->row % w->rows * w->row_step;
    for (size_t x = part->x; x < part->end; x += WIDTH)
        for (size_t piece = 0, first = 0, height; piece < pieces; piece++, first += height) {
            height = s->outputs / pieces + (piece < s->outputs % pieces);
            float *target = output + first * s->output_step + part->row * w->width + x;
#define CASE(rows)                                                                                                    \
    case rows: run_tile(s, part, first, row + x, rows, is_fused, w->width - x, target); break;
            switch (height) {
                CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
            default: __builtin_trap();
            }
        }
}

INLINE void run(const struct slide *s, bool is_fused, float *output) {
    const trilemma_windows *w = s->windows;
    size_t at_once = STEPS_AT_ONCE / w->tap_count > 0 ? STEPS_AT_ONCE / w->tap_count : 1;
    for (size_t row = 0; row < w->slices * w->rows; row++)
        for (size_t x = 0; x < w->width; x += OUTPUTS_AT_ONCE) {
            size_t end = w->width - x < OUTPUTS_AT_ONCE ? w->width : x + OUTPUTS_AT_ONCE;
            for (size_t first = 0; first < s->channels; first += at_once) {
                size_t left = s->channels - first;
                bool is_last = left <= at_once;
                struct part part = {first, is_last ? left : at_once, row, x, end, first == 0, is_last};
                run_part(s, &part, is_fused, output);
            }
        }
}

#define SLIDE(target, name)                                                                                           \
    target static void name(const struct slide *s, float *output) {                                                   \
        if (s->order.is_fused)                                                                                        \
            run(s, true, output);                                                                                     \
        else                                                                                                          \
            run(s, false, output);                                                                                    \
    }

SLIDE(, slide_portable)
#if defined(__x86_64__)
SLIDE(__attribute__((target("avx2,fma"))), slide_with_avx2)
SLIDE(__attribute__((target("avx512f,fma"))), slide_with_avx512)
#endif

void trilemma_slide(
    trilemma_variant variant, trilemma_order order, const trilemma_windows *windows, size_t channels,
    size_t channel_step, const float *weights, const float *bias, size_t outputs, float *output,
    size_t output_step) {
    struct slide s = {windows, channels, channel_step, weights, bias, outputs, output_step, order};
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return slide_with_avx512(&s, output);
    if (variant == TRILEMMA_AVX2) return slide_with_avx2(&s, output);
#endif
    (void)variant;
    slide_portable(&s, output);
}
