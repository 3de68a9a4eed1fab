// SPDX-License-Identifier: GPL-3.0-or-later

#include "quantized.inc.h"

size_t trilemma_block_bytes(trilemma_form form) {
    if (form == TRILEMMA_CODES_INT8) return sizeof(struct int8_block);
    return form == TRILEMMA_CODES_INT4 ? sizeof(struct int4_block) : sizeof(struct half_block);
}

void trilemma_set_codes(
    trilemma_form form, void *block, size_t column, const uint16_t *codes, size_t count, float scale, float minimum) {
    if (form == TRILEMMA_CODES_INT8) {
        struct int8_block *b = block;
        b->scales[column] = scale;
        for (size_t k = 0; k < count; k++) b->codes[k][column] = (int8_t)codes[k];
    } else if (form == TRILEMMA_CODES_INT4) {
        struct int4_block *b = block;
        b->scales[column] = scale;
        b->minima[column] = minimum;
        for (size_t k = 0; k < count; k++) {
            uint8_t *pair = &b->codes[k / 2][column];
            *pair = k % 2 == 0 ? (*pair & 0xF0) | (codes[k] & 0xF) : (*pair & 0xF) | (uint8_t)(codes[k] << 4);
        }
    } else {
        struct half_block *b = block;
        for (size_t k = 0; k < count; k++) b->codes[k][column] = codes[k];
    }
}

// A binary16 as float32: its bits moved into place stand for the number times 2^-112, subnormal or not.
INLINE float from_float16(uint16_t code) {
    float magnitude = float_of((uint32_t)(code & 0x7FFF) << 13) * 0x1p112f;
    return float_of(bits_of(magnitude) | (uint32_t)(code & 0x8000) << 16);
}

void trilemma_expand_column(trilemma_form form, const void *blocks, size_t column, size_t steps, float *numbers) {
    const struct int8_block *int8 = blocks;
    const struct int4_block *int4 = blocks;
    const struct half_block *half = blocks;
    for (size_t k = 0; k < steps; k++) {
        size_t b = k / TRILEMMA_BLOCK, i = k % TRILEMMA_BLOCK;
        switch (form) {
        case TRILEMMA_CODES_FLOAT16: numbers[k] = from_float16(half[b].codes[i][column]); break;
        case TRILEMMA_CODES_BFLOAT16: numbers[k] = float_of((uint32_t)half[b].codes[i][column] << 16); break;
        case TRILEMMA_CODES_INT8: numbers[k] = int8[b].scales[column] * int8[b].codes[i][column]; break;
        case TRILEMMA_CODES_INT4: {
            uint8_t pair = int4[b].codes[i / 2][column];
            numbers[k] = __builtin_fmaf(
                int4[b].scales[column], i % 2 == 0 ? pair & 0xF : pair >> 4, int4[b].minima[column]);
        }
        }
    }
}

// Cache lines are 64 bytes.
#define LINE 64

INLINE void expand(trilemma_form form, const void *blocks, size_t steps, size_t ahead, float *panels) {
    size_t size = trilemma_block_bytes(form);
    for (size_t start = 0; start < steps; start += TRILEMMA_BLOCK) {
        const void *block = (const char *)blocks + start / TRILEMMA_BLOCK * size;
        size_t length = least(TRILEMMA_BLOCK, steps - start);
        for (size_t i = 0; i < size; i += LINE) __builtin_prefetch((const char *)block + ahead + i);
        for (size_t k = 0; k < length; k += 2)
            for (size_t half = 0; half < PER_PANEL; half++) {
                vector even, odd, *to = (vector *)(panels + (half * steps + start + k) * TRILEMMA_PANEL);
                load_pair(form, block, k, half, &even, &odd);
                to[0] = even;
                if (k + 1 < length) to[1] = odd;
            }
    }
}

#define EXPAND(form) expand(form, blocks, steps, ahead, panels)
#define TARGET(target, variant)                                                                                       \
    target static void expand_##variant(                                                                              \
        trilemma_form form, const void *blocks, size_t steps, size_t ahead, float *panels) {                          \
        EACH_FORM(EXPAND)                                                                                             \
    }

TARGET(, portable)
#if defined(__x86_64__)
TARGET(__attribute__((target("avx2,fma"))), avx2)
TARGET(__attribute__((target("avx512f,fma"))), avx512)
#endif

void trilemma_expand(
    trilemma_variant variant, trilemma_form form, const void *blocks, size_t steps, size_t ahead, float *panels) {
#if defined(__x86_64__)
    if (variant == TRILEMMA_AVX512) return expand_avx512(form, blocks, steps, ahead, panels);
    if (variant == TRILEMMA_AVX2) return expand_avx2(form, blocks, steps, ahead, panels);
#endif
    (void)variant;
    expand_portable(form, blocks, steps, ahead, panels);
}
