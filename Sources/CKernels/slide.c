// SPDX-License-Identifier: GPL-3.0-or-later
//
// Windows over one channel, sixteen outputs of a row at a time, their running sums in registers.

#include "images.h"

#include "rounding.inc.h"

#pragma STDC FP_CONTRACT OFF

#define WIDTH 16
#define MOST_LANES 16
// Rows of outputs that go together, so that additions do not wait for each other.
#define ROWS 4

typedef float vector __attribute__((ext_vector_type(WIDTH)));
typedef float loose_vector __attribute__((ext_vector_type(WIDTH), aligned(4)));

struct windows {
    const trilemma_view *view;
    const float *weights, *bias;
    trilemma_order order;
};

// A number of each of sixteen windows joins what came of the numbers before.
INLINE void join(vector *sum, const float *places, float weight, trilemma_slide_kind kind, bool is_fused) {
    vector x = *(const loose_vector *)places;
    if (kind == TRILEMMA_SLIDE_MAXIMUM)
        *sum = ((x > *sum) | (x != x)) ? x : *sum;
    else if (kind == TRILEMMA_SLIDE_SUM)
        *sum = *sum + x;
    else
        *sum = is_fused ? __builtin_elementwise_fma(x, (vector)(weight), *sum) : *sum + x * (vector)(weight);
}

INLINE void round_vector(vector *sum, trilemma_type type) {
    float numbers[WIDTH];
    memcpy(numbers, sum, sizeof numbers);
    for (size_t i = 0; i < WIDTH; i++) numbers[i] = to_type(numbers[i], type);
    memcpy(sum, numbers, sizeof numbers);
}

INLINE void store(const vector *total, const float *bias, size_t count, float *output) {
    vector sum = *total;
    if (bias) sum = sum + (vector)(*bias);
    sum = sum == sum ? sum : (vector)(__builtin_nanf(""));
    if (count >= WIDTH)
        *(loose_vector *)output = sum;
    else
        memcpy(output, &sum, count * sizeof *output);
}

// One running sum of all taps, or a maximum; `rows` rows of at most 16 outputs each.
INLINE void run_simple(
    const struct windows *w, const float *places, size_t rows, size_t count, trilemma_slide_kind kind, bool is_fused,
    float *output) {
    const trilemma_view *view = w->view;
    vector sums[ROWS];
    float start = kind == TRILEMMA_SLIDE_MAXIMUM ? -__builtin_inff() : 0;
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) sums[row] = (vector)(start);
    size_t taps = view->tap_count, row_step = view->row_step;
    for (size_t tap = 0; tap < taps; tap++) {
        const float *x = places + view->taps[tap];
        float weight = kind == TRILEMMA_SLIDE_PRODUCT ? w->weights[tap] : 0;
#pragma clang loop unroll(full)
        for (size_t row = 0; row < rows; row++)
            join(&sums[row], x + row * row_step, weight, kind, is_fused);
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        if (w->order.accumulator != TRILEMMA_FLOAT32 && kind != TRILEMMA_SLIDE_MAXIMUM)
            round_vector(&sums[row], w->order.accumulator);
        store(&sums[row], w->bias, count, output + row * view->width);
    }
}

// Any order: blocks, lanes, and how they are added up.
INLINE void run_ordered(
    const struct windows *w, const float *places, size_t count, trilemma_slide_kind kind, bool is_fused, float *output) {
    size_t taps = w->view->tap_count, lanes = (size_t)w->order.lanes;
    size_t length = w->order.block == 0 || w->order.block > taps ? taps : w->order.block;
    vector total = (vector)(0.0f);
    for (size_t start = 0; start < taps; start += length) {
        vector sums[MOST_LANES];
        for (size_t lane = 0; lane < lanes; lane++) sums[lane] = (vector)(0.0f);
        for (size_t i = 0; i < length && start + i < taps; i++) {
            size_t tap = start + i;
            float weight = kind == TRILEMMA_SLIDE_PRODUCT ? w->weights[tap] : 0;
            join(&sums[i % lanes], places + w->view->taps[tap], weight, kind, is_fused);
        }
        if (w->order.in_tree) {
            for (size_t half = lanes / 2; half > 0; half /= 2)
                for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
        } else {
            for (size_t lane = 1; lane < lanes; lane++) sums[0] += sums[lane];
        }
        total = start == 0 ? sums[0] : total + sums[0];
        round_vector(&total, w->order.accumulator);
    }
    store(&total, w->bias, count, output);
}

INLINE void run(const struct windows *w, trilemma_slide_kind kind, bool is_fused, float *output) {
    const trilemma_view *view = w->view;
    bool is_whole = w->order.block == 0 || w->order.block >= view->tap_count;
    bool is_simple = kind == TRILEMMA_SLIDE_MAXIMUM || (w->order.lanes == 1 && is_whole);
    for (size_t slice = 0; slice < view->slices; slice++)
        for (size_t row = 0, rows; row < view->rows; row += rows) {
            rows = is_simple && view->rows - row >= ROWS ? ROWS : 1;
            const float *places = view->places + slice * view->slice_step + row * view->row_step;
            float *target = output + (slice * view->rows + row) * view->width;
            for (size_t x = 0; x < view->width; x += WIDTH) {
                size_t count = view->width - x;
                if (!is_simple) {
                    run_ordered(w, places + x, count, kind, is_fused, target + x);
                } else if (rows == ROWS) {
                    run_simple(w, places + x, ROWS, count, kind, is_fused, target + x);
                } else {
                    run_simple(w, places + x, 1, count, kind, is_fused, target + x);
                }
            }
        }
}

#define SLIDE(target, name)                                                                                           \
    target static void name(const struct windows *w, trilemma_slide_kind kind, float *outputs) {                      \
        if (kind == TRILEMMA_SLIDE_MAXIMUM)                                                                           \
            run(w, TRILEMMA_SLIDE_MAXIMUM, false, outputs);                                                           \
        else if (kind == TRILEMMA_SLIDE_SUM)                                                                          \
            run(w, TRILEMMA_SLIDE_SUM, false, outputs);                                                               \
        else if (w->order.is_fused)                                                                                   \
            run(w, TRILEMMA_SLIDE_PRODUCT, true, outputs);                                                            \
        else                                                                                                          \
            run(w, TRILEMMA_SLIDE_PRODUCT, false, outputs);                                                           \
    }

SLIDE(, slide_portable)
#if defined(__x86_64__)
SLIDE(__attribute__((target("avx2,fma"))), slide_with_avx2)
SLIDE(__attribute__((target("avx512f,fma"))), slide_with_avx512)
#endif

void trilemma_slide(
    trilemma_variant variant, trilemma_order order, trilemma_slide_kind kind, const trilemma_view *view,
    const float *weights, const float *bias, float *outputs) {
    struct windows w = {view, weights, kind == TRILEMMA_SLIDE_PRODUCT ? bias : NULL, order};
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return slide_with_avx512(&w, kind, outputs);
    if (variant == TRILEMMA_AVX2) return slide_with_avx2(&w, kind, outputs);
#endif
    (void)variant;
    slide_portable(&w, kind, outputs);
}
