// SPDX-License-Identifier: GPL-3.0-or-later

#include "sha256.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static inline uint32_t turned(uint32_t word, int places) { return word >> places | word << (32 - places); }

static inline uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void compress(uint32_t *state, const uint32_t *constants, const uint8_t *block) {
    uint32_t schedule[64];
    for (int i = 0; i < 16; i++) schedule[i] = big_endian(block + 4 * i);
    for (int i = 16; i < 64; i++) {
        const uint32_t early = schedule[i - 15], late = schedule[i - 2];
        schedule[i] = schedule[i - 16] + (turned(early, 7) ^ turned(early, 18) ^ early >> 3) + schedule[i - 7]
            + (turned(late, 17) ^ turned(late, 19) ^ late >> 10);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        const uint32_t choice = (e & f) ^ (~e & g), majority = (a & b) ^ (a & c) ^ (b & c);
        const uint32_t first =
            h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + constants[i] + schedule[i];
        const uint32_t second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority;
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

#if defined(__x86_64__)

// The instructions take the state as two vectors, from the lowest word: f e b a, and h g d c. Each does two rounds.
__attribute__((target("sha,sse4.1"))) static void compress_with_instructions(
    uint32_t *state, const uint32_t *constants, const uint8_t *blocks, size_t count) {
    const __m128i big_endian_words = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
    const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    __m128i feba = _mm_alignr_epi8(badc, efgh, 8), hgdc = _mm_blend_epi16(efgh, badc, 0xF0);
    for (; count > 0; count--, blocks += 64) {
        const __m128i feba_before = feba, hgdc_before = hgdc;
        // The last sixteen words of the schedule, in turn.
        __m128i words[4];
        for (int i = 0; i < 4; i++)
            words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)blocks + i), big_endian_words);
#pragma clang loop unroll(full)
        for (int i = 0; i < 16; i++) {
            const __m128i added =
                _mm_add_epi32(words[i % 4], _mm_loadu_si128((const __m128i *)constants + i));
            hgdc = _mm_sha256rnds2_epu32(hgdc, feba, added);
            feba = _mm_sha256rnds2_epu32(feba, hgdc, _mm_shuffle_epi32(added, 0x0E));
            const __m128i next = words[(i + 1) % 4], last = words[(i + 3) % 4];
            const __m128i middle = _mm_alignr_epi8(last, words[(i + 2) % 4], 4);
            words[i % 4] =
                _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(words[i % 4], next), middle), last);
        }
        feba = _mm_add_epi32(feba, feba_before);
        hgdc = _mm_add_epi32(hgdc, hgdc_before);
    }
    const __m128i abef = _mm_shuffle_epi32(feba, 0x1B), ghcd = _mm_shuffle_epi32(hgdc, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(abef, ghcd, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(ghcd, abef, 8));
}

#endif

bool trilemma_has_sha256_instructions(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1");
#else
    return false;
#endif
}

void trilemma_sha256(
    uint32_t *state, const uint32_t *constants, const uint8_t *blocks, size_t count, bool with_instructions) {
#if defined(__x86_64__)
    if (with_instructions) {
        compress_with_instructions(state, constants, blocks, count);
        return;
    }
#endif
    for (size_t i = 0; i < count; i++) compress(state, constants, blocks + 64 * i);
}
