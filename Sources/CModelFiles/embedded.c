// SPDX-License-Identifier: GPL-3.0-or-later

#include "CModelFiles.h"

#include <string.h>

// One line per file: a symbol, and the name it is asked for by, which is its name in `files`.
#define FILES(X)                                                                                                      \
    X(austen, "austen.gguf")                                                                                          \
    X(austen_small, "austen-small.gguf")                                                                              \
    X(austen_test, "austen-test.txt")                                                                                 \
    X(austen_calibration, "austen-calibration.txt")                                                                   \
    X(digits, "digits.onnx")                                                                                          \
    X(digits_small, "digits-small.onnx")                                                                              \
    X(digits_test, "digits-test.bytes")                                                                               \
    X(digits_calibration, "digits-calibration.bytes")                                                                 \
    X(questions_test, "questions-test.txt")                                                                           \
    X(questions_calibration, "questions-calibration.txt")

// The compiler for C of this toolchain knows C23's #embed in every mode and warns where it is not C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

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
static const unsigned char questions_test[] = {
#embed "files/questions-test.txt"
};
static const unsigned char questions_calibration[] = {
#embed "files/questions-calibration.txt"
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
