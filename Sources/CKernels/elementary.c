// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each function is written for one number without branches; the compiler makes vector code of the loops. Only +, -, x, /,
// fused multiply-add and operations on bits, in the order written.
//
// Reductions and forms are the classical ones (W. J. Cody, W. Waite, "Software Manual for the Elementary Functions", 1980;
// for erfc, M. M. Shepherd, J. G. Laframboise, Mathematics of Computation 36, 1981). The coefficients were computed for
// this project with Remez's exchange algorithm in 120-bit arithmetic and rounded to float32.

#include "elementary.h"

#include "rounding.inc.h"

#pragma STDC FP_CONTRACT OFF

#define INFINITE __builtin_inff()
#define LOG2_HIGH 0x1.62e43p-1f
#define LOG2_LOW -0x1.05c61p-29f

// a x b + c with one rounding.
INLINE float fma1(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
INLINE float magnitude(float x) { return float_of(bits_of(x) & 0x7FFFFFFFu); }
INLINE float with_sign(float x, float of) { return float_of(bits_of(x) | (bits_of(of) & 0x80000000u)); }

// A number as p x 2^n, where p x 2^n itself may be too large or too small for a float.
struct scaled {
    float p;
    int32_t n;
};

// p x 2^n with one rounding: two factors, of which the first is exact.
INLINE float unscaled(struct scaled s) {
    int32_t half = s.n >> 1;
    return s.p * float_of((uint32_t)(half + 127) << 23) * float_of((uint32_t)(s.n - half + 127) << 23);
}

// The same where p x 2^n is a normal number: n is added to the exponent.
INLINE float normal(struct scaled s) { return float_of(bits_of(s.p) + ((uint32_t)s.n << 23)); }

// e^(x + rest) for -150 <= x < 90 and a rest below half a unit of x: n = round(x / log 2), a polynomial on the remainder
// of at most log 2 / 2. Relative error of the polynomial 2^-29.8.
INLINE struct scaled exponential(float x, float rest) {
    float shifted = fma1(x, 0x1.715476p+0f, 0x1.8p23f);
    float n = shifted - 0x1.8p23f;
    float r = fma1(n, -LOG2_LOW, fma1(n, -LOG2_HIGH, x)) + rest;
    float p = fma1(0x1.9f0812p-13f, r, 0x1.6d8db0p-10f);
    p = fma1(p, r, 0x1.111272p-7f);
    p = fma1(p, r, 0x1.55548ep-5f);
    p = fma1(p, r, 0x1.555554p-3f);
    p = fma1(p, r, 0x1.0p-1f);
    p = fma1(p, r, 1.0f);
    p = fma1(p, r, 1.0f);
    return (struct scaled){p, (int32_t)(bits_of(shifted) - 0x4B400000u)};
}

INLINE float exp_of(float x) {
    float within = x > 89.0f ? 89.0f : x < -104.0f ? -104.0f : x;
    return with_one_nan(x == x ? unscaled(exponential(within, 0)) : x);
}

// x = 2^n (1 + f), 1 + f between the square roots of 1/2 and 2; log(1 + f) = f - f^2/2 + f^3 P(f), where the
// polynomial's error is 2^-28.2 of the whole.
INLINE float log_of(float x) {
    bool is_small = x < 0x1p-126f;
    uint32_t bits = bits_of(is_small ? x * 0x1p23f : x);
    uint32_t shifted = bits - 0x3F3504F3u;
    float n = (float)((int32_t)shifted >> 23) - (is_small ? 23.0f : 0.0f);
    float f = float_of(bits - (shifted & 0xFF800000u)) - 1.0f;
    float p = fma1(0x1.1457b8p-4f, f, -0x1.de3c1cp-4f);
    p = fma1(p, f, 0x1.e6f066p-4f);
    p = fma1(p, f, -0x1.fc2206p-4f);
    p = fma1(p, f, 0x1.233768p-3f);
    p = fma1(p, f, -0x1.555c4ep-3f);
    p = fma1(p, f, 0x1.99a4b6p-3f);
    p = fma1(p, f, -0x1.000006p-2f);
    p = fma1(p, f, 0x1.555548p-2f);
    float square = f * f;
    float low = fma1(square, fma1(p, f, -0.5f), n * LOG2_LOW);
    float result = fma1(n, LOG2_HIGH, f + low);
    if (!(x > 0)) result = x == 0 ? -INFINITE : float_of(0x7FC00000u);
    return x == INFINITE ? x : with_one_nan(result);
}

// Below 9/16 an odd polynomial (relative error 2^-27.8); above, 1 - 2 / (e^(2|x|) + 1).
INLINE float tanh_of(float x) {
    float t = magnitude(x), z = x * x;
    float p = fma1(-0x1.936b92p-8f, z, 0x1.57e8f4p-6f);
    p = fma1(p, z, -0x1.b900dap-5f);
    p = fma1(p, z, 0x1.110c40p-3f);
    p = fma1(p, z, -0x1.555548p-2f);
    float small = fma1(p * z, t, t);
    float within = t > 10.0f ? 10.0f : t;
    float large = 1.0f - 2.0f / (normal(exponential(within + within, 0)) + 1.0f);
    return x == x ? with_sign(t < 0.5625f ? small : large, x) : with_one_nan(x);
}

// Below 0.93 an odd polynomial (relative error 2^-26.2); above, 1 - e^(-t P(t)) (error 2^-29.5).
INLINE float erf_of(float x) {
    float t = magnitude(x), z = x * x;
    float p = fma1(0x1.5c137cp-14f, z, -0x1.aa0506p-11f);
    p = fma1(p, z, 0x1.54c16ep-8f);
    p = fma1(p, z, -0x1.b80de6p-6f);
    p = fma1(p, z, 0x1.ce2e02p-4f);
    p = fma1(p, z, -0x1.812742p-2f);
    p = fma1(p, z, 0x1.06eba8p-3f);
    float small = fma1(p, t, t);
    float within = t > 4.0f ? 4.0f : t;
    float q = fma1(0x1.4b6660p-18f, within, -0x1.7e5d96p-15f);
    q = fma1(q, within, -0x1.9ff316p-15f);
    q = fma1(q, within, 0x1.800fa0p-9f);
    q = fma1(q, within, -0x1.737e34p-6f);
    q = fma1(q, within, 0x1.af27f0p-4f);
    q = fma1(q, within, 0x1.4570aep-1f);
    q = fma1(q, within, 0x1.20e8c4p+0f);
    float large = 1.0f - normal(exponential(-(q * within), 0));
    return x == x ? with_sign(t < 0.93f ? small : large, x) : with_one_nan(x);
}

// 1 / (1 + e^-x) where x is positive, else e^x / (1 + e^x): the power is at most 1.
// `rest` is added to x.
INLINE struct scaled sigmoid_scaled(float x, float rest) {
    float t = magnitude(x);
    bool is_negative = bits_of(x) >> 31;
    struct scaled power = exponential(t > 150.0f ? -150.0f : -t, is_negative ? rest : -rest);
    float below = 1.0f + unscaled(power);
    return (struct scaled){(is_negative ? power.p : 1.0f) / below, is_negative ? power.n : 0};
}

INLINE float sigmoid_of(float x) { return x == x ? unscaled(sigmoid_scaled(x, 0)) : with_one_nan(x); }

INLINE float silu_of(float x) {
    float within = x < -150.0f ? -150.0f : x;
    struct scaled s = sigmoid_scaled(within, 0);
    s.p = s.p * within;
    return x == x ? unscaled(s) : with_one_nan(x);
}

// With t = |x|: the tail of the normal distribution is e^(-t^2/2) G(u) / (t + 2), u = (t - 7/2) / (t + 7/2), the square
// with its rounding error carried along; relative error of the polynomial G 2^-25.4.
INLINE float gelu_of(float x) {
    float t = magnitude(x) > 15.0f ? 15.0f : magnitude(x);
    float square = t * t, lost = fma1(t, t, -square);
    struct scaled tail = exponential(-0.5f * square, -0.5f * lost);
    float u = (t - 3.5f) / (t + 3.5f);
    float g = fma1(0x1.1ea098p-13f, u, 0x1.e58af2p-13f);
    g = fma1(g, u, -0x1.0ed690p-10f);
    g = fma1(g, u, -0x1.2004cap-10f);
    g = fma1(g, u, 0x1.21079cp-7f);
    g = fma1(g, u, -0x1.6ecc9cp-7f);
    g = fma1(g, u, -0x1.82886ap-6f);
    g = fma1(g, u, 0x1.035d0ap-3f);
    g = fma1(g, u, -0x1.23b050p-2f);
    g = fma1(g, u, 0x1.2b77ccp-1f);
    tail.p = tail.p * (g / (t + 2.0f));
    float positive = fma1(-t, unscaled(tail), magnitude(x));
    tail.p = tail.p * -t;
    return x == x ? (bits_of(x) >> 31 ? unscaled(tail) : positive) : with_one_nan(x);
}

// Both are correctly rounded by the processor.
INLINE float sqrt_of(float x) { return with_one_nan(__builtin_elementwise_sqrt(x)); }
INLINE float reciprocal_of(float x) { return with_one_nan(1.0f / x); }

// (1 + tanh(z / 2)) / 2 is the logistic function of z = x (a + b x^2), a = 2 sqrt(2 / pi), b = 0.044715 a; what rounding
// loses on the way to z is carried along.
INLINE float gelu_tanh_of(float x) {
    float within = x < -15.0f ? -15.0f : x > 15.0f ? 15.0f : x;
    float square = within * within, lost = fma1(within, within, -square);
    float term = square * 0x1.2444f20000000p-4f;
    float term_lost = fma1(square, 0x1.2444f20000000p-4f, -term) + fma1(square, 0x1.49b16a0000000p-29f, lost * 0x1.2444f20000000p-4f);
    float factor = term + 0x1.9884540000000p+0f, part = factor - term;
    float factor_lost = ((term - (factor - part)) + (0x1.9884540000000p+0f - part)) + (term_lost + -0x1.8579360000000p-25f);
    float z = within * factor;
    struct scaled s = sigmoid_scaled(z, fma1(within, factor, -z) + within * factor_lost);
    s.p = s.p * (x > 15.0f ? x : within);
    return x == x ? unscaled(s) : with_one_nan(x);
}

// Numbers go through a block on the stack: `numbers` and `results` may be the same memory, and the loops have a constant
// length.
#define BLOCK 32

#define MAP(target, name, of)                                                                                         \
    target static void name(const float *numbers, float *results, size_t count) {                                     \
        float block[BLOCK] = {0};                                                                                     \
        for (; count >= BLOCK; count -= BLOCK, numbers += BLOCK, results += BLOCK) {                                  \
            memcpy(block, numbers, sizeof block);                                                                     \
            for (size_t i = 0; i < BLOCK; i++) block[i] = of(block[i]);                                               \
            memcpy(results, block, sizeof block);                                                                     \
        }                                                                                                             \
        memcpy(block, numbers, count * sizeof *block);                                                                \
        for (size_t i = 0; i < BLOCK; i++) block[i] = of(block[i]);                                                   \
        memcpy(results, block, count * sizeof *block);                                                                \
    }

#define MAPS(target, variant)                                                                                         \
    MAP(target, exp_##variant, exp_of)                                                                                \
    MAP(target, log_##variant, log_of)                                                                                \
    MAP(target, tanh_##variant, tanh_of)                                                                              \
    MAP(target, erf_##variant, erf_of)                                                                                \
    MAP(target, sigmoid_##variant, sigmoid_of)                                                                        \
    MAP(target, silu_##variant, silu_of)                                                                              \
    MAP(target, gelu_##variant, gelu_of)                                                                              \
    MAP(target, sqrt_##variant, sqrt_of)                                                                              \
    MAP(target, reciprocal_##variant, reciprocal_of)                                                                  \
    MAP(target, gelu_tanh_##variant, gelu_tanh_of)

#define NAMES(variant)                                                                                                \
    {exp_##variant, log_##variant, tanh_##variant, erf_##variant, sigmoid_##variant, silu_##variant, gelu_##variant,    \
     sqrt_##variant, reciprocal_##variant, gelu_tanh_##variant}

MAPS(, portable)
#if defined(__x86_64__)
MAPS(__attribute__((target("avx2,fma"))), avx2)
MAPS(__attribute__((target("avx512f,fma"))), avx512)
#endif

typedef void (*map)(const float *numbers, float *results, size_t count);

static const map maps[3][10] = {
    NAMES(portable),
#if defined(__x86_64__)
    NAMES(avx2),
    NAMES(avx512),
#endif
};

void trilemma_map(
    trilemma_variant variant, trilemma_function function, const float *numbers, float *results, size_t count) {
    maps[variant][function](numbers, results, count);
}
