// SPDX-License-Identifier: GPL-3.0-or-later

#include "CModelFiles.h"

#include <string.h>

// One line per file: the name it is asked for by, and where its bytes are.
#define FILES(X)                                                                                                      \
    X(readme, "README")

static const unsigned char readme[] = {
#embed "files/README"
};

const unsigned char *_Nullable trilemma_embedded_file(const char *name, size_t *count) {
#define FIND(symbol, text)                                                                                            \
    if (strcmp(name, text) == 0) {                                                                                    \
        *count = sizeof symbol;                                                                                       \
        return symbol;                                                                                                \
    }
    FILES(FIND)
    return NULL;
}
