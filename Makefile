# Each target does all its set-up itself; the second run finds the stamps and starts at once.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHON VENV

.PHONY: run test lint fuzz soak profile bench simulate costs clean

run: $(VENV)/.ready-run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/python main.py; \
	else \
		$(BIN)/python main.py --demo; \
	fi

test: lint
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

$(VENV)/.ready-%: pyproject.toml .ci/set_up.sh
	@bash .ci/set_up.sh $*
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

# For SECONDS_TO_FUZZ; `make test` runs a few thousand fixed cases of the same.
SECONDS_TO_FUZZ ?= 60
fuzz: $(VENV)/.ready-dev
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS_TO_FUZZ)

# Random rounds of everything for SECONDS_TO_SOAK, simulated and real; `make test` runs ten seconds of them.
SECONDS_TO_SOAK ?= 1800
soak: $(VENV)/.ready-dev
	$(BIN)/python -m tests.soak --seconds $(SECONDS_TO_SOAK)

# What packet protection costs in the data path.
profile: $(VENV)/.ready-dev
	$(BIN)/python -m tests.benchmarks.protection_cost

# PTP next to what else is installed: on loopback, and as root on Linux over an emulated link.
REPEAT ?= 1
bench: $(VENV)/.ready-dev
	$(BIN)/python -m tests.benchmarks.race --repeat $(REPEAT) --picture resources/pictures/benchmark.png

# Goodput on the virtual clock, compared with the snapshot in the repository; the machine does not matter.
simulate: $(VENV)/.ready-dev
	$(BIN)/python -m tests.benchmarks.simulated

# What one transfer over loopback costs each side, at the segment size of an ordinary network.
costs: $(VENV)/.ready-dev
	$(BIN)/python -m tests.benchmarks.costs --megabytes 1000 --mss 1432 --repeat 3
