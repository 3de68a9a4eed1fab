// SPDX-License-Identifier: GPL-3.0-or-later
//
// Padded images, and windows as operands of a product. Only copies: any processor does them alike.

#include <string.h>

#include "images.h"

static void pad_row(const trilemma_padding *p, const float *row, float *padded) {
    size_t from = p->width_before < p->padded_width ? p->width_before : p->padded_width;
    size_t to = p->width_before + p->width < p->padded_width ? p->width_before + p->width : p->padded_width;
    if (p->phases == 1) {
        for (size_t x = 0; x < from; x++) padded[x] = p->fill;
        memcpy(padded + from, row, (to - from) * sizeof *row);
        for (size_t x = to; x < p->phase_length; x++) padded[x] = p->fill;
        return;
    }
    for (size_t phase = 0; phase < p->phases; phase++, padded += p->phase_length) {
        size_t first = phase < from ? (from - phase + p->phases - 1) / p->phases : 0;
        size_t end = phase < to ? (to - phase + p->phases - 1) / p->phases : 0;
        if (end < first) end = first;
        const float *source = row + (first * p->phases + phase) - p->width_before;
        for (size_t i = 0; i < first; i++) padded[i] = p->fill;
        if (p->phases == 2)
            for (size_t i = 0; i < end - first; i++) padded[first + i] = source[2 * i];
        else
            for (size_t i = 0; i < end - first; i++) padded[first + i] = source[p->phases * i];
        for (size_t i = end; i < p->phase_length; i++) padded[i] = p->fill;
    }
}

void trilemma_pad(const trilemma_padding *p, const float *image, float *padded) {
    size_t length = p->phases * p->phase_length;
    for (size_t c = 0; c < p->channels; c++, image += p->depth * p->height * p->width)
        for (size_t z = 0; z < p->padded_depth; z++)
            for (size_t y = 0; y < p->padded_height; y++, padded += length) {
                size_t slice = z - p->depth_before, row = y - (size_t)p->height_before;
                // Before the image the differences wrap around to large numbers.
                if (slice < p->depth && row < p->height) {
                    pad_row(p, image + (slice * p->height + row) * p->width, padded);
                } else {
                    for (size_t x = 0; x < length; x++) padded[x] = p->fill;
                }
            }
}

// A stretch of outputs in one row: `count` columns from `target` on, whose windows start at `source` and after.
struct stretch {
    size_t target, source, count;
};

static size_t tap_of(const trilemma_windows *w, size_t t) { return w->taps ? w->taps[t] : t * w->tap_step; }

static size_t source_of(const trilemma_windows *w, size_t output) {
    size_t row = output / w->width, slice = row / w->rows;
    return slice * w->slice_step + row % w->rows * w->row_step + output % w->width;
}

// Copies 1...16 numbers as two overlapping pieces of a constant length.
static inline __attribute__((always_inline)) void copy(float *target, const float *source, size_t count) {
    if (count == TRILEMMA_PANEL) {
        memcpy(target, source, TRILEMMA_PANEL * sizeof *target);
        return;
    }
#define PIECES(length)                                                                                                \
    if (count >= (length)) {                                                                                          \
        memcpy(target, source, (length) * sizeof(float));                                                             \
        memcpy(target + count - (length), source + count - (length), (length) * sizeof(float));                       \
        return;                                                                                                       \
    }
    PIECES(16)
    PIECES(8)
    PIECES(4)
    PIECES(2)
#undef PIECES
    *target = *source;
}

// Panels that are gathered side by side, so that each place is read in long runs.
#define SIDE_BY_SIDE 24

// Stretches of the outputs `from` ... `to - 1`, cut at the ends of rows and panels; a panel has at most 16.
static size_t stretches_of(const trilemma_windows *w, size_t from, size_t to, size_t inner, struct stretch *stretches) {
    size_t found = 0;
    for (size_t output = from, count; output < to; output += count) {
        size_t column = output - from, in_panel = column % TRILEMMA_PANEL;
        count = TRILEMMA_PANEL - in_panel;
        if (count > w->width - output % w->width) count = w->width - output % w->width;
        if (count > to - output) count = to - output;
        size_t target = column / TRILEMMA_PANEL * inner * TRILEMMA_PANEL + in_panel;
        stretches[found++] = (struct stretch){target, source_of(w, output), count};
    }
    return found;
}

void trilemma_gather_columns(
    const trilemma_windows *w, size_t channels, size_t channel_step, size_t from, size_t count, float *panels) {
    struct stretch stretches[SIDE_BY_SIDE * TRILEMMA_PANEL];
    size_t inner = channels * w->tap_count, most = SIDE_BY_SIDE * TRILEMMA_PANEL;
    for (size_t done = 0; done < count; done += most, panels += most * inner) {
        size_t width = count - done < most ? count - done : most, past = width % TRILEMMA_PANEL;
        size_t number = stretches_of(w, from + done, from + done + width, inner, stretches);
        float *last = panels + width / TRILEMMA_PANEL * inner * TRILEMMA_PANEL;
        for (size_t k = 0; k < inner && past; k++)
            for (size_t i = past; i < TRILEMMA_PANEL; i++) last[k * TRILEMMA_PANEL + i] = 0;
        float *row = panels;
        for (size_t c = 0; c < channels; c++)
            for (size_t t = 0; t < w->tap_count; t++, row += TRILEMMA_PANEL) {
                const float *source = w->places + c * channel_step + tap_of(w, t);
                // Channels are too far apart for the processor to guess the next one.
                size_t ahead = c + 2 < channels ? 2 * channel_step : 0;
                for (size_t i = 0; i < number; i++) {
                    if (t == 0) __builtin_prefetch(source + ahead + stretches[i].source);
                    copy(row + stretches[i].target, source + stretches[i].source, stretches[i].count);
                }
            }
    }
}

void trilemma_gather_rows(
    const trilemma_windows *w, size_t channels, size_t channel_step, size_t from, size_t count, float *rows) {
    for (size_t output = from; output < from + count; output++) {
        const float *places = w->places + source_of(w, output);
        for (size_t c = 0; c < channels; c++, places += channel_step)
            for (size_t tap = 0; tap < w->tap_count; tap++) *rows++ = places[tap_of(w, tap)];
    }
}
