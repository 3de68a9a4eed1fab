// SPDX-License-Identifier: GPL-3.0-or-later

#include "CMemoryWatch.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

static bool is_counting = false;
static memory_calls calls = {0, 0};

// A program's own allocator goes before the library's, for the Swift runtime too, which calls these two.
extern void *__libc_malloc(size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
    if (is_counting) calls.allocations++;
    return __libc_malloc(size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    if (is_counting) calls.allocations++;
    void *found = __libc_memalign(alignment, size);
    if (!found) return ENOMEM;
    *block = found;
    return 0;
}

// Compiled code relies on its registers after counting a reference, so whoever stands in for the function keeps them.
#define KEEPS_REGISTERS __attribute__((preserve_most))

typedef void *(*one_reference)(void *object);
typedef void *(*many_references)(void *object, uint32_t times);

// The entry points that the Swift runtime keeps for instruments, and the switch that makes it go through them.
extern one_reference _swift_retain, _swift_release;
extern many_references _swift_retain_n, _swift_release_n;
extern bool _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly;

static one_reference retain, release;
static many_references retain_many, release_many;

static KEEPS_REGISTERS void *counted_retain(void *object) {
    calls.references++;
    return retain(object);
}

static KEEPS_REGISTERS void *counted_release(void *object) {
    calls.references++;
    return release(object);
}

static KEEPS_REGISTERS void *counted_retain_many(void *object, uint32_t times) {
    calls.references++;
    return retain_many(object, times);
}

static KEEPS_REGISTERS void *counted_release_many(void *object, uint32_t times) {
    calls.references++;
    return release_many(object, times);
}

static void set_counting(bool on) {
    _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly = on;
    is_counting = on;
}

void memory_watch_begin(void) {
    if (!retain) {
        retain = _swift_retain;
        release = _swift_release;
        retain_many = _swift_retain_n;
        release_many = _swift_release_n;
        _swift_retain = (one_reference)counted_retain;
        _swift_release = (one_reference)counted_release;
        _swift_retain_n = (many_references)counted_retain_many;
        _swift_release_n = (many_references)counted_release_many;
    }
    calls = (memory_calls){0, 0};
    set_counting(true);
}

memory_calls memory_watch_end(void) {
    set_counting(false);
    return calls;
}
