// SPDX-License-Identifier: GPL-3.0-or-later
//
// Exponential variates from uniform ones: the innermost loop of arrivals and service times.

#pragma once

#include <stddef.h>

#include "variants.h"

#pragma clang assume_nonnull begin

// Replaces each of `count` uniform numbers u, a multiple of eight, by -log(u) x mean. Every u is positive and normal.
//
// The logarithm is that of `PortableMath.logOfNormal`, operation by operation: the same bits, on any machine.
void trilemma_exponentials(trilemma_variant variant, double *uniforms, size_t count, double mean);

#pragma clang assume_nonnull end
