// SPDX-License-Identifier: GPL-3.0-or-later
//
// The yardstick of the engine benchmarks: Lindley's recursion for the waiting times of M/M/1 at utilisation 0.9, with
// xoshiro256++ and -log(u), no event list. The least that a simulation of a customer can cost in plain C.

#include "CKernels.h"

#include <math.h>
#include <stdint.h>

static inline uint64_t rotated(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline double uniform(uint64_t s[4]) {
    uint64_t r = rotated(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotated(s[3], 45);
    return ((double)(r >> 11) + 0.5) * 0x1p-53;
}

double trilemma_yardstick(int customers) {
    uint64_t s[4] = {0x9E3779B97F4A7C15u, 0xBF58476D1CE4E5B9u, 0x94D049BB133111EBu, 0x2545F4914F6CDD1Du};
    double wait = 0, sum = 0;
    for (int customer = 0; customer < customers; customer++) {
        double gap = -log(uniform(s)) / 0.9, service = -log(uniform(s));
        wait = wait + service - gap;
        if (wait < 0) wait = 0;
        sum += wait;
    }
    return sum / customers;
}
