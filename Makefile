# `make demo` on a fresh machine needs Python >= 3.11 and make; `make test` is what CI runs.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin
MNIST ?=
REPEATS ?= 5

.PHONY: help demo test fast check lint types format smoke docs bench clean

help:
	@echo "make demo     train a small network and look at it"
	@echo "make test     lint, types and every test"
	@echo "make fast     lint, types and the tests that are not slow"
	@echo "make check    lint and types"
	@echo "make format   let ruff format and mend what it can"
	@echo "make smoke    the first test: fit, predict, save, load"
	@echo "make docs     run the examples of docstrings, README and docs/"
	@echo "make bench    measure and write the table of the README (MNIST=mnist.npz REPEATS=5)"
	@echo "make clean    remove .venv and what the tools left"

demo: .venv/.demo
	$(BIN)/keraunos demo

test: check
	$(BIN)/pytest -n 2

fast: check
	$(BIN)/pytest -n 2 -m "not slow"

check: lint types

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev
	$(BIN)/pyright

format: .venv/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

smoke: .venv/.dev
	$(BIN)/pytest -q tests/test_smoke.py

docs: .venv/.dev
	$(BIN)/pytest -n 2 tests/test_docs.py

bench: .venv/.dev
	$(BIN)/python benchmarks/seed_cases.py --repeats $(REPEATS) $(if $(MNIST),--mnist $(MNIST))
	$(BIN)/python benchmarks/spiral_seeds.py
	$(BIN)/python benchmarks/printing.py
	$(BIN)/python benchmarks/checkpoints.py
	$(BIN)/python benchmarks/table.py

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis build dist

# Stamps: installed once, and again when pyproject.toml changes.

.venv/.pip:
	@test -n "$(PYTHON)" || { echo "Keraunos needs Python 3.11 or newer; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet "pip>=25.1"
	@touch $@

.venv/.demo: .venv/.pip pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[demo]"
	@touch $@

.venv/.dev: .venv/.pip pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[demo]" --group dev
	@touch $@
