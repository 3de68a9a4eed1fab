// SPDX-License-Identifier: GPL-3.0-or-later

#include "arithmetic.h"

#include "rounding.inc.h"

#pragma STDC FP_CONTRACT OFF

// Numbers go through blocks on the stack: the results may be written over the numbers, and the loops have a constant length,
// so that the compiler makes vector code of them without asking whether memory overlaps.
#define BLOCK 32
#define EACH for (size_t i = 0; i < BLOCK; i++)
#define BLOCKS for (; count >= BLOCK; count -= BLOCK, results += BLOCK)
#define REST _Pragma("clang loop vectorize(disable) unroll(disable)") for (size_t i = 0; i < count; i++)

// MARK: Two numbers

#define COMBINE(target, name, operator)                                                                               \
    target static void name(                                                                                          \
        const float *a, bool a_is_single, const float *b, bool b_is_single, float *results, size_t count) {           \
        float x[BLOCK], y[BLOCK];                                                                                     \
        EACH x[i] = *a;                                                                                               \
        EACH y[i] = *b;                                                                                               \
        BLOCKS {                                                                                                      \
            if (!a_is_single) memcpy(x, a, sizeof x), a += BLOCK;                                                     \
            if (!b_is_single) memcpy(y, b, sizeof y), b += BLOCK;                                                     \
            float block[BLOCK];                                                                                       \
            EACH block[i] = with_one_nan(x[i] operator y[i]);                                                         \
            memcpy(results, block, sizeof block);                                                                     \
        }                                                                                                             \
        float first = x[0], second = y[0];                                                                            \
        REST results[i] = with_one_nan((a_is_single ? first : a[i]) operator (b_is_single ? second : b[i]));          \
    }

#define COMBINES(target, variant)                                                                                     \
    COMBINE(target, add_##variant, +)                                                                                 \
    COMBINE(target, subtract_##variant, -)                                                                            \
    COMBINE(target, multiply_##variant, *)                                                                            \
    COMBINE(target, divide_##variant, /)

// MARK: One number

INLINE float clip_of(float x, float p, float q) {
    float raised = x < p ? p : x;
    return with_one_nan(raised > q ? q : raised);
}

INLINE float hard_sigmoid_of(float x, float p, float q) {
    float line = x * p + q;
    return with_one_nan(line < 0 ? 0 : line > 1 ? 1 : line);
}

INLINE float leaky_of(float x, float p, float q) {
    (void)q;
    return with_one_nan(x < 0 ? x * p : x);
}

#define BEND(target, name, of)                                                                                        \
    target static void name(float p, float q, const float *numbers, float *results, size_t count) {                   \
        BLOCKS {                                                                                                      \
            float block[BLOCK];                                                                                       \
            memcpy(block, numbers, sizeof block), numbers += BLOCK;                                                   \
            EACH block[i] = of(block[i], p, q);                                                                       \
            memcpy(results, block, sizeof block);                                                                     \
        }                                                                                                             \
        REST results[i] = of(numbers[i], p, q);                                                                       \
    }

#define BENDS(target, variant)                                                                                        \
    BEND(target, clip_##variant, clip_of)                                                                             \
    BEND(target, hard_sigmoid_##variant, hard_sigmoid_of)                                                             \
    BEND(target, leaky_##variant, leaky_of)

// MARK: Variants

COMBINES(, portable)
BENDS(, portable)
#if defined(__x86_64__)
COMBINES(__attribute__((target("avx2,fma"))), avx2)
BENDS(__attribute__((target("avx2,fma"))), avx2)
COMBINES(__attribute__((target("avx512f,fma"))), avx512)
BENDS(__attribute__((target("avx512f,fma"))), avx512)
#endif

typedef void (*combination)(const float *, bool, const float *, bool, float *, size_t);
typedef void (*bend)(float, float, const float *, float *, size_t);

#define COMBINATION_NAMES(variant) {add_##variant, subtract_##variant, multiply_##variant, divide_##variant}
#define BEND_NAMES(variant) {clip_##variant, hard_sigmoid_##variant, leaky_##variant}

static const combination combinations[3][4] = {
    COMBINATION_NAMES(portable),
#if defined(__x86_64__)
    COMBINATION_NAMES(avx2),
    COMBINATION_NAMES(avx512),
#endif
};

static const bend bends[3][3] = {
    BEND_NAMES(portable),
#if defined(__x86_64__)
    BEND_NAMES(avx2),
    BEND_NAMES(avx512),
#endif
};

void trilemma_combine(
    trilemma_variant variant, trilemma_operation operation, const float *a, bool a_is_single, const float *b,
    bool b_is_single, float *results, size_t count) {
    if (count > 0) combinations[variant][operation](a, a_is_single, b, b_is_single, results, count);
}

void trilemma_bend_all(
    trilemma_variant variant, trilemma_bend function, float p, float q, const float *numbers, float *results,
    size_t count) {
    bends[variant][function](p, q, numbers, results, count);
}
