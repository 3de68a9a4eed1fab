// SPDX-License-Identifier: GPL-3.0-or-later
//
// The model files that are committed, as bytes in the program: everything works offline and from any folder.

#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

// The bytes of an embedded file and their number; NULL for a name that is not listed in embedded.c.
const unsigned char *_Nullable trilemma_embedded_file(const char *name, size_t *count);

#pragma clang assume_nonnull end
