// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reductions of numbers that go together, for sixteen outputs of a row at a time, their running sums in registers.

#include "images.h"

#include "vectors.inc.h"

#pragma STDC FP_CONTRACT OFF

#define MOST_LANES 16
// Rows of outputs that go together, so that additions do not wait for each other.
#define ROWS 4

struct reduction {
    const trilemma_windows *windows;
    const float *weights, *bias;
    trilemma_order order;
};

// How sixteen numbers are read: side by side, fewer of them, or each on its own.
enum reading { FULL, PARTIAL, APART };

INLINE void load(vector *x, const float *places, size_t column_step, size_t count, enum reading reading) {
    if (reading == FULL) {
        *x = *(const loose_vector *)places;
        return;
    }
    float numbers[WIDTH] = {0};
    if (reading == PARTIAL) {
        memcpy(numbers, places, count * sizeof *numbers);
    } else if (count >= WIDTH) {
        for (size_t i = 0; i < WIDTH; i++) numbers[i] = places[i * column_step];
    } else {
        for (size_t i = 0; i < count; i++) numbers[i] = places[i * column_step];
    }
    memcpy(x, numbers, sizeof *x);
}

// A number of each of sixteen outputs joins what came of the numbers before.
INLINE void join(vector *sum, const vector *number, float weight, trilemma_reduction reduction, bool is_fused) {
    vector x = *number;
    if (reduction == TRILEMMA_MAXIMUM)
        *sum = ((x > *sum) | (x != x)) ? x : *sum;
    else if (reduction == TRILEMMA_MINIMUM)
        *sum = ((x < *sum) | (x != x)) ? x : *sum;
    else if (reduction == TRILEMMA_SUM)
        *sum = *sum + x;
    else {
        vector factor = reduction == TRILEMMA_SQUARES ? x : (vector)(weight);
        *sum = is_fused ? __builtin_elementwise_fma(x, factor, *sum) : *sum + x * factor;
    }
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

INLINE size_t place_of(const trilemma_windows *w, size_t t) { return w->taps ? w->taps[t] : t * w->tap_step; }

// One running sum of all numbers, or the largest; `rows` rows of `count` outputs each.
INLINE void run_simple(
    const struct reduction *r, const float *places, size_t rows, size_t count, enum reading reading,
    trilemma_reduction reduction, bool is_fused, float *output) {
    const trilemma_windows *w = r->windows;
    bool is_sum = reduction != TRILEMMA_MAXIMUM && reduction != TRILEMMA_MINIMUM;
    float start = is_sum ? 0 : reduction == TRILEMMA_MAXIMUM ? -__builtin_inff() : __builtin_inff();
    vector sums[ROWS];
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) sums[row] = (vector)(start);
    size_t taps = w->tap_count, row_step = w->row_step, column_step = w->column_step;
    for (size_t t = 0; t < taps; t++) {
        const float *number = places + place_of(w, t);
        float weight = reduction == TRILEMMA_PRODUCTS ? r->weights[t] : 0;
#pragma clang loop unroll(full)
        for (size_t row = 0; row < rows; row++) {
            vector x;
            load(&x, number + row * row_step, column_step, count, reading);
            join(&sums[row], &x, weight, reduction, is_fused);
        }
    }
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
        if (is_sum && r->order.accumulator != TRILEMMA_FLOAT32) round_vector(&sums[row], r->order.accumulator);
        store(&sums[row], r->bias, count, output + row * w->width);
    }
}

// Any order: blocks, lanes, and how they are added up. Nothing is a constant here, for the sake of the code's size.
INLINE void run_ordered(
    const struct reduction *r, const float *places, size_t count, enum reading reading, trilemma_reduction reduction,
    bool is_fused, float *output) {
    const trilemma_windows *w = r->windows;
    size_t taps = w->tap_count, lanes = (size_t)r->order.lanes;
    size_t length = r->order.block == 0 || r->order.block > taps ? taps : r->order.block;
    vector total = (vector)(0.0f);
    for (size_t start = 0; start < taps; start += length) {
        vector sums[MOST_LANES];
        for (size_t lane = 0; lane < lanes; lane++) sums[lane] = (vector)(0.0f);
        for (size_t i = 0; i < length && start + i < taps; i++) {
            float weight = reduction == TRILEMMA_PRODUCTS ? r->weights[start + i] : 0;
            vector x;
            load(&x, places + place_of(w, start + i), w->column_step, count, reading);
            join(&sums[i % lanes], &x, weight, reduction, is_fused);
        }
        if (r->order.in_tree) {
            for (size_t half = lanes / 2; half > 0; half /= 2)
                for (size_t lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
        } else {
            for (size_t lane = 1; lane < lanes; lane++) sums[0] += sums[lane];
        }
        total = start == 0 ? sums[0] : total + sums[0];
        round_vector(&total, r->order.accumulator);
    }
    store(&total, r->bias, count, output);
}

INLINE void run(const struct reduction *r, trilemma_reduction reduction, bool is_fused, float *output) {
    const trilemma_windows *w = r->windows;
    for (size_t slice = 0; slice < w->slices; slice++)
        for (size_t row = 0, rows; row < w->rows; row += rows) {
            rows = w->rows - row >= ROWS ? ROWS : 1;
            const float *places = w->places + slice * w->slice_step + row * w->row_step;
            float *target = output + (slice * w->rows + row) * w->width;
            for (size_t x = 0; x < w->width; x += WIDTH) {
                size_t count = w->width - x;
                const float *first = places + x * w->column_step;
                bool is_full = w->column_step == 1 && (count >= WIDTH || w->can_read_past);
                if (is_full && rows == ROWS)
                    run_simple(r, first, ROWS, count, FULL, reduction, is_fused, target + x);
                for (size_t i = 0; i < rows && !(is_full && rows == ROWS); i++) {
                    const float *start = first + i * w->row_step;
                    float *end = target + x + i * w->width;
                    if (is_full)
                        run_simple(r, start, 1, count, FULL, reduction, is_fused, end);
                    else
                        run_simple(
                            r, start, 1, count, w->column_step == 1 ? PARTIAL : APART, reduction, is_fused, end);
                }
            }
        }
}

INLINE void run_any(const struct reduction *r, trilemma_reduction reduction, float *output) {
    const trilemma_windows *w = r->windows;
    for (size_t row = 0; row < w->slices * w->rows; row++)
        for (size_t x = 0; x < w->width; x += WIDTH) {
            size_t count = w->width - x;
            const float *first =
                w->places + row / w->rows * w->slice_step + row % w->rows * w->row_step + x * w->column_step;
            enum reading reading =
                w->column_step != 1 ? APART : count >= WIDTH || w->can_read_past ? FULL : PARTIAL;
            run_ordered(r, first, count, reading, reduction, r->order.is_fused, output + row * w->width + x);
        }
}

#define CASE(name, fused)                                                                                             \
    case name: return run(r, name, fused, outputs);

#define REDUCE(target, name)                                                                                          \
    target static void name(const struct reduction *r, trilemma_reduction reduction, float *outputs) {                \
        bool is_whole = r->order.block == 0 || r->order.block >= r->windows->tap_count;                               \
        bool is_sum = reduction != TRILEMMA_MAXIMUM && reduction != TRILEMMA_MINIMUM;                                 \
        if (is_sum && (r->order.lanes != 1 || !is_whole)) return run_any(r, reduction, outputs);                      \
        switch (reduction) {                                                                                          \
            CASE(TRILEMMA_PRODUCTS, r->order.is_fused)                                                                \
            CASE(TRILEMMA_SQUARES, r->order.is_fused)                                                                 \
            CASE(TRILEMMA_SUM, false)                                                                                 \
            CASE(TRILEMMA_MAXIMUM, false)                                                                             \
            CASE(TRILEMMA_MINIMUM, false)                                                                             \
        }                                                                                                             \
    }

REDUCE(, reduce_portable)
#if defined(__x86_64__)
REDUCE(__attribute__((target("avx2,fma"))), reduce_with_avx2)
REDUCE(__attribute__((target("avx512f,fma"))), reduce_with_avx512)
#endif

void trilemma_reduce(
    trilemma_variant variant, trilemma_order order, trilemma_reduction reduction, const trilemma_windows *windows,
    const float *weights, const float *bias, float *outputs) {
    struct reduction r = {windows, weights, reduction == TRILEMMA_PRODUCTS ? bias : NULL, order};
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return reduce_with_avx512(&r, reduction, outputs);
    if (variant == TRILEMMA_AVX2) return reduce_with_avx2(&r, reduction, outputs);
#endif
    (void)variant;
    reduce_portable(&r, reduction, outputs);
}
