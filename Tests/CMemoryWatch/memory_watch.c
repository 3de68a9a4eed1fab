// SPDX-License-Identifier: GPL-3.0-or-later

#include "CMemoryWatch.h"

#include <stdbool.h>
#include <stddef.h>

static bool is_counting = false;
static memory_calls calls = {0, 0};

// A program's own malloc goes before the library's, for the Swift runtime too.
extern void *__libc_malloc(size_t size);

void *malloc(size_t size) {
    if (is_counting) calls.allocations++;
    return __libc_malloc(size);
}

// The entry points that the Swift runtime keeps for instruments, and the switch that makes it go through them.
extern void *(*_swift_retain)(void *object);
extern void (*_swift_release)(void *object);
extern void *(*_swift_retain_n)(void *object, uint32_t times);
extern void (*_swift_release_n)(void *object, uint32_t times);
extern bool _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly;

static void *(*retain)(void *object);
static void (*release)(void *object);
static void *(*retain_many)(void *object, uint32_t times);
static void (*release_many)(void *object, uint32_t times);

static void *counted_retain(void *object) {
    calls.references++;
    return retain(object);
}

static void counted_release(void *object) {
    calls.references++;
    release(object);
}

static void *counted_retain_many(void *object, uint32_t times) {
    calls.references++;
    return retain_many(object, times);
}

static void counted_release_many(void *object, uint32_t times) {
    calls.references++;
    release_many(object, times);
}

void memory_watch_begin(void) {
    if (is_counting) return;
    retain = _swift_retain;
    release = _swift_release;
    retain_many = _swift_retain_n;
    release_many = _swift_release_n;
    _swift_retain = counted_retain;
    _swift_release = counted_release;
    _swift_retain_n = counted_retain_many;
    _swift_release_n = counted_release_many;
    _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly = true;
    is_counting = true;
}

memory_calls memory_watch_calls(void) { return calls; }
