// SPDX-License-Identifier: GPL-3.0-or-later

#include "tiles.h"

// The order of product.h is the contract: the compiler must not fuse what is written apart.
#pragma STDC FP_CONTRACT OFF

INLINE void add_product(vector *sum, float a, const vector *b, bool is_fused) {
    *sum = is_fused ? __builtin_elementwise_fma((vector)(a), *b, *sum) : *sum + (vector)(a) * *b;
}

// One step of k for all rows and columns of a tile, into the sums of one lane.
INLINE void step(
    vector *sums, const float *a, size_t a_stride, const float *b, size_t panel_stride, size_t rows, size_t vectors,
    bool is_fused) {
    vector columns[MOST_VECTORS];
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++) columns[v] = *(const vector *)(b + v * panel_stride);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++)
            add_product(&sums[row * vectors + v], a[row * a_stride], &columns[v], is_fused);
}

// All outputs of a tile, row by row, and the place of one in C.
#define EACH_OUTPUT _Pragma("clang loop unroll(full)") for (size_t i = 0; i < outputs; i++)
#define PLACE (t->c + i / vectors * t->c_stride + i % vectors * WIDTH)

// What one block adds: `joins` the total in C or is it, `is_last` of all. `has_halves` where the target has instructions
// that round to binary16.
INLINE void finish(
    const struct tile *t, vector *sums, size_t outputs, size_t vectors, bool has_halves, bool joins, bool is_last) {
    if (joins) EACH_OUTPUT sums[i] = *(const loose_vector *)PLACE + sums[i];
    if (t->accumulator == TRILEMMA_FLOAT16 && has_halves && (is_last || t->block > 0)) {
        // What is no number stays none; which one is settled below.
        EACH_OUTPUT sums[i] = __builtin_convertvector(__builtin_convertvector(sums[i], halves), vector);
    } else if (t->accumulator != TRILEMMA_FLOAT32 && (is_last || t->block > 0)) {
        // Through memory, lest the sums leave their registers for this.
        vector rounded[MOST_SUMS];
        EACH_OUTPUT rounded[i] = sums[i];
#pragma clang loop unroll(disable)
        for (size_t i = 0; i < outputs; i++) round_vector(&rounded[i], t->accumulator);
        EACH_OUTPUT sums[i] = rounded[i];
    }
    if (is_last) {
        if (t->bias) EACH_OUTPUT sums[i] = sums[i] + *(const loose_vector *)(t->bias + i % vectors * WIDTH);
        if (t->row_bias) EACH_OUTPUT sums[i] = sums[i] + (vector)(t->row_bias[i / vectors]);
        EACH_OUTPUT sums[i] = sums[i] == sums[i] ? sums[i] : (vector)(__builtin_nanf(""));
    }
    EACH_OUTPUT *(loose_vector *)PLACE = sums[i];
}

INLINE void combine(vector *sums, size_t lanes, size_t outputs, bool in_tree) {
    if (in_tree) {
#pragma clang loop unroll(full)
        for (size_t half = lanes / 2; half > 0; half /= 2)
#pragma clang loop unroll(full)
            for (size_t i = 0; i < half * outputs; i++) sums[i] += sums[i + half * outputs];
    } else {
#pragma clang loop unroll(full)
        for (size_t i = outputs; i < lanes * outputs; i++) sums[i % outputs] += sums[i];
    }
}

// Everything but `t` is a constant where this is inlined, so that the loops unroll and the sums become registers.
INLINE void run_tile(
    const struct tile *t, size_t rows, size_t vectors, size_t lanes, bool is_fused, bool has_halves) {
    size_t outputs = rows * vectors, a_stride = t->a_stride, panel_stride = t->panel_stride, left = t->steps;
    const float *a = t->a, *b = t->b;
    bool is_first = t->is_first;
    do {
        size_t length = t->block > 0 && t->block < left ? t->block : left, steps = length;
        vector sums[MOST_SUMS];
#pragma clang loop unroll(full)
        for (size_t i = 0; i < lanes * outputs; i++) sums[i] = (vector)(0.0f);
        if (lanes == 1 && t->block == 0 && !is_first) EACH_OUTPUT sums[i] = *(const loose_vector *)PLACE;
        for (; steps >= lanes; steps -= lanes) {
#pragma clang loop unroll(full)
            for (size_t lane = 0; lane < lanes; lane++)
                step(
                    sums + lane * outputs, a + lane, a_stride, b + lane * TRILEMMA_PANEL, panel_stride, rows, vectors,
                    is_fused);
            a += lanes;
            b += lanes * TRILEMMA_PANEL;
        }
#pragma clang loop unroll(full)
        for (size_t lane = 0; lane + 1 < lanes; lane++)
            if (lane < steps)
                step(
                    sums + lane * outputs, a + lane, a_stride, b + lane * TRILEMMA_PANEL, panel_stride, rows, vectors,
                    is_fused);
        a += steps;
        b += steps * TRILEMMA_PANEL;
        combine(sums, lanes, outputs, t->in_tree);
        left -= length;
        finish(t, sums, outputs, vectors, has_halves, t->block > 0 && !is_first, t->is_last && left == 0);
        is_first = false;
    } while (left > 0);
}

// Tiles of one target, by the lanes and the kind of multiply-add. `CASE` names rows and vectors that occur.
#define CASE(rows, vectors, lanes, fused)                                                                             \
    case (rows) * MOST_VECTORS + (vectors):                                                                           \
        run_tile(t, rows, vectors, lanes, fused, has_halves);                                                         \
        break;

// Rows times vectors of the tiles of one lane, for 32 registers of 16 numbers.
#define WIDE_TILES(fused)                                                                                             \
    CASE(1, 4, 1, fused) CASE(1, 2, 1, fused) CASE(2, 4, 1, fused) CASE(2, 2, 1, fused) CASE(3, 4, 1, fused)          \
    CASE(3, 2, 1, fused) CASE(4, 4, 1, fused) CASE(4, 2, 1, fused) CASE(5, 4, 1, fused) CASE(5, 2, 1, fused)          \
    CASE(6, 4, 1, fused) CASE(6, 2, 1, fused) CASE(7, 4, 1, fused) CASE(7, 2, 1, fused) CASE(8, 2, 1, fused)          \
    CASE(9, 2, 1, fused) CASE(10, 2, 1, fused) CASE(11, 2, 1, fused) CASE(12, 2, 1, fused) CASE(13, 2, 1, fused)      \
    CASE(14, 2, 1, fused)                                                                                             \
    CASE(1, 1, 1, fused) CASE(2, 1, 1, fused) CASE(3, 1, 1, fused) CASE(4, 1, 1, fused) CASE(5, 1, 1, fused)          \
    CASE(6, 1, 1, fused) CASE(7, 1, 1, fused) CASE(8, 1, 1, fused) CASE(9, 1, 1, fused) CASE(10, 1, 1, fused)         \
    CASE(11, 1, 1, fused) CASE(12, 1, 1, fused) CASE(13, 1, 1, fused) CASE(14, 1, 1, fused)

// The same for 16 registers of 8 numbers.
#define NARROW_TILES(fused)                                                                                           \
    CASE(1, 4, 1, fused) CASE(1, 1, 1, fused) CASE(2, 2, 1, fused) CASE(2, 1, 1, fused) CASE(3, 2, 1, fused)          \
    CASE(3, 1, 1, fused) CASE(4, 1, 1, fused) CASE(5, 1, 1, fused) CASE(6, 1, 1, fused)

#define TILES(target, name, halves, fused, cases)                                                                     \
    target static void name(const struct tile *t, size_t rows, size_t vectors) {                                      \
        enum { has_halves = halves };                                                                                 \
        switch (rows * MOST_VECTORS + vectors) {                                                                      \
            cases                                                                                                     \
        default: __builtin_trap();                                                                                    \
        }                                                                                                             \
    }

#define PAIR(target, variant, halves, lanes, cases)                                                                   \
    TILES(target, variant##_##lanes##_separate, halves, false, cases(false))                                          \
    TILES(target, variant##_##lanes##_fused, halves, true, cases(true))

#define WIDE_4(fused)                                                                                                 \
    CASE(1, 4, 4, fused) CASE(1, 2, 4, fused) CASE(2, 2, 4, fused) CASE(3, 2, 4, fused) CASE(1, 1, 4, fused)          \
    CASE(2, 1, 4, fused) CASE(3, 1, 4, fused)
#define WIDE_8(fused) CASE(1, 2, 8, fused) CASE(1, 1, 8, fused) CASE(2, 1, 8, fused) CASE(3, 1, 8, fused)
#define SINGLE_1(fused) CASE(1, 1, 1, fused)
#define SINGLE_4(fused) CASE(1, 1, 4, fused)
#define SINGLE_8(fused) CASE(1, 1, 8, fused)
#define SINGLE_16(fused) CASE(1, 1, 16, fused)

#if defined(__x86_64__)
#define AVX512 __attribute__((target("avx512f,fma")))
#define AVX2 __attribute__((target("avx2,fma,f16c")))
PAIR(AVX512, avx512, true, 1, WIDE_TILES)
PAIR(AVX512, avx512, true, 4, WIDE_4)
PAIR(AVX512, avx512, true, 8, WIDE_8)
PAIR(AVX512, avx512, true, 16, SINGLE_16)
PAIR(AVX2, avx2, true, 1, NARROW_TILES)
PAIR(AVX2, avx2, true, 4, SINGLE_4)
PAIR(AVX2, avx2, true, 8, SINGLE_8)
PAIR(AVX2, avx2, true, 16, SINGLE_16)
#endif
PAIR(, portable, false, 1, SINGLE_1)
PAIR(, portable, false, 4, SINGLE_4)
PAIR(, portable, false, 8, SINGLE_8)
PAIR(, portable, false, 16, SINGLE_16)

// One row of four-lane sums and so on, see `struct shapes`. Order: 1, 4, 8, 16 lanes; portable, AVX2, AVX-512.
static const struct shapes every_shape[3][4] = {
    {{{portable_1_separate, portable_1_fused}, 1, {0, 1}, 1},
     {{portable_4_separate, portable_4_fused}, 1, {0, 1}, 1},
     {{portable_8_separate, portable_8_fused}, 1, {0, 1}, 1},
     {{portable_16_separate, portable_16_fused}, 1, {0, 1}, 1}},
#if defined(__x86_64__)
    {{{avx2_1_separate, avx2_1_fused}, 6, {0, 4, 2, 2, 1, 1, 1}, 1},
     {{avx2_4_separate, avx2_4_fused}, 1, {0, 1}, 1},
     {{avx2_8_separate, avx2_8_fused}, 1, {0, 1}, 1},
     {{avx2_16_separate, avx2_16_fused}, 1, {0, 1}, 1}},
    {{{avx512_1_separate, avx512_1_fused}, 14, {0, 4, 4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2, 2}, 2},
     {{avx512_4_separate, avx512_4_fused}, 3, {0, 4, 2, 2}, 2},
     {{avx512_8_separate, avx512_8_fused}, 3, {0, 2, 1, 1}, 1},
     {{avx512_16_separate, avx512_16_fused}, 1, {0, 1}, 1}},
#endif
};

const struct shapes *trilemma_shapes(trilemma_variant variant, int lanes) {
    switch (lanes) {
    case 1: return &every_shape[variant][0];
    case 4: return &every_shape[variant][1];
    case 8: return &every_shape[variant][2];
    case 16: return &every_shape[variant][3];
    default: return NULL;
    }
}
