# SPDX-License-Identifier: GPL-3.0-or-later
#
# Two commands for a newcomer: make run, make test. Only the installation of GSL may need root.

FLAGSHIP := Scenarios/centralized-vs-decentralized.yaml
STRICT := --explicit-target-dependency-import-check error
# Tests are built with testable modules, the product without: two folders, or each build would undo the other's.
TEST := swift test $(STRICT) -c release --scratch-path .build-tests
TEST_DEBUG := swift test $(STRICT) --scratch-path .build-debug

.PHONY: help run build test bench format lint install clean

help:
	@echo "make run      install what is missing, build, run the flagship comparison"
	@echo "make test     install what is missing, run every test"
	@echo "make bench    measure the engine and a whole simulation"
	@echo "make format   format the Swift files;  make lint  only say what is wrong"
	@echo "make clean    remove everything that was built"

run: build
	.build/release/trilemma compare $(FLAGSHIP)

build: install
	swift build $(STRICT) -c release --product trilemma

# Release with preconditions on; the debug build only shows that it takes the same trajectories.
test: install
	$(TEST)
	$(TEST_DEBUG) --filter ingerprint

bench: install
	swift build $(STRICT) -c release --product Benchmarks
	.build/release/Benchmarks engine
	.build/release/Benchmarks simulation

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# The GNU Scientific Library, from Debian's packages.
install:
	@pkg-config --exists gsl 2>/dev/null || .ci/install-gsl

clean:
	rm -rf .build .build-tests .build-debug .build-nofma
