// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reductions of numbers that go together, for sixteen outputs of a row at a time, their running sums in registers.

#include "images.h"

#include "vectors.inc.h"

#pragma STDC FP_CONTRACT OFF

#define MOST_LANES 16
// Vectors of outputs that go together, so that additions do not wait for each other.
#define UNITS 4

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

// Numbers of sixteen outputs that are read in one go where each output's lie side by side.
#define RUN 8

typedef float run_vector __attribute__((ext_vector_type(RUN)));
typedef float loose_run __attribute__((ext_vector_type(RUN), aligned(4)));

// Turns eight runs of eight numbers.
INLINE void turn(run_vector *runs) {
    run_vector pairs[RUN], fours[RUN];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < RUN; i += 2) {
        pairs[i] = __builtin_shufflevector(runs[i], runs[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        pairs[i + 1] = __builtin_shufflevector(runs[i], runs[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < RUN; i += 4)
#pragma clang loop unroll(full)
        for (size_t j = 0; j < 2; j++) {
            fours[i + 2 * j] = __builtin_shufflevector(pairs[i + j], pairs[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            fours[i + 2 * j + 1] = __builtin_shufflevector(pairs[i + j], pairs[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < RUN / 2; i++) {
        runs[i] = __builtin_shufflevector(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        runs[i + 4] = __builtin_shufflevector(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

// The next eight numbers of each of sixteen outputs.
INLINE void load_runs(vector *numbers, const float *places, size_t column_step) {
    run_vector low[RUN], high[RUN];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < RUN; i++) {
        low[i] = *(const loose_run *)(places + i * column_step);
        high[i] = *(const loose_run *)(places + (i + RUN) * column_step);
    }
    turn(low);
    turn(high);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < RUN; i++)
        numbers[i] = __builtin_shufflevector(low[i], high[i], 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

// Vectors of outputs: from one to the next in memory, and outputs that are left from the last one on.
struct units {
    size_t step, output_step, count;
};

// One running sum of all numbers, or the largest, for 1, 2 or 4 vectors of outputs.
INLINE void run_simple(
    const struct reduction *r, const float *places, struct units u, size_t units, enum reading reading,
    trilemma_reduction reduction, bool is_fused, float *output) {
    const trilemma_windows *w = r->windows;
    bool is_sum = reduction != TRILEMMA_MAXIMUM && reduction != TRILEMMA_MINIMUM;
    float start = is_sum ? 0 : reduction == TRILEMMA_MAXIMUM ? -__builtin_inff() : __builtin_inff();
    vector sums[UNITS];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < units; i++) sums[i] = (vector)(start);
    size_t taps = w->tap_count, column_step = w->column_step, t = 0;
    if (reading == APART && !w->taps && w->tap_step == 1 && u.count >= WIDTH)
        for (; t + RUN <= taps; t += RUN) {
            vector numbers[RUN];
            load_runs(numbers, places + t, column_step);
#pragma clang loop unroll(full)
            for (size_t i = 0; i < RUN; i++)
                join(&sums[0], &numbers[i], reduction == TRILEMMA_PRODUCTS ? r->weights[t + i] : 0, reduction, is_fused);
        }
    for (; t < taps; t++) {
        const float *number = places + place_of(w, t);
        float weight = reduction == TRILEMMA_PRODUCTS ? r->weights[t] : 0;
#pragma clang loop unroll(full)
        for (size_t i = 0; i < units; i++) {
            vector x;
            load(&x, number + i * u.step, column_step, u.count, reading);
            join(&sums[i], &x, weight, reduction, is_fused);
        }
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < units; i++) {
        if (is_sum && r->order.accumulator != TRILEMMA_FLOAT32) round_vector(&sums[i], r->order.accumulator);
        store(&sums[i], r->bias, i + 1 < units && u.step == WIDTH && u.output_step == WIDTH ? WIDTH : u.count, output + i * u.output_step);
    }
}

// A row of outputs, side by side in memory but for the last ones.
INLINE void run_row(
    const struct reduction *r, const float *places, trilemma_reduction reduction, bool is_fused, float *output) {
    const trilemma_windows *w = r->windows;
    for (size_t x = 0, units; x < w->width; x += units * WIDTH) {
        size_t left = w->width - x, vectors = w->can_read_past ? (left + WIDTH - 1) / WIDTH : left / WIDTH;
        units = vectors >= 4 ? 4 : vectors >= 2 ? 2 : 1;
        struct units u = {WIDTH, WIDTH, left - (units - 1) * WIDTH};
        const float *first = places + x * w->column_step;
        if (w->column_step != 1) {
            units = 1;
            u.count = left;
            run_simple(r, first, u, 1, APART, reduction, is_fused, output + x);
        } else if (vectors == 0) {
            run_simple(r, first, u, 1, PARTIAL, reduction, is_fused, output + x);
        } else if (units == 4) {
            run_simple(r, first, u, 4, FULL, reduction, is_fused, output + x);
        } else if (units == 2) {
            run_simple(r, first, u, 2, FULL, reduction, is_fused, output + x);
        } else {
            run_simple(r, first, u, 1, FULL, reduction, is_fused, output + x);
        }
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
    bool is_full = w->column_step == 1 && (w->width % WIDTH == 0 || w->can_read_past);
    for (size_t slice = 0; slice < w->slices; slice++)
        for (size_t row = 0, rows; row < w->rows; row += rows) {
            rows = is_full && w->rows - row >= UNITS ? UNITS : 1;
            const float *places = w->places + slice * w->slice_step + row * w->row_step;
            float *target = output + (slice * w->rows + row) * w->width;
            if (rows == 1) {
                run_row(r, places, reduction, is_fused, target);
                continue;
            }
            for (size_t x = 0; x < w->width; x += WIDTH) {
                struct units u = {w->row_step, w->width, w->width - x};
                run_simple(r, places + x, u, UNITS, FULL, reduction, is_fused, target + x);
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
