// SPDX-License-Identifier: GPL-3.0-or-later

#include "CModelFiles.h"

#include <string.h>

// One line per file: the name it is asked for by, and where its bytes are.
#define FILES(X)                                                                                                      \
    X(readme, "README")                                                                                               \
    X(austen, "austen.gguf")                                                                                          \
    X(austen_small, "austen-small.gguf")                                                                              \
    X(austen_test, "austen-test.txt")                                                                                 \
    X(austen_calibration, "austen-calibration.txt")                                                                   \
    X(digits, "digits.onnx")                                                                                          \
    X(digits_small, "digits-small.onnx")                                                                              \
    X(digits_test, "digits-test.bytes")                                                                               \
    X(digits_calibration, "digits-calibration.bytes")

static const unsigned char readme[] = {
#embed "files/README"
};

static const unsigned char austen[] = {
#embed "files/austen.gguf"
};

static const unsigned char austen_small[] = {
#embed "files/austen-small.gguf"
};

static const unsigned char austen_test[] = {
#embed "files/austen-test.txt"
};

static const unsigned char austen_calibration[] = {
#embed "files/austen-calibration.txt"
};

static const unsigned char digits[] = {
#embed "files/digits.onnx"
};

static const unsigned char digits_small[] = {
#embed "files/digits-small.onnx"
};

static const unsigned char digits_test[] = {
#embed "files/digits-test.bytes"
};

static const unsigned char digits_calibration[] = {
#embed "files/digits-calibration.bytes"
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
