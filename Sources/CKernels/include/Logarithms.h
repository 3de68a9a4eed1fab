// SPDX-License-Identifier: GPL-3.0-or-later
//
// Exponential variates from uniform ones: the innermost loop of arrivals and service times.

#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

// Replaces each of `count` uniform numbers u, a multiple of eight, by -log(u) x mean. Every u is positive and normal.
//
// The logarithm is that of `PortableMath.logOfNormal`, operation by operation: the same bits, on any machine.
typedef void (*trilemma_exponentials)(double *uniforms, size_t count, double mean);

// The variant for vectors of 128, 256 or 512 bits; NULL for another width, or when the processor lacks it.
trilemma_exponentials _Nullable trilemma_exponentials_of_width(int bits);

// The fastest variant that the processor at hand can run.
trilemma_exponentials _Nonnull trilemma_exponentials_for_this_machine(void);

#pragma clang assume_nonnull end
