// SPDX-License-Identifier: GPL-3.0-or-later
//
// The compression function of SHA-256 (FIPS 180-4, section 6.2.2), in which disputes about graphs spend most of their time.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Whether the processor at hand has instructions for it.
bool trilemma_has_sha256_instructions(void);

// Folds blocks of 64 bytes into the state of eight words. `constants` are the 64 words that the rounds add. The instructions,
// which must be there when they are asked for, give the same words as the portable loop.
void trilemma_sha256(
    uint32_t *state, const uint32_t *constants, const uint8_t *blocks, size_t count, bool with_instructions);

#pragma clang assume_nonnull end
