// SPDX-License-Identifier: GPL-3.0-or-later
//
// Products over packed panels. A tile is some rows of A times some columns of B; its running sums live in registers while
// k passes. Rows of a tile are copied to the stack first, side by side, so that they stay in the first-level cache
// whatever their distance in memory is.

#include "product.h"

#include "rounding.inc.h"

// The order of product.h is the contract: the compiler must not fuse what is written apart.
#pragma STDC FP_CONTRACT OFF

// Sixteen columns: one register of AVX-512, two of AVX2, four of SSE.
typedef float vector __attribute__((ext_vector_type(16)));
typedef float loose_vector __attribute__((ext_vector_type(16), aligned(4)));
#define WIDTH 16
#define PER_PANEL (TRILEMMA_PANEL / WIDTH)

// Steps of k between two visits to C; also the longest piece of a row on the stack. 14 rows of 384 are 21 KiB.
#define CHUNK 384
#define TILE_STRIDE (CHUNK + WIDTH)
// Columns of B that are used for all rows before the next ones: 384 x 384 numbers are 576 KiB of second-level cache.
#define COLUMN_BLOCK 384
#define MOST_ROWS 14
#define MOST_SUMS 28
#define MOST_VECTORS 8

struct tile {
    const float *a;
    size_t a_stride;
    // The first column's panel at the first step; the second half of it when the tile starts there.
    const float *b;
    size_t panel_stride, steps;
    float *c;
    size_t c_stride;
    const float *bias;
    bool is_first, is_last, continues;
    trilemma_order order;
};

INLINE void add_product(vector *sum, float a, const vector *b, bool is_fused) {
    *sum = is_fused ? __builtin_elementwise_fma((vector)(a), *b, *sum) : *sum + (vector)(a) * *b;
}

// One step of k for all rows and columns of a tile, into the sums of one lane.
INLINE void step(
    vector *sums, const float *a, size_t a_stride, const float *b, size_t panel_stride, size_t rows, size_t vectors,
    bool is_fused) {
    vector columns[MOST_VECTORS];
#pragma clang loop unroll(full)
    for (size_t v = 0; v < vectors; v++)
        columns[v] = *(const vector *)(b + v / PER_PANEL * panel_stride + v % PER_PANEL * WIDTH);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++)
            add_product(&sums[row * vectors + v], a[row * a_stride], &columns[v], is_fused);
}

INLINE void round_vector(vector *sum, trilemma_type type) {
    float numbers[WIDTH];
    memcpy(numbers, sum, sizeof numbers);
    for (size_t i = 0; i < WIDTH; i++) numbers[i] = to_type(numbers[i], type);
    memcpy(sum, numbers, sizeof numbers);
}

// The block's sum joins the total in C, or goes on from it.
INLINE void finish(const struct tile *t, vector *sums, size_t rows, size_t vectors) {
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++)
#pragma clang loop unroll(full)
        for (size_t v = 0; v < vectors; v++) {
            loose_vector *c = (loose_vector *)(t->c + row * t->c_stride + v * WIDTH);
            vector sum = sums[row * vectors + v];
            if (!t->is_first && !t->continues) sum = *c + sum;
            if (t->order.accumulator != TRILEMMA_FLOAT32 && (t->is_last || !t->continues))
                round_vector(&sum, t->order.accumulator);
            if (t->is_last) {
                if (t->bias) sum = sum + *(const loose_vector *)(t->bias + v * WIDTH);
                sum = sum == sum ? sum : (vector)(__builtin_nanf(""));
            }
            *c = sum;
        }
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
    const struct tile *t, size_t a_stride, size_t rows, size_t vectors, size_t lanes, bool is_fused) {
    size_t outputs = rows * vectors;
    vector sums[MOST_SUMS];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < lanes * outputs; i++) sums[i] = (vector)(0.0f);
    if (lanes == 1 && t->continues && !t->is_first) {
#pragma clang loop unroll(full)
        for (size_t i = 0; i < outputs; i++)
            sums[i] = *(const loose_vector *)(t->c + i / vectors * t->c_stride + i % vectors * WIDTH);
    }
    const float *a = t->a, *b = t->b;
    size_t panel_stride = t->panel_stride, left = t->steps;
    for (; left >= lanes; left -= lanes) {
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
        if (lane < left)
            step(
                sums + lane * outputs, a + lane, a_stride, b + lane * TRILEMMA_PANEL, panel_stride, rows, vectors,
                is_fused);
    combine(sums, lanes, outputs, t->order.in_tree);
    finish(t, sums, rows, vectors);
}

// Tiles of one target, by the lanes and the kind of multiply-add. `CASE` names rows and vectors that occur; rows of a
// single-lane tile lie on the stack.
#define CASE(rows, vectors, lanes, fused)                                                                             \
    case (rows) * MOST_VECTORS + (vectors):                                                                           \
        run_tile(t, (lanes) == 1 ? TILE_STRIDE : t->a_stride, rows, vectors, lanes, fused);                           \
        break;

// Rows times vectors of the tiles of one lane, for 32 registers of 16 numbers.
#define WIDE_TILES(fused)                                                                                             \
    CASE(1, 8, 1, fused) CASE(1, 2, 1, fused) CASE(2, 4, 1, fused) CASE(2, 2, 1, fused) CASE(3, 4, 1, fused)          \
    CASE(3, 2, 1, fused) CASE(4, 4, 1, fused) CASE(4, 2, 1, fused) CASE(5, 4, 1, fused) CASE(5, 2, 1, fused)          \
    CASE(6, 4, 1, fused) CASE(6, 2, 1, fused) CASE(7, 4, 1, fused) CASE(7, 2, 1, fused) CASE(8, 2, 1, fused)          \
    CASE(9, 2, 1, fused) CASE(10, 2, 1, fused) CASE(11, 2, 1, fused) CASE(12, 2, 1, fused) CASE(13, 2, 1, fused)      \
    CASE(14, 2, 1, fused)

// The same for 16 registers of 8 numbers.
#define NARROW_TILES(fused)                                                                                           \
    CASE(1, 4, 1, fused) CASE(1, 1, 1, fused) CASE(2, 2, 1, fused) CASE(2, 1, 1, fused) CASE(3, 2, 1, fused)          \
    CASE(3, 1, 1, fused) CASE(4, 1, 1, fused) CASE(5, 1, 1, fused) CASE(6, 1, 1, fused)

#define TILES(target, name, lanes, fused, cases)                                                                      \
    target static void name(const struct tile *t, size_t rows, size_t vectors) {                                      \
        switch (rows * MOST_VECTORS + vectors) {                                                                      \
            cases                                                                                                     \
        default: __builtin_trap();                                                                                    \
        }                                                                                                             \
    }

#define PAIR(target, variant, lanes, cases)                                                                           \
    TILES(target, variant##_##lanes##_separate, lanes, false, cases(false))                                           \
    TILES(target, variant##_##lanes##_fused, lanes, true, cases(true))

typedef void (*tiles)(const struct tile *t, size_t rows, size_t vectors);

// What shapes a set of tiles has: at most `rows`; `group[rows]` vectors at once, and `rest[rows]` where fewer are left.
struct shapes {
    tiles run[2];
    size_t rows;
    unsigned char group[MOST_ROWS + 1], rest;
};

#define WIDE_4(fused) CASE(1, 4, 4, fused) CASE(1, 2, 4, fused) CASE(2, 2, 4, fused) CASE(3, 2, 4, fused)
#define WIDE_8(fused) CASE(1, 2, 8, fused) CASE(1, 1, 8, fused) CASE(2, 1, 8, fused) CASE(3, 1, 8, fused)
#define SINGLE_1(fused) CASE(1, 1, 1, fused)
#define SINGLE_4(fused) CASE(1, 1, 4, fused)
#define SINGLE_8(fused) CASE(1, 1, 8, fused)
#define SINGLE_16(fused) CASE(1, 1, 16, fused)

#if defined(__x86_64__)
#define AVX512 __attribute__((target("avx512f,fma")))
#define AVX2 __attribute__((target("avx2,fma")))
PAIR(AVX512, avx512, 1, WIDE_TILES)
PAIR(AVX512, avx512, 4, WIDE_4)
PAIR(AVX512, avx512, 8, WIDE_8)
PAIR(AVX512, avx512, 16, SINGLE_16)
PAIR(AVX2, avx2, 1, NARROW_TILES)
PAIR(AVX2, avx2, 4, SINGLE_4)
PAIR(AVX2, avx2, 8, SINGLE_8)
PAIR(AVX2, avx2, 16, SINGLE_16)
#endif
PAIR(, portable, 1, SINGLE_1)
PAIR(, portable, 4, SINGLE_4)
PAIR(, portable, 8, SINGLE_8)
PAIR(, portable, 16, SINGLE_16)

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
    {{{avx512_1_separate, avx512_1_fused}, 14, {0, 8, 4, 4, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2, 2}, 2},
     {{avx512_4_separate, avx512_4_fused}, 3, {0, 4, 2, 2}, 2},
     {{avx512_8_separate, avx512_8_fused}, 3, {0, 2, 1, 1}, 1},
     {{avx512_16_separate, avx512_16_fused}, 1, {0, 1}, 1}},
#endif
};

// A tile over the last columns: C and the bias end before the tile does, so it works on copies.
static void run_at_the_edge(struct tile t, tiles run, size_t rows, size_t vectors, size_t columns) {
    float c[MOST_ROWS * TRILEMMA_PANEL] = {0}, bias[TRILEMMA_PANEL] = {0};
    size_t stride = vectors * WIDTH;
    for (size_t row = 0; row < rows && !t.is_first; row++)
        memcpy(c + row * stride, t.c + row * t.c_stride, columns * sizeof *c);
    if (t.bias) t.bias = memcpy(bias, t.bias, columns * sizeof *bias);
    float *target = t.c;
    size_t target_stride = t.c_stride;
    t.c = c;
    t.c_stride = stride;
    run(&t, rows, vectors);
    for (size_t row = 0; row < rows; row++)
        memcpy(target + row * target_stride, c + row * stride, columns * sizeof *c);
}

// Columns `from` up to `to` for the rows of `t`, whose pointers stand at column 0.
static void run_columns(
    const struct shapes *shapes, struct tile t, size_t rows, size_t from, size_t to, const struct tile *origin) {
    tiles run = shapes->run[t.order.is_fused];
    for (size_t column = from, vectors; column < to; column += vectors * WIDTH) {
        size_t group = shapes->group[rows], left = to - column;
        vectors = left >= group * WIDTH ? group : shapes->rest;
        t.b = origin->b + column / TRILEMMA_PANEL * t.panel_stride + column % TRILEMMA_PANEL;
        t.c = origin->c + column;
        t.bias = origin->bias ? origin->bias + column : NULL;
        if (left >= vectors * WIDTH) {
            run(&t, rows, vectors);
        } else {
            run_at_the_edge(t, run, rows, vectors, left);
        }
    }
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }
static size_t pieces(size_t whole, size_t most) { return whole == 0 ? 1 : (whole + most - 1) / most; }

// All rows of C for some columns and some steps of k, `t` standing at the first of each.
static void run_rows(
    const struct shapes *shapes, struct tile t, size_t rows, size_t most_rows, bool copies, size_t from, size_t to) {
    _Alignas(64) float copy[MOST_ROWS * TILE_STRIDE];
    size_t count = pieces(rows, most_rows);
    for (size_t piece = 0, row = 0; piece < count; piece++) {
        size_t height = rows / count + (piece < rows % count);
        struct tile here = t;
        here.a += row * t.a_stride;
        here.c += row * t.c_stride;
        if (copies) {
            for (size_t i = 0; i < height; i++)
                memcpy(copy + i * TILE_STRIDE, here.a + i * t.a_stride, t.steps * sizeof *copy);
            here.a = copy;
        }
        run_columns(shapes, here, height, from, to, &here);
        row += height;
    }
}

void trilemma_multiply(trilemma_variant variant, trilemma_order order, const trilemma_product *p) {
    if (p->rows == 0) return;
    int place = order.lanes == 1 ? 0 : order.lanes == 4 ? 1 : order.lanes == 8 ? 2 : order.lanes == 16 ? 3 : -1;
    if (place < 0) {
        for (size_t row = 0; row < p->rows; row++)
            for (size_t column = 0; column < p->columns; column++)
                p->c[row * p->c_stride + column] = __builtin_nanf("");
        return;
    }
    const struct shapes *shapes = &every_shape[variant][place];
    bool is_whole = order.block == 0 || order.block >= p->inner;
    // One running sum can rest in C between pieces of k; several, or a block's sum beside the total, cannot.
    bool can_rest = order.lanes == 1 && is_whole && p->rows > 1;
    size_t most_steps = can_rest ? CHUNK : is_whole ? p->inner : order.block;
    size_t count = pieces(p->inner, most_steps);
    size_t length = can_rest ? (p->inner + count - 1) / count : most_steps;
    bool fits = most_steps <= CHUNK;
    size_t most_rows = order.lanes == 1 && !fits ? 1 : shapes->rows;
    bool copies = order.lanes == 1 && fits && p->rows > 1;
    size_t column_block = p->rows > most_rows ? COLUMN_BLOCK : p->columns;
    for (size_t from = 0; from < p->columns; from += column_block)
        for (size_t piece = 0; piece < count; piece++) {
            size_t start = piece * length;
            struct tile t = {
                p->a + start, p->a_stride, p->panels + start * TRILEMMA_PANEL, p->inner * TRILEMMA_PANEL,
                least(length, p->inner - start), p->c, p->c_stride, p->bias, piece == 0, piece + 1 == count, is_whole,
                order,
            };
            run_rows(shapes, t, p->rows, most_rows, copies, from, least(p->columns, from + column_block));
        }
}

void trilemma_pack(const float *b, size_t inner, size_t columns, bool is_transposed, float *panels) {
    size_t row_stride = is_transposed ? 1 : columns, column_stride = is_transposed ? inner : 1;
    for (size_t from = 0; from < columns; from += TRILEMMA_PANEL, panels += inner * TRILEMMA_PANEL) {
        size_t width = least(TRILEMMA_PANEL, columns - from);
        for (size_t k = 0; k < inner; k++)
            for (size_t i = 0; i < TRILEMMA_PANEL; i++)
                panels[k * TRILEMMA_PANEL + i] = i < width ? b[k * row_stride + (from + i) * column_stride] : 0;
    }
}
